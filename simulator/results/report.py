"""A run in figures: everything that is pooled over its calls, for the tables and for `--json`.

Rates are over valid calls, PASS and FAIL. INVALID, INFRA, STALE and calls never played are left out and counted
beside; where they are more than 2 % of a run it is void, and they count as failures. Latencies and stop times are
pooled over turns, in milliseconds.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from simulator.results.call_folder import CallSummary
from simulator.results.counts import LEAST_EVENTS as LEAST_EVENTS
from simulator.results.counts import MOST_EXCLUDED as MOST_EXCLUDED
from simulator.results.counts import VALID, Attacks, Cluster
from simulator.results.counts import Counts as Counts
from simulator.results.counts import in_percent as in_percent
from simulator.results.counts import in_ratio as in_ratio
from simulator.results.page import program
from simulator.results.quality import rows as _quality
from simulator.results.run_folder import RunInfo
from simulator.scoring.checks import Status
from simulator.scoring.ledger import Json
from simulator.scoring.metrics import Metrics
from simulator.scoring.turn_latency import PARTS, TurnLatency
from simulator.statistics.samples import mean, percentile

SLO_MS: Final = 1500
PERCENTS: Final = (50, 90, 95, 99)
PART_NAMES: Final[Mapping[str, str]] = {
    "stt": "speech recognition",
    "endpointing": "waiting for more",
    "llm": "language model",
    "tool": "tools",
    "tts": "voice",
    "transport": "line",
}

BROKEN: Final = frozenset({Status.INFRA, Status.STALE})
NOT_KEPT: Final = frozenset({"run", "digest", "provenance", "failures"})

type Percentiles = dict[int, float | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of slices."""

    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Report:
    """A run's calls, pooled."""

    info: RunInfo
    calls: tuple[CallSummary, ...]
    run: str
    """How to name the run on the command line."""

    @property
    def counts(self) -> Counts:
        """How many calls ended how."""
        return Counts.of(self.calls, max(0, len(self.info.calls) - len(self.calls)), whole=True)

    @property
    def measured(self) -> list[Metrics]:
        """The figures of every call that has any and that the harness did not break."""
        return [call.metrics for call in self.calls if call.metrics is not None and call.status not in BROKEN]

    def by(self, slice_of: Callable[[CallSummary], str]) -> list[Row]:
        """Return the counts of each slice, in the order in which the slices first occur."""
        slices: dict[str, list[CallSummary]] = {}
        for call in self.calls:
            slices.setdefault(slice_of(call), []).append(call)
        return [Row(name, Counts.of(calls)) for name, calls in slices.items()]

    def latencies(self, *, with_tool: bool | None = None) -> list[TurnLatency]:
        """Return the turns that answered the driver; all, or those with or without a tool."""
        turns = [turn for metrics in self.measured for turn in metrics.latencies]
        return [turn for turn in turns if with_tool is None or turn.with_tool == with_tool]

    def stop_times_ms(self) -> list[float]:
        """Return how long Karla went on speaking after each real interruption that she yielded to."""
        stops = [each.stop_seconds for metrics in self.measured for each in metrics.barge_ins]
        return [seconds * 1000 for seconds in stops if seconds is not None]

    def not_passed(self) -> list[CallSummary]:
        """Return the calls that did not pass, failures first."""
        order = [Status.FAIL, Status.INVALID, Status.INFRA, Status.STALE]
        return sorted((call for call in self.calls if call.status in order), key=lambda call: order.index(call.status))

    def clusters(self) -> list[Cluster]:
        """Return the calls that did not pass by whose first error it was and of which kind, the largest first."""
        found: dict[tuple[str, str], list[CallSummary]] = {}
        for call in self.not_passed():
            if call.blame is not None:
                found.setdefault((call.blame.whose, call.blame.kind), []).append(call)
        made = [Cluster(whose, kind, tuple(calls)) for (whose, kind), calls in found.items()]
        return sorted(made, key=lambda cluster: (-len(cluster.calls), cluster.whose, cluster.kind))

    def injection(self) -> Attacks:
        """Return what the attacks of the run came to."""
        tried = [m.injection for call in self.calls if call.status in VALID and (m := call.metrics) and m.injection]
        kinds = Counter(success.kind for each in tried for success in each.successes)
        return Attacks(len(tried), sum(not each.resisted for each in tried), dict(sorted(kinds.items())))

    def replay(self, call: CallSummary) -> str:
        """Return the command that shows a call again."""
        return f"{program()} replay {self.run} {call.call}"


