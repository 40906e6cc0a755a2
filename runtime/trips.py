"""A trip leg as the client's operations system knows it, and what may be changed in it.

Places are gazetteer ids (`nuevo-laredo`), dates are calendar days in the trip's zone.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

NOTE_CHARACTERS: Final = 280
"""The longest note that is kept of a trip; the rest is cut off."""


class Field(StrEnum):
    """A fact of a trip that Karla validates. Values are the tools' argument names."""

    ORIGIN = "origen"
    DESTINATION = "destino"
    DATE = "fecha"


type TripData = Mapping[Field, str]
"""Normalised values by field: gazetteer ids for places, ISO `YYYY-MM-DD` for the date."""


@dataclass(frozen=True, slots=True)
class Trip:
    """One trip leg. `origin` and `destination` are gazetteer ids.

    `note` is free text that somebody typed into the client's system (see `note_of`). It is kept for people to read:
    Karla neither obeys nor speaks it, and no language model sees it.
    """

    id: str
    driver_id: str
    origin: str
    destination: str
    date: date
    note: str = ""

    def data(self) -> dict[Field, str]:
        """Return the three validated facts in normalised form."""
        return {
            Field.ORIGIN: self.origin,
            Field.DESTINATION: self.destination,
            Field.DATE: self.date.isoformat(),
        }


def note_of(text: str) -> str:
    """Return a note as it may be kept: letters, digits, punctuation and single blanks, at most `NOTE_CHARACTERS`.

    Control and format characters (line breaks, escapes, bidirectional and zero-width marks) become blanks.
    """
    plain = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text)
    return " ".join(plain.split())[:NOTE_CHARACTERS]
