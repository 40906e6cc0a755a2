"""What a line does besides coding: echo, horns, raised voices, late packets, one-way audio; each with its own dice."""

import numpy as np
import pytest

from runtime.audio import SILENCE, Pcm, level_dbfs
from simulator.channel.leg import DriverLeg
from simulator.channel.loss import concealed
from simulator.channel.noise import Noise
from simulator.channel.presets import Channel, Drop, Echo, Jitter, OneWay, Outages, read_channels
from simulator.channel.sounds import Sound, Sounds

CHANNELS = read_channels()
PLAIN = CHANNELS["clean"]
GSM = CHANNELS["gsm"]


def voice(seconds: float, level: float = 3276.8) -> Pcm:
    """Return a buzz with four syllables a second."""
    time = np.arange(round(8000 * seconds)) / 8000
    buzz = sum(np.sin(2 * np.pi * hz * time) for hz in range(360, 3000, 120)) * (np.sin(2 * np.pi * 2 * time) ** 2)
    return np.round(buzz * level / np.sqrt(np.mean(np.square(buzz)))).astype("<i2").tobytes()


SENTENCE = voice(3.0)


def served(leg: DriverLeg, first: int, end: int) -> list[Pcm]:
    return [leg.frame(n) for n in range(first, end)]


def loud(frames: list[Pcm]) -> list[int]:
    return [n for n, frame in enumerate(frames) if level_dbfs(frame) > -50]


@pytest.mark.parametrize("channel", [PLAIN, GSM], ids=["pcm", "gsm"])
def test_karla_comes_back_so_much_later_and_so_much_softer(channel: Channel) -> None:
    leg = DriverLeg(channel.model_copy(update={"echo": Echo(db=-18, ms=180)}), b"call")
    hers = voice(1.0)

    stream = []
    for n in range(120):
        if 20 <= n < 70:
            leg.hears(n, hers[320 * (n - 20) : 320 * (n - 19)])
        stream += served(leg, n - 2, n - 1) if n >= 2 else []

    assert 29 <= loud(stream)[0] <= 32 and 75 <= loud(stream)[-1] <= 79
    assert level_dbfs(b"".join(stream[29:79])) == pytest.approx(level_dbfs(hers) - 18, abs=1.5)
    report = leg.report()
    assert report.echo_db == pytest.approx(-18, abs=0.1) and report.echo_snr_db == 60


def test_his_voice_covers_her_echo() -> None:
    leg = DriverLeg(PLAIN.model_copy(update={"echo": Echo()}), b"call")
    for n in range(100):
        leg.hears(n, voice(0.02))
    leg.begin(50, SENTENCE)

    assert leg.echo_db(10, 40) == 60
    assert leg.echo_db(60, 100) < -10 < 10 < leg.snr_db(60, 100)


def test_an_echo_under_his_voice_is_in_the_sound() -> None:
    """Whether she begins before or after him, what arrives is both together."""
    both, alone = (DriverLeg(PLAIN.model_copy(update={"echo": Echo()}), b"call") for _ in range(2))
    for leg in (both, alone):
        leg.begin(10, SENTENCE)

    for n in range(100):
        if 40 <= n < 60:
            both.hears(n, SENTENCE[320 * n : 320 * n + 320])
        both.frame(n)

    changed = [n for n in range(100) if both.frame(n) != alone.frame(n)]
    assert (changed[0], changed[-1]) == (49, 68)


def test_a_lost_gsm_frame_is_concealed_by_the_decoder_not_by_the_sound() -> None:
    spoilt, whole = (
        DriverLeg(GSM.model_copy(update={"loss": loss, "burst_ms": 80.0}), b"call") for loss in (0.05, 0.0)
    )
    for leg in (spoilt, whole):
        leg.begin(10, SENTENCE)
    got, sent = served(spoilt, 0, 160), served(whole, 0, 160)

    lost = [n for n in range(12, 155) if spoilt.lost(n, n + 1)]
    after = [n + 1 for n in lost if not spoilt.lost(n + 1, n + 2)]
    assert lost and all(got[n] != sent[n] for n in lost)
    assert any(got[n] != sent[n] for n in after)  # its memory went through the gap
    assert all(got[n] != concealed(got[n - 1], 1) for n in lost)


def test_a_gap_across_the_end_of_what_he_says_repeats_what_he_said() -> None:
    leg = DriverLeg(GSM.model_copy(update={"outages": Outages(per_minute=2, seconds=(1.0, 1.0))}), b"call")
    gap = next(n for n in range(1500) if leg.lost(n, n + 1))

    leg.begin(gap - 40, voice(0.8))
    frames = served(leg, gap - 40, gap + 30)

    assert level_dbfs(frames[40]) > -45 > level_dbfs(b"".join(frames[60:65]))


def test_late_packets_are_lost_and_the_jitter_is_measured() -> None:
    leg = DriverLeg(Channel(origin="test", jitter=Jitter(spike_ms=60, spike_every_ms=300, buffer_ms=60)), b"call")
    leg.begin(0, SENTENCE * 5)

    served(leg, 0, 750)
    report = leg.report()

    assert 0.02 < report.loss < 0.3 and 3 < report.jitter_ms < 30
    patient = DriverLeg(Channel(origin="test", jitter=Jitter(spike_ms=60, spike_every_ms=300, buffer_ms=400)), b"call")
    served(patient, 0, 750)
    assert patient.report().loss < report.loss and patient.report().jitter_ms == report.jitter_ms


