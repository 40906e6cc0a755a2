"""What a line costs: CPU for its bed (once a process), for a 75 s call, and for one frame."""

import argparse
from time import perf_counter, process_time

import numpy as np

from simulator.channel.leg import DriverLeg
from simulator.channel.presets import read_channels

SPOKEN_FRAMES = 150
EVERY_FRAMES = 340  # he talks 44 % of the time


def voice(frames: int) -> bytes:
    """Return buzzing syllables at -20 dBFS."""
    time = np.arange(160 * frames) / 8000
    buzz = sum(np.sin(2 * np.pi * hz * time) for hz in range(360, 3000, 120)) * np.sin(2 * np.pi * 2 * time) ** 2
    return np.round(buzz * 3276.8 / np.sqrt(np.mean(np.square(buzz)))).astype("<i2").tobytes()


def main() -> None:
    """Print one row a channel."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=75.0)
    options.add_argument("--calls", type=int, default=5)
    chosen = options.parse_args()
    frames, sentence = round(50 * chosen.seconds), voice(SPOKEN_FRAMES)

    print(f"{'channel':12}{'bed CPU s':>11}{'call CPU s':>12}{'frame us':>10}{'loss %':>8}{'gap ms':>8}{'SNR dB':>8}")
    for name, channel in read_channels().items():
        begin = process_time()
        DriverLeg(channel, b"bed")
        bed = process_time() - begin
        begin = process_time()
        for call in range(chosen.calls):
            leg = DriverLeg(channel, b"call %d" % call)
            for n in range(frames):
                if n % EVERY_FRAMES == 0:
                    leg.begin(n, sentence)
                leg.frame(n)
        spent = (process_time() - begin) / chosen.calls
        begin = perf_counter()
        for n in range(frames):
            leg.frame(n)
        each = 1e6 * (perf_counter() - begin) / frames
        did = leg.report()
        print(
            f"{name:12}{bed:11.2f}{spent:12.3f}{each:10.2f}{100 * did.loss:8.2f}{did.longest_gap_ms:8}{did.snr_db:8.1f}"
        )


if __name__ == "__main__":
    main()
