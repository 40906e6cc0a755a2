"""The driver's leg: the same call always arrives the same, and no earlier than it was spoken."""

import numpy as np
import pytest

from runtime.audio import FRAME_BYTES, SILENCE, Pcm, level_dbfs
from simulator.channel.leg import DriverLeg
from simulator.channel.presets import Channel, read_channels

CHANNELS = read_channels()


def voice(seconds: float) -> Pcm:
    """Return a buzz at -20 dBFS with four syllables a second."""
    time = np.arange(round(8000 * seconds)) / 8000
    buzz = sum(np.sin(2 * np.pi * hz * time) for hz in range(360, 3000, 120)) * (np.sin(2 * np.pi * 2 * time) ** 2)
    return np.round(buzz * 3276.8 / np.sqrt(np.mean(np.square(buzz)))).astype("<i2").tobytes()


SENTENCE = voice(3.0)


def played(leg: DriverLeg, frames: int, sentences: dict[int, Pcm]) -> list[Pcm]:
    stream = []
    for n in range(frames):
        if n in sentences:
            leg.begin(n, sentences[n])
        stream.append(leg.frame(n))
    return stream


@pytest.mark.parametrize("name", list(CHANNELS))
def test_a_call_arrives_the_same_whatever_else_the_process_does(name: str) -> None:
    alone = played(DriverLeg(CHANNELS[name], b"call"), 400, {50: SENTENCE, 230: SENTENCE})

    played(DriverLeg(CHANNELS["gsm_bad"], b"another"), 30, {3: SENTENCE})
    again = played(DriverLeg(CHANNELS[name], b"call"), 400, {50: SENTENCE, 230: SENTENCE})

    assert again == alone
    assert {len(frame) for frame in alone} == {FRAME_BYTES}


def test_another_seed_is_another_call() -> None:
    one, other = (played(DriverLeg(CHANNELS["gsm_cab"], seed), 200, {50: SENTENCE}) for seed in (b"1", b"2"))

    assert one != other


def test_nothing_is_heard_before_it_is_said() -> None:
    silent = played(DriverLeg(CHANNELS["gsm_cab"], b"call"), 200, {})
    speaking = played(DriverLeg(CHANNELS["gsm_cab"], b"call"), 200, {100: SENTENCE})

    assert speaking[:100] == silent[:100]
    assert level_dbfs(b"".join(speaking[100:])) > level_dbfs(b"".join(silent[100:])) + 6


def test_a_driver_who_stops_leaves_only_the_noise() -> None:
    leg, silent = (DriverLeg(CHANNELS["gsm_cab"], b"call") for _ in range(2))

    stream = played(leg, 90, {50: SENTENCE})
    leg.cut(90)

    assert [leg.frame(n) for n in range(95, 200)] == [silent.frame(n) for n in range(95, 200)]
    assert leg.frame(60) == stream[60]


def test_a_new_sentence_ends_the_one_before() -> None:
    cut, whole = (DriverLeg(CHANNELS["clean"], b"call") for _ in range(2))

    stream = played(cut, 300, {0: SENTENCE, 40: voice(0.4)})

    assert stream[:40] == played(whole, 40, {0: SENTENCE})
    assert set(stream[60:]) == {SILENCE}


@pytest.mark.parametrize("late", [DriverLeg.cut, lambda leg, n: leg.begin(n, SENTENCE)])
def test_the_past_cannot_be_changed(late: object) -> None:
    leg = DriverLeg(CHANNELS["clean"], b"call")
    played(leg, 10, {})

    with pytest.raises(ValueError, match="already been served"):
        late(leg, 9)  # type: ignore[operator]


@pytest.mark.parametrize("name", ["g711_noisy", "gsm_yard", "gsm_cab", "gsm_bad"])
def test_the_noise_is_as_loud_as_the_preset_says(name: str) -> None:
    channel = CHANNELS[name]
    assert channel.snr_db is not None
    leg = DriverLeg(channel, b"call")

    quiet = b"".join(DriverLeg(channel.model_copy(update={"loss": 0.0}), b"call").frame(n) for n in range(3000))
    played(leg, 1600, dict.fromkeys(range(0, 1500, 150), SENTENCE))

    assert level_dbfs(quiet) == pytest.approx(-20 - channel.snr_db, abs=2.0)  # GSM takes some of it
    assert leg.report().snr_db == pytest.approx(channel.snr_db, abs=3.0)


def test_a_raised_voice_is_measured_and_heard() -> None:
    calm, loud = (DriverLeg(CHANNELS["gsm_cab"], b"call") for _ in range(2))
    calm.begin(0, SENTENCE)
    loud.begin(0, SENTENCE, gain_db=6)

    assert loud.snr_db(0, 150) == pytest.approx(calm.snr_db(0, 150) + 6, abs=0.01)
    levels = [level_dbfs(b"".join(leg.frame(n) for n in range(150))) for leg in (calm, loud)]
    assert 3 < levels[1] - levels[0] < 6.5


def test_what_was_lost_is_reported() -> None:
    channel = Channel(origin="test", loss=0.1, burst_ms=100)
    leg = DriverLeg(channel, b"call")

    stream = played(leg, 1500, {100: SENTENCE * 4})
    report = leg.report()

    assert report.frames == 1500 and report.codec == "pcm"
    assert report.loss == pytest.approx(leg.lost(0, 1500)) == pytest.approx(0.1, abs=0.05)
    assert 400 < report.speech_frames <= 600 and 0 < report.speech_loss < 0.3
    assert report.longest_gap_ms >= 100
    clean = played(DriverLeg(CHANNELS["clean"], b"call"), 1500, {100: SENTENCE * 4})
    changed = [leg.lost(n, n + 1) for n in range(100, 700) if stream[n] != clean[n]]
    assert changed and all(changed)


def test_a_quiet_line_has_the_best_ratio_and_silence_the_worst() -> None:
    leg = DriverLeg(CHANNELS["clean"], b"call")
    leg.begin(10, SENTENCE)

    assert leg.snr_db(10, 160) == 60
    assert leg.snr_db(0, 10) == leg.snr_db(200, 300) == -20


def test_g711_is_the_clean_line_through_its_table() -> None:
    clean = played(DriverLeg(CHANNELS["clean"], b"call"), 160, {5: SENTENCE})
    coded = played(DriverLeg(CHANNELS["g711"], b"call"), 160, {5: SENTENCE})

    difference = np.frombuffer(b"".join(coded), "<i2").astype(int) - np.frombuffer(b"".join(clean), "<i2")
    error_db = 10 * np.log10(np.mean(difference**2) / 3276.8**2)
    assert -45 < error_db < -30
