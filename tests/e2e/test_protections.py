"""Each protection taken away in turn: the call that passes with it fails without it, by the check that guards it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from runtime.integrations.rules_llm import RulesModel
from runtime.pipeline import agent, conversation, desk
from runtime.pipeline.ports import Piece, Request, Text, ToolCall
from runtime.pipeline.sentences import Sentence, split
from runtime.pipeline.turn_taking import Decision, Event, Floor, Listen, Yield, step
from runtime.trips import Field
from runtime.understanding.places import Gazetteer
from simulator.rig.modelled import ModelledTrips

SCENARIO = """\
title: De prueba
tags: [update]
direction: outbound
now: 2026-03-11T10:25:00
zone: America/Monterrey
trip: {id: T-1, origin: monterrey, destination: saltillo, date: 2026-03-10}
other_trips: [{id: T-4471, driver_id: D-900, origin: puebla, destination: toluca, date: 2026-03-09}]
truth: {origin: monterrey, destination: DESTINATION, date: 2026-03-10}
plot: PLOT
expect: {outcome: [OUTCOME], trip: TRIP}
"""


@pytest.fixture
def scene(spec: Any, tmp_path: Path) -> Any:
    """Return a function that names a call of a scenario made up on the spot: he was really in `destination`."""

    def made(destination: str = "torreon", plot: str = "[]") -> Any:
        right = destination == "saltillo"
        text = SCENARIO.replace("DESTINATION", destination).replace("PLOT", plot)
        text = text.replace("OUTCOME", "confirmed" if right else "updated")
        text = text.replace("TRIP", "unchanged" if right else f"{{destination: {destination}}}")
        path = tmp_path / "escena.yaml"
        path.write_text(text, encoding="utf-8")
        return spec(path)

    return made


def verdict(call: Any) -> tuple[str, tuple[str, ...]]:
    """Return the status and the names of the failed checks."""
    return str(call.summary.status), call.summary.failed


def test_without_the_read_back_a_write_is_caught(scene: Any, play: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = play(scene())
    monkeypatch.setattr(desk.Desk, "_accepted", lambda *_: True)

    lost = play(scene())

    assert verdict(kept) == ("PASS", ())
    assert lost.summary.status == "FAIL" and lost.summary.failed[0] == "read_back"


def test_without_the_drivers_yes_a_write_is_caught(scene: Any, play: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The change is read back and heard, but anything is taken for a yes."""
    plot = '[{when: read_back, say: "Ah, qué la canción"}]'

    kept = play(scene(plot=plot))
    monkeypatch.setattr(desk.Desk, "_accepted", lambda self, *_: self.session.proposal is not None)
    monkeypatch.setattr(RulesModel, "answer", insistent(RulesModel.answer))
    lost = play(scene(plot=plot))

    assert verdict(kept) == ("PASS", ())
    assert lost.summary.status == "FAIL" and "read_back" in lost.summary.failed


def insistent(answer: Any) -> Any:
    """Return a model's `answer` that calls the write tool again whatever the driver says to the read-back."""

    async def insists(self: RulesModel, request: Request) -> AsyncGenerator[Piece]:
        if '"propuesta": {"destino": "Torreón"}' in request.messages[-1].text:
            yield ToolCall("again", "actualizar_viaje", {"destino": "Torreón"})
            return
        async for piece in answer(self, request):
            yield piece

    return insists


@dataclass(frozen=True, slots=True)
class Chatty:
    """Says five sentences where the rules say one."""

    rules: RulesModel

    async def answer(self, request: Request) -> AsyncGenerator[Piece]:
        """Stream the rules' words, and then more of them."""
        async for piece in self.rules.answer(request):
            yield piece
        if not isinstance(piece, ToolCall):
            yield Text("Se lo pregunto porque aquí me falta. Tómese su tiempo. Yo le espero. Ya sabe cómo es esto.")


async def unguarded(pieces: AsyncIterator[str]) -> AsyncGenerator[Sentence]:
    """Let everything through."""
    for sentence in split("".join([piece async for piece in pieces])):
        yield Sentence(sentence)


