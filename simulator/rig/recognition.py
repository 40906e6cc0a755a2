"""How well the oracle hears a word, by what the line really did to it: `corpus/recognition.yaml`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import exp
from pathlib import Path
from random import Random
from typing import Final, Self

from pydantic import Field
from rapidfuzz import fuzz, process

from runtime.understanding.text import fold
from simulator.yaml_file import BadFiles, Strict, read

SHIPPED: Final = Path(__file__).parents[2] / "corpus" / "recognition.yaml"


class ErrorModel(Strict):
    """The chance that a word is not heard as it was said.

    It is floor + at_0_db * exp(-SNR / decay_db) + per_loss * share of packets lost. `deleted` is the share of errors
    in which nothing is heard; in the rest something similar is.
    """

    floor: float = Field(ge=0, le=1)
    at_0_db: float = Field(ge=0)
    decay_db: float = Field(gt=0)
    per_loss: float = Field(ge=0)
    deleted: float = Field(ge=0, le=1)
    as_of: date
    source: str = Field(min_length=1)

    @classmethod
    def shipped(cls) -> Self:
        """Read the model that ships with the project. Raises: BadFile."""
        try:
            return read(SHIPPED, cls, {})
        except BadFiles as faults:
            raise faults.exceptions[0] from None

    def chance(self, snr_db: float, lost: float) -> float:
        """Return the chance of an error in one word."""
        return min(0.95, self.floor + self.at_0_db * exp(-snr_db / self.decay_db) + self.per_loss * lost)


@dataclass(frozen=True, slots=True)
class Confusions:
    """Words that a recogniser of this trade takes for one another, in groups: a place for a place, a day for a day.

    A word that is in no group is confused within the last one, of ordinary words.
    """

    groups: tuple[tuple[str, ...], ...]

    def mistake(self, word: str, random: Random) -> str:
        """Return something that sounds like `word`: one of its near neighbours in its group, or its first half."""
        folded = fold(word)
        group = next((each for each in self.groups if folded in each), self.groups[-1])
        near = _neighbours(group, folded)
        return random.choice(near) if near else word[: max(1, len(word) // 2)]


def confusions(places: Iterable[str], phrases: Iterable[str]) -> Confusions:
    """Return the groups: calendar words, words of place names, and every other word that drivers are known to say."""
    calendar = set(_CALENDAR.split())
    of_places = {w for name in places for w in fold(name).split() if len(w) > 3} - calendar
    ordinary = {w for phrase in phrases for w in fold(_SLOT.sub(" ", phrase)).split()} - calendar - of_places
    return Confusions(tuple(tuple(sorted(group)) for group in (calendar, of_places, ordinary)))


_SLOT: Final = re.compile(r"\{\w*\}|…[\d.]*")

_CALENDAR: Final = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miercoles "
    "jueves viernes sabado domingo hoy ayer antier uno dos tres cuatro cinco seis siete ocho nueve diez once doce "
    "trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro "
    "veinticinco veintiseis veintisiete veintiocho veintinueve treinta primero"
)


@cache
def _neighbours(lexicon: tuple[str, ...], word: str) -> tuple[str, ...]:
    found = process.extract(word, lexicon, scorer=fuzz.ratio, limit=6, score_cutoff=55)
    return tuple(near for near, _, _ in found if near != word)
