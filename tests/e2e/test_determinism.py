"""The same seed gives the same bytes: twice, in one process or two, with the voice rendered anew."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from simulator.commands.simulate import simulate
from simulator.results.run_folder import Request, RunFolder, RunInfo
from simulator.rig import virtual
from simulator.rig.bench import Bench
from simulator.rig.casting import Casting
from simulator.run import play_suite
from simulator.suite import CallSpec

HANDFUL = (
    ("interrumpe_la_lectura_con_correccion", "flaco_utrera", "gsm"),
    ("corrige_el_destino", "chuy_trevino", "gsm_cab"),
    ("alta_todo_de_un_jalon", "adela_rios", "g711"),
)


@pytest.fixture(scope="module")
def specs(spec: Any) -> list[CallSpec]:
    """A call with a barge-in, one on a noisy mobile line, one that creates a trip."""
    return [spec(*names) for names in HANDFUL]


def played(folder: Path, specs: list[CallSpec], jobs: int = 1) -> RunFolder:
    """Play calls into a run folder that ends as a finished run does."""
    folder.mkdir()
    run = RunFolder(folder)
    play_suite(specs, run, Casting().play, jobs, lambda _: None)
    run.finish(RunInfo("run", Request("suite.yaml"), tuple(spec.name for spec in specs), {}), "finished")
    return run


def left(run: RunFolder, specs: list[CallSpec]) -> list[bytes]:
    """Return the bytes of every ledger and every recording."""
    folders = [run.call(spec.name) for spec in specs]
    return [path.read_bytes() for folder in folders for path in (folder.ledger, folder.audio, folder.verdict)]


@pytest.mark.slow
def test_a_call_is_the_same_to_the_byte_whenever_and_wherever_it_is_played(
    specs: list[CallSpec], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Worker processes also hash words in another order: no call may notice."""
    once = played(tmp_path / "once", specs)
    again = played(tmp_path / "again", specs)
    monkeypatch.setenv("KARLA_CACHE", str(tmp_path / "empty"))
    elsewhere = played(tmp_path / "elsewhere", specs, jobs=2)

    assert list((tmp_path / "empty").rglob("*.kv"))
    assert left(once, specs) == left(again, specs) == left(elsewhere, specs)
    assert once.calls_path.read_bytes() == again.calls_path.read_bytes() == elsewhere.calls_path.read_bytes()
    assert once.info().digest == elsewhere.info().digest


@pytest.mark.slow
def test_a_call_does_not_depend_on_the_calls_before_it(specs: list[CallSpec], tmp_path: Path) -> None:
    forwards = played(tmp_path / "forwards", specs)
    backwards = played(tmp_path / "backwards", specs[::-1])

    assert left(forwards, specs) == left(backwards, specs)


def test_a_voice_rendered_anew_is_the_same_voice(
    spec: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    call = [spec("confirma_todo_bien", "cuau_flores", "gsm")]
    kept = played(tmp_path / "kept", call)
    monkeypatch.setenv("KARLA_CACHE", str(tmp_path / "empty"))
    fresh = Bench.open()
    request.addfinalizer(fresh.engine.close)
    monkeypatch.setattr(virtual, "bench", lambda: fresh)

    anew = played(tmp_path / "anew", call)

    assert list((tmp_path / "empty").rglob("*.kv")) and left(kept, call) == left(anew, call)


def test_another_seed_is_another_call(spec: Any, tmp_path: Path) -> None:
    one, other = ([spec("confirma_todo_bien", seed=seed)] for seed in ("one", "other"))

    first, second = played(tmp_path / "first", one), played(tmp_path / "second", other)

    assert all(a != b for a, b in zip(left(first, one)[:2], left(second, other)[:2], strict=True))
    assert first.info().digest != second.info().digest


def test_the_digest_that_is_printed_can_be_worked_out_from_the_files_alone(tmp_path: Path) -> None:
    """SHA-256 over each call's name, ledger digest and audio digest, a line each, in the order of the suite."""
    chosen = ("--suite", "quick", "--scenario", "*_todo_*", "--jobs", "1", "--out", str(tmp_path))
    printed = json.loads(CliRunner().invoke(simulate, [*chosen, "--json"]).stdout)
    folder = tmp_path / printed["run"]
    calls = json.loads((folder / "run.json").read_text())["calls"]

    files = [folder / "calls" / call / name for call in calls for name in ("ledger.jsonl", "audio.wav")]
    sums = iter([hashlib.sha256(file.read_bytes()).hexdigest() for file in files])
    text = "".join(f"{call}\n{next(sums)}\n{next(sums)}\n" for call in calls)

    assert len(calls) == printed["calls"]["total"] == 2
    assert printed["digest"] == hashlib.sha256(text.encode()).hexdigest()
