"""What is around the driver: repeatable, loopable, and where it should be in the spectrum."""

import numpy as np
import pytest

from simulator.channel.noise import MAKE, Noise
from simulator.channel.streams import stream

LENGTH = 8000 * 12


def share_below(wave: np.ndarray, hz: float) -> float:
    power = np.square(np.abs(np.fft.rfft(wave)))
    return float(power[np.fft.rfftfreq(len(wave), 1 / 8000) < hz].sum() / power.sum())


@pytest.mark.parametrize("kind", list(Noise))
def test_a_noise_has_unit_power_and_its_seed_decides_it(kind: Noise) -> None:
    made, again, other = (MAKE[kind](stream(seed, "noise"), LENGTH) for seed in (b"a", b"a", b"b"))

    assert np.mean(np.square(made)) == pytest.approx(1, rel=1e-3)
    assert np.array_equal(made, again) and not np.array_equal(made, other)


@pytest.mark.parametrize("kind", [Noise.CAB, Noise.HIGHWAY])
def test_a_noise_has_no_seam(kind: Noise) -> None:
    made = MAKE[kind](stream(b"a", "noise"), LENGTH)

    assert abs(float(made[0] - made[-1])) <= 1.5 * float(np.abs(np.diff(made)).max())


def test_wind_is_low() -> None:
    assert share_below(MAKE[Noise.HIGHWAY](stream(b"a", "noise"), LENGTH), 300) > 0.6


def test_the_open_window_lets_the_wind_into_the_voice() -> None:
    closed, opened = (MAKE[kind](stream(b"a", "noise"), LENGTH) for kind in (Noise.HIGHWAY, Noise.WINDOW))

    assert share_below(opened, 300) > 0.6
    assert 1 - share_below(opened, 150) > 0.1 and share_below(closed, 300) > 0.6


def test_music_has_a_beat() -> None:
    made = MAKE[Noise.MUSIC](stream(b"a", "noise"), LENGTH)

    level = np.square(made[: 8000 * 12]).reshape(-1, 100).sum(axis=1)
    rhythm = np.abs(np.fft.rfft(level - level.mean()))
    assert rhythm[12 * 4] > 3 * np.median(rhythm[10:200])  # four beats a second


def test_each_effect_has_its_own_dice() -> None:
    draws = {name: stream(b"call", name).random() for name in ("bed", "loss", "echo")}

    assert len(set(draws.values())) == 3
    assert draws["loss"] == stream(b"call", "loss").random() != stream(b"other", "loss").random()
