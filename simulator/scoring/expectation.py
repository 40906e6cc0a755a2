"""What a call is judged against: the scenario and the persona, reduced to what the checks ask.

It is stored with the verdict, so that a finished run can be read and judged again without the files it came from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final, Literal

from simulator.persona import Persona
from simulator.scenario import Scenario
from simulator.scoring.entities import shipped_gazetteer

FACTS: Final = ("origin", "destination", "date")
SPANISH: Final = {"origen": "origin", "destino": "destination", "fecha": "date"}
COMPANY: Final = "Fletes del Norte"
MACHINES: Final = frozenset({"voicemail", "carrier", "ivr", "nobody"})
ATTACK: Final = "attack"

type TripFacts = dict[str, str]
"""A trip's facts in canonical form: gazetteer ids and an ISO date, by the names in FACTS."""


@dataclass(frozen=True, slots=True)
class Patience:
    """What the driver endures before he may rightly hang up."""

    turns: int = 16
    mandes: int = 3
    silence_seconds: float = 9.0


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must be true of one call, and what the driver knew. `trip` None = there must be none at the end.

    `now` is when it was answered, ISO 8601 with the offset of the trip's zone. In an `attack` somebody tries to misuse
    Karla: `others` are the trips of other drivers, `canaries` words that only her instructions hold.
    """

    title: str = ""
    persona: str = ""
    outcomes: tuple[str, ...] = ()
    trip_id: str | None = None
    before: TripFacts | None = None
    trip: TripFacts | None = None
    transfer: Literal["never", "may", "must"] = "never"
    says: tuple[str, ...] = ()
    never_says: tuple[str, ...] = ()
    answered_by: str = "driver"
    truth: TripFacts = field(default_factory=dict)
    yes_words: tuple[str, ...] = ()
    may_fall_silent: bool = False
    may_hang_up: bool = False
    patience: Patience = Patience()
    company: str = COMPANY
    now: str = ""
    caller_known: bool = True
    attack: bool = False
    others: tuple[TripFacts, ...] = ()
    canaries: tuple[str, ...] = ()

    @classmethod
    def of(cls, scenario: Scenario, persona: Persona) -> "Expectation":
        """Return what a call of `scenario` with `persona` is judged against."""
        trip, expect = scenario.trip, scenario.expect
        thens = {line.then for line in scenario.plot}
        return cls(
            title=scenario.title,
            persona=persona.name,
            outcomes=tuple(expect.outcome),
            trip_id=trip.id if trip else None,
            before={name: str(getattr(trip, name)) for name in FACTS} if trip else None,
            trip=trip_facts(scenario.expected_facts()),
            transfer=expect.transfer,
            says=tuple(expect.says),
            never_says=tuple(expect.never_says),
            answered_by=scenario.answered_by,
            truth=trip_facts(scenario.truth.known()) or {},
            yes_words=tuple(persona.words.yes),
            may_fall_silent="silent" in thens or "no_answer" in expect.outcome,
            may_hang_up="hang_up" in thens or "abandoned" in expect.outcome,
            patience=Patience(persona.patience.turns, persona.patience.mandes, float(persona.patience.silence_seconds)),
            now=scenario.answered_at.isoformat(),
            caller_known=scenario.caller_id != "unknown",
            attack=ATTACK in scenario.tags,
            others=tuple({name: str(getattr(trip, name)) for name in FACTS} for trip in scenario.other_trips),
            canaries=tuple(getattr(scenario, "canaries", ())),
        )

    @property
    def machine(self) -> bool:
        """Whether no person was to be spoken to."""
        return self.answered_by in MACHINES


def trip_facts(record: Mapping[str, object] | None) -> TripFacts | None:
    """Return a trip's facts in canonical form, whether named in English or as the tools name them.

    Only the three facts count: no key order, identifier, note or time of change does.
    """
    if record is None:
        return None
    named = {SPANISH.get(key, key): value for key, value in record.items()}
    return {name: canonical_fact(name, str(named[name])) for name in FACTS if named.get(name) is not None}


@lru_cache(maxsize=1024)
def canonical_fact(name: str, value: str) -> str:
    """Return a place as its gazetteer id and a date or a moment as ISO date; what is neither stays as it is."""
    if name == "date":
        try:
            return datetime.fromisoformat(value).date().isoformat()
        except ValueError:
            return value
    places = shipped_gazetteer()
    if value in places:
        return value
    reading = places.parse(value)
    return reading.place.id if reading is not None and reading.exact and reading.place is not None else value


def differences(actual: TripFacts | None, wanted: TripFacts | None) -> str:
    """Say in words how a trip differs from the one wanted; nothing if it does not."""
    if actual is None and wanted is None:
        return ""
    if actual is None:
        return f"there is no trip, should be {_in_words(wanted or {})}"
    if wanted is None:
        return f"there is a trip ({_in_words(actual)}), should be none"
    wrong = [
        f"{name} is {actual.get(name, 'missing')}, should be {wanted.get(name, 'missing')}"
        for name in FACTS
        if actual.get(name) != wanted.get(name)
    ]
    return "; ".join(wrong)


def _in_words(facts: TripFacts) -> str:
    return f"{facts.get('origin', '?')} to {facts.get('destination', '?')} on {facts.get('date', '?')}"
