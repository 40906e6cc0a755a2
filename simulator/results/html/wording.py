"""What he said beside what the recogniser made of it, word by word."""

from difflib import SequenceMatcher
from typing import Final, Literal

from simulator.scoring.recognition import normalise

type Mark = Literal["same", "lost", "added", "wrong"]

type Piece = tuple[Mark, str, str]
"""A mark, the words that were said and the words that were heard; `same` keeps the spelling of what was said."""

MARKS: Final[dict[str, Mark]] = {"equal": "same", "delete": "lost", "insert": "added", "replace": "wrong"}


def differences(said: str, heard: str) -> list[Piece]:
    """Return `said` and `heard` in pieces that are the same or differ; spelling and punctuation are no difference."""
    spoken, recognised = said.split(), heard.split()
    matcher = SequenceMatcher(None, [_plain(word) for word in spoken], [_plain(word) for word in recognised], False)
    return [
        (MARKS[operation], " ".join(spoken[begin:end]), " ".join(recognised[first:last]))
        for operation, begin, end, first, last in matcher.get_opcodes()
    ]


def misheard(pieces: list[Piece]) -> bool:
    """Tell whether anything differs."""
    return any(mark != "same" for mark, _, _ in pieces)


def _plain(word: str) -> str:
    return normalise(word) or word
