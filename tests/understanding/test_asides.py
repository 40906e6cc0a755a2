"""What a driver says to somebody beside him, as far as words tell."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.understanding.asides import is_aside, may_become_aside, without_asides

PHRASES = Path(__file__).parents[2] / "corpus" / "phrases" / "driver.yaml"
ASIDES = yaml.safe_load(PHRASES.read_text("utf-8"))["asides"]


@pytest.mark.parametrize("said", ASIDES)
def test_what_the_drivers_say_to_others_is_told_from_the_words(said: str) -> None:
    """Each phrase that the simulated drivers have, word by word as a recogniser gives it."""
    words = said.split()

    assert is_aside(said)
    assert all(may_become_aside(" ".join(words[: size + 1])) for size in range(len(words)))


@pytest.mark.parametrize(
    "said",
    [
        "espérame",
        "aguántame tantito",
        "ya voy",
        "ya voy manejando",
        "ahorita voy para Saltillo",
        "sí",
        "sale, compa",
        "",
    ],
)
def test_what_may_be_for_karla_is_taken_so(said: str) -> None:
    """A word to wait without a friend's name, and every answer."""
    assert not is_aside(said)
    assert without_asides(said) == said


@pytest.mark.parametrize(
    ("said", "for_her"),
    [
        ("Ahorita voy, compa, aguántame. ¿Bueno?", "¿Bueno?"),
        ("sí así es ahí déjalo compa", "sí así es"),
        ("pásale mijo no fui a Toluca", "no fui a Toluca"),
    ],
)
def test_the_rest_of_a_turn_is_for_karla(said: str, for_her: str) -> None:
    """Asides at both ends go."""
    assert without_asides(said) == for_her


@given(st.text(max_size=60))
@settings(max_examples=100)
def test_nothing_is_left_out_that_was_not_said(text: str) -> None:
    """What is left is a stretch of the words."""
    assert " ".join(without_asides(text).split()) in " ".join(text.split())
