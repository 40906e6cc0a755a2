"""One clock. Everything in Karla reads the event loop's time, so that a loop can make it virtual.

Seconds as a float, from an arbitrary start; only differences mean anything. Dates come from the
call's pinned `Moment`, never from the machine.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta


def now() -> float:
    """Return the running loop's time in seconds."""
    return asyncio.get_running_loop().time()


async def sleep_until(when: float) -> None:
    """Sleep until the loop's time reaches `when`; return at once if it already has."""
    delay = when - now()
    if delay > 0:
        await asyncio.sleep(delay)


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall-clock instant, aware of its zone, tied to an instant of the loop's clock."""

    wall: datetime
    loop: float

    def local(self) -> datetime:
        """Return the wall-clock time now, in the zone of the call."""
        return self.wall + timedelta(seconds=now() - self.loop)
