"""A run on disk: its digest, its name, what is refused."""

import hashlib
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from runtime.errors import BadFile
from simulator.results.call_folder import CallSummary, StoredVerdict, read_trips
from simulator.results.provenance import git_state, provenance
from simulator.results.run_folder import Request, RunFolder, RunInfo, create, digest, find
from simulator.scoring.checks import Check, Status, Verdict
from simulator.scoring.expectation import Expectation

SUMMARY = CallSummary(
    "uno--jesus--gsm--1", "uno", "jesus", "gsm", 1, "s", "T", ("confirm",), Status.PASS, "", ledger_sha256="aa"
)
INFO = RunInfo("r", Request("p.yaml"), ("uno--jesus--gsm--1",), {"modelled": ["ears"]})


def test_the_digest_is_what_it_says_it_is() -> None:
    made = replace(SUMMARY, audio_sha256="bb")

    assert digest([made]) == hashlib.sha256(b"uno--jesus--gsm--1\naa\nbb\n").hexdigest()


def test_two_runs_in_one_second_have_two_folders(tmp_path: Path) -> None:
    one, two = create(tmp_path, "prueba"), create(tmp_path, "prueba")

    assert one.path != two.path and one.path.name.split("-")[2] == "prueba"


def test_run_json_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)

    run.write_info(INFO)

    assert run.info() == INFO


def test_the_last_run_is_the_one_written_last(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        RunFolder(tmp_path / name).write_info(INFO)

    assert find(tmp_path, "last").path.name == "a"


@pytest.mark.parametrize(("name", "text"), [("run.json", "{}"), ("calls.jsonl", "{}\n"), ("run.json", None)])
def test_a_broken_run_is_refused(tmp_path: Path, name: str, text: str | None) -> None:
    run = RunFolder(tmp_path)
    if text is not None:
        (tmp_path / name).write_text(text)

    with pytest.raises(BadFile) as refused:
        run.info() if name == "run.json" else run.summaries()

    assert refused.value.path.name == name


def test_a_verdict_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    stored = StoredVerdict(Verdict(Status.FAIL, "why", (Check("trip", False, "why"),)), Expectation(title="Título"))

    stored.write(tmp_path / "verdict.json")

    assert StoredVerdict.read(tmp_path / "verdict.json") == stored


@pytest.mark.parametrize("text", [None, "no", "[]", '{"before": null}'])
def test_broken_trips_are_refused(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "trip.json").write_text(text)

    with pytest.raises(BadFile):
        read_trips(tmp_path / "trip.json")


def test_provenance_says_what_is_modelled_and_from_which_code(tmp_path: Path) -> None:
    found = provenance({"ears": "oracle", "modelled": ["ears"]}, ["gsm", "clean", "gsm"], "karla")

    assert found["ears"] == "oracle" and found["modelled"] == ["ears"] and found["channels"] == ["clean", "gsm"]
    assert {"git", "python", "versions", "seed"} <= found.keys()


def test_outside_a_repository_the_commit_is_unknown(tmp_path: Path) -> None:
    assert git_state(tmp_path) == ("unknown", None)


def test_a_changed_file_makes_a_repository_dirty(tmp_path: Path) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    (tmp_path / "file").write_text("one")
    for command in (["init", "-q"], ["add", "file"], [*who, "commit", "-q", "-m", "one"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    commit, clean = git_state(tmp_path)

    (tmp_path / "file").write_text("two")

    assert len(commit) == 40 and clean is False and git_state(tmp_path) == (commit, True)
