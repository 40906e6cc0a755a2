"""Whole calls over a real socket, in real time."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import numpy as np
import pytest

from runtime.audio import Pcm
from runtime.pipeline.call import Parts
from runtime.pipeline.ports import Heard, SpeechStarted, TripsApi, TurnEnded
from runtime.trips import Trip, TripData
from simulator.chirp.client import Caller, dial
from simulator.chirp.wire import speech_completed, speech_started
from simulator.results.call_folder import CallFolder, StoredVerdict, read_trips
from simulator.scoring.ledger import Ledger

pytestmark = pytest.mark.network


async def test_a_driver_breaks_in_is_heard_and_handed_to_a_person(open_door, say, slower) -> None:
    async with open_door("pide_una_persona_a_media_llamada", voice=slower) as place:
        plot = [
            say("¿Bueno?", at_once=True),
            say("Sí, ella habla."),
            say("Oiga, mejor páseme con una persona.", 0.05, breaks_in=True),
        ]
        heard = await dial(place.url, plot)
        await place.door.over.wait()

    assert (heard.close_code, place.held[0].outcome) == (1000, "transferred")
    assert place.held[0].status == "PASS", place.held[0].why
    assert heard.stops[0] < 1.0 and heard.most_ahead_seconds <= 0.25
    assert [turn.over for turn in heard.turns] == [True] * 3
    assert heard.turns[0].text.startswith("Buenas tardes, habla Karla")
    assert place.ledger().first("wire.clear") is not None


async def test_two_calls_at_once_share_nothing_and_each_leaves_its_own_files(open_door, say) -> None:
    async with open_door("confirma_todo_bien", calls=2) as place:
        opening = [say("¿Bueno?", at_once=True), say("Sí, ella habla.")]
        async with asyncio.TaskGroup() as callers:
            confirms = callers.create_task(dial(place.url, [*opening, say("Sí, así es."), say("Hasta luego.")]))
            callers.create_task(dial(place.url, [*opening, say("Páseme con una persona.")]))
        await place.door.over.wait()

    held = {each.outcome: each for each in place.held}
    folder = CallFolder(place.run.call(held["confirmed"].call).path)
    audio = np.frombuffer(folder.audio.read_bytes()[44:], "<i2").reshape(-1, 2)
    said = [event.text("text") for event in Ledger.read(folder.ledger).named("drv.utt.start")]
    assert set(held) == {"confirmed", "transferred"}
    assert StoredVerdict.read(folder.verdict).verdict.status == "PASS"
    assert read_trips(folder.trip)["after"] == read_trips(folder.trip)["before"]
    assert said == ["¿Bueno?", "Sí, ella habla.", "Sí, así es.", "Hasta luego."]
    assert len(audio) / 8000 == pytest.approx(confirms.result().seconds, abs=0.5)
    assert all(np.abs(audio[:, side].astype(int)).max() > 5000 for side in (0, 1))


async def test_a_connection_that_is_torn_is_a_call_abandoned_within_a_second(open_door, say) -> None:
    async with open_door() as place:
        async with place.dial() as socket:
            for message in (speech_started("u1"), say("¿Bueno?").pcm, speech_completed("u1", "¿Bueno?")):
                await socket.send(message)
            async for message in socket:
                if isinstance(message, bytes):
                    break  # she is in the middle of her first sentence
            socket.transport.abort()
        await place.door.over.wait()

    ledger = place.ledger()
    assert ledger.last("call.end").t - ledger.first("call.hangup").t < 1.0
    assert (place.held[0].outcome, place.held[0].status) == ("abandoned", "INFRA")
    assert ledger.first("call.hangup").text("who") == "line"
    assert ledger.first("agt.audio.last").flag("truncated")


class SlowTrips:
    """The client's system, whose writes wait until somebody lets them go."""

    def __init__(self) -> None:
        self.asked, self.let_go = asyncio.Event(), asyncio.Event()

    def before(self, parts: Parts) -> Parts:
        """Stand between a call and its trips."""
        self._trips: TripsApi = parts.trips
        return replace(parts, trips=self)

    async def get(self, trip_id: str) -> Trip:
        """Answer at once."""
        return await self._trips.get(trip_id)

    async def create(self, driver_id: str, data: TripData, key: str) -> Trip:
        """Answer at once."""
        return await self._trips.create(driver_id, data, key)

    async def update(self, trip_id: str, change: TripData, key: str) -> Trip:
        """Write once it is let go."""
        self.asked.set()
        await self.let_go.wait()
        return await self._trips.update(trip_id, change, key)


async def test_a_write_in_progress_is_not_lost_with_the_connection(open_door, say) -> None:
    slow = SlowTrips()
    said = ["Sí, ella habla.", "No, el destino es Laredo, Texas.", "Sí, así es."]
    async with open_door("corrige_el_destino", parts=slow.before) as place:
        async with place.dial() as socket, asyncio.TaskGroup() as sides:
            sides.create_task(Caller(socket).hold([say("¿Bueno?", at_once=True), *(say(each) for each in said)]))
            async with asyncio.timeout(20):
                await slow.asked.wait()
            socket.transport.abort()
        slow.let_go.set()
        await place.door.over.wait()

    trips = read_trips(CallFolder(place.run.call(place.specs[0].name).path).trip)
    assert trips["after"]["destination"] == "laredo-tx"
    assert place.held[0].outcome == "updated"


async def test_a_tester_that_never_says_its_words_is_told_why_and_let_go_politely(open_door, say) -> None:
    async with open_door() as place:
        heard = await dial(place.url, [say("¿Bueno?", at_once=True), say("Sí, ella habla.", announces=False)])
        await place.door.over.wait()

    assert [trouble.code for trouble in heard.troubles] == ["MISSING_FIELD"]
    assert "data.text" in heard.troubles[0].message
    assert "Disculpe" in heard.turns[-1].text and heard.close_code == 1000
    assert place.held[0].status == "INVALID"
    assert [event.text("text") for event in place.ledger().named("turn.answer")] == ["¿Bueno?"]


class OtherEars:
    """A recogniser that hears the same every second."""

    def __init__(self, line: object) -> None:
        self._line = line

    @asynccontextmanager
    async def listen(self, audio: AsyncIterator[Pcm]) -> AsyncGenerator[AsyncIterator[Heard]]:
        """Hear."""
        yield self._heard(audio)

    async def _heard(self, audio: AsyncIterator[Pcm]) -> AsyncGenerator[Heard]:
        frames = 0
        async for _ in audio:
            frames += 1
            if frames % 50 == 10:
                yield SpeechStarted()
                yield TurnEnded("Páseme con una persona.")


async def test_a_recogniser_takes_the_place_of_the_announced_ears(open_door, say) -> None:
    async with open_door(ears=OtherEars) as place:
        heard = await dial(place.url, [say("", at_once=True, announces=False)])
        await place.door.over.wait()

    assert heard.troubles == [] and place.held[0].outcome == "transferred"


async def test_a_door_that_closes_ends_the_calls_in_progress_and_keeps_them(open_door, say) -> None:
    async with open_door() as place:
        socket = await place.dial()
        await socket.send(say("¿Bueno?").pcm)

    assert socket.close_code == 1001
    assert (place.held[0].status, place.held[0].outcome) == ("INFRA", "abandoned")
