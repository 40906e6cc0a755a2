"""One plain form for whatever the recogniser writes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.understanding.text import close, fold, marked, tokens


@pytest.mark.parametrize(
    ("heard", "plain"),
    [
        ("¡Órale, PUES!", "orale pues"),
        ("El año pasado", "el año pasado"),
        ("cigüeña", "cigueña"),
        ("pa' Monterrey", "para monterrey"),
        ("pal puerto", "para el puerto"),
        ("pos sí", "pues si"),
        ("pus no", "pues no"),
        ("pérame tantito", "esperame tantito"),
        ("péreme", "espereme"),
        ("nomás toy aquí", "nada mas estoy aqui"),
        ("'ta bien", "esta bien"),
        ("orita le digo", "ahorita le digo"),
        ("tons qué", "entonces que"),
        ("no'mbre, nel", "no hombre nel"),
        ("n'ombre", "nombre"),
        ("mi nombre es Juan", "mi nombre es juan"),
        ("anteayer", "antier"),
        ("okey", "ok"),
        ("mhm", "mjm"),
        ("Nuevo Laredo, Tamps.", "nuevo laredo tamps"),
        ("T-4471/B", "t 4471 b"),
        ("  ", ""),
        ("1º de abril", "1o de abril"),
    ],
)
def test_what_is_heard_has_one_plain_form(heard: str, plain: str) -> None:
    assert fold(heard) == plain


@settings(max_examples=100)
@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert tokens(text) == fold(text).split()


@settings(max_examples=100)
@given(st.text(alphabet="abcñáé ,.?¿pos ta pal 12", max_size=60))
def test_marking_punctuation_keeps_the_words(text: str) -> None:
    heard = marked(text)
    assert heard.words == tokens(text)
    assert all(0 <= position < len(heard.words) for position in heard.breaks)


def test_a_slip_of_the_pen_finds_its_word() -> None:
    assert close("Monterey", ["Monterrey", "Puebla"]) == "Monterrey"
    assert close("xyz", ["Monterrey", "Puebla"]) is None
