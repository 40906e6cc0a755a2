"""Sounds that are not words: a cough, and a voicemail's beep. 16-bit PCM at 8 kHz."""

from functools import cache

import numpy as np

from runtime.audio import RATE_HZ, Pcm
from simulator.channel.streams import stream

BEEP_HZ = 1000.0


@cache
def cough(number: int) -> Pcm:
    """Return a cough of about 0.35 s: two bursts of noise with a breath between them. `number` varies it."""
    dice = stream(b"karla", f"cough {number % 8}")
    length = int(RATE_HZ * 0.35)
    t = np.arange(length) / RATE_HZ
    burst = np.exp(-(((t - 0.05) / 0.03) ** 2)) + 0.7 * np.exp(-(((t - 0.24) / 0.04) ** 2))
    noise = dice.standard_normal(length)
    noise = np.convolve(noise, np.ones(3) / 3, mode="same")
    return _pcm(0.35 * burst * noise)


@cache
def beep() -> Pcm:
    """Return 0.5 s of a voicemail's tone."""
    t = np.arange(int(RATE_HZ * 0.5)) / RATE_HZ
    fade = np.minimum(1.0, np.minimum(t, t[::-1]) / 0.01)
    return _pcm(0.25 * fade * np.sin(2 * np.pi * BEEP_HZ * t))


def _pcm(wave: np.ndarray) -> Pcm:
    return np.clip(np.rint(32767 * wave), -32768, 32767).astype("<i2").tobytes()