def test_a_horn_is_heard_reported_and_spoils_the_words_under_it() -> None:
    leg = DriverLeg(Channel(origin="test", codecs=GSM.codecs, sounds=Sounds(horn=10)), b"call")
    stream = served(leg, 0, 1500)
    horn = leg.sounded[0]

    assert [incident.event for incident in leg.incidents(horn.start)] == ["drv.event"]
    assert leg.incidents(horn.start)[0].data == {"kind": Sound.HORN, "seconds": horn.seconds}
    assert loud(stream[horn.start : horn.start + horn.take.frames])
    assert leg.startles(horn.start + 1)
    assert leg.report().sounds == {"horn": sum(each.start < 1500 for each in leg.sounded)}
    leg.begin(1500, SENTENCE)
    under = next(each for each in leg.sounded if each.start >= 0)
    assert leg.snr_db(under.start, under.start + 5) <= leg.snr_db(1500, 1650)


def test_in_more_noise_he_speaks_up() -> None:
    lifts = {
        snr: DriverLeg(Channel(origin="test", noise=Noise.CAB, snr_db=snr, lombard=(0.5, 0.5)), b"call")
        .report()
        .lift_db
        for snr in (30.0, 15.0, 0.0)
    }

    assert lifts == {30.0: 0.0, 15.0: 5.0, 0.0: 9.0}
    slopes = [
        DriverLeg(Channel(origin="test", noise=Noise.CAB, snr_db=15, lombard=(0.3, 0.7)), b"%d" % n).report().lift_db
        for n in range(50)
    ]
    assert min(slopes) >= 3 and max(slopes) <= 7 and max(slopes) - min(slopes) > 2


def test_a_weak_line_is_weak_in_all_that_it_carries() -> None:
    near, far = (
        DriverLeg(Channel(origin="test", noise=Noise.CAB, snr_db=15, gain_db=gain), b"call") for gain in (0.0, -6.0)
    )
    for leg in (near, far):
        leg.begin(20, SENTENCE)
    loudness = [level_dbfs(b"".join(served(leg, 0, 170))) for leg in (near, far)]

    assert loudness[0] - loudness[1] == pytest.approx(6, abs=0.1)
    assert near.snr_db(20, 170) == far.snr_db(20, 170) and far.report().gain_db == -6


@pytest.mark.parametrize("who", ["karla", "driver"])
def test_from_some_moment_on_one_of_them_is_not_heard(who: str) -> None:
    one_way = OneWay.model_validate({"unheard": who, "from_seconds": (1.0, 2.0)})
    leg = DriverLeg(PLAIN.model_copy(update={"one_way": one_way}), b"call")
    leg.begin(0, SENTENCE)

    began = next(n for n in range(200) if leg.incidents(n))

    assert 50 <= began <= 100 and leg.incidents(began)[0].data == {"unheard": who}
    heard = [leg.frame(n) != SILENCE for n in range(began + 20)]
    reaches = [leg.karla_reaches_him(n) for n in range(began + 20)]
    assert all(reaches) is (who == "driver") and any(heard[began:]) is (who == "karla")
    assert all(reaches[:began]) and any(heard[:began])


EFFECTS = {
    "loss": {"loss": 0.05},
    "outages": {"outages": Outages(per_minute=2)},
    "jitter": {"jitter": Jitter(spike_ms=40)},
    "sounds": {"sounds": Sounds(horn=6, radio=4)},
    "lombard": {"lombard": (0.3, 0.7)},
    "one_way": {"one_way": OneWay(unheard="karla", from_seconds=(1, 20))},
    "drop": {"drop": Drop(at_seconds=(5, 30))},
}


def dice(channel: Channel) -> dict[str, object]:
    """Return what each effect of a call has drawn."""
    leg = DriverLeg(channel, b"call")
    leg.frame(1499)
    return {
        "bed": leg.scene.at(0),
        "loss": leg._lost.within(0, 1500),
        "jitter": leg._missing.within(0, 1500),
        "sounds": [(each.kind, each.start) for each in leg.sounded],
        "lombard": leg.scene.lift_db,
        "one_way": [n for n in range(1500) if leg.karla_reaches_him(n)][-1],
        "drop": (leg.drops_at, leg.redials_after),
    }


@pytest.mark.parametrize("effect", list(EFFECTS))
def test_one_effect_more_changes_no_others_dice(effect: str) -> None:
    everything = {key: value for each in EFFECTS.values() for key, value in each.items()}
    noisy = Channel(origin="test", codecs=GSM.codecs, noise=Noise.CAB, snr_db=10)
    shown = {"outages": "loss"}.get(effect, effect)

    whole = dice(noisy.model_copy(update=everything))
    without = dice(noisy.model_copy(update={key: everything[key] for key in everything if key not in EFFECTS[effect]}))

    assert {name for name in whole if whole[name] != without[name]} == {shown}


def test_a_call_with_everything_is_the_same_every_time() -> None:
    everything = {key: value for each in EFFECTS.values() for key, value in each.items()}
    channel = Channel(origin="test", codecs=GSM.codecs, noise=Noise.WINDOW, snr_db=5, echo=Echo(), **everything)  # type: ignore[arg-type]

    def stream() -> list[Pcm]:
        leg, frames = DriverLeg(channel, b"call"), []
        for n in range(400):
            if n in (30, 250):
                leg.begin(n, SENTENCE)
            if 100 <= n < 200:
                leg.hears(n, voice(0.02))
            frames.append(leg.frame(n))
        return frames

    assert stream() == stream()
