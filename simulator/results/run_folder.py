"""A run on disk, `runs/<id>/`: run.json, calls.jsonl and a folder for each call.

calls.jsonl grows by a line as each call finishes, so that an interrupted run can be taken up again, and is rewritten
in the suite's order at the end. The run's digest is SHA-256 over, for each call in that order, its name, the SHA-256
of its ledger's bytes and the SHA-256 of its audio's bytes, each as text with a newline after it. No wall clock and no
machine gets into it.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import TypeAdapter, ValidationError

from runtime.errors import BadFile
from simulator.results.call_folder import CallFolder, CallSummary
from simulator.scoring.ledger import Json, canonical

RUNS: Final = Path("runs")

type Progress = Literal["running", "interrupted", "finished"]


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for, so that a run can be taken up again: the options of `karla simulate`."""

    suite: str
    scenarios: tuple[str, ...] = ()
    personas: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    trials: int | None = None
    seed: str | None = None
    brain: str = "rules"
    driver: str = "grammar"
    record: str | None = None
    replay: str | None = None


@dataclass(frozen=True, slots=True)
class RunInfo:
    """run.json. `calls` are the names of all calls in the suite's order; the times are this machine's."""

    id: str
    request: Request
    calls: tuple[str, ...]
    provenance: dict[str, Json]
    progress: Progress = "running"
    digest: str = ""
    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    totals: dict[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A run's folder."""

    path: Path

    @property
    def info_path(self) -> Path:
        """What was run, and how far it got."""
        return self.path / "run.json"

    @property
    def calls_path(self) -> Path:
        """One summary a line."""
        return self.path / "calls.jsonl"

    @property
    def reachable(self) -> str:
        """How to name the run on the command line: by its id if it lies where runs are looked for."""
        return self.path.name if self.path.parent == RUNS else str(self.path)

    def call(self, name: str) -> CallFolder:
        """Return the folder of one call."""
        return CallFolder(self.path / "calls" / name)

    def write_info(self, info: RunInfo) -> None:
        """Write run.json, whole or not at all. Raises: BadFile."""
        _replace(self.info_path, json.dumps(canonical(asdict(info)), ensure_ascii=False, indent=2) + "\n")

    def info(self) -> RunInfo:
        """Return run.json. Raises: BadFile."""
        try:
            return TypeAdapter(RunInfo).validate_json(self.info_path.read_bytes())
        except OSError as error:
            raise BadFile(self.info_path, f"cannot be read: {error.strerror}") from error
        except ValidationError as error:
            raise BadFile(self.info_path, f"is no run: {error.errors()[0]['msg']}") from error

    def append(self, summary: CallSummary) -> None:
        """Add a finished call to calls.jsonl. Raises: BadFile."""
        with _written(self.calls_path), self.calls_path.open("a", encoding="utf-8") as file:
            file.write(summary.line() + "\n")

    def summaries(self) -> list[CallSummary]:
        """Return the finished calls; a last line that was torn off is no call. Raises: BadFile."""
        if not self.calls_path.exists():
            return []
        text = self.calls_path.read_text(encoding="utf-8")
        whole = text.split("\n")[:-1]
        return [self._parse(number, line) for number, line in enumerate(whole, start=1)]

    def mend(self) -> list[CallSummary]:
        """Return the finished calls, after taking a torn last line off the file. Raises: BadFile."""
        finished = self.summaries()
        self._write_summaries(finished)
        return finished

    def finish(self, info: RunInfo, progress: Progress) -> RunInfo:
        """Put calls.jsonl in the suite's order, and write run.json with the digest. Raises: BadFile."""
        by_name = {summary.call: summary for summary in self.summaries()}
        ordered = [by_name[name] for name in info.calls if name in by_name]
        self._write_summaries(ordered)
        finished = replace(info, progress=progress, digest=digest(ordered))
        self.write_info(finished)
        return finished

    def _write_summaries(self, summaries: Iterable[CallSummary]) -> None:
        _replace(self.calls_path, "".join(f"{summary.line()}\n" for summary in summaries))

    def _parse(self, number: int, line: str) -> CallSummary:
        try:
            return CallSummary.parse(line)
        except ValidationError as error:
            reason = f"is no summary of a call: {error.errors()[0]['msg']}"
            raise BadFile(self.calls_path, reason, line=number) from error


def create(root: Path, suite: str) -> RunFolder:
    """Create the folder of a new run under `root`, where others may be created at the same time. Raises: BadFile."""
    stem = f"{_started()}-{suite}"
    with _written(root):
        root.mkdir(parents=True, exist_ok=True)
        for number in range(1, 1000):
            path = root / (stem if number == 1 else f"{stem}-{number}")
            try:
                path.mkdir()
            except FileExistsError:
                continue
            return RunFolder(path)
    raise BadFile(root, f"has a thousand runs called {stem}")


def find(root: Path, name: str) -> RunFolder:
    """Return the run called `name`: a path, an id, the unique beginning of an id, or `last`. Raises: BadFile."""
    if (Path(name) / "run.json").exists():
        return RunFolder(Path(name))
    runs = sorted((path.parent for path in root.glob("*/run.json")), key=lambda path: (path.stat().st_mtime, path.name))
    if not runs:
        raise BadFile(root, "holds no runs yet", hint="karla simulate makes one")
    if name == "last":
        return RunFolder(runs[-1])
    exact = [path for path in runs if path.name == name] or [path for path in runs if path.name.startswith(name)]
    if len(exact) != 1:
        few = ", ".join(path.name for path in (exact or runs)[-3:])
        raise BadFile(root / name, "is no run" if not exact else "is the beginning of several runs", hint=few)
    return RunFolder(exact[0])


def digest(summaries: Iterable[CallSummary]) -> str:
    """Return the digest of calls in the suite's order: 64 hex digits."""
    total = hashlib.sha256()
    for summary in summaries:
        total.update(f"{summary.call}\n{summary.ledger_sha256}\n{summary.audio_sha256}\n".encode())
    return total.hexdigest()


def _started() -> str:
    """Return the wall clock for a folder's name; nothing that is digested sees it."""
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S")  # noqa: TID251  names a folder


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.new")
    with _written(path):
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)


@contextmanager
def _written(path: Path) -> Iterator[None]:
    """Name the file that a full or a closed disk refuses. Raises: BadFile."""
    try:
        yield
    except OSError as error:
        raise BadFile(path, f"cannot be written: {error.strerror}") from error
