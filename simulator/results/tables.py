"""A run's figures as tables on a terminal."""

from collections.abc import Mapping
from typing import Final

from rich import box
from rich.console import Console, Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from simulator.results.call_folder import CallSummary
from simulator.results.report import PERCENTS, Counts, Report, Row, cost_rows, latency_rows, quality_rows
from simulator.scoring.checks import Status

COLOURS: Final[Mapping[Status, str]] = {
    Status.PASS: "green",
    Status.FAIL: "red",
    Status.INVALID: "yellow",
    Status.INFRA: "magenta",
}
MOST_SHOWN: Final = 20


def show(console: Console, report: Report, folder: str) -> None:
    """Print everything about a run, the worst news last before the summary."""
    console.print(_slices("By family", report.by(_family)))
    console.print(_slices("By scenario", report.by(lambda call: call.scenario)))
    console.print(_slices("By driver", report.by(lambda call: call.persona)))
    console.print(_slices("By channel", report.by(lambda call: call.channel)))
    console.print(_latency(report), _quality(report), _cost(report))
    if report.not_passed():
        console.print(_failures(report))
    console.print(_summary(report, folder))


def _family(call: CallSummary) -> str:
    return call.tags[0] if call.tags else "none"


def _slices(title: str, rows: list[Row]) -> Table:
    table = _table(title, "", "calls", "pass", "fail", "invalid", "infra", "success", "95 % interval")
    for row in sorted(rows, key=lambda each: each.name):
        counts = row.counts
        cells = [str(counts.total), str(counts.passed), *(_bad(each) for each in _troubles(counts))]
        table.add_row(escape(row.name), *cells, *_success(counts))
    return table


def _troubles(counts: Counts) -> tuple[int, int, int]:
    return counts.failed, counts.invalid, counts.infra


def _success(counts: Counts) -> tuple[str, str]:
    if counts.passed + counts.failed == 0:
        return "none valid", ""
    share = counts.success
    return f"{share.rate:.1%}", f"{share.low:.1%} to {share.high:.1%}"


def _bad(count: int) -> str:
    return f"[red]{count}[/red]" if count else "[dim]·[/dim]"


def _latency(report: Report) -> Table:
    table = _table("Latency in ms", "", "n", *(f"p{percent}" for percent in PERCENTS))
    for name, count, values in latency_rows(report):
        cells = [f"{value:.0f}" if (value := values[percent]) is not None else "" for percent in PERCENTS]
        table.add_row(name, str(count), *cells)
    return table


def _quality(report: Report) -> Table:
    table = Table(title="How she does", box=box.SIMPLE_HEAD, title_justify="left", show_header=False)
    table.add_column()
    table.add_column()
    for name, value in quality_rows(report):
        table.add_row(name, value)
    return table


def _cost(report: Report) -> Table:
    table = _table("Cost in US$, modelled", "mean per", "US$")
    for name, usd in cost_rows(report):
        table.add_row(name.replace("_", " "), "not priced" if usd is None else f"{usd:.5f}")
    return table


def _failures(report: Report) -> Group:
    calls = report.not_passed()
    lines = [Text(f"Not passed ({len(calls)})", style="bold")]
    for call in calls[:MOST_SHOWN]:
        colour = COLOURS[call.status]
        lines.append(Text.assemble((f"{call.status:<8}", colour), call.call))
        lines.append(Text(f"        {call.why}"))
        lines.append(Text(f"        {report.replay(call)}", style="dim"))
    if len(calls) > MOST_SHOWN:
        lines.append(Text(f"… and {len(calls) - MOST_SHOWN} more: karla replay {report.run}", style="dim"))
    return Group(*lines, Text())


def _summary(report: Report, folder: str) -> Group:
    counts, info = report.counts, report.info
    rate, interval = _success(counts)
    head = Text.assemble(
        (f"{counts.passed} of {counts.total} calls passed", "bold"),
        f": {rate}" + (f" of the valid ones ({interval})" if interval else ""),
        f"; {counts.failed} failed, {counts.invalid} invalid, {counts.infra} infra",
    )
    seconds = sum(metrics.seconds for metrics in report.measured)
    lines = [
        head,
        Text(f"{seconds / 60:.1f} minutes of calls in {info.wall_seconds:.1f} s ({info.cpu_seconds:.1f} s of CPU)"),
        Text(f"modelled, not measured in the field: {_modelled(report)}"),
        Text(f"digest {info.digest}"),
        Text(f"run    {folder}"),
    ]
    return Group(*lines)


def _modelled(report: Report) -> str:
    modelled = report.info.provenance.get("modelled")
    return ", ".join(map(str, modelled)) if isinstance(modelled, list) and modelled else "everything"


def _table(title: str, first: str, *columns: str) -> Table:
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    table.add_column(first)
    for name in columns:
        table.add_column(name, justify="right")
    return table
