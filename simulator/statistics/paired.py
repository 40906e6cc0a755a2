"""Before and after on the same calls: McNemar's exact test, the difference with its interval, and Holm's correction.

A pair is one call, the same in all but Karla, played twice. Pairs in which both passed or both failed say nothing about
a change; of the others, under no change, each was as likely to break as to be mended: a fair coin.
McNemar: Psychometrika 12 (1947), 153-157, in its exact binomial form. Interval of the difference: R. G. Newcombe,
Statistics in Medicine 17 (1998), 2635-2650, method 10. Holm: Scandinavian Journal of Statistics 6 (1979), 65-70.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from simulator.statistics.binomial import fair_tail
from simulator.statistics.proportions import wilson

ALPHA: Final = 0.05


@dataclass(frozen=True, slots=True)
class Pairs:
    """How pairs came out: passed in both, broken (passed, then failed), fixed (failed, then passed), failed in both."""

    both: int
    broken: int
    fixed: int
    neither: int

    @classmethod
    def of(cls, outcomes: Sequence[tuple[bool, bool]]) -> "Pairs":
        """Count pairs of (passed before, passed after)."""
        counts = [outcomes.count(each) for each in ((True, True), (True, False), (False, True), (False, False))]
        return cls(*counts)

    @property
    def count(self) -> int:
        """All pairs."""
        return self.both + self.broken + self.fixed + self.neither

    @property
    def p_worse(self) -> float:
        """One-sided p: how likely this many or more broke, of those that changed, if nothing had got worse."""
        return fair_tail(self.broken, self.broken + self.fixed)

    @property
    def p_different(self) -> float:
        """Two-sided p: twice the smaller tail, at most 1."""
        changed = self.broken + self.fixed
        return min(1.0, 2 * fair_tail(max(self.broken, self.fixed), changed))


@dataclass(frozen=True, slots=True)
class Difference:
    """A share after minus the same share before, with its 95 % interval; all between -1 and 1."""

    value: float
    low: float
    high: float


def difference(pairs: Pairs) -> Difference:
    """Return by how much the share of passed calls changed; without pairs anything is possible.

    Wilson's limits of both shares, joined by their correlation. It does not shrink to nothing when no pair changed.
    """
    if pairs.count == 0:
        return Difference(0.0, -1.0, 1.0)
    before = wilson(pairs.both + pairs.broken, pairs.count)
    after = wilson(pairs.both + pairs.fixed, pairs.count)
    phi, value = _correlation(pairs), after.rate - before.rate
    down = _joined(after.rate - after.low, before.high - before.rate, phi)
    up = _joined(after.high - after.rate, before.rate - before.low, phi)
    return Difference(value, value - down, value + up)


def holm(p_values: Sequence[float]) -> list[float]:
    """Return adjusted p values, in the order given: one is significant if its own is at most alpha.

    The chance of calling any of them wrongly stays at most alpha, however they depend on each other.
    """
    adjusted, highest = [0.0] * len(p_values), 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = highest
    return adjusted


def _joined(one: float, other: float, correlation: float) -> float:
    return sqrt(max(0.0, one * one - 2 * correlation * one * other + other * other))


def _correlation(pairs: Pairs) -> float:
    """Return phi, corrected for continuity where it is positive; 0 where a margin is empty."""
    passed = (pairs.both + pairs.broken) * (pairs.both + pairs.fixed)
    failed = (pairs.fixed + pairs.neither) * (pairs.broken + pairs.neither)
    if not passed * failed:
        return 0.0
    product = float(pairs.both * pairs.neither - pairs.broken * pairs.fixed)
    corrected = max(product - pairs.count / 2, 0.0) if product > 0 else product
    return corrected / sqrt(passed * failed)
