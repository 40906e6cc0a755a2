"""`karla regrade` on a played call: nothing changes by itself, and a judge may only veto with words that were said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from simulator.commands.regrade import regrade
from simulator.commands.simulate import simulate
from simulator.models import named
from simulator.results.run_folder import find


class Reader:
    """A model with an opinion."""

    identity = {"provider": "scripted", "model": "reader"}  # noqa: RUF012  as real models have it

    def __init__(self, **opinion: Any) -> None:
        self.opinion = opinion
        self.read: list[str] = []

    def ask(self, system: str, messages: list[Any], schema: Any) -> Any:
        """Give the opinion."""
        self.read.append(messages[0].text)
        return self.opinion


@pytest.fixture
def played(tmp_path: Path) -> Path:
    """A folder with one run of one call that passed."""
    chosen = ("--suite", "quick", "--scenario", "numero_equivocado", "--jobs", "1", "--out", str(tmp_path))
    assert CliRunner().invoke(simulate, [*chosen]).exit_code == 0
    return tmp_path


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch, played: Path) -> Callable[[Reader], Any]:
    """Return a way to regrade with this judge."""

    def judged(reader: Reader) -> Any:
        monkeypatch.setattr(named, "chat_named", lambda name: reader)
        return CliRunner().invoke(regrade, ["last", "--judge", "claude", "--out", str(played)])

    return judged


def test_the_same_rules_change_nothing(played: Path) -> None:
    before = {path: path.read_bytes() for path in find(played, "last").path.rglob("*") if path.is_file()}

    shown = CliRunner().invoke(regrade, ["last", "--out", str(played)])

    assert shown.exit_code == 0 and "0 came out otherwise, 0 in a figure only" in shown.stdout
    assert before == {path: path.read_bytes() for path in before}


def test_a_judge_who_quotes_what_was_said_fails_the_call(judge: Callable[[Reader], Any], played: Path) -> None:
    reader = Reader(objeta=True, motivo="suena a grabación", cita="asistente virtual de Fletes del Norte")

    shown = judge(reader)

    assert shown.exit_code == 1 and "PASS → FAIL" in shown.stdout and "suena a grabación" in shown.stdout
    assert "Karla:" in reader.read[0]
    assert find(played, "last").summaries()[0].failed == ("judge",)


def test_a_judge_who_quotes_what_nobody_said_is_not_heard(judge: Callable[[Reader], Any]) -> None:
    shown = judge(Reader(objeta=True, motivo="lo insulta", cita="es usted un tonto"))

    assert shown.exit_code == 0


def test_a_judge_who_answers_nonsense_changes_nothing(judge: Callable[[Reader], Any], played: Path) -> None:
    shown = judge(Reader(veredicto="bien"))

    assert shown.exit_code == 1 and "no call's result was changed" in shown.output
    assert find(played, "last").summaries()[0].status == "PASS"


def test_without_a_key_the_variable_is_named(played: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)

    shown = CliRunner().invoke(regrade, ["last", "--judge", "claude", "--out", str(played)])

    assert shown.exit_code == 2 and "ANTHROPIC_API_KEY" in shown.stderr
