"""The driver's leg of a call: what of him, and of what is around him, arrives at Karla.

Time is the index of a 20 ms frame since the call was answered. While he is silent a leg serves a bed: a minute of the
channel's noise that has been through its codecs, prepared once a process and entered at a place drawn for the call.
When he speaks, his whole utterance is known: it is mixed with the noise of its place and goes through the codecs once,
after 100 ms of noise that bring them to their working state. Packets are lost last, on the stream as it was sent.

Levels are mean squares per frame inside the telephone band, before the codecs: they give the realised SNR.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from runtime.audio import FRAME_BYTES, FRAME_SAMPLES, FRAME_SECONDS, Pcm, to_array
from simulator.channel import noise
from simulator.channel.band import Wave, in_band, periodic_in_band
from simulator.channel.codecs import THROUGH, Codec, Samples
from simulator.channel.loss import Losses, concealed
from simulator.channel.presets import Channel
from simulator.channel.streams import stream

type Power = NDArray[np.float64]

BED_FRAMES: Final = 3000
PREROLL_FRAMES: Final = 5
VOICE_DBFS: Final = -20.0
SPEECH_RANGE_DB: Final = 30.0
BEST_SNR_DB: Final = 60.0
WORST_SNR_DB: Final = -20.0


@dataclass(frozen=True, slots=True)
class ChannelReport:
    """What the line really did up to the last frame served. Shares are of packets; the gap is the longest."""

    codec: str
    frames: int
    speech_frames: int
    loss: float
    speech_loss: float
    longest_gap_ms: int
    snr_db: float


@dataclass(frozen=True, slots=True)
class _Bed:
    """A minute of a channel without anybody speaking; `wave` is the noise before the codecs."""

    wave: Wave
    power: Power
    pcm: Pcm


@dataclass(slots=True)
class _Utterance:
    """Frames `start` to `end` (exclusive) of the stream, as they leave the codecs."""

    start: int
    end: int
    pcm: Pcm
    speech_power: Power


class DriverLeg:
    """One call's stream from the driver. The same channel, seed and utterances give the same bytes."""

    def __init__(self, channel: Channel, seed: bytes) -> None:
        self._channel = channel
        self._bed = _bed(channel)
        self._offset = int(stream(seed, "bed").integers(BED_FRAMES))
        self._losses = Losses(channel.loss, channel.burst_ms / (1000 * FRAME_SECONDS), stream(seed, "loss"))
        self._utterances: list[_Utterance] = []
        self._served = 0

    def frame(self, n: int) -> Pcm:
        """Return frame `n` of the stream as Karla's side gets it: 320 bytes."""
        if n >= self._served:
            self._served = n + 1
        run = self._losses.run(n)
        if run:
            return concealed(self._sent(n - run), run)
        return self._sent(n)

    def begin(self, n: int, pcm: Pcm, gain_db: float = 0.0) -> None:
        """Let him say an utterance from frame `n` on; one still sounding ends there.

        Raises: ValueError, if frame `n` has already been served.
        """
        self.cut(n)
        wave = to_array(pcm).astype(np.float32) * np.float32(10 ** (gain_db / 20))
        frames = -(-len(wave) // FRAME_SAMPLES)
        speech = in_band(np.pad(wave, (0, frames * FRAME_SAMPLES - len(wave))))
        mixed = self._noise(n - PREROLL_FRAMES, frames + PREROLL_FRAMES)
        mixed[PREROLL_FRAMES * FRAME_SAMPLES :] += speech
        coded = _through(mixed, self._channel.codecs)[PREROLL_FRAMES * FRAME_SAMPLES :]
        self._utterances.append(_Utterance(n, n + frames, coded.astype("<i2").tobytes(), _power(speech)))

    def cut(self, n: int) -> None:
        """Let him stop at frame `n`: from there on, only the noise. Raises: ValueError, as for `begin`."""
        if n < self._served:
            raise ValueError(f"frame {n} has already been served")
        if self._utterances and self._utterances[-1].end > n:
            last = self._utterances[-1]
            last.end = max(n, last.start)

    def snr_db(self, start_frame: int, end_frame: int) -> float:
        """Return the speech-to-noise ratio over the frames with speech in them, within -20 and 60 dB.

        Without any speech it is -20.
        """
        speech, around = self._powers(start_frame, end_frame)
        return _ratio_db(speech, around)

    def lost(self, start_frame: int, end_frame: int) -> float:
        """Return the share of these frames that were lost."""
        frames = range(start_frame, end_frame)
        return sum(self._losses.run(n) > 0 for n in frames) / max(len(frames), 1)

    def report(self) -> ChannelReport:
        """Return what the line did to the frames served so far."""
        runs = [self._losses.run(n) for n in range(self._served)]
        speech, around = self._powers(0, self._served)
        said = np.flatnonzero(speech).tolist()
        return ChannelReport(
            codec="+".join(self._channel.codecs) or "pcm",
            frames=self._served,
            speech_frames=len(said),
            loss=sum(run > 0 for run in runs) / max(len(runs), 1),
            speech_loss=sum(runs[n] > 0 for n in said) / max(len(said), 1),
            longest_gap_ms=round(max(runs, default=0) * 1000 * FRAME_SECONDS),
            snr_db=_ratio_db(speech, around),
        )

    def _sent(self, n: int) -> Pcm:
        """Return frame `n` before any loss."""
        for utterance in reversed(self._utterances):
            if utterance.start <= n:
                if n < utterance.end:
                    at = (n - utterance.start) * FRAME_BYTES
                    return utterance.pcm[at : at + FRAME_BYTES]
                break
        at = (self._offset + n) % BED_FRAMES * FRAME_BYTES
        return self._bed.pcm[at : at + FRAME_BYTES]

    def _noise(self, first: int, frames: int) -> Wave:
        """Return the noise under these frames of the stream, before the codecs."""
        begin = (self._offset + first) % BED_FRAMES * FRAME_SAMPLES
        under: Wave = np.take(self._bed.wave, np.arange(begin, begin + frames * FRAME_SAMPLES), mode="wrap")
        return under

    def _powers(self, start: int, end: int) -> tuple[Power, Power]:
        """Return the speech's and the noise's power in each frame; a pause in the speech counts as none."""
        speech = np.zeros(max(end - start, 0))
        for utterance in self._utterances:
            first, last = max(start, utterance.start), min(end, utterance.end)
            if first < last:
                whole = utterance.speech_power
                audible = np.where(whole > whole.max() * 10 ** (-SPEECH_RANGE_DB / 10), whole, 0.0)
                speech[first - start : last - start] = audible[first - utterance.start : last - utterance.start]
        at = (self._offset + np.arange(start, max(end, start))) % BED_FRAMES
        return speech, self._bed.power[at]


@cache
def _bed(channel: Channel) -> _Bed:
    length = BED_FRAMES * FRAME_SAMPLES
    wave = np.zeros(length, np.float32)
    if channel.noise is not None and channel.snr_db is not None:
        level = 32768 * 10 ** ((VOICE_DBFS - channel.snr_db) / 20)
        wave = _banded_noise(channel.noise) * np.float32(level)
    settled = np.concatenate([wave[-PREROLL_FRAMES * FRAME_SAMPLES :], wave])
    coded = _through(settled, channel.codecs)[PREROLL_FRAMES * FRAME_SAMPLES :]
    return _Bed(wave, _power(wave), coded.astype("<i2").tobytes())


@cache
def _banded_noise(kind: noise.Noise) -> Wave:
    """Return a minute of noise with unit power inside the telephone band."""
    made = noise.MAKE[kind](stream(b"karla", f"noise {kind}"), BED_FRAMES * FRAME_SAMPLES)
    wave = periodic_in_band(made)
    return wave * np.float32(float(np.mean(_power(wave))) ** -0.5)


def _through(wave: Wave, codecs: tuple[Codec, ...]) -> Samples:
    coded = np.clip(np.rint(wave), -32768, 32767).astype(np.int16)
    for codec in codecs:
        coded = THROUGH[codec](coded)
    return coded


def _power(wave: Wave) -> Power:
    return np.square(wave.reshape(-1, FRAME_SAMPLES), dtype=np.float64).mean(axis=1)


def _ratio_db(speech: Power, around: Power) -> float:
    said = speech > 0
    if not said.any():
        return WORST_SNR_DB
    under = float(around[said].sum())
    if under == 0:
        return BEST_SNR_DB
    return float(np.clip(10 * math.log10(float(speech[said].sum()) / under), WORST_SNR_DB, BEST_SNR_DB))
