"""A run in figures: everything that is pooled over its calls, for the tables and for `--json`.

Rates are over valid calls (PASS and FAIL). Latencies and stop times are pooled over turns, in milliseconds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from simulator.results.call_folder import CallSummary
from simulator.results.page import program
from simulator.results.run_folder import RunInfo
from simulator.scoring.checks import Status
from simulator.scoring.ledger import Json
from simulator.scoring.metrics import Metrics
from simulator.scoring.recognition import WordErrors
from simulator.scoring.statistics import Proportion, mean, percentile, wilson
from simulator.scoring.turn_latency import PARTS, TurnLatency
from simulator.scoring.turn_taking import DEAD_AIR_SECONDS

SLO_MS: Final = 1500
LEAST_EVENTS: Final = 10
MOST_EXCLUDED: Final = 0.02
PERCENTS: Final = (50, 90, 95, 99)
PART_NAMES: Final[Mapping[str, str]] = {
    "stt": "speech recognition",
    "endpointing": "waiting for more",
    "llm": "language model",
    "tool": "tools",
    "tts": "voice",
    "transport": "line",
}

type Percentiles = dict[int, float | None]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many calls ended how."""

    total: int
    passed: int
    failed: int
    invalid: int
    infra: int

    @classmethod
    def of(cls, calls: Sequence[CallSummary]) -> "Counts":
        """Count calls."""
        each = {status: sum(call.status == status for call in calls) for status in Status}
        return cls(len(calls), each[Status.PASS], each[Status.FAIL], each[Status.INVALID], each[Status.INFRA])

    @property
    def success(self) -> Proportion:
        """The share of valid calls that passed."""
        return wilson(self.passed, self.passed + self.failed)

    @property
    def exit_code(self) -> int:
        """0 all passed, 1 some failed, 3 too much of the run proves nothing."""
        excluded = self.invalid + self.infra
        if self.passed + self.failed == 0 or excluded > MOST_EXCLUDED * self.total:
            return 3
        return 1 if self.failed or excluded else 0


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
        return Counts.of(self.calls)

    @property
    def measured(self) -> list[Metrics]:
        """The figures of every call that has any and that the harness did not break."""
        return [call.metrics for call in self.calls if call.metrics is not None and call.status != Status.INFRA]

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
        order = [Status.FAIL, Status.INVALID, Status.INFRA]
        return sorted((call for call in self.calls if call.status in order), key=lambda call: order.index(call.status))

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
        },
        "success": {"rate": _round(success.rate, 4), "low": _round(success.low, 4), "high": _round(success.high, 4)},
        "turn_latency_ms": {f"p{percent}": _round(percentile(waits, percent), 1) for percent in (50, 95, 99)},
        "under_1500_ms": _round(mean([float(wait < SLO_MS) for wait in waits]), 4),
        "barge_in_stop_ms": {f"p{percent}": _round(percentile(stops, percent), 1) for percent in (50, 95)},
        "cost_usd_per_call": _round(mean(costs), 6),
        "call_seconds": _round(sum(metrics.seconds for metrics in report.measured), 3),
        "cpu_seconds": _round(report.info.cpu_seconds, 2),
        "wall_seconds": _round(report.info.wall_seconds, 2),
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
        ("stop on barge-in", [ms / 1000 for ms in report.stop_times_ms()]),
    ]
    return [(name, len(values), percentiles_ms(values)) for name, values in slices if values]


