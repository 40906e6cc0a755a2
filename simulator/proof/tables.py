"""Trials of mutants as a terminal shows them, as JSON, and as the table in `docs/mutants.md`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from simulator.proof.figures import FIGURES
from simulator.proof.trials import Fate, Trial, kill_rate
from simulator.results.page import program
from simulator.rig.mutants.mutant import Mutant
from simulator.scoring.ledger import Json

COLOURS: Final = {Fate.KILLED: "green", Fate.ELSEWHERE: "yellow", Fate.SURVIVED: "red", Fate.UNTRIED: "magenta"}

BEGIN: Final = "<!-- made by karla mutants --markdown -->"
END: Final = "<!-- end -->"


def show(console: Console, trials: Sequence[Trial], run: str) -> None:
    """Print every trial, then what was not killed with the reason, and last the kill rate."""
    table = Table(box=None, pad_edge=False, header_style="bold", title_justify="left")
    for heading in ("mutant", "what is broken", "guarded by", ""):
        table.add_column(heading)
    for trial in trials:
        fate = Text(str(trial.fate), COLOURS[trial.fate])
        table.add_row(trial.mutant.id, trial.mutant.breaks, trial.mutant.caught_by, fate)
    console.print(table, "")
    for trial in trials:
        if trial.fate is not Fate.KILLED:
            console.print(Text.assemble((f"{trial.fate}: ", COLOURS[trial.fate]), (trial.mutant.id, "bold")))
            by = f" (caught by {', '.join(trial.failed_checks)})" if trial.fate is Fate.ELSEWHERE else ""
            console.print(Padding(Text(trial.why + by), (0, 0, 0, 4)))
            console.print(Padding(Text(replay(trial, run), style="dim"), (0, 0, 1, 4)))
    console.print(summary(trials))


def summary(trials: Sequence[Trial]) -> str:
    """Return the kill rate in words: «40 of 41 mutants killed, 97.6 %; 1 survived»."""
    fates = Counter(trial.fate for trial in trials)
    rest = [f"{fates[fate]} {fate}" for fate in (Fate.SURVIVED, Fate.ELSEWHERE, Fate.UNTRIED) if fates[fate]]
    rate = f"{fates[Fate.KILLED]} of {len(trials)} mutants killed, {100 * kill_rate(trials):.1f} %"
    return "; ".join([rate, *rest])


def replay(trial: Trial, run: str) -> str:
    """Return the command that shows a broken call of a trial, or the healthy one that spoiled it."""
    calls = trial.healthy if trial.fate is Fate.UNTRIED else trial.broken
    worst = next((call for call in calls if call.status != "PASS"), next(iter(calls), None))
    return f"{program()} replay {run} {worst.call}" if worst else ""


def as_json(trials: Sequence[Trial], run: str) -> dict[str, Json]:
    """Return what `karla mutants --json` prints."""
    fates = Counter(trial.fate for trial in trials)
    return {
        "run": run,
        "mutants": {"total": len(trials), **{fate.name.lower(): fates[fate] for fate in Fate}},
        "kill_rate": round(kill_rate(trials), 4),
        "trials": [_trial(trial, run) for trial in trials],
    }


def _trial(trial: Trial, run: str) -> Json:
    return {
        "mutant": trial.mutant.id,
        "breaks": trial.mutant.breaks,
        "caught_by": trial.mutant.caught_by,
        "calls": list(trial.mutant.calls),
        "fate": trial.fate.name.lower(),
        "failed": list(trial.failed_checks),
        "why": trial.why,
        "replay": replay(trial, run),
    }


def markdown(mutants: Iterable[Mutant]) -> str:
    """Return the mutants as a table in Markdown."""
    lines = ["| Mutant | What is broken | Must be caught by | Tried on |", "|---|---|---|---|"]
    for mutant in mutants:
        guard = f"figure `{mutant.caught_by}`" if mutant.caught_by in FIGURES else f"check `{mutant.caught_by}`"
        calls = ", ".join(f"`{call}`" for call in mutant.calls)
        lines.append(f"| `{mutant.id}` | {mutant.breaks} | {guard} | {calls} |")
    return "\n".join(lines)
