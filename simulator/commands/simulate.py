"""`karla simulate`: drivers that do not exist call Karla. Nothing heavy is imported until it runs."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator.commands.refusals import bad_files_refused

if TYPE_CHECKING:
    from simulator.results.call_folder import CallSummary
    from simulator.results.report import Report
    from simulator.results.run_folder import Request
    from simulator.simulation import Carry, Rig, Simulation

OF_A_RUN: Final = ("suite", "brain", "driver", "record", "replay")
"""The options that a run keeps, whoever takes it up again."""

DEFAULT_SUITE: Final = "default"

EXAMPLES: Final = """\
\b
Shipped suites:
  default    every scenario with two drivers, each on a line of his own; the regression suite
  quick      one call of each family, in seconds
  full       every scenario with two drivers on five lines: some two thousand calls, for the night
  attacks    every spoken attack, woven into ordinary calls; also with --brain obedient
  boundaries midnights, month ends, time zones, places that share a name
  dropped    the line breaks, and somebody dials again
  one_way    only one of the two is heard
  safety     attacks, identity and emergencies, several times over
  barge_in   interruptions, murmurs and pauses
  bad_lines  noise and gaps that a person would struggle with; not every call can pass

\b
Examples:
  karla simulate --scenario 'fecha_*' --persona chuy_trevino --trials 5
  karla simulate --suite my_suite.yaml --seed monday
  karla simulate --suite quick --json | python -m json.tool
  karla simulate --gates default --junit calls.xml --annotations     in continuous integration
  karla simulate --suite quick --record tapes     and later, the same answers: --replay tapes
