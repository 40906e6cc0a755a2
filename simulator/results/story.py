"""A call as lines of a story: who said what, how it was understood, what Karla did meanwhile."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from simulator.results.report import PART_NAMES, SLO_MS
from simulator.results.words import (
    ANSWERED,
    HUNG_UP,
    REASONS,
    TOOL_ANSWERS,
    WHOSE,
    fact_in_words,
    kind_in_words,
    state_in_words,
    write_in_words,
)
from simulator.scoring.fault.blame import Blame
from simulator.scoring.ledger import Event, Ledger
from simulator.scoring.recognition import normalise
from simulator.scoring.timeline import KarlaTurn, Timeline, Utterance
from simulator.scoring.turn_latency import TurnLatency, turn_latencies
from simulator.scoring.turn_taking import agent_interruptions, barge_ins

SPEAKERS: Final = {"driver": "driver", "other": "someone", "machine": "machine"}
KINDS: Final = {
    "backchannel": "a murmur",
    "cough": "a cough",
    "aside": "to somebody beside him",
    "horn": "a horn",
    "air_brake": "an air brake",
    "beeper": "a reversing beeper",
    "radio": "a radio",
    "echo": "her own voice, come back",
    "dtmf": "a key",
}
LEAST_PART_SECONDS: Final = 0.005


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the story. `lost` is what was to be said and could not be heard; `who` is empty for an event."""

    t: float
    who: str
    text: str
    lost: str = ""
    notes: tuple[str, ...] = ()


def story(ledger: Ledger, blame: Blame | None = None) -> list[Line]:
    """Return the lines of a call, by time; the first critical error is one of them."""
    timeline = Timeline.of(ledger)
    lines = [*_karla(timeline), *_driver(timeline), *_events(ledger)]
    if blame is not None:
        lines.append(Line(blame.at, "", f"✗ first critical error, {WHOSE[blame.whose]}: {kind_in_words(blame.kind)}"))
    return sorted(lines, key=lambda line: line.t)


def _karla(timeline: Timeline) -> Iterator[Line]:
    waits = {wait.turn: wait for wait in turn_latencies(timeline)}
    stops = {each.turn: each.stop_seconds for each in barge_ins(timeline)}
    rude = {each.turn for each in agent_interruptions(timeline)}
    for turn in timeline.turns:
        notes = []
        if turn.number in rude:
            notes.append("begins while he is speaking")
        if wait := waits.get(turn.number):
            notes.append(_waited(wait))
        if stop := stops.get(turn.number):
            notes.append(f"falls silent {stop:.2f} s after he broke in")
        yield Line(turn.first, "Karla", turn.heard, turn.unheard, tuple(notes))


def _waited(wait: TurnLatency) -> str:
    """Say how long the driver waited; where a slow answer lost its time."""
    told = f"answers after {wait.seconds:.2f} s"
    if wait.seconds * 1000 < SLO_MS:
        return told
    parts = [
        f"{PART_NAMES[name]} {seconds:.2f}" for name, seconds in wait.parts.items() if seconds >= LEAST_PART_SECONDS
    ]
    return f"{told}: {', '.join(parts)}"


def _driver(timeline: Timeline) -> Iterator[Line]:
    starts = {event.whole("utt"): event for event in timeline.ledger.named("drv.utt.start")}
    for spoken in timeline.utterances:
        notes = [KINDS[spoken.kind]] if spoken.kind in KINDS else []
        if turn := timeline.karla_turn_at(spoken.start):
            notes.append(_over(turn))
        notes += _understood(spoken, timeline.ledger)
        machine = "machine" if spoken.kind == "announcement" else "driver"
        who = SPEAKERS.get(starts[spoken.id].text("speaker", machine), "driver")
        yield Line(spoken.start, who, *_said(spoken), tuple(notes))


def _said(spoken: Utterance) -> tuple[str, str]:
    """Return what came out as it was meant to be written, and what did not."""
    if not spoken.cut:
        return spoken.text, ""
    words, count = spoken.text.split(), len(spoken.said.split())
    said = " ".join(words[:count])
    return (said, " ".join(words[count:])) if normalise(said) == normalise(spoken.said) else (spoken.said, "…")


def _over(turn: KarlaTurn) -> str:
    return "over her words" if turn.unheard else "over her last words"


