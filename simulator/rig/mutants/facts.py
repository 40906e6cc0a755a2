"""Mutants of what she understands: the wrong place, day or answer, or nothing of what she was told before."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from runtime.clock import Moment
from runtime.pipeline import agent
from runtime.pipeline.agent import Agent
from runtime.pipeline.desk import Desk
from runtime.pipeline.ports import LanguageModel, Piece, Request, ToolCall
from runtime.pipeline.sentences import Sentence, split
from runtime.pipeline.tools import ToolName
from runtime.trips import TripData
from runtime.understanding.intents import Intent
from runtime.understanding.places import Gazetteer
from simulator.rig.mutants.mutant import Change, Mutant


def in_utc(local: Any) -> Any:
    """Return the date that it is in Greenwich."""

    def somewhere(self: Moment) -> datetime:
        moment: datetime = local(self)
        return moment.astimezone(UTC)

    return somewhere


def laredo_is_laredo(parse: Any) -> Any:
    """Take the town in Texas for the one across the river."""

    def careless(self: Gazetteer, text: str) -> Any:
        reading = parse(self, text)
        if reading is not None and reading.place is not None and reading.place.id == "laredo-tx":
            return replace(reading, options=(self["nuevo-laredo"],))
        return reading

    return careless


def takes_the_first(parse: Any) -> Any:
    """Take the first place that a name can mean."""

    def hasty(self: Gazetteer, text: str) -> Any:
        reading = parse(self, text)
        return replace(reading, options=reading.options[:1]) if reading is not None else None

    return hasty


def forgets(gathered: Any) -> Any:
    """Keep only what he has said last."""

    def forgetful(self: Any, stated: TripData) -> TripData:
        self.session = replace(self.session, facts={})
        facts: TripData = gathered(self, stated)
        return facts

    return forgetful


def hears_yes(read: Any) -> Any:
    """Hear a yes in every no."""

    def wishful(*given: Any) -> Any:
        reading = read(*given)
        if not reading.has(Intent.NO):
            return reading
        facts = replace(reading.facts, denied=frozenset())
        return replace(reading, intents=reading.intents - {Intent.NO} | {Intent.YES}, explicit_yes=True, facts=facts)

    return wishful


@dataclass(frozen=True, slots=True)
class Agreeable:
    """Validates the trip on record whatever he says to it."""

    model: LanguageModel

    async def answer(self, request: Request) -> AsyncGenerator[Piece]:
        """Stream a validation while the trip is validated, and else the model's answer."""
        note = json.loads(request.messages[-1].text)
        if note["estado"] == "validating":
            yield ToolCall("agreed", ToolName.VALIDATE, dict(note["viaje"]))
            return
        async with aclosing(self.model.answer(request)) as pieces:
            async for piece in pieces:
                yield piece


def confirms_unasked(state_trip: Any) -> Any:
    """Confirm the trip on record without having read it to him."""

    async def presumptuous(self: Any) -> AsyncGenerator[Sentence]:
        if await self._desk.look_up() is None:
            return
        result = self._desk._confirm()
        self._settle()
        for text in split(result.say):
            yield Sentence(text)

    return presumptuous


FACTS: Final = (
    Mutant(
        "counts_days_in_utc",
        "takes the day in Greenwich for today",
        "trip",
        ("acepta_el_dia_que_le_lean",),
        (Change(Moment, "local", in_utc),),
    ),
    Mutant(
        "laredo_is_nuevo_laredo",
        "takes Laredo, Texas for Nuevo Laredo",
        "trip",
        ("corrige_el_destino",),
        (Change(Gazetteer, "parse", laredo_is_laredo),),
    ),
    Mutant(
        "takes_the_first_place",
        "takes the first place that a name can mean instead of asking",
        "trip",
        ("acepta_el_puerto_que_le_lean",),
        (Change(Gazetteer, "parse", takes_the_first),),
    ),
    Mutant(
        "asks_what_she_was_told",
        "forgets what he has said before his last turn",
        "asked_again",
        ("alta_dato_por_dato",),
        (Change(Desk, "_gathered", forgets),),
    ),
    Mutant(
        "hears_yes_for_no",
        "takes a no for a yes",
        "trip",
        ("corrige_dos_datos_uno_por_uno",),
        (Change(agent, "read", hears_yes),),
        model=Agreeable,
    ),
    Mutant(
        "confirms_unasked",
        "confirms the trip without having read it to him",
        "grounds",
        ("confirma_con_saludos_y_gracias",),
        (Change(Agent, "_state_trip", confirms_unasked),),
    ),
)
