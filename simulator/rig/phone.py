"""The driver's telephone in the virtual rig: his words become sound on his leg, and a script for the ears."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

import numpy as np

from runtime import clock
from runtime.audio import FRAME_SAMPLES, FRAME_SECONDS, RATE_HZ, Pcm, samples, to_array
from runtime.integrations.espeak import Espeak, VoiceSettings
from runtime.integrations.voice_cache import Rendered
from runtime.pipeline.ports import WordMark
from simulator.driver.handset import BEEP, Heard, Kind, Speaker, Utterance
from simulator.persona import Persona
from simulator.rig.exchange import Exchange
from simulator.rig.oracle import Script, SpokenWord
from simulator.rig.sounds import beep, cough
from simulator.scoring.ledger import Ledger

BREATH_SAMPLES = RATE_HZ // 5
"""The longest gap inside a phrase, 0.2 s: what a comma is to a driver. To espeak it is half a second."""


MACHINES = {"carrier": "carrier", "ivr": "conmutador", "screening": "conmutador"}
"""The voices of what answers instead of him, but for his voicemail's."""

PAUSE_SECONDS = 0.4
"""A planned silence inside an utterance is noted from this length on: a shorter one is only a breath."""


type Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Mouths:
    """The voices that this telephone may let sound."""

    voices: Mapping[Speaker, VoiceSettings]
    gain_db: float

    @classmethod
    def cast(cls, known: Mapping[str, VoiceSettings], driver: Persona, answered_by: str, chance: Random) -> "Mouths":
        """Return the driver's own voice, one of his family's, and the machine's that answers for him."""
        family = ("companero",) if driver.is_woman else ("esposa", "senora_mayor")
        names = {
            Speaker.DRIVER: driver.voice,
            Speaker.OTHER: chance.choice(family),
            Speaker.MACHINE: MACHINES.get(answered_by, "buzon"),
        }
        return cls({speaker: known[name] for speaker, name in names.items()}, driver.gain_db)

    def of(self, utterance: Utterance) -> VoiceSettings:
        """Return the voice for an utterance."""
        return self.voices[utterance.speaker]


