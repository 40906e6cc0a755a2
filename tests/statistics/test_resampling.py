"""Drawing scenarios again: what is drawn, what a draw says, and what the interval is worth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.statistics.resampling import Sample, draws, interval


def test_the_same_digest_draws_the_same_and_another_one_does_not() -> None:
    one, again, other = draws(20, "ab"), draws(20, "ab"), draws(20, "ac")

    assert np.array_equal(one.times, again.times) and not np.array_equal(one.times, other.times)
    assert one.times.shape == (2000, 20) and set(one.times.sum(axis=1)) == {20}


@given(
    st.lists(st.tuples(st.floats(-1e3, 1e3), st.integers(0, 3)), min_size=1, max_size=25),
    st.sampled_from([0.0, 37.0, 50.0, 95.0, 100.0]),
)
def test_a_drawn_quantile_is_that_of_the_numbers_written_out(numbers: list[tuple[float, int]], percent: float) -> None:
    drawn = draws(4, "x", replicates=20)

    found = drawn.quantile(Sample([value for value, _ in numbers], [cluster for _, cluster in numbers]), percent)

    for times, quantile in zip(drawn.times, found, strict=True):
        out = [value for value, cluster in numbers for _ in range(times[cluster])]
        if out:
            assert quantile == pytest.approx(np.percentile(out, percent))
        else:
            assert np.isnan(quantile)


def test_a_ratio_is_that_of_the_sums() -> None:
    drawn = draws(3, "x", replicates=5)

    assert list(drawn.ratio([1, 2, 3], [2, 2, 4])) == [
        pytest.approx((times @ [1, 2, 3]) / (times @ [2, 2, 4])) for times in drawn.times
    ]


def test_what_was_never_measured_has_no_interval() -> None:
    drawn = draws(2, "x")

    assert interval(drawn.ratio([0, 0], [0, 0])) is None and interval(drawn.quantile(Sample([], []), 95)) is None


def test_calls_that_are_alike_in_a_scenario_widen_the_interval() -> None:
    """40 scenarios of 5 calls that all pass or all fail know as much as 40 calls, not as 200."""
    drawn = draws(40, "x")

    found = interval(drawn.ratio([5.0] * 30 + [0.0] * 10, [5.0] * 40))

    assert found is not None
    assert found.high - found.low == pytest.approx(2 * 1.96 * (0.75 * 0.25 / 40) ** 0.5, rel=0.1)
