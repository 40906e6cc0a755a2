"""Karla's line over a WebSocket, in real time: a frame of 20 ms each way every 20 ms, counted from the answer.

Her voice is sent at most `AHEAD_FRAMES` before it is due, so that the peer's ear does not run dry; what was sent cannot
be taken back, so it counts as played. A frame is heard when it is due. A late tick is made up for at once: nothing
drifts. The ledger and the recording tell what could be heard when at this end of the network.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

from runtime import clock
from runtime.audio import FRAME_BYTES, FRAME_SECONDS, Pcm, level_dbfs, samples
from runtime.errors import LineClosed
from runtime.pipeline.ports import Speech
from simulator.chirp.halfband import Upsampler
from simulator.chirp.inbound import Inbound
from simulator.chirp.peer import Peer
from simulator.chirp.track import LOUD_DBFS, Began, Ended, Noticed, Track, Untold
from simulator.chirp.wire import Problem, speech_completed, speech_started
from simulator.results.recording import Recording
from simulator.rig.ear import QUIET, Ear, HeardFrame
from simulator.scoring.ledger import Ledger

AHEAD_FRAMES: Final = 5
NEVER_TOLD: Final = "fault=he never announced what he said, and nothing here recognises speech"


@dataclass(slots=True)
class _Sentence:
    turn: int
    text: str
    start: int  # playback position of its first sample
    marks: deque[tuple[int, int, str]] = field(default_factory=deque)  # each word's end and start, in playback


class ChirpLine:
    """A `Line` to one peer. `noticed` is what its announcements and its sound came to, with the frame of each."""

    def __init__(self, peer: Peer, recording: Recording, ledger: Ledger) -> None:
        self.inbound = Inbound()
        self.noticed: deque[tuple[int, Noticed]] = deque()
        self.said: list[Ended] = []  # since somebody asked last
        self._peer = peer
        self._recording = recording
        self._ledger = ledger
        self._ear = Ear(ledger)
        self._track = Track()
        self._up = Upsampler()
        self._tick = 0
        self._over_karla = False
        self._arrived: deque[Pcm] = deque()
        self._news = asyncio.Event()
        self._unsent = bytearray()
        self._sent = 0  # samples, as are the next two
        self._heard = 0
        self._queued = 0
        self._ahead: deque[HeardFrame] = deque()
        self._sentences: deque[_Sentence] = deque()
        self._announced = -1  # the turn whose beginning the peer was told
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []
        self._open = True
        self._still_ahead = 0
        self._ended = False

    # ------------------------------------------------------------------------------------ the clock

    async def run(self) -> None:
        """Move both sides on, in real time, until somebody hangs up and Karla's last word is over."""
        began = clock.now()
        while self._open or self._still_ahead > 0:
            await clock.sleep_until(began + self._tick * FRAME_SECONDS)
            self._step()
        self._ring_off()

    def close(self, who: str) -> None:
        """Hang up. Idempotent."""
        if self._open:
            self._open = False
            self._ledger.note("call.hangup", who=who)
            self._still_ahead = len(self._ahead) if who == "karla" else 0

    def _step(self) -> None:
        if self._open and self._peer.stalled:
            self._peer.drop()
            self.close("rig")
        if not self._open:
            self._still_ahead -= 1
        frame, announced = self.inbound.take()
        self._notice(self._track.frame(level_dbfs(frame) > LOUD_DBFS, announced))
        self._arrived.append(frame)
        self._news.set()
        self._send()
        heard = self._ahead.popleft() if self._ahead else QUIET
        self._ear.hear(heard)
        self._recording.add(heard.pcm.ljust(FRAME_BYTES, b"\0"), frame)
        self._advance(samples(heard.pcm) if heard.audible else 0)
        self._tick += 1

    def _notice(self, noticed: list[Noticed]) -> None:
        for each in noticed:
            self.noticed.append((self._tick, each))
            match each:
                case Began():
                    self._over_karla = self._ear.audible
                case Ended(number, text, first, last):
                    self.said.append(each)
                    self._note_utterance(number, text, first, last)
                case Untold(number, first, last):
                    self._note_utterance(number, "", first, last, (NEVER_TOLD,))
                case _:
                    pass

    def _note_utterance(
        self, number: int, text: str, first: int, last: int, facts: tuple[str, ...] = (), *, cut: bool = False
    ) -> None:
        kind = "speech" if text or facts or cut else "cough"
        start, end = first * FRAME_SECONDS, (last + 1) * FRAME_SECONDS
        told = {"utt": number, "kind": kind, "speaker": "driver", "text": text, "facts": facts, "pauses": []}
        self._ledger.note_at(start, "drv.utt.start", over_karla=self._over_karla, **told)
        self._ledger.note_at(end, "drv.utt.end", utt=number, cut=cut, said=text)

    def _ring_off(self) -> None:
        if (cut := self._track.end()) is not None:
            self._note_utterance(cut.number, cut.text, cut.first, cut.last, cut=True)
        for frame in self._ahead:
            if frame.last is not None:
                self._ear.ends_turn(frame.last)
        self._ear.end()
        self._ended = True
        self._news.set()
        for _, future in self._waiting:
            if not future.done():
                future.set_exception(LineClosed())
        self._waiting.clear()

    # ------------------------------------------------------------------------------------ her voice

    def _send(self) -> None:
        """Send what is due within `AHEAD_FRAMES`; less than a frame only if nothing else is left to be heard."""
        while len(self._ahead) <= AHEAD_FRAMES and self._unsent and self._peer.takes_audio:
            if len(self._unsent) < FRAME_BYTES and self._ahead:
                return
            frame = self._frame()
            if frame.turn != self._announced:
                self._announced = frame.turn
                self._up.reset()
                self._peer.put(speech_started(_name(frame.turn)))
            self._ahead.append(frame)
            self._peer.put(self._up.convert(frame.pcm) + (b"" if self._unsent else self._up.flush()))

    def _frame(self) -> HeardFrame:
        pcm = bytes(self._unsent[:FRAME_BYTES])
        del self._unsent[:FRAME_BYTES]
        begun = self._sent
        self._sent += samples(pcm)
        words: list[str] = []
        places: list[tuple[int, int]] = []
        frame = HeardFrame(pcm, audible=True, words=words, places=places)
        while self._sentences and self._sentences[0].start < self._sent:
            sentence = self._sentences[0]
            frame.turn, frame.sentence = sentence.turn, sentence.text
            while sentence.marks and sentence.marks[0][0] <= self._sent:
                end, start, word = sentence.marks.popleft()
                words.append(word)
                places.append((start - begun, end - begun))
            if len(self._sentences) == 1 or self._sentences[1].start > self._sent or sentence.marks:
                break
            self._sentences.popleft()
        return frame

    def _advance(self, heard: int) -> None:
        self._heard += heard
        if self._waiting and heard:
            for position, future in self._waiting:
                if position <= self._heard and not future.done():
                    future.set_result(None)
            self._waiting = [each for each in self._waiting if each[0] > self._heard]

    def begins_sentence(self, turn: int, text: str) -> None:
        """Say what the audio that is queued next belongs to."""
        self._sentences.append(_Sentence(turn, text, self._queued))

    def ends_turn(self, turn: int, heard: str, unheard: str, *, truncated: bool) -> None:
        """Tell the peer that a turn of hers is over, and log it where the last of it is heard."""
        if self._announced == turn:
            self._peer.put(speech_completed(_name(turn), heard))
        data: dict[str, object] = {"turn": turn, "heard": heard, "unheard": unheard, "truncated": truncated}
        if self._ahead and not self._ended:
            self._ahead[-1].last = data
        else:
            self._ear.ends_turn(data)

    # ------------------------------------------------------------------------------------ the port

    async def incoming(self) -> AsyncIterator[Pcm]:
        """Yield the driver's audio as it arrives, until the line closes."""
        while True:
            while self._arrived:
                yield self._arrived.popleft()
            if self._ended:
                return
            self._news.clear()
            await self._news.wait()

    async def play(self, speech: Speech) -> int:
        """Queue speech; return the position of its end. Raises: LineClosed."""
        if not self._open:
            raise LineClosed
        self._unsent += speech.pcm
        self._queued += samples(speech.pcm)
        if self._sentences:
            sentence = self._sentences[-1]
            at = sentence.start
            sentence.marks.extend((at + mark.end, at + mark.start, mark.word) for mark in speech.words)
        return self._queued

    async def reached(self, position: int) -> None:
        """Wait until everything up to `position` is due and over. Raises: LineClosed."""
        if not self._open:
            raise LineClosed
        if position > self._heard:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((position, future))
            await future

    async def clear(self) -> int:
        """Drop what has not been sent; return the position that the peer has, and will hear."""
        if self._unsent:
            self._unsent.clear()
            self._up.reset()
            self._ledger.note("wire.clear", turn=self._sentences[-1].turn if self._sentences else 0)
        self._queued = self._sent
        self._sentences.clear()
        return self._sent

    async def hang_up(self) -> None:
        """End the call."""
        self.close("karla")

    def complain(self, problem: Problem, message: str) -> None:
        """Tell the peer what it did wrong; the call goes on."""
        self._peer.complain(problem, message)


def _name(turn: int) -> str:
    return f"karla-{turn}"
