"""The slices of a call, and what falls on an edge."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from simulator.statistics.slices import DIMENSIONS, loss_bucket, slices_of, snr_bucket


@dataclass(frozen=True, slots=True)
class Call:
    """As much of a call as matters here."""

    persona: str = "jesus"
    channel: str = "gsm_cab"
    tags: tuple[str, ...] = ("update", "emergency", "x-mine")
    channel_report: Mapping[str, object] = field(default_factory=dict)


def test_a_call_is_in_a_slice_for_everything_that_is_particular_about_it() -> None:
    call = Call(channel_report={"speech_frames": 200, "speech_loss": 0.02, "snr_db": 11.5, "loss": 0.5})

    assert slices_of(call) == [
        ("driver", "jesus"),
        ("line", "gsm_cab"),
        ("loss", "1 to 3 %"),
        ("noise", "10 to 15 dB"),
        ("family", "update"),
        ("trait", "emergency"),
        ("trait", "x-mine"),
    ]
    assert {dimension for dimension, _ in slices_of(call)} == set(DIMENSIONS)


@pytest.mark.parametrize("report", [{}, {"speech_frames": 0, "speech_loss": 0.0, "snr_db": -20.0}])
def test_a_driver_who_never_spoke_has_no_loss_and_no_noise(report: dict[str, object]) -> None:
    assert {dimension for dimension, _ in slices_of(Call(channel_report=report))}.isdisjoint({"loss", "noise"})


@pytest.mark.parametrize(
    ("share", "name"),
    [
        (0.0, "none"),
        (0.001, "up to 1 %"),
        (0.01, "up to 1 %"),
        (0.03, "1 to 3 %"),
        (0.08, "3 to 8 %"),
        (1.0, "over 8 %"),
    ],
)
def test_loss_falls_into_its_bucket(share: float, name: str) -> None:
    assert loss_bucket(share) == name


@pytest.mark.parametrize(
    ("snr_db", "name"),
    [(-20, "under 5 dB"), (5, "5 to 10 dB"), (10, "10 to 15 dB"), (29.9, "15 to 30 dB"), (60, "30 dB and more")],
)
def test_noise_falls_into_its_bucket(snr_db: float, name: str) -> None:
    assert snr_bucket(snr_db) == name
