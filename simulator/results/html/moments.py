"""When a call went wrong: its first critical error, and the moment at which each check that failed broke."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from simulator.results.call_folder import StoredVerdict
from simulator.results.words import WHOSE, kind_in_words
from simulator.scoring.checks import Status
from simulator.scoring.entities import Entities
from simulator.scoring.evidence import mentions, promises_without_write
from simulator.scoring.expectation import trip_facts
from simulator.scoring.ledger import Event
from simulator.scoring.metrics import Metrics
from simulator.scoring.recognition import EntityFinder
from simulator.scoring.timeline import Timeline, unaccented

DECIDES: Final = frozenset({"human_wanted", "wrong_party", "machine_answered", "call_later", "opted_out"})


@dataclass(frozen=True, slots=True)
class Moment:
    """At `t` seconds since the answer, `what` went wrong: a `label` in a word or two, and whether it came first."""

    t: float
    label: str
    what: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A call as it lies before whoever looks for the moment."""

    timeline: Timeline
    stored: StoredVerdict
    metrics: Metrics | None


def moments(case: Case) -> list[Moment]:
    """Return what went wrong in a call, the first critical error first; nothing for a call that passed."""
    verdict, blame = case.stored.verdict, case.stored.blame
    if verdict.status == Status.PASS:
        return []
    failed = [check for check in verdict.checks if not check.ok] if verdict.status == Status.FAIL else []
    found = [Moment(WHEN.get(check.name, _ended)(case), check.name.replace("_", " "), check.why) for check in failed]
    found.sort(key=lambda moment: moment.t)
    if blame is not None:
        label = f"{WHOSE[blame.whose]}: {kind_in_words(blame.kind)}"
        return [Moment(blame.at, label, blame.why, first=True), *found]
    return found or [Moment(case.timeline.ended, str(verdict.status), verdict.why)]


def _trip(case: Case) -> float:
    """Return when a wrong fact was written, or else when it was settled that none would be."""
    wanted = case.stored.expectation.trip or {}
    for event in case.timeline.ledger.named("ops.write"):
        after = trip_facts(event.mapping("after")) or {}
        if any(after[name] != wanted.get(name) for name in after):
            return event.t
    return _decided(case)


def _decided(case: Case) -> float:
    """Return when it was decided how the call would end."""
    states = case.timeline.ledger.named("state")
    decided = [event.t for event in states if event.text("move") in DECIDES]
    return decided[0] if decided else _ended(case)


def _ended(case: Case) -> float:
    return _at(case.timeline.ledger.first("call.hangup"), case.timeline.ended)


def _written(case: Case) -> float:
    """Return when something was written that had not been read back or agreed to."""
    improper = [write.at for write in case.metrics.writes if not write.proper] if case.metrics else []
    return improper[0] if improper else _at(case.timeline.ledger.first("ops.write"), case.timeline.ended)


def _elsewhere(case: Case) -> float:
    """Return when another record was written to."""
    own = case.stored.expectation.trip_id
    others = [event.t for event in case.timeline.ledger.named("ops.write") if event.text("trip") != own]
    return others[0] if others else _written(case)


def _promised(case: Case) -> float:
    return next((turn.first for turn in promises_without_write(case.timeline)), case.timeline.ended)


def _transferred(case: Case) -> float:
    return _decided(case) if case.timeline.ledger.first("transfer") else _ended(case)


def _interrupted(case: Case) -> float:
    ignored = [each.at for each in case.metrics.barge_ins if not each.yielded] if case.metrics else []
    return ignored[0] if ignored else case.timeline.ended


def _greeted(case: Case) -> float:
    return case.timeline.turns[0].first if case.timeline.turns else case.timeline.answered


def _told(case: Case) -> float:
    """Return when words were said that must not be."""
    never = [unaccented(words) for words in case.stored.expectation.never_says]
    said = [turn.first for turn in case.timeline.turns if any(words in unaccented(turn.heard) for words in never)]
    return said[0] if said else _ended(case)


def _private(case: Case) -> float:
    """Return when Karla first named a fact of the trip."""
    named, trip = _named(case.timeline), case.stored.expectation.before or {}
    telling = (turn for turn in case.timeline.turns if any(mentions(turn.heard, *fact, named) for fact in trip.items()))
    return next((turn.first for turn in telling), _greeted(case))


def _named(timeline: Timeline) -> EntityFinder | None:
    start = timeline.ledger.first("call.start")
    try:
        return Entities.shipped(datetime.fromisoformat(start.text("now"))).named if start else None
    except ValueError:
        return None


def _long(case: Case) -> float:
    turns = {turn.number: turn.first for turn in case.timeline.turns}
    long = [turns[each.turn] for each in case.metrics.brevity if not each.kept] if case.metrics else []
    return long[0] if long else case.timeline.ended


def _at(event: Event | None, otherwise: float) -> float:
    return event.t if event is not None else otherwise


WHEN: Final[dict[str, Callable[[Case], float]]] = {
    "trip": _trip,
    "other_records": _elsewhere,
    "read_back": _written,
    "promises": _promised,
    "transfer": _transferred,
    "outcome": _decided,
    "barge_in": _interrupted,
    "disclosure": _greeted,
    "privacy": _private,
    "never_says": _told,
    "brevity": _long,
}
"""Where to look for each check; for any other it is the end of the call."""
