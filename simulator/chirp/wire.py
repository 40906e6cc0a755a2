"""CHIRP on the wire: 16 kHz mono PCM16 LE in binary frames, and JSON text frames of one envelope.

`{"type": name, "id": uuid, "ts_ms": Unix milliseconds, "data": {…}}`. `speech.started` and `speech.completed` have an
`utterance_id` in their data, `session.error` a `code` and a `message`. Written after Bluejay's and Cekura's pages on
their WebSocket integration. `data.text`, the words of the utterance, is an extension of this door.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import Final

RATE_HZ: Final = 16_000
FRAME_BYTES: Final = 640
"""20 ms."""
MAX_MESSAGE_BYTES: Final = 65_536
MAX_TEXT: Final = 1_000
"""Characters of one utterance: over a minute of speech."""


class Close(IntEnum):
    """The WebSocket close codes of this door (RFC 6455, section 7.4.1, and the IANA registry)."""

    NORMAL = 1000
    GOING_AWAY = 1001
    UNSUPPORTED = 1003
    INVALID = 1007
    POLICY = 1008
    TOO_BIG = 1009
    TRY_LATER = 1013


class Problem(StrEnum):
    """The codes of `session.error`."""

    INVALID_MESSAGE = "INVALID_MESSAGE"
    MISSING_FIELD = "MISSING_FIELD"
    INVALID_AUDIO_FRAME = "INVALID_AUDIO_FRAME"
    INTERNAL_ERROR = "INTERNAL_ERROR"


class Violation(Exception):
    """The peer broke the protocol so badly that its call is closed."""

    def __init__(self, close: Close, problem: Problem, reason: str) -> None:
        super().__init__(reason)
        self.close = close
        self.problem = problem
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SpeechBegins:
    """An utterance begins; `text` is all of it if its words were given beforehand, or else empty."""

    utterance: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class SpeechEnds:
    """An utterance is over; `text` is what was said, or empty."""

    utterance: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """The other side complains."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A message of another type, which is left aside: newer versions may have more."""

    type: str


type Announcement = SpeechBegins | SpeechEnds
type Message = Announcement | Trouble | Unknown


def parse(frame: str) -> Message:
    """Return what a text frame says. Ids and times are not needed. Raises: Violation, for anything but an envelope."""
    try:
        envelope = json.loads(frame)
    except (ValueError, RecursionError) as error:
        raise Violation(Close.INVALID, Problem.INVALID_MESSAGE, "a text frame is not JSON") from error
    kind = envelope.get("type") if isinstance(envelope, dict) else None
    if not isinstance(kind, str):
        raise Violation(Close.INVALID, Problem.INVALID_MESSAGE, "a text frame is no object with a type")
    inner = envelope.get("data")
    data = {**envelope, **inner} if isinstance(inner, dict) else envelope
    match kind:
        case "speech.started":
            return SpeechBegins(_text(data, "utterance_id"), _words(data))
        case "speech.completed":
            return SpeechEnds(_text(data, "utterance_id"), _words(data))
        case "session.error":
            return Trouble(_text(data, "code"), _text(data, "message"))
        case _:
            return Unknown(kind[:40])


def _words(data: dict[str, object]) -> str:
    words = _text(data, "text") or _text(data, "transcript")
    if len(words) > MAX_TEXT:
        raise Violation(Close.TOO_BIG, Problem.INVALID_MESSAGE, f"an utterance has more than {MAX_TEXT} characters")
    return words


def _text(data: dict[str, object], key: str) -> str:
    value = data.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def speech_started(utterance: str, text: str = "") -> str:
    """Return the text frame that an utterance begins with."""
    return _envelope("speech.started", {"utterance_id": utterance, **({"text": text} if text else {})})


def speech_completed(utterance: str, text: str = "") -> str:
    """Return the text frame that an utterance ends with."""
    return _envelope("speech.completed", {"utterance_id": utterance, **({"text": text} if text else {})})


def session_error(problem: Problem, message: str) -> str:
    """Return the text frame that complains."""
    return _envelope("session.error", {"code": problem, "message": message})


def _envelope(kind: str, data: dict[str, str]) -> str:
    wall = datetime.now(UTC).timestamp()  # noqa: TID251  the envelope wants the wall clock; nothing of ours reads it
    message = {"type": kind, "id": str(uuid.uuid4()), "ts_ms": int(wall * 1000), "data": data}
    return json.dumps(message, ensure_ascii=False)
