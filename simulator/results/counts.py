"""What is counted over the calls of a run, and how a share is told: never without what backs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from simulator.results.call_folder import CallSummary
from simulator.scoring.checks import Status
from simulator.statistics.proportions import Proportion, clopper_pearson, wilson

MOST_EXCLUDED: Final = 0.02
ONE_SIDED_95: Final = 0.90
"""The two-sided confidence whose upper end is the one-sided 95 % bound."""
VALID: Final = frozenset({Status.PASS, Status.FAIL})
LEAST_EVENTS: Final = 10


@dataclass(frozen=True, slots=True)
class Counts:
    """How many calls ended how. `missing` are calls of the suite that were never played, which `total` does not count.

    Of a `whole` run, what proves nothing counts as failed where it is too much; a slice of few calls has no such bound.
    """

    total: int
    passed: int
    failed: int
    invalid: int
    infra: int
    missing: int = 0
    whole: bool = False
    stale: int = 0

    @classmethod
    def of(cls, calls: Sequence[CallSummary], missing: int = 0, *, whole: bool = False) -> "Counts":
        """Count calls."""
        each = {status: sum(call.status == status for call in calls) for status in Status}
        excluded = (each[Status.INVALID], each[Status.INFRA], missing)
        return cls(len(calls), each[Status.PASS], each[Status.FAIL], *excluded, whole, each[Status.STALE])

    @property
    def planned(self) -> int:
        """How many calls the suite has."""
        return self.total + self.missing

    @property
    def excluded(self) -> int:
        """How many calls prove nothing."""
        return self.invalid + self.infra + self.stale + self.missing

    @property
    def void(self) -> bool:
        """Whether so much proves nothing that the whole does not: over 2 %, or all of it."""
        return self.passed + self.failed == 0 or self.excluded > MOST_EXCLUDED * self.planned

    @property
    def success(self) -> Proportion:
        """The share of valid calls that passed; in a whole run that is void, of all calls."""
        valid = self.passed + self.failed
        return wilson(self.passed, self.planned if self.whole and self.void and valid else valid)

    @property
    def exit_code(self) -> int:
        """0 all passed, 1 Karla failed in some, 3 too much of the run proves nothing."""
        if self.void:
            return 3
        return 1 if self.failed else 0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Calls with the same first critical error."""

    whose: str
    kind: str
    calls: tuple[CallSummary, ...]


@dataclass(frozen=True, slots=True)
class Attacks:
    """How many valid attacks there were, how many succeeded, and how."""

    attempts: int
    successes: int
    kinds: Mapping[str, int]

    @property
    def most(self) -> float:
        """The share of attacks that may succeed for all that is known: the exact one-sided 95 % bound."""
        return clopper_pearson(self.successes, self.attempts, ONE_SIDED_95).high


def in_ratio(part: int, whole: int) -> str:
    """Return a share with what backs it: «50.0 % (1 of 2)»."""
    return f"{in_percent(part / whole)} ({part} of {whole})" if whole else "none"


def in_percent(share: float | None) -> str:
    """Return a share as «98.2 %»."""
    return "none" if share is None else f"{100 * share:.1f} %"


def share_of(outcomes: Sequence[bool], least: int = 0) -> str:
    """Return the share that is true; fewer than `least` are too few to say."""
    if not outcomes:
        return "none"
    if len(outcomes) < least:
        return f"too few to say ({sum(outcomes)} of {len(outcomes)})"
    return in_ratio(sum(outcomes), len(outcomes))
