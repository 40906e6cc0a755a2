"""Lost packets come in bursts, and a decoder repeats itself quietly before it falls silent."""

import pytest

from runtime.audio import SILENCE, level_dbfs
from simulator.channel.loss import Losses, concealed
from simulator.channel.streams import stream

LAST = (1000).to_bytes(2, "little") * 160


@pytest.mark.parametrize(("share", "burst_frames"), [(0.01, 3), (0.03, 5), (0.08, 12), (0.3, 1)])
def test_the_share_and_the_mean_burst_are_what_was_asked(share: float, burst_frames: float) -> None:
    losses = Losses(share, burst_frames, stream(b"seed", "loss"))

    runs = [losses.run(n) for n in range(400_000)]

    lost, bursts = sum(run > 0 for run in runs), runs.count(1)
    assert lost / len(runs) == pytest.approx(share, rel=0.12)
    assert lost / bursts == pytest.approx(burst_frames, rel=0.12)


def test_the_order_of_asking_does_not_matter() -> None:
    forwards, backwards = (Losses(0.05, 4, stream(b"seed", "loss")) for _ in range(2))

    assert [forwards.run(n) for n in range(5000)] == [backwards.run(n) for n in reversed(range(5000))][::-1]


def test_a_perfect_line_loses_nothing() -> None:
    losses = Losses(0.0, 3, stream(b"seed", "loss"))

    assert not any(losses.run(n) for n in range(1000))


def test_a_gap_fades_in_steps_and_falls_silent() -> None:
    levels = [level_dbfs(concealed(LAST, run)) for run in range(1, 5)]

    assert [round(level_dbfs(LAST) - level) for level in levels] == [3, 6, 9, 12]
    assert concealed(LAST, 5) == concealed(LAST, 255) == SILENCE
