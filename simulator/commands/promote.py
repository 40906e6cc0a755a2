"""`karla promote`: freeze a call that a language model played."""

from pathlib import Path
from typing import Final

import click

from simulator.commands.refusals import bad_files_refused

EXAMPLES: Final = """\
\b
Examples:
  karla promote last                        the first call of the last run that failed
  karla promote last corrige_el_destino     any call, by the beginning of its name
  karla simulate --suite promoted/NAME.suite.yaml     play it again, without a model
"""


@click.command(epilog=EXAMPLES, short_help="Freeze a call that a language model played into a scenario.")
@click.argument("run", default="last")
@click.argument("call", required=False)
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), default="promoted", show_default=True)
@click.option("--name", help="The new scenario's id.  [default: that of the call's scenario and driver]")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default="runs", show_default=True)
def promote(run: str, call: str | None, to: Path, name: str | None, out: Path) -> None:
    """Turn what a driver said in one call into a scenario that the grammar driver plays, and try it.

    Exits with 0 if the frozen call shows the same fault, 1 if it does not (the files are kept), 2 on a wrong name.
    """
    from simulator.commands.replay import call_named
    from simulator.promotion import freeze, same_fault, spec_of
    from simulator.results.run_folder import find
    from simulator.rig.casting import Casting
    from simulator.scoring.entities import shipped_gazetteer
    from simulator.suite import load_everything

    with bad_files_refused():
        folder = find(out, run)
        summary = call_named(folder, call or "")
        loaded = load_everything(Path(folder.info().request.suite), shipped_gazetteer())
        chosen = name or f"congelado_{summary.scenario}_{summary.persona}"
        try:
            frozen = freeze(folder, summary, loaded, shipped_gazetteer(), to, chosen)
        except FileExistsError as error:
            raise click.UsageError(f"{error.filename} exists: give another --name") from error
        spec = spec_of(load_everything(frozen.suite, shipped_gazetteer()))
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as place:
        again = Casting().play(spec, Path(place) / "call")
    click.echo(f"{frozen.scenario}\n{frozen.suite}")
    if same_fault(summary, again):
        click.echo(f"Played by the grammar driver it is {again.status} too: {again.why or 'nothing failed'}")
        return
    click.echo(f"It was {summary.status} ({summary.why}), but frozen it is {again.status} ({again.why}).", err=True)
    raise SystemExit(1)