def _understood(spoken: Utterance, ledger: Ledger) -> Iterator[str]:
    """Say what the recogniser made of it, where that is not what he said."""
    for final in ledger.named("stt.final"):
        utterances = final.data.get("utt")
        if isinstance(utterances, list) and utterances[-1:] == [spoken.id] and (told := _heard_as(final)):
            yield told


def _heard_as(final: Event) -> str:
    heard, said = final.text("text"), final.text("ref")
    if normalise(heard) == normalise(said):
        return ""
    return f"heard as «{heard}»" if heard else f"«{said}» was not heard"


def _events(ledger: Ledger) -> Iterator[Line]:
    events = list(ledger)
    for number, event in enumerate(events):
        following = next((each for each in events[number + 1 :] if each.name != "stt.started"), None)
        text = _prompt(event, following) if event.name == "turn.prompt" else _event(event, ledger)
        if text and (event.name != "party.confirmed" or event is ledger.first(event.name)):
            yield Line(event.t, "", text)


def _prompt(event: Event, following: Event | None) -> str:
    """Say what comes of a silence; nothing when it only lets her hang up after a goodbye."""
    move = following.text("move") if following and following.name == "state" and following.t == event.t else ""
    if move == "said_goodbye" or (following and following.name == "call.hangup"):
        return ""
    if move == "greeted":
        return "nobody speaks: Karla begins"
    return "he says nothing: Karla gives up" if move else "he says nothing"


def _event(event: Event, ledger: Ledger) -> str:
    tell = EVENTS.get(event.name)
    if event.name == "tool.call":
        return _tool(event, ledger)
    return tell(event) if tell else ""


def _tool(call: Event, ledger: Ledger) -> str:
    """Tell a call of a tool together with its answer."""
    values = ", ".join(f"{name}: {_value(value)}" for name, value in (call.mapping("arguments") or {}).items())
    result = next((each for each in ledger.named("tool.result") if _answers(each, call)), None)
    ignored = ", ".join([*(call.mapping("ignored") or {}), *call.texts("ignored")])
    status = result.text("status") if result else ""
    answer = f" → {TOOL_ANSWERS.get(status, status.replace('_', ' '))}" if status else " → no answer"
    return f"tool {call.text('name')}({values}){f', ignoring {ignored}' if ignored else ''}{answer}"


def _answers(result: Event, call: Event) -> bool:
    return result.t >= call.t and result.text("id") == call.text("id")


def _value(value: object) -> str:
    return fact_in_words(value) if isinstance(value, str) else str(value)


def _unclaimed(final: Event) -> str:
    """Tell a recognition that belongs to no utterance."""
    return "" if final.data.get("utt") else _heard_as(final)


def _deaf(unheard: str) -> str:
    return "from here on he does not hear Karla" if unheard == "karla" else "from here on Karla does not hear him"


EVENTS: Final[dict[str, Callable[[Event], str]]] = {
    "call.answer": lambda event: ANSWERED.get(event.text("by"), "somebody picks up"),
    "party.confirmed": lambda _event: "the right person is on the line",
    "stt.final": _unclaimed,
    "turn.keep": lambda event: f"Karla talks on: «{event.text('text')}» was no answer",
    "turn.give_up": lambda _event: "Karla gives up",
    "state": state_in_words,
    "ops.write": write_in_words,
    "line.dropped": lambda _event: "the line breaks",
    "line.redialled": lambda event: f"{'he calls' if event.text('by') == 'driver' else 'Karla calls'} again",
    "line.one_way": lambda event: _deaf(event.text("unheard")),
    "transfer.answered": lambda _event: "a person takes the call",
    "transfer.failed": lambda event: f"nobody takes the call: {event.text('reason')}",
    "drv.event": lambda event: f"on his line: {KINDS.get(event.text('kind'), event.text('kind'))}",
    "transfer": lambda event: f"handed to a person: {REASONS.get(event.text('reason'), event.text('reason'))}",
    "call.hangup": lambda event: HUNG_UP.get(event.text("who"), "somebody hangs up"),
    "call.end": lambda event: f"the call has ended as «{event.text('outcome')}»",
    "call.fault": lambda event: f"a fault in Karla: {event.text('type')} {event.text('text')}",
    "call.error": lambda event: f"broke in {event.text('where')}: {event.text('type')} {event.text('text')}",
}
