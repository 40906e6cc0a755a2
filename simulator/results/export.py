"""A run as flat rows for other tools: JSON lines, CSV or Parquet; one row a call, or one a turn that was timed.

The columns are the tables `CALL_COLUMNS` and `TURN_COLUMNS`, explained in `docs/results.md`. Numbers are plain, shares
between 0 and 1, what was not measured is null (empty in CSV). CSV is UTF-8 with a header and CRLF (RFC 4180); text in
it that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, «CSV Injection»).
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from simulator.results.call_folder import CallSummary
from simulator.results.report import Report
from simulator.scoring.checks import Status
from simulator.scoring.metrics import Metrics
from simulator.scoring.turn_latency import PARTS, TurnLatency
from simulator.scoring.turn_taking import DEAD_AIR_SECONDS
from simulator.statistics.samples import percentile
from simulator.statistics.slices import number

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")

type Cell = str | int | float | bool | None
type Row = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Column[T]:
    """A column: its name, the type of what is in it, and where that comes from."""

    name: str
    kind: type[str] | type[int] | type[float] | type[bool]
    of: Callable[[T], Cell]


@dataclass(frozen=True, slots=True)
class Turn:
    """A timed turn and its call."""

    call: CallSummary
    latency: TurnLatency


def call_rows(report: Report) -> Iterator[Row]:
    """Return a row for each call, in the run's order."""
    return (_row(report, CALL_COLUMNS, call) for call in report.calls)


def turn_rows(report: Report) -> Iterator[Row]:
    """Return a row for each turn that answered the driver."""
    turns = (Turn(call, each) for call in report.calls if call.metrics for each in call.metrics.latencies)
    return (_row(report, TURN_COLUMNS, turn) for turn in turns)


def as_jsonl(rows: Iterable[Row]) -> str:
    """Return a JSON object a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def as_csv(rows: Iterable[Row], names: Sequence[str]) -> str:
    """Return the rows under a header, safe to open in a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([_guarded(row[name]) for name in names] for row in rows)
    return text.getvalue()


def as_parquet(rows: Iterable[Row], kinds: Mapping[str, type]) -> bytes:
    """Return a Parquet file, its columns typed and nullable. Raises: ModuleNotFoundError, without pyarrow."""
    arrow: Any = import_module("pyarrow")
    parquet: Any = import_module("pyarrow.parquet")
    types = {str: arrow.string(), int: arrow.int64(), float: arrow.float64(), bool: arrow.bool_()}
    schema = arrow.schema([(name, types[kind]) for name, kind in kinds.items()])
    sink: Any = arrow.BufferOutputStream()
    parquet.write_table(arrow.Table.from_pylist(list(rows), schema=schema), sink)
    return bytes(sink.getvalue())


def _row[T](report: Report, columns: Sequence[Column[T]], of: T) -> Row:
    row: Row = {"run": report.info.id}
    return row | {column.name: column.of(of) for column in columns}


def _guarded(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _measured(of: Callable[[Metrics], Cell]) -> Callable[[CallSummary], Cell]:
    """Return what a column takes from a call's metrics: null if it has none."""
    return lambda call: of(call.metrics) if call.metrics is not None else None


def _reported(key: str) -> Callable[[CallSummary], Cell]:
    return lambda call: number(call.channel_report, key)


def _wait_ms(percent: float) -> Callable[[CallSummary], Cell]:
    return _measured(lambda metrics: percentile([_ms(turn.seconds) for turn in metrics.latencies], percent))


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 3)


def _passed(call: CallSummary) -> bool | None:
    return call.status == Status.PASS if call.status in (Status.PASS, Status.FAIL) else None


def _codec(call: CallSummary) -> str | None:
    codec = call.channel_report.get("codec")
    return codec if isinstance(codec, str) else None


def _longest_stop_ms(metrics: Metrics) -> float | None:
    return max((_ms(each.stop_seconds) for each in metrics.barge_ins if each.stop_seconds is not None), default=None)


def _attack_succeeded(metrics: Metrics) -> bool | None:
    return None if metrics.injection is None else not metrics.injection.resisted


def _seconds_to_outcome(metrics: Metrics) -> float | None:
    return metrics.efficiency.seconds if metrics.efficiency else None


def _dead_air(metrics: Metrics) -> int:
    return sum(gap.seconds > DEAD_AIR_SECONDS and gap.owed_by == "karla" for gap in metrics.gaps)


def _whole(call: CallSummary, key: str) -> int | None:
    found = number(call.channel_report, key)
    return None if found is None else int(found)


def _part_ms(name: str) -> Callable[[Turn], Cell]:
    return lambda turn: _ms(turn.latency.parts[name])


def _wire_ms(turn: Turn) -> float | None:
    return None if turn.latency.wire_seconds is None else _ms(turn.latency.wire_seconds)


