"""`karla simulate` and `karla replay`, with calls that take no time."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

from runtime.errors import BadFile
from simulator.commands.replay import replay
from simulator.commands.simulate import simulate
from simulator.simulation import Rig
from simulator.yaml_file import BadFiles

type Karla = Callable[..., Result]

KEYS = [
    *(
        "run",
        "digest",
        "provenance",
        "calls",
        "void",
        "success",
        "turn_latency_ms",
        "under_1500_ms",
        "barge_in_stop_ms",
    ),
    *("cost_usd_per_call", "call_seconds", "cpu_seconds", "wall_seconds", "injection", "clusters", "failures"),
]


@pytest.fixture
def plays(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(Path(__file__).parent)
    monkeypatch.setenv("KARLA_TEST_PARENT", str(os.getpid()))
    import plays

    return plays


@pytest.fixture
def rig(plays: ModuleType) -> Rig:
    return Rig(plays.confirm, {"driver": "scripted", "modelled": ["everything"]}, plays.loaded)


@pytest.fixture
def karla(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rig: Rig) -> Karla:
    """Return a way to run a command in an empty folder, in this process."""
    monkeypatch.chdir(tmp_path)

    def run(command: object, *arguments: str, rig: Rig = rig) -> Result:
        extra = ("--suite", "./prueba.yaml") if command is simulate and "--resume" not in arguments else ()
        jobs = ("--jobs", "1") if command is simulate else ()
        return CliRunner().invoke(command, [*extra, *jobs, *arguments], obj=rig)

    return run


def test_the_json_is_the_whole_of_stdout(karla: Karla) -> None:
    shown = karla(simulate, "--json")

    found = json.loads(shown.stdout)
    assert list(found) == KEYS
    assert found["calls"] == {"total": 3, "pass": 2, "fail": 1, "invalid": 0, "infra": 0, "stale": 0, "missing": 0}
    assert found["turn_latency_ms"] == {"p50": 1000.0, "p95": 1000.0, "p99": 1000.0}
    assert found["under_1500_ms"] == 1.0 and found["call_seconds"] == 67.5
    assert found["success"] == {"rate": 0.6667, "low": 0.2077, "high": 0.9385}


def test_a_failure_names_its_call_and_how_to_see_it_again(karla: Karla) -> None:
    found = json.loads(karla(simulate, "--json").stdout)

    (failure,) = found["failures"]
    assert failure["why"] == "the call ended as confirmed, should be updated"
    assert failure["replay"] == f"karla replay {found['run']} tres--jesus--gsm--1"


def test_the_tables_say_what_failed_what_is_modelled_and_where_it_lies(karla: Karla) -> None:
    shown = karla(simulate)

    assert shown.exit_code == 1
    for words in (
        "By scenario",
        "By driver",
        "Latency in ms",
        "should be updated",
        "not measured in the field",
        "digest",
    ):
        assert words in shown.stdout
    assert "2 of 3 calls passed" in shown.stdout


@pytest.mark.parametrize(("arguments", "code"), [(("--scenario", "[ud]*"), 0), ((), 1), (("--scenario", "x"), 2)])
def test_the_exit_code_says_how_it_went(karla: Karla, arguments: tuple[str, ...], code: int) -> None:
    assert karla(simulate, *arguments).exit_code == code


def test_a_run_that_proves_nothing_exits_with_3(karla: Karla, rig: Rig, plays: ModuleType) -> None:
    def lost(spec: object, folder: Path) -> object:
        raise OSError("disk full")

    shown = karla(simulate, rig=replace(rig, play=lost))

    assert shown.exit_code == 3 and "disk full" in shown.stdout


def test_every_fault_of_every_file_is_told_at_once(karla: Karla, rig: Rig) -> None:
    def refuse(path: Path) -> None:
        raise BadFiles("two", [BadFile(path, "is wrong", line=3, key="a"), BadFile(path, "is missing", key="b")])

    shown = karla(simulate, rig=replace(rig, load=refuse))

    assert shown.exit_code == 2 and shown.stdout == ""
    lines = shown.stderr.splitlines()
    assert len(lines) == 2 and lines[0].endswith("prueba.yaml:3: a: is wrong") and lines[1].endswith("b: is missing")


def test_a_misspelt_scenario_is_told_the_nearest(karla: Karla) -> None:
    assert "did you mean «dos»?" in karla(simulate, "--scenario", "doss").stderr


def test_trials_and_seed_are_the_users(karla: Karla) -> None:
    found = json.loads(karla(simulate, "--json", "--trials", "2", "--seed", "otra", "--scenario", "uno").stdout)

    assert found["calls"]["total"] == 2 and found["provenance"]["seed"] == "otra"


def test_an_interrupted_run_tells_how_to_go_on_and_does(karla: Karla, rig: Rig, plays: ModuleType) -> None:
    whole = json.loads(karla(simulate, "--json").stdout)

    def press(spec: object, folder: Path) -> object:
        os.kill(os.getpid(), 2)
        return plays.confirm(spec, folder)

    stopped = karla(simulate, "--json", rig=replace(rig, play=press))
    command = stopped.stderr.split("karla simulate ")[-1].split()
    resumed = karla(simulate, "--json", *command)

    assert stopped.exit_code == 130 and stopped.stdout == "" and "1 of 3 calls are kept" in stopped.stderr
    assert json.loads(resumed.stdout)["digest"] == whole["digest"]


def test_resume_takes_no_other_choice_of_calls(karla: Karla) -> None:
    shown = karla(simulate, "--resume", "last", "--scenario", "uno")

    assert shown.exit_code == 2 and "takes no other choice" in shown.stderr


def test_a_run_is_not_resumed_when_its_files_have_changed(karla: Karla, rig: Rig, plays: ModuleType) -> None:
    karla(simulate, "--scenario", "uno")

    def changed(path: Path) -> object:
        suite = plays.loaded(path)
        return replace(suite, scenarios=tuple(s.model_copy(update={"title": "Otro"}) for s in suite.scenarios))

    shown = karla(simulate, "--resume", "last", rig=replace(rig, load=changed))

    assert shown.exit_code == 2 and "have changed since this run began" in shown.stderr


def test_replay_tells_the_call_to_a_stranger(karla: Karla) -> None:
    karla(simulate)

    shown = karla(replay, "last", "tres")

    assert shown.exit_code == 0
    for words in (
        "Título de tres",
        "Don Chuy",
        "asistente virtual",
        "Así es",
        "should be updated",
        "audio.wav",
        "FAIL",
    ):
        assert words in shown.stdout


def test_replay_without_a_call_lists_what_did_not_pass(karla: Karla) -> None:
    karla(simulate)

    shown = karla(replay)

    assert "FAIL    tres--jesus--gsm--1" in shown.stdout and "uno--" not in shown.stdout


def test_replay_says_which_names_there_are(karla: Karla) -> None:
    karla(simulate)

    shown = karla(replay, "last", "cuatro")

    assert shown.exit_code == 2 and "no call begins with" in shown.stderr


def test_of_several_calls_replay_shows_the_one_that_failed(karla: Karla) -> None:
    karla(simulate)

    shown = karla(replay, "last", "")

    assert shown.exit_code == 0
    assert "begins 3 calls" in shown.stderr and "FAIL" in shown.stdout


def test_without_runs_replay_says_so(karla: Karla) -> None:
    shown = karla(replay)

    assert shown.exit_code == 2 and "holds no runs yet (karla simulate makes one)" in shown.stderr


def test_a_run_is_found_by_path_and_by_the_beginning_of_its_id(karla: Karla) -> None:
    run = json.loads(karla(simulate, "--json").stdout)["run"]

    assert karla(replay, f"runs/{run}").exit_code == karla(replay, run[:8]).exit_code == 0
    assert karla(replay, "1999").exit_code == 2
