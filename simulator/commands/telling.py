"""What `karla simulate` leaves behind and prints when a run is over, and the code it exits with."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from simulator.results.gates import GateResult, Gates
    from simulator.results.report import Report
    from simulator.results.run_folder import RunFolder

INTERRUPTED: Final = 130
VOID: Final = 3


@dataclass(frozen=True, slots=True)
class Telling:
    """How the user wants to hear of a run."""

    as_json: bool
    gates: "Gates | None"
    junit: Path | None
    annotations: bool

    def tell(self, report: "Report", run: "RunFolder") -> None:
        """Print the run, write what was asked for, and exit. Raises: BadFile."""
        from simulator.results.page import program

        if report.info.progress == "interrupted":
            done = f"{len(report.calls)} of {len(report.info.calls)} calls are kept"
            click.echo(f"Interrupted; {done}. To go on: {program()} simulate --resume {run.reachable}", err=True)
            raise SystemExit(INTERRUPTED)
        results = self._held_against_gates(report)
        self._print(report, run, results)
        self._leave(report, results)
        raise SystemExit(self._code(report, results))

    def _held_against_gates(self, report: "Report") -> list["GateResult"]:
        from simulator.results.gates import evaluate

        return evaluate(self.gates, report) if self.gates else []

    def _print(self, report: "Report", run: "RunFolder", results: list["GateResult"]) -> None:
        if self.as_json:
            from simulator.results.report import as_json as summed_up

            found = summed_up(report)
            if self.gates:
                found["gates"] = [result.as_json() for result in results]
            click.echo(json.dumps(found, ensure_ascii=False, indent=2))
            return
        from simulator.results.gates import gate_rows
        from simulator.results.page import page
        from simulator.results.tables import show, show_gates

        console = page()
        show(console, report, str(run.path))
        show_gates(console, gate_rows(results))

    def _leave(self, report: "Report", results: list["GateResult"]) -> None:
        """Write the JUnit file, print remarks where GitHub or the caller wants them, and add to the job's page."""
        from simulator.results.annotations import annotations, append_page, lines, page, wanted
        from simulator.results.junit import write_junit

        if self.junit:
            write_junit(self.junit, report, results)
        if self.annotations or wanted(os.environ):
            for line in lines(annotations(report, results)):
                click.echo(line, err=self.as_json)
        append_page(os.environ, page(report, results))

    def _code(self, report: "Report", results: list["GateResult"]) -> int:
        """With gates, they alone decide about calls that failed; a void run proves nothing either way."""
        from simulator.results.gates import gates_exit_code

        if report.counts.void:
            return VOID
        return gates_exit_code(results) if self.gates else report.counts.exit_code
