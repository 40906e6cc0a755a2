"""How long the driver waited, with figures worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.scoring.scripted import ScriptedCall, confirmed_call
from simulator.scoring.timeline import Timeline
from simulator.scoring.turn_latency import TurnLatency, answer_to_first_word, turn_latencies


def latencies(call: ScriptedCall) -> dict[int, float]:
    return {each.turn: round(each.seconds, 3) for each in turn_latencies(Timeline.of(call.ledger))}


def test_a_turns_wait_runs_from_his_last_word_to_her_first() -> None:
    assert latencies(confirmed_call()) == {1: 1.0, 2: 1.0}


def test_the_greeting_is_no_answer() -> None:
    timeline = Timeline.of(confirmed_call().ledger)

    assert answer_to_first_word(timeline) == pytest.approx(2.0)


def test_the_parts_of_a_wait_with_a_tool() -> None:
    call = ScriptedCall().karla(0, 0.5, 4.0, "¿Es correcto?").driver(4.5, 5.0, "Sí")
    call.note(5.3, "stt.final", text="sí", ref="sí").note(5.4, "turn.answer", turn=1, text="sí")
    call.note(5.5, "tool.call", turn=1, id="a", name="validar_viaje").note(5.8, "tool.result", id="a", status="ok")
    call.note(6.0, "tts.start", turn=1, text="Perfecto.").note(6.25, "tts.first", turn=1)
    call.karla(1, 6.35, 8.0, "Perfecto.").end(9.0, "confirmed")

    (turn,) = turn_latencies(Timeline.of(call.ledger))

    expected = {"stt": 0.3, "endpointing": 0.1, "llm": 0.3, "tool": 0.3, "tts": 0.25, "transport": 0.1}
    assert turn.parts == pytest.approx(expected)
    assert turn.seconds == pytest.approx(1.35) and turn.with_tool


def test_work_done_ahead_on_a_draft_is_no_part_of_the_wait() -> None:
    call = ScriptedCall().karla(0, 0.5, 4.0, "¿Es correcto?").note(4.8, "tts.start", turn=1, text="Perfecto.")
    call.driver(4.5, 5.0, "Sí").note(4.9, "tts.first", turn=1).answers(1, 5.6, 8.0, "Perfecto.", decided=5.5)

    (turn,) = turn_latencies(Timeline.of(call.end(9.0, "confirmed").ledger))

    assert turn.parts == pytest.approx(
        {"stt": 0.0, "endpointing": 0.5, "llm": 0.0, "tool": 0.0, "tts": 0.0, "transport": 0.1}
    )


def test_a_prompt_after_silence_is_no_answer() -> None:
    call = confirmed_call().note(25.0, "turn.prompt", count=1).karla(3, 25.0, 26.0, "¿Sigue ahí?")

    assert 3 not in latencies(call)


def test_a_driver_who_did_not_hold_the_floor_did_not_wait() -> None:
    """He spoke under her sentence, which went on after he had ended."""
    call = ScriptedCall().karla(0, 0.5, 4.0, "Le llamo por su viaje.").driver(2.0, 3.0, "Sí, sí")

    assert latencies(call.answers(1, 5.0, 6.0, "Gracias.", decided=4.5)) == {}


def test_to_interrupt_him_is_no_quick_answer() -> None:
    call = ScriptedCall().karla(0, 0.5, 4.0, "¿Qué día?").driver(4.5, 7.0, "El lunes … nueve de marzo")

    assert latencies(call.answers(1, 6.0, 8.0, "¿Cuál lunes?", decided=5.8)) == {}


def waited(seconds: float, *, tool: bool = False, one_way_ms: int | None = None) -> TurnLatency:
    """Return the wait of a turn that answers after so long, with a tool or without."""
    call = ScriptedCall().karla(0, 0.0, 1.0, "¿Es correcto?").driver(2.0, 3.0, "Sí")
    call.answers(1, 3.0 + seconds, 20.0, "Perfecto.", decided=3.0)
    if tool:
        call.note(3.0, "tool.call", turn=1, id="a", name="validar_viaje").note(3.1, "tool.result", id="a", status="ok")
    delay = {} if one_way_ms is None else {"one_way_ms": one_way_ms}
    call.note(21.0, "call.hangup", who="karla").note(21.0, "call.end", outcome="confirmed", **delay)
    return turn_latencies(Timeline.of(call.ledger))[0]


@pytest.mark.parametrize(
    ("seconds", "tool", "comfortable"),
    [
        (0.499, False, False),
        (0.5, False, True),
        (2.0, False, True),
        (2.001, False, False),
        (2.001, True, True),
        (3.0, True, True),
        (3.001, True, False),
    ],
)
def test_a_comfortable_wait_is_half_a_second_to_two_or_three_with_a_tool(
    seconds: float, tool: bool, comfortable: bool
) -> None:
    assert waited(seconds, tool=tool).comfortable is comfortable


@pytest.mark.parametrize(
    ("seconds", "tool", "late"),
    [(2.749, False, False), (2.75, False, True), (2.75, True, False), (3.999, True, False), (4.0, True, True)],
)
def test_a_late_answer_is_later_with_a_tool(seconds: float, tool: bool, late: bool) -> None:
    assert waited(seconds, tool=tool).late is late


def test_on_the_wire_the_line_itself_takes_no_time() -> None:
    assert waited(1.0, one_way_ms=60).wire_seconds == pytest.approx(0.88)
    assert waited(1.0).wire_seconds is None


@given(st.lists(st.floats(0, 3), min_size=6, max_size=6), st.floats(-1, 2), st.floats(0, 1))
def test_the_parts_sum_to_the_wait(steps: list[float], early: float, tool: float) -> None:
    times = [5.0]
    for step in steps:
        times.append(times[-1] + step)
    call = ScriptedCall().karla(0, 0.5, 4.0, "¿Es correcto?").driver(4.5, 5.0, "Sí")
    call.note(times[1], "stt.final", text="sí", ref="sí").note(times[2], "turn.answer", turn=1, text="sí")
    call.note(times[3], "tool.call", turn=1, id="a").note(times[3] + tool, "tool.result", id="a")
    call.note(times[4] - early, "tts.start", turn=1, text="Va.").note(times[5], "tts.first", turn=1)
    call.karla(1, times[6], times[6] + 1, "Va.").end(times[6] + 2, "confirmed")

    for turn in turn_latencies(Timeline.of(call.ledger)):
        assert sum(turn.parts.values()) == pytest.approx(turn.seconds, abs=1e-5)
        assert min(turn.parts.values()) >= 0
