"""A call as a page tells it: what was said, what the recogniser made of it, what happened meanwhile."""

import pytest

from simulator.results.html.conversation import events, states, turns
from simulator.results.html.wording import Piece, differences, misheard
from simulator.results.story import story
from simulator.scoring.ledger import Json, Ledger
from simulator.scoring.scripted import ScriptedCall
from simulator.scoring.timeline import Timeline


@pytest.mark.parametrize(
    ("said", "heard", "pieces"),
    [
        ("Sí, así es.", "si asi es", [("same", "Sí, así es.", "si asi es")]),
        ("Voy pa' Laredo", "voy para laredo", [("same", "Voy pa' Laredo", "voy para laredo")]),
        ("A Lázaro", "al azaro", [("wrong", "A Lázaro", "al azaro")]),
        ("No, a Laredo", "a laredo", [("lost", "No,", ""), ("same", "a Laredo", "a laredo")]),
        ("Laredo", "nuevo laredo", [("added", "", "nuevo"), ("same", "Laredo", "laredo")]),
        ("¿Sí?", "", [("lost", "¿Sí?", "")]),
    ],
)
def test_what_was_understood_is_marked_word_by_word(said: str, heard: str, pieces: list[Piece]) -> None:
    assert differences(said, heard) == pieces
    assert misheard(pieces) == (said.split()[0] not in ("Sí,", "Voy"))


def told(ledger: Ledger) -> tuple[list[Json], list[Json]]:
    timeline, lines = Timeline.of(ledger), story(ledger)
    return turns(timeline, lines), events(timeline, lines)


def test_a_driver_who_breaks_in_is_told_on_both_sides() -> None:
    call = (
        ScriptedCall().karla(0, 1.0, 2.0, "Le llamo por", "su viaje.").driver(1.6, 3.0, "No, mire", cut=True, said="no")
    )

    said, happened = told(call.end(4.0, "abandoned", who="driver").ledger)

    assert [(each["who"], each["text"], each["lost"]) for each in said if isinstance(each, dict)] == [
        ("karla", "Le llamo por", "su viaje."),
        ("driver", "No,", "mire"),
    ]
    assert {"t": 1.6, "kind": "barge_in", "text": "he breaks in; Karla stops after 0.40 s"} in happened


def test_what_he_said_stands_beside_what_was_understood() -> None:
    call = ScriptedCall().driver(0.5, 1.0, "A Lázaro").driver(1.5, 2.0, "Sí.")
    call.note(1.1, "stt.final", text="al azaro", ref="a lázaro", utt=[1], confidence=0.5)
    call.note(2.1, "stt.final", text="si", ref="sí", utt=[2])

    said, _ = told(call.end(4.0, "failed").ledger)

    wrong, right = (each for each in said if isinstance(each, dict))
    assert wrong["heard"] == [["wrong", "A Lázaro", "al azaro"]] and wrong["confidence"] == 0.5
    assert "heard" not in right


def test_a_tool_is_told_with_its_arguments_what_was_ignored_and_its_answer() -> None:
    call = ScriptedCall().note(
        1.0,
        "tool.call",
        turn=1,
        id="a",
        name="validar_viaje",
        arguments={"destino": "laredo-tx"},
        ignored={"viaje": "T-9"},
    )
    call.note(1.2, "tool.result", id="a", status="leer_de_vuelta", text="Entonces…")

    _, happened = told(call.end(4.0, "failed").ledger)

    tool = next(each for each in happened if isinstance(each, dict) and each["kind"] == "tool")
    assert tool["arguments"] == [["destino", "Laredo, Texas"]] and tool["ignored"] == ["viaje"]
    assert (tool["answer"], tool["says"]) == ("read it back first", "Entonces…")


def test_a_silence_before_a_goodbye_is_no_event() -> None:
    call = ScriptedCall().note(2.0, "turn.prompt", count=1).note(8.0, "turn.prompt", count=2)
    call.note(8.0, "state", **{"from": "closing", "move": "said_goodbye", "to": "ended"})

    _, happened = told(call.end(9.0, "confirmed").ledger)

    assert [each["t"] for each in happened if isinstance(each, dict) and each["kind"] == "silence"] == [2.0]


def test_the_way_through_the_states_begins_where_it_began() -> None:
    call = ScriptedCall().note(2.0, "state", **{"from": "greeting", "move": "greeted", "to": "identifying"})

    assert states(call.end(9.0, "confirmed").ledger) == [
        {"t": 0.0, "to": "greeting", "move": ""},
        {"t": 2.0, "to": "identifying", "move": "greeted"},
    ]
