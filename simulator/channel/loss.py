"""Lost packets on a budget, and what is played in their place where nothing better is known.

Gilbert's two-state model (all packets arrive in the good state, none in the bad one) has a mean burst and a mean
share, but a short call may realise five times the share or none. So it is conditioned on its number of losses: each
window of 1500 packets (30 s) loses

    L = floor(p * 1500 * (k + 1) + u) - floor(p * 1500 * k + u)      packets in window k, u drawn once a call
    M = max(1, floor(L / mean burst + v))                            bursts, v drawn for each window

in M bursts whose lengths are L - 1 cut at M - 1 random places, which is what geometric bursts of that sum are. Burst
i begins at a random place in the i-th of M equal parts of the packets that arrive, so no stretch is without its share.
"""

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from runtime.audio import FRAME_SECONDS, SILENCE, Pcm

type Flags = NDArray[np.bool_]

WINDOW: Final = 1500
STEP_DB: Final = 3.0
REPEATS: Final = 4
LONGEST: Final = 255

_GAINS: Final = [10 ** (-STEP_DB * step / 20) for step in range(REPEATS + 1)]


class Trouble(Protocol):
    """One reason for which packets do not come, drawn window by window."""

    def lost(self) -> Flags:
        """Return which packets of the next window are lost, shape (WINDOW,)."""


class Bursts:
    """Random losses in bursts, their share kept in every window."""

    def __init__(self, share: float, burst_frames: float, random: Generator) -> None:
        self._share = share
        self._burst = burst_frames
        self._random = random
        self._window = 0
        self._phase = float(random.random())

    def lost(self) -> Flags:
        """Return the next window's losses."""
        flags = np.zeros(WINDOW, np.bool_)
        quota = [int(self._share * WINDOW * number + self._phase) for number in (self._window, self._window + 1)]
        self._window += 1
        total = quota[1] - quota[0]
        if total:
            count = max(1, int(total / self._burst + self._random.random()))
            lengths = _parts(total, count, self._random)
            arriving = WINDOW - total
            before = 1 + ((np.arange(count) + self._random.random(count)) * (arriving - 1) / count).astype(np.int64)
            starts = before + np.concatenate([[0], np.cumsum(lengths)[:-1]])
            for start, length in zip(starts.tolist(), lengths.tolist(), strict=True):
                flags[start : start + length] = True
        return flags


class Outages:
    """Seconds without any packet, as between cells: on average so many a minute, never two in one half minute."""

    def __init__(self, per_minute: float, seconds: tuple[float, float], random: Generator) -> None:
        self._chance = per_minute * WINDOW * FRAME_SECONDS / 60
        self._seconds = seconds
        self._random = random

    def lost(self) -> Flags:
        """Return the next window's losses."""
        flags = np.zeros(WINDOW, np.bool_)
        happens, place, length = self._random.random(3).tolist()
        if happens < self._chance:
            low, high = self._seconds
            frames = round((low + (high - low) * length) / FRAME_SECONDS)
            start = 1 + int(place * (WINDOW - 1 - frames))
            flags[start : start + frames] = True
        return flags


class Gaps:
    """Which packets of one call do not come, for any of several reasons. Drawn as far as anybody has asked."""

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        self._troubles = troubles
        self._runs = bytearray()

    def __bool__(self) -> bool:
        return bool(self._troubles)

    def run(self, frame: int) -> int:
        """Return how many packets in a row have been lost up to and with this one: 0 if it came."""
        if not self._troubles or frame < 0:
            return 0
        while frame >= len(self._runs):
            self._draw()
        return self._runs[frame]

    def within(self, start: int, end: int) -> bytes:
        """Return the runs of these frames."""
        if self._troubles:
            self.run(end - 1)
            return bytes(self._runs[start:end])
        return bytes(end - start)

    def _draw(self) -> None:
        lost = np.logical_or.reduce([trouble.lost() for trouble in self._troubles])
        self._runs += bytes(_counted(lost.tolist(), self._runs[-1] if self._runs else 0))


def concealed(last: Pcm, run: int) -> Pcm:
    """Return what is played for the `run`th packet missing in a row after `last`: 3 dB less each, four times."""
    if run > REPEATS:
        return SILENCE
    return np.round(np.frombuffer(last, "<i2") * _GAINS[run]).astype("<i2").tobytes()


def _parts(total: int, count: int, random: Generator) -> NDArray[np.int64]:
    """Return `count` random whole numbers from 1 that make `total`."""
    edges = np.zeros(count + 1, np.int64)
    edges[-1] = total
    if count > 1:
        edges[1:-1] = np.sort(random.choice(total - 1, count - 1, replace=False)) + 1
    return edges[1:] - edges[:-1]


def _counted(lost: list[bool], run: int) -> Iterator[int]:
    for each in lost:
        run = min(run + 1, LONGEST) if each else 0
        yield run
