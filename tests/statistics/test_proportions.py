"""Wilson's and Clopper and Pearson's intervals against published values and against their own definitions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.statistics.proportions import at_least, clopper_pearson, wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(60, 60, 0.9398, 1.0), (300, 300, 0.9874, 1.0), (0, 10, 0.0, 0.2775), (8, 10, 0.4902, 0.9433)],
)
def test_an_interval_backs_a_share(successes: int, trials: int, low: float, high: float) -> None:
    share = wilson(successes, trials)

    assert (share.low, share.high) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(8, 10, 0.4439, 0.9748), (0, 100, 0.0, 0.0362), (60, 60, 0.9404, 1.0), (1, 2, 0.0126, 0.9874)],
)
def test_an_exact_interval_is_the_published_one(successes: int, trials: int, low: float, high: float) -> None:
    share = clopper_pearson(successes, trials)

    assert (share.low, share.high) == pytest.approx((low, high), abs=1e-4)


def test_a_hundred_attacks_without_success_still_allow_three_in_a_hundred() -> None:
    assert clopper_pearson(0, 100, 0.90).high == pytest.approx(0.0295, abs=1e-4)


@pytest.mark.parametrize("interval", [wilson, clopper_pearson])
def test_no_trials_say_nothing(interval: type) -> None:
    assert (interval(0, 0).low, interval(0, 0).high) == (0.0, 1.0)


@pytest.mark.parametrize("interval", [wilson, clopper_pearson])
def test_more_successes_than_trials_are_refused(interval: type) -> None:
    with pytest.raises(ValueError, match="3 successes in 2 trials"):
        interval(3, 2)


@given(st.integers(0, 50), st.integers(0, 50))
def test_the_share_lies_in_its_interval(passed: int, failed: int) -> None:
    share = wilson(passed, passed + failed)

    assert 0 <= share.low <= share.rate <= share.high <= 1


@given(st.integers(1, 40), st.integers(1, 40))
def test_an_exact_end_is_where_the_result_is_one_of_the_rarest_2_5_percent(passed: int, failed: int) -> None:
    share = clopper_pearson(passed, passed + failed)

    assert at_least(passed, passed + failed, share.low) == pytest.approx(0.025, abs=1e-9)
    assert 1 - at_least(passed + 1, passed + failed, share.high) == pytest.approx(0.025, abs=1e-9)
