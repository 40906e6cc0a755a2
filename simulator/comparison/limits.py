"""The `comparison` part of a file of gates: what may not rise, and what the comparison must have been able to see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from simulator.comparison.changes import Shift
from simulator.results.gates import ComparisonLimits, GateResult, GateStatus
from simulator.statistics.paired import Pairs
from simulator.statistics.power import pairs_needed, power

DROPS: Final = (0.03, 0.05)
WANTED_POWER: Final = 0.8
SCOPE: Final = "comparison"


@dataclass(frozen=True, slots=True)
class Power:
    """How likely a loss of `drop` would have been flagged, and how many pairs would do it four times out of five."""

    drop: float
    probability: float
    pairs_needed: int | None


def powers(pairs: Pairs, limits: ComparisonLimits) -> list[Power]:
    """Return the power for losses of 3 and 5 points and that of the limits, with fixes as frequent as observed."""
    return [_power(pairs, drop, limits.alpha) for drop in sorted({*DROPS, limits.drop})]


def limited(limits: ComparisonLimits, changes: Sequence[Shift], found: Sequence[Power]) -> list[GateResult]:
    """Hold a comparison against its limits; those that are not given are not there."""
    results = [
        _rise("turn_p95_rise_ms", limits.turn_p95_rise_ms, _named(changes, "turn latency, p95"), "{:.0f} ms".format),
        _rise("cost_rise_usd", limits.cost_rise_usd, _named(changes, "cost per call"), "US${:.4f}".format),
        _least_power(limits, next(each for each in found if each.drop == limits.drop)),
    ]
    return [result for result in results if result is not None]


def _power(pairs: Pairs, drop: float, alpha: float) -> Power:
    fixed = min(pairs.fixed / pairs.count if pairs.count else 0.0, (1 - drop) / 2)
    return Power(drop, power(pairs.count, drop, fixed, alpha), pairs_needed(drop, fixed, WANTED_POWER, alpha))


def _rise(gate: str, limit: float | None, change: Shift, shown: Callable[[float], str]) -> GateResult | None:
    """A rise over its limit is only held against the run where its interval leaves out 0."""
    if limit is None:
        return None
    if change.change is None or change.over is None:
        return GateResult(SCOPE, gate, GateStatus.ABSENT, limit, None, f"{change.name} was not measured in both runs")
    over = f"95 % interval {shown(change.over.low)} to {shown(change.over.high)}"
    why = f"{change.name} changed by {shown(change.change)}, at most {shown(limit)} ({over})"
    broken = change.change > limit and change.over.low > 0
    return GateResult(SCOPE, gate, GateStatus.BROKEN if broken else GateStatus.KEPT, limit, change.change, why)


def _least_power(limits: ComparisonLimits, found: Power) -> GateResult | None:
    if limits.least_power is None:
        return None
    enough = found.probability >= limits.least_power
    why = (
        f"a loss of {100 * found.drop:g} points would have been flagged with probability {found.probability:.2f},"
        f" asked for {limits.least_power:.2f}"
    )
    status = GateStatus.KEPT if enough else GateStatus.UNPROVEN
    return GateResult(SCOPE, "least_power", status, limits.least_power, found.probability, why)


def _named(changes: Sequence[Shift], name: str) -> Shift:
    return next(change for change in changes if change.name == name)
