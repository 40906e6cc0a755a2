"""The first thing that the right party hears: his trip, or where the call stood when its line broke."""

from dataclasses import replace

from runtime.pipeline import phrases
from runtime.pipeline.desk import Desk
from runtime.pipeline.tools import ToolName
from runtime.session.states import Move
from runtime.trips import Field, Trip


async def opening(desk: Desk) -> str:
    """Return what to say now that the right party is on the line. Raises: TripsApiDown."""
    if desk.session.broken and (goes_on := await _picks_up(desk)):
        return goes_on
    trip = desk.session.trip or await desk.look_up()
    if trip is None:
        desk.move(Move.TRIP_MISSING)
        return phrases.trip_missing()
    return statement(desk, trip)


def statement(desk: Desk, trip: Trip) -> str:
    """Return the trip on record as it is read to him."""
    return phrases.states_trip(desk.spoken(trip.data()))


async def _picks_up(desk: Desk) -> str:
    """Go on where the line broke: what was written is told and not written again, what was read back is read again."""
    before = desk.session
    if before.outcome is not None:
        desk.move(Move.TRIP_CONFIRMED)
        return before.untold or f"{phrases.ALREADY_SETTLED} {phrases.THANKS}"
    trip = await desk.look_up()
    if trip is None and before.facts:
        desk.move(Move.TRIP_MISSING)
        missing = [field for field in Field if field not in before.facts]
        if missing or before.proposal is None:
            return phrases.asks_missing(missing) if missing else phrases.trip_missing()
        return before.proposal.read_back
    if trip is not None and before.proposal is not None and before.proposal.tool == ToolName.UPDATE:
        desk.move(Move.TRIP_DIFFERS)
        return before.proposal.read_back
    desk.session = replace(desk.session, proposal=None, facts={})
    return ""
