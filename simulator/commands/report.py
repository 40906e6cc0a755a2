"""`karla report`: a run as one HTML file, to be read, heard and passed on."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator.commands.refusals import bad_files_refused

if TYPE_CHECKING:
    from simulator.results.html.call import Job
    from simulator.results.html.document import Block, Extras
    from simulator.results.html.sound import Wanted
    from simulator.results.report import Report
    from simulator.results.run_folder import RunFolder

EXAMPLES: Final = """\
\b
Examples:
  karla report last                                   writes report.html into the run's folder
  karla report last --audio all -o quick.html         every call can be heard
  karla report last --base 20260311-102000-default    marks what broke and what was fixed since that run
\b
In the page: a click on a call opens it two seconds before the moment it went wrong, a click on Play plays it.
"""
CALLS_A_WORKER: Final = 300
SOUNDS_A_WORKER: Final = 10


@click.command(epilog=EXAMPLES, short_help="Write a run as one HTML page with its failing calls to hear.")
@click.argument("run", default="last")
@click.option(
    "--audio",
    type=click.Choice(["failed", "all", "none"]),
    default="failed",
    show_default=True,
    help="The calls that can be heard; `failed` also takes one passed call of each family.",
)
@click.option("--base", metavar="RUN", help="An earlier run of the same calls: marks what broke and what was fixed.")
@click.option(
    "--gates", default="default", show_default=True, metavar="FILE", help="Limits to hold the run to, or none."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="[default: report.html in the run's folder]"
)
@click.option("--json", "as_json", is_flag=True, help="Print what was written as one JSON object.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default="runs", show_default=True)
def report(  # noqa: PLR0913  a command line
    run: str, audio: "Wanted", base: str | None, gates: str, output: Path | None, as_json: bool, out: Path
) -> None:
    """Write a run as ONE HTML file that needs no network and no other file.

    RUN is a run's folder, its id or «last». Exits with 0 when the file is written, whatever it says of Karla, and with
    2 on wrong usage or a bad file.
    """
    from simulator.results.html.document import render
    from simulator.results.html.sound import choose
    from simulator.results.report import Report
    from simulator.results.run_folder import find

    with bad_files_refused():
        folder = find(out, run)
        found = Report(folder.info(), tuple(folder.summaries()), folder.reachable)
        choice = choose(found.calls, audio)
        extras = _extras(found, base, gates, out, choice.left_out)
        blocks = _blocks(folder, found, choice.calls)
        written = output or folder.path / "report.html"
        text = render(found, blocks, extras)
        _write(written, text)
    sounds = sum(bool(block.sound) for block in blocks)
    _tell(written, text, len(blocks), sounds, as_json=as_json)


def _extras(found: "Report", base: str | None, gates: str, out: Path, left_out: int) -> "Extras":
    """Read what the run is held to and compared with. Raises: BadFile."""
    from simulator.results.gates import Gates, evaluate, gates_path
    from simulator.results.html.changes import changes
    from simulator.results.html.document import Extras
    from simulator.results.run_folder import find

    kept = tuple(evaluate(Gates.read(gates_path(gates)), found)) if gates != "none" else ()
    if base is None:
        return Extras(kept, None, left_out)
    earlier = find(out, base)
    return Extras(kept, changes(earlier.path.name, earlier.summaries(), found.calls), left_out)


def _blocks(folder: "RunFolder", found: "Report", heard: frozenset[str]) -> "list[Block]":
    """Pack every call, in several processes where that is worth their start, showing on stderr how far it is."""
    from rich.console import Console
    from rich.progress import track

    from simulator.results.html.call import Job

    jobs = [Job(folder.call(call.call).path, call, call.call in heard) for call in found.calls]
    with _mapping(jobs) as mapped:
        console = Console(stderr=True)
        return list(track(mapped(jobs), "calls", total=len(jobs), console=console, transient=True))


@contextmanager
def _mapping(jobs: "Sequence[Job]") -> "Iterator[Callable[[Sequence[Job]], Iterator[Block]]]":
    """Yield what packs jobs, in their order."""
    import os

    from simulator.results.html.document import packed
    from simulator.run import process_pool

    sounds = sum(job.with_sound for job in jobs)
    workers = min(os.cpu_count() or 1, len(jobs) // CALLS_A_WORKER + sounds // SOUNDS_A_WORKER)
    if workers < 2:
        yield lambda each: map(packed, each)
        return
    with process_pool(workers) as pool:
        yield lambda each: pool.map(packed, each, chunksize=4)


def _write(path: Path, text: str) -> None:
    """Write the page. Raises: BadFile, where a disk is full or closed."""
    from runtime.errors import BadFile

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadFile(path, f"cannot be written: {error.strerror}") from error


def _tell(path: Path, text: str, calls: int, sounds: int, *, as_json: bool) -> None:
    import json

    size = len(text.encode())
    if as_json:
        click.echo(json.dumps({"path": str(path), "bytes": size, "calls": calls, "sounds": sounds}))
        return
    click.echo(f"{calls} calls, {sounds} of them to be heard, {size / 1e6:.1f} MB: {path}")
