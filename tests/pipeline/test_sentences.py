"""Sentences cut from a stream, and the guard that lets two of them through."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.pipeline.sentences import fixed, guarded, split, spoken
from simulator.rig.virtual_time import run


async def _pieces(*texts: str) -> AsyncIterator[str]:
    for text in texts:
        yield text


def said(*pieces: str) -> list[str]:
    """Return what the guard lets through of a stream."""

    async def collect() -> list[str]:
        return [sentence.text async for sentence in guarded(_pieces(*pieces))]

    return run(collect())


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Sí. ¿Es correcto?", ["Sí.", "¿Es correcto?"]),
        ("El Sr. Treviño no está. Gracias.", ["El Sr. Treviño no está.", "Gracias."]),
        ("Son 3.5 toneladas. Listo.", ["Son 3.5 toneladas.", "Listo."]),
        ("Vive en San Nicolás, N.L. y ya.", ["Vive en San Nicolás, N.L. y ya."]),
        ("Este… no sé.", ["Este…", "no sé."]),
        ("¿Mande?", ["¿Mande?"]),
        ("sin punto final", ["sin punto final"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, sentences: list[str]) -> None:
    """Abbreviations and decimals do not end a sentence."""
    assert split(text) == sentences


def test_a_third_sentence_is_never_said() -> None:
    """Two sentences a turn, whatever the model writes."""
    assert said("Uno. Dos. ", "Tres. Cuatro.") == ["Uno.", "Dos."]


def test_a_long_second_sentence_is_not_said() -> None:
    """Thirty-five words a turn."""
    assert said("Muy bien. " + "palabra " * 40 + ".") == ["Muy bien."]


def test_the_first_sentence_leaves_before_the_second_is_there() -> None:
    """The voice begins while the model still writes."""
    seen: list[str] = []

    async def slow() -> AsyncIterator[str]:
        yield "Claro que sí. ¿Es"
        seen.append("second")
        yield " correcto?"

    async def collect() -> None:
        async for sentence in guarded(slow()):
            seen.append(sentence.text)

    run(collect())
    assert seen == ["Claro que sí.", "second", "¿Es correcto?"]


def test_markup_and_links_are_not_read_aloud() -> None:
    """A model's formatting is data."""
    assert spoken("**Listo**, <b>vea</b> https://x.mx/1 `ya`") == "Listo , vea ya"


def test_only_the_disclosure_is_protected() -> None:
    """The first sentence is, the question after it is not."""

    async def collect() -> list[bool]:
        return [sentence.protected async for sentence in fixed("Se graba.", "¿Hablo con él?", protect_first=True)]

    assert run(collect()) == [True, False]


@settings(max_examples=100)
@given(st.text(alphabet="ab .!?¿…\n", max_size=60), st.integers(1, 7))
def test_however_a_text_is_cut_the_same_is_said(text: str, size: int) -> None:
    """The stream's pieces leave no trace."""
    pieces = [text[i : i + size] for i in range(0, len(text), size)]

    assert said(*pieces) == said(text)
