"""pass^k and pass@k: whether a scenario goes well every time, or at least once, in k calls.

The cluster is the scenario: its trials are all of its valid calls (PASS or FAIL), whoever the driver and the line.
With n trials of which c passed, C(c, k) / C(n, k) of the ways to choose k of them are all passes: the unbiased estimate
of pass^k (S. Yao et al., tau-bench, arXiv 2406.12045). pass@k = 1 - C(n - c, k) / C(n, k) (M. Chen et al., Codex, arXiv
2107.03374). Both are averaged over scenarios, each counting the same. (c / n)^k is not used: it is too high; with true
p = 0.9 and n = k = 4 it averages 0.75, where the truth is 0.656.
INVALID, INFRA and STALE calls are no trials, but if they are more than 2 % of all calls each counts as one that failed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from simulator.statistics.binomial import Floats
from simulator.statistics.resampling import Draws, Interval, draws, interval

KS: Final = (1, 4, 8)
MOST_EXCLUDED: Final = 0.02


class Call(Protocol):
    """What must be known of a call here; `status` is PASS, FAIL, or another one that proves nothing."""

    @property
    def scenario(self) -> str: ...
    @property
    def status(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scenario: its trials, how many passed, and how many calls prove nothing or were never played."""

    scenario: str
    trials: int
    passed: int
    excluded: int = 0

    def strict(self) -> "Cluster":
        """Return the cluster with what was excluded as failed trials."""
        return Cluster(self.scenario, self.trials + self.excluded, self.passed)


@dataclass(frozen=True, slots=True)
class Reliability:
    """pass^k and pass@k over the scenarios with k trials or more; None if there are none. `left_out` have fewer."""

    k: int
    scenarios: int
    left_out: int
    every: float | None
    every_interval: Interval | None
    once: float | None


def clusters(calls: Iterable[Call], missing: Iterable[str] = ()) -> list[Cluster]:
    """Count calls by scenario, in the order of their first; `missing` names the scenario of each call never played."""
    counted: dict[str, list[int]] = {}
    for call in calls:
        row = counted.setdefault(call.scenario, [0, 0, 0])
        valid = call.status in ("PASS", "FAIL")
        row[0] += valid
        row[1] += call.status == "PASS"
        row[2] += not valid
    for scenario in missing:
        counted.setdefault(scenario, [0, 0, 0])[2] += 1
    return [Cluster(scenario, *row) for scenario, row in counted.items()]


def counted_as_failed(found: Sequence[Cluster]) -> bool:
    """Tell whether so many calls prove nothing that each counts as a failed trial."""
    excluded = sum(each.excluded for each in found)
    return excluded > MOST_EXCLUDED * (excluded + sum(each.trials for each in found))


def reliabilities(found: Sequence[Cluster], seed: str, ks: Sequence[int] = KS) -> list[Reliability]:
    """Return pass^k and pass@k for each k, with intervals over scenarios drawn from `seed`, a run's digest."""
    judged = [each.strict() for each in found] if counted_as_failed(found) else list(found)
    return [_reliability([each for each in judged if each.trials >= k], k, len(judged), seed) for k in ks]


def every_time(passed: Sequence[int], trials: Sequence[int], k: int) -> Floats:
    """Return C(passed, k) / C(trials, k) for each scenario. Raises: ValueError, for one with fewer than k trials."""
    c, n = np.asarray(passed, dtype=np.float64), np.asarray(trials, dtype=np.float64)
    if k < 1 or np.any(n < k) or np.any(c > n) or np.any(c < 0):
        raise ValueError(f"{k} of {list(trials)} trials, of which {list(passed)} passed")
    chosen = np.arange(k)
    return np.asarray(np.prod(np.maximum(c[:, None] - chosen, 0) / (n[:, None] - chosen), axis=1))


def at_least_once(passed: Sequence[int], trials: Sequence[int], k: int) -> Floats:
    """Return 1 - C(trials - passed, k) / C(trials, k) for each scenario. Raises: ValueError."""
    failed = [n - c for c, n in zip(passed, trials, strict=True)]
    return np.asarray(1.0 - every_time(failed, trials, k))


def _reliability(found: Sequence[Cluster], k: int, of: int, seed: str) -> Reliability:
    if not found:
        return Reliability(k, 0, of, None, None, None)
    passed, trials = [each.passed for each in found], [each.trials for each in found]
    every, once = every_time(passed, trials, k), at_least_once(passed, trials, k)
    drawn: Draws = draws(len(found), seed)
    bounds = interval(drawn.ratio(list(every), [1.0] * len(found)))
    return Reliability(k, len(found), of - len(found), float(every.mean()), bounds, float(once.mean()))