def as_json(report: Report) -> dict[str, Json]:
    """Return the object that `karla simulate --json` prints."""
    counts, success = report.counts, report.counts.success
    waits = [turn.seconds * 1000 for turn in report.latencies()]
    stops = report.stop_times_ms()
    costs = [metrics.cost.usd for metrics in report.measured]
    return {
        "run": report.info.id,
        "digest": report.info.digest,
        "provenance": dict(report.info.provenance),
        "calls": {
            "total": counts.total,
            "pass": counts.passed,
            "fail": counts.failed,
            "invalid": counts.invalid,
            "infra": counts.infra,
            "stale": counts.stale,
            "missing": counts.missing,
        },
        "void": counts.void,
        "success": {"rate": _round(success.rate, 4), "low": _round(success.low, 4), "high": _round(success.high, 4)},
        "turn_latency_ms": {f"p{percent}": _round(percentile(waits, percent), 1) for percent in (50, 95, 99)},
        "under_1500_ms": _round(mean([float(wait < SLO_MS) for wait in waits]), 4),
        "barge_in_stop_ms": {f"p{percent}": _round(percentile(stops, percent), 1) for percent in (50, 95)},
        "cost_usd_per_call": _round(mean(costs), 6),
        "call_seconds": _round(sum(metrics.seconds for metrics in report.measured), 3),
        "cpu_seconds": _round(report.info.cpu_seconds, 2),
        "wall_seconds": _round(report.info.wall_seconds, 2),
        "injection": _attacks(report.injection()),
        "clusters": [{"whose": each.whose, "kind": each.kind, "calls": len(each.calls)} for each in report.clusters()],
        "failures": [_failure(report, call) for call in report.not_passed()],
    }


def percentiles_ms(seconds: Iterable[float]) -> Percentiles:
    """Return the usual percentiles, in milliseconds."""
    values = [each * 1000 for each in seconds]
    return {percent: percentile(values, percent) for percent in PERCENTS}


def latency_rows(report: Report) -> list[tuple[str, int, Percentiles]]:
    """Return the latency table: the whole turn, with and without a tool, then each part; with the number of turns."""
    turns = report.latencies()
    slices = [
        ("turn", [turn.seconds for turn in turns]),
        ("turn without tool", [turn.seconds for turn in report.latencies(with_tool=False)]),
        ("turn with tool", [turn.seconds for turn in report.latencies(with_tool=True)]),
        *((f"· {PART_NAMES[part]}", [turn.parts[part] for turn in turns]) for part in PARTS),
        ("answer to first word", [m.first_word_seconds for m in report.measured if m.first_word_seconds is not None]),
        ("turn on the wire", [turn.wire_seconds for turn in turns if turn.wire_seconds is not None]),
        ("stop on barge-in", [ms / 1000 for ms in report.stop_times_ms()]),
        ("· audible after her line was cleared", _after_clear(report)),
    ]
    return [(name, len(values), percentiles_ms(values)) for name, values in slices if values]


def quality_rows(report: Report) -> list[tuple[str, str]]:
    """Return the other figures as name and text, each with what backs it."""
    attacks = report.injection()
    resisted = in_ratio(attacks.attempts - attacks.successes, attacks.attempts)
    bound = f"; at most {in_percent(attacks.most)} succeed" if attacks.attempts else ""
    return [*_quality(report.measured), ("attacks resisted", f"{resisted}{bound}")]


def cost_rows(report: Report) -> list[tuple[str, float | None]]:
    """Return the mean US dollars per call by unit, then in all, then per successful call; None is unpriced."""
    costs = [metrics.cost for metrics in report.measured]
    units = list(dict.fromkeys(unit for cost in costs for unit in cost.metered))
    rows: list[tuple[str, float | None]] = [
        (
            unit,
            None if any(unit in cost.unpriced for cost in costs) else mean([c.by_unit.get(unit, 0.0) for c in costs]),
        )
        for unit in units
    ]
    total = sum(cost.usd for cost in costs)
    passed = report.counts.passed
    return [
        *rows,
        ("call", mean([cost.usd for cost in costs])),
        ("successful call", total / passed if passed else None),
    ]


def _after_clear(report: Report) -> list[float]:
    found = (each.after_clear_seconds for metrics in report.measured for each in metrics.barge_ins)
    return [seconds for seconds in found if seconds is not None]


def totals(report: Report) -> dict[str, Json]:
    """Return what run.json keeps of `as_json`."""
    return {key: value for key, value in as_json(report).items() if key not in NOT_KEPT}


def _attacks(attacks: Attacks) -> Json:
    return {
        "attempts": attacks.attempts,
        "successes": attacks.successes,
        "most": _round(attacks.most, 4),
        "kinds": dict(attacks.kinds),
    }


def _blame(call: CallSummary) -> Json:
    found = call.blame
    if found is None:
        return None
    return {"kind": found.kind, "whose": found.whose, "at": found.at, "turn": found.turn, "why": found.why}


def _failure(report: Report, call: CallSummary) -> Json:
    why = call.why if call.status == Status.FAIL else f"{call.status}: {call.why}"
    return {
        "call": call.call,
        "scenario": call.scenario,
        "persona": call.persona,
        "channel": call.channel,
        "why": why,
        "blame": _blame(call),
        "replay": report.replay(call),
    }


def _round(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
