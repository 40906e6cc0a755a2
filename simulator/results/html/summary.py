"""The verdict of a run, and the figures that one looks for first: in English, and in Spanish for those who decide."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from simulator.results.figures import Scope
from simulator.results.gates import GateResult, GateStatus
from simulator.results.report import SLO_MS, Report, cost_rows, in_percent
from simulator.statistics.proportions import Proportion
from simulator.statistics.reliability import reliabilities
from simulator.statistics.samples import mean, percentile

CALLS_A_MONTH: Final = 200_000
USUAL: Final = frozenset({"PASS", "FAIL", "INVALID", "INFRA"})
STATUS_NAMES: Final = {
    "PASS": "passed",
    "FAIL": "failed",
    "INVALID": "the simulated driver's fault",
    "INFRA": "the harness broke",
    "STALE": "an outdated recording",
    "MISSING": "never played",
}


def verdict(report: Report, gates: Sequence[GateResult] = ()) -> tuple[str, str]:
    """Return a run's verdict as a key for its colour, and as a sentence; a broken gate fails a run."""
    key, sentence = _verdict(report)
    broken = sum(gate.status == GateStatus.BROKEN for gate in gates)
    if key == "pass" and broken:
        return "fail", f"{sentence}, but {broken} {'gate is' if broken == 1 else 'gates are'} broken"
    return key, sentence


def _verdict(report: Report) -> tuple[str, str]:
    counts = report.counts
    if not counts.total:
        return "invalid", "No call was played"
    if counts.void:
        return "invalid", f"This run proves too little: {counts.excluded} of {counts.planned} calls do not count"
    unfinished = f"; {counts.missing} more were not played" if counts.missing else ""
    if not counts.failed:
        return "pass", f"{counts.passed} of {counts.total} calls passed{unfinished}"
    return "fail", f"{counts.failed} {'call' if counts.failed == 1 else 'calls'} of {counts.total} failed{unfinished}"


def statuses(report: Report) -> list[tuple[str, int, str]]:
    """Return each status with its number of calls and what it means; the usual four also where there is none."""
    counted = Counter(str(call.status) for call in report.calls)
    counted["MISSING"] = report.counts.missing
    names = [*STATUS_NAMES, *(name for name in counted if name not in STATUS_NAMES)]
    return [(name, counted[name], STATUS_NAMES.get(name, "")) for name in names if counted[name] or name in USUAL]


def spanish(report: Report) -> list[tuple[str, str, str]]:
    """Return the summary for those who decide: name, figure, and what backs it, in Spanish."""
    counts, success = report.counts, report.counts.success
    cost = dict(cost_rows(report))["call"]
    risk = [round(CALLS_A_MONTH * (1 - share)) for share in (success.rate, success.high, success.low)]
    valid = success.trials if counts.passed + counts.failed else 0
    none = ("sin datos", "ninguna llamada válida")
    unpriced = sorted({unit for metrics in report.measured for unit in metrics.cost.unpriced})
    without = "modelado, sin telefonía" if "telephony_seconds" in unpriced else "modelado"
    rows = [("Llamadas que pasaron", *((f"{counts.passed} de {valid}", percents(success, "a")) if valid else none))]
    at_risk = (f"{_thousands(risk[0])}", f"de {_thousands(CALLS_A_MONTH)}; entre {_thousands(risk[1])} y")
    told = (at_risk[0], f"{at_risk[1]} {_thousands(risk[2])}; modelado") if valid else none
    rows.append(("Llamadas al mes en riesgo", *told))
    rows.append(("Costo por llamada", f"US${cost:.4f}" if cost is not None else "sin datos", without))
    return rows


def headline_figures(report: Report, *, timed: str) -> list[tuple[str, str, str]]:
    """Return name, figure and label of what one looks for first."""
    waits = [turn.seconds * 1000 for turn in report.latencies()]
    quick = mean([float(wait < SLO_MS) for wait in waits])
    costs = dict(cost_rows(report))
    figures = [
        ("Turn latency, median", in_ms(percentile(waits, 50)), timed),
        ("Turn latency, p95", in_ms(percentile(waits, 95)), timed),
        ("Turns under 1.5 s", in_percent(quick), timed),
        ("Cost per call", in_usd(costs["call"]), "modelled"),
        ("Cost per successful call", in_usd(costs["successful call"]), "modelled"),
    ]
    for found in reliabilities(Scope(report).clusters, report.info.digest):
        if found.every is not None:
            name = "pass^1" if found.k == 1 else f"pass^{found.k}, all of {found.k} calls"
            bounds = found.every_interval
            interval = f"{100 * bounds.low:.1f} to {100 * bounds.high:.1f} %, " if bounds else ""
            figures.append((name, in_percent(found.every), f"{interval}{found.scenarios} scenarios"))
    return figures


def gate_counts(results: Sequence[GateResult]) -> list[tuple[str, int]]:
    """Return how many gates came out how, the worst first."""
    order = (GateStatus.BROKEN, GateStatus.UNPROVEN, GateStatus.KEPT)
    counts = [(str(status), sum(each.status == status for each in results)) for status in order]
    return [(name, count) for name, count in counts if count]


def modelled(report: Report) -> list[str]:
    """Return the names of what is modelled in a run; everything, if it does not say."""
    named = report.info.provenance.get("modelled")
    return [str(name) for name in named] if isinstance(named, list) and named else ["everything"]


def timed(report: Report) -> str:
    """Return the label of figures that depend on delays."""
    delays = [name for name in modelled(report) if name == "everything" or name.endswith(("(published)", "(assumed)"))]
    return "modelled" if delays else "measured"


def percents(found: Proportion, to: str = "to") -> str:
    """Return a share with its interval: «97.8 % (93.8 to 99.3 %)»."""
    return f"{100 * found.rate:.1f} % ({100 * found.low:.1f} {to} {100 * found.high:.1f} %)"


def in_ms(value: float | None) -> str:
    """Return «1030 ms»."""
    return "none" if value is None else f"{value:.0f} ms"


def in_usd(value: float | None) -> str:
    """Return «US$0.0272»."""
    return "not priced" if value is None else f"US${value:.4f}"


def _thousands(value: int) -> str:
    return f"{value:,}"
