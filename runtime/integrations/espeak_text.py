"""Text as espeak-ng should read it, and its word events brought back to the words of the text.

A word is what stands between blanks, without the punctuation around it. Each has exactly one mark,
whatever the engine made of it: "4471," is one word though four are spoken.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from runtime.integrations.espeak_process import CLAUSE_END, WORD, Event
from runtime.pipeline.ports import WordMark

# Words whose letters mislead the engine's Spanish rules, and a spelling that it reads right.
RESPELLINGS: Final = {
    "oaxaca": "uajaca",
    "oaxaqueño": "uajaqueño",
    "xalapa": "jalapa",
    "texcoco": "tescoco",
    "tuxtla": "tustla",
    "tuxtepec": "tustepec",
    "tuxpan": "tuspan",
    "texmelucan": "tesmelucan",
    "tlaxcala": "tlascala",
    "mexicali": "mecsicali",
    "texas": "tejas",
    "diesel": "dísel",
    "bye": "bai",
    "guion": "guión",
    "mmm": "em",
}
LETTERS: Final = re.compile(r"[^\W\d_]+")
UNSPOKEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"})
SPOKEN_EDGE: Final = re.compile(r"^[^\w+$%#]+|[^\w%°'’]+$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is spoken. `starts` holds, for each word, the character where it begins in `spoken`."""

    spoken: str
    words: tuple[str, ...]
    starts: tuple[int, ...]


def clean(text: str) -> str:
    """Return `text` composed, with no control character, emoji or doubled blank."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(" " if unicodedata.category(letter) in UNSPOKEN_CATEGORIES else letter for letter in composed)
    return " ".join(kept.split())


def read_out(text: str) -> Reading:
    """Respell cleaned `text` for the engine, remembering where each of its words went."""
    spoken, words, starts, at = [], [], [], 0
    for token in text.split():
        respelled = LETTERS.sub(lambda word: RESPELLINGS.get(word[0].casefold(), word[0]), token)
        if any(letter.isalnum() for letter in token):
            words.append(SPOKEN_EDGE.sub("", token))
            starts.append(at)
        spoken.append(respelled)
        at += len(respelled) + 1
    return Reading(" ".join(spoken), tuple(words), tuple(starts))


def mark_words(reading: Reading, events: Sequence[Event], length: int) -> tuple[WordMark, ...]:
    """Return one mark per word, in the samples that `events` and `length` count.

    A word ends where the next one begins, or where its clause does.
    """
    begins = _begins(reading, events, length)
    clause_ends = sorted(event.sample for event in events if event.kind == CLAUSE_END)
    marks = []
    for word, begin, after in zip(reading.words, begins, [*begins[1:], length], strict=True):
        place = bisect_right(clause_ends, begin)
        end = min(after, clause_ends[place]) if place < len(clause_ends) else after
        marks.append(WordMark(word, begin, end))
    return tuple(marks)


def _begins(reading: Reading, events: Sequence[Event], length: int) -> list[int]:
    """Return where each word begins; a word that the engine ran into its neighbours gets its share by letters."""
    known: dict[int, int] = {0: 0}
    for event in events:
        word = bisect_right(reading.starts, event.character) - 1
        if event.kind == WORD and word >= 0:
            known.setdefault(word, min(event.sample, length))
    letters = [0]
    for text in reading.words:
        letters.append(letters[-1] + len(text))
    known[len(reading.words)] = length
    anchors = sorted(known)
    begins = []
    for index in range(len(reading.words)):
        place = bisect_right(anchors, index) - 1
        left, right = anchors[place], anchors[place + 1]
        share = (letters[index] - letters[left]) / max(letters[right] - letters[left], 1)
        begins.append(known[left] + round(share * (known[right] - known[left])))
    return [max(begins[: index + 1]) for index in range(len(begins))]
