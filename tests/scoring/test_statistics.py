"""Wilson's interval and percentiles against published or hand-worked values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.scoring.statistics import percentile, wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(60, 60, 0.9398, 1.0), (300, 300, 0.9874, 1.0), (0, 10, 0.0, 0.2775), (8, 10, 0.4902, 0.9433)],
)
def test_an_interval_backs_a_share(successes: int, trials: int, low: float, high: float) -> None:
    share = wilson(successes, trials)

    assert (share.low, share.high) == pytest.approx((low, high), abs=1e-4)


def test_no_trials_say_nothing() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)


def test_more_successes_than_trials_are_refused() -> None:
    with pytest.raises(ValueError, match="3 successes in 2 trials"):
        wilson(3, 2)


@pytest.mark.parametrize(("percent", "value"), [(0, 1.0), (50, 2.5), (90, 3.7), (100, 4.0)])
def test_a_percentile_lies_between_its_neighbours(percent: float, value: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], percent) == pytest.approx(value)


def test_nothing_has_no_percentile() -> None:
    assert percentile([], 95) is None


@given(st.integers(0, 50), st.integers(0, 50))
def test_the_share_lies_in_its_interval(passed: int, failed: int) -> None:
    share = wilson(passed, passed + failed)

    assert 0 <= share.low <= share.rate <= share.high <= 1


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.floats(0, 100))
def test_a_percentile_lies_inside_the_values(values: list[float], percent: float) -> None:
    found = percentile(values, percent)

    assert found is not None and min(values) - 1e-6 <= found <= max(values) + 1e-6
