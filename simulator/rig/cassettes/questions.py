"""Questions and answers of the providers as they lie on a cassette: keys, and JSON there and back."""

import hashlib
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from runtime.audio import Pcm, samples
from runtime.errors import ProviderError
from runtime.pipeline.ports import (
    Heard,
    Message,
    Piece,
    Request,
    SpeechStarted,
    Text,
    ToolCall,
    TurnEnded,
    Usage,
    Words,
)
from simulator.models.chat import Said, Schema
from simulator.rig.cassettes.cassette import Identity, digest


def stt_key(who: Identity) -> str:
    return digest("stt", who)


def llm_key(who: Identity, request: Request) -> tuple[str, str]:
    """Return the key of what is asked, and the hash of the prompt under which it is."""
    messages = [plain(message) for message in request.messages]
    tools = [{"name": tool.name, "about": tool.description, "parameters": tool.parameters} for tool in request.tools]
    return digest("llm", who, messages), digest(request.system, tools)


def plain(message: Message) -> dict[str, object]:
    call = message.call and {"id": message.call.id, "name": message.call.name, "arguments": message.call.arguments}
    return {"role": message.role, "text": message.text, "call": call}


def chat_key(who: Identity, system: str, messages: Sequence[Said], schema: Schema) -> tuple[str, str]:
    """Return the key of what a driver's model is asked, and the hash of the prompt under which it is."""
    said = [{"role": each.role, "text": each.text} for each in messages]
    return digest("driver", who, said), digest(system, schema)


def tts_key(who: Identity, sentence: str) -> str:
    return digest("tts", who, sentence)


@dataclass(slots=True)
class Audio:
    """What has been heard of the line so far."""

    heard: int = 0  # samples
    hashed: Any = field(default_factory=hashlib.sha256)

    async def counted(self, audio: AsyncIterator[Pcm]) -> AsyncGenerator[Pcm]:
        async for pcm in audio:
            self.take(pcm)
            yield pcm

    def take(self, pcm: Pcm) -> None:
        self.heard += samples(pcm)
        self.hashed.update(pcm)

    def mark(self) -> dict[str, Any]:
        return {"sample": self.heard, "audio": self.hashed.hexdigest()}


def heard_written(heard: Heard, final: Any) -> dict[str, Any]:
    match heard:
        case SpeechStarted():
            return {"heard": "started"}
        case Words(text):
            return {"heard": "words", "text": text}
        case TurnEnded(text, confidence):
            return {"heard": "ended", "text": text, "confidence": confidence, "final": final}


def heard_read(answer: dict[str, Any]) -> Heard:
    match answer["heard"]:
        case "started":
            return SpeechStarted()
        case "words":
            return Words(answer["text"])
    return TurnEnded(answer["text"], answer["confidence"])


def piece_written(piece: Piece) -> dict[str, Any]:
    match piece:
        case Text(text):
            return {"text": text}
        case ToolCall():
            return {"tool": {"id": piece.id, "name": piece.name, "arguments": dict(piece.arguments)}}
        case Usage():
            return {"usage": asdict(piece)}


def piece_read(answer: dict[str, Any]) -> Piece:
    if "text" in answer:
        return Text(answer["text"])
    if "tool" in answer:
        return ToolCall(**answer["tool"])
    return Usage(**answer["usage"])


def error_written(error: ProviderError) -> dict[str, Any]:
    """Return a provider's failure as JSON."""
    return {"error": {"provider": error.provider, "reason": error.reason, "retryable": error.retryable}}


def error_read(failed: Any) -> ProviderError:
    """Return the failure again."""
    return ProviderError(failed["provider"], failed["reason"], retryable=failed["retryable"])
