"""`karla chirp`: let a hosted tester talk to Karla over a WebSocket. Nothing heavy is imported until it runs."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator.commands.refusals import bad_files_refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.chirp.client import Heard
    from simulator.chirp.door import Rules
    from simulator.results.call_folder import CallSummary
    from simulator.results.report import Report
    from simulator.results.run_folder import Request
    from simulator.rig.chirp.run import WhileOpen
    from simulator.simulation import Simulation
    from simulator.suite import CallSpec

SCENARIO: Final = "confirma_todo_bien"
PERSONA: Final = "adela_rios"
DEFAULT_SUITE: Final = "default"

EXAMPLES: Final = """\
\b
Examples:
  karla chirp --try                          a tester of our own holds one call, in 20 s
  karla chirp --port 8765 --once             wait for one tester on this machine
  karla chirp --port 8765 --scenario corrige_el_destino --persona chuy_trevino --max-calls 5
  karla chirp --port 8765 --suite quick      each connection is the suite's next call

\b
From outside, through a tunnel or a proxy that speaks TLS:
  KARLA_CHIRP_USER=tester KARLA_CHIRP_PASSWORD=... karla chirp --host 0.0.0.0 --port 8765

The protocol, and what a tester must announce, is in docs/chirp.md.
"""


@click.command(epilog=EXAMPLES, short_help="Let a hosted tester call Karla over a WebSocket (CHIRP).")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; outside, only with a password.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 is any free one.")
@click.option("--suite", help="A shipped suite, or a suite's file: each connection is its next call.")
@click.option("--scenario", "scenarios", multiple=True, metavar="GLOB", help=f"[default: {SCENARIO}]  Repeatable.")
@click.option("--persona", "personas", multiple=True, metavar="GLOB", help=f"[default: {PERSONA}]  Repeatable.")
@click.option("--once", is_flag=True, help="The same as --max-calls 1.")
@click.option("--max-calls", type=click.IntRange(1, 1000), help="Close after so many.  [default: each call once]")
@click.option("--max-seconds", type=click.IntRange(1, 86400), default=3600, show_default=True, help="Or after so long.")
@click.option("--try", "tries", is_flag=True, help="Call in ourselves, and measure.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default="runs", show_default=True)
def chirp(  # noqa: PLR0913  a command line
    host: str,
    port: int,
    suite: str | None,
    scenarios: tuple[str, ...],
    personas: tuple[str, ...],
    once: bool,
    max_calls: int | None,
    max_seconds: int,
    tries: bool,
    as_json: bool,
    out: Path,
) -> None:
    """Answer whoever dials in with a whole call of Karla's, in real time.

    KARLA_CHIRP_USER and KARLA_CHIRP_PASSWORD, if set, are what a tester must send (Basic auth). Exits with 0 if every
    call passed, 1 if some failed, 2 on wrong usage, 3 if calls broke off or were never held: they prove nothing.
    """
    import os

    from simulator.chirp.door import Refused, Rules
    from simulator.results.run_folder import Request
    from simulator.rig.chirp import trial as trying
    from simulator.suite import suite_path

    if once and max_calls not in (None, 1):
        raise click.UsageError("--once and --max-calls exclude each other")
    if tries and (suite or scenarios or personas or once or max_calls):
        raise click.UsageError("--try holds a call of its own choice")
    user, password = (os.environ.get(f"KARLA_CHIRP_{name}", "") for name in ("USER", "PASSWORD"))
    rules = Rules("127.0.0.1", 0, user, password) if tries else Rules(host, port, user, password)
    try:
        rules.check()
    except Refused as refusal:
        raise click.UsageError(f"{refusal}: KARLA_CHIRP_USER, KARLA_CHIRP_PASSWORD") from refusal
    if tries:
        scenarios, personas = (trying.SCENARIO,), (trying.PERSONA,)
    elif suite is None:
        scenarios, personas = scenarios or (SCENARIO,), personas or (PERSONA,)
    with bad_files_refused():
        path = suite_path(suite or DEFAULT_SUITE).resolve()
        request = Request(str(path), scenarios, personas, driver="chirp")
        specs = _calls(request, 1 if once or tries else max_calls)
        trial = trying.Trial(specs[0].persona, user, password) if tries else None
        report, run = _serve(specs, request, rules, trial or _open(rules, len(specs), max_seconds), out)
    _tell(report, run, trial.heard[0] if trial else None, as_json=as_json)


def _calls(request: "Request", max_calls: int | None) -> "list[CallSpec]":
    from simulator.rig.bench import refuse_bad_corpus
    from simulator.rig.chirp.run import calls_for
    from simulator.scoring.entities import shipped_gazetteer
    from simulator.suite import load_everything

    refuse_bad_corpus()
    return calls_for(load_everything(Path(request.suite), shipped_gazetteer()), request, max_calls)


def _serve(
    specs: "Sequence[CallSpec]", request: "Request", rules: "Rules", while_open: "WhileOpen", out: Path
) -> "tuple[Report, Simulation]":
    """Answer until the end."""
    import logging

    from simulator.rig.bench import bench
    from simulator.rig.chirp.run import Answering, simulation

    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("simulator").setLevel(logging.INFO)
    run = simulation(specs, request, out)
    try:
        return run.carry_out(Answering(rules, while_open), _nothing), run
    except OSError as error:
        raise click.ClickException(f"{rules.host}:{rules.port} cannot be listened on: {error.strerror}") from error
    finally:
        bench().engine.close()


def _open(rules: "Rules", calls: int, max_seconds: int) -> "WhileOpen":
    """Return what says where the door is, and waits."""
    from simulator.chirp.door import Door
    from simulator.rig.chirp.run import until_over

    async def wait(door: Door) -> None:
        guard = f"user {rules.user}" if rules.user else "no password"
        bounds = f"{calls} {'call' if calls == 1 else 'calls'}, {max_seconds} s"
        click.echo(f"Karla answers at ws://{rules.host}:{door.port} ({guard}): {bounds}. Ctrl-C ends it.", err=True)
        await until_over(door, max_seconds)

    return wait


def _nothing(summary: "CallSummary") -> None:
    """Take note of a call: the door's log has told it."""


def _tell(report: "Report", run: "Simulation", heard: "Heard | None", *, as_json: bool) -> None:
    import json

    from simulator.results.page import page
    from simulator.results.report import as_json as summed_up
    from simulator.results.tables import show

    measured = _measured(heard) if heard else {}
    if as_json:
        click.echo(json.dumps(summed_up(report) | measured, ensure_ascii=False, indent=2))
    elif not report.calls:
        click.echo("Nobody called.", err=True)
    elif heard:
        held = report.calls[0]
        click.echo(f"{held.call}: {held.outcome}, {held.status} {held.why}".rstrip())
        click.echo("".join(f"  {name:<28}{value}\n" for name, value in measured.items()), nl=False)
        click.echo(f"see it: {report.replay(held)}")
    else:
        show(page(), report, str(run.run.path))
    raise SystemExit(report.counts.exit_code if report.calls else 3)


def _measured(heard: "Heard") -> dict[str, object]:
    """Return what our own tester heard, at its end of the socket."""
    return {
        "call_seconds": round(heard.seconds, 1),
        "waits_ms": [round(1000 * wait) for wait in heard.waits],
        "barge_in_to_silence_ms": [round(1000 * stop) for stop in heard.stops],
        "most_sent_ahead_ms": round(1000 * heard.most_ahead_seconds),
        "close_code": heard.close_code,
    }
