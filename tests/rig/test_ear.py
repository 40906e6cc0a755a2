"""What the driver notices of Karla: that she speaks, each word, a pause, the end."""

import asyncio
from collections.abc import Iterable

import pytest

from runtime.audio import FRAME_SAMPLES, FRAME_SECONDS, Pcm
from simulator.driver.handset import PAUSE_SECONDS, Heard, KarlaPaused, KarlaSaid, KarlaSpeaks, LineEnded
from simulator.rig.ear import Ear, HeardFrame
from simulator.rig.virtual_time import run
from simulator.scoring.ledger import Ledger

LOUD: Pcm = (3000).to_bytes(2, "little") * FRAME_SAMPLES
SOFT: Pcm = (20).to_bytes(2, "little") * FRAME_SAMPLES


def voice(*words: str, turn: int = 0, sentence: str = "una", pcm: Pcm = LOUD, began: int = 0) -> HeardFrame:
    places = [(began, FRAME_SAMPLES)] * len(words)
    return HeardFrame(pcm, audible=True, turn=turn, sentence=sentence, words=list(words), places=places)


def quiet(seconds: float) -> list[HeardFrame]:
    return [HeardFrame() for _ in range(round(seconds / FRAME_SECONDS))]


def noticed(frames: Iterable[HeardFrame]) -> tuple[list[tuple[str, float]], Ledger]:
    """Let the frames pass; return what was noticed and when, and the ledger."""
    ledger, found = Ledger(), list[tuple[str, float]]()

    async def passes() -> None:
        ledger.clock = asyncio.get_running_loop().time
        ear = Ear(ledger)
        for frame in frames:
            ear.hear(frame)
            await asyncio.sleep(FRAME_SECONDS)
        ear.end()
        while not isinstance(event := await ear.next(None), LineEnded):
            found.append(_plain(event))

    run(passes())
    return found, ledger


def _plain(event: Heard | None) -> tuple[str, float]:
    match event:
        case KarlaSpeaks(at):
            return "speaks", round(at, 6)
        case KarlaSaid(text, at) | KarlaPaused(text, at):
            return f"{type(event).__name__} {text}", round(at, 6)
    raise AssertionError(event)


def test_he_hears_that_she_speaks_then_every_word_then_the_pause() -> None:
    found, _ = noticed([*quiet(0.2), voice(), voice("hola"), voice("jefe"), *quiet(0.5)])

    pause_at = round(0.26 + PAUSE_SECONDS, 6)
    assert found == [
        ("speaks", 0.2),
        ("KarlaSaid hola", 0.22),
        ("KarlaSaid hola jefe", 0.24),
        ("KarlaPaused hola jefe", pause_at),
    ]


@pytest.mark.parametrize(("gap", "pauses"), [(0.28, 1), (0.34, 2)])
def test_a_gap_shorter_than_the_pause_is_not_noticed(gap: float, pauses: int) -> None:
    found, _ = noticed([voice("hola"), *quiet(gap), voice("jefe"), *quiet(0.5)])

    names = [name for name, _ in found]
    assert sum(name.startswith("KarlaPaused") for name in names) == pauses
    assert names.count("speaks") == pauses
    assert names[-1] == "KarlaPaused hola jefe"


def test_a_new_turn_begins_with_nothing_heard_of_it() -> None:
    found, ledger = noticed([voice("hola"), *quiet(0.4), voice("jefe", turn=1), *quiet(0.4)])

    assert [name for name, _ in found if name.startswith("KarlaSaid")] == ["KarlaSaid hola", "KarlaSaid jefe"]
    assert [event.turn for event in ledger.named("agt.audio.first")] == [0, 1]
    assert len(ledger.named("agt.sentence")) == 2


def test_he_waits_for_nothing_longer_than_he_wants_to() -> None:
    async def waits() -> tuple[object, float]:
        return await Ear(Ledger()).next(1.5), asyncio.get_running_loop().time()

    assert run(waits()) == (None, 1.5)


def test_silence_alone_is_no_pause() -> None:
    assert noticed(quiet(2.0))[0] == []


def test_a_voice_that_makes_no_sound_says_nothing() -> None:
    found, ledger = noticed([voice(pcm=SOFT), voice("hola", pcm=SOFT), voice("jefe", pcm=SOFT), *quiet(0.5)])

    assert found == []
    assert [event.number("level_dbfs") for event in ledger.named("agt.sentence")] == [-64.3]


def test_a_word_counts_if_any_of_it_could_be_heard() -> None:
    softly = [voice(pcm=SOFT), voice("jefe", pcm=SOFT, began=-FRAME_SAMPLES), voice("nada", pcm=SOFT)]
    found, _ = noticed([voice("hola"), voice(), *softly, *quiet(0.5)])

    assert [name for name, _ in found] == ["speaks", "KarlaSaid hola", "KarlaPaused hola"]

    found, _ = noticed([voice("hola"), voice(), voice("jefe", pcm=SOFT, began=-FRAME_SAMPLES), *quiet(0.5)])

    assert [name for name, _ in found][-1] == "KarlaPaused hola jefe"


def test_the_ledger_says_how_loud_each_sentence_was() -> None:
    _, ledger = noticed([voice("hola"), voice("jefe"), *quiet(0.4)])

    assert [event.number("level_dbfs") for event in ledger.named("agt.sentence")] == [-20.8]
