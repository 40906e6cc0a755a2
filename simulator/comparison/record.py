"""A comparison as the object that `karla compare --json` prints; explained in `docs/statistics.md`."""

from dataclasses import asdict

from simulator.comparison.changes import Shift, SliceChange
from simulator.comparison.comparison import Comparison, Decision
from simulator.comparison.pairing import Pair
from simulator.comparison.runs import PlayedRun
from simulator.scoring.ledger import Json


def as_json(comparison: Comparison, decision: Decision) -> dict[str, Json]:
    """Return the comparison as JSON; shares, not per cent; times in milliseconds."""
    pairing, pairs = comparison.pairing, comparison.pairs
    return {
        "base": _run(comparison.base),
        "new": _run(comparison.new),
        "exit_code": decision.code,
        "reasons": list(decision.reasons),
        "differs": [asdict(each) for each in comparison.origins],
        "calls": {
            "paired": len(pairing.pairs),
            "valid": pairs.count,
            "unproven": len(pairing.unproven),
            "only_base": list(pairing.only_base),
            "only_new": list(pairing.only_new),
            "other_seed": list(pairing.other_seed),
        },
        "success": {
            "change": round(comparison.success.value, 6),
            "low": round(comparison.success.low, 6),
            "high": round(comparison.success.high, 6),
            "both": pairs.both,
            "broken": pairs.broken,
            "fixed": pairs.fixed,
            "neither": pairs.neither,
            "p_worse": pairs.p_worse,
            "p_different": pairs.p_different,
            "alpha": comparison.alpha,
        },
        "power": [asdict(each) for each in comparison.powers],
        "changes": [_shift(each) for each in comparison.shifts],
        "slices": [_slice(each) for each in comparison.slices],
        "broken": [_pair(comparison, pair) for pair in pairing.valid if pair.broken],
        "fixed": [_pair(comparison, pair) for pair in pairing.valid if pair.fixed],
        "unproven": [_pair(comparison, pair) for pair in pairing.unproven],
        "gates": [each.as_json() for each in comparison.gates],
    }


def _run(run: PlayedRun) -> Json:
    return {"run": run.name, "id": run.info.id, "digest": run.info.digest, "calls": len(run.calls)}


def _shift(shift: Shift) -> Json:
    over = shift.over
    return {
        "figure": shift.name,
        "unit": shift.unit,
        "base": _round(shift.base),
        "new": _round(shift.new),
        "change": _round(shift.change),
        "low": _round(over.low) if over else None,
        "high": _round(over.high) if over else None,
        "count": shift.count,
    }


def _slice(found: SliceChange) -> Json:
    pairs = found.pairs
    return {
        "dimension": found.slice[0],
        "slice": found.slice[1],
        "pairs": pairs.count,
        "broken": pairs.broken,
        "fixed": pairs.fixed,
        "p_worse": pairs.p_worse,
        "p_holm": found.adjusted,
    }


def _pair(comparison: Comparison, pair: Pair) -> Json:
    return {
        "call": pair.new.call,
        "base": str(pair.base.status),
        "new": str(pair.new.status),
        "base_why": pair.base.why,
        "new_why": pair.new.why,
        "first_error": pair.first_error,
        "replay": comparison.new.replay(pair.new),
    }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
