"""How well a word is heard: the formula, and what it is taken for."""

from datetime import date
from math import exp
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.rig.recognition import Confusions, ErrorModel, confusions

MODEL = ErrorModel(floor=0.01, at_0_db=0.6, decay_db=5, per_loss=0.9, deleted=0.4, as_of=date(2026, 1, 1), source="x")


@pytest.fixture(scope="module")
def mexican() -> Confusions:
    return confusions(
        ["Monterrey", "Veracruz", "Mérida", "Monclova", "San Luis Potosí"], ["sí, es correcto", "no, {destination}"]
    )


@pytest.mark.parametrize(
    ("snr_db", "lost", "chance"),
    [
        (60.0, 0.0, 0.01),
        (0.0, 0.0, 0.61),
        (5.0, 0.0, 0.01 + 0.6 * exp(-1)),
        (60.0, 0.5, 0.46),
        (60.0, 1.0, 0.91),
        (-20.0, 1.0, 0.95),
    ],
)
def test_the_chance_of_an_error_follows_noise_and_loss(snr_db: float, lost: float, chance: float) -> None:
    assert MODEL.chance(snr_db, lost) == pytest.approx(chance, abs=1e-4)


@given(st.floats(-20, 60), st.floats(-20, 60), st.floats(0, 1))
def test_more_noise_never_helps(one: float, other: float, lost: float) -> None:
    better, worse = max(one, other), min(one, other)

    assert 0.0 <= MODEL.chance(better, lost) <= MODEL.chance(worse, lost) <= 0.95


def test_the_shipped_model_hears_a_good_line_well_and_a_bad_one_badly() -> None:
    shipped = ErrorModel.shipped()

    assert shipped.chance(40.0, 0.0) < 0.01 < shipped.chance(10.0, 0.0) < 0.1 < shipped.chance(5.0, 0.03) < 0.4


@pytest.mark.parametrize("word", ["lunes", "Martes", "dos", "veintiuno", "marzo"])
def test_a_day_is_taken_for_a_day_or_only_half_heard(mexican: Confusions, word: str) -> None:
    calendar = mexican.groups[0]

    heard = {mexican.mistake(word, Random(seed)) for seed in range(30)}

    assert all(other in calendar or word.startswith(other) for other in heard)
    assert word.lower() not in heard


@pytest.mark.parametrize("word", ["monterrey", "Mérida", "monclova"])
def test_a_place_is_taken_for_a_place_or_only_half_heard(mexican: Confusions, word: str) -> None:
    heard = {mexican.mistake(word, Random(seed)) for seed in range(30)}

    assert all(other in mexican.groups[1] or word.startswith(other) for other in heard)
    assert word not in heard


def test_slots_and_calendar_words_are_in_no_other_group(mexican: Confusions) -> None:
    calendar, places, ordinary = map(set, mexican.groups)

    assert not calendar & places and not calendar & ordinary and not places & ordinary
    assert "destination" not in ordinary and {"correcto", "si", "no"} <= ordinary


@given(st.text(alphabet="abcdefghijklmnñopqrstuvwxyzáéíóú", min_size=1, max_size=12), st.integers(0, 1000))
def test_a_mistake_is_the_same_for_the_same_dice(mexican: Confusions, word: str, seed: int) -> None:
    assert mexican.mistake(word, Random(seed)) == mexican.mistake(word, Random(seed)) != ""
