"""A tester of our own: dials the door, says what it is given, listens, and measures what it hears.

It sends its audio in real time, announces its words, and plays what it gets the moment it comes: each message sounds
when it has arrived and the one before it is over. Times are seconds since the connection stood.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.headers import build_authorization_basic

from runtime import clock
from runtime.audio import FRAME_SECONDS
from simulator.chirp.wire import (
    FRAME_BYTES,
    RATE_HZ,
    SpeechBegins,
    SpeechEnds,
    Trouble,
    parse,
    speech_completed,
    speech_started,
)

AUDIBLE: Final = 104
"""A sample over this is heard: -50 dB below full scale."""


@dataclass(frozen=True, slots=True)
class Says:
    """Something to say, PCM16 at 16 kHz; silent audio and no text are possible too.

    It begins when Karla's next turn has been heard out, and `after_seconds` more; with `breaks_in`, when that turn has
    been sounding for `after_seconds`; with neither (`at_once`), so long after what came before.
    """

    text: str
    pcm: bytes
    after_seconds: float = 0.3
    breaks_in: bool = False
    at_once: bool = False
    announces: bool = True


@dataclass(slots=True)
class KarlaSaid:
    """A turn of Karla's as it came: when its audio sounded, how it was announced."""

    began: float = 0.0
    sounded_until: float = 0.0
    text: str = ""
    over: bool = False


@dataclass(slots=True)
class Heard:
    """What came of a call. `stops` are the seconds from each breaking in to the last of her that could be heard."""

    turns: list[KarlaSaid] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)  # from his last audible sample to her first
    stops: list[float] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    most_ahead_seconds: float = 0.0
    audio: bytearray = field(default_factory=bytearray)
    seconds: float = 0.0
    close_code: int = 0
    close_reason: str = ""


class Caller:
    """One call from the tester's side."""

    def __init__(self, socket: ClientConnection) -> None:
        self.heard = Heard()
        self.socket = socket
        self._began = clock.now()
        self._plays_until = 0.0
        self._answered = 0  # turns of hers that were answered
        self._spoke_until: float | None = None
        self._news = asyncio.Event()
        self._closed = False
        self._spoken = 0

    def _now(self) -> float:
        return clock.now() - self._began

    async def hold(self, plot: Sequence[Says], *, hangs_up: bool = False) -> Heard:
        """Say everything in the plot, then wait until Karla hangs up, or hang up. Return what was heard."""
        async with asyncio.TaskGroup() as sides:
            sides.create_task(self._listen())
            try:
                for line in plot:
                    await self._say(line)
                if hangs_up:
                    await self.socket.close()
            except ConnectionClosed:
                pass  # she has hung up; what she said is heard out
        self.heard.seconds = self._now()
        self.heard.close_code = self.socket.close_code or 0
        self.heard.close_reason = self.socket.close_reason or ""
        return self.heard

    # ------------------------------------------------------------------------------------ her

    async def _listen(self) -> None:
        try:
            while True:
                self._got(await self.socket.recv())
                self._news.set()
        except ConnectionClosed:
            self._closed = True
            self._news.set()

    def _got(self, message: str | bytes) -> None:
        if isinstance(message, bytes):
            self._sounds(message)
            return
        match parse(message):
            case SpeechBegins():
                self.heard.turns.append(KarlaSaid())
            case SpeechEnds(_, text):
                self.heard.turns[-1].text, self.heard.turns[-1].over = text, True
            case Trouble() as trouble:
                self.heard.troubles.append(trouble)
            case _:
                pass

    def _sounds(self, pcm: bytes) -> None:
        now, turn = self._now(), self.heard.turns[-1]
        start = max(now, self._plays_until)
        self._plays_until = start + len(pcm) / (2 * RATE_HZ)
        self.heard.audio += pcm
        self.heard.most_ahead_seconds = max(self.heard.most_ahead_seconds, self._plays_until - now)
        first, last = _audible(pcm)
        if last == 0.0:
            return
        if not turn.began:
            turn.began = start + first
            if self._spoke_until is not None:
                self.heard.waits.append(turn.began - self._spoke_until)
                self._spoke_until = None
        turn.sounded_until = start + last

    # ------------------------------------------------------------------------------------ himself

    async def _say(self, line: Says) -> None:
        if line.at_once:
            await clock.sleep_until(clock.now() + line.after_seconds)
        else:
            await self._for_her(lambda turn: bool(turn.began) if line.breaks_in else turn.over)
            turn = self.heard.turns[self._answered]
            since = turn.began if line.breaks_in else max(turn.sounded_until, self._plays_until)
            self._answered = len(self.heard.turns)
            await clock.sleep_until(self._began + since + line.after_seconds)
        first, last = _audible(line.pcm)
        began = self._now()
        await self._speak(line)
        if line.breaks_in:
            interrupted = self.heard.turns[self._answered - 1]
            await self._until(lambda: interrupted.over)
            self.heard.stops.append(interrupted.sounded_until - began - first)
        self._spoke_until = began + last

    async def _for_her(self, ready: Callable[[KarlaSaid], bool]) -> None:
        await self._until(lambda: len(self.heard.turns) > self._answered and ready(self.heard.turns[self._answered]))

    async def _until(self, ready: Callable[[], bool]) -> None:
        """Wait. Raises: ConnectionClosed, if it can no longer be."""
        while not ready():
            if self._closed:
                await self.socket.recv()
            self._news.clear()
            await self._news.wait()

    async def _speak(self, line: Says) -> None:
        self._spoken += 1
        name = f"driver-{self._spoken}"
        if line.announces:
            await self.socket.send(speech_started(name, line.text))
        began = clock.now()
        for number, at in enumerate(range(0, len(line.pcm), FRAME_BYTES)):
            await clock.sleep_until(began + number * FRAME_SECONDS)
            await self.socket.send(line.pcm[at : at + FRAME_BYTES])
        if line.announces:
            await self.socket.send(speech_completed(name, line.text))


def _audible(pcm: bytes) -> tuple[float, float]:
    """Return when the first and the last audible sample sound, in seconds from the beginning."""
    loud = np.flatnonzero(np.abs(np.frombuffer(pcm, "<i2").astype(np.int32)) > AUDIBLE)
    return (int(loud[0]) / RATE_HZ, int(loud[-1]) / RATE_HZ) if len(loud) else (0.0, 0.0)


async def dial(url: str, plot: Sequence[Says], user: str = "", password: str = "", *, hangs_up: bool = False) -> Heard:
    """Hold one call and return what was heard. Raises: OSError, InvalidHandshake (of websockets), if nobody answers."""
    headers = {"Authorization": build_authorization_basic(user, password)} if user else {}
    async with connect(url, additional_headers=headers, compression=None, proxy=None) as socket:
        return await Caller(socket).hold(plot, hangs_up=hangs_up)
