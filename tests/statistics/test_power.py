"""The power of the paired test, against figures worked out elsewhere and against counting."""

import re
from itertools import product
from math import factorial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.statistics.paired import Pairs
from simulator.statistics.power import pairs_needed, power


@pytest.mark.parametrize(("pairs", "probability"), [(120, 0.29), (200, 0.72), (300, 0.948)])
def test_three_new_failures_in_a_hundred_are_found_the_more_often_the_more_calls(
    pairs: int, probability: float
) -> None:
    assert power(pairs, 0.03) == pytest.approx(probability, abs=0.005)


@pytest.mark.parametrize(("drop", "fixed"), [(0.3, 0.0), (0.3, 0.2), (0.6, 0.1)])
def test_power_is_the_probability_of_all_tables_that_are_significant(drop: float, fixed: float) -> None:
    """Every table of 12 pairs: broken, fixed and unchanged ones."""
    n, total = 12, 0.0
    shares = (drop + fixed, fixed, 1 - drop - 2 * fixed)
    for kinds in product(range(n + 1), repeat=2):
        b, c = kinds
        if b + c <= n and Pairs(n - b - c, b, c, 0).p_worse <= 0.05:
            total += _multinomial(n, b, c) * shares[0] ** b * shares[1] ** c * shares[2] ** (n - b - c)

    assert power(n, drop, fixed) == pytest.approx(total, abs=1e-9)


def _multinomial(n: int, b: int, c: int) -> float:
    return factorial(n) / factorial(b) / factorial(c) / factorial(n - b - c)


@given(st.integers(0, 400), st.floats(0.01, 0.3), st.floats(0, 0.2))
def test_a_larger_loss_is_more_often_found(pairs: int, drop: float, fixed: float) -> None:
    assert 0 <= power(pairs, drop, fixed) <= power(pairs, drop + 0.05, fixed) + 1e-9 <= 1 + 1e-9


def test_calls_that_change_either_way_hide_a_loss() -> None:
    assert power(300, 0.05, 0.05) < power(300, 0.05, 0.01) < power(300, 0.05) > 0.99


def test_the_manual_quotes_what_is_computed(root: Path) -> None:
    manual = (root / "docs" / "statistics.md").read_text("utf-8")

    rows = re.findall(r"^\| (\d+)[^|]*\| ([\d.]+) \| ([\d.]+) \|$", manual, re.MULTILINE)

    assert len(rows) == 5
    for pairs, three, five in rows:
        assert [f"{power(int(pairs), drop):.2f}" for drop in (0.03, 0.05)] == [three, five]
    assert f"it takes {pairs_needed(0.03)} pairs for 3 points,\n{pairs_needed(0.05)} for 5" in manual


def test_four_pairs_can_never_be_significant() -> None:
    assert power(4, 0.9) == 0 == power(0, 0.5)


@pytest.mark.parametrize(("drop", "fixed"), [(0.03, 0.0), (0.05, 0.0), (0.05, 0.02)])
def test_as_many_pairs_as_needed_are_enough_and_a_tenth_fewer_are_not(drop: float, fixed: float) -> None:
    needed = pairs_needed(drop, fixed)

    assert needed is not None and power(needed, drop, fixed) >= 0.8 > power(needed * 9 // 10, drop, fixed)


def test_a_loss_too_small_to_find_says_so() -> None:
    assert pairs_needed(0.0001, 0.1) is None


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="10 pairs"):
        power(10, 0.9, 0.9)
