"""pass^k and pass@k against choosing by hand, and who counts as a trial."""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.statistics.reliability import at_least_once, clusters, counted_as_failed, every_time, reliabilities


@dataclass(frozen=True, slots=True)
class Call:
    """As much of a call as matters here."""

    scenario: str
    status: str


def calls(scenario: str, passed: int, failed: int, invalid: int = 0) -> list[Call]:
    kinds = [("PASS", passed), ("FAIL", failed), ("INVALID", invalid)]
    return [Call(scenario, status) for status, count in kinds for _ in range(count)]


@given(st.integers(1, 8), st.data())
def test_they_are_the_share_of_choices_that_all_pass_or_that_hold_a_pass(n: int, data: st.DataObject) -> None:
    c, k = data.draw(st.integers(0, n)), data.draw(st.integers(1, n))
    choices = list(combinations([True] * c + [False] * (n - c), k))

    assert every_time([c], [n], k)[0] == pytest.approx(sum(map(all, choices)) / len(choices))
    assert at_least_once([c], [n], k)[0] == pytest.approx(sum(map(any, choices)) / len(choices))


@pytest.mark.parametrize(("share", "n", "k"), [(0.9, 4, 4), (0.9, 8, 4), (0.5, 6, 3)])
def test_pass_hat_k_is_unbiased(share: float, n: int, k: int) -> None:
    weights = [comb(n, c) * share**c * (1 - share) ** (n - c) for c in range(n + 1)]

    mean = sum(weight * every_time([c], [n], k)[0] for c, weight in enumerate(weights))

    assert mean == pytest.approx(share**k)


def test_at_nine_in_ten_four_of_four_is_two_in_three_and_not_three_in_four() -> None:
    weights = [comb(4, c) * 0.9**c * 0.1 ** (4 - c) for c in range(5)]

    assert pytest.approx(0.656, abs=0.001) == 0.9**4
    assert sum(weight * (c / 4) ** 4 for c, weight in enumerate(weights)) == pytest.approx(0.751, abs=0.001)


def test_scenarios_with_fewer_trials_are_left_out_and_counted() -> None:
    found = clusters([*calls("uno", 4, 0), *calls("dos", 3, 1), *calls("tres", 2, 0)])

    one, four, eight = reliabilities(found, "digest")

    assert (one.scenarios, one.every) == (3, pytest.approx((1 + 0.75 + 1) / 3))
    assert (four.scenarios, four.left_out, four.every, four.once) == (2, 1, 0.5, 1.0)
    assert (eight.scenarios, eight.left_out, eight.every, eight.every_interval) == (0, 3, None, None)


def test_what_proves_nothing_is_no_trial() -> None:
    found = clusters([*calls("uno", 199, 0, invalid=1)], missing=["uno"])

    assert (found[0].trials, found[0].excluded) == (199, 2) and not counted_as_failed(found)
    assert reliabilities(found, "digest", [1])[0].every == 1.0


def test_if_too_much_proves_nothing_it_counts_as_failed() -> None:
    found = clusters([*calls("uno", 97, 0, invalid=2)], missing=["uno"])

    assert counted_as_failed(found) and reliabilities(found, "digest", [1])[0].every == pytest.approx(0.97)


def test_more_trials_than_there_were_are_refused() -> None:
    with pytest.raises(ValueError, match=r"5 of \[4\] trials"):
        every_time([4], [4], 5)
