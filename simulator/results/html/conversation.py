"""A call as a page shows it: what both sides said, and what happened meanwhile, as JSON."""

from collections.abc import Iterator, Sequence
from typing import Final

from simulator.results.html.wording import differences, misheard
from simulator.results.report import PART_NAMES
from simulator.results.story import EVENTS, KINDS, SPEAKERS, Line
from simulator.results.words import TOOL_ANSWERS, fact_in_words
from simulator.scoring.ledger import Event, Json, Ledger
from simulator.scoring.timeline import KarlaTurn, Timeline, Utterance
from simulator.scoring.turn_latency import TurnLatency, turn_latencies
from simulator.scoring.turn_taking import agent_interruptions, barge_ins

KIND_OF: Final = {
    "call.answer": "line",
    "call.hangup": "line",
    "call.end": "line",
    "call.fault": "fault",
    "call.error": "fault",
    "party.confirmed": "state",
    "state": "state",
    "stt.final": "heard",
    "turn.keep": "silence",
    "turn.give_up": "silence",
    "turn.prompt": "silence",
    "ops.write": "write",
    "transfer": "transfer",
}

type Object = dict[str, Json]


def turns(timeline: Timeline, lines: Sequence[Line]) -> list[Json]:
    """Return what was said, by time, `lines` being the call's story; `heard` is there where the recogniser erred."""
    spoken = [*_karla(timeline), *_driver(timeline, lines)]
    return [each for _, each in sorted(spoken, key=lambda pair: pair[0])]


def events(timeline: Timeline, lines: Sequence[Line]) -> list[Json]:
    """Return what happened that was not said, by time: barge-ins, tools, writes, states, silences, the line."""
    found = [*_told(timeline.ledger, lines), *_barge_ins(timeline)]
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]


def states(ledger: Ledger) -> list[Json]:
    """Return the way through the states: the first one, then each step with the move that led there."""
    changes = ledger.named("state")
    first: list[Json] = [{"t": 0.0, "to": changes[0].text("from"), "move": ""}] if changes else []
    return first + [{"t": event.t, "to": event.text("to"), "move": event.text("move")} for event in changes]


def _karla(timeline: Timeline) -> Iterator[tuple[float, Object]]:
    waits = {wait.turn: wait for wait in turn_latencies(timeline)}
    stops = {each.turn: each.stop_seconds for each in barge_ins(timeline)}
    rude = {each.turn for each in agent_interruptions(timeline)}
    for turn in timeline.turns:
        notes = ["begins while he is speaking"] if turn.number in rude else []
        stop = stops.get(turn.number)
        notes += [f"falls silent {stop:.2f} s after he broke in"] if stop is not None else []
        notes += ["talks on although he broke in"] if turn.number in stops and stop is None else []
        yield turn.first, _turn(turn, notes) | _wait(waits.get(turn.number))


def _turn(turn: KarlaTurn, notes: list[str]) -> Object:
    return {
        "who": "karla",
        "start": turn.first,
        "end": turn.last,
        "text": turn.heard,
        "lost": turn.unheard,
        "notes": list(notes),
    }


def _wait(wait: TurnLatency | None) -> Object:
    if wait is None:
        return {}
    parts: Object = {PART_NAMES.get(name, name): seconds for name, seconds in wait.parts.items() if seconds >= 0.0005}
    return {"waited": wait.seconds, "parts": parts}


def _driver(timeline: Timeline, lines: Sequence[Line]) -> Iterator[tuple[float, Object]]:
    ledger = timeline.ledger
    said = {line.t: line for line in lines if line.who not in ("", "Karla")}
    starts = {event.whole("utt"): event for event in ledger.named("drv.utt.start")}
    for spoken in timeline.utterances:
        line = said[spoken.start]
        machine = "machine" if spoken.kind == "announcement" else "driver"
        notes = [KINDS[spoken.kind]] if spoken.kind in KINDS else []
        notes += ["over Karla's words"] if timeline.karla_turn_at(spoken.start) else []
        yield (
            spoken.start,
            _said(spoken, line, notes)
            | {"who": SPEAKERS.get(starts[spoken.id].text("speaker", machine), "driver")}
            | _heard(spoken, line.text, ledger),
        )


def _said(spoken: Utterance, line: Line, notes: list[str]) -> Object:
    return {"start": spoken.start, "end": spoken.end, "text": line.text, "lost": line.lost, "notes": list(notes)}


def _heard(spoken: Utterance, said: str, ledger: Ledger) -> Object:
    """Compare what he said with the final texts that end with this utterance, if they differ."""
    finals = [event for event in ledger.named("stt.final") if _last_utterance(event) == spoken.id]
    if not finals:
        return {}
    first = finals[0].data.get("utt")
    whole = said if not isinstance(first, list) or len(first) == 1 else finals[0].text("ref")
    pieces = differences(whole, " ".join(event.text("text") for event in finals))
    confidence = finals[-1].number("confidence", -1.0)
    sure: Object = {"confidence": confidence} if confidence >= 0 else {}
    return sure | ({"heard": [list(piece) for piece in pieces]} if misheard(pieces) else {})


def _last_utterance(final: Event) -> int:
    numbers = final.data.get("utt")
    return numbers[-1] if isinstance(numbers, list) and numbers and isinstance(numbers[-1], int) else -1


def _told(ledger: Ledger, lines: Sequence[Line]) -> Iterator[tuple[float, Object]]:
    confirmed = ledger.first("party.confirmed")
    silences = {line.t: line.text for line in lines if not line.who and _is_silence(line.text)}
    for event in ledger:
        if event.name == "tool.call":
            yield event.t, _tool(event, ledger)
            continue
        tell = EVENTS.get(event.name)
        text = silences.get(event.t, "") if event.name == "turn.prompt" else tell(event) if tell else ""
        if text and (event.name != "party.confirmed" or event is confirmed):
            yield event.t, {"t": event.t, "kind": KIND_OF.get(event.name, "line"), "text": text}


def _is_silence(text: str) -> bool:
    return text.startswith(("he says nothing", "nobody speaks"))


def _tool(call: Event, ledger: Ledger) -> Object:
    results = (each for each in ledger.named("tool.result") if each.t >= call.t and each.text("id") == call.text("id"))
    result = next(results, None)
    status = result.text("status") if result else ""
    arguments = [[name, _value(value)] for name, value in (call.mapping("arguments") or {}).items()]
    return {
        "t": call.t,
        "kind": "tool",
        "text": call.text("name"),
        "arguments": [list(pair) for pair in arguments],
        "ignored": [*(call.mapping("ignored") or {}), *call.texts("ignored")],
        "answer": TOOL_ANSWERS.get(status, status.replace("_", " ")) or "no answer",
        "says": result.text("text") if result else "",
    }


def _value(value: Json) -> Json:
    return fact_in_words(value) if isinstance(value, str) else str(value)


def _barge_ins(timeline: Timeline) -> Iterator[tuple[float, Object]]:
    for each in barge_ins(timeline):
        yielded = f"; Karla stops after {each.stop_seconds:.2f} s" if each.stop_seconds is not None else ""
        text = f"he breaks in{yielded or '; Karla talks on'}"
        yield each.at, {"t": each.at, "kind": "barge_in", "text": text}
