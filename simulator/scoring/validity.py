"""Whether a call proves anything: a simulated driver who misbehaves makes it INVALID, never Karla's failure.

He left his part, told a fact that is not in his head, fell silent though he was asked, hung up before his patience was
spent, or never answered at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from simulator.scoring.evidence import ASKS_AGAIN, says_farewell
from simulator.scoring.expectation import FACTS, Expectation
from simulator.scoring.grounds import unheard_voice
from simulator.scoring.recognition import normalise
from simulator.scoring.timeline import KarlaTurn, Timeline, Utterance
from simulator.scoring.turn_taking import gaps, holds

QUESTIONS_LEFT_OPEN: Final = 2
FAULT: Final = "fault="
"""Begins the fact with which a driver reports on himself."""


class DriverFault(StrEnum):
    """How a simulated driver can break a call."""

    BROKE_RULES = "driver_broke_rules"
    INVENTED = "driver_invented"
    FELL_SILENT = "driver_fell_silent"
    HUNG_UP = "driver_hung_up"


@dataclass(frozen=True, slots=True)
class Invalid:
    """What the simulated driver did wrong, and when."""

    kind: DriverFault
    at: float
    why: str


def simulator_fault(timeline: Timeline, expectation: Expectation, *, failed: bool) -> Invalid | None:
    """Say how the simulated driver broke the call; None if he did not.

    Silence and hanging up are his right where the call came out as it should: they count only if it `failed`.
    """
    if (broken := _broke_rules(timeline) or _invented(timeline, expectation)) is not None:
        return broken
    if not failed or expectation.answered_by != "driver" or _could_not_hear_her(timeline):
        return None
    return _fell_silent(timeline, expectation) or _hung_up_early(timeline, expectation)


def _broke_rules(timeline: Timeline) -> Invalid | None:
    """Return where a language model that plays the driver kept leaving its part: it says so of itself."""
    for spoken in timeline.utterances:
        for fact in spoken.facts:
            if fact.startswith(FAULT):
                why = f"the simulated driver left his part at {spoken.start:.1f} s: {fact.removeprefix(FAULT)}"
                return Invalid(DriverFault.BROKE_RULES, spoken.start, why)
    return None


def _could_not_hear_her(timeline: Timeline) -> bool:
    """Tell whether her voice was too soft, or the line was dead or one-way to the end: then silence is no fault."""
    outages = timeline.outages()
    return bool(unheard_voice(timeline)) or bool(outages and outages[-1].end >= timeline.ended)


def _invented(timeline: Timeline, expectation: Expectation) -> Invalid | None:
    for spoken in timeline.utterances:
        for name, value in _facts_told(spoken):
            if expectation.truth.get(name) != value:
                known = expectation.truth.get(name, "not known to him")
                why = f"the simulated driver said that the {name} is {value}, which in his script is {known}"
                return Invalid(DriverFault.INVENTED, spoken.start, why)
    return None


def _facts_told(spoken: Utterance) -> Iterator[tuple[str, str]]:
    """Yield each fact as he leaves it: within one utterance he may correct himself."""
    told = dict(fact.split("=", 1) for fact in spoken.facts if "=" in fact)
    yield from ((name, told[name]) for name in FACTS if name in told)


def _fell_silent(timeline: Timeline, expectation: Expectation) -> Invalid | None:
    if expectation.may_fall_silent:
        return None
    if not timeline.speech:
        why = "the simulated driver never said a word"
        return Invalid(DriverFault.FELL_SILENT, timeline.answered, why) if timeline.turns else None
    last = timeline.speech[-1]
    open_questions = [turn for turn in timeline.turns if turn.first > last.end and _asks(turn)]
    if len(open_questions) >= QUESTIONS_LEFT_OPEN and not holds(timeline):
        why = f"the simulated driver fell silent after {last.end:.1f} s although Karla asked him"
        return Invalid(DriverFault.FELL_SILENT, last.end, why)
    return None


def _asks(turn: KarlaTurn) -> bool:
    return turn.heard.rstrip().endswith("?") and not turn.truncated


def _hung_up_early(timeline: Timeline, expectation: Expectation) -> Invalid | None:
    hangup = timeline.ledger.first("call.hangup")
    if hangup is None or hangup.text("who") != "driver" or expectation.may_hang_up:
        return None
    if any(says_farewell(turn) for turn in timeline.turns) or _patience_spent(timeline, expectation):
        return None
    why = f"the simulated driver hung up at {hangup.t:.1f} s before his patience was spent"
    return Invalid(DriverFault.HUNG_UP, hangup.t, why)


def _patience_spent(timeline: Timeline, expectation: Expectation) -> bool:
    patience = expectation.patience
    if any("patience=0" in each.facts for each in timeline.utterances):
        return True
    repeats = sum(bool(ASKS_AGAIN.search(normalise(turn.heard))) for turn in timeline.turns)
    waited = max((gap.seconds for gap in gaps(timeline) if gap.owed_by == "karla"), default=0.0)
    return (
        len(timeline.speech) >= patience.turns or repeats >= patience.mandes or waited >= patience.silence_seconds - 0.5
    )
