"""Numbers and folios as drivers say them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.understanding.numbers import digit_string, number, spoken_number


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("cero", 0), ("uno", 1), ("una", 1), ("quince", 15), ("dieciséis", 16), ("diez y seis", 16), ("veinte", 20),
        ("veintidós", 22), ("veinte y dos", 22), ("treinta y uno", 31), ("treinta uno", 31), ("cien", 100),
        ("ciento uno", 101), ("doscientas", 200), ("quinientos cuarenta", 540), ("mil", 1000), ("mil dos", 1002),
        ("dos mil veintiséis", 2026), ("cuatro mil setecientos dieciocho", 4718), ("veintiún mil", 21000),
        ("novecientos noventa y nueve mil novecientos noventa y nueve", 999999), ("47", 47), ("12,500", 12500),
        ("2026", 2026), ("3 mil", 3000), ("3 mil 500", 3500),
        ("veintitantas", None), ("treinta y tantos", None), ("", None), ("muchas", None), ("siete dieciocho", None),
        ("1234567", None), ("mil mil", None),
    ],
)  # fmt: skip
def test_a_number_is_read_whole_or_not_at_all(said: str, value: int | None) -> None:
    assert number(said) == value


@pytest.mark.parametrize(
    ("said", "spelt"),
    [
        ("cuatro siete uno ocho", "4718"), ("cuarenta y siete, dieciocho", "4718"),
        ("cuarenta siete dieciocho", "4718"), ("cuatro mil setecientos dieciocho", "4718"),
        ("siete dieciocho", "718"), ("cero cero siete", "007"), ("doble cero siete", "007"), ("triple siete", "777"),
        ("4718", "4718"), ("47 18", "4718"), ("4-7-1-8", "4718"),
        ("el folio es el cuarenta y siete dieciocho", "4718"), ("este... cuatro, siete, uno, ocho", "4718"),
        ("cien dieciocho", "10018"), ("dos mil veintiséis", "2026"), ("setecientos dos", "702"),
        ("B de burro, V de vaca", "BV"), ("be de burro ve de vaca doce", "BV12"), ("A B 12 34", "AB1234"),
        ("doble u nueve", "W9"), ("ve chica tres", "V3"), ("ese de sapo cinco", "S5"), ("equis cuatro", "X4"),
        ("AB-123-C", "AB123C"), ("T4471", "T4471"), ("placas cinco efe ka", "5FK"), ("no me acuerdo", None),
        ("", None), ("monterrey", None), ("el folio", None),
    ],
)  # fmt: skip
def test_a_folio_is_spelt_as_it_is_read_out(said: str, spelt: str | None) -> None:
    assert digit_string(said) == spelt


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "cero"), (16, "dieciséis"), (22, "veintidós"), (31, "treinta y uno"), (100, "cien"), (101, "ciento uno"),
        (1000, "mil"), (2026, "dos mil veintiséis"), (21021, "veintiún mil veintiuno"), (31001, "treinta y un mil uno"),
    ],
)  # fmt: skip
def test_karla_says_numbers_in_words(value: int, words: str) -> None:
    assert spoken_number(value) == words


def test_karla_does_not_say_what_she_cannot_read() -> None:
    with pytest.raises(ValueError, match="1000000"):
        spoken_number(1_000_000)


@settings(max_examples=100)
@given(st.integers(0, 999_999))
def test_what_karla_says_she_also_understands(value: int) -> None:
    assert number(spoken_number(value)) == value


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from("doble triple cero mil cien uno y treinta ciento b de burro ve 4 12 100 diez".split()),
        max_size=8,
    )
)
def test_no_mumble_of_numbers_is_too_much(words: list[str]) -> None:
    said = " ".join(words)
    assert number(said) is None or 0 <= number(said) <= 999_999
    assert digit_string(said) is None or digit_string(said).isalnum()
