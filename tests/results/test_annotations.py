"""What GitHub shows: escaped, grouped, ten of each level, and a page for the job."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.errors import BadFile
from simulator.persona import ROOT
from simulator.results.annotations import (
    Annotation,
    annotations,
    append_page,
    lines,
    page,
    scenario_place,
    table,
    wanted,
)
from simulator.results.call_folder import CallSummary
from simulator.results.gates import GateResult, GateStatus
from simulator.results.report import Report
from simulator.results.run_folder import Request, RunInfo
from simulator.scoring.checks import Status

COMMAND = re.compile(r"::(error|warning|notice) ((?:\w+=[^,:\r\n]*)(?:,\w+=[^,:\r\n]*)*)::([^\r\n]*)")


def call(scenario: str, status: Status, why: str = "mal", trial: int = 1) -> CallSummary:
    name = f"{scenario}--jesus--gsm--{trial}"
    return CallSummary(name, scenario, "jesus", "gsm", trial, "s", "T", ("confirm",), status, why)


def report(*calls: CallSummary) -> Report:
    return Report(RunInfo("todo", Request("s.yaml"), tuple(c.call for c in calls), {}, digest="d" * 64), calls, "todo")


def test_a_failure_stands_beside_what_its_scenario_expects() -> None:
    (line,) = lines(annotations(report(call("fecha_antier", Status.FAIL, "100 % mal:\nuno, dos"))))

    file, at = scenario_place("fecha_antier")
    assert line.startswith(f"::error file={file},line={at},title=FAIL fecha_antier::100 %25 mal:%0Auno, dos%0A")
    assert (ROOT / file).read_text("utf-8").splitlines()[at - 1].startswith("expect:")


def test_calls_of_one_scenario_share_a_remark_and_who_failed_decides_its_level() -> None:
    calls = [call("propio", Status.FAIL, trial=n) for n in range(3)]

    found = annotations(report(*calls, call("propio", Status.INVALID), call("propio", Status.INFRA)))

    assert [(each.level, each.file) for each in found] == [("error", ""), ("warning", ""), ("warning", "")]
    assert found[0].message.endswith("and 2 more of its calls")


def test_a_broken_gate_is_an_error_and_an_unproven_one_a_warning() -> None:
    gates = [GateResult("attack", "success", each, 0.9, 0.8, "why") for each in GateStatus]

    assert [each.level for each in annotations(report(), gates)] == ["error", "warning"]


def test_ten_of_each_level_are_shown_and_the_others_counted() -> None:
    calls = [call(f"uno_{n}", Status.FAIL) for n in range(13)] + [call(f"dos_{n}", Status.INVALID) for n in range(11)]

    found = lines(annotations(report(*calls)))

    assert [sum(line.startswith(f"::{level}") for line in found) for level in ("error", "warning", "notice")] == [
        10,
        10,
        1,
    ]
    assert "4 more remarks are not shown" in found[-1]


@given(st.text(), st.text(), st.text())
def test_no_word_of_a_driver_becomes_a_command(title: str, message: str, file: str) -> None:
    line = str(Annotation("error", title, message, file, 3))

    found = COMMAND.fullmatch(line)
    assert found and len(line.splitlines()) <= 1 + sum(c in "\v\f\x1c\x1d\x1e\x85\u2028\u2029" for c in line)


@pytest.mark.parametrize(("environment", "there"), [({"GITHUB_ACTIONS": "true"}, True), ({}, False)])
def test_only_github_is_annotated(environment: dict[str, str], there: bool) -> None:
    assert wanted(environment) is there


def test_the_jobs_page_has_the_figures_the_gates_and_what_did_not_pass() -> None:
    gates = [GateResult("all calls", "success", GateStatus.BROKEN, 0.9, 0.5, "half")]

    text = page(report(call("uno", Status.PASS), call("dos", Status.FAIL, "a|b\nc <d>")), gates)

    assert "| passed | 1 of 2 |" in text and "| broken | all calls | success | half |" in text
    assert "| FAIL | dos--jesus--gsm--1 | a\\|b c &lt;d> |" in text


def test_a_run_in_which_all_passed_says_so() -> None:
    assert "Every call passed." in page(report(call("uno", Status.PASS)))


def test_very_long_tables_are_cut() -> None:
    assert table(("", ""), [("a", "b")] * 203).endswith("… and 3 more")


def test_the_page_is_added_to_what_is_there_and_only_where_there_is_a_job(tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")

    append_page({"GITHUB_STEP_SUMMARY": str(summary)}, "ñ" * 1_000_000)
    append_page({}, "never")

    assert summary.read_text().startswith("before\nñ") and summary.stat().st_size == 7 + 1_000_000
    with pytest.raises(BadFile, match="cannot be written"):
        append_page({"GITHUB_STEP_SUMMARY": str(tmp_path)}, "x")
