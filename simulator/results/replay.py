"""One call again, turn by turn, for somebody who has never seen the code."""

from collections.abc import Callable, Mapping
from typing import Final

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from simulator.results.call_folder import CallFolder, StoredVerdict, read_trips
from simulator.results.tables import COLOURS
from simulator.scoring.expectation import FACTS, Expectation, TripFacts, trip_facts
from simulator.scoring.ledger import Event, Json, Ledger
from simulator.scoring.recognition import normalise
from simulator.scoring.timeline import KarlaTurn, Timeline, Utterance
from simulator.scoring.turn_latency import TurnLatency, turn_latencies
from simulator.scoring.turn_taking import barge_ins

KINDS: Final[Mapping[str, str]] = {
    "backchannel": "murmurs",
    "cough": "coughs",
    "aside": "to somebody else",
    "announcement": "announcement",
}

type Moment = tuple[float, str, Text]
"""When, who, what: one line of the timeline."""


def show_call(console: Console, folder: CallFolder) -> None:
    """Print a call: what should have happened, what happened, and the verdict. Raises: BadFile."""
    ledger, stored = Ledger.read(folder.ledger), StoredVerdict.read(folder.verdict)
    trips = read_trips(folder.trip)
    console.print(_header(ledger, stored.expectation))
    console.print(_timeline(ledger))
    console.print(_trip(stored.expectation.trip, trips))
    console.print(_verdict(stored))
    console.print(Text(f"To hear it (left Karla, right driver): {folder.audio}"))


def _header(ledger: Ledger, expectation: Expectation) -> Panel:
    start = ledger.first("call.start")
    told = start.text if start else (lambda _key: "")
    lines = [
        Text.assemble(("driver   ", "dim"), f"{expectation.persona}, on the channel {told('channel')}"),
        Text.assemble(("when     ", "dim"), f"{told('now')} {told('zone')}, {told('direction')}"),
        Text.assemble(("system   ", "dim"), _facts(expectation.before)),
        Text.assemble(("he knows ", "dim"), _facts(expectation.truth or None)),
        Text.assemble(("should   ", "dim"), _should(expectation)),
    ]
    return Panel(Group(*lines), title=Text(expectation.title, style="bold"), title_align="left")


def _should(expectation: Expectation) -> str:
    parts = [f"end as {' or '.join(expectation.outcomes)}"]
    parts.append("leave no trip" if expectation.trip is None else f"leave the trip as {_facts(expectation.trip)}")
    if expectation.transfer != "never":
        parts.append(f"it {expectation.transfer} be handed to a person")
    parts += [f"«{each}» is said" for each in expectation.says]
    parts += [f"«{each}» is never said" for each in expectation.never_says]
    return "; ".join(parts)


def _timeline(ledger: Ledger) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for t, who, what in sorted(_moments(Timeline.of(ledger)), key=lambda moment: moment[0]):
        table.add_row(f"{t:7.2f} s", Text(who, style=_style(who)), what)
    return table


def _style(who: str) -> str:
    return {"Karla": "bold cyan", "driver": "bold yellow"}.get(who, "dim")


def _moments(timeline: Timeline) -> list[Moment]:
    waits = {wait.turn: wait for wait in turn_latencies(timeline)}
    stops = {each.turn: each.stop_seconds for each in barge_ins(timeline)}
    moments: list[Moment] = [
        (turn.first, "Karla", _karla(turn, waits.get(turn.number), stops.get(turn.number))) for turn in timeline.turns
    ]
    moments += [(each.start, "driver", _driver(each, timeline)) for each in timeline.utterances]
    moments += [(event.t, "", Text(line, style="dim")) for event in timeline.ledger if (line := _event_line(event))]
    return moments


def _karla(turn: KarlaTurn, wait: TurnLatency | None, stop: float | None) -> Text:
    text = Text(turn.heard)
    if turn.unheard:
        text.append(f" {turn.unheard}", style="dim strike")
    if wait is not None:
        text.append(f"  ({wait.seconds:.2f} s after him)", style="dim")
    if stop is not None:
        text.append(f"  (stopped {stop:.2f} s after he broke in)", style="dim")
    return text


