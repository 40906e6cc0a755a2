"""Phrases looked up in folded text, longest first.

A pattern is folded words with alternatives: `no (le|te) (oigo|escucho)`, where an empty alternative is
optional. `^` and `$` tie it to the start and the end of the text, `[` and `]` to those of a clause; `~` stands for up
to two words. What counts as a start or an end is the caller's to say (`Edges`). Every pattern is expanded once, so a
look-up costs a few dictionary accesses a word.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

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
type _Ties = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Edges:
    """Word positions at which a text starts or ends, and those at which one of its clauses does."""

    starts: frozenset[int]
    ends: frozenset[int]
    clause_starts: frozenset[int]
    clause_ends: frozenset[int]

    def allow(self, tied: _Ties, start: int, end: int) -> bool:
        """Tell whether a phrase tied like this may stand here."""
        opened, closed = tied
        if opened and start not in (self.starts if opened == "^" else self.clause_starts):
            return False
        return not closed or end in (self.ends if closed == "$" else self.clause_ends)


_FIRST: Final = frozenset({0})


class Phrasebook[T]:
    """Values by phrase. Where two phrases begin at one word, the longer wins, and one tied to an end first."""

    def __init__(self, patterns: Iterable[tuple[str, T]]) -> None:
        self._free: dict[_Words, T] = {}
        self._tied: defaultdict[_Words, list[tuple[_Ties, T]]] = defaultdict(list)
        self._gapped: dict[str, list[tuple[_Words, str, _Ties, T]]] = {}
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for pattern, value in patterns:
            for text in expand(pattern) if "(" in pattern or "|" in pattern else (pattern,):
                tied = (text[0] * (text[0] in "^["), text[-1] * (text[-1] in "$]"))
                words = tuple(text.strip("^[$]").split())
                if _GAP in words:
                    last = next(word for word in reversed(words) if word != _GAP)
                    self._gapped.setdefault(words[0], []).append((words, last, tied, value))
                    continue
                if any(tied):
                    self._tied[words].append((tied, value))
                else:
                    self._free.setdefault(words, value)
                lengths[words[0]].add(len(words))
        self._lengths = {word: sorted(of_word, reverse=True) for word, of_word in lengths.items()}
        for entries in self._gapped.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def at(self, words: Sequence[str], start: int, edges: Edges | None = None) -> Found[T] | None:
        """Return the longest phrase that begins at word `start`."""
        word = words[start]
        lengths = self._lengths.get(word)
        if lengths is None and word not in self._gapped:
            return None
        edges = edges or _edges(len(words))
        for length in lengths or ():
            end = start + length
            if end > len(words):
                continue
            phrase = tuple(words[start:end])
            for tied, value in self._tied.get(phrase, ()):
                if edges.allow(tied, start, end):
                    return self._longer_gapped(words, start, length, edges) or Found(start, end, value)
            if phrase in self._free:
                return self._longer_gapped(words, start, length, edges) or Found(start, end, self._free[phrase])
        return self._longer_gapped(words, start, 0, edges)

    def _longer_gapped(self, words: Sequence[str], start: int, length: int, edges: Edges) -> Found[T] | None:
        for phrase, last, tied, value in self._gapped.get(words[start], ()):
            if len(phrase) - 1 <= length:
                break
            if last not in words:
                continue
            end = _gapped_end(phrase, words, start)
            if end is not None and edges.allow(tied, start, end):
                return Found(start, end, value)
        return None

    def find(self, words: Sequence[str], edges: Edges | None = None) -> list[Found[T]]:
        """Return the phrases in order, none overlapping another."""
        found = []
        edges = edges or _edges(len(words))
        position = 0
        while position < len(words):
            here = self.at(words, position, edges)
            if here is None:
                position += 1
            else:
                found.append(here)
                position = here.end
        return found


def _edges(length: int) -> Edges:
    """Return the edges of a text of one clause."""
    ends = frozenset({length})
    return Edges(_FIRST, ends, _FIRST, ends)


def _gapped_end(phrase: _Words, words: Sequence[str], start: int) -> int | None:
    """Return the nearest end of a phrase with gaps that begins at word `start`."""
    ends = [start]
    for word in phrase:
        if word == _GAP:
            ends = sorted({end + step for end in ends for step in range(_GAP_WORDS + 1)})
        else:
            ends = [end + 1 for end in ends if end < len(words) and words[end] == word]
    return ends[0] if ends else None
