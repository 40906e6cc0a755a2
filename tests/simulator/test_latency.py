"""The modelled delays: what is drawn is what the table says."""

from pathlib import Path
from random import Random

import pytest

from runtime.errors import BadFile
from simulator.latency import Latency
from simulator.statistics.samples import percentile

STAGE = "stages:\n  stt_final: {{p50_ms: {p50}, p95_ms: 300, max_ms: 400, published: true, as_of: {day}, source: s}}\n"


def test_draws_have_the_tables_median_and_percentile() -> None:
    latency, random = Latency.shipped(), Random("draws")

    draws = [latency.draw("llm_first_token", random) * 1000 for _ in range(4000)]

    assert percentile(draws, 50) == pytest.approx(637, rel=0.05)
    assert percentile(draws, 95) == pytest.approx(1615, rel=0.07)
    assert max(draws) <= 3152


def test_the_same_dice_give_the_same_delays() -> None:
    latency = Latency.shipped()

    assert latency.draw("tts_first_byte", Random("a")) == latency.draw("tts_first_byte", Random("a"))


def test_what_is_assumed_is_not_called_published() -> None:
    assert "tool_api (assumed)" in Latency.shipped().modelled()
    assert "stt_final (published)" in Latency.shipped().modelled()


@pytest.mark.parametrize(
    ("p50", "day"), [("-1", "2026-01-01"), ("350", "2026-01-01"), ("fast", "2026-01-01"), ("1", "x")]
)
def test_a_bad_latency_table_is_refused(tmp_path: Path, p50: str, day: str) -> None:
    path = tmp_path / "latency.yaml"
    path.write_text(STAGE.format(p50=p50, day=day))

    with pytest.raises(BadFile) as refused:
        Latency.read(path)

    assert refused.value.key.startswith("stages.stt_final")
