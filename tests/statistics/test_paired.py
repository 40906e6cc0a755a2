"""McNemar's test against counting every outcome, Newcombe's interval by its coverage, Holm by its definition."""

from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.statistics.paired import Pairs, difference, holm


@given(st.integers(0, 9), st.integers(0, 9))
def test_p_is_the_share_of_all_ways_in_which_as_many_or_more_break(broken: int, fixed: int) -> None:
    ways = list(product((0, 1), repeat=broken + fixed))

    as_bad = sum(sum(way) >= broken for way in ways)
    assert Pairs(5, broken, fixed, 5).p_worse == pytest.approx(as_bad / len(ways))


@given(st.integers(0, 200), st.integers(0, 200))
def test_any_change_is_as_surprising_from_either_side(broken: int, fixed: int) -> None:
    one, other = Pairs(9, broken, fixed, 9).p_different, Pairs(9, fixed, broken, 9).p_different

    assert one == other and 0 < one <= 1


def test_five_broken_calls_and_none_fixed_are_the_fewest_that_are_significant() -> None:
    assert Pairs(96, 4, 0, 0).p_worse > 0.05 > Pairs(95, 5, 0, 0).p_worse == 1 / 32


def test_pairs_that_changed_nothing_change_nothing() -> None:
    pairs = Pairs.of([(True, True)] * 3 + [(False, False)])

    assert (pairs.both, pairs.neither, pairs.p_worse, pairs.p_different) == (3, 1, 1.0, 1.0)


def test_without_any_change_a_small_one_is_still_possible() -> None:
    found = difference(Pairs(300, 0, 0, 0))

    assert found.value == 0 and found.low == pytest.approx(-0.0126, abs=1e-4) and found.high == -found.low


def test_without_pairs_anything_is_possible() -> None:
    assert (difference(Pairs(0, 0, 0, 0)).low, difference(Pairs(0, 0, 0, 0)).high) == (-1.0, 1.0)


@given(st.tuples(*[st.integers(0, 60)] * 4))
def test_the_difference_lies_in_its_interval_and_turns_with_the_direction(cells: tuple[int, int, int, int]) -> None:
    both, broken, fixed, neither = cells
    there, back = difference(Pairs(both, broken, fixed, neither)), difference(Pairs(both, fixed, broken, neither))

    assert -1 <= there.low <= there.value <= there.high <= 1
    assert (there.value, there.low) == pytest.approx((-back.value, -back.high))


@pytest.mark.parametrize(
    ("shares", "most"),
    [((0.80, 0.10, 0.05, 0.05), 0.99), ((0.40, 0.20, 0.20, 0.20), 0.96), ((0.25, 0.25, 0.25, 0.25), 0.96)],
)
def test_the_interval_holds_the_truth_95_times_in_100_and_not_much_more(
    shares: tuple[float, float, float, float], most: float
) -> None:
    """Every table of 20 pairs, weighed by its probability."""
    n, covered = 20, 0.0
    for a, b, c in product(range(n + 1), repeat=3):
        if a + b + c <= n:
            d = n - a - b - c
            weight = comb(n, a) * comb(n - a, b) * comb(n - a - b, c)
            found = difference(Pairs(a, b, c, d))
            inside = found.low <= shares[2] - shares[1] <= found.high
            covered += inside * weight * shares[0] ** a * shares[1] ** b * shares[2] ** c * shares[3] ** d

    assert 0.945 <= covered <= most


def test_holm_is_the_textbook_example() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_keeps_the_order_and_never_makes_a_slice_more_certain(p_values: list[float]) -> None:
    adjusted = holm(p_values)

    ranked = sorted(zip(p_values, adjusted, strict=True))
    assert [p for _, p in ranked] == sorted(adjusted)
    assert all(before <= after <= 1 for before, after in ranked)
    assert all(after <= min(1.0, len(p_values) * before) + 1e-12 for before, after in ranked)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.floats(0.001, 0.2))
def test_holm_rejects_what_stepping_down_rejects(p_values: list[float], alpha: float) -> None:
    adjusted, ordered = holm(p_values), sorted(p_values)
    steps = [p * (len(p_values) - rank) <= alpha for rank, p in enumerate(ordered)]

    rejected = steps.index(False) if False in steps else len(steps)
    assert sum(p <= alpha for p in adjusted) == rejected
