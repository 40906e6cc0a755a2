"""A whole call with scripted ears and model, on a virtual clock: `hold_a_call(script, model)`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from runtime import clock
from runtime.clock import Moment
from runtime.integrations.scripted import ScriptedEars, ScriptedLine, ScriptedModel, ScriptedVoice
from runtime.integrations.trips_memory import TripsInMemory
from runtime.pipeline.call import Parts, hold_call
from runtime.pipeline.ports import Heard, LanguageModel, TextToSpeech, TripsApi
from runtime.session.call_session import Assignment, CallSession, Direction
from runtime.trips import Trip
from runtime.understanding.places import Gazetteer
from simulator.rig.virtual_time import run

PINNED = Trip("T-1", "D-1", "monterrey", "nuevo-laredo", date(2026, 3, 9))
ANOTHER = Trip("T-4471", "D-2", "puebla", "toluca", date(2026, 3, 10))


@dataclass
class Played:
    """What a call left behind."""

    session: CallSession
    line: ScriptedLine
    trips: TripsInMemory
    model: LanguageModel
    journal: list[tuple[float, str, dict[str, object]]] = field(default_factory=list)

    def entries(self, event: str) -> list[dict[str, object]]:
        """Return the journal's entries of one kind."""
        return [data for _, name, data in self.journal if name == event]

    def story(self) -> str:
        """Return the journal, one line an entry: what a failing test prints."""
        return "\n".join(f"{at:7.2f} {event} {data}" for at, event, data in self.journal)

    def heard(self) -> str:
        """Return everything that the driver heard, turn by turn."""
        return " | ".join(str(entry["heard"]) for entry in self.entries("agt.said"))


type HoldACall = Callable[..., Played]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The places that ship with the project."""
    return Gazetteer.read(Path(__file__).parents[2] / "corpus" / "places.yaml")


@pytest.fixture
def hold_a_call(gazetteer: Gazetteer) -> HoldACall:
    """Return a function that holds one scripted call to its end."""

    def hold(
        script: Sequence[tuple[float, Heard]],
        model: LanguageModel | None = None,
        trips: TripsInMemory | None = None,
        seconds: float = 90.0,
        trip_id: str | None = "T-1",
        behind: Callable[[TripsInMemory], TripsApi] | None = None,
        voice: TextToSpeech | None = None,
        before: CallSession | None = None,
    ) -> Played:
        trips = trips or TripsInMemory([PINNED, ANOTHER])
        model = model or ScriptedModel([])
        line = ScriptedLine(seconds)
        journal: list[tuple[float, str, dict[str, object]]] = []

        async def call() -> CallSession:
            wall = datetime(2026, 3, 11, 10, 0, tzinfo=ZoneInfo("America/Monterrey"))
            assignment = Assignment(
                "call-1", "Fletes del Norte", "D-1", "Jesús Treviño", trip_id, Direction.OUTBOUND, Moment(wall, 0.0)
            )
            api = behind(trips) if behind else trips
            parts = Parts(ScriptedEars(script), model, voice or ScriptedVoice(), api, gazetteer)
            return await hold_call(
                assignment,
                line,
                parts,
                lambda event, **data: journal.append((clock.now(), event, data)),
                before=before,
            )

        played = Played(run(call()), line, trips, model, journal)
        print(played.story())  # noqa: T201  shown only when a test fails
        return played

    return hold
