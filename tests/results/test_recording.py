"""A call can be listened to and looked at afterwards."""

import wave
from pathlib import Path

import numpy as np
import pytest

from simulator.results.call_folder import CallFolder
from simulator.results.picture import bars_of, draw, draw_call, overlaps
from simulator.results.recording import Recording
from simulator.scoring.scripted import ScriptedCall
from simulator.scoring.timeline import Interval

KARLA = (1000).to_bytes(2, "little") * 160
DRIVER = (7).to_bytes(2, "little") * 160


def recorded(path: Path, frames: int) -> Path:
    recording = Recording()
    for _ in range(frames):
        recording.add(KARLA, DRIVER)
    recording.write(path)
    return path


def test_karla_is_left_and_the_driver_right(tmp_path: Path) -> None:
    path = recorded(tmp_path / "call.wav", 50)

    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()) == (2, 2, 8000, 8000)
        assert set(np.frombuffer(file.readframes(8000), "<i2").reshape(-1, 2).T[0]) == {1000}


def test_the_same_call_gives_the_same_file(tmp_path: Path) -> None:
    assert recorded(tmp_path / "a.wav", 5).read_bytes() == recorded(tmp_path / "b.wav", 5).read_bytes()


def test_a_frame_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="320"):
        Recording().add(KARLA, DRIVER[:-2])


@pytest.mark.parametrize("frames", [0, 1, 100])
def test_a_call_can_be_drawn(tmp_path: Path, frames: int) -> None:
    pytest.importorskip("matplotlib")
    wav = recorded(tmp_path / "call.wav", frames)

    draw_call(wav, tmp_path / "call.png", [(0.5, "Karla yields")])

    assert (tmp_path / "call.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_tells_what_was_said_and_where_both_spoke(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    folder = CallFolder(tmp_path)
    call = ScriptedCall().karla(0, 0.2, 1.0, "¿Hablo con Jesús", "Treviño?").driver(0.7, 1.5, "Sí, yo mero", cut=True)
    call.end(1.9, "confirmed").ledger.write(folder.ledger)
    recorded(folder.audio, 100)

    draw(folder, tmp_path / "call.png")

    bars = bars_of(call.ledger)
    assert [(bar.side, bar.text, bar.cut) for bar in bars] == [
        (0, "¿Hablo con Jesús [not heard: Treviño?]", True),
        (1, "Sí, yo mero", True),
    ]
    assert overlaps(bars) == [Interval(0.7, 1.0)]
    assert (tmp_path / "call.png").read_bytes().startswith(b"\x89PNG")
