"""The five ports: everything that Karla's conversation needs from the world outside it.

Audio is 16-bit LE PCM, mono, 8000 Hz everywhere. Playback positions count samples of Karla's voice
that have really been played since the call was answered; silence between them does not count.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from runtime.audio import Pcm
from runtime.trips import Trip, TripData


@dataclass(frozen=True, slots=True)
class WordMark:
    """A word and where it sounds: samples from the start of its sentence, end exclusive."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Speech:
    """A piece of a sentence's audio. `words` are the marks whose audio begins in this piece, if known."""

    pcm: Pcm
    words: tuple[WordMark, ...] = ()


class Line(Protocol):
    """Where audio comes and goes. Closing it is the only way a call ends."""

    def incoming(self) -> AsyncIterator[Pcm]:
        """Yield the driver's audio as it arrives, silence included, until the line closes."""

    async def play(self, speech: Speech) -> int:
        """Queue speech after what is queued; return the position at which its last sample will have played.

        The line paces itself and may hold several seconds. Raises: LineClosed.
        """

    async def reached(self, position: int) -> None:
        """Wait until everything up to `position` has been played. Raises: LineClosed."""

    async def clear(self) -> int:
        """Drop what has not been played; return the position really reached."""

    async def hang_up(self) -> None:
        """End the call. Idempotent."""


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Somebody began to make speech-like sound."""


@dataclass(frozen=True, slots=True)
class Words:
    """What has been understood so far of the utterance in progress; may still be revised."""

    text: str


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """The recogniser heard the end of an utterance. `text` is all of it, and may be empty (a cough)."""

    text: str
    confidence: float = 1.0


type Heard = SpeechStarted | Words | TurnEnded


class SpeechToText(Protocol):
    """Hears one driver."""

    def listen(self, audio: AsyncIterator[Pcm]) -> AbstractAsyncContextManager[AsyncIterator[Heard]]:
        """Hear `audio` until it ends. Raises: ProviderError."""


class Role(StrEnum):
    """Who a message of the conversation comes from."""

    DRIVER = "driver"
    KARLA = "karla"
    NOTE = "note"  # the server's own word on where the call stands, as JSON
    TOOL = "tool"  # what a tool call gave


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool that the model wants run. `arguments` are untrusted."""

    id: str
    name: str
    arguments: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of what Karla should say."""

    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that an answer was billed for. `input_tokens` excludes the cached ones."""

    input_tokens: int
    cached_tokens: int
    output_tokens: int


type Piece = Text | ToolCall | Usage


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the conversation so far. `call` is set on a tool call and on its result."""

    role: Role
    text: str
    call: ToolCall | None = None


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as offered to the model: `parameters` is a JSON schema."""

    name: str
    description: str
    parameters: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Request:
    """What a language model is asked. `system` and `tools` are byte-identical for every call of a state."""

    system: str
    tools: tuple[Tool, ...]
    messages: tuple[Message, ...]


class LanguageModel(Protocol):
    """Decides what Karla says next, and which tool she uses."""

    def answer(self, request: Request) -> AsyncGenerator[Piece]:
        """Stream the answer. Raises: ProviderError."""


class TextToSpeech(Protocol):
    """Karla's voice."""

    def speak(self, sentence: str) -> AsyncGenerator[Speech]:
        """Stream a sentence as audio, beginning with its first sound. Raises: ProviderError."""


class TripsApi(Protocol):
    """The client's operations system. `key` is an idempotency key: the same key never takes effect twice."""

    async def get(self, trip_id: str) -> Trip:
        """Raises: TripNotFound, TripsApiDown."""

    async def update(self, trip_id: str, change: TripData, key: str) -> Trip:
        """Change the named fields and no other. Raises: TripNotFound, TripsApiDown."""

    async def create(self, driver_id: str, data: TripData, key: str) -> Trip:
        """Create a trip; all three fields are present. Raises: TripsApiDown."""
