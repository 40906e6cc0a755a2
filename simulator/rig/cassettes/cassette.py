"""A cassette: what the providers answered in one call, when, and to what; a JSON-lines file and blobs of audio.

`CALL.jsonl` begins with a header `{"cassette": 1, "call", "seed", "providers": {port: identity}}`. Then comes one line
for each thing that a provider was asked:

    {"port": "llm", "key": sha256, "n": 0, "prompt": sha256, "asked": {...}, "answers": [...], "cut": false}

`key` is SHA-256 over the canonical JSON of the provider's identity and of what it was asked; `n` counts equal keys in
this call. A prompt, that is system text and tools, is not part of the key: the same question under another prompt is
found, and found to be stale. An answer is `{"at": seconds since it was asked, ...}`; audio is the name of a blob,
`blobs/<sha256>`, zlib over 16-bit LE PCM. `cut` says that whoever asked stopped listening.
"""

import hashlib
import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import TypeAdapter, ValidationError

from runtime.audio import Pcm
from runtime.errors import BadFile
from simulator.scoring.ledger import canonical

FORMAT: Final = 1

type Port = Literal["stt", "llm", "tts", "driver"]
type Identity = Mapping[str, str]
"""Who answers: `{"provider": ..., "model": ..., and every setting that changes an answer}`."""


class CassetteMiss(Exception):
    """A provider was asked what nobody has recorded."""


class StaleCassette(CassetteMiss):
    """The answer was recorded with another prompt: it says nothing about this one."""


@dataclass(slots=True)
class Entry:
    """One question and its answers, in the order in which they came."""

    port: Port
    key: str
    n: int
    asked: Any
    prompt: str = ""
    answers: list[dict[str, Any]] = field(default_factory=list)
    cut: bool = False


_ENTRY: Final = TypeAdapter(Entry)


def digest(*parts: object) -> str:
    """Return the SHA-256 of the canonical JSON of `parts`, as 64 hex digits."""
    text = json.dumps(canonical(parts), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class Cassette:
    """One call's questions and answers. `folder` holds all cassettes of a run."""

    folder: Path
    call: str
    seed: str
    providers: dict[str, Identity] = field(default_factory=dict)
    entries: dict[tuple[str, str, int], Entry] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    misses: list[CassetteMiss] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """Where the cassette lies."""
        return self.folder / f"{self.call}.jsonl"

    def turn(self, port: Port, key: str) -> int:
        """Return how often this key was asked before, and count it."""
        n = self.counts.get((port, key), 0)
        self.counts[port, key] = n + 1
        return n

    def add(self, entry: Entry) -> Entry:
        """Keep an entry whose answers are still to come."""
        self.entries[entry.port, entry.key, entry.n] = entry
        return entry

    def find(self, port: Port, key: str, prompt: str, asked: str) -> Entry:
        """Return what was answered to this question, asked once more. Raises: CassetteMiss, StaleCassette."""
        n = self.turn(port, key)
        entry = self.entries.get((port, key, n))
        if entry is None:
            again = f" when asked {n + 1} times" if n else ""
            raise self.miss(CassetteMiss(f"{self.path}: nobody recorded what {port} answers{again} to {asked}"))
        if entry.prompt != prompt:
            stale = f"{self.path}: recorded with prompt {entry.prompt[:12]}, this one is {prompt[:12]}"
            raise self.miss(StaleCassette(stale))
        return entry

    def miss(self, error: CassetteMiss) -> CassetteMiss:
        """Keep an error to be raised: even if whoever asks drops it, as one drops a draft, the call proves nothing."""
        self.misses.append(error)
        return error

    def keep(self, pcm: Pcm) -> str:
        """Store audio under its SHA-256 and return that."""
        name = hashlib.sha256(pcm).hexdigest()
        blob = self.folder / "blobs" / name
        if not blob.exists():
            blob.parent.mkdir(parents=True, exist_ok=True)
            _write(blob, zlib.compress(pcm, 6))
        return name

    def audio(self, name: str) -> Pcm:
        """Return stored audio. Raises: BadFile."""
        blob = self.folder / "blobs" / name
        try:
            pcm = zlib.decompress(blob.read_bytes())
        except (OSError, zlib.error) as error:
            raise BadFile(blob, f"cannot be read: {error}", hint="record the cassette again") from error
        if hashlib.sha256(pcm).hexdigest() != name:
            raise BadFile(blob, "does not hold what its name says", hint="record the cassette again")
        return pcm

    def save(self) -> None:
        """Write the cassette, whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        providers = {port: dict(who) for port, who in self.providers.items()}
        header = {"cassette": FORMAT, "call": self.call, "seed": self.seed, "providers": providers}
        lines = [header, *map(asdict, self.entries.values())]
        text = "".join(json.dumps(line, ensure_ascii=False, default=canonical) + "\n" for line in lines)
        _write(self.path, text.encode())

    @classmethod
    def load(cls, folder: Path, call: str, seed: str) -> Self:
        """Read the cassette of a call. Raises: CassetteMiss, if there is none; BadFile, naming the line."""
        path = folder / f"{call}.jsonl"
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            raise CassetteMiss(f"{path}: nobody recorded this call") from None
        except (OSError, UnicodeDecodeError) as error:
            raise BadFile(path, f"cannot be read: {error}") from error
        records = [_record(path, number, line) for number, line in enumerate(lines, start=1)]
        header = records[0] if records else {}
        if header.get("cassette") != FORMAT:
            raise BadFile(path, f"is no cassette of format {FORMAT}", line=1, hint="record it again")
        if header.get("seed") != seed:
            raise BadFile(path, f"was recorded with seed «{header.get('seed')}», not «{seed}»", line=1, key="seed")
        cassette = cls(folder, call, seed, dict(header.get("providers") or {}))
        for number, record in enumerate(records[1:], start=2):
            try:
                entry = _ENTRY.validate_python(record)
            except ValidationError as error:
                raise BadFile(path, f"is no entry of a cassette: {error.errors()[0]['msg']}", line=number) from error
            if not all({"at", "sample"} & answer.keys() for answer in entry.answers):
                raise BadFile(path, "has an answer without its time", line=number, key="at")
            cassette.add(entry)
        return cassette


def _record(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadFile(path, "not a line of JSON", line=number) from error
    if not isinstance(record, dict):
        raise BadFile(path, "not an object", line=number)
    return record


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    beside.write_bytes(content)
    os.replace(beside, path)
