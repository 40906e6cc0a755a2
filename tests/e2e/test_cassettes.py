"""A whole call from its cassette: the same bytes without any provider, and STALE or INFRA when it does not fit."""

from pathlib import Path
from typing import Any

import pytest

from runtime.integrations.rules_llm import RulesModel
from simulator.rig.casting import Casting
from simulator.rig.oracle import OracleEars

CALL = ("corrige_el_destino", "chuy_trevino", "gsm_cab")


@pytest.fixture
def recorded(spec: Any, tmp_path: Path) -> Any:
    """A call, and the folder in which its cassette lies."""
    summary = Casting(record=tmp_path / "tapes").play(spec(*CALL), tmp_path / "live")
    assert summary.status == "PASS"
    return summary


def refuse(*_: object) -> Any:
    raise AssertionError("a provider was asked")


def replayed(spec: Any, tmp_path: Path) -> Any:
    return Casting(replay=tmp_path / "tapes").play(spec(*CALL), tmp_path / "again")


def test_a_replayed_call_is_the_same_call_and_asks_nobody(
    spec: Any, tmp_path: Path, recorded: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RulesModel, "answer", refuse)
    monkeypatch.setattr(OracleEars, "listen", refuse)
    monkeypatch.setattr("runtime.integrations.local_tts.LocalVoice.speak", refuse)

    summary = replayed(spec, tmp_path)

    assert summary.line() == recorded.line()
    for path in (tmp_path / "live").iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_another_prompt_makes_it_stale_even_if_all_else_is_the_same(
    spec: Any, tmp_path: Path, recorded: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from runtime.pipeline import prompt

    monkeypatch.setattr(prompt, "SYSTEM", prompt.SYSTEM + " Sé breve.")

    summary = replayed(spec, tmp_path)

    assert summary.status == "STALE" and "prompt" in summary.why


def test_a_sentence_that_nobody_recorded_makes_it_infra(spec: Any, tmp_path: Path, recorded: Any) -> None:
    tape = next((tmp_path / "tapes").glob("*.jsonl"))
    lines = tape.read_text(encoding="utf-8").splitlines()
    tape.write_text("\n".join(line for line in lines if '"port": "tts"' not in line) + "\n", encoding="utf-8")

    summary = replayed(spec, tmp_path)

    assert summary.status == "INFRA" and "nobody recorded what tts answers" in summary.why


def test_a_call_without_a_cassette_is_infra(spec: Any, tmp_path: Path) -> None:
    (tmp_path / "tapes").mkdir()

    summary = replayed(spec, tmp_path)

    assert summary.status == "INFRA" and "nobody recorded this call" in summary.why
