"""Record and replay: the same call again from its cassette, and never a verdict from one that does not fit."""

import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from runtime import clock
from runtime.errors import BadFile, ProviderError
from runtime.pipeline.ports import Message, Piece, Request, Role, Speech, Text, ToolCall, TurnEnded, Usage, Words
from simulator.rig.cassettes.cassette import Cassette, CassetteMiss, StaleCassette
from simulator.rig.cassettes.player import Player
from simulator.rig.cassettes.recorder import Recorder
from simulator.rig.virtual_time import run

WHO = {"provider": "acme", "model": "m-1"}
FRAME = bytes(320)


class Answers:
    """A model, a voice and ears that answer what they are given, each answer half a second after the one before."""

    def __init__(self, *answers: Any) -> None:
        self.answers = answers
        self.finals: list[Any] = []

    async def answer(self, request: Request) -> AsyncGenerator[Piece]:
        """Stream the answers."""
        for answer in self.answers:
            await clock.sleep_until(clock.now() + 0.5)
            if isinstance(answer, Exception):
                raise answer
            yield answer

    def speak(self, sentence: str) -> AsyncGenerator[Any]:
        """Stream the answers."""
        return self.answer(asked(sentence))

    @asynccontextmanager
    async def listen(self, audio: AsyncIterator[bytes]) -> AsyncGenerator[AsyncIterator[Any]]:
        """Hear one thing after each frame."""
        yield self._heard(audio)

    async def _heard(self, audio: AsyncIterator[bytes]) -> AsyncGenerator[Any]:
        left = list(self.answers)
        async for _ in audio:
            if left:
                yield left.pop(0)


def asked(text: str, system: str = "Eres Karla.") -> Request:
    return Request(system, (), (Message(Role.DRIVER, text),))


async def frames(*pcm: bytes) -> AsyncGenerator[bytes]:
    for each in pcm:
        yield each


async def timed(answers: AsyncIterator[Any]) -> list[tuple[float, Any]]:
    """Return what comes, and when."""
    began = clock.now()
    return [(round(clock.now() - began, 6), answer) async for answer in answers]


@pytest.fixture
def tape(tmp_path: Path) -> Cassette:
    return Cassette(tmp_path, "llamada", "semilla")


def again(tape: Cassette) -> Player:
    """Return a player of what is on the cassette on disk."""
    tape.save()
    return Player(Cassette.load(tape.folder, tape.call, tape.seed))


PIECES = (Text("Buenas"), ToolCall("c1", "validar_viaje", {"destino": "Saltillo"}), Usage(10, 0, 3))


def test_a_model_says_the_same_at_the_same_time_again(tape: Cassette) -> None:
    live = run(timed(Recorder(tape).model(Answers(*PIECES), WHO).answer(asked("¿Bueno?"))))

    replayed = run(timed(again(tape).model(Answers(), {}).answer(asked("¿Bueno?"))))

    assert replayed == live == [(0.5, PIECES[0]), (1.0, PIECES[1]), (1.5, PIECES[2])]


def test_a_voice_sounds_the_same_again_and_its_audio_is_stored_once(tape: Cassette) -> None:
    speech = Speech(bytes(range(256)) * 10)
    live = run(timed(Recorder(tape).voice(Answers(speech, speech), WHO).speak("Hola.")))

    replayed = run(timed(again(tape).voice(Answers(), {}).speak("Hola.")))

    assert replayed == live and len(live) == 2
    assert len(list((tape.folder / "blobs").iterdir())) == 1


def test_ears_hear_the_same_after_the_same_audio(tape: Cassette) -> None:
    async def hear(ears: Any) -> list[tuple[float, Any]]:
        async with ears.listen(frames(FRAME, FRAME, FRAME)) as hearing:
            return await timed(hearing)

    live = run(hear(Recorder(tape).ears(Answers(Words("sí"), TurnEnded("sí", 0.9)), WHO)))

    assert run(hear(again(tape).ears(Answers(), {}))) == live
    assert [heard for _, heard in live] == [Words("sí"), TurnEnded("sí", 0.9)]


def test_other_audio_than_was_recorded_is_refused(tape: Cassette) -> None:
    async def hear(ears: Any, *audio: bytes) -> list[tuple[float, Any]]:
        async with ears.listen(frames(*audio)) as hearing:
            return await timed(hearing)

    run(hear(Recorder(tape).ears(Answers(Words("sí")), WHO), FRAME))

    with pytest.raises(CassetteMiss, match=r"audio is not what was recorded, by 0\.02 s"):
        run(hear(again(tape).ears(Answers(), {}), b"\1" * 320))


