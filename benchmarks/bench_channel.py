"""What a line costs and what it does: CPU for its bed (once a process) and for a call, and the realised figures.

    .venv/bin/python benchmarks/bench_channel.py                     # one row a line, means over five calls of 75 s
    .venv/bin/python benchmarks/bench_channel.py --budget            # the spread of realised loss over 400 calls

The driver talks 44 % of the time, Karla half of what is left. Where a codec runs in a process of its own, that counts.
"""

import argparse
import resource
from collections.abc import Iterator
from statistics import fmean
from time import process_time

import numpy as np

from simulator.channel.leg import DriverLeg
from simulator.channel.loss import WINDOW, Bursts
from simulator.channel.presets import Channel, read_channels
from simulator.channel.report import ChannelReport
from simulator.channel.streams import stream

SPOKEN_FRAMES = 150
EVERY_FRAMES = 340
HERS = range(180, 275)
BUDGETS = ((0.01, 3), (0.03, 6), (0.08, 12))


def voice(frames: int) -> bytes:
    """Return buzzing syllables at -20 dBFS."""
    time = np.arange(160 * frames) / 8000
    buzz = sum(np.sin(2 * np.pi * hz * time) for hz in range(360, 3000, 120)) * np.sin(2 * np.pi * 2 * time) ** 2
    return np.round(buzz * 3276.8 / np.sqrt(np.mean(np.square(buzz)))).astype("<i2").tobytes()


def spent() -> float:
    """Return the CPU seconds of this process and of those that it has run."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def one_call(channel: Channel, seed: bytes, frames: int, sentence: bytes) -> ChannelReport:
    """Play one call as the rig does: her frame `n` is heard when his frame `n - 3` is fetched."""
    leg = DriverLeg(channel, seed)
    for n in range(frames):
        if n % EVERY_FRAMES == 0:
            leg.begin(n, sentence)
        elif n % EVERY_FRAMES in HERS and channel.echo:
            leg.hears(n, sentence[320 * 20 : 320 * 21])
        if n >= 3:
            leg.frame(n - 3)
    return leg.report()


def realised(share: float, burst: float, seconds: int) -> Iterator[float]:
    """Yield the share that each of 400 calls really loses, in percent."""
    frames = 50 * seconds
    for call in range(400):
        bursts = Bursts(share, burst, stream(b"%d" % call, "loss"))
        lost = np.concatenate([bursts.lost() for _ in range(-(-frames // WINDOW))])[:frames]
        yield 100 * float(lost.mean())


def budgets() -> None:
    """Print how far the realised loss of calls lies from what is asked."""
    for share, burst in BUDGETS:
        for seconds in (20, 30, 45, 75):
            low, high = np.percentile(list(realised(share, burst, seconds)), [5, 95])
            print(f"{100 * share:4.0f} % in {20 * burst:3} ms  {seconds:3} s   p5-p95 {low:5.2f} - {high:5.2f} %")


def main() -> None:
    """Print one row a channel."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=75.0)
    options.add_argument("--calls", type=int, default=5)
    options.add_argument("--budget", action="store_true")
    chosen = options.parse_args()
    if chosen.budget:
        return budgets()
    sentence = voice(SPOKEN_FRAMES)
    heads = ("preset", "bed CPU s", "call CPU s", "loss %", "speech %", "gap ms", "SNR dB", "lift dB", "jitter ms")
    print(f"{'channel':17}" + "".join(f"{head:>11}" for head in heads))
    for name, channel in read_channels().items():
        if channel.missing:
            continue
        begin = spent()
        DriverLeg(channel, b"bed")
        bed, begin = spent() - begin, spent()
        did = [one_call(channel, b"call %d" % n, round(50 * chosen.seconds), sentence) for n in range(chosen.calls)]
        call = (spent() - begin) / chosen.calls
        means = [fmean(100 * each.loss for each in did), fmean(100 * each.speech_loss for each in did)]
        means += [
            fmean(getattr(each, key) for each in did) for key in ("longest_gap_ms", "snr_db", "lift_db", "jitter_ms")
        ]
        print(
            f"{name:17}{channel.preset or '':>11}{bed:11.2f}{call:11.3f}" + "".join(f"{mean:11.2f}" for mean in means)
        )


if __name__ == "__main__":
    main()
