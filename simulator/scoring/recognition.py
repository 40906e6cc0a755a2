"""What the recogniser made of the driver's words: word error rate, and the places and dates that matter more.

WER is pooled: errors of all calls over reference words of all calls, so this module counts and never averages. It is
given raw and after the es-MX normaliser: lower case, digits as words, accents stripped except ñ, punctuation dropped,
colloquial spellings mapped to one. An entity counts as recognised if its canonical id is found in the recognised text.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import jiwer
from num2words import num2words

from simulator.scoring.ledger import Ledger
from simulator.scoring.timeline import unaccented

type EntityFinder = Callable[[str], frozenset[str]]
"""Returns the canonical ids of the places and dates in a text, e.g. `place:laredo-tx` and `date:2026-03-10`."""

COLLOQUIAL: Final[dict[str, str]] = {
    "pa": "para",
    "pal": "para el",
    "pos": "pues",
    "pus": "pues",
    "perame": "esperame",
    "perate": "esperate",
    "orita": "ahorita",
    "nomas": "nada mas",
    "ta": "esta",
    "tas": "estas",
    "toy": "estoy",
    "tons": "entonces",
    "entons": "entonces",
    "ora": "ahora",
    "onde": "donde",
}
NUMBER: Final = re.compile(r"\d+")
NO_HOMBRE: Final = re.compile(r"\bno['’]mbre\b")  # without its apostrophe it would be a name
APOSTROPHE: Final = re.compile(r"(?<=\w)['’](?=\w)")
NOT_A_WORD: Final = re.compile(r"[^\wñ]+|_")


@dataclass(frozen=True, slots=True)
class WordErrors:
    """Word errors and how many reference words they are out of. Adds up over calls."""

    errors: int = 0
    words: int = 0

    def __add__(self, other: "WordErrors") -> "WordErrors":
        return WordErrors(self.errors + other.errors, self.words + other.words)

    @property
    def rate(self) -> float | None:
        """Return the pooled word error rate; 0 if there was nothing to hear and nothing heard."""
        return self.errors / self.words if self.words else (0.0 if not self.errors else None)


@dataclass(frozen=True, slots=True)
class Recognition:
    """How well one call's speech was recognised. `missed` are the entities that were lost, by canonical id.

    `said` counts the entities by kind, `place` and `date`.
    """

    raw: WordErrors
    normalised: WordErrors
    entities: int
    entities_right: int
    missed: tuple[str, ...]
    said: dict[str, int] = field(default_factory=dict)

    def right(self, kind: str) -> int:
        """Return how many entities of a kind were recognised."""
        return self.said.get(kind, 0) - sum(each.startswith(f"{kind}:") for each in self.missed)


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """Return Mexican Spanish in the one spelling that words are compared in."""
    spelt = NUMBER.sub(lambda match: f" {_in_words(match.group())} ", text.lower())
    plain = unaccented(APOSTROPHE.sub("", NO_HOMBRE.sub("no hombre", spelt)))
    return " ".join(COLLOQUIAL.get(word, word) for word in NOT_A_WORD.sub(" ", plain).split())


def recognition(ledger: Ledger, entities_in: EntityFinder | None) -> Recognition:
    """Compare every final text of the recogniser with the driver's true words."""
    pairs = [(event.text("ref"), event.text("text")) for event in ledger.named("stt.final")]
    missed: list[str] = []
    kinds: list[str] = []
    if entities_in is not None:
        for said, heard in pairs:
            true = entities_in(said)
            kinds += [each.split(":")[0] for each in true]
            missed += sorted(true - entities_in(heard))
    return Recognition(
        raw=word_errors(pairs),
        normalised=word_errors((normalise(said), normalise(heard)) for said, heard in pairs),
        entities=len(kinds),
        entities_right=len(kinds) - len(missed),
        missed=tuple(missed),
        said={kind: kinds.count(kind) for kind in sorted(set(kinds))},
    )


def word_errors(pairs: Iterable[tuple[str, str]]) -> WordErrors:
    """Count the word errors in (said, heard) pairs, pooled."""
    spoken = [(said, heard) for said, heard in pairs if said.strip() or heard.strip()]
    if not spoken:
        return WordErrors()
    found = jiwer.process_words([said for said, _ in spoken], [heard for _, heard in spoken])
    return WordErrors(
        errors=found.substitutions + found.deletions + found.insertions,
        words=found.hits + found.substitutions + found.deletions,
    )


def _in_words(digits: str) -> str:
    """Spell a number out; a string too long to be a quantity is read digit by digit."""
    if len(digits) > 6 or (len(digits) > 1 and digits[0] == "0"):
        return " ".join(str(num2words(int(digit), lang="es")) for digit in digits)
    return str(num2words(int(digits), lang="es"))
