"""Flat rows: every column is documented, filled and typed; nothing in a CSV is a formula."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from simulator.commands.export import export
from simulator.persona import ROOT
from simulator.results.call_folder import CallSummary
from simulator.results.export import CALL_KINDS, TURN_KINDS, as_csv, as_jsonl, as_parquet, call_rows, turn_rows
from simulator.results.report import Report
from simulator.results.run_folder import Request, RunFolder, RunInfo
from simulator.scoring.checks import Status
from simulator.scoring.cost import shipped_prices
from simulator.scoring.expectation import Expectation
from simulator.scoring.metrics import measure
from simulator.scoring.scripted import confirmed_call

METRICS = measure(confirmed_call().ledger, Expectation(), shipped_prices())
WHOLE = CallSummary(
    "uno--jesus--gsm--1", "uno", "jesus", "gsm", 1, "s", "Título", ("confirm", "midnight"), Status.PASS, "",
    outcome="confirmed", metrics=METRICS,
    channel_report={"codec": "gsm", "loss": 0.01, "speech_loss": 0.02, "longest_gap_ms": 60, "snr_db": 12.5},
)  # fmt: skip
LOST = replace(WHOLE, call="uno--jesus--gsm--2", trial=2, status=Status.INFRA, metrics=None, channel_report={})
REPORT = Report(RunInfo("r", Request("s.yaml"), (WHOLE.call, LOST.call), {}), (WHOLE, LOST), "r")


def test_a_row_holds_what_was_measured_and_null_for_what_was_not() -> None:
    whole, lost = call_rows(REPORT)

    assert whole["passed"] is True and whole["tags"] == "confirm midnight" and whole["snr_db"] == 12.5
    assert whole["turn_p50_ms"] == 1000.0 and whole["longest_gap_ms"] == 60
    assert lost["passed"] is None and lost["turn_p50_ms"] is None and lost["codec"] is None


@pytest.mark.parametrize(("rows", "kinds"), [(call_rows, CALL_KINDS), (turn_rows, TURN_KINDS)])
def test_every_cell_is_of_the_type_its_column_says(rows: type, kinds: dict[str, type]) -> None:
    for row in rows(REPORT):
        assert list(row) == list(kinds)
        assert all(cell is None or type(cell) is kinds[name] for name, cell in row.items())


def test_a_turns_parts_add_up_to_its_wait() -> None:
    (row,) = [row for row in turn_rows(REPORT) if row["turn"] == 1]

    parts = [row[f"{part}_ms"] for part in ("stt", "endpointing", "llm", "tool", "tts", "transport")]
    assert sum(float(part or 0) for part in parts) == pytest.approx(row["wait_ms"])


@pytest.mark.parametrize("name", [*CALL_KINDS, *TURN_KINDS])
def test_every_column_is_explained(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "results.md").read_text("utf-8")


def test_json_lines_can_be_read_back() -> None:
    text = as_jsonl(call_rows(REPORT))

    assert [json.loads(line) for line in text.splitlines()] == list(call_rows(REPORT))


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_nothing_that_was_said_is_a_formula(why: str) -> None:
    rows = call_rows(replace(REPORT, calls=(replace(WHOLE, status=Status.FAIL, why=why),)))

    (row,) = csv.DictReader(io.StringIO(as_csv(rows, list(CALL_KINDS)), newline=""))

    assert row["why"].removeprefix("'") == why.removeprefix("'") or row["why"] == f"'{why}"
    assert not row["why"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_negative_number_is_a_number() -> None:
    cold = replace(WHOLE, channel_report={"snr_db": -3.5})

    (row,) = csv.DictReader(io.StringIO(as_csv(call_rows(replace(REPORT, calls=(cold,))), list(CALL_KINDS))))

    assert row["snr_db"] == "-3.5"


@pytest.mark.parametrize(("rows", "kinds"), [(call_rows, CALL_KINDS), (turn_rows, TURN_KINDS)])
def test_parquet_keeps_types_and_nulls(rows: type, kinds: dict[str, type]) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")

    table = parquet.read_table(io.BytesIO(as_parquet(rows(REPORT), kinds)))

    assert table.to_pylist() == list(rows(REPORT)) and table.column_names == list(kinds)


# ------------------------------------------------------------------------------------------- the command


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    folder = RunFolder(tmp_path / "r")
    folder.path.mkdir()
    for call in REPORT.calls:
        folder.append(call)
    folder.finish(REPORT.info, "finished")
    return folder


def karla(run: RunFolder, *arguments: str) -> Result:
    return CliRunner().invoke(export, ["r", "--out", str(run.path.parent), *arguments])


def test_rows_are_printed_unless_a_file_is_named(run: RunFolder) -> None:
    printed = karla(run, "--format", "csv").stdout_bytes

    karla(run, "--format", "csv", "--to", str(run.path.parent / "deep" / "calls.csv"))

    assert (run.path.parent / "deep" / "calls.csv").read_bytes() == printed and printed.startswith(b"run,call,scenario")


def test_a_file_that_is_there_is_only_replaced_by_force(run: RunFolder) -> None:
    path = run.path.parent / "calls.jsonl"
    path.write_text("mine")

    refused = karla(run, "--to", str(path))

    assert refused.exit_code == 2 and "is there already (--force replaces it)" in refused.stderr
    assert path.read_text() == "mine" and karla(run, "--to", str(path), "--force").exit_code == 0
    assert path.read_text().count("\n") == 2


def test_parquet_needs_a_file(run: RunFolder) -> None:
    refused = karla(run, "--format", "parquet")

    assert refused.exit_code == 2 and "name a file with --to" in refused.stderr


def test_without_pyarrow_it_says_what_to_install(run: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)

    refused = karla(run, "--format", "parquet", "--to", str(run.path.parent / "x.parquet"))

    assert refused.exit_code == 2 and "pip install 'karla[parquet]'" in refused.stderr
