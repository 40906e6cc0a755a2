"""Gives again what a cassette holds, and asks no provider.

Recognised words are tied to the audio that had come by then, and the audio must be the same; everything else is tied
to the loop's clock. What was not recorded is refused.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from runtime import clock
from runtime.audio import RATE_HZ, Pcm
from runtime.pipeline.ports import (
    Heard,
    LanguageModel,
    Piece,
    Request,
    Speech,
    TextToSpeech,
    WordMark,
)
from simulator.models.chat import Answer, Chat, Said, Schema
from simulator.rig.cassettes.cassette import Cassette, CassetteMiss, Entry, Identity
from simulator.rig.cassettes.questions import (
    Audio,
    chat_key,
    error_read,
    heard_read,
    llm_key,
    piece_read,
    stt_key,
    tts_key,
)
from simulator.rig.cassettes.tape import Ears
from simulator.rig.oracle import HeardFinal

CUT_SECONDS: Final = 1.0
"""Whoever listens this much longer than the recording did is asking for what was never recorded."""


@dataclass(frozen=True, slots=True)
class Player:
    """Answers from a cassette in the providers' place."""

    cassette: Cassette

    def ears(self, inner: Ears, who: Identity) -> Ears:
        """Return ears that hear what was heard."""
        return _PlayedEars(self.cassette, self.cassette.providers.get("stt", who))

    def model(self, inner: LanguageModel, who: Identity) -> LanguageModel:
        """Return a model that says what was said."""
        return _PlayedModel(self.cassette, self.cassette.providers.get("llm", who))

    def voice(self, inner: TextToSpeech, who: Identity) -> TextToSpeech:
        """Return a voice that sounds as it sounded."""
        return _PlayedVoice(self.cassette, self.cassette.providers.get("tts", who))

    def chat(self, make: Callable[[], Chat]) -> Chat:
        """Return a driver's model that answers what it answered."""
        return _PlayedChat(self.cassette)


@dataclass(frozen=True, slots=True)
class _PlayedChat:
    cassette: Cassette

    @property
    def identity(self) -> Identity:
        return self.cassette.providers.get("driver", {})

    def ask(self, system: str, messages: Sequence[Said], schema: Schema) -> Answer:
        key, prompt = chat_key(self.identity, system, messages, schema)
        entry = self.cassette.find("driver", key, prompt, f"«{messages[-1].text}»")
        answer: Answer = entry.answers[0]["answer"]
        return answer


async def _played(entry: Entry) -> AsyncGenerator[dict[str, Any]]:
    """Yield recorded answers when they came. Raises: ProviderError, as recorded; CassetteMiss, past a cut."""
    asked_at = clock.now()
    for answer in entry.answers:
        await clock.sleep_until(asked_at + float(str(answer["at"])))
        if "error" in answer:
            raise error_read(answer["error"])
        if "end" in answer:
            return
        yield answer
    if entry.cut:
        await asyncio.sleep(CUT_SECONDS)
        raise CassetteMiss(f"the recording of {entry.port} was cut off here: {entry.asked}")


@dataclass(slots=True)
class _PlayedEars:
    cassette: Cassette
    who: Identity
    finals: list[HeardFinal] = field(default_factory=list)

    def listen(self, audio: AsyncIterator[Pcm]) -> AbstractAsyncContextManager[AsyncIterator[Heard]]:
        return self._listen(audio)

    @asynccontextmanager
    async def _listen(self, audio: AsyncIterator[Pcm]) -> AsyncGenerator[AsyncIterator[Heard]]:
        entry = self.cassette.find("stt", stt_key(self.who), "", "the line's audio")
        yield self._heard(audio, list(entry.answers))

    async def _heard(self, audio: AsyncIterator[Pcm], answers: list[dict[str, Any]]) -> AsyncGenerator[Heard]:
        so_far = Audio()
        answers.reverse()
        async for pcm in audio:
            so_far.take(pcm)
            while answers and answers[-1]["sample"] <= so_far.heard:
                yield self._answer(answers.pop(), so_far)
        while answers:
            yield self._answer(answers.pop(), so_far)

    def _answer(self, answer: dict[str, Any], so_far: Audio) -> Heard:
        if answer["sample"] == so_far.heard and answer["audio"] != so_far.hashed.hexdigest():
            at = so_far.heard / RATE_HZ
            unlike = f"{self.cassette.path}: the driver's audio is not what was recorded, by {at:.2f} s"
            raise self.cassette.miss(CassetteMiss(unlike))
        if "error" in answer:
            raise error_read(answer["error"])
        if final := answer.get("final"):
            self.finals.append(HeardFinal(final["ref"], tuple(final["utterances"])))
        return heard_read(answer)


@dataclass(slots=True)
class _PlayedModel:
    cassette: Cassette
    who: Identity

    async def answer(self, request: Request) -> AsyncGenerator[Piece]:
        key, prompt = llm_key(self.who, request)
        entry = self.cassette.find("llm", key, prompt, f"«{request.messages[-1].text}»" if request.messages else "")
        async with aclosing(_played(entry)) as answers:
            async for answer in answers:
                yield piece_read(answer)


@dataclass(slots=True)
class _PlayedVoice:
    cassette: Cassette
    who: Identity

    async def speak(self, sentence: str) -> AsyncGenerator[Speech]:
        entry = self.cassette.find("tts", tts_key(self.who, sentence), "", f"«{sentence}»")
        async with aclosing(_played(entry)) as answers:
            async for answer in answers:
                words = tuple(WordMark(**word) for word in answer["words"])
                yield Speech(self.cassette.audio(answer["audio"]), words)
