"""What a cab and a yard let hear now and then, synthesised: `drv.event` in the ledger.

Each kind has four takes, the same in every process; how loud one is beside a voice of -20 dBFS is measured over its
sounding part inside the telephone band. Engineering models, not recordings.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from pydantic import Field

from runtime.audio import FRAME_SAMPLES, FRAME_SECONDS, RATE_HZ
from simulator.channel.band import in_band
from simulator.channel.loss import WINDOW
from simulator.channel.noise import Wave
from simulator.channel.streams import stream
from simulator.yaml_file import Strict

type Power = NDArray[np.float64]

TAKES: Final = 4
BEEP_HZ: Final = 1250.0
SQUELCH_SECONDS: Final = 0.18


class Sound(StrEnum):
    """Something that sounds for a moment."""

    HORN = "horn"
    AIR_BRAKE = "air_brake"
    BEEPER = "beeper"
    RADIO = "radio"


LEVEL_DB: Final[Mapping[Sound, float]] = {
    Sound.HORN: 2.0,
    Sound.AIR_BRAKE: -4.0,
    Sound.BEEPER: -12.0,
    Sound.RADIO: -8.0,
}
"""Beside the voice, in dB."""

STARTLING: Final = frozenset({Sound.HORN, Sound.AIR_BRAKE, Sound.RADIO})
"""What a recogniser takes for the beginning of speech; a distant beeper it does not."""


class Sounds(Strict):
    """How many of each there are in a minute, on average."""

    horn: float = Field(default=0.0, ge=0, le=20)
    air_brake: float = Field(default=0.0, ge=0, le=20)
    beeper: float = Field(default=0.0, ge=0, le=4)
    radio: float = Field(default=0.0, ge=0, le=20)


@dataclass(frozen=True, slots=True)
class Take:
    """One sound as it is before the codecs, whole frames long; its power frame by frame."""

    wave: Wave
    power: Power

    @property
    def frames(self) -> int:
        """How many frames it lasts."""
        return len(self.power)


@dataclass(frozen=True, slots=True)
class Sounding:
    """A sound in a call: it begins with frame `start`."""

    kind: Sound
    start: int
    take: Take

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.take.frames * FRAME_SECONDS


class Schedule:
    """When each kind sounds in one call: Poisson, one stream of random numbers a kind."""

    def __init__(self, sounds: Sounds, seed: bytes) -> None:
        rates = [(kind, float(getattr(sounds, kind))) for kind in Sound]
        self._kinds = [(kind, rate, stream(seed, f"sound {kind}")) for kind, rate in rates if rate]
        self._window = 0

    def next_window(self) -> list[Sounding]:
        """Return what begins in the next 30 s, in order."""
        begun: list[Sounding] = []
        for kind, rate, random in self._kinds:
            count = int(random.poisson(rate * WINDOW * FRAME_SECONDS / 60))
            places, takes = random.integers(0, WINDOW, count), random.integers(0, TAKES, count)
            for place, number in zip(places.tolist(), takes.tolist(), strict=True):
                begun.append(Sounding(kind, self._window * WINDOW + place, take(kind, number)))
        self._window += 1
        return sorted(begun, key=lambda each: (each.start, each.kind))


def _horn(random: Generator) -> Wave:
    """Two trumpets a major third apart, with their harmonics: 0.4 to 1.2 s."""
    seconds = _seconds(random.uniform(0.4, 1.2))
    low = random.uniform(290, 340)
    tones = sum(np.sin(2 * np.pi * hz * part * seconds) / part for hz in (low, 1.26 * low) for part in range(1, 9))
    return np.asarray(tones * _faded(seconds, 0.03), dtype=np.float32)


def _air_brake(random: Generator) -> Wave:
    """A burst of escaping air that dies away in 0.5 to 0.9 s."""
    seconds = _seconds(random.uniform(0.5, 0.9))
    air = np.diff(random.standard_normal(len(seconds) + 1))
    return np.asarray(air * np.exp(-seconds / 0.2) * _faded(seconds, 0.005), dtype=np.float32)


def _beeper(random: Generator) -> Wave:
    """A reversing alarm: half a second on, half a second off, five to nine times."""
    seconds = _seconds(float(random.integers(5, 10)))
    return np.asarray(np.sin(2 * np.pi * BEEP_HZ * seconds) * (seconds % 1.0 < 0.5), dtype=np.float32)


def _radio(random: Generator) -> Wave:
    """Somebody on the CB radio, 1 to 3 s, and the squelch after him."""
    seconds = _seconds(random.uniform(1.0, 3.0))
    pitch = np.cumsum(110 + 25 * np.sin(2 * np.pi * random.uniform(0.5, 1.2) * seconds)) / RATE_HZ
    formant = random.uniform(3, 7, 12)
    buzz = sum(
        np.sin(2 * np.pi * part * pitch) * np.exp(-((part - formant[part % 12]) ** 2) / 18) for part in range(4, 24)
    )
    syllables = np.clip(np.sin(2 * np.pi * random.uniform(3.5, 5.0) * seconds + 6 * random.random()), 0, 1)
    squelch = 1.5 * random.standard_normal(round(SQUELCH_SECONDS * RATE_HZ))
    speech = np.asarray(buzz) * syllables
    return np.concatenate([speech / max(float(np.abs(speech).max()), 1e-9), 0.3 * squelch]).astype(np.float32)


_MAKE: Final[Mapping[Sound, Callable[[Generator], Wave]]] = {
    Sound.HORN: _horn,
    Sound.AIR_BRAKE: _air_brake,
    Sound.BEEPER: _beeper,
    Sound.RADIO: _radio,
}


@cache
def take(kind: Sound, number: int) -> Take:
    """Return one take of a sound, at its level beside a voice of unit power."""
    made = _MAKE[kind](stream(b"karla", f"take {kind} {number}"))
    wave = in_band(np.pad(made, (0, -len(made) % FRAME_SAMPLES)))
    power = frame_power(wave)
    sounding = power > 0.05 * power.max()
    gain = 10 ** (LEVEL_DB[kind] / 20) * float(power[sounding].mean()) ** -0.5
    return Take(wave * np.float32(gain), power * gain**2)


def frame_power(wave: Wave) -> Power:
    """Return the mean square of each frame of a wave of whole frames."""
    return np.square(wave.reshape(-1, FRAME_SAMPLES), dtype=np.float64).mean(axis=1)


def _seconds(length: float) -> NDArray[np.float64]:
    return np.arange(round(length * RATE_HZ)) / RATE_HZ


def _faded(seconds: NDArray[np.float64], edge: float) -> NDArray[np.float64]:
    """Return an envelope that rises and falls within `edge` seconds."""
    inside: NDArray[np.float64] = np.minimum(seconds, seconds[-1] - seconds) / edge
    return np.clip(inside, 0, 1)
