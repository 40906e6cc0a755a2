"""`karla compare` as people and machines call it."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.commands.compare import compare
from simulator.results.call_folder import CallSummary
from simulator.results.run_folder import RunFolder
from simulator.scoring.checks import Status
from simulator.scoring.fault.blame import Blame
from simulator.scoring.fault.kinds import Kind, Whose

BLAME = Blame(Kind.FACT_MISHEARD, 12.3, 2, Whose.CHANNEL, "«antier» was heard as «ayer»")

type Karla = Callable[..., Result]


@pytest.fixture
def karla(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Karla:
    """Runs `karla compare` on the runs of the test, away from any CI."""
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    return lambda *arguments: CliRunner().invoke(compare, [*arguments, "--out", str(tmp_path)])


@pytest.fixture
def runs(write: Callable[..., RunFolder], call: Callable[..., CallSummary]) -> tuple[RunFolder, RunFolder]:
    """A base in which all of 300 calls pass, and a new run in which 15 fail."""
    broken = [call(n, Status.FAIL, blame=BLAME) if n % 20 == 0 else call(n) for n in range(300)]
    return write("base", [call(n) for n in range(300)]), write("new", broken, prompt_sha256="q" * 64)


def digest_of(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() + path.name.encode() for path in files)).hexdigest()


@pytest.mark.usefixtures("runs")
def test_a_planted_loss_is_told_with_its_calls_its_test_and_its_power(karla: Karla) -> None:
    found = karla("base", "new")

    assert found.exit_code == 1
    for words in (
        "prompt: pppppppppppp → qqqqqqqqqqqq",
        "Newly broken: 15",
        "la fecha está mal",
        "first error: fact_misheard (channel) at 12.3 s: «antier» was heard as «ayer»",
        "-5.0 points",
        "15 broken, 0 fixed of 300 pairs; p of getting worse below 0.0001",
        "a loss of 3 points is flagged with probability 0.95",
        "Regression\n  success got worse: 15 calls broke",
    ):
        assert words in found.output


@pytest.mark.usefixtures("runs")
def test_a_run_against_itself_is_no_regression(karla: Karla) -> None:
    found = karla("base", "base")

    assert found.exit_code == 0 and "No regression found" in found.output and "same digest" in found.output


def test_twenty_calls_are_named_unless_all_are_asked_for(
    karla: Karla, write: Callable[..., RunFolder], call: Callable[..., CallSummary]
) -> None:
    write("base", [call(n) for n in range(30)])
    write("new", [call(n, Status.FAIL) for n in range(30)])

    few, everything = karla("base", "new"), karla("base", "new", "--all")

    assert "… and 10 more; --all shows them" in few.output and few.output.count(" replay ") == 20
    assert everything.output.count(" replay ") == 30


@pytest.mark.usefixtures("runs")
def test_machines_get_one_object(karla: Karla) -> None:
    record = json.loads(karla("base", "new", "--json").stdout)

    assert record["exit_code"] == 1 and record["success"]["broken"] == 15 and len(record["broken"]) == 15
    assert record["broken"][0]["first_error"].startswith("fact_misheard")
    assert [each["drop"] for each in record["power"]] == [0.03, 0.05]


def test_nothing_is_written(karla: Karla, runs: tuple[RunFolder, RunFolder]) -> None:
    before = [digest_of(run.path) for run in runs]

    karla("base", "new", "--gates", "default")

    assert [digest_of(run.path) for run in runs] == before


def test_a_run_that_was_cut_short_is_refused(karla: Karla, runs: tuple[RunFolder, RunFolder]) -> None:
    lines = runs[1].calls_path.read_text().splitlines(keepends=True)
    runs[1].calls_path.write_text("".join(lines[:200]))

    found = karla("base", "new")

    assert found.exit_code == 2 and found.stdout == ""
    assert f"{runs[1].calls_path}: holds 200 whole lines, but run.json says" in found.stderr


@pytest.mark.usefixtures("runs")
def test_gates_that_cannot_be_read_are_refused(karla: Karla, tmp_path: Path) -> None:
    gates = tmp_path / "gates.yaml"
    gates.write_text("name: x\nrun:\n  succes: 0.9\n")

    found = karla("base", "new", "--gates", str(gates))

    assert found.exit_code == 2 and found.stdout == ""
    assert f"{gates}:3: run.succes: unknown key (did you mean «success»?)" in found.stderr


@pytest.mark.usefixtures("runs")
def test_gates_of_the_new_run_and_of_the_comparison_are_held(karla: Karla, tmp_path: Path) -> None:
    gates = tmp_path / "gates.yaml"
    gates.write_text("name: x\nrun: {success: 0.96}\ncomparison: {least_power: 0.9}\n")

    found = json.loads(karla("base", "new", "--json", "--gates", str(gates)).stdout)

    assert [(each["gate"], each["status"]) for each in found["gates"]] == [
        ("success", "broken"),
        ("least_power", "kept"),
    ]
    assert any("gate success over all calls is broken" in reason for reason in found["reasons"])


@pytest.mark.usefixtures("runs")
def test_on_github_it_annotates_the_scenarios_and_writes_the_jobs_page(
    karla: Karla, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))

    found = karla("base", "new")

    assert found.output.count("::error ") == 10 and "more remarks are not shown" in found.output
    assert page.read_text().startswith("before\n## Karla, base to new: regression\n")
    assert "| broken | escenario_0--operador_0--gsm--0 | la fecha está mal |" in page.read_text()
