"""`karla lint`: what is wrong in scenarios, drivers, suites and tables, before a call is played with them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator.commands.refusals import bad_files_refused

if TYPE_CHECKING:
    from simulator.proof.formats import Checked
    from simulator.proof.passable import Proof, Refusal

EXAMPLES: Final = """\
\b
Examples:
  karla lint                           everything that ships
  karla lint my_folder/                your own scenarios, drivers, suites and tables
  karla lint my_folder/ --proof        ... and whether each scenario can be passed at all
  karla lint --proof corpus/scenarios/fecha_antier.yaml
"""


@click.command(epilog=EXAMPLES, short_help="Find what is wrong in scenarios, drivers, suites and tables.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--proof", is_flag=True, help="Play each scenario with a Karla who knows it and one who says nothing.")
@click.option("--jobs", type=click.IntRange(min=1), help="Calls at a time.  [default: one a core]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="runs",
    help="Where the calls of --proof are kept.",
    show_default=True,
)
def lint(paths: tuple[Path, ...], proof: bool, jobs: int | None, as_json: bool, out: Path) -> None:
    """Find all that is wrong in files and folders: file, line, key, reason, and what may have been meant.

    A file is known by its keys: scenario, persona, suite, attacks, phrases, places, voices, channels, latency, prices,
    recognition, behaviours, gates. Without PATHS, everything that ships is read.

    With --proof, a reference Karla who knows what each scenario expects plays it and must pass; a null Karla who says
    nothing plays it and must fail wherever a person is on the line.

    Exits with 0 if nothing is wrong, 2 if anything is, 130 if interrupted.
    """
    from simulator.proof.formats import check, files_in

    with bad_files_refused():
        checked = [check(path) for path in files_in(paths or _shipped())]
        refusals: list[Refusal] = []
        run = ""
        if proof:
            prepared = _prepared(checked, out)
            run = prepared.run.reachable
            refusals = _with_progress(prepared, jobs)
        _tell(checked, refusals, run, as_json=as_json)


def _shipped() -> tuple[Path, ...]:
    from simulator.persona import PERSONAS, ROOT

    return (PERSONAS, ROOT / "corpus")


def _prepared(checked: Sequence["Checked"], out: Path) -> "Proof":
    """Cast the calls of the scenarios that can be read. Raises: BadFile, BadFiles."""
    from simulator.persona import PERSONAS, Persona, voice_names
    from simulator.proof.passable import prepare
    from simulator.scenario import Scenario
    from simulator.scoring.entities import shipped_gazetteer

    voices, gazetteer = voice_names(), shipped_gazetteer()
    good = [each for each in checked if not each.faults]
    scenarios = [Scenario.read_whole(f.path, gazetteer) for f in good if f.format == "scenario"]
    personas = [Persona.read_whole(file.path, voices) for file in good if file.format == "persona"]
    shipped = [Persona.read_whole(path, voices) for path in sorted(PERSONAS.glob("*.yaml"))]
    return prepare(scenarios, personas or shipped, out)


def _with_progress(proof: "Proof", jobs: int | None) -> "list[Refusal]":
    """Play the proof, showing on stderr how far it is."""
    import os

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(f"{len(proof.scenarios)} scenarios", total=len(proof.calls))
        refusals, complete = proof.carry_out(jobs or os.cpu_count() or 1, lambda _: progress.advance(task))
    if not complete:
        raise SystemExit(130)
    return refusals


def _tell(checked: Sequence["Checked"], refusals: Sequence["Refusal"], run: str, *, as_json: bool) -> None:
    """Print what was found and exit with its code."""
    import json
    from collections import Counter

    from simulator.results.page import program

    faults = list({str(fault): fault for file in checked for fault in file.faults}.values())
    kinds = Counter(file.format or "unknown" for file in checked)
    if as_json:
        found = {
            "files": dict(sorted(kinds.items())),
            "faults": [
                {"file": str(f.path), "line": f.line, "key": f.key, "reason": f.reason, "hint": f.hint} for f in faults
            ],
            "refused": [
                {"scenario": r.scenario, "why": r.why, "replay": f"{program()} replay {run} {r.call}"} for r in refusals
            ],
        }
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for fault in faults:
            click.echo(str(fault), err=True)
        for refusal in refusals:
            click.echo(f"{refusal.scenario}: {refusal.why}\n    {program()} replay {run} {refusal.call}", err=True)
        counts = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
        wrong = f"{len(faults)} faults" + (f", {len(refusals)} scenarios refused" if run else "")
        click.echo(f"{len(checked)} files read ({counts}): {wrong if faults or refusals else 'nothing is wrong'}")
    raise SystemExit(2 if faults or refusals else 0)
