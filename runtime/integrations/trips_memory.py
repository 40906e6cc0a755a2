"""The client's operations system as a dictionary: the `local` and `poc` profiles' mock."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from runtime.errors import TripNotFound
from runtime.trips import Field, Trip, TripData


class TripsInMemory:
    """Holds trips by id. A key that was used before gives the first result again, and changes nothing."""

    def __init__(self, trips: Iterable[Trip] = ()) -> None:
        self.trips = {trip.id: trip for trip in trips}
        self._results: dict[str, Trip] = {}

    async def get(self, trip_id: str) -> Trip:
        """Raises: TripNotFound."""
        if trip_id not in self.trips:
            raise TripNotFound(trip_id)
        return self.trips[trip_id]

    async def update(self, trip_id: str, change: TripData, key: str) -> Trip:
        """Change the named fields and no other. Raises: TripNotFound."""
        if key not in self._results:
            self._results[key] = self.trips[trip_id] = _changed(await self.get(trip_id), change)
        return self._results[key]

    async def create(self, driver_id: str, data: TripData, key: str) -> Trip:
        """Create a trip; ids count up from the ones that exist."""
        if key not in self._results:
            trip = Trip(
                id=f"N-{len(self.trips) + 1:05d}",
                driver_id=driver_id,
                origin=data[Field.ORIGIN],
                destination=data[Field.DESTINATION],
                date=date.fromisoformat(data[Field.DATE]),
            )
            self._results[key] = self.trips[trip.id] = trip
        return self._results[key]


def _changed(trip: Trip, change: TripData) -> Trip:
    whole = {**trip.data(), **change}
    return replace(
        trip,
        origin=whole[Field.ORIGIN],
        destination=whole[Field.DESTINATION],
        date=date.fromisoformat(whole[Field.DATE]),
    )
