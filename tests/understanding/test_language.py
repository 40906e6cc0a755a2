"""Other languages than Spanish."""

import pytest

from runtime.understanding.answers import Intent, classify


@pytest.mark.parametrize(
    "said",
    [
        "sorry I don't speak Spanish",
        "do you speak English",
        "hello who is this I speak English",
        "English, please, I don't understand",
        "ma' tin na'atik, no entiendo español",
        "hablo maya nomás",
        "amo nikmati",
    ],
)
def test_another_language_is_noticed(said: str) -> None:
    """English by its words, Náhuatl and Maya by what is said to strangers."""
    assert Intent.FOREIGN in classify(said)


@pytest.mark.parametrize(
    "said",
    ["okey, yes, sí, es correcto", "¿bueno? what's up", "you know, yo", "fui a Laredo, Texas", "bye"],
)
def test_spanglish_is_spanish(said: str) -> None:
    """The border mixes without noticing."""
    assert Intent.FOREIGN not in classify(said)
