"""What the command does when something outside of a call is wrong: a file of the corpus, a disk, a dead worker."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from runtime.errors import BadFile
from simulator.commands.replay import replay
from simulator.commands.simulate import simulate
from simulator.results.run_folder import create
from simulator.rig import casting, virtual
from simulator.rig.recognition import ErrorModel

KEYS = ["run", "digest", "provenance", "calls", "void", "success", "turn_latency_ms", "under_1500_ms"]
KEYS += ["barge_in_stop_ms", "cost_usd_per_call", "call_seconds", "cpu_seconds", "wall_seconds"]
KEYS += ["injection", "clusters", "failures"]

type Simulate = Callable[..., Result]


@pytest.fixture
def karla(tmp_path: Path) -> Simulate:
    """Return a way to play one short call with the real rig, in this process."""

    def run(*arguments: str, out: Path = tmp_path) -> Result:
        chosen = ("--suite", "quick", "--scenario", "numero_equivocado", "--jobs", "1", "--out", str(out))
        return CliRunner().invoke(simulate, [*chosen, *arguments])

    return run


def refusing(name: str) -> Callable[..., object]:
    """Return a reader that finds a fault."""

    def read(*_: object) -> object:
        raise BadFile(Path(name), "is wrong", line=3)

    return read


def test_every_fault_of_the_corpus_is_told_before_the_first_call(
    karla: Simulate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.rig.bench.voices", refusing("voices.yaml"))
    monkeypatch.setattr("simulator.rig.bench.shipped_prices", refusing("prices.yaml"))
    monkeypatch.setattr(ErrorModel, "shipped", refusing("recognition.yaml"))

    shown = karla()

    assert shown.exit_code == 2 and shown.stdout == ""
    files = ("voices.yaml", "recognition.yaml", "prices.yaml")
    assert shown.stderr.splitlines() == [f"{name}:3: is wrong" for name in files]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told_in_one_line(karla: Simulate, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    shown = karla(out=tmp_path / "file" / "runs")

    assert shown.exit_code == 2
    assert shown.stderr.splitlines() == [f"{tmp_path}/file/runs: cannot be written: Not a directory"]


def test_runs_that_begin_in_the_same_second_have_folders_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process may take the name between a look and the making of the folder."""
    monkeypatch.setattr(Path, "exists", lambda *_, **__: False)

    names = [create(tmp_path, "quick").path.name for _ in range(3)]

    assert [name.split("quick")[1] for name in names] == ["", "-2", "-3"]


def test_a_full_disk_is_the_calls_infra_and_the_json_is_whole(karla: Simulate, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(virtual.Recording, "write", full)

    shown = karla("--json")

    found = json.loads(shown.stdout)
    assert shown.exit_code == 3 and list(found) == KEYS
    assert found["calls"] == {"total": 1, "pass": 0, "fail": 0, "invalid": 0, "infra": 1, "stale": 0, "missing": 0}
    assert "No space left" in found["failures"][0]["why"]
    assert set(found["failures"][0]) == {"call", "scenario", "persona", "channel", "why", "blame", "replay"}


def test_a_run_that_was_stopped_says_what_is_missing(
    karla: Simulate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: Any = casting.run_call

    def press(*arguments: object) -> object:
        os.kill(os.getpid(), signal.SIGINT)
        return played(*arguments)

    monkeypatch.setattr(casting, "run_call", press)
    stopped = karla("--scenario", "va_manejando")

    listed = CliRunner().invoke(replay, ["last", "--out", str(tmp_path)])

    assert stopped.exit_code == 130
    assert "1 of 2 calls were not played: karla simulate --resume" in listed.stdout
