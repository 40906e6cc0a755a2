"""A run as people see it, on terminals of any width and in a pipe."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from simulator.results.call_folder import CallSummary
from simulator.results.page import PAGE_COLUMNS, page
from simulator.results.report import Report
from simulator.results.run_folder import Request, RunInfo
from simulator.results.tables import show
from simulator.scoring.checks import Status
from simulator.scoring.cost import shipped_prices
from simulator.scoring.expectation import Expectation
from simulator.scoring.fault.blame import Blame
from simulator.scoring.fault.kinds import Kind, Whose
from simulator.scoring.metrics import measure
from simulator.scoring.scripted import confirmed_call

LONGEST = "confirma_que_fue_anoche_pasada_la_medianoche"
MODELLED = {"modelled": ["driver", "cost", "llm_first_token (published)"]}
INFO = RunInfo("20260311-102000-prueba", Request("prueba.yaml"), (), dict(MODELLED), digest="d" * 64)


def call(scenario: str, status: Status = Status.PASS, persona: str = "jesus") -> CallSummary:
    metrics = measure(confirmed_call().ledger, Expectation(), shipped_prices())
    name = f"{scenario}--{persona}--gsm_cab--1"
    return CallSummary(
        name, scenario, persona, "gsm_cab", 1, "s", "Título", ("confirm",), status, "why", metrics=metrics
    )


def shown(width: int, *calls: CallSummary, **changes: object) -> list[str]:
    file = io.StringIO()
    report = Report(replace(INFO, **changes), calls, "runs/20260311-102000-prueba")
    show(Console(file=file, width=width, highlight=False), report, "runs/20260311-102000-prueba")
    return [line.rstrip() for line in file.getvalue().splitlines()]


@pytest.mark.parametrize("width", [80, 100, 140])
def test_no_name_is_cut_and_only_what_is_to_be_copied_is_wider_than_the_page(width: int) -> None:
    lines = shown(width, call(LONGEST), call(LONGEST, Status.FAIL), call("otro", persona="pancho_lizarraga"))

    assert sum(line.startswith(LONGEST) for line in lines) == 1
    assert not [line for line in lines if len(line) > width and "karla replay" not in line]
    assert not any("…" in line for line in lines)


def test_the_command_that_shows_a_failure_stands_alone_on_one_line() -> None:
    lines = shown(60, call(LONGEST, Status.FAIL))

    command = f"        karla replay runs/20260311-102000-prueba {LONGEST}--jesus--gsm_cab--1"
    assert lines[lines.index(command) - 1] == "        why"


def test_scenarios_that_always_passed_are_only_counted() -> None:
    lines = shown(80, call("uno"), call("dos"), call("tres", Status.FAIL), call("tres"))

    assert "and 2 scenarios passed every call" in lines
    assert [line for line in lines if line.startswith("tres")] == ["tres     1/2  50.0 %    9-91 %"]


def test_what_proves_nothing_has_a_column_only_where_there_is_any() -> None:
    lines = shown(80, call("uno", Status.INVALID), call("uno"), call("dos"))

    assert ["uno", "1/1", "100", "%", "21-100", "%", "1", "invalid"] in [line.split() for line in lines]
    assert not any("left out" in line for line in shown(80, call("uno")))


def test_what_one_looks_for_comes_last_and_failures_first() -> None:
    lines = shown(80, call("uno"), call("dos", Status.FAIL))

    starts = [
        "Not passed",
        "By scenario",
        "By family",
        "Latency",
        "How she does",
        "1 of 2 calls passed",
        "speed",
        "digest",
        "run",
    ]
    found = [next(n for n, line in enumerate(lines) if line.startswith(start)) for start in starts]
    assert found == sorted(found) and lines[-1].endswith("runs/20260311-102000-prueba")


def test_figures_say_whether_they_are_modelled() -> None:
    modelled, measured = shown(100, call("uno")), shown(100, call("uno"), provenance={"modelled": ["driver"]})

    headline = next(line for line in modelled if line.startswith("turn latency, p50"))
    assert headline.split() == ["turn", "latency,", "p50", "1000", "ms", "modelled"]
    assert next(line for line in measured if line.startswith("turn latency, p50")).endswith("measured")
    assert any(line.startswith("cost per call") and "modelled" in line for line in modelled)


def test_a_run_without_failures_says_how_to_see_a_call() -> None:
    lines = shown(80, call("uno"))

    assert lines[-1] == "see one   karla replay runs/20260311-102000-prueba uno--jesus--gsm_cab--1"


def test_a_run_in_which_nothing_was_measured_is_shown() -> None:
    lost = replace(call("uno", Status.INFRA), metrics=None)

    assert any("0 of 1 calls passed" in line and "none valid" in line for line in shown(80, lost))


@pytest.mark.parametrize(("columns", "width"), [("", PAGE_COLUMNS), ("72", 72)])
def test_a_pipe_is_as_wide_as_a_page_unless_told(monkeypatch: pytest.MonkeyPatch, columns: str, width: int) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    assert page().width == width


def test_what_broke_in_the_same_way_stands_together_under_the_failures() -> None:
    blamed = Blame(Kind.FACT_MISHEARD, 1.0, 0, Whose.CHANNEL, "why")
    calls = [replace(call(name, Status.FAIL), blame=blamed) for name in ("uno", "dos")]

    lines = shown(80, *calls)

    assert ["channel", "fact", "misheard", "2", "uno"] in [line.split() for line in lines]
    assert not any("First critical errors" in line for line in shown(80, call("uno")))


def test_a_void_run_says_so_beside_its_rate() -> None:
    lines = shown(120, call("uno"), call("dos", Status.INVALID))

    headline = next(line for line in lines if line.startswith("1 of 2 calls passed"))
    assert "50.0 %" in headline and "1 invalid" in headline and "the run is void" in headline
