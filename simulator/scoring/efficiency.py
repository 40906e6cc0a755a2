"""How short the way to the outcome was.

The outcome stands from the state change after which the call stayed settled: `closing`, `transferring`, `callback` or
`ended`, with no open state after it.
"""

from dataclasses import dataclass
from typing import Final

from simulator.scoring.evidence import asked_again
from simulator.scoring.timeline import Timeline

SETTLED: Final = frozenset({"closing", "transferring", "callback", "ended"})


@dataclass(frozen=True, slots=True)
class Efficiency:
    """Karla's turns that had begun, and the seconds since the answer, when the outcome stood; None if it never did."""

    turns: int | None
    seconds: float | None
    asked_again: int


def efficiency(timeline: Timeline) -> Efficiency:
    """Measure the way to the outcome."""
    since: float | None = None
    for event in timeline.ledger.named("state"):
        if event.text("to") not in SETTLED:
            since = None
        elif since is None:
            since = event.t
    turns = None if since is None else sum(turn.first <= since for turn in timeline.turns)
    seconds = None if since is None else since - timeline.answered
    return Efficiency(turns, seconds, asked_again(timeline))
