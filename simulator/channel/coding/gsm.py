"""GSM 06.10 full rate (13 kbit/s) as libsndfile has it, and what GSM 06.11 puts in the place of lost frames.

A frame is 33 octets, bits from the most significant one: 4 bits of magic and 36 of the filter, then four sub-frames
of 56 bits, 7 octets each: lag 7, gain 2, grid position 2, block amplitude 6, thirteen pulses of 3.

A lost frame repeats the last good one. From the second on, its four block amplitudes fall by 4 (3 dB) a frame and its
grid positions are random; after 16 frames, 320 ms, the decoder is given silence. This is the example solution of
GSM 06.11, clause 6; it works on parameters, so the decoder's own memory goes through the gap as in a telephone.
"""

import io
from dataclasses import dataclass
from typing import Final

import numpy as np
import soundfile

from runtime.audio import FRAME_SAMPLES, RATE_HZ
from simulator.channel.coding.g711 import Octets, Samples

FRAME_OCTETS: Final = 33
SUBFRAMES: Final = (5, 12, 19, 26)  # first octet of each
AMPLITUDE_STEP: Final = 4
MUTED_AFTER: Final = 16
SILENCE_FRAME: Final = np.frombuffer(
    bytes.fromhex("daa7aaa51a" + 4 * "502038e46db91b"), np.uint8
)  # clause 6: lag 40, no gain, no amplitude


@dataclass(frozen=True, slots=True)
class FullRate:
    """The full-rate codec, from its rest state each time."""

    def encode(self, wave: Samples) -> Octets:
        """Return the frames of a wave of whole frames, shape (n, 33)."""
        file = io.BytesIO()
        soundfile.write(file, wave, RATE_HZ, format="RAW", subtype="GSM610")
        return np.frombuffer(file.getvalue(), np.uint8).reshape(-1, FRAME_OCTETS)

    def substitute(self, last: Octets, run: int, chance: int) -> Octets:
        """Return what the decoder is given for the `run`th frame lost in a row after `last`."""
        if run > MUTED_AFTER:
            return SILENCE_FRAME
        frame = last.copy()
        if run > 1:
            for number, at in enumerate(SUBFRAMES):
                amplitude = (int(frame[at + 1]) & 0x1F) << 1 | int(frame[at + 2]) >> 7
                amplitude = max(0, amplitude - AMPLITUDE_STEP * (run - 1))
                grid = chance >> (2 * number) & 3
                frame[at + 1] = int(frame[at + 1]) & 0x80 | grid << 5 | amplitude >> 1
                frame[at + 2] = int(frame[at + 2]) & 0x7F | (amplitude & 1) << 7
        return frame

    def decode(self, frames: Octets) -> Samples:
        """Return 160 samples a frame."""
        decoded, _ = soundfile.read(
            io.BytesIO(frames.tobytes()),
            samplerate=RATE_HZ,
            channels=1,
            format="RAW",
            subtype="GSM610",
            dtype="int16",
        )
        return np.asarray(decoded[: len(frames) * FRAME_SAMPLES], dtype=np.int16)
