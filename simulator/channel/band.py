"""The telephone band: what a handset and a line let through."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from runtime.audio import RATE_HZ

type Wave = NDArray[np.float32]

RISE_HZ: Final = (170.0, 300.0)
FALL_HZ: Final = (3400.0, 3750.0)
PADDING: Final = 400  # the filter rings for some 20 ms on each side


def in_band(wave: Wave) -> Wave:
    """Return the wave between 300 and 3400 Hz, undelayed: raised-cosine edges over its spectrum."""
    size = 1 << (len(wave) + PADDING - 1).bit_length()
    return np.fft.irfft(np.fft.rfft(wave, size) * _gain(size), size)[: len(wave)].astype(np.float32)


def periodic_in_band(wave: Wave) -> Wave:
    """Return the same for a wave that repeats for ever, seam included."""
    return np.fft.irfft(np.fft.rfft(wave) * _gain(len(wave)), len(wave)).astype(np.float32)


@cache
def _gain(size: int) -> Wave:
    hz = np.fft.rfftfreq(size, 1 / RATE_HZ)
    rise = np.clip((hz - RISE_HZ[0]) / (RISE_HZ[1] - RISE_HZ[0]), 0, 1)
    fall = np.clip((FALL_HZ[1] - hz) / (FALL_HZ[1] - FALL_HZ[0]), 0, 1)
    gain: Wave = np.square(np.sin(rise * np.pi / 2) * np.sin(fall * np.pi / 2)).astype(np.float32)
    return gain
