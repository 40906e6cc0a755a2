"""ITU-T G.711: the octet of every sample and the sample of every octet, as the reference code of G.191 reads them.

Words are 16 bits, left-justified; a negative sample is complemented, so -1 codes as minus zero. int16 at 8 kHz in and
out. The codec has no memory: a sample alone decides its octet.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

type Samples = NDArray[np.int16]
type Octets = NDArray[np.uint8]

ULAW_BIAS: Final = 33
ULAW_TOP: Final = 0x1FFF
ALAW_TOGGLE: Final = 0x55


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