def test_a_failure_of_a_provider_fails_again(tape: Cassette) -> None:
    model = Recorder(tape).model(Answers(Text("Bue"), ProviderError("acme", "529", retryable=True)), WHO)
    with pytest.raises(ProviderError):
        run(timed(model.answer(asked("¿Bueno?"))))

    with pytest.raises(ProviderError, match="529") as caught:
        run(timed(again(tape).model(Answers(), {}).answer(asked("¿Bueno?"))))

    assert caught.value.retryable


def test_what_was_not_recorded_is_an_error_and_not_forgotten(tape: Cassette) -> None:
    run(timed(Recorder(tape).model(Answers(*PIECES), WHO).answer(asked("¿Bueno?"))))
    player = again(tape)

    with pytest.raises(CassetteMiss, match="«¿Quién habla\\?»"):
        run(timed(player.model(Answers(), {}).answer(asked("¿Quién habla?"))))

    assert len(player.cassette.misses) == 1


def test_the_same_question_once_more_than_recorded_is_an_error(tape: Cassette) -> None:
    run(timed(Recorder(tape).model(Answers(*PIECES), WHO).answer(asked("¿Bueno?"))))
    model = again(tape).model(Answers(), {})
    run(timed(model.answer(asked("¿Bueno?"))))

    with pytest.raises(CassetteMiss, match="asked 2 times"):
        run(timed(model.answer(asked("¿Bueno?"))))


def test_an_answer_to_another_prompt_is_stale(tape: Cassette) -> None:
    run(timed(Recorder(tape).model(Answers(*PIECES), WHO).answer(asked("¿Bueno?"))))

    with pytest.raises(StaleCassette):
        run(timed(again(tape).model(Answers(), {}).answer(asked("¿Bueno?", "Eres Carla, y tuteas."))))


def test_more_than_was_listened_to_is_an_error(tape: Cassette) -> None:
    """He broke in after her first piece, so nobody knows the second."""

    async def first_only() -> None:
        answers = Recorder(tape).model(Answers(*PIECES), WHO).answer(asked("¿Bueno?"))
        await anext(answers)
        await answers.aclose()

    run(first_only())

    with pytest.raises(CassetteMiss, match="cut off"):
        run(timed(again(tape).model(Answers(), {}).answer(asked("¿Bueno?"))))


@pytest.mark.parametrize(
    ("line", "text", "said"),
    [
        (1, "{}", "no cassette of format 1"),
        (2, "{", "not a line of JSON"),
        (2, '{"port": "llm"}', "no entry"),
        (2, '{"port": "llm", "key": "k", "n": 0, "asked": null, "answers": [{"text": "x"}]}', "without its time"),
    ],
)
def test_a_cassette_that_is_wrong_is_refused_by_its_line(tape: Cassette, line: int, text: str, said: str) -> None:
    tape.save()
    lines = [tape.path.read_text(encoding="utf-8").strip()]
    tape.path.write_text("\n".join([*lines[: line - 1], text]) + "\n", encoding="utf-8")

    with pytest.raises(BadFile, match=said) as caught:
        Cassette.load(tape.folder, tape.call, tape.seed)

    assert caught.value.line == line


def test_a_cassette_of_another_seed_is_refused(tape: Cassette) -> None:
    tape.save()

    with pytest.raises(BadFile, match="seed «semilla», not «otra»"):
        Cassette.load(tape.folder, tape.call, "otra")


def test_audio_that_was_tampered_with_is_refused(tape: Cassette) -> None:
    name = tape.keep(b"\1\2" * 100)
    (tape.folder / "blobs" / name).write_bytes(b"garbage")

    with pytest.raises(BadFile, match="record the cassette again"):
        tape.audio(name)


def test_the_file_is_readable_by_people(tape: Cassette) -> None:
    run(timed(Recorder(tape).model(Answers(*PIECES), WHO).answer(asked("¿Bueno, quién?"))))
    tape.save()

    header, entry = (json.loads(line) for line in tape.path.read_text(encoding="utf-8").splitlines())

    assert header["providers"] == {"llm": WHO} and "¿Bueno, quién?" in tape.path.read_text(encoding="utf-8")
    assert entry["port"] == "llm" and entry["answers"][0] == {"at": 0.5, "text": "Buenas"}


def test_a_request_with_another_past_is_another_question(tape: Cassette) -> None:
    run(timed(Recorder(tape).model(Answers(*PIECES), WHO).answer(asked("Sí"))))
    later = replace(asked("Sí"), messages=(Message(Role.KARLA, "¿Es correcto?"), Message(Role.DRIVER, "Sí")))

    with pytest.raises(CassetteMiss):
        run(timed(again(tape).model(Answers(), {}).answer(later)))
