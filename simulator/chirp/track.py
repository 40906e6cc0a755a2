"""What the peer says it says, tied to the sound that really came: a state machine, frame by frame.

Sound is level alone: nothing here recognises anything. Words that were announced beforehand are let out as their sound
goes by, at an assumed pace; an utterance that was announced and never sounded is not heard, and one that sounded and
was never announced has no words. Frames are 20 ms and count from the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from runtime.audio import FRAME_SECONDS
from simulator.chirp.wire import Announcement, SpeechBegins, SpeechEnds

LOUD_DBFS: Final = -45.0
ONSET_FRAMES: Final = 3
"""So many loud frames in a row are the beginning of speech."""
QUIET_FRAMES: Final = 5
"""An utterance that was declared over ends after this much quiet, or, where the line is never quiet, …"""
DECLARED_FRAMES: Final = 25
"""… this long after it was declared."""
SILENT_FRAMES: Final = 50
"""Sound that is announced comes within this time, before or after."""
UNTOLD_FRAMES: Final = 75
"""So much quiet ends an utterance that nobody declared over."""
LONGEST_FRAMES: Final = 1500
"""Sound without a word announced is let go on no longer than this: 30 s."""
COUGH_FRAMES: Final = 15
"""Sound of less than this needs no words."""
CHARACTERS_A_SECOND: Final = 14.0
"""How fast announced words are taken to be said: about 2.5 words a second. Assumed."""
REPEAT_FRAMES: Final = 50
"""Words are repeated this often while sound goes on, so that nobody takes them for old."""


@dataclass(frozen=True, slots=True)
class Began:
    """Speech-like sound began, or was announced."""


@dataclass(frozen=True, slots=True)
class Told:
    """The announced words that have gone by so far."""

    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """An utterance is over. It sounded from frame `first` to the end of frame `last`; without `text` it was a noise."""

    number: int
    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Untold:
    """Speech ended, or has gone on for very long, and no words were announced."""

    number: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Unheard:
    """Words were announced, and no sound came with them."""

    text: str


type Noticed = Began | Told | Ended | Untold | Unheard


class Track:
    """The peer's utterances on one call."""

    def __init__(self) -> None:
        self._frame = -1
        self._number = 0
        self._clear()

    def _clear(self) -> None:
        self._began = False
        self._text = ""
        self._told = 0  # words
        self._told_at = 0
        self._first: int | None = None  # the first loud frame
        self._last = -1
        self._loud_run = 0
        self._loud = 0  # frames
        self._over_at: int | None = None  # declared over
        self._open_at: int | None = None  # announced
        self._sounded_before_over = False

    def frame(self, loud: bool, announced: Sequence[Announcement] = ()) -> list[Noticed]:
        """Take the next frame and what was announced up to it; return what is to be noticed."""
        self._frame += 1
        out: list[Noticed] = []
        for each in announced:
            out += self._announced(each)
        out += self._sounded(loud)
        if (told := self._reveal()) is not None:
            out.append(told)
        return out + self._over()

    def end(self) -> Ended | None:
        """Return the utterance that the end of the line cut short, if one was sounding."""
        return self._ended() if self._began and self._first is not None else None

    def _announced(self, announcement: Announcement) -> list[Noticed]:
        out: list[Noticed] = []
        match announcement:
            case SpeechBegins(_, text):
                if self._over_at is not None:
                    out.append(self._closed())
                self._text, self._open_at = text or self._text, self._frame
                if not self._began:
                    self._began = True
                    out.append(Began())
            case SpeechEnds(_, text):
                self._text, self._over_at = text or self._text, self._frame
                self._sounded_before_over = self._first is not None
        return out

    def _sounded(self, loud: bool) -> list[Noticed]:
        self._loud_run = self._loud_run + 1 if loud else 0
        if loud:
            self._first = self._frame if self._first is None else self._first
            self._last = self._frame
            self._loud += 1
        elif not self._began and self._over_at is None and self._frame - self._last >= QUIET_FRAMES:
            self._first, self._loud = None, 0
        if self._loud_run >= ONSET_FRAMES and not self._began:
            self._began = True
            return [Began()]
        return []

    def _reveal(self) -> Told | None:
        """Return the words that have gone by, if there are more of them, or the same ones once in a while."""
        if not self._text or not self._loud_run or self._over_at is not None:
            return None
        words, room = self._text.split(), self._loud * FRAME_SECONDS * CHARACTERS_A_SECOND
        count = 0
        while count < len(words) and len(" ".join(words[: count + 1])) <= room:
            count += 1
        if count == 0 or (count == self._told and self._frame - self._told_at < REPEAT_FRAMES):
            return None
        self._told, self._told_at = count, self._frame
        return Told(" ".join(words[:count]))

    def _over(self) -> list[Noticed]:
        quiet = self._frame - self._last
        if self._over_at is not None:
            declared = self._frame - self._over_at
            if self._first is None:
                return [self._closed()] if declared >= SILENT_FRAMES else []
            never_quiet = self._sounded_before_over and declared >= DECLARED_FRAMES
            return [self._closed()] if quiet >= QUIET_FRAMES or never_quiet else []
        if not self._began:
            return []
        if self._first is None:
            waited = self._frame - (self._open_at if self._open_at is not None else self._frame)
            return [self._closed()] if waited >= UNTOLD_FRAMES else []
        endless = not self._text and self._frame - self._first >= LONGEST_FRAMES
        return [self._closed()] if quiet >= UNTOLD_FRAMES or endless else []

    def _closed(self) -> Noticed:
        """Close the utterance in progress and return what it was."""
        if self._first is None:
            text = self._text
            self._clear()
            return Unheard(text)
        if not self._text and (self._over_at is not None or self._loud >= COUGH_FRAMES):
            ended = self._ended()
            return Untold(ended.number, ended.first, ended.last)
        return self._ended()

    def _ended(self) -> Ended:
        self._number += 1
        first = self._frame if self._first is None else self._first
        ended = Ended(self._number, self._text, first, max(first, self._last))
        self._clear()
        return ended
