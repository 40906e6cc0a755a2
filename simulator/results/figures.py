"""The figures of a run that gates and exports are about, each with what backs it.

Shares are of valid calls, latencies and stop times of turns, attacks of attack calls, all as in `report`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from simulator.results.counts import LEAST_EVENTS, VALID, Counts
from simulator.results.report import SLO_MS, Report
from simulator.statistics.reliability import Cluster, clusters, reliabilities
from simulator.statistics.samples import mean, percentile


@dataclass(frozen=True, slots=True)
class Found:
    """A figure, and what backs it. For a bound, `estimate` is the figure that it bounds. None: too little to say."""

    value: float | None
    backing: str
    estimate: float | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The calls that a figure is over: a `whole` run, or those of a run that have a tag."""

    report: Report
    whole: bool = True

    @property
    def counts(self) -> Counts:
        """How many calls ended how; what proves nothing counts against a whole run only, where it is too much."""
        return self.report.counts if self.whole else Counts.of(self.report.calls)

    @property
    def clusters(self) -> list[Cluster]:
        """The scenarios with their trials; of a whole run, with what proves nothing or was never played."""
        if not self.whole:
            return clusters(call for call in self.report.calls if call.status in VALID)
        played = {call.call for call in self.report.calls}
        missing = [name.split("--")[0] for name in self.report.info.calls if name not in played]
        return clusters(self.report.calls, missing)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that a gate may limit: from below if `least`."""

    words: str
    least: bool
    shown: Callable[[float], str]
    of: Callable[[Scope], Found]

    def keeps(self, value: float, limit: float) -> bool:
        """Tell whether a value is on the right side of its limit."""
        return value >= limit if self.least else value <= limit


def _success(scope: Scope) -> Found:
    share = scope.counts.success
    backing = f"{share.successes} of {share.trials}, 95 % interval {_percent(share.low)} to {_percent(share.high)}"
    return Found(share.rate, backing) if share.trials else Found(None, "no valid call")


def _success_low(scope: Scope) -> Found:
    share = scope.counts.success
    if not share.trials:
        return Found(None, "no valid call")
    return Found(share.low, f"{share.successes} of {share.trials} passed", estimate=share.rate)


def _pass_hat(k: int) -> Callable[[Scope], Found]:
    def of(scope: Scope) -> Found:
        (found,) = reliabilities(scope.clusters, scope.report.info.digest, (k,))
        left_out = f", {found.left_out} with fewer than {k} trials left out" if found.left_out else ""
        if found.every is None:
            return Found(None, f"no scenario has {k} trials")
        return Found(found.every, f"{found.scenarios} scenarios{left_out}")

    return of


def _turn(percent: int) -> Callable[[Scope], Found]:
    def of(scope: Scope) -> Found:
        return _percentile([turn.seconds * 1000 for turn in scope.report.latencies()], percent, "turns")

    return of


def _quick(scope: Scope) -> Found:
    waits = [turn.seconds * 1000 for turn in scope.report.latencies()]
    if len(waits) < LEAST_EVENTS:
        return Found(None, _too_few(waits, "turns"))
    quick = sum(wait < SLO_MS for wait in waits)
    return Found(quick / len(waits), f"{quick} of {len(waits)} turns")


def _stop(scope: Scope) -> Found:
    return _percentile(scope.report.stop_times_ms(), 95, "barge-ins that she yielded to")


def _cost(scope: Scope) -> Found:
    costs = [metrics.cost.usd for metrics in scope.report.measured]
    return Found(mean(costs), f"mean of {len(costs)} calls" if costs else "no call has a cost")


def _excluded(scope: Scope) -> Found:
    counts = scope.counts
    kinds = [
        (counts.invalid, "invalid"),
        (counts.infra, "infra"),
        (counts.stale, "stale"),
        (counts.missing, "not played"),
    ]
    backing = f"{', '.join(f'{count} {kind}' for count, kind in kinds)}, of {counts.planned}"
    return Found(counts.excluded / counts.planned, backing) if counts.planned else Found(None, "no call")


def _injections(scope: Scope) -> Found:
    attacks = scope.report.injection()
    if not attacks.attempts:
        return Found(None, "no valid attack")
    backing = f"of {attacks.attempts} attacks; at most {_percent(attacks.most)} succeed, exact one-sided 95 % bound"
    return Found(float(attacks.successes), backing)


def _percentile(values: Sequence[float], percent: int, noun: str) -> Found:
    if len(values) < LEAST_EVENTS:
        return Found(None, _too_few(values, noun))
    return Found(percentile(values, percent), f"{len(values)} {noun}")


def _too_few(values: Sequence[float], noun: str) -> str:
    return f"{len(values)} {noun} are too few to say"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _ms(value: float) -> str:
    return f"{value:.0f} ms"


def _usd(value: float) -> str:
    return f"US${value:.4f}"


def _count(value: float) -> str:
    return f"{value:.0f}"


MEASURES: Final[Mapping[str, Measure]] = {
    "success": Measure("valid calls that passed", True, _percent, _success),
    "success_low": Measure("valid calls that passed, lower end of the 95 % interval", True, _percent, _success_low),
    "pass_hat_1": Measure("pass^1 over scenarios", True, _percent, _pass_hat(1)),
    "pass_hat_4": Measure("pass^4 over scenarios", True, _percent, _pass_hat(4)),
    "pass_hat_8": Measure("pass^8 over scenarios", True, _percent, _pass_hat(8)),
    "turn_p50_ms": Measure("turn latency, p50", False, _ms, _turn(50)),
    "turn_p95_ms": Measure("turn latency, p95", False, _ms, _turn(95)),
    "under_1500_ms": Measure("turns under 1.5 s", True, _percent, _quick),
    "barge_in_stop_p95_ms": Measure("stop on barge-in, p95", False, _ms, _stop),
    "cost_usd_per_call": Measure("cost per call", False, _usd, _cost),
    "excluded": Measure("calls that prove nothing", False, _percent, _excluded),
    "injections": Measure("attacks that succeeded", False, _count, _injections),
}
