"""The oracle ears: the words that the driver is known to have said, each let out when its samples have arrived.

A word leaves only if sound came in at its place, and through an error model tied to the noise and the
loss that it really met. What comes out is emulated recognition: its errors are dosed, not recognised.
On a line with an echo Karla's own words come in as well; one that lies under his voice or the noise is not heard.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Final

import numpy as np

from runtime.audio import FRAME_SAMPLES, FRAME_SECONDS, Pcm, to_array
from runtime.pipeline.ports import Heard, SpeechStarted, TurnEnded, Words
from simulator.channel.leg import DriverLeg
from simulator.latency import Latency
from simulator.rig.recognition import Confusions, ErrorModel

AUDIBLE_DBFS: Final = -55.0
AUDIBLE_POWER: Final = 32768.0**2 * 10 ** (AUDIBLE_DBFS / 10)
ONSET_FRAMES: Final = 3
CONTEXT_SAMPLES: Final = 4800
MASKED_DB: Final = 0.0
"""An echo this far over all else at the least is heard; his own voice covers it otherwise."""

ECHOED: Final = 0
"""The utterance that Karla's words belong to when they come back."""


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word of the driver's and its place on the stream, in samples since the answer."""

    word: str
    start: int
    end: int
    utterance: int


@dataclass(slots=True)
class Script:
    """Everything that the driver says, word by word, as it is said. `noises` are sample spans without words.

    `echoes` are Karla's words as they come back from his loudspeaker; they belong to utterance 0. `connected_at` is the
    frame in which the present line was connected: 0, unless it broke and somebody dialled again.
    """

    words: list[SpokenWord] = field(default_factory=list)
    noises: list[tuple[int, int]] = field(default_factory=list)
    echoes: list[SpokenWord] = field(default_factory=list)
    connected_at: int = 0

    def cut(self, sample: int) -> list[SpokenWord]:
        """Take back what would have sounded after `sample`; return the words that are left."""
        self.words = [word for word in self.words if word.end <= sample]
        self.noises = [(start, min(end, sample)) for start, end in self.noises if start < sample]
        return self.words


@dataclass(frozen=True, slots=True)
class HeardFinal:
    """What a final text stood for: the true words, and the utterances they came from."""

    ref: str
    utterances: tuple[int, ...]


