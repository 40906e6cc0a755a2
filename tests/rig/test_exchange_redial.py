"""A call whose line breaks goes on over another one: one folder, one ledger, and nothing written twice."""

import wave
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.channel.presets import Drop
from simulator.results.call_folder import CallFolder
from simulator.rig import virtual
from simulator.rig.bench import bench
from simulator.rig.casting import grammar_driver, herself
from simulator.rig.virtual import run_call
from simulator.scoring.ledger import Ledger
from simulator.suite import CallSpec, load_everything, suite_path


@pytest.fixture(autouse=True)
def early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the line break long before anything can be settled, whatever the preset says."""
    channels = dict(bench().channels)
    drop = Drop(at_seconds=(12.0, 14.0), redial_seconds=(5.0, 15.0))
    channels["gsm_drops"] = channels["gsm_drops"].model_copy(update={"drop": drop})
    changed = replace(bench(), channels=channels)
    monkeypatch.setattr(virtual, "bench", lambda: changed)


def on_a_line_that_drops(scenario: str) -> CallSpec:
    calls = load_everything(suite_path("quick"), bench().gazetteer).calls()
    return replace(next(call for call in calls if call.scenario.id == scenario), channel="gsm_drops")


def played(spec: CallSpec, folder: Path) -> tuple[Ledger, CallFolder]:
    run_call(spec, folder, herself(spec, bench()), grammar_driver(spec, bench()))
    return Ledger.read(CallFolder(folder).ledger), CallFolder(folder)


@pytest.mark.parametrize("scenario", ["confirma_todo_bien", "alta_todo_de_un_jalon", "corrige_el_destino"])
def test_a_broken_call_goes_on_where_the_first_line_left_it(tmp_path: Path, scenario: str) -> None:
    ledger, _ = played(on_a_line_that_drops(scenario), tmp_path)

    dropped, redialled = ledger.first("line.dropped"), ledger.first("line.redialled")
    assert dropped is not None and redialled is not None
    assert 5 <= redialled.t - dropped.t <= 15.1
    assert not [event for event in ledger if dropped.t + 1 < event.t < redialled.t]
    greetings = [each.t for each in ledger.named("agt.sentence") if "se graba" in each.text("text")]
    assert len(greetings) == 2 and greetings[0] < dropped.t < redialled.t < greetings[1]
    assert len(ledger.named("call.hangup")) == len(ledger.named("call.end")) == 1


def test_utterances_and_turns_are_counted_on(tmp_path: Path) -> None:
    ledger, folder = played(on_a_line_that_drops("corrige_el_destino"), tmp_path)

    for name, key in (("drv.utt.start", "utt"), ("agt.audio.first", "turn")):
        assert set(Counter(event.whole(key) for event in ledger.named(name)).values()) == {1}
    hangup = ledger.first("call.hangup")
    with wave.open(str(folder.audio)) as sound:
        assert hangup is not None and sound.getnframes() / 8000 == pytest.approx(hangup.t, abs=0.3)


def test_nothing_is_written_twice(tmp_path: Path) -> None:
    for scenario in ("alta_todo_de_un_jalon", "corrige_el_destino"):
        ledger, _ = played(on_a_line_that_drops(scenario), tmp_path / scenario)

        assert len(ledger.named("ops.write")) == 1


def test_a_broken_call_is_the_same_every_time(tmp_path: Path) -> None:
    spec = on_a_line_that_drops("confirma_todo_bien")

    once, again = (played(spec, tmp_path / name)[0].canonical_bytes() for name in ("once", "again"))

    assert once == again
