"""The messages of the protocol."""

import json

import pytest

from simulator.chirp.wire import (
    Close,
    Problem,
    SpeechBegins,
    SpeechEnds,
    Trouble,
    Unknown,
    Violation,
    parse,
    session_error,
    speech_completed,
)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        ('{"type":"speech.started","id":"1","ts_ms":1,"data":{"utterance_id":"u1"}}', SpeechBegins("u1")),
        ('{"type":"speech.completed","data":{"utterance_id":"u1","text":" Sí,  así "}}', SpeechEnds("u1", "Sí, así")),
        ('{"type":"speech.completed","data":{"utterance_id":"u1","transcript":"Sí"}}', SpeechEnds("u1", "Sí")),
        ('{"type":"speech.completed","text":"Sí"}', SpeechEnds("", "Sí")),
        ('{"type":"speech.completed","data":null}', SpeechEnds("")),
        ('{"type":"speech.completed","data":{"text":7}}', SpeechEnds("")),
        ('{"type":"session.error","data":{"code":"INTERNAL_ERROR","message":"x"}}', Trouble("INTERNAL_ERROR", "x")),
        ('{"type":"mark","data":{"name":"u1"}}', Unknown("mark")),
    ],
)  # fmt: skip
def test_a_tester_is_understood_generously(frame: str, message: object) -> None:
    assert parse(frame) == message


@pytest.mark.parametrize("frame", ["hola", "[1]", '"text"', "{}", '{"type":1}', "[" * 20_000, "NaN"])
def test_what_is_no_message_is_refused(frame: str) -> None:
    with pytest.raises(Violation) as refused:
        parse(frame)

    assert (refused.value.close, refused.value.problem) == (Close.INVALID, Problem.INVALID_MESSAGE)


def test_an_utterance_that_nobody_could_say_is_refused() -> None:
    with pytest.raises(Violation) as refused:
        parse(speech_completed("u1", "a" * 1001))

    assert refused.value.close is Close.TOO_BIG


def test_what_karla_sends_has_the_envelope_that_testers_read() -> None:
    sent = json.loads(session_error(Problem.MISSING_FIELD, "falta el texto"))

    assert sent["type"] == "session.error" and set(sent) == {"type", "id", "ts_ms", "data"}
    assert sent["data"] == {"code": "MISSING_FIELD", "message": "falta el texto"}
    assert sent["ts_ms"] > 1_600_000_000_000
