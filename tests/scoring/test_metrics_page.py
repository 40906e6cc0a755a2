"""docs/metrics.md names what really computes each figure, and the windows that it really uses."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from simulator.results import counts
from simulator.scoring import sentences, turn_latency, turn_taking
from simulator.scoring.fault import causes, misheard

COMFORT, COMFORT_WITH_TOOL = turn_latency.COMFORT_SECONDS, turn_latency.COMFORT_WITH_TOOL_SECONDS
PAGE = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text(encoding="utf-8")
ROWS = {row.split("|")[1].strip(): row for row in PAGE.splitlines() if row.startswith("| ")}


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:scoring|results)\.[A-Za-z_.]+)`", PAGE))))
def test_what_the_page_names_exists(path: str) -> None:
    parts = path.split(".")
    depth = next(n for n in range(len(parts), 0, -1) if _module(".".join(parts[:n])) is not None)
    found: object = _module(".".join(parts[:depth]))
    for name in parts[depth:]:
        found = getattr(found, name)


def _module(path: str) -> object | None:
    try:
        return import_module(f"simulator.{path}")
    except ModuleNotFoundError:
        return None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("4", f"Comfortable: {COMFORT[0]}–{COMFORT[1]} s, with a tool to {COMFORT_WITH_TOOL[1]} s"),
        ("4", f"Late: {turn_latency.LATE_SECONDS} s or more, with a tool {turn_latency.LATE_WITH_TOOL_SECONDS} s"),
        ("4b", f"within {1000 * turn_latency.TIMING_ERROR_SECONDS:.0f} ms"),
        ("5", f"until {turn_taking.UNANSWERED_SECONDS} s after"),
        ("5", f"less than {turn_taking.BURST_SECONDS} s apart"),
        ("6", f"yielded if ≤ {turn_taking.YIELD_SECONDS} s"),
        ("7", f"its start and {turn_taking.FALSE_STOP_SECONDS} s after its end, without"),
        ("7", f"its start and {turn_taking.SPURIOUS_REPLY_SECONDS} s after its end, though"),
        ("8", f"within {turn_taking.DECIDED_BEFORE_SECONDS} s after it"),
        ("10", f"more than {turn_taking.DEAD_AIR_SECONDS} s (dead air) or {turn_taking.AWKWARD_SECONDS} s (awkward"),
        (
            "12",
            f"at most {sentences.MOST_SENTENCES} sentences, {sentences.MOST_WORDS} words and {sentences.MOST_SECONDS}",
        ),
    ],
)
def test_the_page_tells_the_windows_that_are_used(row: str, words: str) -> None:
    assert words in ROWS[row]


def test_the_page_tells_the_bounds_that_are_used() -> None:
    assert f"more than {100 * counts.MOST_EXCLUDED:.0f} % of a" in " ".join(PAGE.split())
    assert f"under {misheard.BAD_SNR_DB:.0f} dB or over {100 * misheard.BAD_LOSS:.0f} % lost" in " ".join(PAGE.split())


def test_every_check_is_on_the_page() -> None:
    assert not [name for name in causes.FINDERS if name != "judge" and f"`{name}`" not in PAGE]
