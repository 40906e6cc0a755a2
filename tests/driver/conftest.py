"""A Karla of a few lines, for drivers to talk to under virtual time, and what a call needs."""

import asyncio
import hashlib
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from runtime.understanding.dates import say_day
from runtime.understanding.places import Gazetteer
from runtime.understanding.text import fold
from simulator.driver.brain import GrammarDriver
from simulator.driver.floor.text_handset import Call, Karla, TextHandset
from simulator.driver.handset import Utterance
from simulator.driver.phrases import Phrases
from simulator.persona import Habits, Persona
from simulator.rig.virtual_time import run
from simulator.scenario import Scenario

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(slots=True)
class PlainKarla:
    """Asks for the trip's data as Karla does. She knows what he means from his utterance's facts: no recogniser."""

    scenario: Scenario
    gazetteer: Gazetteer
    name: str
    asked: str = ""
    pending: dict[str, str] = field(default_factory=dict)
    stage: str = "greeting"
    silences: int = 0

    def __call__(self, said: Utterance | None) -> str | None:
        if self.stage == "closing":
            return None
        words = fold(said.text) if said else ""
        self.silences = self.silences + 1 if said is None else 0
        if said is None:
            return "¿Sigue ahí?" if self.silences < 3 else None
        facts = dict(fact.split("=") for fact in said.facts if not fact.startswith("patience"))
        if "hold" in facts:
            return self._says("Claro, aquí espero.", keep=True)
        if self.stage == "greeting":
            self.stage = "identity"
            return self._says(
                f"Buenas tardes, habla Karla, asistente virtual de Fletes del Norte. ¿Hablo con {self.name}?"
            )
        if _ASKS_AGAIN.search(words):
            return self.asked
        if self.stage == "identity":
            self.stage = "open"
            return self._says(
                self._states_trip() if self.scenario.trip else f"No me aparece su viaje registrado; {ALL}"
            )
        return self._trip(words, facts)

    def _trip(self, words: str, facts: dict[str, str]) -> str:
        if facts:
            self.pending |= facts
            return self._says(self._reads_back())
        if _NO.match(words) and not _YES.match(words):
            return self._says("¿Qué dato está mal: el origen, el destino o la fecha?")
        if _FIELDS.search(words):
            asked = next(field for field, noun in FIELDS.items() if noun in words)
            return self._says(QUESTIONS[asked])
        if _YES.search(words):
            self.stage = "closing"
            done = "queda confirmado" if not self.pending else "ya quedó actualizado"
            return f"Perfecto, {done} su viaje. Gracias, que le vaya muy bien."
        return self.asked

    def _says(self, text: str, *, keep: bool = False) -> str:
        if not keep:
            self.asked = text
        return text

    def _states_trip(self) -> str:
        trip = self.scenario.trip
        assert trip is not None
        origin, destination = (self.gazetteer[place].spoken for place in (trip.origin, trip.destination))
        day = say_day(trip.date)
        return f"Gracias. Le llamo por su viaje de {origin} a {destination}, con fecha d{day}; ¿es correcto?"

    def _reads_back(self) -> str:
        clauses = [f"{FIELDS[name]} es {self._spoken(value)}" for name, value in self.pending.items()]
        return f"Entonces {' y '.join(clauses)}. ¿Es correcto?"

    def _spoken(self, value: str) -> str:
        return self.gazetteer[value].spoken if value in self.gazetteer else say_day(date.fromisoformat(value))


FIELDS = {"origin": "el origen", "destination": "el destino", "date": "la fecha"}
QUESTIONS = {"origin": "¿De dónde salió?", "destination": "¿A dónde va?", "date": "¿Qué día fue?"}
ALL = "¿de dónde salió, a dónde va y qué día?"
_ASKS_AGAIN = re.compile(
    r"mande|perdon|como|quien|parte|oi|repite|grabacion|robot|maquina|persona|^ya|^listo|^ahora si|me decia|donde me"
    r"|que empresa|escuche|fuerte|que que|bueno|escucha|oiga"
)
_NO = re.compile(r"(?:(?!si\b)\w+ ){0,2}(?:no|nel|negativo|incorrecto|nombre)\b")
_YES = re.compile(r"\b(?:si|simon|asi|correcto|exacto|ei|ey|andele|eso|servidor|va|sale|okey|fierro|yes)\b")
_FIELDS = re.compile(r"el origen|el destino|la fecha")


def streams_of(seed: str) -> Callable[[str], random.Random]:
    """Return one independent source of chance for each effect."""

    def stream(effect: str) -> random.Random:
        return random.Random(hashlib.sha256(f"{seed}/{effect}".encode()).digest())

    return stream


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that a call needs, read once."""

    gazetteer: Gazetteer
    phrases: Phrases

    def scenario(self, **changes: Any) -> Scenario:
        """Return a scenario: Monterrey to Nuevo Laredo, yesterday, as the system has it."""
        data: dict[str, Any] = {
            "id": "prueba",
            "title": "Una prueba",
            "tags": ("confirm",),
            "direction": "outbound",
            "now": "2026-03-10T10:20:00",
            "zone": "America/Monterrey",
            "trip": {"id": "T-1", "origin": "monterrey", "destination": "nuevo-laredo", "date": "2026-03-09"},
            "expect": {"outcome": ("confirmed",), "trip": "unchanged"},
        } | changes
        return Scenario.model_validate(data, strict=False)

    def persona(
        self, *, patience: dict[str, float] | None = None, words: dict[str, Any] | None = None, **habits: Any
    ) -> Persona:
        """Return a driver without habits, but for the given ones."""
        return Persona.model_validate(
            {
                "id": "prueba",
                "name": "Don Beto",
                "full_name": "Beto Salinas",
                "about": "Operador de prueba.",
                "region": "norte",
                "voice": "norteno_mayor",
                "reaction_seconds": (0.4, 0.6),
                "patience": patience or {},
                "words": words or {},
                "habits": Habits(**habits),
            },
            strict=False,
        )

    def play(
        self, karla: Karla, persona: Persona, scenario: Scenario, *, seed: str = "1", patience: float = 6.0
    ) -> Call:
        """Play one call under virtual time."""
        driver = GrammarDriver(persona, scenario, self.gazetteer, self.phrases, streams_of(seed))

        async def both() -> Call:
            handset = TextHandset(karla, patience)
            async with asyncio.timeout(600), asyncio.TaskGroup() as sides:
                other = sides.create_task(handset.other_end())
                await driver.live(handset)
                handset.hang_up()
                await asyncio.sleep(0)
                other.cancel()
            return handset.call

        return run(both())

    def streams(self, seed: str) -> Callable[[str], random.Random]:
        """Return the sources of chance for a seed."""
        return streams_of(seed)

    def plain(self, scenario: Scenario, persona: Persona) -> PlainKarla:
        """Return a Karla for a scenario."""
        return PlainKarla(scenario, self.gazetteer, persona.full_name)

    def says(self, *turns: str) -> Karla:
        """Return a Karla who says these things one after the other, and then hangs up."""
        left: Iterable[str] = iter(turns)
        return lambda _: next(left, None)  # type: ignore[call-overload]


@pytest.fixture(scope="session")
def stage() -> Stage:
    """Return the gazetteer and the phrases that every call shares."""
    return Stage(Gazetteer.read(ROOT / "corpus" / "places.yaml"), Phrases.read())


@pytest.fixture
def streams() -> Callable[[str], Callable[[str], random.Random]]:
    """Return the sources of chance for a seed."""
    return streams_of
