"""What the driver hears of Karla: her words as they end, her pauses, the end of the line."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import Final

import numpy as np

from runtime import clock
from runtime.audio import FRAME_SAMPLES, FRAME_SECONDS, SILENCE, Pcm, to_array
from simulator.driver.handset import PAUSE_SECONDS, Heard, KarlaPaused, KarlaSaid, KarlaSpeaks, LineEnded
from simulator.scoring.ledger import Ledger


@dataclass(slots=True)
class HeardFrame:
    """20 ms of Karla on their way to the driver's ear.

    `words` end in it; `places` says where each begins and ends, in samples from the frame's beginning.
    """

    pcm: Pcm = SILENCE
    audible: bool = False
    turn: int = 0
    sentence: str = ""
    words: Sequence[str] = ()
    places: Sequence[tuple[int, int]] = ()
    last: dict[str, object] | None = None


AUDIBLE_DBFS: Final = -50.0
"""What is softer, nobody hears: a word without a frame louder than this is none."""

_FULL_SCALE: Final = 32768.0**2
_AUDIBLE: Final = _FULL_SCALE * 10 ** (AUDIBLE_DBFS / 10)
_SILENT_DBFS: Final = -120.0

QUIET: Final = HeardFrame()
"""Most frames of a call: nothing of her. Shared, so never to be changed."""


class Ear:
    """Turns frames of Karla's voice into what a person notices, and logs what was audible."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._events: deque[Heard] = deque()
        self._wake: asyncio.Event = asyncio.Event()
        self._turn = -1
        self._turn_open = False
        self._sentence = ""
        self._sentence_began = 0.0
        self._sentence_powers: list[float] = []
        self._softly = 0  # frames in a row too soft to be heard
        self._sounded_until = 0.0
        self._words: list[str] = []
        self._silent_since = 0.0
        self._paused = True
        self.audible = False

    def hear(self, frame: HeardFrame) -> None:
        """Take the frame that sounds now."""
        if self._paused and not frame.audible:
            return
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
        moment = self._ledger.clock()
        if frame.turn != self._turn:
            self._end_sentence()
            self._turn, self._words, self._turn_open = frame.turn, [], True
            self._ledger.note("agt.audio.first", turn=frame.turn)
        if frame.sentence != self._sentence:
            self._end_sentence()
            self._sentence, self._sentence_began = frame.sentence, moment
        self._sounded_until = moment + FRAME_SECONDS
        wave = to_array(frame.pcm).astype(np.float64)
        power = float(np.dot(wave, wave)) / FRAME_SAMPLES
        self._sentence_powers.append(power)
        self._softly = 0 if power > _AUDIBLE else self._softly + 1
        if self._softly and self._paused:
            return
        if not self.audible and self._paused:
            self._tell(KarlaSpeaks(at))
        self.audible, self._paused = True, False
        for number, word in enumerate(frame.words):
            began = frame.places[number][0] if frame.places else 0
            if self._softly * FRAME_SAMPLES >= FRAME_SAMPLES - began:
                continue  # none of its frames could be heard
            self._words.append(word)
            self._tell(KarlaSaid(" ".join(self._words), at))

    def ends_turn(self, data: dict[str, object]) -> None:
        """Log that a turn of hers is over, with what was heard of it."""
        self._end_sentence()
        self._turn_open = False
        self._ledger.note("agt.audio.last", **data)

    def _end_sentence(self) -> None:
        if self._sentence:
            began, ended = self._sentence_began, self._sounded_until
            level = _dbfs(self._sentence_powers)
            data = {"text": self._sentence, "start": began, "end": ended, "level_dbfs": level}
            self._ledger.note_at(began, "agt.sentence", turn=self._turn, **data)
            self._sentence = ""
        self._sentence_powers = []

    def end(self) -> None:
        """The line is closed: a turn that was still on its way to him ends with the last word that he heard."""
        self._end_sentence()
        self.audible = False
        if self._turn_open:
            heard = " ".join(self._words)
            self._ledger.note("agt.audio.last", turn=self._turn, heard=heard, unheard="", truncated=True)
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


def _dbfs(powers: Sequence[float]) -> float:
    """Return the level of some frames by their mean squares, to a tenth of a dB."""
    mean = sum(powers) / max(len(powers), 1)
    return round(max(_SILENT_DBFS, 10 * log10(mean / _FULL_SCALE)), 1) if mean else _SILENT_DBFS
