"""What passes between Karla and a driver, frame by frame."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from runtime import clock
from runtime.audio import FRAME_BYTES, FRAME_SAMPLES, SILENCE, Pcm, level_dbfs
from runtime.errors import LineClosed
from runtime.pipeline.ports import Speech
from simulator.channel.presets import Channel, Drop, Echo, OneWay
from simulator.channel.sounds import Sounds
from simulator.driver.handset import KarlaSaid, LineEnded, Utterance
from simulator.rig import exchange as exchange_module
from simulator.rig.exchange import Exchange


@pytest.mark.parametrize("up", [1, 2, 7])
def test_his_frame_reaches_karla_so_many_frames_after_it_is_over(line: Any, say: Any, up: int) -> None:
    arrived: list[tuple[float, Pcm]] = []

    async def karla(wire: Any) -> None:
        wire.leg.begin(5, say("bueno").pcm)
        async for frame in wire.exchange.incoming():
            arrived.append((clock.now(), frame))

    played = line(up=up).play(karla, seconds=1.0)

    assert [at for at, _ in arrived[:3]] == pytest.approx([0.02 * (n + 1 + up) for n in range(3)])
    assert all(len(frame) == FRAME_BYTES for _, frame in arrived)
    heard = [n for n, (_, frame) in enumerate(arrived) if level_dbfs(frame) > -50]
    assert heard[0] in (5, 6) and heard == played.loud("right")


@pytest.mark.parametrize("down", [1, 2, 7])
def test_her_frame_is_heard_so_many_frames_after_it_was_played(line: Any, say: Any, down: int) -> None:
    async def karla(wire: Any) -> None:
        await clock.sleep_until(0.11)
        wire.exchange.begins_sentence(0, "hola")
        await wire.exchange.play(say("hola"))

    played = line(down=down).play(karla, seconds=1.0)

    first = 6 + down
    assert played.loud("left") == list(range(first, first + 10))
    assert played.entries("agt.audio.first")[0][0] == pytest.approx(0.02 * first)


def test_reached_fires_with_the_end_of_the_frame(line: Any, say: Any) -> None:
    times: list[float] = []

    async def karla(wire: Any) -> None:
        await clock.sleep_until(0.105)
        position = await wire.exchange.play(Speech(bytes(2 * (3 * FRAME_SAMPLES + 7))))
        await wire.exchange.reached(2 * FRAME_SAMPLES)
        times.append(clock.now())
        await wire.exchange.reached(position)
        times.append(clock.now())
        await wire.exchange.reached(position)
        times.append(clock.now())

    line().play(karla, seconds=1.0)

    assert times == pytest.approx([0.16, 0.20, 0.20])


def test_clear_drops_what_was_not_played_and_tells_how_far_she_got(line: Any, say: Any) -> None:
    positions: list[int] = []

    async def karla(wire: Any) -> None:
        await clock.sleep_until(0.09)
        await wire.exchange.play(say("uno dos tres cuatro"))
        await clock.sleep_until(0.31)
        positions.append(await wire.exchange.clear())
        positions.append(await wire.exchange.clear())
        await clock.sleep_until(0.5)
        positions.append(await wire.exchange.play(say("cinco")))

    played = line().play(karla, seconds=1.0)

    frames = 11  # those that began at 0.10 to 0.30
    assert positions == [frames * FRAME_SAMPLES, frames * FRAME_SAMPLES, (frames + 10) * FRAME_SAMPLES]
    assert len(played.loud("left")) == frames + 10
    assert len(played.entries("wire.clear")) == 1


def test_he_hears_each_word_when_it_ends(line: Any, say: Any) -> None:
    async def karla(wire: Any) -> None:
        await clock.sleep_until(0.11)
        wire.exchange.begins_sentence(0, "Buenas tardes.")
        await wire.exchange.play(say("Buenas tardes."))
        wire.exchange.begins_sentence(0, "¿Qué tal?")
        await wire.exchange.play(say("¿Qué tal?"))

    wire = line(down=2)
    wire.play(karla, wire.listens, seconds=2.0)

    said = [(heard.text.split()[-1], at) for at, heard in wire.noticed if isinstance(heard, KarlaSaid)]
    assert [word for word, _ in said] == ["Buenas", "tardes.", "¿Qué", "tal?"]
    for number, (_, at) in enumerate(said, start=1):
        assert at == pytest.approx(0.12 + 0.2 * number + 0.04, abs=0.021)
    assert [data["text"] for _, data in wire.entries("agt.sentence")] == ["Buenas tardes.", "¿Qué tal?"]


def test_a_word_that_was_cleared_is_never_heard(line: Any, say: Any) -> None:
    async def karla(wire: Any) -> None:
        wire.exchange.begins_sentence(0, "uno dos tres")
        await wire.exchange.play(say("uno dos tres"))
        await clock.sleep_until(0.3)
        await wire.exchange.clear()
        wire.exchange.begins_sentence(1, "cuatro")
        await wire.exchange.play(say("cuatro"))

    wire = line()
    wire.play(karla, wire.listens, seconds=2.0)

    assert [heard.text for _, heard in wire.noticed if isinstance(heard, KarlaSaid)] == ["uno", "cuatro"]
    assert [data["turn"] for _, data in wire.entries("agt.audio.first")] == [0, 1]


def test_nothing_plays_after_the_hang_up(line: Any, say: Any) -> None:
    raised: list[str] = []

    async def karla(wire: Any) -> None:
        position = await wire.exchange.play(say("uno dos tres cuatro cinco seis"))
        for attempt in (wire.exchange.reached, wire.exchange.reached, lambda _: wire.exchange.play(say("siete"))):
            try:
                await attempt(position)
            except LineClosed:
                raised.append("closed")

    wire = line()
    wire.play(karla, wire.listens, seconds=0.5)

    assert raised == ["closed"] * 3
    assert isinstance(wire.noticed[-1][1], LineEnded)
    assert max(wire.loud("left")) <= 0.5 / 0.02


def test_whoever_hangs_up_first_has_hung_up(line: Any) -> None:
    async def karla(wire: Any) -> None:
        await clock.sleep_until(0.4)
        await wire.exchange.hang_up()

    played = line().play(karla, seconds=0.8)

    assert played.entries("call.hangup") == [(0.4, {"who": "karla"})]
    assert len(played.recording._karla) == len(played.recording._driver) == 21 * FRAME_BYTES


def test_a_line_that_nobody_hangs_up_is_cut(line: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_module, "MAX_SECONDS", 1.0)

    played = line().play(seconds=3.0)

    assert played.entries("call.hangup") == [(1.0, {"who": "rig"})]


def test_a_quiet_line_is_silence_on_both_sides(line: Any) -> None:
    played = line().play(seconds=0.2)

    assert bytes(played.recording._karla) == SILENCE * 11
    assert played.loud("right") == []


def test_the_end_of_a_turn_is_logged_where_he_hears_it(line: Any, say: Callable[[str], Speech]) -> None:
    async def karla(wire: Any) -> None:
        wire.exchange.begins_sentence(0, "uno dos")
        await wire.exchange.play(say("uno dos"))
        await clock.sleep_until(0.3)
        await wire.exchange.clear()
        wire.exchange.ends_turn(0, "uno", "dos", truncated=True)

    played = line(down=5).play(karla, seconds=1.0)

    ((at, data),) = played.entries("agt.audio.last")
    assert at == pytest.approx(0.02 * max(played.loud("left")))
    assert (data["heard"], data["unheard"], data["truncated"]) == ("uno", "dos", True)


@pytest.mark.parametrize("who", ["karla", "driver"])
def test_a_turn_that_the_hang_up_cuts_short_has_an_end_too(line: Any, say: Callable[[str], Speech], who: str) -> None:
    async def karla(wire: Any) -> None:
        wire.exchange.begins_sentence(0, "uno dos tres")
        position = await wire.exchange.play(say("uno dos tres"))
        try:
            await wire.exchange.reached(position if who == "driver" else position // 3)
        except LineClosed:
            await wire.exchange.clear()
        wire.exchange.ends_turn(0, "uno", "dos tres", truncated=True)
        await wire.exchange.hang_up()

    played = line(down=5).play(karla, seconds=0.4)

    at, data = played.entries("agt.audio.last")[-1]
    assert (data["heard"], data["unheard"]) == ("uno", "dos tres")
    assert 0 <= at - played.entries("call.hangup")[0][0] <= 6 * 0.02


def dropping(at: float) -> Channel:
    return Channel(origin="test", drop=Drop(at_seconds=(at, at), redial_seconds=(1.0, 1.0)))


def test_a_line_that_breaks_is_closed_to_both_and_hung_up_by_nobody(line: Any, say: Any) -> None:
    closed: list[float] = []

    async def karla(wire: Any) -> None:
        position = await wire.exchange.play(say("uno dos tres cuatro cinco seis"))
        try:
            await wire.exchange.reached(position)
        except LineClosed:
            closed.append(clock.now())

    wire = line(channel=dropping(0.6))
    wire.play(karla, wire.listens, seconds=2.0)

    assert closed == [pytest.approx(0.6)] and wire.exchange.dropped
    assert [at for at, _ in wire.entries("line.dropped")] == [0.6] and wire.entries("call.hangup") == []
    assert isinstance(wire.noticed[-1][1], LineEnded)


def test_after_a_break_the_call_goes_on_in_its_own_time(line: Any, say: Any) -> None:
    wire = line(channel=dropping(0.6))
    arrived: list[float] = []

    async def second(_: Any) -> None:
        await wire.exchange.ended.wait()
        first = wire.exchange.tick + wire.leg.redials_after
        await clock.sleep_until(wire.exchange.started_at + first * 0.02)
        again = Exchange(wire.leg, wire.recording, wire.ledger, up=1, down=1, script=wire.script)
        wire.phone.takes(again)

        async def talks() -> None:
            again.begins_sentence(5, "bueno")
            await again.play(say("bueno"))
            async for _ in again.incoming():
                arrived.append(clock.now())

        async def answers() -> None:
            assert await wire.phone.say(Utterance(("sí",)))
            wire.phone.hang_up()

        async with asyncio.TaskGroup() as sides:
            for side in (again.run(first), talks(), answers()):
                sides.create_task(side)

    wire.play(second, seconds=3.0)

    began = wire.entries("drv.utt.start")[0][0]
    assert began == pytest.approx(1.64) and wire.script.connected_at == 81
    assert wire.script.words[0].start == 8000 * 1.64
    assert arrived[0] == pytest.approx(1.66) and wire.entries("agt.sentence")[0][0] >= 1.62


def test_on_a_loudspeaker_her_words_come_back_behind_her(line: Any, say: Any) -> None:
    async def karla(wire: Any) -> None:
        await clock.sleep_until(0.11)
        wire.exchange.begins_sentence(0, "¿Hola jefe?")
        await wire.exchange.play(say("¿Hola jefe?"))

    played = line(channel=Channel(origin="test", echo=Echo(db=-18, ms=180))).play(karla, seconds=1.5)

    heard = played.loud("left")
    assert [(echo.word, echo.start, echo.end) for echo in played.script.echoes] == [
        ("hola", (heard[0] + 9) * 160, (heard[0] + 9) * 160 + 1600),
        ("jefe", (heard[0] + 9) * 160 + 1600, (heard[0] + 9) * 160 + 3200),
    ]
    assert played.loud("right")[0] == heard[0] + 9


def test_a_driver_who_does_not_hear_her_has_nothing_to_react_to(line: Any, say: Any) -> None:
    async def karla(wire: Any) -> None:
        wire.exchange.begins_sentence(0, "uno dos")
        await wire.exchange.play(say("uno dos"))
        await clock.sleep_until(0.6)
        wire.exchange.ends_turn(0, "uno dos", "", truncated=False)

    wire = line(channel=Channel(origin="test", one_way=OneWay(unheard="karla")))
    wire.play(karla, wire.listens, seconds=1.0)

    assert [type(heard) for _, heard in wire.noticed] == [LineEnded] and wire.loud("left") == []
    assert wire.entries("line.one_way") == [(0.0, {"unheard": "karla"})]
    assert wire.entries("agt.audio.first") == []


def test_a_horn_is_written_down_when_it_sounds(line: Any) -> None:
    played = line(channel=Channel(origin="test", sounds=Sounds(horn=20))).play(seconds=20.0)

    begun = [(each.start * 0.02, each.seconds) for each in played.leg.sounded if each.start <= 1000]
    assert begun and [(at, data["seconds"]) for at, data in played.entries("drv.event")] == [
        (pytest.approx(at), pytest.approx(seconds)) for at, seconds in begun
    ]
