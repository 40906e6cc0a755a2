"""What a page lets one hear and see of a call: which calls, how loud, and that nobody's voice gets mixed up."""

import io
import math
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile

from simulator.results.call_folder import CallSummary
from simulator.results.html.sound import LEVELS, PEAK_SAMPLES, choose, mp3, peaks
from simulator.scoring.checks import Status
from simulator.scoring.fault.blame import Blame
from simulator.scoring.fault.kinds import Kind, Whose

RATE = 8000


def recorded(path: Path, seconds: float = 3.0) -> np.ndarray:
    """Write Karla as a tone of 300 Hz that falls silent, the driver as one of 1 kHz that begins late."""
    t = np.arange(int(RATE * seconds)) / RATE
    karla, driver = 0.5 * np.sin(2 * math.pi * 300 * t), 0.25 * np.sin(2 * math.pi * 1000 * t)
    karla[len(t) // 2 :], driver[: len(t) // 2] = 0, 0
    both = np.rint(np.stack([karla, driver], axis=1) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(both.tobytes())
    return both / 32768


def test_each_voice_stays_on_its_side_and_in_its_time(tmp_path: Path) -> None:
    """libsndfile's MP3 encoder mixes up the channels of integers; and a stream without a header sounds 0.2 s late."""
    true = recorded(tmp_path / "a.wav")

    heard, rate = soundfile.read(io.BytesIO(mp3(tmp_path / "a.wav")))

    assert rate == RATE and heard.shape == true.shape
    for side in (0, 1):
        assert np.corrcoef(true[:, side], heard[:, side])[0, 1] > 0.99


def test_a_minute_of_sound_is_under_180_kilobytes(tmp_path: Path) -> None:
    recorded(tmp_path / "a.wav", seconds=60)

    assert len(mp3(tmp_path / "a.wav")) < 184_320


def test_peaks_show_who_is_loud_when(tmp_path: Path) -> None:
    recorded(tmp_path / "a.wav")

    karla, driver = peaks(tmp_path / "a.wav")

    assert len(karla) == len(driver) == math.ceil(3 * RATE / PEAK_SAMPLES)
    assert karla[2] == LEVELS[round(63 * math.sqrt(0.5))] and karla[-2] == "A"
    assert driver[2] == "A" and driver[-2] == LEVELS[round(63 * math.sqrt(0.25))]


def test_full_scale_in_either_direction_is_the_last_letter(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((2, 2, RATE, 0, "NONE", ""))
        file.writeframes(np.array([[-32768, 32767]] * 10, "<i2").tobytes())

    assert peaks(tmp_path / "a.wav") == ("_", "_")


def a_call(name: str, status: Status, kind: Kind | None = None, family: str = "confirm") -> CallSummary:
    blame = Blame(kind, 1.0, 0, Whose.AGENT, "") if kind else None
    return CallSummary(name, "uno", "jesus", "gsm", 1, "s", "T", (family,), status, "", blame=blame)


CALLS = [
    a_call("good", Status.PASS),
    a_call("good too", Status.PASS),
    a_call("created", Status.PASS, family="create"),
    a_call("deaf 1", Status.FAIL, Kind.FACT_MISHEARD),
    a_call("deaf 2", Status.FAIL, Kind.FACT_MISHEARD),
    a_call("rude", Status.FAIL, Kind.IGNORED_BARGE_IN),
    a_call("broken", Status.INFRA, Kind.HARNESS_FAILED),
]


def test_what_did_not_pass_is_heard_and_one_good_call_of_each_family() -> None:
    assert choose(CALLS, "failed").calls == {"good", "created", "deaf 1", "deaf 2", "rude", "broken"}


def test_every_kind_of_failure_is_heard_before_one_is_heard_twice() -> None:
    choice = choose(CALLS, "failed", most=5)

    assert choice.calls == {"good", "created", "deaf 1", "rude", "broken"} and choice.left_out == 1


@pytest.mark.parametrize(("wanted", "count"), [("all", 7), ("none", 0)])
def test_all_or_nothing_can_be_heard(wanted: str, count: int) -> None:
    choice = choose(CALLS, wanted, most=5)  # type: ignore[arg-type]

    assert len(choice.calls) == count and choice.left_out == 0
