"""Packets that come late, and the buffer that waits for them.

A packet queues behind other traffic. On average once in `spike_every_ms` a load joins the queue that takes an
exponential time of mean `spike_ms` to pass; meanwhile the queue passes 20 ms in every 20 ms, so that delay jumps and
then falls by a packet's length from packet to packet, as mobile traces do (the spikes of Ramjee, Kurose, Towsley and
Schulzrinne, INFOCOM 1994):

    q[n] = max(0, q[n-1] - 20 ms) + load[n]

The buffer is fixed: every packet is played `buffer_ms` after it could have come at best, and one that queued longer
is lost to the listener. Jitter is thus turned into delay and late losses. The realised jitter is the mean of
|q[n] - q[n-1]|, which the estimator of RFC 3550 (section 6.4.1) settles at.
"""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from runtime.audio import FRAME_SECONDS
from simulator.channel.loss import WINDOW, Flags

PACKET_MS = 1000 * FRAME_SECONDS


class Late:
    """Packets that come after they should have been played."""

    def __init__(self, spike_ms: float, spike_every_ms: float, buffer_ms: float, random: Generator) -> None:
        self._spike_ms = spike_ms
        self._chance = min(1.0, PACKET_MS / spike_every_ms)
        self._buffer_ms = buffer_ms
        self._random = random
        self._queue_ms = 0.0
        self._delays: list[float] = []

    def lost(self) -> Flags:
        """Return which packets of the next window come too late."""
        joins = self._random.random(WINDOW) < self._chance
        loads = np.where(joins, self._random.exponential(self._spike_ms, WINDOW), 0.0)
        delays: list[float] = []
        queue = self._queue_ms
        for load in loads.tolist():
            queue = max(0.0, queue - PACKET_MS) + load
            delays.append(queue)
        self._queue_ms = queue
        self._delays += delays
        return np.asarray(delays) > self._buffer_ms

    def jitter_ms(self, frames: int) -> float:
        """Return the realised jitter of the first `frames` packets."""
        queued: NDArray[np.float64] = np.asarray(self._delays[:frames])
        return float(np.abs(np.diff(queued)).mean()) if len(queued) > 1 else 0.0
