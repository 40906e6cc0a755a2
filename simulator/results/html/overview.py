"""The figures of a run, as words and drawings for its page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from simulator.results.call_folder import CallSummary
from simulator.results.html.charts import Part, histogram, nice_marks, share, stacked
from simulator.results.html.summary import in_ms, in_usd, percents
from simulator.results.report import (
    PART_NAMES,
    Counts,
    Report,
    cost_rows,
    in_percent,
    latency_rows,
)
from simulator.results.words import WHOSE, kind_in_words
from simulator.scoring.turn_latency import PARTS, TurnLatency
from simulator.statistics.samples import mean, percentile
from simulator.statistics.slices import slices_of

SLICES: Final = {
    "family": "By what the call is about",
    "driver": "By driver",
    "line": "By line",
    "loss": "By packets really lost",
    "noise": "By noise really there",
}
IN_ORDER: Final = {
    "loss": ("none", "up to 1 %", "1 to 3 %", "3 to 8 %", "over 8 %"),
    "noise": ("30 dB and more", "15 to 30 dB", "10 to 15 dB", "5 to 10 dB", "under 5 dB"),
}
WHOSE_NAMES: Final[Mapping[str, str]] = {
    "agent": "Karla",
    "driver": "the simulated driver",
    "channel": "the line",
    "provider": "a provider",
    "harness": "the simulator",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A row with a name, a drawing and what is to be read beside it."""

    name: str
    drawing: Markup
    figure: str
    backing: str = ""
    failed: int = 0
    value: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Calls that went wrong in one way, by one side's fault."""

    kind: str
    fault: str
    count: int
    example: str
    why: str


def slice_bars(report: Report) -> list[tuple[str, str, list[Bar]]]:
    """Return for each dimension its key, its title and a bar a slice; the worst come first where there is no order."""
    grouped: dict[str, dict[str, list[CallSummary]]] = {}
    for call in report.calls:
        for dimension, name in slices_of(call):
            grouped.setdefault(dimension, {}).setdefault(name, []).append(call)
    return [(key, title, _bars(key, grouped[key])) for key, title in SLICES.items() if len(grouped.get(key, {})) > 0]


def _bars(dimension: str, slices: dict[str, list[CallSummary]]) -> list[Bar]:
    rows = [(name, Counts.of(calls)) for name, calls in slices.items()]
    order = IN_ORDER.get(dimension)
    rows.sort(key=lambda row: (order.index(row[0]), 0) if order and row[0] in order else (-row[1].failed, row[0]))
    return [_bar(name, counts) for name, counts in rows]


def _bar(name: str, counts: Counts) -> Bar:
    found, others = counts.success, counts.excluded
    left_out = f", {others} left out" if others else ""
    if not found.trials:
        return Bar(_words(name), share(found), "none", f"none valid{left_out}", value=name)
    backing = f"{percents(found)}{left_out}"
    return Bar(_words(name), share(found), f"{counts.passed}/{found.trials}", backing, counts.failed, name)


def clusters(report: Report) -> list[Cluster]:
    """Return the calls that did not pass by their first critical error and whose it was; most first."""
    return [
        Cluster(
            kind_in_words(each.kind),
            WHOSE_NAMES.get(each.whose, each.whose),
            len(each.calls),
            each.calls[0].call,
            Counter(call.why for call in each.calls).most_common(1)[0][0],
        )
        for each in report.clusters()
    ]


def blamed(call: CallSummary) -> str:
    """Say whose the first critical error was, and which; nothing if there is none."""
    return f"{WHOSE[call.blame.whose]}: {kind_in_words(call.blame.kind)}" if call.blame else ""


def latency_drawing(report: Report) -> Markup:
    """Draw how long drivers waited."""
    waits = [turn.seconds * 1000 for turn in report.latencies()]
    marks = {f"p{percent} {in_ms(percentile(waits, percent))}": percentile(waits, percent) for percent in (50, 95)}
    return histogram(waits, nice_marks(marks))


def component_bars(report: Report) -> list[Bar]:
    """Return where the time went, on the mean, for groups of turns; all bars are on one scale."""
    turns = report.latencies()
    slow = sorted(turns, key=lambda turn: -turn.seconds)[: max(1, len(turns) // 20)]
    groups = {
        "all turns": turns,
        "without a tool": report.latencies(with_tool=False),
        "with a tool": report.latencies(with_tool=True),
        "the slowest 5 %": slow,
    }
    there = {name: group for name, group in groups.items() if group}
    whole = max((mean([turn.seconds for turn in group]) or 0.0 for group in there.values()), default=0.0)
    return [_component_bar(name, group, whole) for name, group in there.items()]


def _component_bar(name: str, turns: Sequence[TurnLatency], whole: float) -> Bar:
    means = [mean([turn.parts[part] for turn in turns]) or 0.0 for part in PARTS]
    parts = [
        Part(key, f"{PART_NAMES[key]} {1000 * value:.0f} ms", value) for key, value in zip(PARTS, means, strict=True)
    ]
    total = mean([turn.seconds for turn in turns]) or 0.0
    told = ", ".join(part.name for part in parts if part.value >= 0.0005)
    return Bar(f"{name} ({len(turns)})", stacked(parts, whole), f"{1000 * total:.0f} ms", told)


def latency_table(report: Report) -> list[tuple[str, str, str, list[str]]]:
    """Return the percentiles as rows: key of the part, name, number of turns, milliseconds."""
    keys = {name: key for key, name in PART_NAMES.items()}
    return [
        (keys.get(plain := name.removeprefix("· "), ""), plain, str(count), [_plain_ms(ms) for ms in values.values()])
        for name, count, values in latency_rows(report)
    ]


def cost_bar(report: Report) -> tuple[Markup, list[tuple[str, str, str, str]]]:
    """Return a bar of what a call costs, and a row for each unit: its key, its name, US$, share."""
    *units, (_, total), (_, successful) = cost_rows(report)
    priced = [Part(f"cost-{number}", _words(name), usd or 0.0) for number, (name, usd) in enumerate(units)]
    rows = [
        (part.key, part.name, in_usd(usd), in_percent(part.value / total) if total and usd is not None else "")
        for part, (_, usd) in zip(priced, units, strict=True)
    ]
    rows += [("", "a call", in_usd(total), ""), ("", "a successful call", in_usd(successful), "")]
    return stacked([part for part in priced if part.value > 0], total or 0.0), rows


def total_share(report: Report) -> Markup:
    """Draw the share of the valid calls that passed."""
    return share(report.counts.success)


def _plain_ms(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"


def _words(name: str) -> str:
    return name.replace("_", " ")
