"""What the driver hears of Karla: her words as they end, her pauses, the end of the line."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from runtime import clock
from runtime.audio import SILENCE, Pcm
from simulator.driver.handset import PAUSE_SECONDS, Heard, KarlaPaused, KarlaSaid, KarlaSpeaks, LineEnded
from simulator.scoring.ledger import Ledger


@dataclass(slots=True)
class HeardFrame:
    """20 ms of Karla on their way to the driver's ear."""

    pcm: Pcm = SILENCE
    audible: bool = False
    turn: int = 0
    sentence: str = ""
    words: list[str] = field(default_factory=list)
    last: dict[str, object] | None = None


class Ear:
    """Turns frames of Karla's voice into what a person notices, and logs what was audible."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._events: deque[Heard] = deque()
        self._wake: asyncio.Event = asyncio.Event()
        self._turn = -1
        self._sentence = ""
        self._words: list[str] = []
        self._silent_since = 0.0
        self._paused = True
        self.audible = False

    def hear(self, frame: HeardFrame) -> None:
        """Take the frame that sounds now."""
        at = clock.now()
        if frame.audible:
            self._sounds(frame, at)
        elif self.audible:
            self.audible = False
            self._silent_since = at
        if not frame.audible and not self._paused and at - self._silent_since >= PAUSE_SECONDS - 1e-9:
            self._paused = True
            self._tell(KarlaPaused(" ".join(self._words), at))
        if frame.last is not None:
            self.ends_turn(frame.last)

    def _sounds(self, frame: HeardFrame, at: float) -> None:
        if frame.turn != self._turn:
            self._turn, self._words, self._sentence = frame.turn, [], ""
            self._ledger.note("agt.audio.first", turn=frame.turn)
        if frame.sentence != self._sentence:
            self._sentence = frame.sentence
            self._ledger.note("agt.sentence", turn=frame.turn, text=frame.sentence)
        if not self.audible and self._paused:
            self._tell(KarlaSpeaks(at))
        self.audible, self._paused = True, False
        for word in frame.words:
            self._words.append(word)
            self._tell(KarlaSaid(" ".join(self._words), at))

    def ends_turn(self, data: dict[str, object]) -> None:
        """Log that a turn of hers is over, with what was heard of it."""
        self._ledger.note("agt.audio.last", **data)

    def end(self) -> None:
        """The line is closed."""
        self.audible = False
        self._tell(LineEnded())

    def _tell(self, heard: Heard) -> None:
        self._events.append(heard)
        self._wake.set()

    async def next(self, until: float | None) -> Heard | None:
        """Return the next thing noticed, or None once the clock reaches `until`."""
        try:
            async with asyncio.timeout_at(until):
                while not self._events:
                    self._wake.clear()
                    await self._wake.wait()
        except TimeoutError:
            return None
        return self._events.popleft()