"""

CALLS_A_JOB: Final = 20


@click.command(epilog=EXAMPLES, short_help="Let drivers that do not exist call Karla, and score every call.")
@click.option("--suite", default=DEFAULT_SUITE, show_default=True, help="A shipped suite, or a suite's file.")
@click.option("--scenario", "scenarios", multiple=True, metavar="GLOB", help="Only these of the suite; repeatable.")
@click.option("--persona", "personas", multiple=True, metavar="GLOB", help="Only these drivers; repeatable.")
@click.option("--channel", "channels", multiple=True, metavar="GLOB", help="These lines; repeatable.")
@click.option("--trials", type=click.IntRange(1, 1000), help="Calls of each combination.")
@click.option("--seed", help="The text all dice are thrown from.")
@click.option("--brain", default="rules", show_default=True, metavar="NAME", help="What thinks for Karla.")
@click.option("--driver", default="grammar", show_default=True, metavar="NAME", help="What thinks for the driver.")
@click.option(
    "--record",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep on cassettes in this folder what ears, model and voice answer.",
)
@click.option(
    "--replay",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Let the cassettes in this folder answer: no key, no network, no surprise.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Calls at a time.  [default: one a core, but 20 calls each]")
@click.option(
    "--workers",
    type=click.Choice(["processes", "queue"]),
    default="processes",
    show_default=True,
    help="This machine's processes, or whoever runs `karla work` at the same queue.",
)
@click.option("--redis", envvar="KARLA_REDIS_URL", metavar="URL", help="The queue's Redis.  [default: one of its own]")
@click.option(
    "--gates", metavar="FILE", help="Let these limits decide, not single calls; «default» is the shipped file."
)
@click.option("--junit", type=click.Path(path_type=Path, dir_okay=False), help="Also write the calls as JUnit XML.")
@click.option("--annotations", is_flag=True, help="Print GitHub annotations too.  [default: where GITHUB_ACTIONS=true]")
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
    brain: str,
    driver: str,
    record: Path | None,
    replay: Path | None,
    jobs: int | None,
    workers: str,
    redis: str | None,
    gates: str | None,
    junit: Path | None,
    annotations: bool,
    as_json: bool,
    out: Path,
    resumed: str | None,
) -> None:
    """Let drivers that do not exist talk to Karla, and score every call.

    Needs no key and no network. Exits with 0 if every call passed, 1 if some failed, 2 on wrong usage or a bad file,
    3 if too much of the run proves nothing (above 2 % invalid, infra or stale), 130 if interrupted. With --gates, 0 and
    1 are for limits kept and broken, and 3 also for a limit that the run is too small to prove.
    """
    from simulator.commands.telling import Telling
    from simulator.results.gates import Gates, gates_path
    from simulator.results.run_folder import Request, find
    from simulator.simulation import begin, resume
    from simulator.suite import suite_path

    if (record or replay) and (workers == "queue" or (record and replay)):
        raise click.UsageError("--record and --replay exclude each other, and cassettes are on this machine alone")
    chosen = (scenarios, personas, channels, trials, seed)
    if resumed is not None and (any(chosen) or any(_given(ctx, name) for name in OF_A_RUN)):
        raise click.UsageError("--resume goes on with what the run was asked for: it takes no other choice of calls")
    with bad_files_refused():
        limits = Gates.read(gates_path(gates)) if gates else None
        telling = Telling(as_json, limits, junit, annotations)
        if resumed is not None:
            run = find(out, resumed)
            simulation = resume(_rig(ctx, run.info().request), run)
        else:
            tape = [str(folder.resolve()) if folder else None for folder in (record, replay)]
            request = Request(str(suite_path(suite).resolve()), *chosen, brain, driver, *tape)
            simulation = begin(_rig(ctx, request), request, out)
        count = jobs or _jobs_for(len(simulation.left))
        players = _queue(redis, count, simulation) if workers == "queue" else _processes(count, simulation)
        with players as carry:
            report = _with_progress(simulation, carry)
        telling.tell(report, simulation.run)


def _rig(ctx: click.Context, request: "Request") -> "Rig":
    """Return the rig that the caller put into the context, or else the virtual one. Raises: BadFiles."""
    from simulator.simulation import Rig

    if isinstance(ctx.obj, Rig):
        return ctx.obj
    from simulator.models.named import NoModel
    from simulator.rig.bench import refuse_bad_corpus
    from simulator.rig.casting import DRIVERS, KARLAS, Casting
    from simulator.scoring.entities import shipped_gazetteer
    from simulator.simulation import virtual_provenance
    from simulator.suite import load_everything

    _known("--brain", request.brain, KARLAS)
    _known("--driver", request.driver, DRIVERS)
    refuse_bad_corpus()
    load = partial(load_everything, gazetteer=shipped_gazetteer())
    tape = [Path(folder) if folder else None for folder in (request.record, request.replay)]
    casting = Casting(request.brain, request.driver, *tape)
    try:
        casting.check()
    except NoModel as error:
        raise click.UsageError(f"--driver {request.driver}: {error}") from error
    return Rig(casting.play, virtual_provenance(request), load)


def _known(option: str, name: str, names: Collection[str]) -> None:
    from simulator.yaml_file import nearest

    if name not in names:
        near = nearest(name, names) or f"one of {', '.join(sorted(names))}"
        raise click.BadParameter(f"«{name}» is nobody: {near}", param_hint=option)


def _jobs_for(calls: int) -> int:
    """Return how many processes are worth starting: each takes as long to start as a dozen calls to play."""
    import os

    return max(1, min(os.cpu_count() or 1, calls // CALLS_A_JOB))


def _given(ctx: click.Context, parameter: str) -> bool:
    from click.core import ParameterSource

    return ctx.get_parameter_source(parameter) is ParameterSource.COMMANDLINE


@contextmanager
def _processes(jobs: int, simulation: "Simulation") -> Iterator["Carry"]:
    from simulator.run import Processes

    yield Processes(simulation.rig.play, jobs)


@contextmanager
def _queue(url: str | None, jobs: int, simulation: "Simulation") -> Iterator["Carry"]:
    """Yield the queue at `url`, or one of this run's own with `jobs` workers."""
    from contextlib import ExitStack

    from simulator.results.provenance import sources_sha256
    from simulator.scale.dispatch import Queued
    from simulator.scale.queue import Queue, QueueError
    from simulator.scale.valkey import embedded_redis, local_workers

    request = simulation.info.request
    try:
        with ExitStack() as own:
            if url is None:
                url = own.enter_context(embedded_redis())
                own.enter_context(local_workers(url, jobs))
            yield Queued(url, Queue(sources_sha256()), request.brain, request.driver, partial(click.echo, err=True))
    except QueueError as error:
        raise click.ClickException(f"{error}. To go on: karla simulate --resume {simulation.run.reachable}") from error


def _with_progress(simulation: "Simulation", carry: "Carry") -> "Report":
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

        return simulation.carry_out(carry, on_done)
