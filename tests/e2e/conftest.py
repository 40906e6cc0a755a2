"""Whole calls with the parts that ship: scenarios, drivers, lines, voice, Karla, scoring."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from runtime.pipeline.ports import LanguageModel
from runtime.understanding.places import Gazetteer
from simulator.persona import PERSONAS, Persona
from simulator.results.call_folder import CallSummary
from simulator.results.run_folder import RunFolder
from simulator.rig.bench import bench
from simulator.rig.casting import grammar_driver, herself
from simulator.rig.roles import Karla
from simulator.rig.virtual import run_call
from simulator.scenario import Scenario
from simulator.scoring.ledger import Ledger
from simulator.suite import SCENARIOS, CallSpec

type Spec = Callable[..., CallSpec]
type Play = Callable[..., Call]


class Call:
    """A call that was played: its summary, and what it left on disk."""

    def __init__(self, folder: Path, summary: CallSummary) -> None:
        self.folder = folder
        self.summary = summary
        self.ledger = Ledger.read(folder / "ledger.jsonl")

    @property
    def audio(self) -> NDArray[np.int16]:
        """Both channels as they lie on disk, header taken off: shape (samples, 2), Karla first."""
        return np.frombuffer((self.folder / "audio.wav").read_bytes()[44:], "<i2").reshape(-1, 2)

    def heard(self) -> str:
        """Return everything of Karla's that the driver heard."""
        return " | ".join(event.text("heard") for event in self.ledger.named("agt.audio.last"))

    def story(self) -> str:
        """Return the ledger, a line an event: what a failing test prints."""
        return "\n".join(event.line() for event in self.ledger)


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[Gazetteer]:
    """The places that ship with the project; at the end, the voice's process is ended."""
    yield bench().gazetteer
    bench().engine.close()


@pytest.fixture(scope="session")
def spec(gazetteer: Gazetteer) -> Spec:
    """Return a function that names a call: a shipped scenario, or the file of another one."""

    def named(scenario: str | Path, persona: str = "adela_rios", channel: str = "g711", seed: str = "e2e") -> CallSpec:
        path = scenario if isinstance(scenario, Path) else SCENARIOS / f"{scenario}.yaml"
        play = Scenario.read(path, gazetteer)
        return CallSpec(play, play.played_by(Persona.read(PERSONAS / f"{persona}.yaml")), channel, 1, seed)

    return named


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Return a function that plays a call in this process."""
    run = RunFolder(tmp_path)

    def played(spec: CallSpec, model: LanguageModel | None = None) -> Call:
        folder = run.call(f"{spec.name} {len(list(tmp_path.glob('calls/*')))}").path
        karla = Karla(model) if model else herself(spec, bench())
        call = Call(folder, run_call(spec, folder, karla, grammar_driver(spec, bench())))
        print(call.story())  # noqa: T201  shown only when a test fails
        return call

    return played
