"""Owns the process that loads espeak-ng (`espeak_worker.py`), and asks it for one utterance at a time.

The process ends when its owner does: the end of its stdin is its order to leave. A process that forks
(a worker pool) must not share its parent's renderer, so a changed process id starts a new one.
"""

import json
import os
import struct
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final, Self

import espeakng_loader

from runtime.errors import ProviderError

WORKER: Final = Path(__file__).with_name("espeak_worker.py")
EVENT: Final = struct.Struct("<3i")
WORD: Final = 1
CLAUSE_END: Final = 5


@dataclass(frozen=True, slots=True)
class Event:
    """Where something begins: `character` counts from 0 in the text, `sample` at the engine's rate."""

    kind: int
    character: int
    sample: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the engine gave: int16 samples at `rate_hz`, and its word and clause-end events."""

    samples: bytes
    events: tuple[Event, ...]
    rate_hz: int


class EspeakProcess:
    """One espeak-ng process, started when it is first needed and again after it has died."""

    def __init__(self, library: Path | None = None, data: Path | None = None) -> None:
        self._command = [
            *(sys.executable, "-I", "-S", str(WORKER)),
            str(library or espeakng_loader.get_library_path()),
            str(data or data_path()),
        ]
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._rate_hz = 0
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """The renderer's process id, if it is running."""
        return self._process.pid if self._process else None

    def render(self, request: Mapping[str, str | int]) -> Utterance:
        """Synthesise one request of `espeak_worker`. Raises: ProviderError."""
        with self._lock:
            try:
                answer = self._ask(json.dumps(request).encode())
            except (OSError, EOFError) as error:
                self._leave()
                raise ProviderError("espeak", "the renderer's process died", retryable=True) from error
        body = _checked(answer, retryable=True)
        count = int.from_bytes(body[:4], "little")
        end = 4 + EVENT.size * count
        events = tuple(Event(kind, at - 1, sample) for kind, at, sample in EVENT.iter_unpack(body[4:end]))
        return Utterance(body[end:], events, self._rate_hz)

    def close(self) -> None:
        """End the process. Idempotent."""
        with self._lock:
            self._leave()

    def _ask(self, request: bytes) -> bytes:
        if self._process is None or self._owner != os.getpid():
            self._start()
        assert self._process is not None and self._process.stdin is not None  # noqa: S101  started with pipes
        self._process.stdin.write(struct.pack("<I", len(request)) + request)
        self._process.stdin.flush()
        return self._message()

    def _start(self) -> None:
        self._owner = os.getpid()
        environment = {key: value for key, value in os.environ.items() if not key.startswith("ESPEAK")}
        environment["LC_ALL"] = "C.UTF-8"  # the library asks the locale what a letter is
        self._process = subprocess.Popen(  # noqa: S603  our own program, our own arguments
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        greeting = json.loads(_checked(self._message(), retryable=False))
        self._rate_hz = int(greeting["rate_hz"])

    def _message(self) -> bytes:
        return self._read(int.from_bytes(self._read(4), "little"))

    def _read(self, size: int) -> bytes:
        assert self._process is not None and self._process.stdout is not None  # noqa: S101  started with pipes
        data = self._process.stdout.read(size)
        if len(data) < size:
            raise EOFError
        return data

    def _leave(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        for stream in (process.stdin, process.stdout):
            if stream:
                try:
                    stream.close()
                except BrokenPipeError:  # it died with our request unread
                    pass
        process.wait()


def data_path() -> Path:
    """Return where espeak-ng's own data lies."""
    return Path(espeakng_loader.get_data_path())


def _checked(answer: bytes, *, retryable: bool) -> bytes:
    if answer[0] != 0:
        raise ProviderError("espeak", answer[1:].decode(errors="replace"), retryable=retryable)
    return answer[1:]
