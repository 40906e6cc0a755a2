"""Whether a call proves anything: a simulated driver who misbehaves makes it INVALID, never Karla's failure.

He told a fact that is not in his head, fell silent though he was asked, hung up before his patience was spent, or
never answered at all.
"""

from collections.abc import Iterator
from typing import Final

from simulator.scoring.evidence import ASKS_AGAIN, says_farewell
from simulator.scoring.expectation import FACTS, Expectation
from simulator.scoring.recognition import normalise
from simulator.scoring.timeline import KarlaTurn, Timeline, Utterance
from simulator.scoring.turn_taking import gaps, holds

QUESTIONS_LEFT_OPEN: Final = 2


def simulator_fault(timeline: Timeline, expectation: Expectation, *, failed: bool) -> str:
    """Say how the simulated driver broke the call; nothing if he did not.

    Silence and hanging up are his right where the call came out as it should: they count only if it `failed`.
    """
    if invented := _invented(timeline, expectation):
        return invented
    if not failed or expectation.answered_by != "driver":
        return ""
    return _fell_silent(timeline, expectation) or _hung_up_early(timeline, expectation)


def _invented(timeline: Timeline, expectation: Expectation) -> str:
    for spoken in timeline.utterances:
        for name, value in _facts_told(spoken):
            if expectation.truth.get(name) != value:
                known = expectation.truth.get(name, "not known to him")
                return f"the simulated driver said that the {name} is {value}, which in his script is {known}"
    return ""


def _facts_told(spoken: Utterance) -> Iterator[tuple[str, str]]:
    """Yield each fact as he leaves it: within one utterance he may correct himself."""
    told = dict(fact.split("=", 1) for fact in spoken.facts if "=" in fact)
    yield from ((name, told[name]) for name in FACTS if name in told)


def _fell_silent(timeline: Timeline, expectation: Expectation) -> str:
    if expectation.may_fall_silent:
        return ""
    if not timeline.speech:
        return "the simulated driver never said a word" if timeline.turns else ""
    last = timeline.speech[-1]
    open_questions = [turn for turn in timeline.turns if turn.first > last.end and _asks(turn)]
    if len(open_questions) >= QUESTIONS_LEFT_OPEN and not holds(timeline):
        return f"the simulated driver fell silent after {last.end:.1f} s although Karla asked him"
    return ""


def _asks(turn: KarlaTurn) -> bool:
    return turn.heard.rstrip().endswith("?") and not turn.truncated


def _hung_up_early(timeline: Timeline, expectation: Expectation) -> str:
    hangup = timeline.ledger.first("call.hangup")
    if hangup is None or hangup.text("who") != "driver" or expectation.may_hang_up:
        return ""
    if any(says_farewell(turn) for turn in timeline.turns) or _patience_spent(timeline, expectation):
        return ""
    return f"the simulated driver hung up at {hangup.t:.1f} s before his patience was spent"


def _patience_spent(timeline: Timeline, expectation: Expectation) -> bool:
    patience = expectation.patience
    repeats = sum(bool(ASKS_AGAIN.search(normalise(turn.heard))) for turn in timeline.turns)
    waited = max((gap.seconds for gap in gaps(timeline) if gap.owed_by == "karla"), default=0.0)
    return (
        len(timeline.speech) >= patience.turns or repeats >= patience.mandes or waited >= patience.silence_seconds - 0.5
    )