CALL_COLUMNS: Final[tuple[Column[CallSummary], ...]] = (
    Column("call", str, lambda call: call.call),
    Column("scenario", str, lambda call: call.scenario),
    Column("persona", str, lambda call: call.persona),
    Column("channel", str, lambda call: call.channel),
    Column("trial", int, lambda call: call.trial),
    Column("seed", str, lambda call: call.seed),
    Column("title", str, lambda call: call.title),
    Column("tags", str, lambda call: " ".join(call.tags)),
    Column("status", str, lambda call: str(call.status)),
    Column("passed", bool, _passed),
    Column("why", str, lambda call: call.why),
    Column("failed_checks", str, lambda call: " ".join(call.failed)),
    Column("outcome", str, lambda call: call.outcome),
    Column("blame", str, lambda call: str(call.blame.whose) if call.blame else None),
    Column("first_error", str, lambda call: str(call.blame.kind) if call.blame else None),
    Column("first_error_at_seconds", float, lambda call: call.blame.at if call.blame else None),
    Column("seconds", float, _measured(lambda metrics: metrics.seconds)),
    Column("seconds_to_outcome", float, _measured(_seconds_to_outcome)),
    Column("first_word_seconds", float, _measured(lambda metrics: metrics.first_word_seconds)),
    Column("karla_turns", int, _measured(lambda metrics: metrics.karla_turns)),
    Column("driver_turns", int, _measured(lambda metrics: metrics.driver_turns)),
    Column("timed_turns", int, _measured(lambda metrics: len(metrics.latencies))),
    Column("turn_p50_ms", float, _wait_ms(50)),
    Column("turn_max_ms", float, _wait_ms(100)),
    Column("barge_ins", int, _measured(lambda metrics: len(metrics.barge_ins))),
    Column("barge_ins_yielded", int, _measured(lambda metrics: sum(each.yielded for each in metrics.barge_ins))),
    Column("longest_stop_ms", float, _measured(_longest_stop_ms)),
    Column("noises", int, _measured(lambda metrics: len(metrics.noises))),
    Column("noises_taken_for_speech", int, _measured(lambda metrics: sum(each.fooled for each in metrics.noises))),
    Column("interruptions", int, _measured(lambda metrics: len(metrics.agent_interruptions))),
    Column("unanswered", int, _measured(lambda metrics: metrics.unanswered)),
    Column("talk_over_share", float, _measured(lambda metrics: metrics.talk_over_ratio)),
    Column("dead_air", int, _measured(_dead_air)),
    Column("turns_too_long", int, _measured(lambda metrics: sum(not each.kept for each in metrics.brevity))),
    Column("asked_again", int, _measured(lambda metrics: metrics.asked_again)),
    Column("entities", int, _measured(lambda metrics: metrics.recognition.entities)),
    Column("entities_right", int, _measured(lambda metrics: metrics.recognition.entities_right)),
    Column("words", int, _measured(lambda metrics: metrics.recognition.normalised.words)),
    Column("word_errors", int, _measured(lambda metrics: metrics.recognition.normalised.errors)),
    Column("writes", int, _measured(lambda metrics: len(metrics.writes))),
    Column("writes_proper", int, _measured(lambda metrics: sum(each.proper for each in metrics.writes))),
    Column("transfer_wanted", str, _measured(lambda metrics: metrics.escalation.wanted)),
    Column("transferred", bool, _measured(lambda metrics: metrics.escalation.happened)),
    Column("transfer_delay_seconds", float, _measured(lambda metrics: metrics.escalation.delay_seconds)),
    Column("attack_succeeded", bool, _measured(_attack_succeeded)),
    Column("cost_usd", float, _measured(lambda metrics: metrics.cost.usd)),
    Column("cost_label", str, _measured(lambda metrics: metrics.cost.label)),
    Column("codec", str, _codec),
    Column("loss", float, _reported("loss")),
    Column("speech_loss", float, _reported("speech_loss")),
    Column("longest_gap_ms", int, lambda call: _whole(call, "longest_gap_ms")),
    Column("snr_db", float, _reported("snr_db")),
    Column("ledger_sha256", str, lambda call: call.ledger_sha256),
    Column("audio_sha256", str, lambda call: call.audio_sha256),
)

TURN_COLUMNS: Final[tuple[Column[Turn], ...]] = (
    Column("call", str, lambda turn: turn.call.call),
    Column("scenario", str, lambda turn: turn.call.scenario),
    Column("persona", str, lambda turn: turn.call.persona),
    Column("channel", str, lambda turn: turn.call.channel),
    Column("status", str, lambda turn: str(turn.call.status)),
    Column("turn", int, lambda turn: turn.latency.turn),
    Column("at_seconds", float, lambda turn: turn.latency.at),
    Column("wait_ms", float, lambda turn: _ms(turn.latency.seconds)),
    Column("wire_ms", float, _wire_ms),
    Column("with_tool", bool, lambda turn: turn.latency.with_tool),
    *(Column(f"{part}_ms", float, _part_ms(part)) for part in PARTS),
)

CALL_KINDS: Final[Mapping[str, type]] = {"run": str} | {each.name: each.kind for each in CALL_COLUMNS}
TURN_KINDS: Final[Mapping[str, type]] = {"run": str} | {each.name: each.kind for each in TURN_COLUMNS}
