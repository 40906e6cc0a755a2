"""Karla's voice without a key: espeak-ng behind the `TextToSpeech` port.

A sentence is rendered whole, in milliseconds, and handed on in pieces: a short one, so that the first sound
is early, then longer ones.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from itertools import pairwise
from typing import Final

from runtime.audio import FRAME_SAMPLES, samples
from runtime.integrations.espeak import Espeak, VoiceSettings
from runtime.integrations.voice_cache import Rendered
from runtime.pipeline.ports import Speech, WordMark

FIRST_PIECE: Final = 4 * FRAME_SAMPLES  # 80 ms
PIECE: Final = 20 * FRAME_SAMPLES  # 400 ms


class LocalVoice:
    """Speaks with one espeak-ng voice.

    `in_thread` renders outside the event loop: for real time, where a few milliseconds of one call are
    late frames in all the others. Under a virtual clock it must stay off, or runs would no longer repeat.
    """

    def __init__(self, engine: Espeak, voice: VoiceSettings, *, in_thread: bool = False) -> None:
        self._engine = engine
        self._voice = voice
        self._in_thread = in_thread

    async def speak(self, sentence: str) -> AsyncGenerator[Speech]:
        """Stream a sentence as audio; nothing to say yields nothing. Raises: ProviderError."""
        if self._in_thread:
            rendered = await asyncio.to_thread(self._engine.render, sentence, self._voice)
        else:
            rendered = self._engine.render(sentence, self._voice)
        for piece in pieces(Rendered(rendered.pcm, as_written(sentence, rendered.words))):
            yield piece


def as_written(sentence: str, marks: tuple[WordMark, ...]) -> tuple[WordMark, ...]:
    """Return the marks with the sentence's own words, punctuation included: a listener hears where a clause ends."""
    words = [word for word in sentence.split() if any(letter.isalnum() for letter in word)]
    if len(words) != len(marks):
        return marks
    return tuple(WordMark(word, mark.start, mark.end) for word, mark in zip(words, marks, strict=True))


def pieces(rendered: Rendered) -> Iterator[Speech]:
    """Cut an utterance into 80 ms and then 400 ms; each word's mark goes with the piece where it begins."""
    length = samples(rendered.pcm)
    edges = [0, *range(FIRST_PIECE, length, PIECE), length]
    for begin, end in pairwise(edges):
        if end > begin:
            last = end == length
            words = tuple(mark for mark in rendered.words if begin <= mark.start and (mark.start < end or last))
            yield Speech(rendered.pcm[2 * begin : 2 * end], words)
