"""One stream of random numbers per effect, so that adding an effect never moves the others."""

import hashlib

from numpy.random import PCG64, Generator


def stream(seed: bytes, effect: str) -> Generator:
    """Return the random numbers of one effect of one call."""
    digest = hashlib.sha256(len(seed).to_bytes(4, "big") + seed + effect.encode()).digest()
    return Generator(PCG64(int.from_bytes(digest, "big")))
