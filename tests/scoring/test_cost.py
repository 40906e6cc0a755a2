"""What a call costs, with a bill worked out by hand."""

from pathlib import Path

import pytest

from runtime.errors import BadFile
from simulator.scoring.cost import Prices, Unit, cost, shipped_prices
from simulator.scoring.scripted import ScriptedCall
from simulator.scoring.timeline import Timeline

TABLE = "currency: USD\nprofile: test\nrows:\n"
ROW = "  - {{unit: {unit}, provider: p, usd: {usd}, per: 10, as_of: 2026-01-01, source: s}}\n"


def table(tmp_path: Path, usd: str = "1", units: tuple[str, ...] = tuple(Unit)) -> Path:
    path = tmp_path / "prices.yaml"
    path.write_text(TABLE + "".join(ROW.format(unit=unit, usd=usd) for unit in units))
    return path


def test_a_bill_of_a_minute() -> None:
    """60 s at 0.0059 a minute; 1000 in, 4000 cached, 50 out; 100 characters live, 80 from the cache."""
    call = ScriptedCall().note(5, "llm.end", turn=1, input_tokens=1000, cached_tokens=4000, output_tokens=50)
    call.note(5, "tts.start", turn=1, text="", cached=False, characters=100)
    call.note(6, "tts.start", turn=1, text="", cached=True, characters=80).end(60, "confirmed")

    bill = cost(Timeline.of(call.ledger), shipped_prices())

    assert bill.by_unit == pytest.approx(
        {
            "stt_seconds": 0.0059,
            "llm_input_tokens": 0.001,
            "llm_cached_tokens": 0.0004,
            "llm_output_tokens": 0.00025,
            "tts_characters": 0.005,
        }
    )
    assert bill.usd == pytest.approx(0.01255)


def test_what_has_no_price_is_named_and_not_guessed() -> None:
    bill = cost(Timeline.of(ScriptedCall().end(30, "confirmed").ledger), shipped_prices())

    assert set(bill.unpriced) >= {"telephony_seconds"} and bill.metered["telephony_seconds"] == 30
    assert bill.metered["infra_seconds"] == 30 and bill.label == "modelled"


def test_the_share_of_the_servers_is_priced_where_the_table_has_a_row(tmp_path: Path) -> None:
    call = Timeline.of(ScriptedCall().end(30, "confirmed").ledger)
    without = tuple(unit for unit in Unit if unit is not Unit.INFRA_SECONDS)

    assert cost(call, Prices.read(table(tmp_path))).by_unit["infra_seconds"] == pytest.approx(3.0)
    assert cost(call, Prices.read(table(tmp_path, units=without))).unpriced == ("infra_seconds",)


def test_an_answer_that_was_begun_and_dropped_is_billed_for_its_reading(tmp_path: Path) -> None:
    """Two requests read 30 tokens in all, a third was dropped: 15 tokens more."""
    call = ScriptedCall()
    for turn, tokens in ((1, 10), (2, 20)):
        call.note(turn, "llm.start", turn=turn, draft=True)
        call.note(turn + 0.5, "llm.end", turn=turn, input_tokens=tokens, cached_tokens=0, output_tokens=4)
    call.note(2.9, "llm.start", turn=2, draft=True)

    bill = cost(Timeline.of(call.end(30, "confirmed").ledger), Prices.read(table(tmp_path)))

    assert bill.metered["llm_dropped_drafts"] == 1 and bill.by_unit["llm_dropped_drafts"] == pytest.approx(1.5)
    assert bill.usd == pytest.approx(sum(bill.by_unit.values()))


def test_where_no_request_was_answered_a_dropped_one_is_not_guessed_at() -> None:
    call = ScriptedCall().note(1, "llm.start", turn=1, draft=True).end(30, "abandoned")

    bill = cost(Timeline.of(call.ledger), shipped_prices())

    assert bill.metered["llm_dropped_drafts"] == 1 and bill.by_unit["llm_dropped_drafts"] == 0


def test_a_table_prices_by_the_unit(tmp_path: Path) -> None:
    assert Prices.read(table(tmp_path)).usd(Unit.STT_SECONDS, 25) == pytest.approx(2.5)


def test_every_shipped_price_has_its_date_and_source() -> None:
    assert all(row.as_of.year >= 2026 and row.source for row in shipped_prices().rows)


@pytest.mark.parametrize(
    ("usd", "units", "key"),
    [
        ("-1", tuple(Unit), "usd"),
        ("cheap", tuple(Unit), "usd"),
        ("1", tuple(Unit)[1:], "rows.stt_seconds"),
        ("1", (*Unit, Unit.STT_SECONDS), "rows.stt_seconds"),
    ],
)
def test_a_bad_price_table_is_refused(tmp_path: Path, usd: str, units: tuple[str, ...], key: str) -> None:
    with pytest.raises(BadFile) as refused:
        Prices.read(table(tmp_path, usd, units))

    assert refused.value.key.endswith(key), refused.value
