"""One call on disk, `calls/<call name>/`: ledger.jsonl, audio.wav, trip.json, verdict.json; and its summary.

trip.json is `{"before": trip or null, "after": trip or null, "expected": facts or null}`, a trip being
`{"id", "driver_id", "origin", "destination", "date"}`. audio.wav is stereo at 8 kHz: left Karla, right driver.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from runtime.errors import BadFile
from runtime.trips import Trip
from simulator.scoring.checks import Judged, Status, Verdict, judge
from simulator.scoring.cost import Prices, shipped_prices
from simulator.scoring.entities import Entities
from simulator.scoring.expectation import Expectation, trip_facts
from simulator.scoring.fault.blame import Blame, blame, harness_blame
from simulator.scoring.judge import Ruling, overruled
from simulator.scoring.ledger import Json, Ledger, canonical
from simulator.scoring.metrics import Metrics, measure
from simulator.scoring.timeline import Timeline
from simulator.suite import CallSpec


@dataclass(frozen=True, slots=True)
class CallFolder:
    """Where the parts of one call lie."""

    path: Path

    @property
    def ledger(self) -> Path:
        """What happened."""
        return self.path / "ledger.jsonl"

    @property
    def audio(self) -> Path:
        """What could be heard."""
        return self.path / "audio.wav"

    @property
    def trip(self) -> Path:
        """The trip in the client's system before and after, and as it should be."""
        return self.path / "trip.json"

    @property
    def verdict(self) -> Path:
        """How the call was judged, and against what."""
        return self.path / "verdict.json"


@dataclass(frozen=True, slots=True)
class CallSummary:
    """One line of calls.jsonl. `metrics` is None when there is nothing to measure."""

    call: str
    scenario: str
    persona: str
    channel: str
    trial: int
    seed: str
    title: str
    tags: tuple[str, ...]
    status: Status
    why: str
    failed: tuple[str, ...] = ()
    outcome: str = ""
    metrics: Metrics | None = None
    channel_report: dict[str, Json] = field(default_factory=dict)
    ledger_sha256: str = ""
    audio_sha256: str = ""
    blame: Blame | None = None

    def line(self) -> str:
        """Return the summary as one canonical line of JSON."""
        return json.dumps(canonical(asdict(self)), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def parse(cls, line: str) -> "CallSummary":
        """Read a line back. Raises: ValidationError."""
        return _adapter().validate_json(line)


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """verdict.json: the verdict, what the call was judged against, whose the first error was, what a judge ruled."""

    verdict: Verdict
    expectation: Expectation
    blame: Blame | None = None
    ruling: Ruling | None = None

    def write(self, path: Path) -> None:
        """Write the verdict as canonical, readable JSON."""
        text = json.dumps(canonical(asdict(self)), ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "StoredVerdict":
        """Read a verdict back. Raises: BadFile."""
        try:
            return _verdicts().validate_json(path.read_bytes())
        except OSError as error:
            raise BadFile(path, f"cannot be read: {error.strerror}") from error
        except ValidationError as error:
            raise BadFile(path, f"is no verdict: {error.errors()[0]['msg']}") from error


def write_trip(path: Path, before: Trip | None, after: Trip | None, expected: Mapping[str, object] | None) -> None:
    """Write trip.json."""
    record = {"before": before and asdict(before), "after": after and asdict(after), "expected": expected}
    path.write_text(json.dumps(canonical(record), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read_trips(path: Path) -> dict[str, dict[str, object] | None]:
    """Return trip.json. Raises: BadFile."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadFile(path, f"cannot be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise BadFile(path, "is not JSON", line=error.lineno) from error
    if not isinstance(record, dict) or not {"before", "after"} <= record.keys():
        raise BadFile(path, "needs before and after")
    return record


def score_call(spec: CallSpec, path: Path, prices: Prices | None = None) -> CallSummary:
    """Judge the call that lies in `path`, write its verdict there, and sum it up. Raises: BadFile."""
    expectation = Expectation.of(spec.scenario, spec.persona)
    return grade(CallFolder(path), infra_summary(spec, ""), expectation, prices=prices)


def grade(
    folder: CallFolder,
    summary: CallSummary,
    expectation: Expectation,
    ruling: Ruling | None = None,
    prices: Prices | None = None,
) -> CallSummary:
    """Judge a call by its ledger and its trips alone, write its verdict, and return `summary` brought up to date.

    Raises: BadFile.
    """
    ledger = Ledger.read(folder.ledger)
    timeline, entities = Timeline.of(ledger), _entities(ledger, expectation)
    named, understood = (entities.named, entities.understood) if entities else (None, None)
    metrics = measure(timeline, expectation, prices or shipped_prices(), entities)
    after = trip_facts(read_trips(folder.trip)["after"])
    call = Judged(timeline, expectation, metrics, after, named, understood)
    verdict = overruled(judge(call), ruling, timeline)
    first_error = blame(call, verdict)
    StoredVerdict(verdict, expectation, first_error, ruling).write(folder.verdict)
    end = ledger.last("call.end")
    return replace(
        summary,
        status=verdict.status,
        why=verdict.why,
        failed=tuple(check.name for check in verdict.checks if not check.ok),
        outcome=end.text("outcome") if end else "",
        metrics=metrics,
        channel_report={key: value for key, value in end.data.items() if key != "outcome"} if end else {},
        ledger_sha256=_sha256(folder.ledger),
        audio_sha256=_sha256(folder.audio),
        blame=first_error,
    )


def _entities(ledger: Ledger, expectation: Expectation) -> Entities | None:
    """Return a finder as of the moment of the call; None if nothing tells it."""
    start = ledger.first("call.start")
    now = expectation.now or (start.text("now") if start is not None else "")
    return Entities.shipped(datetime.fromisoformat(now)) if now else None


def infra_summary(spec: CallSpec, why: str) -> CallSummary:
    """Sum up a call that the harness could not play."""
    return CallSummary(
        call=spec.name,
        scenario=spec.scenario.id,
        persona=spec.persona.id,
        channel=spec.channel,
        trial=spec.trial,
        seed=spec.seed,
        title=spec.scenario.title,
        tags=tuple(spec.scenario.tags),
        status=Status.INFRA,
        why=why,
        blame=harness_blame(why),
    )


def _sha256(path: Path) -> str:
    """Return the hex digest of a file; of nothing if there is none."""
    if not path.exists():
        return hashlib.sha256(b"").hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _verdicts() -> TypeAdapter[StoredVerdict]:
    return TypeAdapter(StoredVerdict)


@cache
def _adapter() -> TypeAdapter[CallSummary]:
    return TypeAdapter(CallSummary)
