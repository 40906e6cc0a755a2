"""Keeps on a cassette what the providers of a call answer, and when; every answer goes through unchanged."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any

from runtime import clock
from runtime.audio import Pcm
from runtime.errors import ProviderError
from runtime.pipeline.ports import (
    Heard,
    LanguageModel,
    Piece,
    Request,
    Speech,
    TextToSpeech,
    TurnEnded,
)
from simulator.models.chat import Answer, Chat, Said, Schema
from simulator.rig.cassettes.cassette import Cassette, Entry, Identity, Port
from simulator.rig.cassettes.questions import (
    Audio,
    chat_key,
    error_written,
    heard_written,
    llm_key,
    piece_written,
    plain,
    stt_key,
    tts_key,
)
from simulator.rig.cassettes.tape import Ears
from simulator.rig.oracle import HeardFinal


@dataclass(frozen=True, slots=True)
class Recorder:
    """Keeps on a cassette what the providers answer."""

    cassette: Cassette

    def ears(self, inner: Ears, who: Identity) -> Ears:
        """Return ears that are recorded."""
        self.cassette.providers["stt"] = who
        return _RecordedEars(inner, self.cassette, who)

    def model(self, inner: LanguageModel, who: Identity) -> LanguageModel:
        """Return a model that is recorded."""
        self.cassette.providers["llm"] = who
        return _RecordedModel(inner, self.cassette, who)

    def voice(self, inner: TextToSpeech, who: Identity) -> TextToSpeech:
        """Return a voice that is recorded."""
        self.cassette.providers["tts"] = who
        return _RecordedVoice(inner, self.cassette, who)

    def chat(self, make: Callable[[], Chat]) -> Chat:
        """Return a driver's model that is recorded."""
        inner = make()
        self.cassette.providers["driver"] = inner.identity
        return _RecordedChat(inner, self.cassette)


def _entry(cassette: Cassette, port: Port, key: str, asked: Any, prompt: str = "") -> Entry:
    return cassette.add(Entry(port, key, cassette.turn(port, key), asked, prompt))


@dataclass(frozen=True, slots=True)
class _RecordedChat:
    inner: Chat
    cassette: Cassette

    @property
    def identity(self) -> Identity:
        return self.inner.identity

    def ask(self, system: str, messages: Sequence[Said], schema: Schema) -> Answer:
        key, prompt = chat_key(self.identity, system, messages, schema)
        entry = _entry(self.cassette, "driver", key, messages[-1].text, prompt)
        answer = self.inner.ask(system, messages, schema)
        entry.answers.append({"at": 0.0, "answer": answer})
        return answer


async def _recorded[T](entry: Entry, answers: AsyncGenerator[T], written: Any) -> AsyncGenerator[T]:
    """Pass on what a provider answers, and write it down; what it fails with, too."""
    asked_at, entry.cut = clock.now(), True
    try:
        async with aclosing(answers) as stream:
            async for answer in stream:
                entry.answers.append({"at": clock.now() - asked_at} | written(answer))
                yield answer
    except ProviderError as error:
        entry.answers.append({"at": clock.now() - asked_at} | error_written(error))
        entry.cut = False
        raise
    entry.answers.append({"at": clock.now() - asked_at, "end": True})
    entry.cut = False


@dataclass(slots=True)
class _RecordedEars:
    inner: Ears
    cassette: Cassette
    who: Identity

    @property
    def finals(self) -> list[HeardFinal]:
        return self.inner.finals

    @finals.setter
    def finals(self, finals: list[HeardFinal]) -> None:
        self.inner.finals = finals

    def listen(self, audio: AsyncIterator[Pcm]) -> AbstractAsyncContextManager[AsyncIterator[Heard]]:
        return self._listen(audio)

    @asynccontextmanager
    async def _listen(self, audio: AsyncIterator[Pcm]) -> AsyncGenerator[AsyncIterator[Heard]]:
        entry = _entry(self.cassette, "stt", stt_key(self.who), None)
        so_far = Audio()
        async with self.inner.listen(so_far.counted(audio)) as hearing:
            yield self._noted(hearing, so_far, entry)

    async def _noted(self, hearing: AsyncIterator[Heard], so_far: "Audio", entry: Entry) -> AsyncGenerator[Heard]:
        try:
            async for heard in hearing:
                final = asdict(self.finals[-1]) if isinstance(heard, TurnEnded) and self.finals else None
                entry.answers.append(so_far.mark() | heard_written(heard, final))
                yield heard
        except ProviderError as error:
            entry.answers.append(so_far.mark() | error_written(error))
            raise


@dataclass(slots=True)
class _RecordedModel:
    inner: LanguageModel
    cassette: Cassette
    who: Identity

    def answer(self, request: Request) -> AsyncGenerator[Piece]:
        key, prompt = llm_key(self.who, request)
        asked = [plain(message) for message in request.messages[-1:]]
        entry = _entry(self.cassette, "llm", key, asked, prompt)
        return _recorded(entry, self.inner.answer(request), piece_written)


@dataclass(slots=True)
class _RecordedVoice:
    inner: TextToSpeech
    cassette: Cassette
    who: Identity

    def speak(self, sentence: str) -> AsyncGenerator[Speech]:
        entry = _entry(self.cassette, "tts", tts_key(self.who, sentence), sentence)
        return _recorded(entry, self.inner.speak(sentence), self._written)

    def _written(self, speech: Speech) -> dict[str, object]:
        return {"audio": self.cassette.keep(speech.pcm), "words": [asdict(word) for word in speech.words]}
