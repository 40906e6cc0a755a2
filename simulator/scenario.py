"""A call that could happen: what the client's system says, what the driver knows, and what must be true at the end.

The format is explained in the comment of `corpus/scenarios/confirma_todo_bien.yaml`.
Dates are calendar days in the trip's zone, places are gazetteer ids.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Discriminator, Field, NaiveDatetime
from pydantic import Tag as PydanticTag

from runtime.trips import Trip, note_of
from runtime.understanding.places import Gazetteer
from simulator.persona import Habits, Mood, Persona, Phrases, Text
from simulator.vocabulary import FACTS, FAMILIES, Outcome, Tag, When
from simulator.yaml_file import ONE_OR_MORE, BadFiles, Key, Names, Strict, fault, known, read

MAX_DAYS: Final = 45
"""A trip further from the call than this is a slip of the pen."""

type Place = Annotated[str, known("place")]
type Zone = Annotated[str, known("zone")]
type Day = date


class TripRecord(Strict):
    """A trip in the client's system; without `driver_id` it is the caller's own."""

    id: Text
    driver_id: Text | None = None
    origin: Place
    destination: Place
    date: Day
    note: str = ""

    def of(self, driver_id: str) -> Trip:
        """Return the trip, as its own driver's or else as that of `driver_id`."""
        owner = self.driver_id or driver_id
        return Trip(self.id, owner, self.origin, self.destination, self.date, note_of(self.note))


class Facts(Strict):
    """Some of a trip's three facts."""

    origin: Place | None = None
    destination: Place | None = None
    date: Day | None = None

    def known(self) -> dict[str, str | Day]:
        """Return the facts that are not null."""
        return {name: value for name in FACTS if (value := getattr(self, name)) is not None}


class Truth(Facts):
    """What is in the driver's head, each fact named; null is one that he does not know or that has no id."""

    origin: Place | None
    destination: Place | None
    date: Day | None


class Sayings(Strict):
    """How he names a fact the first time, the second time …; the last way stays."""

    origin: Phrases = ()
    destination: Phrases = ()
    date: Phrases = ()


class PlotLine(Strict):
    """What he does when Karla is after something: the first line of the plot that fits, and is not used up."""

    when: When
    say: Phrases = ()
    once: bool = True
    then: Literal["continue", "hang_up", "silent", "hold"] = "continue"
    seconds: Annotated[float, Field(gt=0, le=120)] | None = None
    say_after: Phrases = ()
    during: bool = False


type ExpectedTrip = Annotated[
    Annotated[Literal["unchanged", "absent"], PydanticTag("word")] | Annotated[Facts, PydanticTag("facts")],
    Discriminator(lambda value: "word" if isinstance(value, str) else "facts"),
]


class Expect(Strict):
    """What must be true when the line is closed."""

    outcome: Annotated[tuple[Outcome, ...], ONE_OR_MORE, Field(min_length=1)]
    trip: ExpectedTrip
    transfer: Literal["never", "may", "must"] = "never"
    says: Phrases = ()
    never_says: Phrases = ()


