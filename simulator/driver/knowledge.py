"""What he knows about his trip, and whether something that he heard agrees with it.

Three ways to know a fact: it has an id (or a date); it has none but he has words for it (a village in no catalogue);
or he does not know it at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from runtime.understanding.text import fold
from simulator.scenario import Scenario


class Fact(StrEnum):
    """A fact of a trip, named as in scenarios."""

    ORIGIN = "origin"
    DESTINATION = "destination"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Value:
    """A place or a day as Karla named it: her words, folded, and every id or ISO date that they could mean."""

    said: str
    meanings: frozenset[str]


type Values = Mapping[Fact, Value]


class Knowledge:
    """The trip in his head."""

    def __init__(self, scenario: Scenario) -> None:
        self._says: dict[Fact, tuple[str, ...]] = {fact: getattr(scenario.says, fact) for fact in Fact}
        self._truth = {fact: _as_text(getattr(scenario.truth, fact)) for fact in Fact}
        self._recorded = {fact: _as_text(getattr(scenario.trip, fact, None)) for fact in Fact}
        self.day: date | None = scenario.truth.date
        self.tense = _tense(self.day, scenario.now.date())

    def id_of(self, fact: Fact) -> str:
        """Return the gazetteer id or ISO date; empty if there is none."""
        return self._truth[fact]

    def recorded(self, fact: Fact) -> str:
        """Return what the client's system has; empty if there is no trip."""
        return self._recorded[fact]

    def says(self, fact: Fact) -> tuple[str, ...]:
        """Return the scenario's words for a fact."""
        return self._says[fact]

    def knows(self, fact: Fact) -> bool:
        """Tell whether he can name it."""
        return bool(self._truth[fact] or self._says[fact])

    def known(self) -> list[Fact]:
        """Return what he can name."""
        return [fact for fact in Fact if self.knows(fact)]

    def differing(self) -> list[Fact]:
        """Return what he knows otherwise than the client's system does."""
        return [fact for fact in self.known() if self._recorded[fact] and self._recorded[fact] != self._truth[fact]]

    def agrees(self, fact: Fact, value: Value) -> bool:
        """Tell whether what he heard is true, as far as he knows."""
        if self._truth[fact]:
            return self._truth[fact] in value.meanings
        return not self._says[fact] or any(fold(words) in value.said for words in self._says[fact])

    def wrong(self, values: Values) -> list[Fact]:
        """Return which of the values that he heard are not true."""
        return [fact for fact in Fact if fact in values and not self.agrees(fact, values[fact])]

    def entry(self, fact: Fact) -> str:
        """Return the fact as the ledger writes it: `destination=manzanillo`; empty for what has no id."""
        return f"{fact}={self._truth[fact]}" if self._truth[fact] else ""


def _as_text(value: date | str | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


def _tense(day: date | None, today: date) -> str:
    return "past" if day is None or day < today else "coming"
