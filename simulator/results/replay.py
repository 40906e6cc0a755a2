"""One call again, turn by turn, for somebody who has never seen the code."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from runtime.errors import BadFile
from simulator.results.call_folder import CallFolder, StoredVerdict, read_trips
from simulator.results.run_folder import RunFolder
from simulator.results.story import Line, story
from simulator.results.tables import COLOURS
from simulator.results.words import WHOSE, fact_in_words, kind_in_words, trip_in_words
from simulator.scoring.expectation import FACTS, Expectation, TripFacts, trip_facts
from simulator.scoring.ledger import Ledger

LEGEND: Final = (
    "Left, the seconds since the call was answered. Words are shown where they began to sound, as the other side could"
    " hear them; [not heard: …] is what an interruption cut off. ↳ says how it came across, · what happened meanwhile."
    " «Answers after» counts from his last word to her first sound"
)
STYLES: Final[Mapping[str, str]] = {"Karla": "bold cyan", "": "dim"}


def show_call(console: Console, folder: CallFolder) -> None:
    """Print a call: what should have happened, what happened, and the verdict. Raises: BadFile."""
    ledger, stored = Ledger.read(folder.ledger), StoredVerdict.read(folder.verdict)
    trips = read_trips(folder.trip)
    console.print(_header(ledger, stored))
    console.print(Text(f"{LEGEND}{_modelled(folder)}.", style="dim italic"), "", sep="\n")
    console.print(_timeline(story(ledger, stored.blame)), "", sep="\n")
    console.print(_trip(stored.expectation.trip, trips), "", sep="\n")
    console.print(_verdict(stored), "", sep="\n")
    console.print(Text(f"To hear it (left Karla, right driver): {folder.audio}"), soft_wrap=True)


def _header(ledger: Ledger, stored: StoredVerdict) -> Panel:
    expectation, verdict, start = stored.expectation, stored.verdict, ledger.first("call.start")
    told = start.text if start else (lambda _key: "")
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    table.add_row("verdict", _status(stored))
    table.add_row("driver", f"{expectation.persona}, on the line called «{told('channel')}»")
    whose = {"inbound": "the driver phones Karla", "outbound": "Karla phones the driver"}.get(told("direction"), "")
    table.add_row("when", f"{_moment(told('now'))}, {told('zone')}; {whose}")
    table.add_row("on record", trip_in_words(expectation.before))
    knows = trip_in_words(expectation.truth) if expectation.truth else "nothing"
    table.add_row("driver knows", "the same" if expectation.truth == expectation.before else knows)
    table.add_row("should", _should(expectation))
    title = Text(expectation.title, style="bold")
    return Panel(table, title=title, title_align="left", border_style=COLOURS[verdict.status])


def _status(stored: StoredVerdict) -> Text:
    status, why = stored.verdict.status, stored.verdict.why
    return Text.assemble((str(status), f"bold {COLOURS[status]}"), f": {why}" if why else "")


def _moment(now: str) -> str:
    try:
        return f"{datetime.fromisoformat(now):%a %Y-%m-%d %H:%M}"
    except ValueError:
        return now


def _should(expectation: Expectation) -> str:
    parts = [f"end as {' or '.join(expectation.outcomes)}"]
    same = expectation.trip == expectation.before
    leave = "the trip as it is" if same else f"the trip as {trip_in_words(expectation.trip)}"
    parts.append(f"leave {'no trip' if expectation.trip is None else leave}")
    handed = {"must": "the call must be handed to a person", "may": "the call may be handed to a person"}
    parts += [handed[expectation.transfer]] if expectation.transfer in handed else []
    for words, verb in ((expectation.says, "says"), (expectation.never_says, "never says")):
        if words:
            parts.append(f"Karla {verb} {', '.join(f'«{each}»' for each in words)}")
    return "; ".join(parts)


def _modelled(folder: CallFolder) -> str:
    """Say that waits are modelled, if the call lies in a run that says so."""
    try:
        provenance = RunFolder(folder.path.parent.parent).info().provenance
    except BadFile:
        return ""
    if provenance.get("clock") != "virtual":
        return ""
    return ": a modelled wait, its delays drawn from published or assumed figures, none measured in the field"


def _timeline(lines: list[Line]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for line in lines:
        table.add_row(f"{line.t:.2f}", Text(line.who, style=STYLES.get(line.who, "bold yellow")), _told(line))
        for note in line.notes:
            table.add_row("", Text("↳", style="dim", justify="right"), Text(note, style="dim"))
    return table


def _told(line: Line) -> Text:
    if not line.who:
        return Text(f"· {line.text}", style="dim")
    text = Text(line.text)
    if line.lost:
        text.append(f"{' ' if line.text else ''}[not {'heard' if line.who == 'Karla' else 'said'}: {line.lost}]", "dim")
    return text


def _trip(expected: TripFacts | None, trips: Mapping[str, dict[str, object] | None]) -> Table:
    """Compare the trip before and after with the one that should be; marks do without colours."""
    before, after, wanted = trip_facts(trips["before"]) or {}, trip_facts(trips["after"]) or {}, expected or {}
    table = Table(
        title="The trip in the client's system", title_justify="left", title_style="bold", box=None, pad_edge=False
    )
    for name in ("", "before", "after", "should be", ""):
        table.add_column(name, style="" if name else "dim", header_style="dim")
    for fact in FACTS:
        was, now, should = before.get(fact), after.get(fact), wanted.get(fact)
        remark = Text("✗ wrong", "red") if now != should else Text("changed" if was != now else "", "green")
        table.add_row(fact, *(fact_in_words(value) for value in (was, now, should)), remark)
    return table


def _verdict(stored: StoredVerdict) -> Group:
    failed = [check for check in stored.verdict.checks if not check.ok]
    passed = [check.name.replace("_", " ") for check in stored.verdict.checks if check.ok]
    table = Table.grid(padding=(0, 1))
    for check in failed:
        table.add_row(Text("  ✗", "red"), Text(check.name.replace("_", " "), "bold"), check.why)
    checks = f"{len(passed)} {'other ' if failed else ''}check{'' if len(passed) == 1 else 's'} passed"
    rest = Text(f"{checks}: {', '.join(passed)}" if passed else checks, style="dim")
    return Group(_status(stored), *_blame(stored), *([table] if failed else []), rest, *_ruling(stored))


def _blame(stored: StoredVerdict) -> list[Text]:
    """Tell the first critical error: what it was, when, whose, and what shows it."""
    found = stored.blame
    if found is None:
        return []
    told = f"first critical error at {found.at:.1f} s, {WHOSE[found.whose]}: {kind_in_words(found.kind)}"
    return [Text(told, "bold"), *([Text(f"  {found.why}")] if found.why != stored.verdict.why else [])]


def _ruling(stored: StoredVerdict) -> list[Text]:
    """Tell which judge read the call, and what became of an objection that does not count."""
    ruling = stored.ruling
    if ruling is None:
        return []
    who = f"judged by {ruling.judge.name} ({ruling.judge.model}, prompt {ruling.judge.prompt_sha256[:12]})"
    void = f"; an objection is void, for {ruling.void}: {ruling.veto.why}" if ruling.void and ruling.veto else ""
    return [Text(f"{who}{void}", style="dim")]
