"""A door on a free loopback port, with a Karla who speaks in short tones; testers that dial it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from runtime.audio import RATE_HZ
from runtime.pipeline.call import Parts
from runtime.pipeline.ports import Speech, WordMark
from simulator.chirp.client import Says
from simulator.chirp.door import Door, Rules
from simulator.persona import PERSONAS, Persona
from simulator.results.call_folder import CallSummary
from simulator.results.run_folder import RunFolder
from simulator.rig.bench import Bench, bench
from simulator.rig.casting import herself
from simulator.rig.chirp.ears import AnnouncedEars, MakeEars
from simulator.rig.chirp.run import Answering
from simulator.rig.chirp.trial import wideband
from simulator.rig.roles import Karla
from simulator.scenario import Scenario
from simulator.scoring.ledger import Ledger
from simulator.suite import SCENARIOS, CallSpec


def tone(seconds: float, level: float = 0.3) -> bytes:
    """Return a tone of 700 Hz, PCM16 at 8 kHz."""
    wave = level * np.sin(2 * np.pi * 700 * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)
    return np.rint(32767 * wave).astype("<i2").tobytes()


@dataclass(frozen=True)
class ToneVoice:
    """Says every word as so much tone, so that a call takes seconds."""

    word_seconds: float = 0.015

    async def speak(self, sentence: str) -> AsyncGenerator[Speech]:
        """Stream a sentence as one piece."""
        each = round(self.word_seconds * RATE_HZ)
        marks = tuple(WordMark(word, n * each, (n + 1) * each) for n, word in enumerate(sentence.split()))
        yield Speech(tone(len(marks) * self.word_seconds), marks)


@dataclass
class Place:
    """An open door, the calls that were held at it, and what they left."""

    door: Door
    run: RunFolder
    specs: list[CallSpec]
    held: list[CallSummary] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where to dial."""
        return f"ws://127.0.0.1:{self.door.port}"

    def dial(self) -> connect:
        """Return a connection to be entered, without a tester around it."""
        return connect(self.url, compression=None, proxy=None)

    def ledger(self, number: int = 0) -> Ledger:
        """Return the ledger of a call that was held."""
        return Ledger.read(self.run.call(self.specs[number].name).ledger)


type OpenDoor = Callable[..., AsyncIterator[Place]]


@pytest.fixture(scope="session")
def shared() -> Iterator[Bench]:
    """What all calls share."""
    yield bench()
    bench().engine.close()


@pytest.fixture
def open_door(shared: Bench, tmp_path: Path) -> OpenDoor:
    """Return a function that opens a door for calls of one scenario."""

    @asynccontextmanager
    async def opened(
        scenario: str = "confirma_todo_bien",
        calls: int = 1,
        *,
        rules: Rules | None = None,
        parts: Callable[[Parts], Parts] = lambda parts: parts,
        ears: MakeEars = AnnouncedEars,
        voice: ToneVoice = ToneVoice(),
    ) -> AsyncIterator[Place]:
        def karla(spec: CallSpec, bench: Bench) -> Karla:
            return replace(herself(spec, bench), parts=lambda each: parts(replace(each, voice=voice)))

        play = Scenario.read(SCENARIOS / f"{scenario}.yaml", shared.gazetteer)
        persona = play.played_by(Persona.read(PERSONAS / "adela_rios.yaml"))
        specs = [CallSpec(play, persona, "chirp", trial, "chirp") for trial in range(1, calls + 1)]
        run, held = RunFolder(tmp_path), list[CallSummary]()
        answering = Answering(rules or Rules(), _nothing, karla, ears)
        async with answering.answering(specs, run, held.append) as door:
            yield Place(door, run, specs, held)

    return opened


async def _nothing(door: Door) -> None:
    """The test itself says what goes on while the door is open."""


def says(text: str, after: float = 0.1, **how: bool) -> Says:
    """Return an utterance as a tone of a third of a second or as long as its words need."""
    seconds = max(0.33, len(text) / 70)
    return Says(text, wideband(tone(seconds)), after, **how)


@pytest.fixture
def slower() -> ToneVoice:
    """Return a voice that can be interrupted."""
    return ToneVoice(0.06)


@pytest.fixture
def say() -> Callable[..., Says]:
    """Return what makes an utterance of a tester's."""
    return says


async def until_closed(socket: ClientConnection) -> list[str | bytes]:
    """Return everything that still comes, until the connection is closed."""
    rest: list[str | bytes] = []
    with suppress(ConnectionClosed):
        async with asyncio.timeout(10):
            async for message in socket:
                rest.append(message)
    return rest


@pytest.fixture
def rest_of() -> Callable[[ClientConnection], object]:
    """Return what reads a connection to its end."""
    return until_closed