def quality_rows(report: Report) -> list[tuple[str, str]]:
    """Return the other figures as name and text, each with what backs it."""
    calls = report.measured
    barge_ins = [each for m in calls for each in m.barge_ins]
    noises = [each for m in calls for each in m.noises]
    over, in_silence = [n for n in noises if n.over_karla], [n for n in noises if not n.over_karla]
    turns = [each for m in calls for each in m.brevity]
    writes = [each for m in calls for each in m.writes]
    driver_turns = sum(m.driver_turns for m in calls)
    return [
        ("turns under 1.5 s", _share([t.seconds * 1000 < SLO_MS for t in report.latencies()])),
        ("yields to a barge-in within 2 s", _share([each.yielded for each in barge_ins])),
        ("stopped by a murmur, cough or aside", _share([n.fooled for n in over], least=LEAST_EVENTS)),
        ("answered one in silence", _share([n.fooled for n in in_silence], least=LEAST_EVENTS)),
        ("interrupted the driver", in_ratio(sum(len(m.agent_interruptions) for m in calls), driver_turns)),
        ("left him unanswered", in_ratio(sum(m.unanswered for m in calls), driver_turns)),
        ("talk-over", in_percent(mean([m.talk_over_ratio for m in calls]))),
        *_dead_air(calls),
        ("turns of two sentences, 35 words, 10 s", _share([each.kept for each in turns])),
        ("read back and agreed before a write", _share([each.proper for each in writes])),
        ("asked again for a fact", str(sum(m.asked_again for m in calls))),
        ("turns per call", _number(mean([float(m.karla_turns) for m in calls]))),
        ("seconds per call", _number(mean([m.seconds for m in calls]))),
        *_recognition_rows(calls),
        *_escalation_rows(calls),
    ]


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


def _recognition_rows(calls: Sequence[Metrics]) -> list[tuple[str, str]]:
    raw = sum((m.recognition.raw for m in calls), WordErrors())
    plain = sum((m.recognition.normalised for m in calls), WordErrors())
    entities = sum(m.recognition.entities for m in calls)
    right = sum(m.recognition.entities_right for m in calls)
    return [
        ("places and dates recognised", in_ratio(right, entities)),
        ("word errors, normalised (raw)", f"{in_percent(plain.rate)} ({in_percent(raw.rate)}) of {plain.words} words"),
    ]


def _escalation_rows(calls: Sequence[Metrics]) -> list[tuple[str, str]]:
    """Precision and recall of transfers; those that may or may not be are left out."""
    settled = [m.escalation for m in calls if m.escalation.wanted != "may"]
    made = [each for each in settled if each.happened]
    needed = [each for each in settled if each.wanted == "must"]
    return [
        ("transfers that were called for", _share([each.wanted == "must" for each in made])),
        ("needed transfers that were made", _share([each.happened for each in needed])),
    ]


def _dead_air(calls: Sequence[Metrics]) -> list[tuple[str, str]]:
    dead = [gap for m in calls for gap in m.gaps if gap.seconds > DEAD_AIR_SECONDS]
    by_karla = [gap for gap in dead if gap.owed_by == "karla"]
    longest = max((gap.seconds for gap in by_karla), default=0.0)
    return [
        ("silences over 4 s, owed by Karla", f"{len(by_karla)} (longest {longest:.1f} s)" if by_karla else "none"),
        ("silences over 4 s, owed by the driver", str(len(dead) - len(by_karla))),
    ]


def _share(outcomes: Sequence[bool], least: int = 0) -> str:
    if not outcomes:
        return "none"
    if len(outcomes) < least:
        return f"too few to say ({sum(outcomes)} of {len(outcomes)})"
    return in_ratio(sum(outcomes), len(outcomes))


def in_ratio(part: int, whole: int) -> str:
    """Return a share with what backs it: «50.0 % (1 of 2)»."""
    return f"{in_percent(part / whole)} ({part} of {whole})" if whole else "none"


def in_percent(share: float | None) -> str:
    """Return a share as «98.2 %»."""
    return "none" if share is None else f"{100 * share:.1f} %"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.1f}"


def _failure(report: Report, call: CallSummary) -> Json:
    why = call.why if call.status == Status.FAIL else f"{call.status}: {call.why}"
    return {
        "call": call.call,
        "scenario": call.scenario,
        "persona": call.persona,
        "channel": call.channel,
        "why": why,
        "replay": report.replay(call),
    }


def _round(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
