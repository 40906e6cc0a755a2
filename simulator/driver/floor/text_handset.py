"""A handset without sound: a driver and whoever answers him in text, on the loop's clock.

A word takes a quarter of a second, his and hers. She breaks off when he speaks, and answers 0.8 s after his last word.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from runtime import clock
from simulator.driver.handset import (
    PAUSE_SECONDS,
    Heard,
    KarlaPaused,
    KarlaSaid,
    KarlaSpeaks,
    Kind,
    LineEnded,
    Utterance,
)

WORD_SECONDS: Final = 0.25
THINKS_SECONDS: Final = 0.8
_NO_FACTS: Final = ("hold=", "patience=")

type Karla = Callable[[Utterance | None], str | None]
"""What she says next, given what the driver said (None: nothing). Empty is silence, None is hanging up."""


@dataclass(slots=True)
class Spoken:
    """Something that sounded on the driver's side."""

    at: float
    utterance: Utterance
    over_karla: bool
    cut: bool = True
    until: float = 0.0

    @property
    def text(self) -> str:
        """The words."""
        return self.utterance.text


@dataclass(slots=True)
class Call:
    """What happened."""

    spoken: list[Spoken] = field(default_factory=list)
    karla: list[tuple[float, str, float]] = field(default_factory=list)  # from, what was heard, until
    hung_up: str = ""
    ended: float = 0.0

    @property
    def speech(self) -> list[Spoken]:
        """What he said to Karla."""
        return [each for each in self.spoken if each.utterance.kind is Kind.SPEECH]

    @property
    def texts(self) -> list[str]:
        """The words that he said to Karla."""
        return [each.text for each in self.speech]

    @property
    def facts(self) -> set[str]:
        """What he stated."""
        return {fact for each in self.spoken for fact in each.utterance.facts if not fact.startswith(_NO_FACTS)}


class TextHandset:
    """A handset with a Karla of text at the other end. `patience` is how long she waits for a word, in seconds."""

    def __init__(self, karla: Karla, patience: float) -> None:
        self.call = Call()
        self._karla = karla
        self._patience = patience
        self._events: asyncio.Queue[Heard] = asyncio.Queue()
        self._said: asyncio.Queue[Utterance] = asyncio.Queue()
        self._over = asyncio.Event()
        self._driver_speaks = False
        self._audible = False

    @property
    def karla_audible(self) -> bool:
        """Whether her voice can be heard right now."""
        return self._audible

    async def hear(self, until: float | None = None) -> Heard | None:
        """Return what he hears next, or None once the clock reaches `until`."""
        try:
            async with asyncio.timeout_at(until):
                return await self._events.get()
        except TimeoutError:
            return None

    async def say(self, utterance: Utterance) -> bool:
        """Let it sound to its end; False if the line ended first."""
        spoken = Spoken(clock.now(), utterance, self._audible)
        self.call.spoken.append(spoken)
        is_speech = utterance.kind in (Kind.SPEECH, Kind.ANNOUNCEMENT)
        self._driver_speaks = self._driver_speaks or is_speech
        try:
            ended = await self._wait(seconds_of(utterance))
            spoken.cut = ended
        finally:
            spoken.until = clock.now()
            self._driver_speaks = self._driver_speaks and not is_speech
            if is_speech:
                self._said.put_nowait(utterance)
        return not ended

    def hang_up(self) -> None:
        """End the call. Idempotent."""
        self._end("driver")

    async def other_end(self) -> None:
        """Be Karla until one of both hangs up."""
        said = await self._listen(2.0)
        while not self._over.is_set():
            text = self._karla(said)
            if text is None:
                await self._wait(1.5)
                self._end("karla")
                return
            if text:
                await self._speak(text)
            said = await self._listen(self._patience)

    async def _speak(self, text: str) -> None:
        began, heard = clock.now(), ""
        self._audible = True
        self._events.put_nowait(KarlaSpeaks(began))
        for word in text.split():
            if await self._wait(WORD_SECONDS) or (self._driver_speaks and heard):
                break
            heard = f"{heard} {word}".strip()
            self._events.put_nowait(KarlaSaid(heard, clock.now()))
        self._audible = False
        self.call.karla.append((began, heard, clock.now()))
        if not await self._wait(PAUSE_SECONDS):
            self._events.put_nowait(KarlaPaused(heard, clock.now()))

    async def _listen(self, patience: float) -> Utterance | None:
        """Wait until he has said something, and nothing more for a while."""
        said = None
        until = clock.now() + patience
        while not self._over.is_set():
            try:
                async with asyncio.timeout_at(until):
                    said = await self._said.get()
                    until = clock.now() + THINKS_SECONDS
            except TimeoutError:
                if not self._driver_speaks:
                    return said
                until = clock.now() + THINKS_SECONDS
        return said

    async def _wait(self, seconds: float) -> bool:
        """Wait; True if the line ended meanwhile."""
        try:
            async with asyncio.timeout(seconds):
                await self._over.wait()
        except TimeoutError:
            return False
        return True

    def _end(self, who: str) -> None:
        if not self._over.is_set():
            self.call.hung_up, self.call.ended = who, clock.now()
            self._over.set()
            self._events.put_nowait(LineEnded())


def seconds_of(utterance: Utterance) -> float:
    """Return how long an utterance sounds."""
    return sum(piece if isinstance(piece, float) else WORD_SECONDS * len(piece.split()) for piece in utterance.pieces)
