"""`karla regrade`: judge a finished run again, from what it left."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator.commands.refusals import bad_files_refused

if TYPE_CHECKING:
    from simulator.results.regrade import Regraded
    from simulator.results.run_folder import RunFolder

EXAMPLES: Final = """\
\b
Examples:
  karla regrade last                    the same ledgers under today's rules
  karla regrade last --judge claude     and let a language model object to calls that passed
"""


@click.command(epilog=EXAMPLES, short_help="Judge a finished run again, without playing it.")
@click.argument("run", default="last")
@click.option("--judge", metavar="NAME", help="Let «claude» or «gemini» read the calls that passed; it may only veto.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default="runs", show_default=True)
def regrade(run: str, judge: str | None, as_json: bool, out: Path) -> None:
    """Compute every verdict and figure of a run again from its ledgers, and write what differs into its folder.

    A judge can turn PASS into FAIL, with words that stand in the transcript, and nothing else. Exits with 0 if no
    call's status changed, 1 if one did, 2 on a bad file or without the judge's key.
    """
    from simulator.results.run_folder import find

    with bad_files_refused():
        folder = find(out, run)
        _tell(_judged(folder, judge), as_json=as_json)


def _judged(folder: "RunFolder", judge: str | None) -> "Regraded":
    import asyncio

    from runtime.errors import ProviderError
    from simulator.models.judge import ModelJudge
    from simulator.models.named import NoModel, chat_named
    from simulator.results import regrade as regrading

    if judge is None:
        return regrading.regrade(folder)
    try:
        reader = ModelJudge(chat_named(judge))
    except NoModel as error:
        raise click.UsageError(str(error)) from error
    try:
        return asyncio.run(regrading.judge_run(folder, reader))
    except* ProviderError as group:
        why = f"the judge failed: {group.exceptions[0]}; no call's result was changed"
        raise click.ClickException(f"{why}, and regrading without him takes his other rulings back") from None


def _tell(regraded: "Regraded", *, as_json: bool) -> None:
    import json

    flips = [change for change in regraded.changes if change.flipped]
    if as_json:
        changed = [
            {"call": each.after.call, "before": each.before.status, "after": each.after.status, "why": each.after.why}
            for each in flips
        ]
        counts = {"calls": len(regraded.report.calls), "figures_changed": len(regraded.changes) - len(flips)}
        click.echo(json.dumps(counts | {"changed": changed}, ensure_ascii=False, indent=2))
    else:
        for each in flips:
            click.echo(f"{each.before.status} → {each.after.status}  {each.after.call}\n        {each.after.why}")
        others = len(regraded.changes) - len(flips)
        click.echo(f"{len(regraded.report.calls)} calls: {len(flips)} came out otherwise, {others} in a figure only.")
    raise SystemExit(1 if flips else 0)
