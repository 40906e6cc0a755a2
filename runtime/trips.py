"""A trip leg as the client's operations system knows it, and what may be changed in it.

Places are gazetteer ids (`nuevo-laredo`), dates are calendar days in the trip's zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Field(StrEnum):
    """A fact of a trip that Karla validates. Values are the tools' argument names."""

    ORIGIN = "origen"
    DESTINATION = "destino"
    DATE = "fecha"


type TripData = Mapping[Field, str]
"""Normalised values by field: gazetteer ids for places, ISO `YYYY-MM-DD` for the date."""


@dataclass(frozen=True, slots=True)
class Trip:
    """One trip leg. `origin` and `destination` are gazetteer ids."""

    id: str
    driver_id: str
    origin: str
    destination: str
    date: date

    def data(self) -> dict[Field, str]:
        """Return the three validated facts in normalised form."""
        return {
            Field.ORIGIN: self.origin,
            Field.DESTINATION: self.destination,
            Field.DATE: self.date.isoformat(),
        }
