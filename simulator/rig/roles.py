"""The two roles of a simulated call: whoever is on Karla's end of the line, and whoever is on the driver's."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Protocol

from runtime.pipeline.call import Parts, hold_call
from runtime.pipeline.journal import Journal
from runtime.pipeline.ports import LanguageModel, Line
from runtime.pipeline.turn_taking import Manners
from runtime.session.call_session import Assignment, CallSession
from simulator.driver.handset import Handset
from simulator.rig.bench import Bench
from simulator.rig.cassettes.tape import Tape
from simulator.suite import CallSpec

type HandOver = Callable[[CallSession], Awaitable[None]]
type Hold = Callable[[Assignment, Line, Parts, Journal, HandOver], Awaitable[CallSession]]


class Driver(Protocol):
    """Whoever holds the driver's telephone."""

    async def live(self, handset: Handset, *, calls_back: bool = False) -> None:
        """Hold the call until he has hung up or the line has ended; again, if the line broke and there is another.

        `calls_back` says that it was he who dialled again.
        """


def _as_they_are(parts: Parts) -> Parts:
    return parts


RULES: Final[Mapping[str, str]] = MappingProxyType({"provider": "rules"})


@dataclass(frozen=True, slots=True)
class Karla:
    """Who is on Karla's end. By default it is herself: only her model has to be named.

    `identity` says whose words they are, on a cassette for one.
    `parts` may put something between her and the world; `hold` holds the call in her place; `changed` is entered
    around the whole call, for a Karla who is broken on purpose.
    """

    model: LanguageModel
    manners: Manners = field(default_factory=Manners)
    parts: Callable[[Parts], Parts] = _as_they_are
    hold: Hold = hold_call
    changed: Callable[[], AbstractContextManager[None]] = nullcontext
    identity: Mapping[str, str] = RULES


type MakeKarla = Callable[[CallSpec, Bench], Karla]
type MakeDriver = Callable[[CallSpec, Bench, Tape], Driver]
