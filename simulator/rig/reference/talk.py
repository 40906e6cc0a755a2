"""How the reference Karla hears and speaks on a line: every word as it was said, none of her own over his.

She reads the script of the simulated driver instead of recognising him, so she knows which words are still to come and
never takes a pause for an end. Positions are samples: of his stream since the answer, of her voice as played.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from runtime import clock
from runtime.audio import FRAME_SAMPLES, RATE_HZ, Pcm
from runtime.errors import LineClosed
from runtime.pipeline.call import Parts
from runtime.pipeline.journal import Journal
from runtime.pipeline.ports import Line, Speech
from simulator.rig.oracle import OracleEars, SpokenWord
from simulator.scoring.timeline import unaccented

DONE_SECONDS: Final = 0.6
"""He may go on with another utterance until then."""

MURMUR_WORDS: Final = 2
MURMURS: Final[frozenset[str]] = frozenset(
    "aja mjm si ei eh ey ah ya ok okey orale sale bueno diga digame cof eso simon".split()
)


@dataclass(slots=True)
class _Said:
    """One turn of hers on its way: what she meant to say, and each word with the position at which it ends."""

    texts: list[str] = field(default_factory=list)
    words: list[tuple[int, str]] = field(default_factory=list)
    end: int = 0

    def until(self, position: int) -> str:
        """Return what was heard of it by `position`."""
        if position >= self.end:
            return " ".join(self.texts)
        return " ".join(word for end, word in self.words if end <= position)


class Talk:
    """Both directions of one call."""

    def __init__(self, line: Line, parts: Parts, journal: Journal, ears: OracleEars, murmurs: frozenset[str]) -> None:
        self._line = line
        self._murmurs = murmurs
        self._voice = parts.voice
        self._journal = journal
        self._ears = ears
        self._arrived = 0  # frames
        self._taken = 0  # words of his that were dealt with
        self._open = True
        self._frame = asyncio.Event()
        self._position = 0
        self.turn = -1
        self.spoken: list[str] = []
        """What he heard of her, a turn an entry."""

    @classmethod
    @asynccontextmanager
    async def on(cls, line: Line, parts: Parts, journal: Journal, murmurs: Iterable[str]) -> AsyncGenerator["Talk"]:
        """Talk on a line until the block ends; `murmurs` are his own. Raises: TypeError, if the ears have no script."""
        if not isinstance(parts.ears, OracleEars):
            raise TypeError("the reference Karla needs the script of a simulated driver")
        own = {unaccented(word.strip(",.")) for murmur in murmurs for word in murmur.split()}
        talk = cls(line, parts, journal, parts.ears, MURMURS | own)
        async with asyncio.TaskGroup() as tasks:
            listening = tasks.create_task(talk._listen(line.incoming()))
            yield talk
            listening.cancel()

    async def _listen(self, audio: AsyncIterator[Pcm]) -> None:
        async for _ in audio:
            self._arrived += 1
            self._frame.set()
        self._open = False
        self._frame.set()

    async def _next_frame(self) -> None:
        """Raises: LineClosed."""
        self._frame.clear()
        if self._open:
            await self._frame.wait()
        if not self._open:
            raise LineClosed

    # ------------------------------------------------------------------------------------ him

    async def hear(self, patience: float) -> str:
        """Return what he says once he is done; nothing if he is silent for `patience` seconds. Raises: LineClosed.

        What he said before he hung up is still returned.
        """
        until = clock.now() + patience
        while True:
            words = self._new_words()
            if words and self._is_done():
                return self._take(words)
            if not words and clock.now() >= until and self._is_done():
                return ""
            try:
                await self._next_frame()
            except LineClosed:
                if words := self._new_words():
                    return self._take(words)
                raise

    def _new_words(self) -> list[SpokenWord]:
        now = self._arrived * FRAME_SAMPLES
        return [word for word in self._ears.script.words[self._taken :] if word.end <= now]

    def _is_done(self) -> bool:
        """Tell whether nothing more of his is on its way."""
        words = self._ears.script.words
        return not words or words[-1].end + DONE_SECONDS * RATE_HZ <= self._arrived * FRAME_SAMPLES

    def _take(self, words: list[SpokenWord]) -> str:
        self._taken += len(words)
        return " ".join(word.word for word in words)

    # ------------------------------------------------------------------------------------ herself

    async def say(self, *texts: str, protected: int = 0) -> bool:
        """Say sentences as one turn; the first `protected` to their end whatever he says. Raises: LineClosed.

        Return False if he took the floor.
        """
        self.turn += 1
        said, whole, number = _Said(end=self._position), False, self.turn
        try:
            whole = await self._utter([await self._voiced(text) for text in texts], texts, said, protected)
        finally:
            self._position = said.end if whole else await self._line.clear()
            heard = said.until(self._position)
            unheard = "" if whole else " ".join(texts)[len(heard) :].strip()
            self.spoken.append(heard)
            self._journal("agt.said", turn=number, heard=heard, unheard=unheard, truncated=not whole)
        self._forget_murmurs()
        return whole

    async def _voiced(self, text: str) -> list[Speech]:
        return [speech async for speech in self._voice.speak(text)]

    async def _utter(self, voiced: Sequence[list[Speech]], texts: Sequence[str], said: _Said, protected: int) -> bool:
        for number, (text, pieces) in enumerate(zip(texts, voiced, strict=True)):
            start = said.end
            self._journal("tts.start", turn=self.turn, text=text, characters=len(text))
            said.texts.append(text)
            for speech in pieces:
                said.end = await self._line.play(speech)
                said.words += [(start + mark.end, mark.word) for mark in speech.words]
            if not await self._played(said.end, yields=number >= protected):
                return False
        return True

    async def _played(self, position: int, *, yields: bool) -> bool:
        """Wait until she was heard up to `position`; False if she gives way to him. Raises: LineClosed."""
        reached = asyncio.Event()

        async def wait() -> None:
            try:
                await self._line.reached(position)
            except LineClosed:
                return  # the next frame tells
            reached.set()

        async with asyncio.TaskGroup() as tasks:
            waiting = tasks.create_task(wait())
            while not reached.is_set():
                words = self._new_words()
                if yields and not (len(words) <= MURMUR_WORDS and self._murmured(words)):
                    waiting.cancel()
                    return False
                try:
                    await self._next_frame()
                except LineClosed:
                    waiting.cancel()
                    break
        if not reached.is_set():
            raise LineClosed
        return True

    def _forget_murmurs(self) -> None:
        """Drop what he murmured while she spoke: an answer goes on behind her last word, or is given again."""
        words = self._new_words()
        if self._murmured(words):
            self._taken += len(words)

    def _murmured(self, words: Sequence[SpokenWord]) -> bool:
        return all(unaccented(word.word) in self._murmurs for word in words)
