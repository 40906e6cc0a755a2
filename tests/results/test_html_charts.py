"""Drawings that say in words what they show, and draw what was counted."""

import re
from xml.etree import ElementTree

import pytest

from simulator.results.html.charts import Part, histogram, nice_marks, share, stacked
from simulator.statistics.proportions import wilson


def test_every_turn_is_in_the_histogram_and_the_late_ones_are_told_apart() -> None:
    drawn = str(histogram([420.0, 480.0, 1499.9, 1500.0, 9000.0, -20.0], {}))

    counts = dict.fromkeys(("quick", "late"), 0)
    for kind, count in re.findall(r'class="(quick|late)"><title>[^<]*: (\d+)</title>', drawn):
        counts[kind] += int(count)
    assert counts == {"quick": 4, "late": 2} and 'aria-label="6 turns; 2 of them took 1.5 s or more"' in drawn


def test_no_turn_no_histogram() -> None:
    assert histogram([], {}) == ""


@pytest.mark.parametrize(("successes", "trials"), [(0, 4), (3, 4), (4, 4)])
def test_a_share_is_drawn_with_its_interval(successes: int, trials: int) -> None:
    found = wilson(successes, trials)

    line = re.search(r'd="M([\d.]+) 6H([\d.]+)M', str(share(found)))

    assert line and float(line[1]) == pytest.approx(100 * found.low, abs=0.01)
    assert float(line[2]) == pytest.approx(100 * found.high, abs=0.01)


def test_a_share_of_nothing_draws_no_bar() -> None:
    assert "share" not in str(share(wilson(0, 0)))


def test_parts_stand_side_by_side_and_fill_the_bar() -> None:
    drawn = ElementTree.fromstring(str(stacked([Part("stt", "ears", 1.0), Part("tts", "voice", 3.0)], 4.0)))

    first, second = drawn.findall("rect")
    assert (first.get("x"), second.get("x"), second.get("width")) == ("0", "25", "74.75")


def test_a_name_in_a_drawing_is_no_markup() -> None:
    drawn = str(stacked([Part("stt", '"><script>', 1.0)], 1.0)) + str(histogram([1.0], {"</text><script>": 700.0}))

    assert "<script" not in drawn


def test_marks_that_would_cover_each_other_are_left_out() -> None:
    assert nice_marks({"p50": 700.0, "p95": 720.0, "p99": None}) == {"p50": 700.0}
