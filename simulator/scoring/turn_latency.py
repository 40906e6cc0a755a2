"""How long the driver waited for Karla's first sound, and where the time went.

A turn's latency is `agt.audio.first` minus the end of the driver's last speech before it, for turns in which he held
the floor; the greeting is told apart as answer-to-first-word. The parts are cut from one line of time, so they sum to
the total: speech recognition (to the last final text), endpointing (to the decision to answer), language model, tools,
speech synthesis (to its first byte), transport (to the driver's ear). Work done ahead on a draft is no part.

Heard is at the driver's ear, wire at Karla's end of the line: the line's delay both ways less. Comfort band and
lateness as in EVA's turn-taking metric.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from simulator.scoring.ledger import Ledger
from simulator.scoring.timeline import Interval, KarlaTurn, Timeline, Utterance, merged

PARTS: Final = ("stt", "endpointing", "llm", "tool", "tts", "transport")
TIMING_ERROR_SECONDS: Final = 0.020
"""One frame: what the ledger's times may be off by."""
COMFORT_SECONDS: Final = (0.5, 2.0)
COMFORT_WITH_TOOL_SECONDS: Final = (0.5, 3.0)
"""A wait within these, both ends included, is comfortable."""
LATE_SECONDS: Final = 2.75
LATE_WITH_TOOL_SECONDS: Final = 4.0
"""A wait of this length or more is late."""


@dataclass(frozen=True, slots=True)
class TurnLatency:
    """The wait before one of Karla's turns, in seconds. `parts` has every name of PARTS, in that order.

    `seconds` is heard; `wire_seconds` is None where the ledger does not tell the line's delay.
    """

    turn: int
    at: float
    seconds: float
    with_tool: bool
    parts: dict[str, float]
    wire_seconds: float | None = None

    @property
    def comfortable(self) -> bool:
        """Whether it is neither hasty nor long."""
        least, most = COMFORT_WITH_TOOL_SECONDS if self.with_tool else COMFORT_SECONDS
        return least <= self.seconds <= most

    @property
    def late(self) -> bool:
        """Whether a driver would take the line for dead."""
        return self.seconds >= (LATE_WITH_TOOL_SECONDS if self.with_tool else LATE_SECONDS)


def turn_latencies(timeline: Timeline) -> list[TurnLatency]:
    """Return the latency of every turn that answers the driver, in order."""
    answers = {event.turn: event.t for event in timeline.ledger.named("turn.answer")}
    found = []
    for turn in timeline.turns:
        spoken = held_floor(timeline, turn)
        if turn.number in answers and spoken is not None:
            found.append(_latency(timeline, turn, spoken.end, answers[turn.number]))
    return found


def answer_to_first_word(timeline: Timeline) -> float | None:
    """Return the seconds from the driver's picking up to Karla's first sound; None if she never spoke."""
    return timeline.turns[0].first - timeline.answered if timeline.turns else None


def one_way_seconds(ledger: Ledger) -> float | None:
    """Return the line's delay in one direction; None where it is not told."""
    end = ledger.last("call.end")
    return end.number("one_way_ms") / 1000 if end is not None and "one_way_ms" in end.data else None


def held_floor(timeline: Timeline, turn: KarlaTurn) -> Utterance | None:
    """Return the speech that `turn` answers: the last one to end before it, after Karla's previous sound."""
    if turn is timeline.turns[0]:
        return None
    if any(each.start < turn.first < each.end - TIMING_ERROR_SECONDS for each in timeline.speech):
        return None  # she began while he was speaking: an interruption, no latency
    ended = [each for each in timeline.speech if each.end <= turn.first + TIMING_ERROR_SECONDS]
    quiet_since = max((each.last for each in timeline.turns if each.first < turn.first), default=timeline.answered)
    latest = max(ended, key=lambda each: each.end, default=None)
    return latest if latest is not None and latest.end > quiet_since else None


def _latency(timeline: Timeline, turn: KarlaTurn, spoken_until: float, answered: float) -> TurnLatency:
    ledger = timeline.ledger
    heard = max((each.t for each in ledger.named("stt.final") if each.t <= answered), default=spoken_until)
    marks = [spoken_until]
    for mark in (heard, answered, *_voice(ledger, turn, answered), turn.first):
        marks.append(min(max(mark, marks[-1]), max(turn.first, spoken_until)))
    stt, endpointing, thinking, tts, transport = (end - start for start, end in pairwise(marks))
    tool = min(_tool_seconds(ledger, turn.number, Interval(marks[2], marks[3])), thinking)
    seconds = (stt, endpointing, thinking - tool, tool, tts, transport)
    delay = one_way_seconds(ledger)
    return TurnLatency(
        turn=turn.number,
        at=turn.first,
        seconds=turn.first - spoken_until,
        with_tool=any(each.turn == turn.number and each.t < turn.first for each in ledger.named("tool.call")),
        parts=dict(zip(PARTS, seconds, strict=True)),
        wire_seconds=None if delay is None else turn.first - spoken_until - 2 * delay,
    )


def _voice(ledger: Ledger, turn: KarlaTurn, answered: float) -> tuple[float, float]:
    """Return when the voice was asked for the turn's first sentence, and when its first byte was there."""
    begun = [each.t for each in ledger.named("tts.start") if each.turn == turn.number and each.t <= turn.first]
    asked = min(begun, default=answered)
    first = [each.t for each in ledger.named("tts.first") if each.turn == turn.number and asked <= each.t <= turn.first]
    return asked, min(first, default=asked)


def _tool_seconds(ledger: Ledger, turn: int, within: Interval) -> float:
    results = {each.text("id"): each.t for each in ledger.named("tool.result")}
    spans = [
        Interval(call.t, results.get(call.text("id"), within.end))
        for call in ledger.named("tool.call")
        if call.turn == turn
    ]
    return sum((span.shared(within) for span in merged(spans)), start=0.0)
