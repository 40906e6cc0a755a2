"""`karla simulate` and `karla replay`. Nothing heavy is imported until a command runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from simulator.results.call_folder import CallSummary
    from simulator.results.report import Report
    from simulator.results.run_folder import RunFolder
    from simulator.simulation import Rig, Simulation

DEFAULT_SUITE: Final = "default"

SIMULATE_EXAMPLES: Final = """\
\b
Shipped suites:
  default    every scenario with two drivers on two lines; the regression suite
  quick      one call of each family, in seconds
  safety     attacks, identity and emergencies, several times over
  barge_in   interruptions, murmurs and pauses
  bad_lines  noise and gaps that a person would struggle with; not every call can pass

\b
Examples:
  karla simulate --scenario 'fecha_*' --persona chuy_trevino --trials 5
  karla simulate --suite my_suite.yaml --seed monday
  karla simulate --suite quick --json | python -m json.tool
"""

REPLAY_EXAMPLES: Final = """\
\b
Examples:
  karla replay last                               the calls that did not pass
  karla replay last destino_el_puerto             any call, by the beginning of its name
  karla replay last destino_el_puerto --picture   and a picture of its sound
"""
INTERRUPTED: Final = 130
CALLS_A_JOB: Final = 20


@click.command(epilog=SIMULATE_EXAMPLES, short_help="Let drivers that do not exist call Karla, and score every call.")
@click.option("--suite", default=DEFAULT_SUITE, show_default=True, help="A shipped suite, or a suite's file.")
@click.option("--scenario", "scenarios", multiple=True, metavar="GLOB", help="Only these of the suite; repeatable.")
@click.option("--persona", "personas", multiple=True, metavar="GLOB", help="Only these drivers; repeatable.")
@click.option("--channel", "channels", multiple=True, metavar="GLOB", help="These lines; repeatable.")
@click.option("--trials", type=click.IntRange(1, 1000), help="Calls of each combination.")
@click.option("--seed", help="The text all dice are thrown from.")
@click.option("--jobs", type=click.IntRange(min=1), help="Calls at a time.  [default: one a core, but 20 calls each]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="runs",
    help="Where runs are kept.",
    show_default=True,
)
@click.option("--resume", "resumed", metavar="RUN", help="Take up a run that was interrupted.")
@click.pass_context
def simulate(  # noqa: PLR0913  a command line
    ctx: click.Context,
    suite: str,
    scenarios: tuple[str, ...],
    personas: tuple[str, ...],
    channels: tuple[str, ...],
    trials: int | None,
    seed: str | None,
    jobs: int | None,
    as_json: bool,
    out: Path,
    resumed: str | None,
) -> None:
    """Let drivers that do not exist talk to Karla, and score every call.

    Needs no key and no network. Exits with 0 if every call passed, 1 if some failed, 2 on wrong usage or a bad file,
    3 if too much of the run proves nothing (invalid or infra above 2 %), 130 if interrupted.
    """
    from simulator.results.run_folder import Request, find
    from simulator.simulation import begin, resume
    from simulator.suite import suite_path

    chosen = (scenarios, personas, channels, trials, seed)
    if resumed is not None and (any(chosen) or ctx.get_parameter_source("suite") is _given()):
        raise click.UsageError("--resume goes on with what the run was asked for: it takes no other choice of calls")
    with _bad_files_refused():
        rig = _rig(ctx)
        if resumed is not None:
            simulation = resume(rig, find(out, resumed))
        else:
            request = Request(str(suite_path(suite).resolve()), *chosen)
            simulation = begin(rig, request, out)
        report = _with_progress(simulation, jobs or _jobs_for(len(simulation.left)))
        _tell(report, simulation.run, as_json=as_json)


@click.command(epilog=REPLAY_EXAMPLES)
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

    with _bad_files_refused():
        folder = find(out, run)
        if call is None:
            _list_failures(folder)
            return
        summary = _named(folder, call)
        if not folder.call(summary.call).verdict.exists():
            raise click.ClickException(f"{summary.call} was not played to an end: {summary.why}")
        show_call(page(), folder.call(summary.call))
        if picture:
            _draw(folder, summary)


def _rig(ctx: click.Context) -> "Rig":
    """Return the rig that the caller put into the context, or else the virtual one."""
    from simulator.simulation import Rig

    if isinstance(ctx.obj, Rig):
        return ctx.obj
    from functools import partial

    from runtime.understanding.places import Gazetteer
    from simulator.rig.virtual import CORPUS, run_call
    from simulator.simulation import virtual_provenance
    from simulator.suite import load_everything

    _refuse_bad_corpus()
    gazetteer = Gazetteer.read(CORPUS / "places.yaml")
    return Rig(run_call, virtual_provenance(), partial(load_everything, gazetteer=gazetteer))


def _refuse_bad_corpus() -> None:
    """Read what every call reads, before the first one. Raises: BadFiles, with a fault of each file."""
    from runtime.errors import BadFile
    from simulator.channel.presets import read_channels
    from simulator.driver.phrases import Phrases
    from simulator.latency import Latency
    from simulator.rig.recognition import ErrorModel
    from simulator.rig.virtual import voices
    from simulator.scoring.cost import shipped_prices
    from simulator.yaml_file import BadFiles

    faults: list[BadFile] = []
    readers = (voices, read_channels, Phrases.read, Latency.shipped, ErrorModel.shipped, shipped_prices)
    for read in readers:
        try:
            read()
        except BadFiles as group:
            faults += group.faults
        except BadFile as fault:
            faults.append(fault)
    if faults:
        raise BadFiles("the corpus", faults)


def _jobs_for(calls: int) -> int:
    """Return how many processes are worth starting: each takes as long to start as a dozen calls to play."""
    import os

    return max(1, min(os.cpu_count() or 1, calls // CALLS_A_JOB))


def _given() -> object:
    from click.core import ParameterSource

    return ParameterSource.COMMANDLINE


def _with_progress(simulation: "Simulation", jobs: int) -> "Report":
    """Carry out the simulation, showing on stderr how far it is."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from simulator.scoring.checks import Status

    passed = failed = 0
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("calls", total=len(simulation.specs), completed=len(simulation.finished))

        def on_done(summary: "CallSummary") -> None:
            nonlocal passed, failed
            passed, failed = passed + (summary.status == Status.PASS), failed + (summary.status != Status.PASS)
            progress.update(task, advance=1, description=f"[green]{passed} passed[/] [red]{failed} not[/]")

        return simulation.carry_out(jobs, on_done)


