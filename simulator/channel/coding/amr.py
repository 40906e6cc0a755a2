"""AMR narrow band (3GPP TS 26.071) through the ffmpeg binary of `imageio-ffmpeg`, if that package is installed.

A frame is one octet of header and the mode's speech bits, as RFC 4867 stores them, padded here to the mode's size. A
lost frame is handed to the decoder as NO_DATA, and the decoder conceals it in its own way (TS 26.091). Every
call runs one process, some 40 ms: dear beside GSM, but exact and the same every time. The wave comes out 51 samples
late: the codec's look-ahead of 5 ms and its filters.
"""

import subprocess
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Final

import numpy as np

from runtime.audio import FRAME_SAMPLES, RATE_HZ
from simulator.channel.coding.g711 import Octets, Samples

MAGIC: Final = b"#!AMR\n"
NO_DATA: Final = 0x7C
PACKAGE: Final = "imageio_ffmpeg"
RAW: Final = ("-f", "s16le", "-ar", str(RATE_HZ), "-ac", "1")


class CodecMissing(RuntimeError):
    """A line needs a codec that is not installed."""


def installed() -> bool:
    """Tell whether AMR can be coded here."""
    return find_spec(PACKAGE) is not None


@dataclass(frozen=True, slots=True)
class NarrowBand:
    """One mode of the codec: `rate` as ffmpeg names it, `octets` a stored frame with its header."""

    rate: str
    octets: int

    def encode(self, wave: Samples) -> Octets:
        """Return the frames of a wave of whole frames, shape (n, octets). Raises: CodecMissing."""
        coded = _ffmpeg(
            [*RAW, "-i", "-", "-c:a", "libopencore_amrnb", "-b:a", self.rate, "-f", "amr", "-"],
            wave.astype("<i2").tobytes(),
        )
        frames = np.frombuffer(coded, np.uint8, offset=len(MAGIC)).reshape(-1, self.octets)
        return frames[: len(wave) // FRAME_SAMPLES]

    def substitute(self, last: Octets, run: int, chance: int) -> Octets:
        """Return the frame that makes the decoder conceal; `run` and `chance` are its own affair."""
        frame = np.zeros_like(last)
        frame[0] = NO_DATA
        return frame

    def decode(self, frames: Octets) -> Samples:
        """Return 160 samples a frame. Raises: CodecMissing."""
        stored = b"".join(bytes(frame[:1]) if frame[0] == NO_DATA else bytes(frame) for frame in frames)
        decoded = _ffmpeg(["-f", "amr", "-c:a", "libopencore_amrnb", "-i", "-", *RAW, "-"], MAGIC + stored)
        return np.frombuffer(decoded, "<i2")[: len(frames) * FRAME_SAMPLES]


def _ffmpeg(arguments: list[str], given: bytes) -> bytes:
    """Return what ffmpeg makes of `given`. Raises: CodecMissing."""
    if not installed():
        raise CodecMissing("this line needs AMR: install the extra «amr» (the package imageio-ffmpeg)")
    program = str(import_module(PACKAGE).get_ffmpeg_exe())
    done = subprocess.run([program, "-v", "error", *arguments], input=given, capture_output=True, check=True)  # noqa: S603
    return done.stdout
