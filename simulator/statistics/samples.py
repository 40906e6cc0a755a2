"""Percentiles and means of plain numbers.

Percentiles interpolate linearly between order statistics (Hyndman and Fan 1996, definition 7, as NumPy's default).
"""

from collections.abc import Sequence
from math import floor


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
