"""Word errors after the es-MX normaliser, and entities by canonical id."""

import pytest

from simulator.scoring.recognition import WordErrors, normalise, recognition, word_errors
from simulator.scoring.scripted import ScriptedCall


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("Así es, jefe.", "asi es jefe"),
        ("El 9 de marzo", "el nueve de marzo"),
        ("de 2026", "de dos mil veintiseis"),
        ("la caja 007", "la caja cero cero siete"),
        ("mañana", "mañana"),
        ("voy pa' Laredo", "voy para laredo"),
        ("Pérame, nomás", "esperame nada mas"),
        ("no'mbre", "no hombre"),
        ("No’mbre, pa’ nada", "no hombre para nada"),
        ("mi nombre es", "mi nombre es"),
        ("¿Qué?", "que"),
    ],
)
def test_words_are_compared_in_one_spelling(said: str, plain: str) -> None:
    assert normalise(said) == plain


def test_word_errors_are_pooled_and_not_averaged() -> None:
    """One of 1 and none of 3 is a quarter, not a half."""
    assert word_errors([("sí", "no"), ("fue a laredo", "fue a laredo")]).rate == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("pairs", "errors"),
    [
        ([], WordErrors(0, 0)),
        ([("", "")], WordErrors(0, 0)),
        ([("", "sí")], WordErrors(1, 0)),
        ([("así es", "")], WordErrors(2, 2)),
        ([("lázaro cárdenas", "del azaro cárdenas")], WordErrors(2, 2)),
    ],
)
def test_word_errors_are_counted(pairs: list[tuple[str, str]], errors: WordErrors) -> None:
    assert word_errors(pairs) == errors


def test_nothing_said_and_nothing_heard_is_no_error() -> None:
    assert WordErrors(0, 0).rate == 0 and WordErrors(1, 0).rate is None


def test_a_place_that_was_misheard_is_missed() -> None:
    call = ScriptedCall().note(1, "stt.final", text="fui al azaro", ref="fui a Lázaro")
    call.note(2, "stt.final", text="de Colima", ref="de Colima")

    def places_in(text: str) -> frozenset[str]:
        return frozenset(f"place:{name}" for name in ("lazaro", "colima") if f" {name}" in f" {normalise(text)}")

    found = recognition(call.ledger, places_in)

    assert (found.entities, found.entities_right, found.missed) == (2, 1, ("place:lazaro",))


def test_spelling_alone_is_an_error_only_in_the_raw_rate() -> None:
    call = ScriptedCall().note(1, "stt.final", text="asi es el nueve", ref="Así es, el 9")

    found = recognition(call.ledger, None)

    assert found.normalised.errors == 0 and found.raw.errors == 3


def test_places_and_dates_are_counted_apart() -> None:
    call = ScriptedCall().note(1, "stt.final", text="fui al azaro el lunes", ref="fui a Lázaro el lunes")

    def found_in(text: str) -> frozenset[str]:
        kinds = {"lazaro": "place:lazaro", "lunes": "date:2026-03-09"}
        return frozenset(kind for name, kind in kinds.items() if f" {name}" in f" {normalise(text)}")

    found = recognition(call.ledger, found_in)

    assert found.said == {"date": 1, "place": 1} and (found.right("place"), found.right("date")) == (0, 1)
