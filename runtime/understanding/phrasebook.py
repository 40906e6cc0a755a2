"""Phrases looked up in folded text, longest first.

A pattern is folded words with alternatives: `no (le|te) (oigo|escucho)`, where an empty alternative is
optional. `^` and `$` tie it to the start and the end of the text; `~` stands for up to two words.
Every pattern is expanded once, so a look-up costs a few dictionary accesses a word.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"[()|]|[^()|]+")
_GAP = "~"
_GAP_WORDS = 2


def expand(pattern: str) -> list[str]:
    """Return every text that a pattern stands for."""
    pieces = deque(_TOKEN.findall(pattern))
    return _alternatives(pieces)


def _alternatives(pieces: deque[str]) -> list[str]:
    """Consume alternatives up to the closing bracket or the end."""
    done: list[str] = []
    texts = [""]
    while pieces:
        piece = pieces.popleft()
        if piece == ")":
            break
        if piece == "|":
            done += texts
            texts = [""]
            continue
        endings = _alternatives(pieces) if piece == "(" else [piece]
        texts = [text + ending for text in texts for ending in endings]
    return done + texts


@dataclass(frozen=True, slots=True)
class Found[T]:
    """A phrase at word positions `start` to `end` (exclusive)."""

    start: int
    end: int
    value: T


type _Words = tuple[str, ...]

_ANYWHERE, _AT_START, _AT_END, _WHOLE = range(4)


class Phrasebook[T]:
    """Values by phrase. Where two phrases begin at one word, the longer wins, and one tied to an end first."""

    def __init__(self, patterns: Iterable[tuple[str, T]]) -> None:
        self._values: dict[tuple[_Words, int], T] = {}
        self._gapped: dict[str, list[tuple[_Words, int, T]]] = {}
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for pattern, value in patterns:
            for text in expand(pattern) if "(" in pattern or "|" in pattern else (pattern,):
                tied = text.startswith("^") * _AT_START + text.endswith("$") * _AT_END
                words = tuple((text.strip("^$") if tied else text).split())
                if _GAP in words:
                    self._gapped.setdefault(words[0], []).append((words, tied, value))
                else:
                    self._values.setdefault((words, tied), value)
                    lengths[words[0]].add(len(words))
        self._lengths = {word: sorted(of_word, reverse=True) for word, of_word in lengths.items()}
        for entries in self._gapped.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def at(self, words: Sequence[str], start: int) -> Found[T] | None:
        """Return the longest phrase that begins at word `start`."""
        word = words[start]
        for length in self._lengths.get(word, ()):
            end = start + length
            if end <= len(words) and (value := self._plain(tuple(words[start:end]), start, len(words) - end)):
                return self._longer_gapped(words, start, length) or Found(start, end, value[0])
        return self._longer_gapped(words, start, 0)

    def _plain(self, phrase: _Words, before: int, after: int) -> tuple[T] | None:
        """Return the value of a phrase with so many words before and after it, in a tuple."""
        for tied in (_WHOLE, _AT_END, _AT_START, _ANYWHERE):
            if (tied & _AT_START and before) or (tied & _AT_END and after):
                continue
            key = (phrase, tied)
            if key in self._values:
                return (self._values[key],)
        return None

    def _longer_gapped(self, words: Sequence[str], start: int, length: int) -> Found[T] | None:
        for phrase, tied, value in self._gapped.get(words[start], ()):
            if len(phrase) - 1 <= length:
                break
            end = _gapped_end(phrase, words, start)
            if end is None or (tied & _AT_START and start) or (tied & _AT_END and end < len(words)):
                continue
            return Found(start, end, value)
        return None

    def find(self, words: Sequence[str]) -> list[Found[T]]:
        """Return the phrases in order, none overlapping another."""
        found = []
        position = 0
        while position < len(words):
            here = self.at(words, position)
            if here is None:
                position += 1
            else:
                found.append(here)
                position = here.end
        return found


def _gapped_end(phrase: _Words, words: Sequence[str], start: int) -> int | None:
    """Return the nearest end of a phrase with gaps that begins at word `start`."""
    ends = [start]
    for word in phrase:
        if word == _GAP:
            ends = sorted({end + step for end in ends for step in range(_GAP_WORDS + 1)})
        else:
            ends = [end + 1 for end in ends if end < len(words) and words[end] == word]
    return ends[0] if ends else None
