"""What counts as a yes, as a question asked again, and as a fact named."""

import pytest

from simulator.scoring.evidence import agrees, asked_again, mentions
from simulator.scoring.scripted import ScriptedCall
from simulator.scoring.timeline import Timeline


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Sí", True),
        ("Simón", True),
        ("Ei, así es", True),
        ("Pos sí, jefa", True),
        ("Está bien", True),
        ("Ándele pues", False),
        ("No, sí fue a Laredo", False),
        ("No", False),
        ("Pues no", False),
        ("Nel", False),
        ("¿Mande?", False),
        ("", False),
        ("Laredo", False),
    ],
)
def test_a_yes_is_explicit(text: str, yes: bool) -> None:
    assert agrees(text) is yes


def test_a_driver_has_his_own_yes() -> None:
    assert agrees("Arre, jefa", ["Arre"]) and not agrees("Arre, jefa")


@pytest.mark.parametrize(
    ("fact", "value", "text", "named"),
    [
        ("destination", "nuevo-laredo", "Va a Nuevo Laredo.", True),
        ("destination", "laredo", "Va a Nuevo León.", False),
        ("date", "2026-03-09", "el lunes nueve de marzo", True),
        ("date", "2026-03-01", "el primero de marzo", True),
        ("date", "2026-03-09", "el diecinueve de marzo", False),
        ("date", "2026-12-22", "el 22 de diciembre", True),
    ],
)
def test_without_a_gazetteer_a_fact_is_known_by_its_id(fact: str, value: str, text: str, named: bool) -> None:
    assert mentions(text, fact, value, None) is named


def again(question: str, facts: list[str]) -> int:
    call = ScriptedCall().karla(0, 1.0, 2.0, "¿A dónde va?").driver(2.5, 4.0, "A Manzanillo", facts=facts)
    return asked_again(Timeline.of(call.answers(1, 5.0, 6.0, question).end(7.0, "failed").ledger))


@pytest.mark.parametrize(
    ("question", "facts", "count"),
    [
        ("¿A dónde va?", ["destination=manzanillo"], 1),
        ("¿Me lo repite, por favor?", ["destination=manzanillo"], 1),
        ("¿De dónde salió?", ["destination=manzanillo"], 0),
        ("¿A dónde va?", [], 0),
    ],
)
def test_asking_for_what_he_has_told_is_asking_again(question: str, facts: list[str], count: int) -> None:
    assert again(question, facts) == count
