"""The first critical error of a call that did not pass, and whose it was: computed from the ledger alone.

It starts at the check that explains the verdict and walks back to the earliest thing that led there. A provider that
failed comes first; then words whose meaning the recogniser changed, which are the channel's if the line was bad under
them and the provider's if it was good; what was understood and acted on wrongly is the agent's. A driver who does not
say what he knows is at fault himself, and what broke the simulation is the harness's.
"""

from dataclasses import dataclass
from typing import Final

from simulator.scoring.checks import Judged, Status, Verdict
from simulator.scoring.fault.causes import FINDERS
from simulator.scoring.fault.kinds import Case, Cause, Kind, Whose, failure
from simulator.scoring.fault.misheard import Meaning, misheard
from simulator.scoring.recognition import EntityFinder
from simulator.scoring.validity import simulator_fault

KARLAS_OWN: Final = frozenset(
    {"other_records", "read_back", "promises", "audible", "disclosure", "honesty", "privacy", "brevity", "judge"}
)
"""Checks that she has to pass whatever fails around her."""


@dataclass(frozen=True, slots=True)
class Blame:
    """What went wrong first, when, in which of Karla's turns (-1 before any), whose it was, and the evidence."""

    kind: Kind
    at: float
    turn: int
    whose: Whose
    why: str


def blame(call: Judged, verdict: Verdict) -> Blame | None:
    """Find the first critical error; None if the call passed."""
    if verdict.status is Status.PASS:
        return None
    cause = _cause(call, verdict)
    begun = [turn.number for turn in call.timeline.turns if turn.first <= cause.at]
    return Blame(cause.kind, round(cause.at, 3), begun[-1] if begun else -1, cause.whose, cause.why)


def harness_blame(why: str) -> Blame:
    """Return the blame for a call that the harness could not even play."""
    return Blame(Kind.HARNESS_FAILED, 0.0, -1, Whose.HARNESS, why)


def _cause(call: Judged, verdict: Verdict) -> Cause:
    if verdict.status is Status.INFRA:
        error = call.timeline.ledger.first("call.error")
        return Cause(Kind.HARNESS_FAILED, error.t if error else call.timeline.ended, Whose.HARNESS, verdict.why)
    if verdict.status is Status.INVALID:
        fault = simulator_fault(call.timeline, call.expectation, failed=any(not check.ok for check in verdict.checks))
        if fault is not None:
            return Cause(Kind(fault.kind), fault.at, Whose.DRIVER, fault.why)
    failed = next(check for check in verdict.checks if not check.ok)
    broken = failure(call.timeline)
    if broken is not None and failed.name not in KARLAS_OWN:
        return broken
    heard = misheard(call.timeline, Meaning(_finder(call.entities_in), _finder(call.understood_in), _yes(call)))
    return FINDERS[failed.name](Case(call, failed, tuple(heard)))


def _yes(call: Judged) -> tuple[str, ...]:
    return call.expectation.yes_words


def _finder(given: EntityFinder | None) -> EntityFinder:
    return given or _nothing


def _nothing(_text: str) -> frozenset[str]:
    return frozenset()
