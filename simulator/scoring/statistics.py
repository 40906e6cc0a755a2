"""Intervals and percentiles, as small as they are needed.

Wilson's score interval: E. B. Wilson, JASA 22 (1927), 209-212. Percentiles interpolate linearly between order
statistics (Hyndman and Fan 1996, definition 7, as NumPy's default).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, sqrt
from typing import Final

Z_95: Final = 1.959963984540054


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
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} successes in {trials} trials")
    if trials == 0:
        return Proportion(0, 0, 0.0, 0.0, 1.0)
    share = successes / trials
    scale = 1 + z * z / trials
    middle = (share + z * z / (2 * trials)) / scale
    half = z / scale * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == trials else min(1.0, middle + half)
    return Proportion(successes, trials, share, low, high)


def percentile(values: Sequence[float], percent: float) -> float | None:
    """Return the `percent`-th percentile of `values`, in any order; None if there are none. Raises: ValueError."""
    if not 0 <= percent <= 100:
        raise ValueError(f"{percent} is no percentage")
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def mean(values: Sequence[float]) -> float | None:
    """Return the arithmetic mean; None if there are no values."""
    return sum(values) / len(values) if values else None
