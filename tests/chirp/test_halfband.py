"""Audio between 8 and 16 kHz."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.chirp.halfband import DELAY, Downsampler, Upsampler


def sine(hz: float, rate: int, samples: int, level: float = 8000.0) -> bytes:
    return np.rint(level * np.sin(2 * np.pi * hz * np.arange(samples) / rate)).astype("<i2").tobytes()


def array(pcm: bytes) -> np.ndarray:
    return np.frombuffer(pcm, "<i2").astype(np.float64)


def chunks(pcm: bytes, sizes: list[int]) -> list[bytes]:
    cuts = [0, *(2 * int(at) for at in np.cumsum(sizes)), len(pcm)]
    return [pcm[a:b] for a, b in pairwise(cuts)]


@given(st.lists(st.integers(0, 700), max_size=12))
def test_cutting_the_audio_anywhere_makes_no_click(sizes: list[int]) -> None:
    whole = sine(440, 16_000, 4000)

    down, up, at_once_up = Downsampler(), Upsampler(), Upsampler()
    narrow = b"".join(down.convert(part) for part in chunks(whole, sizes))
    wide = b"".join(up.convert(part) for part in chunks(narrow, [size // 3 for size in sizes])) + up.flush()

    assert np.allclose(array(narrow), array(Downsampler().convert(whole)), atol=1)
    assert np.allclose(array(wide), array(at_once_up.convert(narrow) + at_once_up.flush()), atol=1)


@pytest.mark.parametrize("hz", [300, 1000, 3000, 3400])
def test_speech_comes_through_up_and_down_as_it_was(hz: int) -> None:
    pcm = sine(hz, 8000, 8000)

    up = Upsampler()
    wide = up.convert(pcm) + up.flush()
    back = array(Downsampler().convert(wide + bytes(2 * DELAY)))[DELAY:8000]

    error = back - array(pcm)[: len(back)]
    assert len(wide) == 2 * 16_000 + 2 * DELAY
    assert np.abs(error[100:-100]).max() < 80  # 40 dB under the tone


def test_what_a_telephone_cannot_carry_does_not_fold_into_speech() -> None:
    narrow = array(Downsampler().convert(sine(6000, 16_000, 16_000)))

    assert np.abs(narrow[100:-100]).max() < 8  # 60 dB under the tone


def test_an_hour_does_not_drift_by_a_sample() -> None:
    down, up = Downsampler(), Upsampler()

    sent = sum(len(up.convert(down.convert(bytes(2 * samples)))) for samples in [333, 320, 307] * 500)

    assert sent == 2 * 960 * 500
