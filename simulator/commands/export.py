"""`karla export`: a run as flat rows for a spreadsheet, a notebook or a warehouse."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator.commands.refusals import bad_files_refused

if TYPE_CHECKING:
    from simulator.results.report import Report

EXAMPLES: Final = """\
\b
Examples:
  karla export last > calls.jsonl                       a JSON object a call
  karla export last --format csv --to calls.csv         for a spreadsheet
  karla export last --rows turns --format parquet --to turns.parquet

docs/results.md explains every column.
"""


@click.command(epilog=EXAMPLES, short_help="Write a run as flat rows: JSON lines, CSV or Parquet.")
@click.argument("run", default="last")
@click.option("--format", "kind", type=click.Choice(["jsonl", "csv", "parquet"]), default="jsonl", show_default=True)
@click.option("--rows", type=click.Choice(["calls", "turns"]), default="calls", show_default=True)
@click.option("--to", "path", type=click.Path(path_type=Path, dir_okay=False), help="The file.  [default: stdout]")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="runs",
    help="Where runs are looked for.",
    show_default=True,
)
def export(run: str, kind: str, rows: str, path: Path | None, force: bool, out: Path) -> None:
    """Write RUN as flat rows, one a call or one a timed turn.

    RUN is a folder, an id, the beginning of an id, or «last». A file that is there already is left alone unless
    --force says otherwise. Parquet needs a file and the extra `parquet`. Exits with 2 if nothing can be written.
    """
    from simulator.results.report import Report
    from simulator.results.run_folder import find

    if kind == "parquet" and path is None:
        raise click.UsageError("parquet is no text: name a file with --to")
    with bad_files_refused():
        folder = find(out, run)
        report = Report(folder.info(), tuple(folder.summaries()), folder.reachable)
        content = _rendered(report, kind, rows)
        if path is None:
            click.echo(content, nl=False)
        else:
            _write(path, content, force=force)


def _rendered(report: "Report", kind: str, rows: str) -> bytes:
    from simulator.results.export import CALL_KINDS, TURN_KINDS, as_csv, as_jsonl, as_parquet, call_rows, turn_rows

    found = call_rows(report) if rows == "calls" else turn_rows(report)
    kinds = CALL_KINDS if rows == "calls" else TURN_KINDS
    if kind == "jsonl":
        return as_jsonl(found).encode()
    if kind == "csv":
        return as_csv(found, list(kinds)).encode()
    try:
        return as_parquet(found, kinds)
    except ModuleNotFoundError as error:
        raise click.UsageError(f"parquet needs {error.name}: pip install 'karla[parquet]'") from error


def _write(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file, and the folders it lies in. Raises: BadFile."""
    from runtime.errors import BadFile

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb" if force else "xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise BadFile(path, "is there already", hint="--force replaces it") from error
    except OSError as error:
        raise BadFile(path, f"cannot be written: {error.strerror}") from error
