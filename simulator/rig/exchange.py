"""A line between Karla and a simulated driver, moved by one clock in steps of 20 ms.

Frame `n` of the driver sounds from `n * 20 ms` on and is delivered to Karla once it is over and `up`
frames have passed; a frame of hers is heard `down` frames after it was played. The ledger tells the
driver's side: when he speaks, and when he hears her. So does the recording.

A call whose line breaks goes on over another exchange, from a later frame on; all times stay the call's.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

from runtime import clock
from runtime.audio import FRAME_BYTES, FRAME_SAMPLES, FRAME_SECONDS, Pcm, samples
from runtime.errors import LineClosed
from runtime.pipeline.ports import Speech
from simulator.channel.leg import DriverLeg
from simulator.results.recording import Recording
from simulator.rig.ear import QUIET, Ear, HeardFrame
from simulator.rig.oracle import ECHOED, Script, SpokenWord, heard_form
from simulator.scoring.ledger import Ledger

MAX_SECONDS: Final = 900.0
"""A line that nobody hangs up is cut here: no call may hold up a suite."""


@dataclass(slots=True)
class _Sentence:
    turn: int
    text: str
    start: int  # playback position of its first sample
    marks: deque[tuple[int, int, str]] = field(default_factory=deque)  # each word's end and start, in playback


class Exchange:
    """Both ends of one line. Karla's end is a `Line`; the driver's is `leg` and `ear`."""

    def __init__(
        self, leg: DriverLeg, recording: Recording, ledger: Ledger, *, up: int, down: int, script: Script | None = None
    ) -> None:
        self.leg = leg
        self.ear = Ear(ledger)
        self._recording = recording
        self._ledger = ledger
        self._script = script
        self._up = up
        self._in_the_air: deque[HeardFrame] = deque([QUIET] * down)
        self._arrived: deque[Pcm] = deque()
        self._listener: asyncio.Future[None] | None = None
        self._buffer = bytearray()
        self._left: list[Pcm] = []
        self._right: list[Pcm] = []
        self._played = 0  # the frame in progress included
        self._done = 0  # only frames that are over
        self._queued = 0
        self._sentences: deque[_Sentence] = deque()
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []
        self._open = True
        self._still_arriving = 0  # frames
        self.started_at = 0.0
        self.ended = asyncio.Event()
        self.dropped = False
        self._first = 0
        self.tick = 0  # the driver's first frame that has not begun to sound

    @property
    def closed(self) -> bool:
        """Tell whether somebody has hung up, or the line is broken."""
        return not self._open

    async def run(self, first: int = 0) -> None:
        """Move the line until somebody hangs up, or it breaks; `first` frames after the answer it is connected."""
        self._first = self.tick = first
        if self._script is not None:
            self._script.connected_at = first
        self.started_at = clock.now() - first * FRAME_SECONDS
        loop = asyncio.get_running_loop()
        self._step()
        while self._open or self._still_arriving > 0:
            # A sleep would cost twice as much, fifty times a second of every call.
            due: asyncio.Future[None] = loop.create_future()
            loop.call_at(self.started_at + self.tick * FRAME_SECONDS, _wake, due)
            await due
            self._step()
        self._ring_off()

    def close(self, who: str) -> None:
        """Hang up. Idempotent."""
        if self._open:
            self._open = False
            self._ledger.note("call.hangup", who=who)
            if who == "karla":
                self._still_arriving = len(self._in_the_air)  # her last word is on its way before the line goes

    def _drop(self) -> None:
        """Break the line: nobody has hung up, and neither hears the other again."""
        if self._open:
            self._open, self.dropped = False, True
            self._ledger.note("line.dropped")

    def _step(self) -> None:
        if self.tick * FRAME_SECONDS >= MAX_SECONDS:
            self.close("rig")
        if self.tick == self.leg.drops_at:
            self._drop()
        if not self._open:
            self._still_arriving -= 1
        self._move()
        self.tick += 1

    def _move(self) -> None:
        for incident in self.leg.incidents(self.tick):
            self._ledger.note(incident.event, **incident.data)
        sent = self.tick - 1 - self._up
        if sent >= self._first and self._open:
            self._right.append(self.leg.frame(sent))
            self._arrived.append(self._right[-1])
            _wake(self._listener)
        self._advance()
        self._in_the_air.append(self._take_frame())
        heard = self._in_the_air.popleft()
        if not heard.audible:
            self.ear.hear(heard)
        elif self.leg.karla_reaches_him(self.tick):
            self.ear.hear(heard)
            self._comes_back(heard)
        else:
            heard = self._swallowed(heard)
        self._left.append(heard.pcm)

    def _comes_back(self, heard: HeardFrame) -> None:
        """Let what he hears of her sound into his microphone, on a line with an echo."""
        if (echo := self.leg.channel.echo) is None:
            return
        self.leg.hears(self.tick, heard.pcm)
        if self._script is not None:
            at = (self.tick + echo.frames) * FRAME_SAMPLES
            self._script.echoes += [
                SpokenWord(heard_form(word), at + start, at + end, ECHOED)
                for word, (start, end) in zip(heard.words, heard.places, strict=True)
            ]

    def _swallowed(self, heard: HeardFrame) -> HeardFrame:
        """Return the silence that he hears instead of her; a turn that was to end with this frame is over."""
        self.ear.hear(QUIET)
        if heard.last is not None:
            self.ear.ends_turn(heard.last)
        return QUIET

    def _advance(self) -> None:
        """Account for the frame that has just been played: wake whoever waited for its end."""
        self._done = self._played
        if self._waiting:
            due = [future for position, future in self._waiting if position <= self._done]
            self._waiting = [each for each in self._waiting if each[0] > self._done]
            for future in due:
                _wake(future)

    def _take_frame(self) -> HeardFrame:
        if not self._buffer:
            return QUIET
        pcm = bytes(self._buffer[:FRAME_BYTES])
        del self._buffer[:FRAME_BYTES]
        begun = self._played
        self._played += samples(pcm)
        words: list[str] = []
        places: list[tuple[int, int]] = []
        frame = HeardFrame(pcm.ljust(FRAME_BYTES, b"\0"), audible=True, words=words, places=places)
        while self._sentences and self._sentences[0].start < self._played:
            sentence = self._sentences[0]
            frame.turn, frame.sentence = sentence.turn, sentence.text
            while sentence.marks and sentence.marks[0][0] <= self._played:
                end, start, word = sentence.marks.popleft()
                words.append(word)
                places.append((start - begun, end - begun))
            if len(self._sentences) > 1 and self._sentences[1].start <= self._played and not sentence.marks:
                self._sentences.popleft()
                continue
            break
        return frame

    def _ring_off(self) -> None:
        for heard in self._in_the_air:
            if heard.last is not None:
                self.ear.ends_turn(heard.last)
        self.ear.end()
        self.ended.set()
        _wake(self._listener)
        self._right += [self.leg.frame(self._first + n) for n in range(len(self._right), len(self._left))]
        for left, right in zip(self._left, self._right, strict=True):
            self._recording.add(left, right)
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
        on_its_way = () if self.ended.is_set() else reversed(self._in_the_air)
        for frame in on_its_way:
            if frame.audible:
                frame.last = data
                return
        self.ear.ends_turn(data)

    async def incoming(self) -> AsyncIterator[Pcm]:
        """Yield the driver's audio as it arrives, until the line closes."""
        while True:
            while self._arrived:
                yield self._arrived.popleft()
            if self.ended.is_set():
                return
            self._listener = asyncio.get_running_loop().create_future()
            await self._listener

    async def play(self, speech: Speech) -> int:
        """Queue speech; return the position of its end. Raises: LineClosed."""
        if self.closed:
            raise LineClosed
        self._buffer += speech.pcm
        self._queued += samples(speech.pcm)
        if self._sentences:
            sentence = self._sentences[-1]
            at = sentence.start
            sentence.marks.extend((at + mark.end, at + mark.start, mark.word) for mark in speech.words)
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


def _wake(waiting: asyncio.Future[None] | None) -> None:
    if waiting is not None and not waiting.done():
        waiting.set_result(None)
