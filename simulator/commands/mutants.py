"""`karla mutants`: Karlas who are broken on purpose, each of whom the scoring must catch."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator.commands.refusals import bad_files_refused

if TYPE_CHECKING:
    from simulator.proof.trials import Trial, Trials

EXAMPLES: Final = """\
\b
Examples:
  karla mutants                        all of them, in less than a minute
  karla mutants --only 'writes_*'      some of them
  karla mutants --json | python -m json.tool
  karla simulate --suite quick --brain mutant.goes_deaf
                                       what one of them does to a whole suite
"""


@click.command(epilog=EXAMPLES, short_help="Break Karla on purpose, and see whether the scoring notices.")
@click.option("--only", "globs", multiple=True, metavar="GLOB", help="Only these mutants; repeatable.")
@click.option("--jobs", type=click.IntRange(min=1), help="Calls at a time.  [default: one a core]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--markdown", is_flag=True, help="Print the table of docs/mutants.md, and play nothing.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="runs",
    help="Where runs are kept.",
    show_default=True,
)
def mutants(globs: tuple[str, ...], jobs: int | None, as_json: bool, markdown: bool, out: Path) -> None:
    """Break Karla on purpose, in one way at a time, and see whether the scoring notices.

    Every mutant is tried on a few calls that a healthy Karla passes. It is killed if it fails them by the very check or
    figure that guards what is broken. One that survives is a hole in the scoring, not in Karla.

    Exits with 0 if all were killed, 1 if any survived or was caught by another check, 2 on wrong usage or a bad file,
    3 if some could not be tried: a healthy Karla does not pass their calls.
    """
    from simulator.proof import tables
    from simulator.proof.trials import mutants_like, prepare

    with bad_files_refused():
        chosen = mutants_like(globs)
        if markdown:
            click.echo(tables.markdown(chosen))
            return
        trials = prepare(chosen, out)
        found = _with_progress(trials, jobs or _cores())
        _tell(found, trials, as_json=as_json)


def _cores() -> int:
    import os

    return os.cpu_count() or 1


def _with_progress(trials: "Trials", jobs: int) -> "list[Trial]":
    """Play the trials, showing on stderr how far they are."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(f"{len(trials.mutants)} mutants", total=len(trials.calls))
        return trials.carry_out(jobs, lambda _: progress.advance(task))


def _tell(found: "list[Trial]", trials: "Trials", *, as_json: bool) -> None:
    """Print the trials and exit with their code."""
    import json

    from simulator.proof import tables
    from simulator.proof.trials import exit_code
    from simulator.results.page import page

    if as_json:
        click.echo(json.dumps(tables.as_json(found, trials.run.reachable), ensure_ascii=False, indent=2))
    else:
        tables.show(page(), found, trials.run.reachable)
    raise SystemExit(exit_code(found))
