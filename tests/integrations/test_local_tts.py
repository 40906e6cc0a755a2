"""espeak-ng behind the voice port: early first sound, whole sentences, marks where the words begin."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from runtime.audio import samples
from runtime.integrations.espeak import Espeak, VoiceSettings
from runtime.integrations.local_tts import FIRST_PIECE, PIECE, LocalVoice
from runtime.pipeline.ports import Speech

KARLA = VoiceSettings("f2", pitch=55)
SENTENCE = "Le habla Karla, asistente virtual de la empresa. ¿De dónde salió usted?"


@pytest.fixture(scope="module")
def engine() -> Iterator[Espeak]:
    with Espeak(None) as espeak:
        yield espeak


async def spoken(voice: LocalVoice, sentence: str) -> list[Speech]:
    return [piece async for piece in voice.speak(sentence)]


async def test_the_first_sound_is_short_and_the_pieces_are_the_whole_sentence(engine: Espeak) -> None:
    pieces = await spoken(LocalVoice(engine, KARLA), SENTENCE)

    assert samples(pieces[0].pcm) == FIRST_PIECE
    assert {samples(piece.pcm) for piece in pieces[1:-1]} == {PIECE}
    assert b"".join(piece.pcm for piece in pieces) == engine.render(SENTENCE, KARLA).pcm


async def test_each_word_comes_with_the_piece_in_which_it_begins(engine: Espeak) -> None:
    pieces = await spoken(LocalVoice(engine, KARLA), SENTENCE)

    edges = [0]
    for piece in pieces:
        edges.append(edges[-1] + samples(piece.pcm))
    for piece, (begin, end) in zip(pieces, pairwise(edges), strict=True):
        assert all(begin <= mark.start < end for mark in piece.words)
    marks = [mark for piece in pieces for mark in piece.words]
    assert [(mark.start, mark.end) for mark in marks] == [
        (mark.start, mark.end) for mark in engine.render(SENTENCE, KARLA).words
    ]
    assert [mark.word for mark in marks] == SENTENCE.split()


async def test_a_thread_gives_the_same_sentence(engine: Espeak) -> None:
    assert await spoken(LocalVoice(engine, KARLA, in_thread=True), SENTENCE) == await spoken(
        LocalVoice(engine, KARLA), SENTENCE
    )


@pytest.mark.parametrize("sentence", ["", "…"])
async def test_karla_says_nothing_when_there_is_nothing_to_say(engine: Espeak, sentence: str) -> None:
    assert await spoken(LocalVoice(engine, KARLA), sentence) == []