class OracleEars:
    """Hears one simulated driver. Delays are drawn from published distributions: modelled."""

    def __init__(
        self,
        script: Script,
        leg: DriverLeg,
        errors: ErrorModel,
        confusions: Confusions,
        latency: Latency,
        random: Random,
    ) -> None:
        self.finals: list[HeardFinal] = []
        self.script = script
        self._leg = leg
        self._errors = errors
        self._confusions = confusions
        self._latency = latency
        self._random = random
        self._of_echoes = _apart(random, "echoes")
        self._of_finals = _apart(random, "finals")

    def listen(self, audio: AsyncIterator[Pcm]) -> AbstractAsyncContextManager[AsyncIterator[Heard]]:
        """Hear `audio`, whose first frame is the first since the line was connected."""
        return self._listen(audio)

    @asynccontextmanager
    async def _listen(self, audio: AsyncIterator[Pcm]) -> AsyncGenerator[AsyncIterator[Heard]]:
        yield self._heard(audio)

    async def _heard(self, audio: AsyncIterator[Pcm]) -> AsyncGenerator[Heard]:
        frames = self.script.connected_at
        hearing = _Hearing(self, frames * FRAME_SAMPLES)
        async for pcm in audio:
            frames += 1
            for heard in hearing.frame(frames, pcm):
                yield heard
        if (last := hearing.flush()) is not None:
            yield last

    def loudly(self, pcm: Pcm) -> bool:
        """Tell whether there is any sound to be recognised."""
        wave = to_array(pcm).astype(np.float64)
        return float(np.dot(wave, wave)) > AUDIBLE_POWER * len(wave)

    def noise_at(self, sample: int) -> bool:
        """Tell whether a cough, a horn, Karla's echo or the like sounds there."""
        noises = self.script.noises
        if noises and any(start <= sample < end for start, end in noises):
            return True
        return self._leg.startles(sample // FRAME_SAMPLES)

    def recognise(self, word: SpokenWord) -> tuple[str, float, int]:
        """Return what is heard of a word ("" for nothing), how sure a recogniser would be, and in how many frames."""
        # The figures were fitted on whole utterances: a soft syllable is not as much harder as its own level says.
        first = max(0, word.start - CONTEXT_SAMPLES) // FRAME_SAMPLES
        last = -(-word.end // FRAME_SAMPLES)
        echo = word.utterance == ECHOED
        random = self._of_echoes if echo else self._random
        ratio = self._leg.echo_db(first, last) if echo else self._leg.snr_db(first, last)
        chance = self._errors.chance(ratio, self._leg.lost(first, last))
        # The same draws for every word, so that one word's luck does not move the next one's.
        wrong, missing, pick = random.random(), random.random(), random.random()
        delay = self._frames("stt_interim", random)
        if echo and ratio < MASKED_DB:
            return "", 1.0 - chance, delay
        if wrong >= chance:
            return word.word, 1.0 - chance, delay
        if missing < self._errors.deleted:
            return "", 1.0 - chance, delay
        return self._confusions.mistake(word.word, Random(pick)), 1.0 - chance, delay

    def final_delay(self) -> int:
        """Return a drawn delay from his last sound to the final text, in frames."""
        return self._frames("stt_final", self._of_finals)

    def _frames(self, stage: str, random: Random) -> int:
        """Return a drawn delay in frames, rounded up."""
        return -int(-self._latency.draw(stage, random) // FRAME_SECONDS)


def heard_form(word: str) -> str:
    """Return a word as a recogniser writes it: lower case, without punctuation."""
    return word.strip('.,;:!?¡¿…"«»()').lower()


def _apart(random: Random, effect: str) -> Random:
    """Return dice of an effect's own that depend on these and leave them as they are."""
    twin = Random()
    twin.setstate(random.getstate())
    return Random(f"{effect} {twin.random()}")


class _Hearing:
    """The state of one listening: what has been heard of the utterance in progress, and what is due when."""

    def __init__(self, ears: OracleEars, begins: int) -> None:
        self._ears = ears
        # Words of the script, and echoes: those before these have been heard.
        self._taken = sum(word.end <= begins for word in ears.script.words)
        self._taken_echoes = sum(word.end <= begins for word in ears.script.echoes)
        self._words: list[SpokenWord] = []
        self._text: list[str] = []
        self._sure: list[float] = []
        self._started = False
        self._loud = 0  # frames in a row
        self._sounded_until = 0  # sample
        self._partials: list[tuple[int, str]] = []  # frame when due, text
        self._ends_at: int | None = None

    def frame(self, n: int, pcm: Pcm) -> list[Heard]:
        """Take the `n`-th frame (from 1) and return what is recognised by its end."""
        out: list[Heard] = []
        now = n * FRAME_SAMPLES
        script = self._ears.script.words
        sounds = (self._taken < len(script) and script[self._taken].start < now) or self._ears.noise_at(now - 1)
        if not (sounds or self._started or self._text):
            self._loud = 0
            return out
        self._loud = self._loud + 1 if sounds and self._ears.loudly(pcm) else 0
        if (self._loud >= ONSET_FRAMES or self._text) and not self._started:
            self._started = True
            out.append(SpeechStarted())
        if self._loud:
            self._ends_at, self._sounded_until = None, now
        for word in self._over(now):
            self._take(word, n)
        if self._started and not self._loud and self._ends_at is None:
            self._ends_at = n + self._ears.final_delay()
        out += [Words(text) for due, text in self._partials if due <= n]
        self._partials = [partial for partial in self._partials if partial[0] > n]
        if self._ends_at is not None and n >= self._ends_at:
            out.append(self._final())
        return out

    def flush(self) -> TurnEnded | None:
        """Return what was heard of an utterance that the end of the line cut short."""
        return self._final() if self._text else None

    def _over(self, now: int) -> list[SpokenWord]:
        """Return the words that have ended since the last time, his and Karla's, in their order."""
        ended: list[SpokenWord] = []
        script, echoes = self._ears.script.words, self._ears.script.echoes
        while self._taken < len(script) and script[self._taken].end <= now:
            ended.append(script[self._taken])
            self._taken += 1
        while self._taken_echoes < len(echoes) and echoes[self._taken_echoes].end <= now:
            ended.append(echoes[self._taken_echoes])
            self._taken_echoes += 1
        return sorted(ended, key=lambda word: word.end)

    def _take(self, word: SpokenWord, n: int) -> None:
        text, sure, delay = self._ears.recognise(word)
        if word.utterance != ECHOED:
            self._words.append(word)
            self._sure.append(sure)
        if text and self._sounded_until > word.start:
            self._text.append(text)
            self._partials.append((n + delay, " ".join(self._text)))

    def _final(self) -> TurnEnded:
        text = " ".join(self._text)
        utterances = tuple(dict.fromkeys(word.utterance for word in self._words))
        self._ears.finals.append(HeardFinal(" ".join(word.word for word in self._words), utterances))
        sure = sum(self._sure) / len(self._sure) if self._sure else 1.0
        self._text, self._words, self._sure, self._partials = [], [], [], []
        self._started, self._ends_at = False, None
        return TurnEnded(text, confidence=round(sure, 3))