def _driver(spoken: Utterance, timeline: Timeline) -> Text:
    text = Text(spoken.said)
    if spoken.cut and len(spoken.text) > len(spoken.said):
        text.append(spoken.text[len(spoken.said) :], style="dim strike")
    if spoken.kind in KINDS:
        text.append(f"  ({KINDS[spoken.kind]})", style="dim")
    if timeline.karla_turn_at(spoken.start) is not None:
        text.append("  (over her)", style="dim")
    return text


def _event_line(event: Event) -> str:
    line = LINES.get(event.name)
    return line(event) if line else ""


def _recognised(event: Event) -> str:
    if normalise(event.text("text")) == normalise(event.text("ref")):
        return ""
    return f"recognised as «{event.text('text')}»" if event.text("text") else "not recognised at all"


def _tool_call(event: Event) -> str:
    arguments = _object(event.mapping("arguments"))
    ignored = event.mapping("ignored") or event.texts("ignored")
    return f"tool {event.text('name')}({arguments})" + (f", ignoring {ignored}" if ignored else "")


def _write(event: Event) -> str:
    before, after = event.mapping("before"), event.mapping("after")
    return f"written ({event.text('op')} {event.text('trip')}): {_object(before)} → {_object(after)}"


LINES: Final[dict[str, Callable[[Event], str]]] = {
    "call.answer": lambda event: f"picked up by {event.text('by', 'somebody')}",
    "party.confirmed": lambda _event: "the right person is on the line",
    "stt.final": _recognised,
    "turn.keep": lambda event: f"Karla goes on: «{event.text('text')}» was no answer",
    "turn.prompt": lambda _event: "he has been silent too long",
    "turn.give_up": lambda _event: "Karla gives up",
    "state": lambda event: f"state {event.text('from')} → {event.text('to')} ({event.text('move')})",
    "tool.call": _tool_call,
    "tool.result": lambda event: f"tool answered: {event.text('status')} {event.text('text')}".rstrip(),
    "ops.write": _write,
    "transfer": lambda event: f"handed to a person: {event.text('reason')}",
    "call.hangup": lambda event: f"{event.text('who', 'somebody')} hung up",
    "call.end": lambda event: f"ended as {event.text('outcome')}",
    "call.error": lambda event: f"broke in {event.text('where')}: {event.text('type')} {event.text('text')}",
}


def _trip(expected: TripFacts | None, trips: Mapping[str, dict[str, object] | None]) -> Table:
    before, after = trip_facts(trips["before"]) or {}, trip_facts(trips["after"]) or {}
    table = Table(title="The trip in the client's system", title_justify="left", title_style="bold", box=None)
    for name in ("", "before", "after", "should be"):
        table.add_column(name, style="dim" if not name else "")
    for fact in FACTS:
        wanted, actual = (expected or {}).get(fact, "none"), after.get(fact, "none")
        table.add_row(fact, before.get(fact, "none"), Text(actual, style="" if actual == wanted else "red"), wanted)
    return table


def _verdict(stored: StoredVerdict) -> Group:
    verdict = stored.verdict
    lines = [Text.assemble((str(verdict.status), f"bold {COLOURS[verdict.status]}"), f"  {verdict.why}")]
    for check in verdict.checks:
        mark = ("  ok   ", "green") if check.ok else ("  fail ", "red")
        lines.append(Text.assemble(mark, check.name.replace("_", " "), "" if check.ok else f": {check.why}"))
    return Group(Text(), *lines, Text())


def _facts(facts: TripFacts | None) -> str:
    if not facts:
        return "no trip"
    place = f"{facts.get('origin', '?')} → {facts.get('destination', '?')}"
    return f"{place}, {facts.get('date', '?')}"


def _object(values: Mapping[str, Json] | None) -> str:
    return ", ".join(f"{key}={value}" for key, value in (values or {}).items()) or "nothing"
