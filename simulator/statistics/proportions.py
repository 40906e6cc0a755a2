"""Shares, and the intervals that back them.

Wilson's score interval, for every share that is shown: E. B. Wilson, JASA 22 (1927), 209-212.
Clopper and Pearson's exact interval, where a bound is claimed to hold: Biometrika 26 (1934), 404-413.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Final

from simulator.statistics.binomial import pmf

Z_95: Final = 1.959963984540054
HALVINGS: Final = 60


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share of successes, with the 95 % interval that backs it. Without trials it says nothing: 0 to 1."""

    successes: int
    trials: int
    rate: float
    low: float
    high: float


def wilson(successes: int, trials: int, z: float = Z_95) -> Proportion:
    """Return the share `successes` / `trials` and its score interval. Raises: ValueError."""
    _refuse_nonsense(successes, trials)
    if trials == 0:
        return Proportion(0, 0, 0.0, 0.0, 1.0)
    share = successes / trials
    scale = 1 + z * z / trials
    middle = (share + z * z / (2 * trials)) / scale
    half = z / scale * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == trials else min(1.0, middle + half)
    return Proportion(successes, trials, share, low, high)


def clopper_pearson(successes: int, trials: int, confidence: float = 0.95) -> Proportion:
    """Return the share and its exact interval: it holds the truth at least as often as it says. Raises: ValueError.

    Each end is the share at which a result as extreme as this one has probability (1 - confidence) / 2.
    """
    _refuse_nonsense(successes, trials)
    if trials == 0:
        return Proportion(0, 0, 0.0, 0.0, 1.0)
    tail = (1 - confidence) / 2
    low = 0.0 if successes == 0 else _root(lambda share: at_least(successes, trials, share) < tail)
    high = 1.0 if successes == trials else _root(lambda share: 1 - at_least(successes + 1, trials, share) > tail)
    return Proportion(successes, trials, successes / trials, low, high)


def at_least(successes: int, trials: int, share: float) -> float:
    """Return the probability of `successes` or more in `trials`."""
    return float(pmf(trials, share)[successes:].sum())


def _root(below: Callable[[float], bool]) -> float:
    """Return where `below` turns from true to false between 0 and 1."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) else (low, middle)
    return (low + high) / 2


def _refuse_nonsense(successes: int, trials: int) -> None:
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} successes in {trials} trials")
