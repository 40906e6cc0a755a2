"""Intervals by drawing whole clusters again: the cluster bootstrap, percentile method.

Calls of one scenario are alike, and turns of one call more so: an interval that took them for independent would be too
narrow. So scenarios are drawn, with replacement, and each brings all of its calls. B. Efron and R. Tibshirani, An
Introduction to the Bootstrap (1993), chapters 8 and 13; C. A. Field and A. H. Welsh, JRSS B 69 (2007), 369-390.
A draw is kept as how often it takes each cluster, so that a statistic of all draws is one product of matrices. What is
drawn depends on the text that seeds it and on the number of clusters alone.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator.statistics.binomial import Floats

REPLICATES: Final = 2000
CONFIDENCE: Final = 0.95

type Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 95 % of what the draws gave."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Sample:
    """Numbers and the cluster that each belongs to (0, 1 ...): two sequences of one length."""

    values: Sequence[float]
    clusters: Sequence[int]


@dataclass(frozen=True, slots=True)
class Draws:
    """How often each draw takes each cluster: shape (draws, clusters). Rows sum to the number of clusters."""

    times: Counts

    def ratio(self, parts: Sequence[float], wholes: Sequence[float]) -> Floats:
        """Return the ratio of sums in each draw, from the sums of each cluster; NaN where the whole is 0."""
        whole = self.times @ np.asarray(wholes, dtype=np.float64)
        part = self.times @ np.asarray(parts, dtype=np.float64)
        return np.asarray(np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole != 0))

    def quantile(self, sample: Sample, percent: float) -> Floats:
        """Return a percentile (definition 7) of each draw, every number as often as its cluster; NaN for none."""
        if not len(sample.values):
            return np.full(len(self.times), np.nan)
        order = np.argsort(np.asarray(sample.values, dtype=np.float64), kind="stable")
        values = np.append(np.asarray(sample.values, dtype=np.float64)[order], np.nan)
        up_to = np.zeros((self.times.shape[1], len(order)), dtype=np.int64)
        up_to[np.asarray(sample.clusters, dtype=np.int64)[order], np.arange(len(order))] = 1
        up_to.cumsum(axis=1, out=up_to)
        last = np.maximum(self.times @ up_to[:, -1] - 1, 0)
        place = last * percent / 100
        below = np.floor(place).astype(np.int64)
        first, second = (values[self._reached(up_to, each)] for each in (below, np.minimum(below + 1, last)))
        return np.asarray(first + (second - first) * (place - below))

    def _reached(self, up_to: Counts, places: Counts) -> Counts:
        """Return for each draw the first number of which more than `places` numbers lie at or before it.

        `up_to` counts each cluster's numbers up to each of all numbers, sorted: shape (clusters, numbers). What a draw
        has not got is the index after the last.
        """
        low, high = np.zeros(len(places), dtype=np.int64), np.full(len(places), up_to.shape[1])
        while np.any(low < high):
            middle = (low + high) // 2
            reached = np.einsum("dc,cd->d", self.times, up_to[:, np.minimum(middle, up_to.shape[1] - 1)])
            enough = (reached > places) | (low == high)
            low, high = np.where(enough, low, middle + 1), np.where(enough, middle, high)
        return low


def draws(clusters: int, seed: str, replicates: int = REPLICATES) -> Draws:
    """Draw that many clusters with replacement, `replicates` times, from the SHA-256 of `seed`."""
    if clusters == 0:
        return Draws(np.zeros((replicates, 0), dtype=np.int64))
    dice = np.random.default_rng(int.from_bytes(hashlib.sha256(seed.encode()).digest()))
    return Draws(dice.multinomial(clusters, np.full(clusters, 1 / clusters), size=replicates))


def interval(replicates: Floats, confidence: float = CONFIDENCE) -> Interval | None:
    """Return the middle of the draws, those without a value left out; None if none has one."""
    found = replicates[~np.isnan(replicates)]
    if not len(found):
        return None
    tail = 100 * (1 - confidence) / 2
    low, high = np.percentile(found, [tail, 100 - tail])
    return Interval(float(low), float(high))
