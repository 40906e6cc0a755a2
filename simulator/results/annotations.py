"""What GitHub shows of a run: annotations beside the scenarios' files, and a page of Markdown for the job.

An annotation is a line on standard output, `::error file=…,line=…,title=…::message`, with %, line breaks and, in
properties, colons and commas escaped (GitHub, «Workflow commands for GitHub Actions»). A step shows ten of each level,
so calls are grouped by scenario, and what is over ten is counted in one notice. FAIL and a broken gate are errors; a
call that proves nothing and an unproven gate are warnings. The job's page is the file that `$GITHUB_STEP_SUMMARY`
names: 1 MiB at most.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from runtime.errors import BadFile
from simulator.persona import ROOT
from simulator.results.call_folder import CallSummary
from simulator.results.gates import GateResult, GateStatus, gate_rows
from simulator.results.report import Report, in_percent
from simulator.scoring.checks import Status
from simulator.statistics.samples import percentile
from simulator.suite import SCENARIOS

MOST_SHOWN: Final = 10
PAGE_BYTES: Final = 1_000_000
MOST_ROWS: Final = 200

type Level = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True)
class Annotation:
    """One remark; without a file it belongs to the whole job."""

    level: Level
    title: str
    message: str
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = {"file": self.file, "line": str(self.line or 1)} if self.file else {}
        properties = ",".join(f"{key}={_property(value)}" for key, value in (place | {"title": self.title}).items())
        return f"::{self.level} {properties}::{_message(self.message)}"


def wanted(environment: Mapping[str, str]) -> bool:
    """Tell whether this runs where annotations are read."""
    return environment.get("GITHUB_ACTIONS") == "true"


def annotations(report: Report, gates: Sequence[GateResult] = ()) -> list[Annotation]:
    """Return a run's remarks, gates first."""
    return [*_of_gates(gates), *_of_calls(report)]


def lines(found: Sequence[Annotation]) -> list[str]:
    """Return the lines to print: ten of each level, then a notice that counts the others."""
    shown = [each for level in ("error", "warning", "notice") for each in _first(found, level)]
    left_out = len(found) - len(shown)
    more = Annotation("notice", "karla", f"{left_out} more remarks are not shown; the job's summary has them all")
    return [str(each) for each in (*shown, *([more] if left_out else []))]


def scenario_place(scenario: str) -> tuple[str, int]:
    """Return the file of a shipped scenario, relative to the project, and the line of what it expects; or nothing."""
    path = SCENARIOS / f"{scenario}.yaml"
    if not path.is_file():
        return "", 0
    text = path.read_text("utf-8").splitlines()
    line = next((number for number, each in enumerate(text, start=1) if each.startswith("expect:")), 1)
    return path.relative_to(ROOT).as_posix(), line


def page(report: Report, gates: Sequence[GateResult] = ()) -> str:
    """Return the job's summary of a run, in Markdown."""
    counts, success = report.counts, report.counts.success
    waits = [turn.seconds * 1000 for turn in report.latencies()]
    latency = ", ".join(
        f"p{each} {value:.0f} ms" for each in (50, 95) if (value := percentile(waits, each)) is not None
    )
    facts = [
        ("passed", f"{counts.passed} of {counts.total}"),
        ("success", f"{in_percent(success.rate)} (95 % {in_percent(success.low)} to {in_percent(success.high)})"),
        ("invalid, infra, stale", f"{counts.invalid}, {counts.infra}, {counts.stale}"),
        ("turn latency", latency or "none"),
        ("digest", f"`{report.info.digest[:16]}`"),
    ]
    calls = [(str(call.status), call.call, call.why) for call in report.not_passed()]
    parts = [f"## Karla: {report.info.id}", table(("", ""), facts)]
    parts += ["### Gates", table(("", "over", "gate", "found"), gate_rows(gates))] if gates else []
    parts += ["### Not passed", table(("", "call", "why"), calls)] if calls else ["Every call passed."]
    return "\n\n".join(parts) + "\n"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown; of very many rows, the first two hundred."""
    shown = [header, ["---"] * len(header), *([_cell(each) for each in row] for row in rows[:MOST_ROWS])]
    more = f"\n\n… and {len(rows) - MOST_ROWS} more" if len(rows) > MOST_ROWS else ""
    return "\n".join(f"| {' | '.join(row)} |" for row in shown) + more


def append_page(environment: Mapping[str, str], text: str) -> None:
    """Add Markdown to the job's summary, if there is one and the text fits in it. Raises: BadFile."""
    named = environment.get("GITHUB_STEP_SUMMARY")
    if not named:
        return
    cut = text.encode()[:PAGE_BYTES].decode(errors="ignore")
    try:
        with Path(named).open("a", encoding="utf-8") as file:
            file.write(cut)
    except OSError as error:
        raise BadFile(Path(named), f"cannot be written: {error.strerror}") from error


def _of_gates(gates: Iterable[GateResult]) -> list[Annotation]:
    levels: dict[GateStatus, Level] = {GateStatus.BROKEN: "error", GateStatus.UNPROVEN: "warning"}
    return [
        Annotation(levels[each.status], f"gate {each.gate} ({each.scope}): {each.status}", each.why)
        for each in gates
        if each.status in levels
    ]


def _of_calls(report: Report) -> list[Annotation]:
    """Return one remark for each scenario and status; its first call speaks for the others."""
    groups: dict[tuple[str, Status], list[CallSummary]] = {}
    for call in report.not_passed():
        groups.setdefault((call.scenario, call.status), []).append(call)
    return [_of_group(report, scenario, status, calls) for (scenario, status), calls in groups.items()]


def _of_group(report: Report, scenario: str, status: Status, calls: Sequence[CallSummary]) -> Annotation:
    file, line = scenario_place(scenario)
    others = f"\nand {len(calls) - 1} more of its calls" if len(calls) > 1 else ""
    message = f"{calls[0].why}\n{report.replay(calls[0])}{others}"
    return Annotation("error" if status == Status.FAIL else "warning", f"{status} {scenario}", message, file, line)


def _first(found: Sequence[Annotation], level: str) -> list[Annotation]:
    room = MOST_SHOWN - 1 if level == "notice" else MOST_SHOWN
    return [each for each in found if each.level == level][:room]


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def _cell(text: str) -> str:
    return " ".join(text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").split())
