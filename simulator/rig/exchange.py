"""A line between Karla and a simulated driver, moved by one clock in steps of 20 ms.

Frame `n` of the driver sounds from `n * 20 ms` on and is delivered to Karla once it is over and `up`
frames have passed; a frame of hers is heard `down` frames after it was played. The ledger tells the
driver's side: when he speaks, and when he hears her. So does the recording.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

from runtime import clock
from runtime.audio import FRAME_BYTES, FRAME_SECONDS, Pcm, samples
from runtime.errors import LineClosed
from runtime.pipeline.ports import Speech
from simulator.channel.leg import DriverLeg
from simulator.results.recording import Recording
from simulator.rig.ear import Ear, HeardFrame
from simulator.scoring.ledger import Ledger

MAX_SECONDS: Final = 900.0
"""A line that nobody hangs up is cut here: no call may hold up a suite."""


@dataclass(slots=True)
class _Sentence:
    turn: int
    text: str
    start: int  # playback position of its first sample
    marks: deque[tuple[int, str]] = field(default_factory=deque)  # playback position of each word's end


class Exchange:
    """Both ends of one line. Karla's end is a `Line`; the driver's is `leg` and `ear`."""

    def __init__(self, leg: DriverLeg, recording: Recording, ledger: Ledger, *, up: int, down: int) -> None:
        self.leg = leg
        self.ear = Ear(ledger)
        self._recording = recording
        self._ledger = ledger
        self._up = up
        self._in_the_air: deque[HeardFrame] = deque(HeardFrame() for _ in range(down))
        self._arrived: asyncio.Queue[Pcm | None] = asyncio.Queue()
        self._buffer = bytearray()
        self._left: list[Pcm] = []
        self._played = 0  # the frame in progress included
        self._done = 0  # only frames that are over
        self._queued = 0
        self._sentences: deque[_Sentence] = deque()
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []
        self._open = True
        self.started_at = 0.0
        self.ended = asyncio.Event()
        self.tick = 0  # the driver's first frame that has not begun to sound

    @property
    def closed(self) -> bool:
        """Tell whether somebody has hung up."""
        return not self._open

    async def run(self) -> None:
        """Move the line until somebody hangs up."""
        self.started_at = clock.now()
        while self._open:
            await clock.sleep_until(self.started_at + self.tick * FRAME_SECONDS)
            if self.tick * FRAME_SECONDS >= MAX_SECONDS:
                self.close("rig")
            self._move()
            self.tick += 1
        self._ring_off()

    def close(self, who: str) -> None:
        """Hang up. Idempotent."""
        if self._open:
            self._open = False
            self._ledger.note("call.hangup", who=who)

    def _move(self) -> None:
        sent = self.tick - 1 - self._up
        if sent >= 0:
            self._arrived.put_nowait(self.leg.frame(sent))
        self._advance()
        self._in_the_air.append(self._take_frame())
        heard = self._in_the_air.popleft()
        self.ear.hear(heard)
        self._left.append(heard.pcm)

    def _advance(self) -> None:
        """Account for the frame that has just been played: wake whoever waited for its end."""
        self._done = self._played
        if self._waiting:
            due = [future for position, future in self._waiting if position <= self._done]
            self._waiting = [each for each in self._waiting if each[0] > self._done]
            for future in due:
                if not future.done():
                    future.set_result(None)

    def _take_frame(self) -> HeardFrame:
        if not self._buffer:
            return HeardFrame()
        pcm = bytes(self._buffer[:FRAME_BYTES])
        del self._buffer[:FRAME_BYTES]
        self._played += samples(pcm)
        frame = HeardFrame(pcm.ljust(FRAME_BYTES, b"\0"), audible=True)
        while self._sentences and self._sentences[0].start < self._played:
            sentence = self._sentences[0]
            frame.turn, frame.sentence = sentence.turn, sentence.text
            while sentence.marks and sentence.marks[0][0] <= self._played:
                frame.words.append(sentence.marks.popleft()[1])
            if len(self._sentences) > 1 and self._sentences[1].start <= self._played and not sentence.marks:
                self._sentences.popleft()
                continue
            break
        return frame

    def _ring_off(self) -> None:
        self._arrived.put_nowait(None)
        self.ear.end()
        self.ended.set()
        for n, left in enumerate(self._left):
            self._recording.add(left, self.leg.frame(n))
        for _, future in self._waiting:
            if not future.done():
                future.set_exception(LineClosed())
        self._waiting.clear()

    # Karla's end -----------------------------------------------------------------------------

    def begins_sentence(self, turn: int, text: str) -> None:
        """Say what the audio that is queued next belongs to."""
        self._sentences.append(_Sentence(turn, text, self._queued))

    def ends_turn(self, turn: int, heard: str, unheard: str, *, truncated: bool) -> None:
        """Log the end of a turn where the driver hears it."""
        data: dict[str, object] = {"turn": turn, "heard": heard, "unheard": unheard, "truncated": truncated}
        for frame in reversed(self._in_the_air):
            if frame.audible:
                frame.last = data
                return
        self.ear.ends_turn(data)

    async def incoming(self) -> AsyncIterator[Pcm]:
        """Yield the driver's audio as it arrives, until the line closes."""
        while (frame := await self._arrived.get()) is not None:
            yield frame

    async def play(self, speech: Speech) -> int:
        """Queue speech; return the position of its end. Raises: LineClosed."""
        if self.closed:
            raise LineClosed
        self._buffer += speech.pcm
        self._queued += samples(speech.pcm)
        if self._sentences:
            sentence = self._sentences[-1]
            sentence.marks.extend((sentence.start + mark.end, mark.word) for mark in speech.words)
        return self._queued

    async def reached(self, position: int) -> None:
        """Wait until everything up to `position` has been played. Raises: LineClosed."""
        if self.closed:
            raise LineClosed
        if position > self._done:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((position, future))
            await future

    async def clear(self) -> int:
        """Drop what has not been played; return the position really reached."""
        if self._buffer:
            self._buffer.clear()
            self._ledger.note("wire.clear", turn=self._sentences[-1].turn if self._sentences else 0)
        self._queued = self._played
        self._sentences.clear()
        return self._played

    async def hang_up(self) -> None:
        """End the call."""
        self.close("karla")
