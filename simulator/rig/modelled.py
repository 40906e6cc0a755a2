"""Ports that take as long as the production providers are published to take. Modelled, and labelled so."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from random import Random
from typing import Final

from runtime.pipeline.ports import LanguageModel, Piece, Request, Speech, TextToSpeech, ToolCall, TripsApi, Usage
from runtime.pipeline.ports import Text as SaidText
from runtime.trips import Trip, TripData
from simulator.latency import Latency

CHARACTERS_PER_TOKEN: Final = 3.5
"""Spanish text and JSON, rounded down from vendors' own counters: an estimate."""

MIN_CACHED_TOKENS: Final = 4096
"""A shorter prefix is billed in full by the production model."""


class ModelledModel:
    """A language model that thinks as long as the production one, and is billed an estimate of its tokens."""

    def __init__(self, model: LanguageModel, latency: Latency, random: Random) -> None:
        self._model = model
        self._latency = latency
        self._random = random

    async def answer(self, request: Request) -> AsyncGenerator[Piece]:
        """Stream the inner model's answer after a drawn time to the first token."""
        await asyncio.sleep(self._latency.draw("llm_first_token", self._random))
        written = 0
        async with aclosing(self._model.answer(request)) as pieces:
            async for piece in pieces:
                written += _length(piece)
                yield piece
        prefix = _tokens(len(request.system) + sum(len(str(tool)) for tool in request.tools))
        rest = _tokens(sum(len(message.text) for message in request.messages))
        cached = prefix if prefix >= MIN_CACHED_TOKENS else 0
        yield Usage(prefix + rest - cached, cached, _tokens(written))


class ModelledVoice:
    """A voice that takes as long to its first byte as the production one."""

    def __init__(self, voice: TextToSpeech, latency: Latency, random: Random) -> None:
        self._voice = voice
        self._latency = latency
        self._random = random

    async def speak(self, sentence: str) -> AsyncGenerator[Speech]:
        """Stream the inner voice after a drawn time to first byte."""
        await asyncio.sleep(self._latency.draw("tts_first_byte", self._random))
        async with aclosing(self._voice.speak(sentence)) as pieces:
            async for speech in pieces:
                yield speech


class ModelledTrips:
    """The client's system behind a network."""

    def __init__(self, trips: TripsApi, latency: Latency, random: Random) -> None:
        self._trips = trips
        self._latency = latency
        self._random = random

    async def _travel(self) -> None:
        await asyncio.sleep(self._latency.draw("tool_api", self._random))

    async def get(self, trip_id: str) -> Trip:
        """Raises: TripNotFound, TripsApiDown."""
        await self._travel()
        return await self._trips.get(trip_id)

    async def update(self, trip_id: str, change: TripData, key: str) -> Trip:
        """Raises: TripNotFound, TripsApiDown."""
        await self._travel()
        return await self._trips.update(trip_id, change, key)

    async def create(self, driver_id: str, data: TripData, key: str) -> Trip:
        """Raises: TripsApiDown."""
        await self._travel()
        return await self._trips.create(driver_id, data, key)


def _tokens(characters: int) -> int:
    return round(characters / CHARACTERS_PER_TOKEN)


def _length(piece: Piece) -> int:
    match piece:
        case SaidText(text):
            return len(text)
        case ToolCall():
            return len(piece.name) + len(str(dict(piece.arguments)))
        case Usage():
            return 0
