"""The codecs a call goes through: G.711 to the bit, GSM in its place, AMR where it is installed."""

import io
from itertools import pairwise

import numpy as np
import pytest
import soundfile

from simulator.channel.coding import amr, g711
from simulator.channel.coding.codecs import RADIO, Codec
from simulator.channel.coding.g711 import Octets, Samples, through_alaw, through_ulaw
from simulator.channel.coding.gsm import MUTED_AFTER, FullRate

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
    ("reference", "octets"), [(g191_ulaw, g711.ULAW_OCTETS), (g191_alaw, g711.ALAW_OCTETS)], ids=["ulaw", "alaw"]
)
def test_every_sample_codes_as_the_reference_does(reference: object, octets: Octets) -> None:
    ours = octets[EVERY_SAMPLE.view(np.uint16)].tolist()

    assert ours == [reference(sample) for sample in EVERY_SAMPLE.tolist()]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("subtype", "table"), [("ULAW", g711.ULAW_SAMPLES), ("ALAW", g711.ALAW_SAMPLES)], ids=["ulaw", "alaw"]
)
def test_every_octet_decodes_as_in_libsndfile(subtype: str, table: Samples) -> None:
    file = io.BytesIO(bytes(range(256)))

    theirs, _ = soundfile.read(file, samplerate=8000, channels=1, format="RAW", subtype=subtype, dtype="int16")

    assert table.tolist() == theirs.tolist()


@pytest.mark.parametrize("through", [through_ulaw, through_alaw])
def test_a_second_pass_changes_nothing(through: object) -> None:
    once = through(EVERY_SAMPLE)  # type: ignore[operator]

    assert np.array_equal(through(once), once)  # type: ignore[operator]


GSM = FullRate()
WITH_AMR = pytest.mark.skipif(not amr.installed(), reason="the extra «amr» is not installed")
RADIOS = [
    pytest.param(Codec.GSM, 0),
    *(pytest.param(Codec(f"amr_{rate}"), 51, marks=WITH_AMR) for rate in (12.2, 4.75)),
]


def tone(frames: int) -> Samples:
    """Return a tone in bursts."""
    time = np.arange(160 * frames) / 8000
    return (8000 * np.sin(2 * np.pi * 700 * time) * (np.sin(2 * np.pi * 3 * time) > 0)).astype(np.int16)


def level(wave: Samples) -> float:
    """Return the mean power in dB."""
    return 10 * float(np.log10(np.mean(np.square(wave, dtype=np.float64)) + 1e-9))


def through_a_gap(codec: Codec, lost: range, frames: int = 60) -> Samples:
    """Return a vowel held at -20 dBFS after a radio that lost some frames of it."""
    radio, time = RADIO[codec], np.arange(160 * frames) / 8000
    vowel = sum(np.sin(2 * np.pi * hz * time) for hz in range(120, 3400, 120))
    sent = radio.encode(np.round(vowel * 3276.8 / np.sqrt(np.mean(np.square(vowel)))).astype(np.int16))
    last = sent[lost.start - 1]
    arrived = [
        radio.substitute(last, n - lost.start + 1, 37 * n % 256) if n in lost else sent[n] for n in range(len(sent))
    ]
    return radio.decode(np.stack(arrived))


@pytest.mark.parametrize(("codec", "late"), RADIOS)
def test_a_radio_codec_leaves_a_tone_in_its_place(codec: Codec, late: int) -> None:
    wave, radio = tone(50), RADIO[codec]

    coded = radio.decode(radio.encode(wave))

    assert len(coded) == len(wave) and np.array_equal(coded, radio.decode(radio.encode(wave)))
    products = [float(np.dot(wave[100:-100].astype(float), np.roll(coded, -lag)[100:-100])) for lag in range(-60, 61)]
    assert int(np.argmax(products)) - 60 == pytest.approx(late, abs=1)
    assert not np.array_equal(coded, wave)


@pytest.mark.parametrize(("codec", "_late"), RADIOS)
def test_a_lost_frame_is_bridged_and_a_long_gap_falls_silent(codec: Codec, _late: int) -> None:
    steady = level(through_a_gap(codec, range(59, 60))[: 160 * 20])

    short, long = through_a_gap(codec, range(30, 31)), through_a_gap(codec, range(20, 50))

    assert level(short[160 * 30 : 160 * 31]) > steady - 9
    assert level(long[160 * (20 + MUTED_AFTER) : 160 * 50]) < steady - 40
    assert level(long[160 * 57 :]) > steady - 6


def test_a_gsm_gap_is_muted_by_degrees_over_a_third_of_a_second() -> None:
    gap = through_a_gap(Codec.GSM, range(20, 50))

    levels = [level(gap[160 * n : 160 * (n + 4)]) for n in range(20, 40, 4)]
    assert all(later < earlier - 3 for earlier, later in pairwise(levels))


def test_repeating_changes_only_amplitude_and_grid() -> None:
    last = GSM.encode(tone(12))[10]

    first, second = (GSM.substitute(last, run, 0b11_10_01_00) for run in (1, 2))

    assert np.array_equal(first, last)
    assert {int(at) for at in np.flatnonzero(second != last)} <= {6, 7, 13, 14, 20, 21, 27, 28}


def test_without_its_package_amr_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(amr, "PACKAGE", "no_such_package")

    with pytest.raises(amr.CodecMissing, match="extra «amr»"):
        RADIO[Codec.AMR_122].encode(tone(5))
