"""Lost packets, and what a decoder puts in their place.

Gilbert's two-state model on 20 ms packets: all arrive in the good state and none in the bad, so that the mean burst
and the share of lost packets fix both transition probabilities. A gap repeats the last packet that came, 3 dB down
at each step, and is silent after four.
"""

from typing import Final

import numpy as np
from numpy.random import Generator

from runtime.audio import SILENCE, Pcm

STEP_DB: Final = 3.0
REPEATS: Final = 4
RUNS_AT_ONCE: Final = 64
LONGEST: Final = 255

_GAINS: Final = [10 ** (-STEP_DB * step / 20) for step in range(REPEATS + 1)]


class Losses:
    """Which packets of one call are lost. Drawn as far as anybody has asked, always in the same order."""

    def __init__(self, share: float, burst_frames: float, random: Generator) -> None:
        self._share = share
        self._good_end = share / (burst_frames * (1 - share))
        self._bad_end = 1 / burst_frames
        self._random = random
        self._runs = bytearray()

    def run(self, frame: int) -> int:
        """Return how many packets in a row have been lost up to and with this one: 0 if it came."""
        if not self._share:
            return 0
        while frame >= len(self._runs):
            self._draw()
        return self._runs[frame]

    def _draw(self) -> None:
        good = self._random.geometric(min(self._good_end, 1.0), RUNS_AT_ONCE)
        bad = self._random.geometric(self._bad_end, RUNS_AT_ONCE)
        for arriving, missing in zip(good.tolist(), bad.tolist(), strict=True):
            self._runs += bytes(arriving) + bytes(min(step, LONGEST) for step in range(1, missing + 1))


def concealed(last: Pcm, run: int) -> Pcm:
    """Return what is played for the `run`th packet missing in a row after `last`."""
    if run > REPEATS:
        return SILENCE
    return np.round(np.frombuffer(last, "<i2") * _GAINS[run]).astype("<i2").tobytes()
