"""What arrives from the peer, brought to Karla's rhythm: a frame of 20 ms at 8 kHz each time one is due.

Testers send faster than real time, slower, or nothing at all between utterances. What they announce stays at its place
in the audio: it counts when the sound that came before it has been played. What is missing is silence.
"""

from collections import deque
from typing import Final

from runtime.audio import FRAME_BYTES, RATE_HZ, SILENCE, Pcm
from simulator.chirp.halfband import Downsampler
from simulator.chirp.wire import Announcement, Close, Problem, Violation

PREBUFFER_FRAMES: Final = 2
"""Sound begins, and a rest of less than a frame is let out, after this many frames: jitter of 40 ms is not heard."""
MAX_AHEAD_SECONDS: Final = 15.0
"""Of audio that is not due yet. Half as fast again as real time gets there in half a minute, a flood at once."""


class Inbound:
    """The peer's side of one call."""

    def __init__(self) -> None:
        self._down = Downsampler()
        self._buffer = bytearray()
        self._received = 0  # bytes at 8 kHz, as is `_taken`
        self._taken = 0
        self._announced: deque[tuple[int, Announcement]] = deque()
        self._flowing = False
        self._waited = 0  # frames that a beginning sound, or a rest, has been held back for

    @property
    def ahead_seconds(self) -> float:
        """How much audio is not due yet."""
        return len(self._buffer) / (2 * RATE_HZ)

    def audio(self, pcm: bytes) -> None:
        """Take PCM16 at 16 kHz, any whole number of samples. Raises: Violation, if too much of it is ahead."""
        converted = self._down.convert(pcm)
        self._buffer += converted
        self._received += len(converted)
        if self.ahead_seconds > MAX_AHEAD_SECONDS:
            reason = f"more than {MAX_AHEAD_SECONDS:.0f} s of audio are ahead of real time"
            raise Violation(Close.POLICY, Problem.INVALID_AUDIO_FRAME, reason)

    def announce(self, announcement: Announcement) -> None:
        """Take an announcement; it belongs behind the audio so far."""
        self._announced.append((self._received, announcement))

    def take(self) -> tuple[Pcm, list[Announcement]]:
        """Return the frame that is due, and what was announced up to it."""
        frame = self._frame()
        self._taken = self._received - len(self._buffer)
        due: list[Announcement] = []
        while self._announced and self._announced[0][0] <= self._taken:
            due.append(self._announced.popleft()[1])
        return frame, due

    def _frame(self) -> Pcm:
        held = len(self._buffer)
        if held >= FRAME_BYTES * (1 if self._flowing else PREBUFFER_FRAMES) or (
            held and self._waited >= PREBUFFER_FRAMES
        ):
            self._flowing, self._waited = True, 0
            frame = bytes(self._buffer[:FRAME_BYTES]).ljust(FRAME_BYTES, b"\0")
            del self._buffer[:FRAME_BYTES]
            return frame
        self._flowing = False
        self._waited = self._waited + 1 if held else 0
        return SILENCE
