"""The harness checked against itself: a ledger whose times contradict each other proves nothing about Karla.

The tolerance is one frame, 20 ms: the parts of a wait sum to it, nothing is heard before it was decided, synthesised
and carried down the line, and nothing ends before it begins.
"""

from collections.abc import Iterable, Iterator

from simulator.scoring.timeline import KarlaTurn, Timeline
from simulator.scoring.turn_latency import TIMING_ERROR_SECONDS, TurnLatency, one_way_seconds

ROUNDING_SECONDS = 1e-6


def timing_fault(timeline: Timeline, latencies: Iterable[TurnLatency]) -> str:
    """Say what contradicts itself in the ledger's times; nothing if nothing does."""
    return next(_faults(timeline, latencies), "")


def _faults(timeline: Timeline, latencies: Iterable[TurnLatency]) -> Iterator[str]:
    for wait in latencies:
        if abs(sum(wait.parts.values()) - wait.seconds) > TIMING_ERROR_SECONDS:
            yield f"the parts of the wait before {wait.at:.2f} s do not sum to it"
    for spoken in timeline.utterances:
        if spoken.end < spoken.start - TIMING_ERROR_SECONDS:
            yield f"the driver's words at {spoken.start:.2f} s end before they begin"
    delay = one_way_seconds(timeline.ledger) or 0.0
    answered = {event.turn: event.t for event in timeline.ledger.named("turn.answer")}
    voiced: dict[int, float] = {}
    for event in timeline.ledger.named("tts.first"):
        voiced.setdefault(event.turn, event.t)
    for turn in timeline.turns:
        yield from _of_turn(turn, answered.get(turn.number), voiced.get(turn.number), delay)


def _of_turn(turn: KarlaTurn, answered: float | None, voiced: float | None, delay: float) -> Iterator[str]:
    latest = turn.first - delay + TIMING_ERROR_SECONDS + ROUNDING_SECONDS
    if turn.last < turn.first - TIMING_ERROR_SECONDS:
        yield f"Karla's turn at {turn.first:.2f} s ends before it begins"
    if answered is not None and answered > latest:
        yield f"Karla's turn at {turn.first:.2f} s is heard before she decided to answer, at {answered:.2f} s"
    if voiced is not None and voiced > latest:
        yield f"Karla's turn at {turn.first:.2f} s is heard before it was synthesised, at {voiced:.2f} s"