def test_without_the_two_sentence_guard_a_chatty_model_is_caught(
    scene: Any, play: Any, monkeypatch: pytest.MonkeyPatch, gazetteer: Gazetteer
) -> None:
    call, chatty = scene(plot='[{when: asked_confirm, say: "No, está mal el destino"}]'), Chatty(RulesModel(gazetteer))

    kept = play(call, chatty)
    monkeypatch.setattr(agent, "guarded", unguarded)
    lost = play(call, chatty)

    assert verdict(kept) == ("PASS", ())
    assert lost.summary.status == "FAIL" and "brevity" in lost.summary.failed


def test_without_the_shield_a_write_is_lost_to_a_word_more(
    scene: Any, play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """He says yes, and goes on talking while it is being written."""

    async def slowly(self: ModelledTrips) -> None:
        await asyncio.sleep(1.5)

    monkeypatch.setattr(ModelledTrips, "_travel", slowly)
    call = scene(plot='[{when: read_back, say: "Sí, así es …1.9 y oiga, qué calor hace por acá"}]')

    kept = play(call)
    monkeypatch.setattr(desk.asyncio, "shield", lambda task: task)
    lost = play(call)

    assert verdict(kept) == ("PASS", ())
    assert lost.summary.status == "FAIL" and lost.summary.failed[0] == "trip"


@dataclass(frozen=True, slots=True)
class Aims:
    """Calls every tool with another trip's id."""

    rules: RulesModel

    async def answer(self, request: Request) -> AsyncGenerator[Piece]:
        """Stream the rules' answer, aimed elsewhere."""
        async for piece in self.rules.answer(request):
            if isinstance(piece, ToolCall):
                piece = replace(piece, arguments={**piece.arguments, "trip_id": "T-4471"})
            yield piece


async def trusting(self: desk.Desk, call: ToolCall, turn: int) -> Any:
    """Run a tool on the trip that the model names."""
    if (named := call.arguments.get("trip_id")) is not None:
        self._assignment = replace(self._assignment, trip_id=str(named))
        trip = await self._trips.get(str(named))
        self.session = replace(self.session, trip=trip)
    return await RUN(self, call, turn)


RUN = desk.Desk.run


def test_without_the_pinned_trip_a_write_to_another_is_caught(
    scene: Any, play: Any, monkeypatch: pytest.MonkeyPatch, gazetteer: Gazetteer
) -> None:
    aims = Aims(RulesModel(gazetteer))

    kept = play(scene(), aims)
    monkeypatch.setattr(desk.Desk, "run", trusting)
    lost = play(scene(), aims)

    assert verdict(kept) == ("PASS", ())
    assert lost.summary.status == "FAIL" and {"trip", "other_records"} <= set(lost.summary.failed)


def stubborn(floor: Floor, event: Event, at: float) -> tuple[Floor, Decision]:
    """Take turns as ever, but never give way."""
    after, decision = step(floor, event, at)
    if isinstance(decision, Yield):
        return replace(after, audible=floor.audible, pending=floor.pending, said=floor.said), Listen()
    return after, decision


def test_without_barge_in_karla_talks_on_and_it_is_counted(
    scene: Any, play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = scene(plot='[{when: asked_confirm, say: "No, no, fui a Torreón", during: true}]')

    kept = play(call)
    monkeypatch.setattr(conversation, "step", stubborn)
    lost = play(call)

    assert verdict(kept) == ("PASS", ())
    assert [each.yielded for each in kept.summary.metrics.barge_ins] == [True]
    assert [each.yielded for each in lost.summary.metrics.barge_ins] == [False]
    assert "barge_in" in lost.summary.failed


LOOK_UP = desk.Desk.look_up


async def rogue(self: desk.Desk) -> Any:
    """Write to somebody else's trip behind the journal's back."""
    await self._trips.update("T-4471", {Field.DESTINATION: "tijuana"}, "rogue")
    return await LOOK_UP(self)


def test_a_write_that_no_journal_mentions_is_caught(scene: Any, play: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.Desk, "look_up", rogue)

    assert "other_records" in play(scene()).summary.failed
