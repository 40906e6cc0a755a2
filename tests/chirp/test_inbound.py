"""The peer's audio, brought to Karla's rhythm."""

import numpy as np
import pytest

from simulator.chirp.halfband import DELAY
from simulator.chirp.inbound import Inbound
from simulator.chirp.wire import Announcement, Close, SpeechEnds, Violation

LOUD = np.full(320, 8000, dtype="<i2").tobytes()


def played(inbound: Inbound, frames: int) -> tuple[list[bool], list[tuple[int, Announcement]]]:
    """Return which frames sound, and what was announced in which."""
    sounding, announced = [], []
    for number in range(frames):
        frame, due = inbound.take()
        sounding.append(any(frame))
        announced += [(number, each) for each in due]
    return sounding, announced


def test_an_utterance_sent_at_once_is_played_in_its_time() -> None:
    inbound = Inbound()
    inbound.audio(LOUD * 10)
    inbound.announce(SpeechEnds("u1", "Sí"))

    sounding, announced = played(inbound, 15)

    assert sounding == [True] * 10 + [False] * 5
    assert announced == [(9, SpeechEnds("u1", "Sí"))]


def test_words_without_sound_are_due_at_once() -> None:
    inbound = Inbound()
    inbound.announce(SpeechEnds("u1", "Sí"))

    assert played(inbound, 1)[1] == [(0, SpeechEnds("u1", "Sí"))]


def test_pieces_of_any_size_leave_no_gap() -> None:
    inbound = Inbound()
    for size in (2, 638, 1000, 920):
        inbound.audio((LOUD * 2)[:size])
    sounding = played(inbound, 4)[0]

    assert sounding == [True] * 4


def test_a_late_packet_is_waited_for() -> None:
    inbound = Inbound()
    inbound.audio(LOUD)
    first = inbound.take()[0]
    inbound.audio(LOUD)
    rest = played(inbound, 3)[0]

    assert not any(first)
    assert rest == [True, True, False]


def test_a_rest_of_less_than_a_frame_is_let_out() -> None:
    inbound = Inbound()
    inbound.audio(LOUD[:200])
    heard = b"".join(inbound.take()[0] for _ in range(4))

    assert np.count_nonzero(np.frombuffer(heard, "<i2")) >= 50 - DELAY // 2


def test_half_as_fast_again_as_real_time_is_a_flood_in_half_a_minute() -> None:
    inbound = Inbound()
    frames = 0

    with pytest.raises(Violation) as flooded:
        while frames < 3000:
            inbound.audio(LOUD + LOUD[:320])
            inbound.take()
            frames += 1

    assert flooded.value.close is Close.POLICY
    assert 29 < frames * 0.02 < 31
