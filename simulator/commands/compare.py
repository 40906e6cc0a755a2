"""`karla compare`: what changed between two runs, call by call, and whether it got worse."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator.commands.refusals import bad_files_refused

if TYPE_CHECKING:
    from simulator.comparison.comparison import Comparison, Decision

EXAMPLES: Final = """\
\b
Examples:
  karla simulate --suite default             the new run; with the seed of the old one
  karla compare 20261120 last                two runs by the beginning of their ids
  karla compare main last --gates default    with the shipped gates, as CI does
  karla compare runs/a runs/b --json         one object for machines

\b
Exit codes:
  0  no regression found: read the power to know how much that says
  1  success got worse, or a gate is broken
  2  the runs cannot be compared: unfinished, cut short, other calls or other seeds
  3  it proves nothing: over 2 % of the calls do not, too few pairs, or a gate is unproven

docs/statistics.md explains every figure.
"""


@click.command(epilog=EXAMPLES, short_help="Compare two runs call by call, with a paired test.")
@click.argument("base")
@click.argument("new", default="last")
@click.option("--gates", "gates_file", metavar="FILE", help="Gates to hold NEW against; «default» is the shipped file.")
@click.option("--all", "everything", is_flag=True, help="Name every call that changed, not the first twenty.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--annotations", is_flag=True, help="Print GitHub annotations too.  [default: where GITHUB_ACTIONS=true]")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="runs",
    help="Where runs are looked for.",
    show_default=True,
)
def compare(  # noqa: PLR0913  a command line
    base: str, new: str, gates_file: str | None, everything: bool, as_json: bool, annotations: bool, out: Path
) -> None:
    """Compare NEW with BASE: the same calls with the same dice, before and after a change.

    A run is a folder, an id, the beginning of an id, or «last». Calls are paired by name and seed; an exact McNemar
    test over the pairs says whether Karla got worse, and its power says how large a loss it could have missed.
    Both runs are only read.
    """
    from simulator.comparison.comparison import compare_runs, decide
    from simulator.comparison.runs import read_run
    from simulator.results.gates import Gates, gates_path
    from simulator.results.run_folder import find

    with bad_files_refused():
        gates = Gates.read(gates_path(gates_file)) if gates_file else None
        comparison = compare_runs(read_run(find(out, base)), read_run(find(out, new)), gates)
        decision = decide(comparison)
        _tell(comparison, decision, everything=everything, as_json=as_json)
        _annotate(comparison, decision, asked=annotations, to_stderr=as_json)
    raise SystemExit(decision.code)


def _tell(comparison: "Comparison", decision: "Decision", *, everything: bool, as_json: bool) -> None:
    import json

    if as_json:
        from simulator.comparison.record import as_json as recorded

        click.echo(json.dumps(recorded(comparison, decision), ensure_ascii=False, indent=2))
        return
    from simulator.comparison.tables import MOST_SHOWN, show
    from simulator.results.page import page

    show(page(), comparison, decision, most=len(comparison.new.calls) if everything else MOST_SHOWN)


def _annotate(comparison: "Comparison", decision: "Decision", *, asked: bool, to_stderr: bool) -> None:
    """Print remarks where GitHub or the caller wants them, and add to the job's summary where there is one."""
    import os

    from simulator.comparison.remarks import page, remarks
    from simulator.results.annotations import append_page, lines, wanted

    if asked or wanted(os.environ):
        for line in lines(remarks(comparison, decision)):
            click.echo(line, err=to_stderr)
    append_page(os.environ, page(comparison, decision))
