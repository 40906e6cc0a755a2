"""A fault that a language model found is frozen: the grammar driver shows it again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from simulator.commands.promote import promote
from simulator.commands.simulate import simulate

SCENARIO = """\
title: Pregunta por su pago
tags: [confirm]
direction: outbound
now: 2026-03-11T10:25:00
zone: America/Monterrey
trip: {id: T-1, origin: monterrey, destination: saltillo, date: 2026-03-10}
expect: {outcome: confirmed, trip: unchanged, says: [OBLIGED]}
"""
SUITE = "name: De prueba\nscenarios: [./pago.yaml]\npersonas: [chuy_trevino]\nchannels: [g711]\nseed: una\n"


class Model:
    """A model that asks about his pay before it agrees."""

    identity = {"provider": "scripted"}  # noqa: RUF012  as real models have it

    def ask(self, system: str, messages: list[Any], schema: Any) -> dict[str, Any]:
        """Answer the last thing that Karla said."""
        heard, said = messages[-1].text, "Ándele, gracias"
        if "Suena" in heard:
            said = "¿Bueno?"
        elif "Hablo con" in heard:
            said = "Sí, yo soy, dígame"
        elif "correcto" in heard:
            said = "Sí, así es"
        return {"dice": said, "despues": "escucha"}


@pytest.fixture
def karla(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Return a way to run a command in an empty folder with a suite of one call."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("simulator.rig.casting.chat_named", lambda vendor: Model())
    monkeypatch.setenv("GEMINI_API_KEY", "test")
    (tmp_path / "prueba.yaml").write_text(SUITE, encoding="utf-8")

    def run(command: Any, *arguments: str, obliged: str = "estacionamiento") -> Any:
        (tmp_path / "pago.yaml").write_text(SCENARIO.replace("OBLIGED", obliged), encoding="utf-8")
        return CliRunner().invoke(command, list(arguments), catch_exceptions=False)

    return run


def test_a_failure_is_found_again_without_the_model(karla: Callable[..., Any], tmp_path: Path) -> None:
    found = karla(simulate, "--suite", "./prueba.yaml", "--driver", "llm", "--jobs", "1", "--json")
    assert found.exit_code == 1

    shown = karla(promote, "last", "--name", "sin_estacionamiento")

    assert shown.exit_code == 0 and "FAIL too: Karla never said «estacionamiento»" in shown.stdout
    again = karla(simulate, "--suite", "./promoted/sin_estacionamiento.suite.yaml", "--jobs", "1", "--json")
    assert again.exit_code == 1 and "estacionamiento" in again.stdout


def test_nothing_is_overwritten(karla: Callable[..., Any]) -> None:
    karla(simulate, "--suite", "./prueba.yaml", "--driver", "llm", "--jobs", "1", "--json")
    karla(promote, "last", "--name", "uno")

    shown = karla(promote, "last", "--name", "uno")

    assert shown.exit_code == 2 and "exists: give another --name" in shown.stderr


def test_a_fault_that_does_not_show_again_is_said(karla: Callable[..., Any]) -> None:
    """The scenario was mended in between."""
    karla(simulate, "--suite", "./prueba.yaml", "--driver", "llm", "--jobs", "1", "--json")

    shown = karla(promote, "last", obliged="Gracias")

    assert shown.exit_code == 1 and "but frozen it is PASS" in shown.stderr
