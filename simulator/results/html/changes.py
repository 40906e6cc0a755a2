"""What changed against an earlier run of the same calls: newly broken, fixed, new."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from simulator.results.call_folder import CallSummary
from simulator.scoring.checks import Status
from simulator.statistics.paired import Pairs

type Change = Literal["broken", "fixed", "new"]

VALID: Final = frozenset({Status.PASS, Status.FAIL})


@dataclass(frozen=True, slots=True)
class Changes:
    """The calls that changed since the run `base`, by name; the pairs that back it; how many calls are gone."""

    base: str
    of: dict[str, Change]
    pairs: Pairs
    gone: int

    @property
    def new(self) -> int:
        """How many calls the earlier run did not have."""
        return sum(change == "new" for change in self.of.values())


def changes(base: str, before: Sequence[CallSummary], after: Sequence[CallSummary]) -> Changes:
    """Compare two runs call by call; only a pair of which both prove something can be broken or fixed."""
    earlier = {call.call: call.status for call in before}
    found: dict[str, Change] = {}
    outcomes: list[tuple[bool, bool]] = []
    for call in after:
        was = earlier.get(call.call)
        if was is None:
            found[call.call] = "new"
        elif {was, call.status} <= VALID:
            outcomes.append((was == Status.PASS, call.status == Status.PASS))
            if was != call.status:
                found[call.call] = "broken" if was == Status.PASS else "fixed"
    gone = len(earlier.keys() - {call.call for call in after})
    return Changes(base, found, Pairs.of(outcomes), gone)
