"""A run's figures on a terminal of any width: what went wrong first, what one looks for last."""

from collections.abc import Mapping, Sequence
from typing import Final

from rich.columns import Columns
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from simulator.results.call_folder import CallSummary
from simulator.results.page import program
from simulator.results.report import (
    PERCENTS,
    SLO_MS,
    Counts,
    Report,
    Row,
    cost_rows,
    in_percent,
    latency_rows,
    percentiles_ms,
    quality_rows,
)
from simulator.results.words import kind_in_words
from simulator.scoring.checks import Status
from simulator.statistics.proportions import Proportion

COLOURS: Final[Mapping[Status, str]] = {
    Status.PASS: "green",
    Status.FAIL: "red",
    Status.INVALID: "yellow",
    Status.INFRA: "magenta",
    Status.STALE: "magenta",
}
GATE_COLOURS: Final[Mapping[str, str]] = {"kept": "green", "broken": "red", "unproven": "yellow", "absent": "dim"}
MOST_SHOWN: Final = 20
INDENT: Final = 8


def show(console: Console, report: Report, folder: str) -> None:
    """Print everything about a run: failures, tables, and last the figures that everybody asks for."""
    _failures(console, report)
    _clusters(console, report)
    _scenarios(console, report)
    families = _slices("By family", report.by(_family))
    drivers = _slices("By driver", report.by(lambda call: call.persona))
    channels = _slices("By channel", report.by(lambda call: call.channel))
    _side_by_side(console, families, drivers, channels)
    console.print(_latency(report), "", sep="\n")
    _side_by_side(console, _quality(report), _cost(report))
    _last_lines(console, report, folder)


def show_gates(console: Console, rows: Sequence[tuple[str, str, str, str]]) -> None:
    """Print how each limit fared, as `gate_rows` tells it; nothing if there are none."""
    if not rows:
        return
    table = _table("Gates", "", "over", "limit", "found")
    for column in table.columns:
        column.justify, column.no_wrap = "left", False
    for status, scope, gate, why in rows:
        table.add_row(Text(status, GATE_COLOURS.get(status, "")), scope, Text(gate), Text(why))
    console.print("", table, sep="\n")


def tell_failures(console: Console, report: Report, calls: Sequence[CallSummary]) -> None:
    """Print for each of `calls` what it was, why it did not pass, and the command that shows it, on one line."""
    for call in calls:
        trial = f", trial {call.trial}" if call.trial > 1 else ""
        who = f"  {call.persona}, {call.channel}{trial}"
        console.print(Text.assemble((f"{call.status:<{INDENT}}", COLOURS[call.status]), (call.scenario, "bold"), who))
        console.print(Padding(Text(call.why), (0, 0, 0, INDENT)))
        console.print(Text(" " * INDENT + report.replay(call), style="cyan"), soft_wrap=True)


def _failures(console: Console, report: Report) -> None:
    calls = report.not_passed()
    if not calls:
        return
    console.print(Text(f"Not passed: {len(calls)} of {report.counts.total} calls", style="bold"), "", sep="\n")
    tell_failures(console, report, calls[:MOST_SHOWN])
    if len(calls) > MOST_SHOWN:
        console.print(Text(f"… and {len(calls) - MOST_SHOWN} more: {program()} replay {report.run}"), soft_wrap=True)
    console.print()


def _clusters(console: Console, report: Report) -> None:
    """Print the calls that did not pass by their first critical error, so that one fix can be seen to mend several."""
    found = report.clusters()
    if not found:
        return
    table = _table("First critical errors", "whose", "what", "calls", "one of them")
    table.columns[1].justify = table.columns[3].justify = "left"
    table.columns[3].no_wrap = False
    for each in found:
        first = each.calls[0].scenario
        table.add_row(each.whose, kind_in_words(each.kind), str(len(each.calls)), Text(first, overflow="fold"))
    console.print(table, "", sep="\n")


def _scenarios(console: Console, report: Report) -> None:
    rows = report.by(lambda call: call.scenario)
    worse = [row for row in rows if row.counts.passed < row.counts.total]
    console.print(Text.assemble(("By scenario", "bold"), ": the valid calls that passed, with the 95 % interval"))
    if worse:
        console.print(_slices("", worse))
    if good := [row for row in rows if row.counts.passed == row.counts.total]:
        console.print(f"{'and ' if worse else ''}{_many(len(good), 'scenario')} passed every call")
        cells = [Text(f"{row.name} {row.counts.passed}/{row.counts.total}") for row in good]
        console.print(Columns(cells, padding=(0, 2), equal=True, column_first=True))
    console.print()


def _family(call: CallSummary) -> str:
    return call.tags[0] if call.tags else "none"


def _slices(title: str, rows: Sequence[Row]) -> Table:
    """Return a table of slices by name; a column says what proves nothing if anything does."""
    left_out = any(row.counts.excluded for row in rows)
    table = _table(title, "", "passed", "share", "interval", *(["left out"] if left_out else []))
    for row in sorted(rows, key=lambda each: each.name):
        counts, valid = row.counts, row.counts.passed + row.counts.failed
        cells = [f"{counts.passed}/{valid}", *_share(counts)]
        table.add_row(Text(row.name), *cells, *([_left_out(counts)] if left_out else []))
    return table