def _tell(report: "Report", run: "RunFolder", *, as_json: bool) -> None:
    """Print the run and exit with its code."""
    import json

    from simulator.results.page import program

    if report.info.progress == "interrupted":
        done = f"{len(report.calls)} of {len(report.info.calls)} calls are kept"
        click.echo(f"Interrupted; {done}. To go on: {program()} simulate --resume {run.reachable}", err=True)
        raise SystemExit(INTERRUPTED)
    if as_json:
        from simulator.results.report import as_json as summed_up

        click.echo(json.dumps(summed_up(report), ensure_ascii=False, indent=2))
    else:
        from simulator.results.page import page
        from simulator.results.tables import show

        show(page(), report, str(run.path))
    raise SystemExit(report.counts.exit_code)


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


def _named(run: "RunFolder", name: str) -> "CallSummary":
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


@contextmanager
def _bad_files_refused() -> Iterator[None]:
    """Name every fault of every file, one a line, and exit with 2."""
    from runtime.errors import BadFile

    try:
        yield
    except* BadFile as group:
        for fault in _leaves(group):
            click.echo(str(fault), err=True)
        raise SystemExit(2) from None


def _leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    return [
        leaf
        for error in group.exceptions
        for leaf in (_leaves(error) if isinstance(error, BaseExceptionGroup) else [error])
    ]
