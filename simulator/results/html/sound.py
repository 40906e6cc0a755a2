"""The sound of a call for a page: MP3 for the ear, peaks for the eye.

MP3 is the one compressed format that Chromium, Safari and Firefox all play from a page. 24 kbit/s constant, stereo, at
8 kHz (MPEG-2.5 layer III): 176 kB a minute. Constant, because players then seek to the sample; not lower, because from
16 kbit/s down a frame is too short for the header that tells players the encoder's delay, and sound comes 0.2 s late.
"""

import io
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Final, Literal

import numpy as np
import soundfile
from numpy.typing import NDArray

from runtime.audio import RATE_HZ
from simulator.results.call_folder import CallSummary
from simulator.scoring.checks import Status

COMPRESSION: Final = 0.7
"""libsndfile's level for 24 kbit/s at 8 kHz."""

PEAK_SAMPLES: Final = 640
PEAK_SECONDS: Final = PEAK_SAMPLES / RATE_HZ
LEVELS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
MOST_WITH_SOUND: Final = 40

type Wanted = Literal["failed", "all", "none"]


@dataclass(frozen=True, slots=True)
class Choice:
    """The calls that are to be heard in the page, and how many that were wanted there are too many."""

    calls: frozenset[str]
    left_out: int = 0


def choose(calls: Sequence[CallSummary], wanted: Wanted, most: int = MOST_WITH_SOUND) -> Choice:
    """Choose the calls to be heard: `failed` are those that did not pass, and one that did of each family.

    Where that is more than `most`, every kind of failure is heard before any is heard twice.
    """
    if wanted == "none":
        return Choice(frozenset())
    if wanted == "all":
        return Choice(frozenset(call.call for call in calls))
    examples: dict[str, CallSummary] = {}
    for call in calls:
        if call.status == Status.PASS:
            examples.setdefault(call.tags[0] if call.tags else "", call)
    broken = varied([call for call in calls if call.status != Status.PASS])
    kept = broken[: max(0, most - len(examples))]
    names = [call.call for call in [*kept, *examples.values()]][:most]
    return Choice(frozenset(names), len(broken) + len(examples) - len(names))


def varied(broken: Sequence[CallSummary]) -> list[CallSummary]:
    """Return calls that did not pass so that each kind of failure comes once before one comes twice; frequent first."""
    kinds: dict[str, list[CallSummary]] = {}
    for call in broken:
        kinds.setdefault(call.blame.kind if call.blame else call.status, []).append(call)
    ranked = sorted(kinds.values(), key=lambda found: -len(found))
    return [call for rank in zip_longest(*ranked) for call in rank if call is not None]


def mp3(wav: Path) -> bytes:
    """Return a recording as MP3, both channels kept apart. Raises: OSError, wave.Error."""
    samples, out = _samples(wav), io.BytesIO()
    with soundfile.SoundFile(
        out, "w", RATE_HZ, samples.shape[1], format="MP3", compression_level=COMPRESSION, bitrate_mode="CONSTANT"
    ) as file:
        # As floats: libsndfile 1.2.2 mixes up the channels of stereo that is given to its MP3 encoder as integers.
        file.write((samples / np.float32(32768)).astype(np.float32))
    return out.getvalue()


def peaks(wav: Path) -> tuple[str, ...]:
    """Return each channel's loudest sample of every 80 ms, as one of 64 letters; 63 is full scale, on a root scale.

    Raises: OSError, wave.Error.
    """
    samples = np.ascontiguousarray(_samples(wav).T)
    blocks = np.pad(samples, ((0, 0), (0, -samples.shape[1] % PEAK_SAMPLES))).reshape(len(samples), -1, PEAK_SAMPLES)
    loudest = np.maximum(blocks.max(axis=2).astype(np.int32), -blocks.min(axis=2).astype(np.int32))
    levels = np.rint(np.sqrt(np.minimum(loudest / 32767, 1.0)) * (len(LEVELS) - 1)).astype(np.intp)
    return tuple("".join(LEVELS[level] for level in channel) for channel in levels.tolist())


def _samples(wav: Path) -> NDArray[np.int16]:
    """Return 16-bit samples, shape (n, channels)."""
    with wave.open(str(wav), "rb") as file:
        if file.getframerate() != RATE_HZ or file.getsampwidth() != 2:
            raise wave.Error(f"{wav.name} is not 16-bit sound at {RATE_HZ} Hz")
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return data.reshape(-1, file.getnchannels())
