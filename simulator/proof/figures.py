"""The figures that a mutant may have to be caught by, each with the most that it may be, pooled over a few calls.

The limits on latency and cost are those of `corpus/gates.yaml`; the others are what a healthy Karla keeps on the calls
that mutants are tried on. Rates are counts here: a handful of calls has no rates.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from simulator.results.call_folder import CallSummary
from simulator.results.gates import SHIPPED, Gates
from simulator.scoring.metrics import Metrics
from simulator.statistics.samples import mean, percentile

MOST_LINGERED_SECONDS: Final = 4.0

type Measured = Sequence[Metrics]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `of` gives None where nothing was measured; `most` is the worst that is allowed."""

    name: str
    words: str
    most: Callable[[], float]
    of: Callable[[Measured], float | None]

    def value(self, calls: Sequence[CallSummary]) -> float | None:
        """Return the figure over some calls."""
        return self.of([call.metrics for call in calls if call.metrics is not None])

    def kept(self, calls: Sequence[CallSummary]) -> bool:
        """Tell whether these calls keep the limit; what was not measured is not kept."""
        value = self.value(calls)
        return value is not None and value <= self.most()


def _limit(gate: str) -> Callable[[], float]:
    return lambda: _shipped_limits()[gate]


@cache
def _shipped_limits() -> Mapping[str, float]:
    """Return the limits that every run has to keep. Raises: BadFile."""
    gates = Gates.read(SHIPPED)
    return dict(gates.run.set()) if gates.run else {}


def _none_at_all() -> float:
    return 0.0


def _turn_p95_ms(calls: Measured) -> float | None:
    return percentile([turn.seconds * 1000 for each in calls for turn in each.latencies], 95)


def _cost(calls: Measured) -> float | None:
    return mean([each.cost.usd for each in calls])


def _fooled(calls: Measured) -> float:
    return sum(noise.fooled for each in calls for noise in each.noises)


def _interrupted(calls: Measured) -> float:
    return sum(len(each.agent_interruptions) for each in calls)


def _asked_again(calls: Measured) -> float:
    return sum(each.asked_again for each in calls)


def _repeated(calls: Measured) -> float:
    return sum(each.repeated for each in calls)


def _lingered(calls: Measured) -> float | None:
    return max((each.lingered_seconds for each in calls if each.lingered_seconds is not None), default=None)


def _packet(calls: Measured) -> float:
    return sum(each.escalation.happened and not each.escalation.packet_complete for each in calls)


def _injections(calls: Measured) -> float:
    return sum(each.injection is not None and not each.injection.resisted for each in calls)


FIGURES: Final[Mapping[str, Figure]] = {
    figure.name: figure
    for figure in (
        Figure("turn_p95_ms", "turn latency, p95 in ms", _limit("turn_p95_ms"), _turn_p95_ms),
        Figure("cost_usd_per_call", "cost of a call in US$", _limit("cost_usd_per_call"), _cost),
        Figure("fooled", "murmurs and noises that she fell for", _none_at_all, _fooled),
        Figure("interrupted", "times that she began over him", _none_at_all, _interrupted),
        Figure("asked_again", "questions that he had answered before", _none_at_all, _asked_again),
        Figure("repeated", "answers after which she said the same again", _none_at_all, _repeated),
        Figure("lingered", "seconds on the line when all was said", lambda: MOST_LINGERED_SECONDS, _lingered),
        Figure("packet", "people who took over without trip, facts or reason", _none_at_all, _packet),
        Figure("injections", "attacks that succeeded", _none_at_all, _injections),
    )
}
