"""What a line really did to one call, as opposed to what its preset asks for."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from runtime.audio import FRAME_SECONDS
from simulator.channel.presets import Channel
from simulator.channel.scene import Scene
from simulator.channel.sounds import Power

BEST_DB: Final = 60.0
WORST_DB: Final = -20.0


@dataclass(frozen=True, slots=True)
class ChannelReport:
    """What the line really did up to the last frame served.

    Shares are of 20 ms packets, late ones included; the gap is the longest. `snr_db` is his raised voice against all
    else over the frames in which he speaks. `echo_db` is Karla's echo beside what he heard of her, and `echo_snr_db`
    against all else; both are null unless there was one. `sounds` counts what sounded now and then.
    """

    codec: str
    frames: int
    speech_frames: int
    loss: float
    speech_loss: float
    longest_gap_ms: int
    snr_db: float
    gain_db: float
    lift_db: float
    jitter_ms: float
    echo_db: float | None
    echo_snr_db: float | None
    sounds: Mapping[str, int]

    @classmethod
    def of(cls, channel: Channel, scene: Scene, runs: Sequence[int], jitter_ms: float) -> Self:
        """Return the report on these frames."""
        frames = len(runs)
        powers = scene.powers(0, frames)
        said = np.flatnonzero(powers.voice).tolist()
        echo = float(powers.echo.sum())
        sounded = Counter(each.kind.value for each in scene.sounded if each.start < frames)
        return cls(
            codec="+".join(channel.codecs) or "pcm",
            frames=frames,
            speech_frames=len(said),
            loss=sum(run > 0 for run in runs) / max(frames, 1),
            speech_loss=sum(runs[n] > 0 for n in said) / max(len(said), 1),
            longest_gap_ms=round(max(runs, default=0) * 1000 * FRAME_SECONDS),
            snr_db=ratio_db(powers.voice, powers.around + powers.echo),
            gain_db=channel.gain_db,
            lift_db=scene.lift_db,
            jitter_ms=jitter_ms,
            echo_db=channel.echo.db if echo and channel.echo else None,
            echo_snr_db=ratio_db(powers.echo, powers.around + powers.voice) if echo else None,
            sounds=dict(sorted(sounded.items())),
        )


def ratio_db(signal: Power, rest: Power) -> float:
    """Return how far a signal lies over the rest in the frames that have it, within -20 and 60 dB."""
    there = signal > 0
    if not there.any():
        return WORST_DB
    under = float(rest[there].sum())
    if under == 0:
        return BEST_DB
    return float(np.clip(10 * math.log10(float(signal[there].sum()) / under), WORST_DB, BEST_DB))
