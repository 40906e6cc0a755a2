"""Ports that do what a script says, on whatever clock runs: for tests, load tests and the offline demo.

A scripted voice needs 0.3 s a word, so a test can say when a sentence ends. Nothing here makes a sound.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

from runtime import clock
from runtime.audio import RATE_HZ, SILENCE, Pcm, samples
from runtime.errors import LineClosed, ProviderError
from runtime.pipeline.ports import Heard, Piece, Request, Speech, WordMark

WORD_SAMPLES: Final = 2400
WORD_SECONDS: Final = WORD_SAMPLES / RATE_HZ


class ScriptedVoice:
    """Says every word in 0.3 s, after `first_byte_seconds`."""

    def __init__(self, first_byte_seconds: float = 0.1) -> None:
        self._first_byte_seconds = first_byte_seconds

    async def speak(self, sentence: str) -> AsyncGenerator[Speech]:
        """Stream silence with word marks."""
        await asyncio.sleep(self._first_byte_seconds)
        for number, word in enumerate(sentence.split()):
            start = number * WORD_SAMPLES
            yield Speech(bytes(2 * WORD_SAMPLES), (WordMark(word, start, start + WORD_SAMPLES),))


class ScriptedEars:
    """Hears what it is told, so many seconds into the call; an error in the script is raised."""

    def __init__(self, script: Sequence[tuple[float, Heard | ProviderError]]) -> None:
        self._script = script

    def listen(self, audio: AsyncIterator[Pcm]) -> AbstractAsyncContextManager[AsyncIterator[Heard]]:
        """Hear the script, then nothing until the line closes."""
        return self._listen(audio)

    @asynccontextmanager
    async def _listen(self, audio: AsyncIterator[Pcm]) -> AsyncGenerator[AsyncIterator[Heard]]:
        yield self._heard(audio)

    async def _heard(self, audio: AsyncIterator[Pcm]) -> AsyncGenerator[Heard]:
        begun = clock.now()
        waiting = list(self._script)
        async for _ in audio:
            while waiting and clock.now() - begun >= waiting[0][0]:
                heard = waiting.pop(0)[1]
                if isinstance(heard, ProviderError):
                    raise heard
                yield heard


class ScriptedModel:
    """Gives one scripted answer after another, and remembers what it was asked."""

    def __init__(self, answers: Sequence[Sequence[Piece]], first_token_seconds: float = 0.3) -> None:
        self.requests: list[Request] = []
        self._answers = list(answers)
        self._first_token_seconds = first_token_seconds

    async def answer(self, request: Request) -> AsyncGenerator[Piece]:
        """Stream the next answer; when the script is over, nothing."""
        self.requests.append(request)
        answer = self._answers.pop(0) if self._answers else ()
        await asyncio.sleep(self._first_token_seconds)
        for piece in answer:
            yield piece


class ScriptedLine:
    """A line whose driver is silent; he hangs up after `seconds`. `heard` is what was really played of Karla."""

    def __init__(self, seconds: float = 60.0) -> None:
        self._seconds = seconds
        self._closed = asyncio.Event()
        self._spans: list[tuple[float, int, int]] = []  # begins at, first sample, samples
        self._words: list[tuple[int, str]] = []
        self.hung_up_at: float | None = None

    async def incoming(self) -> AsyncIterator[Pcm]:
        """Yield silence every 20 ms until somebody hangs up."""
        begun = clock.now()
        frames = 0
        while not self._closed.is_set() and clock.now() - begun < self._seconds:
            yield SILENCE
            frames += 1
            await clock.sleep_until(begun + frames * 0.02)
        self._closed.set()

    @property
    def heard(self) -> str:
        """What the driver has heard of her, word by word."""
        return " ".join(word for end, word in self._words if end <= self.played)

    @property
    def played(self) -> int:
        """How many samples of hers have been played."""
        now = clock.now()
        return sum(min(length, max(0, round((now - at) * RATE_HZ))) for at, _, length in self._spans)

    async def play(self, speech: Speech) -> int:
        """Queue speech; return the position of its end. Raises: LineClosed."""
        if self._closed.is_set():
            raise LineClosed
        first = self._spans[-1][1] + self._spans[-1][2] if self._spans else 0
        free_at = self._spans[-1][0] + self._spans[-1][2] / RATE_HZ if self._spans else 0.0
        self._spans.append((max(free_at, clock.now()), first, samples(speech.pcm)))
        for number, mark in enumerate(speech.words):
            self._words.append((first + (number + 1) * (mark.end - mark.start), mark.word))
        return first + samples(speech.pcm)

    async def reached(self, position: int) -> None:
        """Wait until everything up to `position` has been played. Raises: LineClosed."""
        span = next((s for s in self._spans if s[1] < position <= s[1] + s[2]), None)
        if span is None:
            return
        try:
            async with asyncio.timeout_at(span[0] + (position - span[1]) / RATE_HZ):
                await self._closed.wait()
        except TimeoutError:
            return
        raise LineClosed

    async def clear(self) -> int:
        """Drop what has not been played; return the position really reached."""
        played = self.played
        now = clock.now()
        kept = [(at, first, min(length, max(0, round((now - at) * RATE_HZ)))) for at, first, length in self._spans]
        self._spans = [span for span in kept if span[2]]
        self._words = [word for word in self._words if word[0] <= played]
        return played

    async def hang_up(self) -> None:
        """End the call."""
        if self.hung_up_at is None:
            self.hung_up_at = clock.now()
        self._closed.set()