class Scenario(Strict):
    """One call, apart from who the driver is and what the line sounds like."""

    id: str
    title: Text
    tags: Annotated[tuple[Tag, ...], Field(min_length=1)]
    direction: Literal["outbound", "inbound"]
    caller_id: Literal["known", "unknown"] | None = None
    now: NaiveDatetime
    zone: Zone
    trip: TripRecord | None
    other_trips: tuple[TripRecord, ...] = ()
    answered_by: Literal["driver", "wrong_person", "voicemail", "carrier", "ivr", "screening", "nobody"] = "driver"
    truth: Truth = Field(default_factory=lambda data: _as_recorded(data.get("trip")))
    says: Sayings = Sayings()
    habits: Habits = Habits()
    mood: Mood | None = None
    plot: tuple[PlotLine, ...] = ()
    expect: Expect

    def played_by(self, persona: Persona) -> Persona:
        """Return the persona with the habits and the mood that this call gives him."""
        given = {name: getattr(self.habits, name) for name in self.habits.model_fields_set}
        changes: dict[str, object] = {"habits": persona.habits.model_copy(update=given)} if given else {}
        if self.mood is not None:
            changes["mood"] = self.mood
        return persona.model_copy(update=changes) if changes else persona

    @property
    def answered_at(self) -> datetime:
        """The wall clock when the call is answered, aware of its zone."""
        return self.now.replace(tzinfo=ZoneInfo(self.zone))

    def trip_of(self, driver_id: str) -> Trip | None:
        """Return the trip in the client's system before the call."""
        return self.trip.of(driver_id) if self.trip else None

    def other_trips_of(self, driver_id: str) -> list[Trip]:
        """Return the trips that nobody may touch."""
        return [record.of(driver_id) for record in self.other_trips]

    def expected_facts(self) -> dict[str, str | Day] | None:
        """Return the three facts that the trip must have after the call; None when there must be no trip."""
        if self.expect.trip == "absent":
            return None
        before = {name: getattr(self.trip, name) for name in FACTS} if self.trip else {}
        return before | (self.expect.trip.known() if isinstance(self.expect.trip, Facts) else {})

    @classmethod
    def read(cls, path: Path, gazetteer: Gazetteer) -> Self:
        """Read one scenario. Raises: BadFile."""
        try:
            return cls.read_whole(path, gazetteer)
        except BadFiles as faults:
            raise faults.faults[0] from None

    @classmethod
    def read_whole(cls, path: Path, gazetteer: Gazetteer) -> Self:
        """Read one scenario. Raises: BadFiles, with every fault in it."""
        names: Names = {"place": gazetteer.ids, "zone": _zones()}
        scenario = read(path, cls, names)
        faults = [fault(path, key, reason) for key, reason in contradictions(scenario, gazetteer)]
        if faults:
            raise BadFiles(str(path), faults)
        return scenario


def _as_recorded(trip: TripRecord | None) -> Truth:
    """Return what a driver knows who agrees with the system."""
    return Truth(**{name: getattr(trip, name, None) for name in FACTS})


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


# ------------------------------------------------------------------------------------------- what contradicts itself


def lint(scenario: Scenario, gazetteer: Gazetteer) -> list[str]:
    """Return every contradiction inside the scenario, as «key: reason»."""
    return [f"{'.'.join(map(str, key))}: {reason}" for key, reason in contradictions(scenario, gazetteer)]


def contradictions(scenario: Scenario, gazetteer: Gazetteer) -> Iterator[tuple[Key, str]]:
    """Yield every contradiction inside the scenario, at its key."""
    yield from _in_the_call(scenario)
    yield from _in_the_trips(scenario)
    yield from _in_the_plot(scenario)
    yield from _in_the_outcome(scenario)
    yield from _in_the_expected_trip(scenario)
    yield from _in_the_words(scenario)
    destination = scenario.truth.destination
    changed = scenario.trip is None or scenario.trip.destination != destination
    if destination and changed and not gazetteer[destination].served and scenario.expect.transfer != "must":
        yield ("expect", "transfer"), f"must be «must»: nobody delivers to «{destination}» without a person's approval"


def _in_the_call(scenario: Scenario) -> Iterator[tuple[Key, str]]:
    if not FAMILIES & set(scenario.tags):
        yield ("tags",), f"names no family, one of {', '.join(sorted(FAMILIES))}"
    if scenario.direction == "outbound" and scenario.caller_id:
        yield ("caller_id",), "only an inbound call has one"
    if scenario.direction == "inbound" and not scenario.caller_id:
        yield ("caller_id",), "an inbound call needs «known» or «unknown»"
    if scenario.direction == "inbound" and scenario.answered_by != "driver":
        yield ("answered_by",), "whoever calls in is the driver"
    if scenario.caller_id == "unknown" and scenario.expect.transfer != "must":
        yield ("expect", "transfer"), "must be «must»: a caller who is not known gets a person"


def _in_the_trips(scenario: Scenario) -> Iterator[tuple[Key, str]]:
    trips: list[tuple[Key, TripRecord | Truth]] = [(("truth",), scenario.truth)]
    if scenario.trip:
        trips.append((("trip",), scenario.trip))
    trips += [(("other_trips", number), trip) for number, trip in enumerate(scenario.other_trips)]
    for key, trip in trips:
        if trip.origin and trip.origin == trip.destination:
            yield (*key, "destination"), f"is the origin too: «{trip.origin}»"
        if trip.date and abs((trip.date - scenario.now.date()).days) > MAX_DAYS:
            yield (*key, "date"), f"is more than {MAX_DAYS} days away from the call's «now»"
    ids = [trip.id for _, trip in trips if isinstance(trip, TripRecord)]
    for number, trip in enumerate(scenario.other_trips):
        if ids.count(trip.id) > 1:
            yield ("other_trips", number, "id"), f"another trip is «{trip.id}» too"


