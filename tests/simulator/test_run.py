"""A suite goes on whatever happens to one of its calls, and gives the same digest however it was played."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from simulator.results.call_folder import CallSummary
from simulator.results.run_folder import Request, RunFolder, RunInfo
from simulator.run import DIED, play_suite
from simulator.scoring.checks import Status
from simulator.suite import CallSpec


@pytest.fixture
def plays(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Return the module of the calls, where a worker process finds it too."""
    monkeypatch.syspath_prepend(Path(__file__).parent)
    monkeypatch.setenv("KARLA_TEST_PARENT", str(os.getpid()))
    import plays

    yield plays
    sys.modules.pop("plays")


def played(folder: Path, specs: list[CallSpec], play: Callable, jobs: int) -> tuple[RunFolder, RunInfo, bool]:
    folder.mkdir(exist_ok=True)
    run = RunFolder(folder)
    done = {summary.call for summary in run.mend()}
    complete = play_suite([spec for spec in specs if spec.name not in done], run, play, jobs, lambda _: None)
    info = RunInfo("run", Request("suite.yaml"), tuple(spec.name for spec in specs), {})
    return run, run.finish(info, "finished" if complete else "interrupted"), complete


def status(run: RunFolder) -> dict[str, Status]:
    return {summary.scenario: summary.status for summary in run.summaries()}


@pytest.mark.slow
def test_the_digest_does_not_depend_on_how_many_are_played_at_once(tmp_path: Path, plays: ModuleType) -> None:
    specs = [plays.spec("uno"), plays.spec("dos"), plays.spec("tres")]

    one, first, _ = played(tmp_path / "one", specs, plays.confirm, jobs=1)
    two, second, _ = played(tmp_path / "two", specs, plays.confirm, jobs=2)

    assert first.digest == second.digest
    assert one.calls_path.read_bytes() == two.calls_path.read_bytes()


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_call_that_raises_is_infra_and_nobody_elses(tmp_path: Path, plays: ModuleType, jobs: int) -> None:
    specs = [plays.spec("uno"), plays.spec("malo"), plays.spec("tres")]

    run, _, complete = played(tmp_path / "run", specs, plays.break_down, jobs)

    assert complete and status(run) == {"uno": "PASS", "malo": "INFRA", "tres": "PASS"}
    assert run.summaries()[1].why == "the rig failed: KeyError: 'sin nombre'"
    assert "break_down" in (run.call(specs[1].name).path / "error.txt").read_text()


@pytest.mark.slow
def test_a_call_that_takes_its_worker_down_is_infra_and_nobody_elses(tmp_path: Path, plays: ModuleType) -> None:
    specs = [plays.spec("uno"), plays.spec("malo"), plays.spec("tres"), plays.spec("cuatro")]

    run, _, complete = played(tmp_path / "run", specs, plays.crash, jobs=2)

    assert complete and status(run) == {"uno": "PASS", "malo": "INFRA", "tres": "PASS", "cuatro": "PASS"}
    assert run.summaries()[1].why == DIED


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_an_interrupted_run_keeps_its_calls_and_resumes_to_the_same_digest(
    tmp_path: Path, plays: ModuleType, jobs: int
) -> None:
    specs = [plays.spec(name) for name in ("uno", "malo", *(f"n{number}" for number in range(8)))]
    _, whole, _ = played(tmp_path / "whole", specs, plays.confirm, jobs=1)

    run, stopped, complete = played(tmp_path / "run", specs, plays.interrupt, jobs)
    kept = len(run.summaries())
    _, resumed, _ = played(tmp_path / "run", specs, plays.confirm, jobs)

    assert not complete and 2 <= kept < len(specs) and stopped.progress == "interrupted"
    assert resumed.digest == whole.digest != stopped.digest


def test_a_torn_last_line_is_played_again(tmp_path: Path, plays: ModuleType) -> None:
    specs = [plays.spec("uno"), plays.spec("dos")]
    run, whole, _ = played(tmp_path / "run", specs, plays.confirm, jobs=1)
    run.calls_path.write_bytes(run.calls_path.read_bytes()[:-30])

    _, mended, _ = played(tmp_path / "run", specs, plays.confirm, jobs=1)

    assert mended.digest == whole.digest


def test_a_summary_is_read_back_as_it_was_written(tmp_path: Path, plays: ModuleType) -> None:
    run, _, _ = played(tmp_path / "run", [plays.spec("uno")], plays.confirm, jobs=1)

    (summary,) = run.summaries()

    assert CallSummary.parse(summary.line()) == summary and summary.metrics is not None
    assert [turn.seconds for turn in summary.metrics.latencies] == [1.0, 1.0]


def test_another_recording_is_another_digest(tmp_path: Path, plays: ModuleType) -> None:
    _, one, _ = played(tmp_path / "one", [plays.spec("uno")], plays.confirm, jobs=1)
    _, two, _ = played(tmp_path / "two", [plays.spec("dos")], plays.confirm, jobs=1)

    assert one.digest != two.digest
