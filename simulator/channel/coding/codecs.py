"""The codecs that a call goes through, by name: int16 at 8 kHz in, what the far end decodes out.

A radio codec codes frames of 20 ms and remembers the ones before; what it loses is concealed among its own frames.
G.711 codes each sample alone; what it loses is concealed in the sound.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import reduce
from typing import Final, Protocol

from simulator.channel.coding import amr, gsm
from simulator.channel.coding.g711 import Octets, Samples, through_alaw, through_ulaw


class Codec(StrEnum):
    """A codec that a call can go through."""

    ULAW = "ulaw"
    ALAW = "alaw"
    GSM = "gsm"
    AMR_122 = "amr_12.2"
    AMR_74 = "amr_7.4"
    AMR_475 = "amr_4.75"


class Radio(Protocol):
    """A codec of 20 ms frames. Frames are uint8 of shape (n, octets of a frame), from the codec's rest state."""

    def encode(self, wave: Samples) -> Octets:
        """Return the frames of a wave of whole frames. Raises: CodecMissing."""

    def substitute(self, last: Octets, run: int, chance: int) -> Octets:
        """Return what takes the place of the `run`th frame lost in a row after `last`; `chance` is 8 random bits."""

    def decode(self, frames: Octets) -> Samples:
        """Return 160 samples a frame. Raises: CodecMissing."""


RADIO: Final[Mapping[Codec, Radio]] = {
    Codec.GSM: gsm.FullRate(),
    Codec.AMR_122: amr.NarrowBand("12.2k", octets=32),
    Codec.AMR_74: amr.NarrowBand("7.4k", octets=20),
    Codec.AMR_475: amr.NarrowBand("4.75k", octets=13),
}

_TABLES: Final[Mapping[Codec, Callable[[Samples], Samples]]] = {Codec.ULAW: through_ulaw, Codec.ALAW: through_alaw}


def through_g711(wave: Samples, codecs: tuple[Codec, ...]) -> Samples:
    """Return what is left of a wave after these codecs, radio codecs apart."""
    return reduce(lambda coded, codec: _TABLES[codec](coded), (each for each in codecs if each in _TABLES), wave)
