"""Percentiles and means against hand-worked values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.statistics.samples import mean, percentile


@pytest.mark.parametrize(("percent", "value"), [(0, 1.0), (50, 2.5), (90, 3.7), (100, 4.0)])
def test_a_percentile_lies_between_its_neighbours(percent: float, value: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], percent) == pytest.approx(value)


def test_nothing_has_no_percentile_and_no_mean() -> None:
    assert percentile([], 95) is None and mean([]) is None


@pytest.mark.parametrize("percent", [-1, 101])
def test_more_than_all_is_no_percentage(percent: float) -> None:
    with pytest.raises(ValueError, match="is no percentage"):
        percentile([1.0], percent)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.floats(0, 100))
def test_a_percentile_lies_inside_the_values(values: list[float], percent: float) -> None:
    found = percentile(values, percent)

    assert found is not None and min(values) - 1e-6 <= found <= max(values) + 1e-6
