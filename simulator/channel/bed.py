"""A channel without anybody speaking: seconds of its noise, coded once a process and played round and round.

A noisy bed is 20 s long, a silent one 0.4 s. Levels are mean squares of a frame inside the telephone band, before the
line's gain and its codecs.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from runtime.audio import FRAME_BYTES, FRAME_SAMPLES, Pcm
from simulator.channel.band import Wave, periodic_in_band
from simulator.channel.coding.codecs import RADIO, Codec, through_g711
from simulator.channel.coding.g711 import Octets, Samples
from simulator.channel.noise import MAKE, Noise
from simulator.channel.presets import Channel
from simulator.channel.sounds import Power, frame_power
from simulator.channel.streams import stream

BED_FRAMES: Final = 1000
SILENT_FRAMES: Final = 20
PREROLL_FRAMES: Final = 5
"""How long a codec takes to come to its working state: 100 ms."""

VOICE_DBFS: Final = -20.0
VOICE_RMS: Final = 32768 * 10 ** (VOICE_DBFS / 20)


@dataclass(frozen=True, slots=True)
class Bed:
    """Some seconds of a channel's noise: `wave` before gain and codecs, `sent` its radio frames, `pcm` what arrives."""

    wave: Wave
    power: Power
    sent: Octets
    pcm: Pcm

    @property
    def frames(self) -> int:
        """How many frames until it begins again."""
        return len(self.power)

    def under(self, first: int, frames: int) -> Wave:
        """Return the noise from frame `first` of the bed on, round and round."""
        begin = first % self.frames * FRAME_SAMPLES
        return np.take(self.wave, np.arange(begin, begin + frames * FRAME_SAMPLES), mode="wrap")

    def arriving(self, frame: int) -> Pcm:
        """Return a frame as Karla's side gets it."""
        at = frame % self.frames * FRAME_BYTES
        return self.pcm[at : at + FRAME_BYTES]


def bed_of(channel: Channel) -> Bed:
    """Return the bed of a channel; those that differ in nothing else share it. Raises: CodecMissing."""
    return _bed(channel.noise, channel.snr_db or 0.0, channel.gain_db, channel.codecs)


@cache
def _bed(noise: Noise | None, snr_db: float, gain_db: float, codecs: tuple[Codec, ...]) -> Bed:
    wave = np.zeros(SILENT_FRAMES * FRAME_SAMPLES, np.float32)
    if noise is not None:
        wave = _banded(noise) * np.float32(VOICE_RMS * 10 ** (-snr_db / 20))
    settled = np.concatenate([wave[-PREROLL_FRAMES * FRAME_SAMPLES :], wave])
    samples = as_samples(settled * np.float32(10 ** (gain_db / 20)))
    sent = np.zeros((len(wave) // FRAME_SAMPLES, 0), np.uint8)
    if codecs and (radio := RADIO.get(codecs[0])) is not None:
        frames = radio.encode(samples)
        sent, samples = frames[PREROLL_FRAMES:], radio.decode(frames)
    coded = through_g711(samples, codecs)[PREROLL_FRAMES * FRAME_SAMPLES :]
    return Bed(wave, frame_power(wave), sent, coded.astype("<i2").tobytes())


@cache
def _banded(kind: Noise) -> Wave:
    """Return a noise with unit power inside the telephone band."""
    made = MAKE[kind](stream(b"karla", f"noise {kind}"), BED_FRAMES * FRAME_SAMPLES)
    wave = periodic_in_band(made)
    return wave * np.float32(float(np.mean(frame_power(wave))) ** -0.5)


def as_samples(wave: Wave) -> Samples:
    """Return a wave as the 16-bit samples that a codec takes."""
    return np.clip(np.rint(wave), -32768, 32767).astype(np.int16)
