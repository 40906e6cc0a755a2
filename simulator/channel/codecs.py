"""What a codec leaves of a signal: int16 at 8 kHz in, the decoded int16 out, as long and in the same place.

G.711 is bit-exact to ITU-T G.711 as the reference code of G.191 reads it (16-bit words, left-justified; a negative
sample is complemented, so -1 codes as minus zero). GSM is the full-rate codec 06.10 (13 kbit/s, 20 ms frames), as
libsndfile has it.
"""

import io
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

import numpy as np
import soundfile
from numpy.typing import NDArray

from runtime.audio import RATE_HZ

type Samples = NDArray[np.int16]
type Octets = NDArray[np.uint8]

ULAW_BIAS: Final = 33
ULAW_TOP: Final = 0x1FFF
ALAW_TOGGLE: Final = 0x55
GSM_BLOCK: Final = 320  # WAV49 packs two frames into one block


class Codec(StrEnum):
    """A codec that a call can go through."""

    ULAW = "ulaw"
    ALAW = "alaw"
    GSM = "gsm"


def _ulaw_encoding() -> Octets:
    """Return the mu-law octet of each sample, indexed by the sample as uint16."""
    sample = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.int32)
    magnitude = np.minimum((np.where(sample < 0, ~sample, sample) >> 2) + ULAW_BIAS, ULAW_TOP)
    segment = np.floor(np.log2(magnitude)).astype(np.int32) - 5
    octet = (segment << 4) | ((magnitude >> (segment + 1)) & 0x0F)
    signed: NDArray[np.int32] = np.where(sample < 0, octet | 0x80, octet)
    return (~signed & 0xFF).astype(np.uint8)


def _ulaw_decoding() -> Samples:
    octet = ~np.arange(256, dtype=np.int32) & 0xFF
    magnitude = (((octet & 0x0F) << 1) + ULAW_BIAS << ((octet >> 4) & 7)) - ULAW_BIAS
    return (4 * np.where(octet & 0x80, -magnitude, magnitude)).astype(np.int16)


def _alaw_encoding() -> Octets:
    """Return the A-law octet of each sample, indexed by the sample as uint16."""
    sample = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.int32) >> 3
    magnitude = np.where(sample < 0, -sample - 1, sample)
    segment = np.maximum(np.floor(np.log2(np.maximum(magnitude, 1))).astype(np.int32) - 4, 0)
    octet = (segment << 4) | ((magnitude >> np.maximum(segment, 1)) & 0x0F)
    return (np.where(sample < 0, octet, octet | 0x80) ^ ALAW_TOGGLE).astype(np.uint8)


def _alaw_decoding() -> Samples:
    octet = np.arange(256, dtype=np.int32) ^ ALAW_TOGGLE
    segment = (octet >> 4) & 7
    mantissa = ((octet & 0x0F) << 4) + 8
    magnitude = np.where(segment == 0, mantissa, (mantissa + 0x100) << np.maximum(segment - 1, 0))
    return np.where(octet & 0x80, magnitude, -magnitude).astype(np.int16)


ULAW_OCTETS: Final = _ulaw_encoding()
ULAW_SAMPLES: Final = _ulaw_decoding()
ALAW_OCTETS: Final = _alaw_encoding()
ALAW_SAMPLES: Final = _alaw_decoding()
_ULAW_TRIP: Final = ULAW_SAMPLES[ULAW_OCTETS]
_ALAW_TRIP: Final = ALAW_SAMPLES[ALAW_OCTETS]


def through_ulaw(wave: Samples) -> Samples:
    """Encode and decode G.711 mu-law (PCMU)."""
    return _ULAW_TRIP[wave.view(np.uint16)]


def through_alaw(wave: Samples) -> Samples:
    """Encode and decode G.711 A-law (PCMA)."""
    return _ALAW_TRIP[wave.view(np.uint16)]


def through_gsm(wave: Samples) -> Samples:
    """Encode and decode GSM 06.10, from the codec's rest state."""
    whole = np.pad(wave, (0, -len(wave) % GSM_BLOCK))
    file = io.BytesIO()
    soundfile.write(file, whole, RATE_HZ, format="WAV", subtype="GSM610")
    file.seek(0)
    decoded, _ = soundfile.read(file, dtype="int16")
    return np.asarray(decoded[: len(wave)], dtype=np.int16)


THROUGH: Final[Mapping[Codec, Callable[[Samples], Samples]]] = {
    Codec.ULAW: through_ulaw,
    Codec.ALAW: through_alaw,
    Codec.GSM: through_gsm,
}
