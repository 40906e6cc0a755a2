"""A comparison as GitHub shows it: a remark for each scenario that broke, and a page of Markdown for the job."""

from simulator.comparison.comparison import Comparison, Decision, p_text
from simulator.comparison.pairing import Pair
from simulator.results.annotations import Annotation, Level, scenario_place, table
from simulator.results.gates import gate_rows

HEADLINES = {0: "no regression found", 1: "regression", 3: "proves nothing"}


def remarks(comparison: Comparison, decision: Decision) -> list[Annotation]:
    """Return the reasons of the decision, then what broke, by scenario: errors only where the exit code is 1."""
    level: Level = "error" if decision.code == 1 else "warning"
    scenarios: dict[str, list[Pair]] = {}
    for pair in comparison.pairing.valid:
        if pair.broken:
            scenarios.setdefault(pair.new.scenario, []).append(pair)
    reasons = [Annotation(level, "karla compare", reason) for reason in decision.reasons]
    return reasons + [_remark(comparison, level, scenario, pairs) for scenario, pairs in scenarios.items()]


def page(comparison: Comparison, decision: Decision) -> str:
    """Return the job's summary of a comparison, in Markdown."""
    pairs, success = comparison.pairs, comparison.success
    facts = [
        ("compared", f"{pairs.count} valid pairs of {len(comparison.pairing.pairs)}"),
        ("differs", "; ".join(str(each) for each in comparison.origins) or "nothing"),
        ("broken, fixed", f"{pairs.broken}, {pairs.fixed} (p of getting worse {p_text(pairs.p_worse)})"),
        ("success", f"{_points(success.value)} points (95 % {_points(success.low)} to {_points(success.high)})"),
        *((f"power for {100 * each.drop:g} points", f"{each.probability:.2f}") for each in comparison.powers),
    ]
    changed = [
        ("broken" if pair.broken else "fixed", pair.new.call, pair.new.why or pair.base.why)
        for pair in comparison.pairing.valid
        if pair.broken or pair.fixed
    ]
    parts = [f"## Karla, base to new: {HEADLINES[decision.code]}"]
    parts += ["\n".join(f"- {reason}" for reason in decision.reasons)] if decision.reasons else []
    parts += [table(("", ""), facts)]
    gates = gate_rows(comparison.gates)
    parts += ["### Gates", table(("", "over", "gate", "found"), gates)] if gates else []
    parts += ["### Calls that changed", table(("", "call", "why"), changed)] if changed else []
    return "\n\n".join(parts) + "\n"


def _remark(comparison: Comparison, level: Level, scenario: str, pairs: list[Pair]) -> Annotation:
    file, line = scenario_place(scenario)
    first = pairs[0].new
    message = f"{first.why}\n{comparison.new.replay(first)}"
    return Annotation(level, f"newly broken: {scenario} ({len(pairs)} calls)", message, file, line)


def _points(share: float) -> str:
    return f"{100 * share:+.1f}"
