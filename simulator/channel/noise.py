"""What a cab sounds like, synthesised: periodic waves of unit power, so that a bed can be looped unheard.

Stationary parts are shaped in the spectrum with random phases; engine, gusts, voices and the beeper are added in time.
They are engineering models, not recordings: `cab` an idling diesel and its fan, `highway` wind (under 300 Hz), tyres
and gusts, `yard` far-off voices, an engine and a reversing beeper.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from runtime.audio import RATE_HZ

type Wave = NDArray[np.float32]
type Spectrum = NDArray[np.floating]

FIRING_HZ: Final = 32.5  # six cylinders at 650 a minute
ENGINE_HARMONICS: Final = 40
CYCLE: Final = 8192  # points of one turn
VOICES: Final = 3
BEEP_HZ: Final = 1250.0
BEEP_SECONDS: Final = 1.0
BEEPING_SECONDS: Final = 8.0


class Noise(StrEnum):
    """Where the driver is."""

    CAB = "cab"
    HIGHWAY = "highway"
    YARD = "yard"


def cab(random: Generator, length: int) -> Wave:
    """Return an idling diesel and the cab's fan, `length` samples."""
    fan = _shaped(random, length, lambda hz: 1 / (1 + (hz / 500) ** 2) ** 0.5 + 0.12)
    return _unit(1.0 * _engine(random, length) + 0.8 * fan)


def highway(random: Generator, length: int) -> Wave:
    """Return wind, tyres and gusts at motorway speed, `length` samples."""
    wind = _shaped(random, length, lambda hz: 1 / (1 + (hz / 150) ** 4) ** 0.5)
    tyres = _shaped(random, length, lambda hz: np.exp(-(((hz - 900) / 550) ** 2)) + 0.08)
    gusts = 1 + 0.5 * _slow(random, length, 0.4)
    return _unit(2.5 * wind * np.maximum(gusts, 0.1) + tyres * (1 + 0.15 * _slow(random, length, 0.8)))


def yard(random: Generator, length: int) -> Wave:
    """Return voices, an engine and now and then a reversing beeper, `length` samples."""
    voices = sum((_voice(random, length) for _ in range(VOICES)), np.zeros(length, np.float32))
    return _unit(_unit(voices) + 0.5 * _engine(random, length) + 0.35 * _beeper(random, length))


MAKE: Final[Mapping[Noise, Callable[[Generator, int], Wave]]] = {
    Noise.CAB: cab,
    Noise.HIGHWAY: highway,
    Noise.YARD: yard,
}


def _unit(wave: Wave) -> Wave:
    power = float(np.mean(np.square(wave, dtype=np.float64)))
    return wave * np.float32(power**-0.5)


def _shaped(random: Generator, length: int, gain: Callable[[Spectrum], Spectrum]) -> Wave:
    """Return unit-power noise with this spectrum."""
    hz = np.fft.rfftfreq(length, 1 / RATE_HZ)
    phases = np.exp(2j * np.pi * random.random(len(hz)))
    return _unit(np.fft.irfft(gain(hz) * phases, length).astype(np.float32))


def _slow(random: Generator, length: int, fastest_hz: float) -> Wave:
    """Return a unit-power wave that changes slower than `fastest_hz`."""
    return _shaped(random, length, lambda hz: (hz > 0) * (hz <= fastest_hz) * 1.0)


def _engine(random: Generator, length: int) -> Wave:
    """Return the harmonics of a slightly uneven engine, falling 6 dB an octave."""
    angle = 2 * np.pi * np.arange(CYCLE) / CYCLE
    cycle = np.zeros(CYCLE)
    for harmonic in range(1, ENGINE_HARMONICS + 1):
        height = random.uniform(0.4, 1) / harmonic**0.7
        cycle += height * np.sin(harmonic * angle + 2 * np.pi * random.random())
    turns = np.round(FIRING_HZ / 2 * length / RATE_HZ) * np.arange(length) / length  # whole turns: it loops
    uneven = turns + 0.05 * _slow(random, length, 2.0)
    return _unit(cycle[(uneven * CYCLE).astype(np.int64) % CYCLE].astype(np.float32))


def _voice(random: Generator, length: int) -> Wave:
    """Return somebody talking far away: speech-shaped noise in syllables and phrases."""
    centre_hz = random.uniform(350, 750)
    sound = _shaped(random, length, lambda hz: np.exp(-(((hz - centre_hz) / 400) ** 2)) + 0.15 / (1 + (hz / 1500) ** 4))
    syllables = np.maximum(_shaped(random, length, lambda hz: np.exp(-(((hz - 4.5) / 1.5) ** 2))), 0)
    return (sound * syllables * (_slow(random, length, 0.25) > 0)).astype(np.float32)


def _beeper(random: Generator, length: int) -> Wave:
    """Return a reversing alarm that sounds for eight seconds in each minute, at a random moment."""
    seconds = np.arange(length) / RATE_HZ
    since = (seconds - random.uniform(0, length / RATE_HZ - BEEPING_SECONDS)) % 60.0
    sounding = (since < BEEPING_SECONDS) & (since % BEEP_SECONDS < BEEP_SECONDS / 2)
    return (np.sin(2 * np.pi * BEEP_HZ * seconds) * sounding * 2).astype(np.float32)
