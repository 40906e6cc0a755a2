"""Karla's own voice, coming back from a loudspeaker at the driver's end: told from him by words and by time. Pure.

An echo is what she played a moment ago, in its order: she hears it half a second later, as long as she talks. He
cannot repeat a word of hers before he has heard it and drawn breath, so only words that she began to play at most
`ECHO_SECONDS` before the sound set in, or since, can be an echo of it. «Sí, a Laredo» after her question is his. An
echo sets in with her voice: where the first sound since a sentence began comes later, whoever uses her words («el
miércoles») has chosen them. One word or two of another kind inside an echo are misheard, unless they stop her; more of
them are the driver, who talks over it. A yes is never taken out of an echo: «¿es correcto?» must not answer itself.

Nothing is taken out of what is heard before the line has given itself away, by more of her words than anybody repeats
so fast: as a rule in the first sentence, which she finishes whatever she hears. All times are seconds on the clock of
the loop.
"""

from collections import deque
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from rapidfuzz import fuzz

from runtime.audio import RATE_HZ, samples
from runtime.pipeline.ports import Heard, Speech, SpeechStarted, TurnEnded, Words
from runtime.understanding.answers import Intent, classify
from runtime.understanding.text import fold

ECHO_SECONDS: Final = 0.7
"""From the beginning of a word of hers to the moment at which its echo is noticed: the way there and back."""

TAIL_SECONDS: Final = 1.0
"""How long after her last word the end of its echo may be recognised."""

KEPT_SECONDS: Final = 60.0
LOOK_AHEAD: Final = 6  # words of hers that may be missing from what was recognised, before a short one
DISTINCT: Final = 5  # letters
SIMILAR: Final = 70.0
LIKE: Final = 45.0
MISHEARD: Final = 2  # words in a row
PROOF_WORDS: Final = 6
PROOF_SHARE: Final = 0.75
LEAST_PROOF: Final = 2  # words of one sound, to be counted at all
_STOPS: Final = frozenset({Intent.NO, Intent.HUMAN, Intent.WAIT, Intent.REPEAT, Intent.EMERGENCY})


@dataclass(frozen=True, slots=True)
class PlayedWord:
    """A word of hers, folded, and when it sounds."""

    word: str
    start: float
    end: float


class OwnVoice:
    """What Karla has been playing on one line."""

    def __init__(self) -> None:
        self._played: deque[PlayedWord] = deque()
        self._sentence = ""
        self._began = 0.0
        self._until = 0.0
        self._since = 0.0
        self._starts: deque[float] = deque(maxlen=8)  # of sentences
        self._sounding = False  # at his end
        self._echoes = False  # what is heard may be her
        self._proof = 0  # words of hers that came back together with her voice
        self._passed = False  # words of the utterance in progress were given away as his

    def plays(self, sentence: str, speech: Speech, at: float) -> None:
        """Note a piece of a sentence, queued at `at` behind what is playing. Without marks it teaches nothing."""
        start = max(at, self._until)
        if start > self._until:
            self._echoes = self._sounding  # what has begun before her may go on as her echo
        if sentence != self._sentence:
            self._sentence, self._began = sentence, start
            self._starts.append(start)
        else:
            self._began += start - self._until  # it came too late, and was waited for
        self._until = start + samples(speech.pcm) / RATE_HZ
        for mark in speech.words:
            begin, end = (self._began + position / RATE_HZ for position in (mark.start, mark.end))
            self._played += [PlayedWord(word, begin, end) for word in fold(mark.word).split()]
        while self._played and self._played[0].end < at - KEPT_SECONDS:
            self._played.popleft()

    def stops(self, at: float) -> None:
        """Note that what was queued behind `at` will not be played."""
        self._until, self._sentence = min(self._until, at), ""
        while self._played and self._played[-1].start > at:
            self._played.pop()

    def without_echo(self, heard: Heard, at: float) -> Heard | None:
        """Return what of `heard` is the driver's, None if there is nothing to be told."""
        match heard:
            case SpeechStarted():
                voiced = max((start for start in self._starts if start <= at), default=None)
                if voiced is not None and self._since < voiced:
                    self._echoes = at - voiced <= ECHO_SECONDS
                self._since, self._sounding, self._passed = at, True, False
                return heard
            case Words(text):
                own, passed = self._own_words(text, at, ended=False), self._passed
                self._passed = bool(own)
                # What was taken for his before the line gave itself away is taken back.
                return Words(own) if own else TurnEnded("") if passed else None
            case TurnEnded(text, confidence):
                self._sounding = self._passed = False
                return TurnEnded(self._own_words(text, at, ended=True), confidence)

    def _own_words(self, text: str, at: float, *, ended: bool) -> str:
        played = [word for word in self._played if self._since - ECHO_SECONDS <= word.start <= at]
        if not (played and self._echoes):
            return text
        heard, hers = text.split(), [word.word for word in played]
        if not self._proves(heard, hers, ended=ended):
            return text
        return own_words(heard, hers, late=ended and at - played[-1].end > TAIL_SECONDS)

    def _proves(self, heard: list[str], hers: list[str], *, ended: bool) -> bool:
        """Tell whether more of what was heard was her own voice by now than anybody would repeat."""
        if self._proof >= PROOF_WORDS:
            return True
        echoed = sum(place is not None for place in _places(heard, hers, late=False))
        proof = echoed if echoed >= max(LEAST_PROOF, PROOF_SHARE * len(heard)) else 0
        proven = self._proof + proof >= PROOF_WORDS
        if ended or proven:
            self._proof += proof
        return proven


def own_words(heard: list[str], played: list[str], *, late: bool = False) -> str:
    """Return what of the words heard is no echo of `played` (folded, in order).

    `late`: the last of them, and no more will follow, ended too late for an echo.
    """
    places = _places(heard, played, late=late)
    if all(place is None for place in places):
        return " ".join(heard)
    own: list[str] = []
    before, at = -1, 0
    for unmatched, group in groupby(places, key=lambda place: place is None):
        words = heard[at : at + len(found := list(group))]
        at += len(words)
        if not unmatched:
            before = found[-1] or 0
            continue
        after = places[at] if at < len(places) else None
        missing = played[before + 1 : after]
        his = len(words) > MISHEARD or (late and at == len(heard))
        own += words if his else [word for word in words if _stops(word, missing)]
    return " ".join(own)


def _places(heard: list[str], played: list[str], *, late: bool) -> list[int | None]:
    """Return the place in `played` that each word is an echo of.

    A single one among others is none; the last one may be, unless it is late.
    """
    places: list[int | None] = []
    position = missed = 0
    for word in heard:
        ahead = len(played) if len(word) >= DISTINCT else LOOK_AHEAD + missed
        found = _find(fold(word), played[position : position + ahead])
        places.append(None if found is None else position + found)
        position, missed = (position, missed + 1) if found is None else (position + found + 1, 0)
    for number, place in enumerate(places):
        last = number == len(places) - 1
        follows = number > 0 and places[number - 1] is not None
        alone = late if last else places[number + 1] is None and (late or number > 0)
        if place is not None and alone and not follows:
            places[number] = None
    return places


def _find(word: str, played: list[str]) -> int | None:
    """Return the place of the first word that this one may be, misheard or not."""
    for place, each in enumerate(played):
        if each == word or (len(word) > 3 and fuzz.ratio(each, word) >= SIMILAR):
            return place
    return None


def _stops(word: str, missing: list[str]) -> bool:
    """Tell whether a word alone is meant to stop her, and is none of her missing ones, misheard."""
    return bool(classify(word) & _STOPS) and all(fuzz.ratio(word, each) < LIKE for each in missing)
