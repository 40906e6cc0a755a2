"""A driver for whom a language model thinks: strict rules, a whole call, on a cassette, and frozen."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.models.chat import Said
from simulator.rig import casting
from simulator.rig.casting import Casting

SCENARIO = """\
title: De prueba
tags: [update]
direction: outbound
now: 2026-03-11T10:25:00
zone: America/Monterrey
trip: {id: T-1, origin: monterrey, destination: saltillo, date: 2026-03-10}
truth: {origin: monterrey, destination: torreon, date: 2026-03-10}
expect: {outcome: updated, trip: {destination: torreon}}
"""


class Chatty:
    """A model that has read its instructions: it says what they say it knows."""

    identity = {"provider": "scripted", "model": "chatty"}  # noqa: RUF012  as real models have it

    def __init__(self, change: Callable[[str], str | None] = lambda _: None) -> None:
        self.change = change
        self.asked: list[str] = []

    def ask(self, system: str, messages: list[Said], schema: Any) -> dict[str, Any]:
        """Answer the last thing that Karla said."""
        self.asked.append(messages[-1].text)
        heard = next(each.text for each in reversed(messages) if each.text.startswith(("Karla:", "(Suena")))
        said = self.change(heard) or self._sensible(heard, system)
        return {"dice": said, "despues": "escucha"}

    def _sensible(self, heard: str, system: str) -> str:
        destination = re.search(r"Destino: ([^.]+)\.", system)
        assert destination
        if "Hablo con" in heard:
            return "Sí, yo soy, dígame"
        if destination[1] in heard:
            return "Sí, así es"
        if "a dónde" in heard.lower() or "correcto" in heard:
            return f"No, mire, lo llevé a {destination[1]}"
        return "¿Bueno?" if "Suena" in heard else "Ándele, gracias"


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch, spec: Any, tmp_path: Path) -> Callable[..., Any]:
    """Return a function that plays a call with a model for the driver."""

    path = tmp_path / "escena.yaml"
    path.write_text(SCENARIO, encoding="utf-8")

    def played(chat: Any, name: str = "call", **tape: Path) -> Any:
        monkeypatch.setattr(casting, "chat_named", lambda vendor: chat)
        return Casting(driver="llm", **tape).play(spec(path, "chuy_trevino", "g711"), tmp_path / name)

    return played


def test_a_model_that_keeps_to_its_part_holds_a_whole_call(talk: Any) -> None:
    chat = Chatty()

    summary = talk(chat)

    assert (str(summary.status), summary.why, summary.outcome) == ("PASS", "", "updated")
    assert chat.asked[0] == "(Suena tu teléfono y contestas.)" and len(chat.asked) >= 3


def test_a_model_that_invents_a_place_is_told_and_may_mend_it(talk: Any) -> None:
    wrong: list[bool] = []

    def once(heard: str) -> str | None:
        if "Hablo con" in heard and not wrong:
            wrong.append(True)
            return "Sí, yo soy, voy saliendo de Guadalajara"
        return None

    chat = Chatty(once)
    summary = talk(chat)

    assert summary.status == "PASS"
    assert any("Inventaste un lugar que no sabes: Guadalajara" in heard for heard in chat.asked)


def test_a_model_that_insists_makes_the_call_invalid_and_not_karla_fail(talk: Any) -> None:
    summary = talk(Chatty(lambda heard: None if "Suena" in heard else "Voy para Guadalajara, jefa"))

    assert summary.status == "INVALID" and "Guadalajara" in summary.why


def test_a_model_that_says_yes_to_what_is_not_true_is_told(talk: Any) -> None:
    chat = Chatty(lambda heard: "Sí, así es" if "es correcto" in heard or "correcta" in heard else None)

    summary = talk(chat)

    assert summary.status == "INVALID"
    assert any("Dijiste que sí, pero no es cierto" in heard for heard in chat.asked)


def test_a_recorded_driver_needs_no_model_again(talk: Any, tmp_path: Path) -> None:
    live = talk(Chatty(), "live", record=tmp_path / "tapes")

    again = talk(None, "again", replay=tmp_path / "tapes")

    assert again.line() == live.line()
