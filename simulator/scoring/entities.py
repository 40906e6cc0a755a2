"""Which places and dates a text names, by canonical id: `place:laredo-tx`, `date:2026-03-10`.

Only what the words leave no doubt about counts: «el puerto» names no place, and «el lunes» with two Mondays no date.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Self

from runtime.understanding.dates import find_dates
from runtime.understanding.places import Gazetteer
from simulator.persona import ROOT


@dataclass(frozen=True, slots=True)
class Entities:
    """Finds places and dates as of `now`, which is aware of the trip's zone. It remembers what it has found."""

    gazetteer: Gazetteer
    now: datetime
    found: dict[tuple[str, bool], frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def shipped(cls, now: datetime) -> Self:
        """Return a finder over the shipped gazetteer. Raises: BadFile."""
        return cls(shipped_gazetteer(), now)

    def named(self, text: str) -> frozenset[str]:
        """Return what `text` names outright: the measure of what Karla said."""
        return self._remembered(text, misheard=False)

    def understood(self, text: str) -> frozenset[str]:
        """Return what a listener makes of `text`, near misses included: the measure of what Karla was given."""
        return self._remembered(text, misheard=True)

    def _remembered(self, text: str, *, misheard: bool) -> frozenset[str]:
        if (text, misheard) not in self.found:
            self.found[text, misheard] = frozenset(self._found(text, misheard=misheard))
        return self.found[text, misheard]

    def _found(self, text: str, *, misheard: bool) -> Iterator[str]:
        for reading in self.gazetteer.find(text):
            if reading.place is not None and (reading.exact or misheard):
                yield f"place:{reading.place.id}"
        for day in find_dates(text, self.now):
            if day.date is not None:
                yield f"date:{day.date.isoformat()}"


@cache
def shipped_gazetteer() -> Gazetteer:
    """Return the shipped gazetteer, read once a process. Raises: BadFile."""
    return Gazetteer.read(ROOT / "corpus" / "places.yaml")