def _in_the_plot(scenario: Scenario) -> Iterator[tuple[Key, str]]:
    for number, line in enumerate(scenario.plot):
        if line.then == "hold" and line.seconds is None:
            yield ("plot", number, "then"), "«hold» needs «seconds»"
        if line.then != "hold" and (line.seconds is not None or line.say_after):
            yield ("plot", number), "«seconds» and «say_after» belong to «then: hold»"
        if line.then == "continue" and not line.say:
            yield ("plot", number), "he does nothing here: give «say» or another «then»"
        if line.during and not line.say:
            yield ("plot", number, "during"), "he talks over her, so he needs «say»"


_ALONE: Final = {"voicemail": "voicemail", "carrier": "voicemail", "ivr": "voicemail", "nobody": "no_answer"}


def _in_the_outcome(scenario: Scenario) -> Iterator[tuple[Key, str]]:
    outcomes, transfer = set(scenario.expect.outcome), scenario.expect.transfer
    key: Key = ("expect", "transfer")
    if transfer == "must" and outcomes != {"transferred"}:
        yield key, "«must» allows the outcome «transferred» alone"
    if transfer == "never" and "transferred" in outcomes:
        yield key, "is «never», but the outcome may be «transferred»"
    if transfer == "may" and (outcomes == {"transferred"} or "transferred" not in outcomes):
        yield key, "«may» needs «transferred» and another outcome"
    alone = _ALONE.get(scenario.answered_by)
    if alone and alone not in outcomes:
        yield ("expect", "outcome"), f"«{alone}» is what comes of «answered_by: {scenario.answered_by}»"
    told = outcomes & {"confirmed", "updated", "created", "transferred"}
    if scenario.answered_by not in ("driver", "screening") and not told and not scenario.expect.never_says:
        yield ("expect", "never_says"), "name the places: whoever is not the driver must not hear of the trip"


def _in_the_expected_trip(scenario: Scenario) -> Iterator[tuple[Key, str]]:
    outcomes, trip, truth = set(scenario.expect.outcome), scenario.trip, scenario.truth.known()
    expected, key = scenario.expect.trip, ("expect", "trip")
    changes = {name: value for name, value in truth.items() if getattr(trip, name, None) != value}
    if trip is None and expected == "unchanged":
        yield key, "there is no trip: write «absent», or the three facts of the new one"
    if trip and expected == "absent":
        yield key, "there is a trip: write «unchanged», or what changes"
    if "confirmed" in outcomes and changes:
        yield ("expect", "outcome"), f"cannot be «confirmed»: the driver knows better about {', '.join(changes)}"
    if "updated" in outcomes and not (trip and changes):
        yield ("expect", "outcome"), "cannot be «updated»: trip and truth do not differ"
    if "created" in outcomes and (trip or len(truth) < len(FACTS)):
        yield ("expect", "outcome"), "cannot be «created»: that takes a trip of null and a whole truth"
    writes = bool(outcomes & {"updated", "created"})
    if writes and isinstance(expected, str):
        yield key, f"must name what is written: {', '.join(changes)}"
    if isinstance(expected, Facts):
        yield from _unlike_the_truth(expected, changes, writes=writes)


def _unlike_the_truth(expected: Facts, changes: dict[str, str | Day], *, writes: bool) -> Iterator[tuple[Key, str]]:
    facts = expected.known()
    if not writes:
        yield ("expect", "trip"), "names changes, but no outcome writes any"
    for name in facts.keys() - changes.keys():
        yield ("expect", "trip", name), "is no change: the truth has the same as the trip, or nothing"
    for name in changes.keys() - facts.keys():
        yield ("expect", "trip"), f"leaves out «{name}», in which truth and trip differ"
    for name in facts.keys() & changes.keys():
        if facts[name] != changes[name]:
            yield ("expect", "trip", name), f"is «{facts[name]}», but the truth is «{changes[name]}»"


def _in_the_words(scenario: Scenario) -> Iterator[tuple[Key, str]]:
    for number, text in enumerate(scenario.expect.says):
        if any(other.casefold() in text.casefold() for other in scenario.expect.never_says):
            yield ("expect", "says", number), "is among «never_says» too"
