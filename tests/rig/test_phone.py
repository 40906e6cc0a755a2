"""The driver's telephone: when he is heard, to the sample, and what becomes of a word that he breaks off."""

import asyncio
from typing import Any

import numpy as np
import pytest

from runtime import clock
from runtime.audio import FRAME_SAMPLES, RATE_HZ, level_dbfs, samples, to_array
from runtime.integrations.voice_cache import Rendered
from runtime.pipeline.ports import WordMark
from simulator.driver.handset import BEEP, COUGH, Kind, Utterance
from simulator.rig.phone import BREATH_SAMPLES, fluent, joined
from simulator.rig.sounds import BEEP_HZ, beep, cough


def says(*pieces: str | float, at: float = 0.305, kind: Kind = Kind.SPEECH) -> Any:
    async def driver(wire: Any) -> None:
        await clock.sleep_until(at)
        await wire.phone.say(Utterance(pieces, kind))

    return driver


def test_the_ledger_tells_to_the_sample_when_he_spoke(line: Any) -> None:
    played = line().play(says("sí bueno"))

    ((began, start),) = played.entries("drv.utt.start")
    ((ended, end),) = played.entries("drv.utt.end")
    assert (began, ended) == (0.32, 0.32 + 2 * 0.2)
    assert (start["text"], end["said"], end["cut"]) == ("sí bueno", "sí bueno", False)
    assert played.loud("right") == list(range(16, 36))


def test_the_recording_and_the_script_begin_where_the_ledger_says(line: Any) -> None:
    played = line(up=4).play(says("sí", 0.5, "bueno"))

    ((began, _),) = played.entries("drv.utt.start")
    words = [(word.word, word.start / RATE_HZ, word.end / RATE_HZ) for word in played.script.words]
    assert words == [
        ("sí", pytest.approx(began), pytest.approx(began + 0.2)),
        ("bueno", pytest.approx(began + 0.7), pytest.approx(began + 0.9)),
    ]
    assert min(played.loud("right")) * 0.02 == pytest.approx(began)
    assert played.entries("drv.utt.end")[0][0] == pytest.approx(began + 0.9)


def test_he_is_cut_in_mid_word_and_what_he_did_not_say_was_never_said(line: Any) -> None:
    async def breaks_off(wire: Any) -> None:
        async with asyncio.TaskGroup() as tasks:
            mouth = tasks.create_task(wire.phone.say(Utterance(("uno dos tres cuatro",))))
            await clock.sleep_until(0.51)
            mouth.cancel()

    played = line().play(breaks_off)

    ((ended, end),) = played.entries("drv.utt.end")
    assert (end["said"], end["cut"]) == ("uno dos", True)
    assert ended == 0.51
    assert max(played.loud("right")) == 25
    assert [word.word for word in played.script.words] == ["uno", "dos"]


def test_the_end_of_the_line_ends_him_too(line: Any) -> None:
    alive: list[bool] = []

    async def driver(wire: Any) -> None:
        alive.append(await wire.phone.say(Utterance(("uno dos tres cuatro cinco seis",))))
        alive.append(await wire.phone.say(Utterance(("siete",))))

    played = line().play(driver, seconds=0.7)

    assert alive == [False, False]
    ((ended, end),) = played.entries("drv.utt.end")
    assert end["cut"] and end["said"] == "uno dos tres" and ended <= 0.72


def test_a_second_utterance_begins_where_the_first_was_broken_off(line: Any) -> None:
    async def changes_his_mind(wire: Any) -> None:
        async with asyncio.TaskGroup() as tasks:
            first = tasks.create_task(wire.phone.say(Utterance(("uno dos tres cuatro",))))
            await clock.sleep_until(0.31)
            first.cancel()
            tasks.create_task(wire.phone.say(Utterance(("perdón",))))

    played = line().play(changes_his_mind)

    assert [data["said"] for _, data in played.entries("drv.utt.end")] == ["uno", "perdón"]
    assert [word.word for word in played.script.words] == ["uno", "perdón"]
    assert played.entries("drv.utt.start")[1][0] == 0.32


def test_whether_he_speaks_over_her_is_written_down(line: Any, say: Any) -> None:
    async def karla(wire: Any) -> None:
        wire.exchange.begins_sentence(0, "uno dos tres cuatro")
        await wire.exchange.play(say("uno dos tres cuatro"))

    played = line().play(karla, says("oiga"), says("bueno", at=1.5))

    assert [data["over_karla"] for _, data in played.entries("drv.utt.start")] == [True, False]


@pytest.mark.parametrize(("text", "kind"), [(COUGH, Kind.COUGH), (BEEP, Kind.ANNOUNCEMENT)])
def test_a_cough_and_a_beep_sound_but_are_no_words(line: Any, text: str, kind: Kind) -> None:
    played = line().play(says(text, kind=kind))

    assert played.script.words == [] and len(played.script.noises) == 1
    first, last = played.script.noises[0]
    assert first == 16 * FRAME_SAMPLES and len(played.loud("right")) * FRAME_SAMPLES <= last - first + FRAME_SAMPLES
    assert played.entries("drv.utt.end")[0][0] == pytest.approx(last / RATE_HZ)


def test_a_long_gap_between_words_is_cut_to_a_breath_and_the_words_stay_whole() -> None:
    gap = RATE_HZ // 2
    pcm = bytes(0).join((np.full(n, v, "<i2").tobytes()) for n, v in ((800, 11), (gap, 0), (800, 22), (100, 0)))
    sound = Rendered(pcm, (WordMark("uno", 0, 800), WordMark("dos", 800 + gap, 1600 + gap)))

    short = fluent(sound)

    assert samples(short.pcm) == samples(pcm) - gap + BREATH_SAMPLES
    wave = to_array(short.pcm)
    for mark, value in zip(short.words, (11, 22), strict=True):
        assert set(wave[mark.start : mark.end].tolist()) == {value}
    assert short.words[1].start - short.words[0].end == BREATH_SAMPLES


def test_a_short_gap_stays_and_so_does_a_sound_without_words() -> None:
    sound = Rendered(bytes(4000), (WordMark("uno", 0, 500), WordMark("dos", 900, 1500)))

    assert fluent(sound) == sound
    assert fluent(Rendered(bytes(4000), ())) == Rendered(bytes(4000), ())


def test_sounds_one_after_the_other_keep_their_words_in_place() -> None:
    one = Rendered(bytes(200), (WordMark("uno", 10, 90),))

    both = joined([one, Rendered(bytes(100), ()), one])

    assert samples(both.pcm) == 250
    assert [(mark.start, mark.end) for mark in both.words] == [(10, 90), (160, 240)]


def test_a_cough_is_short_broad_and_each_its_own() -> None:
    assert cough(1) == cough(1) == cough(9) != cough(2)
    assert 0.2 < samples(cough(1)) / RATE_HZ < 0.6 and -40 < level_dbfs(cough(1)) < -10


def test_a_beep_is_half_a_second_of_one_tone() -> None:
    spectrum = np.abs(np.fft.rfft(to_array(beep()).astype(float)))

    assert samples(beep()) == RATE_HZ // 2
    assert np.argmax(spectrum) * 2 == pytest.approx(BEEP_HZ, abs=2)
