"""The codecs a call goes through: G.711 to the bit, GSM in its place."""

import io

import numpy as np
import pytest
import soundfile

from simulator.channel import codecs
from simulator.channel.codecs import through_alaw, through_gsm, through_ulaw

EVERY_SAMPLE = np.arange(-32768, 32768).astype(np.int16)


def g191_ulaw(sample: int) -> int:
    """Return the octet that the reference code of ITU-T G.191 gives, step by step."""
    magnitude = min(((~sample if sample < 0 else sample) >> 2) + 33, 0x1FFF)
    segment, rest = 1, magnitude >> 6
    while rest:
        segment, rest = segment + 1, rest >> 1
    octet = ((8 - segment) << 4) | (0x0F - ((magnitude >> segment) & 0x0F))
    return octet | 0x80 if sample >= 0 else octet


def g191_alaw(sample: int) -> int:
    """Return the octet that the reference code of ITU-T G.191 gives, step by step."""
    level = (~sample >> 4) if sample < 0 else sample >> 4
    if level > 15:
        exponent = 1
        while level > 16 + 15:
            level, exponent = level >> 1, exponent + 1
        level = level - 16 + (exponent << 4)
    return (level if sample < 0 else level | 0x80) ^ 0x55


@pytest.mark.parametrize(
    ("reference", "octets"), [(g191_ulaw, codecs.ULAW_OCTETS), (g191_alaw, codecs.ALAW_OCTETS)], ids=["ulaw", "alaw"]
)
def test_every_sample_codes_as_the_reference_does(reference: object, octets: codecs.Octets) -> None:
    ours = octets[EVERY_SAMPLE.view(np.uint16)].tolist()

    assert ours == [reference(sample) for sample in EVERY_SAMPLE.tolist()]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("subtype", "table"), [("ULAW", codecs.ULAW_SAMPLES), ("ALAW", codecs.ALAW_SAMPLES)], ids=["ulaw", "alaw"]
)
def test_every_octet_decodes_as_in_libsndfile(subtype: str, table: codecs.Samples) -> None:
    file = io.BytesIO(bytes(range(256)))

    theirs, _ = soundfile.read(file, samplerate=8000, channels=1, format="RAW", subtype=subtype, dtype="int16")

    assert table.tolist() == theirs.tolist()


@pytest.mark.parametrize("through", [through_ulaw, through_alaw])
def test_a_second_pass_changes_nothing(through: object) -> None:
    once = through(EVERY_SAMPLE)  # type: ignore[operator]

    assert np.array_equal(through(once), once)  # type: ignore[operator]


def test_gsm_leaves_a_tone_in_its_place() -> None:
    time = np.arange(8000) / 8000
    tone = (8000 * np.sin(2 * np.pi * 700 * time) * (np.sin(2 * np.pi * 3 * time) > 0)).astype(np.int16)

    coded = through_gsm(tone)

    assert len(coded) == len(tone) and np.array_equal(coded, through_gsm(tone))
    products = [float(np.dot(tone[100:-100].astype(float), np.roll(coded, lag)[100:-100])) for lag in range(-60, 61)]
    assert int(np.argmax(products)) - 60 == 0
    assert not np.array_equal(coded, tone)


def test_gsm_keeps_an_odd_length() -> None:
    assert len(through_gsm(np.zeros(161, np.int16))) == 161
