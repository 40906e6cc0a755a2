"""What Karla's audio is: 16-bit little-endian PCM, mono, 8000 Hz, in 20 ms frames of 320 bytes."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

type Pcm = bytes

RATE_HZ: Final = 8000
FRAME_SECONDS: Final = 0.020
FRAME_SAMPLES: Final = 160
FRAME_BYTES: Final = 320
SILENCE: Final[Pcm] = bytes(FRAME_BYTES)


def samples(pcm: Pcm) -> int:
    """Return how many samples `pcm` holds."""
    return len(pcm) // 2


def seconds(pcm: Pcm) -> float:
    """Return how long `pcm` plays, in seconds."""
    return len(pcm) / (2 * RATE_HZ)


def to_array(pcm: Pcm) -> NDArray[np.int16]:
    """Return the samples as a read-only int16 array of shape (n,)."""
    return np.frombuffer(pcm, dtype="<i2")


def level_dbfs(pcm: Pcm) -> float:
    """Return the RMS level in dB relative to a full-scale square wave; -120.0 for silence or nothing."""
    wave = to_array(pcm).astype(np.float64)
    power = float(np.dot(wave, wave)) / max(len(wave), 1)
    return max(-120.0, 10.0 * float(np.log10(power / 32768.0**2))) if power > 0 else -120.0
