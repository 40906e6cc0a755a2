"""A ledger whose times contradict each other is the harness's fault, to one frame."""

from dataclasses import replace

import pytest

from simulator.scoring.scripted import ScriptedCall, confirmed_call
from simulator.scoring.self_check import timing_fault
from simulator.scoring.timeline import Timeline
from simulator.scoring.turn_latency import turn_latencies


def fault(call: ScriptedCall) -> str:
    timeline = Timeline.of(call.ledger)
    return timing_fault(timeline, turn_latencies(timeline))


def heard_at(first: float, **marks: float) -> ScriptedCall:
    """Karla is heard at `first`, over a line that takes 100 ms; `marks` are when she decided and was synthesised."""
    call = ScriptedCall().driver(1.0, 2.0, "¿Bueno?")
    for name, event in (("answered", "turn.answer"), ("voiced", "tts.first")):
        if name in marks:
            call.note(marks[name], event, turn=0)
    call.karla(0, first, first + 2, "Buenas tardes.").note(9.0, "call.hangup", who="karla")
    return call.note(9.0, "call.end", outcome="confirmed", one_way_ms=100)


def test_a_call_that_is_in_order_has_no_fault() -> None:
    assert fault(confirmed_call()) == ""


@pytest.mark.parametrize(("heard", "wrong"), [(3.08, False), (3.079, True)])
@pytest.mark.parametrize(("mark", "words"), [("answered", "decided to answer"), ("voiced", "synthesised")])
def test_nothing_is_heard_before_it_can_have_come_down_the_line(
    heard: float, wrong: bool, mark: str, words: str
) -> None:
    found = fault(heard_at(heard, **{mark: 3.0}))

    assert (words in found) is wrong and bool(found) is wrong


def test_what_ends_before_it_begins_is_told() -> None:
    assert "end before they begin" in fault(ScriptedCall().driver(2.0, 1.9, "Sí").end(5.0, "failed"))
    assert "ends before it begins" in fault(ScriptedCall().karla(0, 2.0, 1.9, "Sí").end(5.0, "failed"))


@pytest.mark.parametrize(("off", "wrong"), [(0.019, False), (0.021, True)])
def test_the_parts_of_a_wait_sum_to_it_to_one_frame(off: float, wrong: bool) -> None:
    timeline = Timeline.of(confirmed_call().ledger)
    wait = turn_latencies(timeline)[0]
    shifted = replace(wait, parts=wait.parts | {"llm": wait.parts["llm"] + off})

    assert ("do not sum to it" in timing_fault(timeline, [shifted])) is wrong
