"""What is modelled of the providers: how long they take, and what they bill."""

from collections.abc import AsyncGenerator
from datetime import date
from random import Random
from typing import Any

import pytest

from runtime import clock
from runtime.errors import TripNotFound
from runtime.integrations.scripted import ScriptedModel
from runtime.integrations.trips_memory import TripsInMemory
from runtime.pipeline.ports import Message, Request, Role, Speech, Text, Tool, ToolCall, Usage
from runtime.trips import Field, Trip
from simulator.latency import Latency
from simulator.rig.modelled import MIN_CACHED_TOKENS, ModelledModel, ModelledTrips, ModelledVoice
from simulator.rig.virtual_time import run

TRIP = Trip("T-1", "D-1", "monterrey", "saltillo", date(2026, 3, 9))


def always(**milliseconds: float) -> Latency:
    """Return delays that never vary."""
    fixed = {
        name: {"p50_ms": ms, "p95_ms": ms, "max_ms": ms, "published": False, "as_of": "2026-01-01", "source": "prueba"}
        for name, ms in milliseconds.items()
    }
    return Latency.model_validate({"stages": fixed}, strict=False)


def asked(system: str = "a" * 350, note: str = "b" * 70) -> Request:
    return Request(system, (Tool("t", "d", {}),), (Message(Role.DRIVER, note),))


def answered(request: Request, *pieces: Any) -> list[tuple[float, Any]]:
    async def streams() -> list[tuple[float, Any]]:
        model = ModelledModel(ScriptedModel([pieces], 0.0), always(llm_first_token=600.0), Random(1))
        return [(clock.now(), piece) async for piece in model.answer(request)]

    return run(streams())


def test_the_model_thinks_as_long_as_is_drawn_and_then_streams() -> None:
    found = answered(asked(), Text("Hola "), Text("jefe."))

    assert [at for at, _ in found] == pytest.approx([0.6] * 3)
    assert [piece for _, piece in found[:2]] == [Text("Hola "), Text("jefe.")]


def test_an_answer_is_billed_at_three_and_a_half_characters_a_token() -> None:
    (*_, (_, usage)) = answered(asked(), Text("x" * 35), ToolCall("1", "t" * 10, {}))

    tool = len(str(asked().tools[0]))
    assert usage == Usage(round((350 + tool) / 3.5) + 20, 0, round((35 + 10 + 2) / 3.5))


def test_only_a_long_prefix_is_cached() -> None:
    (*_, (_, usage)) = answered(asked(system="a" * 20_000), Text("x"))

    assert usage.cached_tokens >= MIN_CACHED_TOKENS and usage.input_tokens == 20


def test_the_voice_takes_its_time_to_the_first_byte_only() -> None:
    class Voice:
        async def speak(self, sentence: str) -> AsyncGenerator[Speech]:
            yield Speech(b"\0\0")
            yield Speech(b"\1\0")

    async def speaks() -> list[float]:
        voice = ModelledVoice(Voice(), always(tts_first_byte=250.0), Random(1))
        return [clock.now() async for _ in voice.speak("Hola.")]

    assert run(speaks()) == pytest.approx([0.25, 0.25])


def test_every_request_to_the_clients_system_takes_its_time() -> None:
    async def asks() -> list[float]:
        trips = ModelledTrips(TripsInMemory([TRIP]), always(tool_api=120.0), Random(1))
        times = []
        assert await trips.get("T-1") == TRIP
        times.append(clock.now())
        assert (await trips.update("T-1", {Field.DESTINATION: "torreon"}, "k")).destination == "torreon"
        times.append(clock.now())
        await trips.create("D-1", {Field(name): value for name, value in TRIP.data().items()}, "l")
        times.append(clock.now())
        with pytest.raises(TripNotFound):
            await trips.get("T-404")
        return [*times, clock.now()]

    assert run(asks()) == pytest.approx([0.12, 0.24, 0.36, 0.48])


def test_the_shipped_delays_vary_with_the_dice_and_never_exceed_their_bound() -> None:
    shipped, dice = Latency.shipped(), Random(3)

    drawn = [shipped.draw("llm_first_token", dice) for _ in range(500)]

    stage = shipped.stages["llm_first_token"]
    assert len(set(drawn)) > 400 and max(drawn) <= stage.max_ms / 1000
    assert sorted(drawn)[250] * 1000 == pytest.approx(stage.p50_ms, rel=0.15)
