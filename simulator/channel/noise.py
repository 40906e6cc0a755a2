"""What a cab and a yard sound like all the time, synthesised: periodic waves of unit power, to be looped unheard.

Stationary parts are shaped in the spectrum with random phases; engine, gusts, voices and music are added in time.
They are engineering models, not recordings: `cab` an idling diesel and its fan, `highway` wind (under 300 Hz), tyres
and gusts, `window` the same with the window down: the wind buffets and its hiss reaches into the voice, `yard`
far-off voices and an engine, `music` a polka on the cab's radio and the engine under it.
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
BEAT_SECONDS: Final = 0.25
CHORDS: Final = ((196.0, 246.9, 293.7), (220.0, 261.6, 293.7, 370.0))  # tonic and dominant of a polka in G
MELODY: Final = (392.0, 440.0, 493.9, 523.3, 587.3, 659.3)


class Noise(StrEnum):
    """Where the driver is."""

    CAB = "cab"
    HIGHWAY = "highway"
    WINDOW = "window"
    YARD = "yard"
    MUSIC = "music"


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


def window(random: Generator, length: int) -> Wave:
    """Return motorway speed with the window down, `length` samples: buffeting under 300 Hz and a hiss above."""
    buffeting = _shaped(random, length, lambda hz: 1 / (1 + (hz / 120) ** 4) ** 0.5)
    hiss = _shaped(random, length, lambda hz: (1 / (1 + (hz / 400) ** 2)) ** 0.5 * (hz > 150))
    tyres = _shaped(random, length, lambda hz: np.exp(-(((hz - 1000) / 600) ** 2)) + 0.1)
    gusts = np.maximum(1 + 0.8 * _slow(random, length, 1.2), 0.1)
    return _unit(4.0 * buffeting * gusts + 1.2 * hiss * gusts + tyres)


def yard(random: Generator, length: int) -> Wave:
    """Return voices and an engine, `length` samples."""
    voices = sum((_voice(random, length) for _ in range(VOICES)), np.zeros(length, np.float32))
    return _unit(_unit(voices) + 0.5 * _engine(random, length))


def music(random: Generator, length: int) -> Wave:
    """Return a polka with somebody singing, on a radio over an idling engine, `length` samples."""
    beats = max(1, round(length / RATE_HZ / BEAT_SECONDS))
    tune = np.zeros(length, np.float32)
    for beat in range(beats):
        begin, end = (length * edge // beats for edge in (beat, beat + 1))
        chord = CHORDS[(beat // 8) % 2]
        bass = (chord[0] / 2,) if beat % 2 == 0 else chord[1:]
        tune[begin:end] = _notes((*bass, float(random.choice(MELODY))), end - begin)
    return _unit(_unit(tune) + 0.8 * _unit(_voice(random, length)) + 0.35 * _engine(random, length))


MAKE: Final[Mapping[Noise, Callable[[Generator, int], Wave]]] = {
    Noise.CAB: cab,
    Noise.HIGHWAY: highway,
    Noise.WINDOW: window,
    Noise.YARD: yard,
    Noise.MUSIC: music,
}


def _unit(wave: Wave) -> Wave:
    power = float(np.mean(np.square(wave, dtype=np.float64)))
    return wave * np.float32(power**-0.5)


def _shaped(random: Generator, length: int, gain: Callable[[Spectrum], Spectrum]) -> Wave:
    """Return unit-power noise with this spectrum."""
    hz = np.fft.rfftfreq(length, 1 / RATE_HZ).astype(np.float32)
    turns = 2 * np.pi * random.random(len(hz), dtype=np.float32)
    spectrum = gain(hz) * (np.cos(turns) + 1j * np.sin(turns))
    return _unit(np.fft.irfft(spectrum.astype(np.complex64), length).astype(np.float32))


def _slow(random: Generator, length: int, fastest_hz: float) -> Wave:
    """Return a unit-power wave that changes slower than `fastest_hz`."""
    return _shaped(random, length, lambda hz: ((hz > 0) & (hz <= fastest_hz)).astype(np.float32))


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


def _notes(frequencies: tuple[float, ...], length: int) -> Wave:
    """Return reedy notes together, struck and fading."""
    seconds = np.arange(length) / RATE_HZ
    fade = np.minimum(seconds / 0.01, 1) * np.exp(-4 * seconds)
    sound = sum(np.sin(2 * np.pi * hz * part * seconds) / part for hz in frequencies for part in (1, 2, 3, 4))
    return np.asarray(sound * fade, dtype=np.float32)
