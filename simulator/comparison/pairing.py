"""The same call in two runs: same name (scenario, driver, line, trial) and same seed, so the same dice.

Only pairs that are valid on both sides (PASS or FAIL) are compared; those of which a side proves nothing (INVALID,
INFRA, STALE) are told apart.
"""

from dataclasses import dataclass

from runtime.errors import BadFile
from simulator.comparison.runs import PlayedRun
from simulator.results.call_folder import CallSummary
from simulator.results.counts import VALID
from simulator.scoring.checks import Status


@dataclass(frozen=True, slots=True)
class Pair:
    """One call, played in both runs."""

    base: CallSummary
    new: CallSummary

    @property
    def valid(self) -> bool:
        """Whether both sides prove something."""
        return self.base.status in VALID and self.new.status in VALID

    @property
    def passed(self) -> tuple[bool, bool]:
        """Whether it passed, before and after."""
        return self.base.status == Status.PASS, self.new.status == Status.PASS

    @property
    def first_error(self) -> str:
        """The new call's first critical error and whose it was; empty if there is none."""
        first = self.new.blame
        return f"{first.kind} ({first.whose}) at {first.at:.1f} s: {first.why}" if first else ""

    @property
    def broken(self) -> bool:
        """Whether it passed and now fails."""
        return self.base.status == Status.PASS and self.new.status == Status.FAIL

    @property
    def fixed(self) -> bool:
        """Whether it failed and now passes."""
        return self.base.status == Status.FAIL and self.new.status == Status.PASS


@dataclass(frozen=True, slots=True)
class Pairing:
    """All pairs in the new run's order, and the names of the calls that have no partner."""

    pairs: tuple[Pair, ...]
    only_base: tuple[str, ...]
    only_new: tuple[str, ...]
    other_seed: tuple[str, ...]

    @property
    def valid(self) -> list[Pair]:
        """The pairs that are compared."""
        return [pair for pair in self.pairs if pair.valid]

    @property
    def unproven(self) -> list[Pair]:
        """The pairs of which a side proves nothing."""
        return [pair for pair in self.pairs if not pair.valid]


def pair_up(base: PlayedRun, new: PlayedRun) -> Pairing:
    """Pair the calls of two runs. Raises: BadFile, if no call occurs in both with the same seed."""
    earlier, later = {call.call: call for call in base.calls}, {call.call: call for call in new.calls}
    common = [name for name in later if name in earlier]
    if not common:
        suites = f"{base.info.request.suite} and {new.info.request.suite}"
        reason = f"none of its {len(later)} calls was played in {base.name}"
        raise BadFile(new.folder.info_path, reason, hint=f"compare runs of one suite; these are of {suites}")
    same = [name for name in common if earlier[name].seed == later[name].seed]
    if not same:
        one, other = earlier[common[0]].seed, later[common[0]].seed
        reason = f"was played with the seed «{other}», {base.name} with «{one}»: their dice fell differently"
        raise BadFile(new.folder.info_path, reason, hint=f"play the new run with --seed '{one}'")
    return Pairing(
        tuple(Pair(earlier[name], later[name]) for name in same),
        tuple(name for name in earlier if name not in later),
        tuple(name for name in later if name not in earlier),
        tuple(name for name in common if earlier[name].seed != later[name].seed),
    )
