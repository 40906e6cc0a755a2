"""Remembers what has been rendered: in memory, and in one small file per utterance.

A file is named after the SHA-256 of what makes the sound (engine, text, voice). It holds `KV01`, the first
16 bytes of the SHA-256 of the rest, a little-endian uint32 length, that many bytes of JSON (each word, its
first sample and its end), and PCM16 at 8 kHz. A file that does not check is rendered again; a folder that
cannot be written is done without.
"""

import hashlib
import json
import logging
import os
import tempfile
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from runtime.audio import Pcm
from runtime.pipeline.ports import WordMark

MAGIC: Final = b"KV01"
CHECK_BYTES: Final = 16
HEAD_BYTES: Final = len(MAGIC) + CHECK_BYTES
MARK_BYTES: Final = 150  # what a word mark weighs in memory, roughly

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rendered:
    """An utterance: PCM16 8 kHz mono, and where in it (in samples) each word of its text sounds."""

    pcm: Pcm
    words: tuple[WordMark, ...]


def default_voice_cache(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where renders are kept: `KARLA_CACHE`, or `karla` in the user's cache folder."""
    if chosen := environment.get("KARLA_CACHE"):
        return Path(chosen) / "voice"
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "karla" / "voice"


class VoiceCache:
    """Renders by the key of what they say, the latest `memory_bytes` of them in memory."""

    def __init__(self, folder: Path | None, memory_bytes: int = 64_000_000) -> None:
        self._folder = folder
        self._memory_bytes = memory_bytes
        self._held_bytes = 0
        self._held: OrderedDict[str, Rendered] = OrderedDict()

    def get(self, key: str) -> Rendered | None:
        """Return what was stored under `key`, a hexadecimal digest, if it is still whole."""
        if (held := self._held.get(key)) is not None:
            self._held.move_to_end(key)
            return held
        found = self._read(key)
        if found is not None:
            self._hold(key, found)
        return found

    def put(self, key: str, rendered: Rendered) -> None:
        """Store a render under `key`."""
        self._hold(key, rendered)
        if self._folder is None:
            return
        try:
            _write(_place(self._folder, key), _packed(rendered))
        except OSError as error:
            logger.warning("voice cache is off: its folder cannot be written", extra={"reason": str(error)})
            self._folder = None

    def _read(self, key: str) -> Rendered | None:
        if self._folder is None:
            return None
        try:
            return _unpacked(_place(self._folder, key).read_bytes())
        except (OSError, ValueError):  # not there, unreadable, cut short or spoilt
            return None

    def _hold(self, key: str, rendered: Rendered) -> None:
        self._held_bytes += _weight(rendered)
        if (before := self._held.pop(key, None)) is not None:
            self._held_bytes -= _weight(before)
        self._held[key] = rendered
        while self._held_bytes > self._memory_bytes and len(self._held) > 1:
            _, oldest = self._held.popitem(last=False)
            self._held_bytes -= _weight(oldest)


def _weight(rendered: Rendered) -> int:
    return len(rendered.pcm) + MARK_BYTES * len(rendered.words)


def _place(folder: Path, key: str) -> Path:
    return folder / key[:2] / f"{key[2:]}.kv"


def _packed(rendered: Rendered) -> bytes:
    words = json.dumps([[mark.word, mark.start, mark.end] for mark in rendered.words]).encode()
    body = len(words).to_bytes(4, "little") + words + rendered.pcm
    return MAGIC + hashlib.sha256(body).digest()[:CHECK_BYTES] + body


def _unpacked(data: bytes) -> Rendered:
    """Raises: ValueError."""
    body = data[HEAD_BYTES:]
    if data[:HEAD_BYTES] != MAGIC + hashlib.sha256(body).digest()[:CHECK_BYTES]:
        raise ValueError("not a whole render")
    end = 4 + int.from_bytes(body[:4], "little")
    return Rendered(body[end:], tuple(WordMark(*mark) for mark in json.loads(body[4:end])))


def _write(path: Path, data: bytes) -> None:
    """Write a file that other processes see whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except OSError:
        os.unlink(name)
        raise
