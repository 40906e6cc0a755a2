"""How much a paired test could have seen: the power of McNemar's exact one-sided test.

With n pairs, each breaks with probability `drop` + `fixed` and is mended with probability `fixed`. The number of pairs
that change is binomial, m of n; of those, the broken are binomial, b of m. The test rejects from the smallest b on
whose tail under a fair coin is at most alpha. Power is the sum over m of P(m) * P(b at least that | m): exact, as in
S. W. Duffy, Biometrics 40 (1984), 1005-1015. Terms of P(m) below 1e-12 are left out.
"""

from functools import lru_cache
from typing import Final

import numpy as np

from simulator.statistics.binomial import Floats, log_pmf, pmf
from simulator.statistics.paired import ALPHA

NEGLIGIBLE: Final = 1e-12
MOST_PAIRS: Final = 20_000


@lru_cache(maxsize=4096)
def power(pairs: int, drop: float, fixed: float = 0.0, alpha: float = ALPHA) -> float:
    """Return the probability of flagging a true drop of `drop` (0.05 is five points) with this many pairs.

    `fixed` is the share of pairs that are mended all the same, as chance or the change itself would have it.
    Raises: ValueError.
    """
    changed = drop + 2 * fixed
    if not (pairs >= 0 and drop > 0 and fixed >= 0 and changed <= 1):
        raise ValueError(f"{pairs} pairs, of which {drop + fixed:.3f} break and {fixed:.3f} are mended")
    share = pmf(pairs, changed)
    m = np.nonzero(share > NEGLIGIBLE)[0]
    b = np.arange(m.max() + 1)
    under_chance = _tails(np.exp(log_pmf(m, b, 0.5)))
    rejected = (under_chance <= alpha) & (b[None, :] <= m[:, None])
    found = np.exp(log_pmf(m, b, (drop + fixed) / changed))
    return min(1.0, float(share[m] @ np.where(rejected, found, 0.0).sum(axis=1)))


def pairs_needed(drop: float, fixed: float = 0.0, wanted: float = 0.8, alpha: float = ALPHA) -> int | None:
    """Return about how many pairs flag a drop of `drop` with the probability `wanted`; None if over 20,000."""
    high = 1
    while power(high, drop, fixed, alpha) < wanted:
        high *= 2
        if high > MOST_PAIRS:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power(middle, drop, fixed, alpha) >= wanted else (middle, high)
    return high


def _tails(shares: Floats) -> Floats:
    """Return, for each row, the sum of every entry and all after it."""
    return np.asarray(shares[:, ::-1].cumsum(axis=1)[:, ::-1])