class Phone:
    """A `Handset` on a simulated line."""

    def __init__(self, exchange: Exchange, script: Script, engine: Espeak, mouths: Mouths, ledger: Ledger) -> None:
        self._exchange = exchange
        self._script = script
        self._engine = engine
        self._mouths = mouths
        self._ledger = ledger
        self._count = 0

    def takes(self, exchange: Exchange) -> None:
        """Go on over another line, the one before being broken."""
        self._exchange = exchange

    @property
    def karla_audible(self) -> bool:
        """Whether her voice can be heard right now."""
        return self._exchange.ear.audible

    async def hear(self, until: float | None = None) -> Heard | None:
        """Return what he hears next, or None once the clock reaches `until`."""
        return await self._exchange.ear.next(until)

    def hang_up(self) -> None:
        """End the call."""
        self._exchange.close("driver")

    async def say(self, utterance: Utterance) -> bool:
        """Let it sound to its end; False if the line ended first. Cancelling it stops him in mid-word."""
        sound, pauses = self._sound(utterance)
        start = self._exchange.tick
        if not await self._until(start):
            return False
        number = self._begin(utterance, sound, pauses, start)
        spoken_until = start * FRAME_SAMPLES + (sound.words[-1].end if sound.words else samples(sound.pcm))
        try:
            alive = await self._until(start + -(-samples(sound.pcm) // FRAME_SAMPLES))
        except asyncio.CancelledError:
            self._stop(number, start, cut=True)
            raise
        if alive:
            self._end(number, utterance.text, start, spoken_until / RATE_HZ, cut=False)
        else:
            self._stop(number, start, cut=True)
        return alive

    async def _until(self, frame: int) -> bool:
        """Wait for the beginning of a frame; False if the line ends first."""
        try:
            async with asyncio.timeout_at(self._exchange.started_at + frame * FRAME_SECONDS):
                await self._exchange.ended.wait()
        except TimeoutError:
            return not self._exchange.closed
        return False

    def _begin(self, utterance: Utterance, sound: Rendered, pauses: Spans, start: int) -> int:
        self._count += 1
        first = start * FRAME_SAMPLES
        self._exchange.leg.begin(start, sound.pcm, self._mouths.gain_db + utterance.gain_db)
        if not sound.words:
            self._script.noises.append((first, first + samples(sound.pcm)))
        self._script.words += [
            SpokenWord(_heard_form(mark.word), first + mark.start, first + mark.end, self._count)
            for mark in sound.words
        ]
        self._ledger.note(
            "drv.utt.start",
            utt=self._count,
            kind=utterance.kind,
            speaker=utterance.speaker,
            text=utterance.text,
            facts=utterance.facts,
            over_karla=self.karla_audible,
            pauses=[[(first + begin) / RATE_HZ, (first + end) / RATE_HZ] for begin, end in pauses],
        )
        return self._count

    def _stop(self, number: int, start: int, *, cut: bool) -> None:
        now = max(self._exchange.tick, start)
        if not self._exchange.closed:
            self._exchange.leg.cut(now)
        left = [word.word for word in self._script.cut(now * FRAME_SAMPLES) if word.utterance == number]
        at = min(clock.now() - self._exchange.started_at, now * FRAME_SECONDS)
        self._end(number, " ".join(left), start, at, cut=cut)

    def _end(self, number: int, said: str, start: int, at: float, *, cut: bool) -> None:
        """Note the end of an utterance that began at frame `start`, and how well the line carried it."""
        leg, end = self._exchange.leg, max(start + 1, round(at / FRAME_SECONDS))
        line = {"snr_db": leg.snr_db(start, end), "lost": leg.lost(start, end)}
        self._ledger.note_at(at, "drv.utt.end", utt=number, cut=cut, said=said, **line)

    def _sound(self, utterance: Utterance) -> tuple[Rendered, Spans]:
        """Return how an utterance sounds, and its planned pauses in samples from its start."""
        if utterance.kind is Kind.COUGH:
            return Rendered(cough(self._count), ()), []
        if utterance.text == BEEP:
            return Rendered(beep(), ()), []
        voice, length = self._mouths.of(utterance), 0
        parts: list[Rendered] = []
        pauses: Spans = []
        for piece in utterance.pieces:
            if isinstance(piece, str):
                parts.append(fluent(self._engine.render(piece, voice)))
            else:
                parts.append(Rendered(bytes(2 * round(piece * RATE_HZ)), ()))
                if piece >= PAUSE_SECONDS:
                    pauses.append((length, length + samples(parts[-1].pcm)))
            length += samples(parts[-1].pcm)
        return joined(parts), pauses


def joined(parts: list[Rendered]) -> Rendered:
    """Return several sounds one after the other."""
    pcm: list[Pcm] = []
    words: list[WordMark] = []
    length = 0
    for part in parts:
        words += [WordMark(mark.word, mark.start + length, mark.end + length) for mark in part.words]
        pcm.append(part.pcm)
        length += samples(part.pcm)
    return Rendered(b"".join(pcm), tuple(words))


def fluent(sound: Rendered) -> Rendered:
    """Return `sound` with every gap between words cut to a breath."""
    wave = to_array(sound.pcm)
    kept: list[np.ndarray] = []
    words: list[WordMark] = []
    taken = removed = 0
    for number, mark in enumerate(sound.words):
        words.append(WordMark(mark.word, mark.start - removed, mark.end - removed))
        following = sound.words[number + 1].start if number + 1 < len(sound.words) else mark.end
        gap = following - mark.end
        if gap > BREATH_SAMPLES:
            kept.append(wave[taken : mark.end + BREATH_SAMPLES // 2])
            taken = following - BREATH_SAMPLES // 2
            removed += gap - 2 * (BREATH_SAMPLES // 2)
    kept.append(wave[taken:])
    return Rendered(np.concatenate(kept).astype("<i2").tobytes(), tuple(words))


def _heard_form(word: str) -> str:
    """Return a word as a recogniser writes it: lower case, without punctuation."""
    return word.strip('.,;:!?¡¿…"«»()').lower()
