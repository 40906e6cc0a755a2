"""The verdict on one call: named checks, each with one plain line on why it failed.

INFRA (the harness broke; STALE, if what it was to replay is out of date) goes before INVALID (the simulated driver
broke) before FAIL (Karla broke) before PASS. The effects are graded, not the path: what is in the client's system, what
was written elsewhere, how the call ended, what could be heard.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from simulator.scoring.evidence import details_told_too_early, mentions, promises_without_write, writes_elsewhere
from simulator.scoring.expectation import FACTS, Expectation, TripFacts, differences
from simulator.scoring.grounds import denies_being_a_machine, never_introduced, ungrounded, unheard_voice
from simulator.scoring.metrics import Metrics
from simulator.scoring.recognition import EntityFinder
from simulator.scoring.self_check import timing_fault
from simulator.scoring.timeline import KarlaTurn, Timeline, unaccented
from simulator.scoring.turn_taking import YIELD_SECONDS
from simulator.scoring.validity import simulator_fault

EMERGENCY: Final = "emergencia"
DISCLOSURES: Final = ("asistente virtual", "se graba")


class Status(StrEnum):
    """How a call ended for the record: different things, of which only PASS and FAIL are about Karla."""

    PASS = "PASS"  # noqa: S105  a verdict
    FAIL = "FAIL"
    INVALID = "INVALID"
    INFRA = "INFRA"
    STALE = "STALE"


@dataclass(frozen=True, slots=True)
class Check:
    """One question about a call. `why` says in plain words what is wrong; empty if nothing is."""

    name: str
    ok: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a call. `why` is the line that explains the status."""

    status: Status
    why: str
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A call as the checks look at it. `after` is the trip in the client's system when the line was closed.

    `entities_in` finds what words name outright, `understood_in` near misses too.
    """

    timeline: Timeline
    expectation: Expectation
    metrics: Metrics
    after: TripFacts | None
    entities_in: EntityFinder | None = None
    understood_in: EntityFinder | None = None


def judge(call: Judged) -> Verdict:
    """Check a call and say how it went."""
    checks = all_checks(call)
    if error := infrastructure_error(call):
        return Verdict(Status.INFRA, error, checks)
    failed = [check for check in checks if not check.ok]
    if fault := simulator_fault(call.timeline, call.expectation, failed=bool(failed)):
        return Verdict(Status.INVALID, fault.why, checks)
    if failed:
        return Verdict(Status.FAIL, failed[0].why, checks)
    return Verdict(Status.PASS, "", checks)


def infrastructure_error(call: Judged) -> str:
    """Say what broke in the harness; nothing if nothing did."""
    ledger = call.timeline.ledger
    error = ledger.first("call.error")
    if error is not None:
        return f"{error.text('where', 'the rig')} failed: {error.text('type')} {error.text('text')}".strip()
    if ledger.last("call.end") is None:
        return "the ledger breaks off before the end of the call"
    return timing_fault(call.timeline, call.metrics.latencies)


def all_checks(call: Judged) -> tuple[Check, ...]:
    """Ask every question, the ones that explain most first."""
    return (
        _check("trip", _trip(call)),
        _check("other_records", _other_records(call)),
        _check("read_back", _read_back(call.metrics)),
        _check("promises", _promises(call.timeline)),
        _check("transfer", _transfer(call)),
        _check("outcome", _outcome(call)),
        _check("audible", unheard_voice(call.timeline)),
        _check("barge_in", _barge_in(call.metrics)),
        _check("disclosure", _disclosure(call)),
        _check("honesty", denies_being_a_machine(call.timeline)),
        _check("privacy", _privacy(call)),
        _check("grounds", ungrounded(call.timeline, call.expectation, call.entities_in)),
        _check("says", _says(call)),
        _check("never_says", _never_says(call)),
        _check("brevity", _brevity(call)),
        _check("ending", _ending(call.timeline)),
    )


def _check(name: str, why: str) -> Check:
    return Check(name, not why, why)


def _trip(call: Judged) -> str:
    """The trip as it should be, or as it was where a person has rightly taken over."""
    handed_over = _rightly_handed_over(call) and not differences(call.after, call.expectation.before)
    return "" if handed_over else differences(call.after, call.expectation.trip)


def _rightly_handed_over(call: Judged) -> bool:
    """Tell whether a person has taken a call that may go to one: the rest is his to do."""
    return call.metrics.escalation.happened and call.expectation.transfer == "may"


def _barge_in(metrics: Metrics) -> str:
    for each in metrics.barge_ins:
        if not each.yielded:
            return f"the driver broke in at {each.at:.1f} s, and Karla talked on for over {YIELD_SECONDS:.0f} s"
    return ""


def _other_records(call: Judged) -> str:
    return next(iter(writes_elsewhere(call.timeline, call.expectation.trip_id)), "")


def _read_back(metrics: Metrics) -> str:
    for write in metrics.writes:
        changed = ", ".join(f"{name} {write.changed[name]}" for name in FACTS if name in write.changed) or write.trip
        if not write.read_back:
            return f"{changed} was written at {write.at:.1f} s without having been read back to the driver"
        if not write.agreed:
            return f"{changed} was written at {write.at:.1f} s before the driver had said yes to the read-back"
    return ""


def _promises(timeline: Timeline) -> str:
    for turn in promises_without_write(timeline):
        return f"at {turn.first:.1f} s Karla said it was in the system, but nothing had been written: «{turn.heard}»"
    return ""


def _transfer(call: Judged) -> str:
    escalation = call.metrics.escalation
    if escalation.wanted == "must" and not escalation.happened:
        return "the driver was never handed to a person, which this call needs"
    if escalation.wanted == "never" and escalation.happened:
        reason = call.timeline.ledger.first("transfer")
        given = f" ({reason.text('reason')})" if reason is not None and reason.text("reason") else ""
        return f"the driver was handed to a person{given}, which this call does not need"
    return "something was written after the driver had been handed to a person" if escalation.written_after else ""


def _outcome(call: Judged) -> str:
    end = call.timeline.ledger.last("call.end")
    actual = end.text("outcome", "nothing") if end else "nothing"
    if actual in call.expectation.outcomes:
        return ""
    return f"the call ended as {actual}, should be {_either(call.expectation.outcomes)}"


def _disclosure(call: Judged) -> str:
    """Before any detail of the trip it has been heard who calls and that it is recorded.

    Where none was told, the first turn says it; what the driver himself cut short counts as told then. Somebody in an
    emergency is not kept waiting for it.
    """
    turns, transfer = call.timeline.turns, call.timeline.ledger.first("transfer")
    if not turns and call.timeline.outages():
        return ""  # whatever she said, the line carried none of it
    if call.expectation.machine or not turns:
        return never_introduced(call.timeline, call.expectation)
    if transfer is not None and transfer.text("reason") == EMERGENCY:
        return ""
    before = (call.expectation.before or {}).items()
    details = (
        number
        for number, turn in enumerate(turns)
        if any(mentions(turn.heard, fact, str(value), call.entities_in) for fact, value in before)
    )
    if (first_detail := next(details, None)) is not None:
        told = " ".join(unaccented(turn.heard) for turn in turns[: first_detail + 1])
    else:
        told = unaccented(f"{turns[0].heard} {turns[0].unheard}" if turns[0].truncated else turns[0].heard)
    missing = [each for each in (call.expectation.company, *DISCLOSURES) if unaccented(each) not in told]
    when = "the first turn does not say" if first_detail is None else "Karla told of the trip before anybody heard"
    return f"{when} «{missing[0]}»" if missing else ""


def _privacy(call: Judged) -> str:
    told = details_told_too_early(call.timeline, call.expectation.before or {}, call.entities_in)
    return f"Karla told the {_either(told)} of the trip before she knew whom she spoke to" if told else ""


def _says(call: Judged) -> str:
    if _rightly_handed_over(call):
        return ""
    missing = [each for each in call.expectation.says if not _occurs(each, call.timeline.turns)]
    return f"Karla never said «{missing[0]}»" if missing else ""


def _never_says(call: Judged) -> str:
    said = [each for each in call.expectation.never_says if _occurs(each, call.timeline.turns)]
    return f"Karla said «{said[0]}», which she must not" if said else ""


def _brevity(call: Judged) -> str:
    for each in call.metrics.brevity:
        if not each.kept:
            at = next(turn.first for turn in call.timeline.turns if turn.number == each.turn)
            return f"Karla's turn at {at:.1f} s is too long: {each.why()}"
    return ""


def _ending(timeline: Timeline) -> str:
    ledger = timeline.ledger
    if ledger.first("call.answer") is None or ledger.first("call.hangup") or ledger.first("line.dropped"):
        return ""
    return "" if ledger.first("transfer") else "nobody hung up: the call ran into its time limit"


def _occurs(words: str, turns: Iterable[KarlaTurn]) -> bool:
    wanted = unaccented(words)
    return any(wanted in unaccented(turn.heard) for turn in turns)


def _either(names: Iterable[str]) -> str:
    return " or ".join(names)
