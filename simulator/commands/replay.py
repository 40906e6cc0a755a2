"""`karla replay`: one call again, turn by turn."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator.commands.refusals import bad_files_refused

if TYPE_CHECKING:
    from simulator.results.call_folder import CallSummary
    from simulator.results.run_folder import RunFolder

EXAMPLES: Final = """\
\b
Examples:
  karla replay last                               the calls that did not pass
  karla replay last destino_el_puerto             any call, by the beginning of its name
  karla replay last destino_el_puerto --picture   and a picture of its sound
"""


@click.command(epilog=EXAMPLES)
@click.argument("run", default="last")
@click.argument("call", required=False)
@click.option("--picture", is_flag=True, help="Also draw the call, as picture.png beside its audio.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default="runs", show_default=True)
def replay(run: str, call: str | None, picture: bool, out: Path) -> None:
    """Show one simulated call again, turn by turn.

    RUN is a run's folder, its id or «last»; CALL is a call's name or the beginning of it. Without CALL, the calls that
    did not pass are listed.
    """
    from simulator.results.page import page
    from simulator.results.replay import show_call
    from simulator.results.run_folder import find

    with bad_files_refused():
        folder = find(out, run)
        if call is None:
            _list_failures(folder)
            return
        summary = call_named(folder, call)
        if not folder.call(summary.call).verdict.exists():
            raise click.ClickException(f"{summary.call} was not played to an end: {summary.why}")
        show_call(page(), folder.call(summary.call))
        if picture:
            _draw(folder, summary)


def _list_failures(run: "RunFolder") -> None:
    from simulator.results.page import program
    from simulator.results.report import Report

    report = Report(run.info(), tuple(run.summaries()), run.reachable)
    for summary in report.not_passed():
        click.echo(f"{summary.status:<8}{summary.call}\n        {summary.why}\n        {report.replay(summary)}")
    missing = len(report.info.calls) - report.counts.total
    if missing:
        click.echo(
            f"{missing} of {len(report.info.calls)} calls were not played: "
            f"{program()} simulate --resume {run.reachable}"
        )
    elif not report.not_passed():
        click.echo(f"All {report.counts.total} calls passed.")


def call_named(run: "RunFolder", name: str) -> "CallSummary":
    """Return the call that `name` means: of several, the first that did not pass, or else the first.

    Raises: BadFile.
    """
    from runtime.errors import BadFile
    from simulator.yaml_file import nearest

    calls = {summary.call: summary for summary in run.summaries()}
    fitting = [name] if name in calls else [call for call in calls if call.startswith(name)]
    if not fitting:
        raise BadFile(run.calls_path, f"no call begins with «{name}»", hint=nearest(name, calls))
    chosen = next((call for call in fitting if calls[call].status != "PASS"), fitting[0])
    if others := [call for call in fitting if call != chosen]:
        click.echo(f"«{name}» begins {len(fitting)} calls. This is {chosen}; there are also:", err=True)
        click.echo("".join(f"  {call}\n" for call in others), err=True)
    return calls[chosen]


def _draw(run: "RunFolder", summary: "CallSummary") -> None:
    from simulator.results.picture import draw

    folder = run.call(summary.call)
    picture = folder.path / "picture.png"
    draw(folder, picture)
    click.echo(f"To see it: {picture}")
