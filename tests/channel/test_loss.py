"""Lost packets come in bursts and on a budget; a decoder that knows nothing better fades and falls silent."""

from itertools import pairwise

import numpy as np
import pytest

from runtime.audio import SILENCE, level_dbfs
from simulator.channel.loss import WINDOW, Bursts, Gaps, Outages, concealed
from simulator.channel.streams import stream

LAST = (1000).to_bytes(2, "little") * 160


def losses(share: float, burst_frames: float, seed: bytes = b"seed") -> Gaps:
    return Gaps([Bursts(share, burst_frames, stream(seed, "loss"))])


@pytest.mark.parametrize(("share", "burst_frames"), [(0.01, 3), (0.03, 5), (0.08, 12), (0.3, 2)])
def test_the_share_and_the_mean_burst_are_what_was_asked(share: float, burst_frames: float) -> None:
    runs = losses(share, burst_frames).within(0, 300_000)

    lost, bursts = sum(run > 0 for run in runs), runs.count(1)
    assert lost / len(runs) == pytest.approx(share, rel=0.001)
    assert lost / bursts == pytest.approx(burst_frames, rel=0.12)


@pytest.mark.parametrize("share", [0.005, 0.01, 0.03, 0.08])
def test_every_half_minute_loses_its_share(share: float) -> None:
    gaps = losses(share, 4)

    counted = [sum(run > 0 for run in gaps.within(n, n + WINDOW)) for n in range(0, 40 * WINDOW, WINDOW)]

    assert {abs(count - share * WINDOW) < 1 for count in counted} == {True}


@pytest.mark.parametrize("seconds", [20, 45, 75])
def test_no_call_is_spared_and_none_is_hit_twice(seconds: int) -> None:
    frames = 50 * seconds

    shares = [sum(run > 0 for run in losses(0.03, 6, b"%d" % n).within(0, frames)) / frames for n in range(200)]

    low, high = np.percentile(shares, [5, 95])
    assert low > 0.015 and high < 0.045
    assert float(np.mean(shares)) == pytest.approx(0.03, rel=0.05)


def test_bursts_are_of_all_lengths() -> None:
    runs = losses(0.03, 6).within(0, 300_000)

    lengths = [run for run, following in pairwise(runs) if run and not following]
    assert min(lengths) == 1 and np.percentile(lengths, 95) > 12


def test_the_order_of_asking_does_not_matter() -> None:
    forwards, backwards = losses(0.05, 4), losses(0.05, 4)

    assert [forwards.run(n) for n in range(5000)] == [backwards.run(n) for n in reversed(range(5000))][::-1]


def test_a_perfect_line_loses_nothing() -> None:
    assert not any(Gaps([]).within(0, 1000)) and not any(losses(0.0, 3).within(0, 5000))


def test_an_outage_takes_everything_for_seconds() -> None:
    gaps = Gaps([Outages(1.0, (1.0, 3.0), stream(b"seed", "outages"))])

    runs = gaps.within(0, 200 * WINDOW)

    lengths = [run for run, following in pairwise(runs) if run and not following]
    assert len(lengths) == pytest.approx(100, rel=0.2)  # one a minute
    assert 50 <= min(lengths) < 70 and 130 < max(lengths) <= 150


def test_two_reasons_make_one_longer_gap() -> None:
    class Fixed:
        def __init__(self, first: int) -> None:
            self.first = first

        def lost(self) -> np.ndarray:
            flags = np.zeros(WINDOW, np.bool_)
            flags[self.first : self.first + 5] = True
            return flags

    runs = Gaps([Fixed(10), Fixed(13)]).within(0, 30)

    assert list(runs[9:20]) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0]


def test_a_gap_fades_in_steps_and_falls_silent() -> None:
    levels = [level_dbfs(concealed(LAST, run)) for run in range(1, 5)]

    assert [round(level_dbfs(LAST) - level) for level in levels] == [3, 6, 9, 12]
    assert concealed(LAST, 5) == concealed(LAST, 255) == SILENCE
