"""Karla's words in clauses, with the places and days in them and what each is said to be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from runtime.understanding.dates import DateReading, find_dates
from runtime.understanding.places import Gazetteer
from runtime.understanding.text import fold
from simulator.driver.intents import NOUNS
from simulator.driver.knowledge import Fact, Value

_CLAUSE: Final = re.compile(r"([^.?!;¿¡…]*)([.?!;¿¡…]|$)")
_PUNCTUATION: Final = re.compile(r"[.?!;,:]")
_KIND_OF_PLACE: Final = re.compile(r"(?: (?:el|la))? (?:puerto|ciudad|municipio|patio|planta)(?: de)?$")
_MOVED_FROM: Final = re.compile(
    r"(?:origen|destino) de$|(?:en vez|en lugar) de$|\bya no (?:a|de|es|en)$|\by no (?:a|de|en|es)?$"
)
_ORIGIN_MOVED_TO: Final = re.compile(r"\borigen de .+ a$")
_ORIGIN: Final = re.compile(
    r"\b(?:de|desde|origen(?: correcto)?(?: es| seria| queda)?|(?:cargo|carga|cargar|salio|sale) en)$"
)
_DESTINATION: Final = re.compile(
    r"\b(?:a|al|hasta|hacia|para|con destino|destino(?: correcto)?(?: es| seria| queda)?"
    r"|(?:entrega|entrego|entregar|descarga|descargo|descargar|termina|llega) en)$"
)
_EITHER: Final = re.compile(r"\bo\b")


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place in a clause: from word `start` until word `end`, exclusive."""

    start: int
    end: int
    value: Value


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of Karla's words between two marks of punctuation. `text` is folded."""

    text: str
    asks: bool
    places: tuple[FoundPlace, ...]
    dates: tuple[DateReading, ...]

    @property
    def size(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def offers(self) -> bool:
        """Whether it gives a choice: «… o …»."""
        return bool(_EITHER.search(self.text))

    def options(self) -> list[Value]:
        """Return what she offers, if it is a choice: the days, or else the places."""
        days = [_day(option.isoformat(), reading) for reading in self.dates for option in reading.options]
        return days if len(days) > 1 else [place.value for place in self.places]

    def option_of(self) -> Fact | None:
        """Return the field that the choice is about, if the words tell."""
        if sum(len(reading.options) for reading in self.dates) > 1:
            return Fact.DATE
        named = [fact for fact in (Fact.ORIGIN, Fact.DESTINATION) if NOUNS[fact].search(self.text)]
        roles = {role for place in self.places if (role := self._role(place)) not in (None, "gone")}
        return named[0] if len(named) == 1 else Fact(roles.pop()) if len(roles) == 1 else None

    def values(self) -> dict[Fact, Value]:
        """Return what it says of each field. A place without a role is the field that the clause names, if any."""
        said: dict[Fact, Value] = {}
        for place in self.places:
            role = self._role(place)
            if role is None:
                role = next((fact for fact in (Fact.DESTINATION, Fact.ORIGIN) if NOUNS[fact].search(self.text)), None)
            if isinstance(role, Fact):
                said[role] = place.value
        if self.dates:
            last = self.dates[-1]
            said[Fact.DATE] = Value(last.text, frozenset(option.isoformat() for option in last.options))
        return said

    def _role(self, place: FoundPlace) -> Fact | str | None:
        before = " ".join(self.text.split()[: place.start])
        before = _KIND_OF_PLACE.sub("", before)
        if _ORIGIN_MOVED_TO.search(before):
            return Fact.ORIGIN
        if _MOVED_FROM.search(before):
            return "gone"
        if _DESTINATION.search(before):
            return Fact.DESTINATION
        return Fact.ORIGIN if _ORIGIN.search(before) else None


def _day(iso: str, reading: DateReading) -> Value:
    return Value(reading.text, frozenset((iso,)))


def clauses_of(text: str, gazetteer: Gazetteer, now: datetime, *, unfinished: bool = False) -> list[Clause]:
    """Return the clauses of what he has heard, in order."""
    cut = (unfinished or bool(_PUNCTUATION.search(text))) and text.rstrip()[-1:] not in tuple(".?!…")
    parts = [(fold(part[1]), part[1], part[2]) for part in _CLAUSE.finditer(text)]
    parts = [part for part in parts if part[0]]
    clauses = []
    for number, (folded, raw, mark) in enumerate(parts):
        open_ended = cut and number == len(parts) - 1
        places = tuple(_places(raw, gazetteer, len(folded.split()) if open_ended else None))
        dates = tuple(each for each in find_dates(raw, now) if not (open_ended and _may_go_on(folded, each)))
        clauses.append(Clause(folded, mark == "?", places, dates))
    return clauses


def _may_go_on(text: str, reading: DateReading) -> bool:
    """Tell whether a day at the end of the words may not be all of it: «el treinta y …»."""
    rest = text.rpartition(fold(reading.text))[2]
    return rest.strip() in ("", "y", "de")


def _places(raw: str, gazetteer: Gazetteer, cut_at: int | None) -> Iterator[FoundPlace]:
    """Yield the places; none that ends at word `cut_at`, where the words break off."""
    for reading in gazetteer.find(raw):
        if reading.exact and reading.end != cut_at:
            value = Value(reading.text, frozenset(place.id for place in reading.options))
            yield FoundPlace(reading.start, reading.end, value)
