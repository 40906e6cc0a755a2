"""The ledger's bytes, which a run's digest is made of."""

from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.errors import BadFile
from simulator.scoring.ledger import Ledger

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(-1e6, 1e6) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


class Kind(StrEnum):
    SPEECH = "speech"


def test_a_line_is_canonical_whatever_the_order_of_its_values() -> None:
    one, other = Ledger(lambda: 1.23456789), Ledger(lambda: 1.23456789)

    one.note("drv.utt.start", utt=1, kind=Kind.SPEECH, facts=("a", "b"), day=date(2026, 3, 9))
    other.note("drv.utt.start", day="2026-03-09", facts=["a", "b"], kind="speech", utt=1)

    line = '{"t":1.234568,"event":"drv.utt.start","day":"2026-03-09","facts":["a","b"],"kind":"speech","utt":1}\n'
    assert one.canonical_bytes() == other.canonical_bytes() == line.encode()


def test_events_lie_by_time_and_those_of_one_instant_as_they_were_noted() -> None:
    ledger = Ledger()

    ledger.note_at(2.0, "late")
    ledger.note_at(1.0, "first")
    ledger.note_at(1.0, "second")

    assert [line.split('"')[5] for line in ledger.canonical_bytes().decode().splitlines()] == [
        "first",
        "second",
        "late",
    ]


def test_minus_zero_is_zero() -> None:
    ledger = Ledger()

    ledger.note_at(-0.0, "call.answer", gain=-0.0)

    assert b"-0" not in ledger.canonical_bytes()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), b"bytes"])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        Ledger().note("event", value=value)


def test_the_ledgers_own_keys_are_not_to_be_used() -> None:
    with pytest.raises(ValueError, match="own keys"):
        Ledger().note("event", t=1.0)


@given(st.lists(st.tuples(st.floats(0, 1e4), st.dictionaries(st.sampled_from("abc"), VALUES)), max_size=5))
def test_what_is_read_back_has_the_same_bytes(tmp_path_factory: pytest.TempPathFactory, events: list[tuple]) -> None:
    ledger, path = Ledger(), tmp_path_factory.mktemp("ledger") / "ledger.jsonl"
    for t, data in events:
        ledger.note_at(t, "event", **data)

    ledger.write(path)

    assert Ledger.read(path).canonical_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("text", "line"),
    [('{"t":0,"event":"a"}\nnot json\n', 2), ('{"t":0}\n', 1), ('{"event":"a"}\n', 1), ('{"t":true,"event":"a"}\n', 1)],
)
def test_a_bad_ledger_is_refused_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "ledger.jsonl"
    path.write_text(text)

    with pytest.raises(BadFile) as refused:
        Ledger.read(path)

    assert refused.value.line == line
