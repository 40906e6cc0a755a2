"""What changed between two runs, in figures: success, pass^k, latency and cost, each with an interval; and by slice.

Intervals come from drawing scenarios again, the same ones for both runs, so that what scenarios have in common cancels
out; for success there is Newcombe's interval of the pairs besides, which does not vanish when nothing changed. The
draws are seeded by both runs' digests. A pair's slice is the base's: what the line really did before the change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from simulator.comparison.pairing import Pair
from simulator.results.call_folder import CallSummary
from simulator.statistics.binomial import Floats
from simulator.statistics.paired import Pairs, holm
from simulator.statistics.reliability import KS, every_time
from simulator.statistics.resampling import Draws, Interval, Sample, draws, interval
from simulator.statistics.samples import mean, percentile
from simulator.statistics.slices import DIMENSIONS, Slice, slices_of

LATENCY_PERCENTS: Final = (50, 95)


@dataclass(frozen=True, slots=True)
class Shift:
    """A figure in both runs and the interval of its change; None where there was nothing to measure."""

    name: str
    unit: str
    base: float | None
    new: float | None
    over: Interval | None
    count: int

    @property
    def change(self) -> float | None:
        """New minus base."""
        return None if self.base is None or self.new is None else self.new - self.base


@dataclass(frozen=True, slots=True)
class SliceChange:
    """How the pairs of a slice came out. `adjusted` is Holm's p; None where too few changed to ever be significant."""

    slice: Slice
    pairs: Pairs
    adjusted: float | None


def shifts(pairs: Sequence[Pair], seed: str) -> list[Shift]:
    """Return the changes of success, pass^k, latency and cost over valid pairs."""
    scenarios = list(dict.fromkeys(pair.new.scenario for pair in pairs))
    places = {scenario: place for place, scenario in enumerate(scenarios)}
    drawn = draws(len(scenarios), seed)
    of = [places[pair.new.scenario] for pair in pairs]
    return [
        _success(pairs, of, drawn),
        *_reliability(pairs, of, len(scenarios), seed),
        *(_latency(pairs, of, drawn, percent) for percent in LATENCY_PERCENTS),
        _cost(pairs, of, drawn),
    ]


def slice_changes(pairs: Sequence[Pair], alpha: float) -> list[SliceChange]:
    """Return every slice with its pairs, by dimension; Holm's correction is over those that could be significant.

    A slice of which n pairs changed cannot have a p below 2^-n, so it is left out of the correction where that is over
    alpha (R. E. Tarone, Biometrics 46 (1990), 515-522): how many changed says nothing about which way they did.
    """
    outcomes: dict[Slice, list[tuple[bool, bool]]] = {}
    for pair in pairs:
        for part in slices_of(pair.base):
            outcomes.setdefault(part, []).append(pair.passed)
    counted = {part: Pairs.of(found) for part, found in outcomes.items()}
    possible = [part for part, found in counted.items() if 0.5 ** (found.broken + found.fixed) <= alpha]
    adjusted = dict(zip(possible, holm([counted[part].p_worse for part in possible]), strict=True))
    order = sorted(counted, key=lambda part: (DIMENSIONS.index(part[0]), part[1]))
    return [SliceChange(part, counted[part], adjusted.get(part)) for part in order]


def _success(pairs: Sequence[Pair], of: Sequence[int], drawn: Draws) -> Shift:
    base, new = [[float(pair.passed[side]) for pair in pairs] for side in (0, 1)]
    change = [after - before for before, after in zip(base, new, strict=True)]
    replicates = drawn.ratio(_sums(change, of, drawn), _sums([1.0] * len(pairs), of, drawn))
    return Shift("success", "share", mean(base), mean(new), interval(replicates), len(pairs))


def _reliability(pairs: Sequence[Pair], of: Sequence[int], scenarios: int, seed: str) -> list[Shift]:
    """Return pass^k for each k over 1 that some scenario has the trials for."""
    counts = [[0, 0, 0] for _ in range(scenarios)]
    for pair, place in zip(pairs, of, strict=True):
        counts[place][0] += 1
        counts[place][1] += pair.passed[0]
        counts[place][2] += pair.passed[1]
    found = []
    for k in (k for k in KS if k > 1):
        enough = [row for row in counts if row[0] >= k]
        if enough:
            trials = [row[0] for row in enough]
            base, new = (every_time([row[side] for row in enough], trials, k) for side in (1, 2))
            drawn = draws(len(enough), seed)
            over = interval(drawn.ratio(list(new - base), [1.0] * len(enough)))
            found.append(Shift(f"pass^{k}", "share", float(base.mean()), float(new.mean()), over, len(enough)))
    return found


def _latency(pairs: Sequence[Pair], of: Sequence[int], drawn: Draws, percent: int) -> Shift:
    """Return the change of a percentile of turn latency, over all turns of both runs' calls."""
    samples = [_sample([pair.base for pair in pairs], of), _sample([pair.new for pair in pairs], of)]
    base, new = (percentile(sample.values, percent) for sample in samples)
    replicates: list[Floats] = [drawn.quantile(sample, percent) for sample in samples]
    over = interval(replicates[1] - replicates[0])
    return Shift(f"turn latency, p{percent}", "ms", base, new, over, len(samples[1].values))


def _sample(calls: Sequence[CallSummary], of: Sequence[int]) -> Sample:
    turns = [
        (1000 * turn.seconds, place)
        for call, place in zip(calls, of, strict=True)
        if call.metrics is not None
        for turn in call.metrics.latencies
    ]
    return Sample([wait for wait, _ in turns], [place for _, place in turns])


def _cost(pairs: Sequence[Pair], of: Sequence[int], drawn: Draws) -> Shift:
    """Return the change of the mean cost of a call, over pairs with a cost on both sides."""
    both = [
        (pair.base.metrics.cost.usd, pair.new.metrics.cost.usd, place)
        for pair, place in zip(pairs, of, strict=True)
        if pair.base.metrics is not None and pair.new.metrics is not None
    ]
    within = [place for _, _, place in both]
    change = [new - base for base, new, _ in both]
    replicates = drawn.ratio(_sums(change, within, drawn), _sums([1.0] * len(both), within, drawn))
    base, new = (mean([row[side] for row in both]) for side in (0, 1))
    return Shift("cost per call", "usd", base, new, interval(replicates), len(both))


def _sums(values: Sequence[float], of: Sequence[int], drawn: Draws) -> list[float]:
    """Add values up by scenario."""
    sums = [0.0] * drawn.times.shape[1]
    for value, place in zip(values, of, strict=True):
        sums[place] += value
    return sums
