"""Two runs of the same calls held against each other, and what follows from it.

Exit code 3: more than 2 % of the paired calls prove nothing on a side, or too few pairs to ever tell; 1: it got worse
(the paired test, a slice after Holm's correction, a gate); else 0. A call that broke without the test being significant
is listed and no more: with the same dice it is a fact about that call, not yet one about Karla.
"""

from dataclasses import dataclass

from simulator.comparison.changes import Shift, SliceChange, shifts, slice_changes
from simulator.comparison.limits import Power, limited, powers
from simulator.comparison.origin import Differing, differing
from simulator.comparison.pairing import Pairing, pair_up
from simulator.comparison.runs import PlayedRun
from simulator.results.counts import MOST_EXCLUDED, VALID
from simulator.results.gates import ComparisonLimits, GateResult, Gates, GateStatus, evaluate
from simulator.statistics.paired import Difference, Pairs, difference


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that is to be said of two runs."""

    base: PlayedRun
    new: PlayedRun
    pairing: Pairing
    pairs: Pairs
    success: Difference
    shifts: tuple[Shift, ...]
    slices: tuple[SliceChange, ...]
    powers: tuple[Power, ...]
    origins: tuple[Differing, ...]
    alpha: float
    gates: tuple[GateResult, ...]

    @property
    def worse(self) -> bool:
        """Whether the paired test says that it got worse."""
        return self.pairs.p_worse <= self.alpha

    @property
    def worse_slices(self) -> list[SliceChange]:
        """The slices that got worse after Holm's correction."""
        return [each for each in self.slices if each.adjusted is not None and each.adjusted <= self.alpha]

    @property
    def excluded(self) -> tuple[float, float]:
        """The share of paired calls that prove nothing, before and after."""
        pairs = self.pairing.pairs
        base = sum(pair.base.status not in VALID for pair in pairs)
        new = sum(pair.new.status not in VALID for pair in pairs)
        return base / len(pairs), new / len(pairs)

    @property
    def hopeless(self) -> bool:
        """Whether not even all pairs breaking would be significant."""
        return 0.5**self.pairs.count > self.alpha


@dataclass(frozen=True, slots=True)
class Decision:
    """The exit code, and the lines that say why."""

    code: int
    reasons: tuple[str, ...]


def compare_runs(base: PlayedRun, new: PlayedRun, gates: Gates | None = None) -> Comparison:
    """Compare two runs call by call. Raises: BadFile, if no call can be paired."""
    pairing = pair_up(base, new)
    pairs = Pairs.of([pair.passed for pair in pairing.valid])
    limits = (gates.comparison if gates else None) or ComparisonLimits()
    changes = shifts(pairing.valid, base.info.digest + new.info.digest)
    found = powers(pairs, limits)
    return Comparison(
        base=base,
        new=new,
        pairing=pairing,
        pairs=pairs,
        success=difference(pairs),
        shifts=tuple(changes),
        slices=tuple(slice_changes(pairing.valid, limits.alpha)),
        powers=tuple(found),
        origins=tuple(differing(base.info.provenance, new.info.provenance)),
        alpha=limits.alpha,
        gates=(*(evaluate(gates, new.report) if gates else []), *limited(limits, changes, found)),
    )


def decide(comparison: Comparison) -> Decision:
    """Return what the comparison comes to: what proves nothing goes before what got worse, if it is the runs' fault."""
    void, worse, unproven = _void(comparison), _worse(comparison), _unproven(comparison)
    code = 3 if void else 1 if worse else 3 if unproven else 0
    return Decision(code, (*void, *worse, *unproven))


def _void(comparison: Comparison) -> list[str]:
    sides = zip(("base", "new"), comparison.excluded, strict=True)
    return [
        f"{100 * share:.1f} % of the {side} run's calls prove nothing: more than {100 * MOST_EXCLUDED:g} %"
        for side, share in sides
        if share > MOST_EXCLUDED
    ]


def _worse(comparison: Comparison) -> list[str]:
    pairs, reasons = comparison.pairs, list[str]()
    if comparison.worse:
        reasons.append(f"success got worse: {_told(pairs)}, p {p_text(pairs.p_worse)}")
    reasons += [
        f"success got worse in {' '.join(each.slice)}: {_told(each.pairs)}, p {p_text(each.adjusted or 0.0)} after Holm"
        for each in comparison.worse_slices
    ]
    return reasons + _gates(comparison, GateStatus.BROKEN)


def _unproven(comparison: Comparison) -> list[str]:
    count = comparison.pairs.count
    few = f"with {count} valid pairs not even all of them breaking would be significant"
    return ([few] if comparison.hopeless else []) + _gates(comparison, GateStatus.UNPROVEN)


def _gates(comparison: Comparison, status: GateStatus) -> list[str]:
    found = [gate for gate in comparison.gates if gate.status == status]
    return [f"gate {each.gate} over {each.scope} is {each.status}: {each.why}" for each in found]


def _told(pairs: Pairs) -> str:
    return f"{pairs.broken} calls broke and {pairs.fixed} were fixed of {pairs.count}"


def p_text(p: float) -> str:
    """Return a p value as people read it: «0.031», «below 0.0001»."""
    return "below 0.0001" if p < 0.0001 else f"{p:.4f}" if p < 0.01 else f"{p:.3f}"