def _share(counts: Counts) -> tuple[str, str]:
    if counts.passed + counts.failed == 0:
        return "", ""
    share = counts.success
    if not counts.failed:
        return "100 %", _interval(share)
    return f"[red]{in_percent(share.rate)}[/red]", _interval(share)


def _left_out(counts: Counts) -> str:
    named = ((counts.invalid, "invalid"), (counts.infra, "infra"), (counts.stale, "stale"))
    return ", ".join(f"{count} {name}" for count, name in named if count)


def _interval(share: Proportion, digits: int = 0) -> str:
    return f"{100 * share.low:.{digits}f}-{100 * share.high:.{digits}f} %"


def _latency(report: Report) -> Table:
    table = _table(f"Latency in ms, {_timed(report)}", "", "n", *(f"p{percent}" for percent in PERCENTS))
    for name, count, values in latency_rows(report):
        cells = [f"{value:.0f}" if (value := values[percent]) is not None else "" for percent in PERCENTS]
        table.add_row(name, str(count), *cells)
    return table


def _quality(report: Report) -> Table:
    table = _table("How she does", "", "")
    table.show_header, table.columns[1].justify = False, "left"
    for name, value in quality_rows(report):
        table.add_row(name, value)
    return table


def _cost(report: Report) -> Table:
    table = _table(f"Cost in US$, {_priced(report)}", "mean per", "US$")
    for name, usd in cost_rows(report):
        table.add_row(_words(name), "not priced" if usd is None else f"{usd:.5f}")
    return table


def _last_lines(console: Console, report: Report, folder: str) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="bold")
    table.add_column()
    for name, value, backing in _headlines(report):
        table.add_row(name, value, backing)
    console.print(table, "", sep="\n")
    info = report.info
    seconds = sum(metrics.seconds for metrics in report.measured)
    speed = f"{seconds / 60:.1f} minutes of calls in {info.wall_seconds:.1f} s ({info.cpu_seconds:.1f} s of CPU)"
    rest = Table.grid(padding=(0, 2))
    rest.add_row("speed", speed)
    rest.add_row("modelled", f"{', '.join(_modelled(report))}: not measured in the field")
    console.print(rest)
    for name, text in (("digest", info.digest), ("run", folder)):
        console.print(Text(f"{name:<10}{text}"), soft_wrap=True)
    if report.calls and not report.not_passed():
        console.print(Text(f"{'see one':<10}{report.replay(report.calls[0])}"), soft_wrap=True)


def _headlines(report: Report) -> list[tuple[str, Text, str]]:
    """Return what one looks for first: name, figure, and what backs it."""
    counts, waits = report.counts, [turn.seconds for turn in report.latencies()]
    success, at = counts.success, percentiles_ms(waits)
    rate = Text(in_percent(success.rate), "red" if counts.failed else "green") if success.trials else Text("none valid")
    others = [
        (counts.failed, "failed"),
        (counts.invalid, "invalid"),
        (counts.infra, "infra"),
        (counts.missing, "not played"),
    ]
    backing = [f"95 % interval {_interval(success, 1)}"] if success.trials else []
    backing += [f"{count} {name}" for count, name in others if count]
    backing += ["the run is void: what proves nothing counts as failed"] if counts.void and success.trials else []
    quick = sum(1000 * seconds < SLO_MS for seconds in waits)
    *units, (_, call), (_, successful) = cost_rows(report)
    unpriced = [f"without {_words(name)}" for name, usd in units if usd is None]
    return [
        (f"{counts.passed} of {counts.total} calls passed", rate, "; ".join(backing)),
        ("turn latency, p50", Text(_ms(at[50])), _timed(report)),
        ("turn latency, p95", Text(_ms(at[95])), _timed(report)),
        ("turns under 1.5 s", Text(in_percent(quick / len(waits)) if waits else "none"), _timed(report)),
        ("cost per call", Text(_usd(call)), "; ".join([_priced(report), *unpriced])),
        ("cost per successful call", Text(_usd(successful)), _priced(report)),
    ]


def _modelled(report: Report) -> list[str]:
    modelled = report.info.provenance.get("modelled")
    return [str(name) for name in modelled] if isinstance(modelled, list) and modelled else ["everything"]


def _timed(report: Report) -> str:
    """Label what depends on delays: those of a modelled stage are marked by where their figures come from."""
    delays = [name for name in _modelled(report) if name == "everything" or name.endswith(("(published)", "(assumed)"))]
    return "modelled" if delays else "measured"


def _priced(report: Report) -> str:
    return "modelled" if {"everything", "cost"} & set(_modelled(report)) else "priced as listed"


def _ms(milliseconds: float | None) -> str:
    return "none" if milliseconds is None else f"{milliseconds:.0f} ms"


def _usd(value: float | None) -> str:
    return "none" if value is None else f"US${value:.4f}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _side_by_side(console: Console, *tables: Table) -> None:
    """Print as many tables in a row as fit, and a blank line under each."""
    console.print(Columns([Padding(table, (0, 0, 1, 0)) for table in tables], padding=(0, 4)))


def _table(title: str, first: str, *columns: str) -> Table:
    table = Table(
        title=title or None, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0)
    )
    table.header_style = "dim"
    table.add_column(first, no_wrap=True, overflow="ignore")
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    return table
