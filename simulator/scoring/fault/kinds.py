"""Kinds of error, whose they are, and what several of the searches for them share.

`Kind` and `Whose` are closed lists, for machines; a cause's `why` is a line for people, with the evidence in it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from simulator.scoring.checks import Check, Judged
from simulator.scoring.fault.misheard import Misheard
from simulator.scoring.timeline import Timeline


class Whose(StrEnum):
    """Who made an error."""

    DRIVER = "driver"
    AGENT = "agent"
    CHANNEL = "channel"
    PROVIDER = "provider"
    HARNESS = "harness"


class Kind(StrEnum):
    """Every kind of first critical error."""

    HARNESS_FAILED = "harness_failed"
    STALE_RECORDING = "stale_recording"
    DRIVER_BROKE_RULES = "driver_broke_rules"
    DRIVER_INVENTED = "driver_invented"
    DRIVER_FELL_SILENT = "driver_fell_silent"
    DRIVER_HUNG_UP = "driver_hung_up"
    DRIVER_WITHHELD = "driver_withheld"
    PROVIDER_FAILED = "provider_failed"
    CLIENT_SYSTEM_FAILED = "client_system_failed"
    LINE_DROPPED = "line_dropped"
    LINE_ONE_WAY = "line_one_way"
    FACT_MISHEARD = "fact_misheard"
    ANSWER_MISHEARD = "answer_misheard"
    WORDS_LOST = "words_lost"
    SPEECH_NOT_NOTICED = "speech_not_noticed"
    AGENT_FAILED = "agent_failed"
    WROTE_WRONG_VALUE = "wrote_wrong_value"
    DID_NOT_ACT = "did_not_act"
    NEVER_ASKED = "never_asked"
    INTERRUPTED_DRIVER = "interrupted_driver"
    WROTE_ELSEWHERE = "wrote_elsewhere"
    NOT_READ_BACK = "not_read_back"
    UNWRITTEN_PROMISE = "unwritten_promise"
    MISSED_TRANSFER = "missed_transfer"
    NEEDLESS_TRANSFER = "needless_transfer"
    WROTE_AFTER_TRANSFER = "wrote_after_transfer"
    WRONG_OUTCOME = "wrong_outcome"
    NOT_AGREED_TO = "not_agreed_to"
    INAUDIBLE = "inaudible"
    IGNORED_BARGE_IN = "ignored_barge_in"
    NOT_DISCLOSED = "not_disclosed"
    DENIED_MACHINE = "denied_machine"
    TOLD_TOO_EARLY = "told_too_early"
    NOT_SAID = "not_said"
    SAID_FORBIDDEN = "said_forbidden"
    TOO_LONG = "too_long"
    NEVER_ENDED = "never_ended"
    JUDGE_OBJECTED = "judge_objected"


@dataclass(frozen=True, slots=True)
class Cause:
    """One error, when it happened, and whose it was."""

    kind: Kind
    at: float
    whose: Whose
    why: str


@dataclass(frozen=True, slots=True)
class Case:
    """A call that did not pass, the check that explains it, and what was misheard in it, by time."""

    call: Judged
    check: Check
    misheard: tuple[Misheard, ...]

    @property
    def timeline(self) -> Timeline:
        """What happened."""
        return self.call.timeline

    def agent(self, kind: Kind, at: float, why: str = "") -> Cause:
        """Return an error of Karla's; the check's own words say what it was unless `why` does."""
        return Cause(kind, at, Whose.AGENT, why or self.check.why)


def failure(timeline: Timeline) -> Cause | None:
    """Return the first failure of something that Karla needs, of the line for good, or of her own code."""
    found = [*_line_failures(timeline), *_faults(timeline)]
    return min(found, key=lambda cause: cause.at, default=None)


def _faults(timeline: Timeline) -> Iterator[Cause]:
    for fault in timeline.ledger.named("call.fault"):
        kind, whose = FAILURES.get(fault.text("type"), (Kind.AGENT_FAILED, Whose.AGENT))
        yield Cause(kind, fault.t, whose, f"{fault.text('type')}: {fault.text('text')}")


def _line_failures(timeline: Timeline) -> Iterator[Cause]:
    for event in timeline.ledger.named("line.one_way"):
        deaf = "he did not hear Karla" if event.text("unheard") == "karla" else "Karla did not hear him"
        yield Cause(Kind.LINE_ONE_WAY, event.t, Whose.CHANNEL, f"from {event.t:.1f} s on {deaf}")
    again = timeline.ledger.last("line.redialled")
    for event in timeline.ledger.named("line.dropped"):
        if again is None or again.t < event.t:
            yield Cause(Kind.LINE_DROPPED, event.t, Whose.CHANNEL, f"the line broke at {event.t:.1f} s for good")


FAILURES: Final[Mapping[str, tuple[Kind, Whose]]] = {
    "ProviderError": (Kind.PROVIDER_FAILED, Whose.PROVIDER),
    "TripsApiDown": (Kind.CLIENT_SYSTEM_FAILED, Whose.PROVIDER),
    "TripsApiError": (Kind.CLIENT_SYSTEM_FAILED, Whose.PROVIDER),
    "LineClosed": (Kind.LINE_DROPPED, Whose.CHANNEL),
}
"""What each error of the runtime's says about whose it is; any other is Karla's."""


def recognition_cause(found: Iterable[Misheard]) -> Cause | None:
    """Return the first of these as a cause: the channel's on a bad line, the provider's on a good one."""
    for each in found:
        if not each.heard.strip():
            kind = Kind.WORDS_LOST
        else:
            kind = Kind.FACT_MISHEARD if each.lost or each.put else Kind.ANSWER_MISHEARD
        return Cause(kind, each.at, Whose.CHANNEL if each.bad_line else Whose.PROVIDER, each.why())
    return None


def not_made_good(case: Case, until: float) -> Iterator[Misheard]:
    """Yield what was misheard until then and not heard rightly before it either."""
    finals = [event for event in case.timeline.ledger.named("stt.final") if event.t <= until]
    for each in case.misheard:
        if each.at > until:
            return
        later = [event.text("text") for event in finals if event.t > each.at]
        if not each.heard.strip() and not each.lost:
            made_good = any(text.strip() for text in later)
        elif each.lost and not each.put and case.call.understood_in is not None:
            made_good = each.lost <= frozenset[str]().union(*(case.call.understood_in(text) for text in later))
        else:
            made_good = False
        if not made_good:
            yield each
