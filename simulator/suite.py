"""Which calls to simulate: scenarios crossed with drivers, channels and trials; and all they need, loaded at once.

Which drivers and channels a scenario gets depends on the seed and on its own id alone: adding a scenario, or taking
one out, changes no other call, so runs stay comparable call by call.
"""

import hashlib
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from glob import glob
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field

from runtime.errors import BadFile
from runtime.understanding.places import Gazetteer
from simulator.attacks import ATTACKS, Attack, Entry, chosen, read_attacks, weave
from simulator.channel.presets import read_channels
from simulator.persona import PERSONAS, ROOT, Persona, Phrases, Text, voice_names
from simulator.scenario import Scenario
from simulator.yaml_file import ONE_OR_MORE, BadFiles, Strict, fault, known, nearest, read, read_mapping

SCENARIOS = ROOT / "corpus" / "scenarios"
SUITES = ROOT / "corpus" / "suites"
CHANNELS = ROOT / "corpus" / "channels.yaml"

type Entries = Annotated[Phrases, Field(min_length=1)]
type Count = Annotated[int, Field(ge=1, le=1000)]


@dataclass(frozen=True, slots=True)
class CallSpec:
    """One call to simulate."""

    scenario: Scenario
    persona: Persona
    channel: str
    trial: int
    seed: str

    @property
    def name(self) -> str:
        """Name of the call's folder."""
        return f"{self.scenario.id}--{self.persona.id}--{self.channel}--{self.trial}"

    def stream(self, effect: str) -> random.Random:
        """Return the dice of one effect: the same in any process, and touched by no other effect."""
        return random.Random(_digest(self.seed, self.scenario.id, self.persona.id, self.channel, self.trial, effect))


class Suite(Strict):
    """A suite as its file says it. An entry of `scenarios` or `personas` is an id or a glob over the shipped ones;
    with a slash or `.yaml` in it, a path or a glob relative to the file. An absent list is everything shipped.

    With `attacks`, globs over `corpus/attacks` (`category/line` or a category), the scenarios are only what the attacks
    are woven into, each attack into `bases_per_attack` of them.

    `channels` go from the cleanest to the worst: the list is cut into `channels_per_scenario` parts, each gives one.
    """

    id: str
    name: Text
    scenarios: Entries = ()
    personas: Entries = ()
    attacks: Annotated[tuple[Entry, ...], ONE_OR_MORE, Field(min_length=1)] = ()
    bases_per_attack: Count | None = None
    channels: Annotated[tuple[Annotated[str, known("channel")], ...], ONE_OR_MORE, Field(min_length=1)] = ()
    trials: Count = 1
    personas_per_scenario: Count | None = None
    channels_per_scenario: Count | None = None
    seed: Text = "karla"

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read one suite. Raises: BadFile."""
        try:
            return read(path, cls, {"channel": channel_names()})
        except BadFiles as faults:
            raise faults.faults[0] from None

    def calls(
        self, scenarios: Iterable[Scenario], personas: Sequence[Persona], channels: Sequence[str]
    ) -> list[CallSpec]:
        """Return the suite's calls, in the order of the scenarios."""
        return [
            CallSpec(scenario, scenario.played_by(persona), channel, trial, self.seed)
            for scenario in scenarios
            for persona in self._drivers_of(scenario, personas)
            for channel in self._channels_of(scenario, persona, channels)
            for trial in range(1, self.trials + 1)
        ]

    def _drivers_of(self, scenario: Scenario, personas: Sequence[Persona]) -> list[Persona]:
        count = self.personas_per_scenario or len(personas)
        return sorted(personas, key=lambda persona: _digest(self.seed, scenario.id, persona.id))[:count]

    def _channels_of(self, scenario: Scenario, persona: Persona, channels: Sequence[str]) -> list[str]:
        count = min(self.channels_per_scenario or len(channels), len(channels))
        bounds = [len(channels) * part // count for part in range(count + 1)]
        dice = random.Random(_digest(self.seed, scenario.id, persona.id, "channels"))
        return [dice.choice(channels[first:last]) for first, last in pairwise(bounds)]


@dataclass(frozen=True, slots=True)
class LoadedSuite:
    """A suite with everything that it names, all of it read and checked."""

    suite: Suite
    scenarios: tuple[Scenario, ...]
    personas: tuple[Persona, ...]
    channels: tuple[str, ...]

    def calls(self) -> list[CallSpec]:
        """Return the suite's calls, in the order of the scenarios."""
        return self.suite.calls(self.scenarios, self.personas, self.channels)


def suite_path(name: str) -> Path:
    """Return the path of a shipped suite by its name, or `name` as a path. Raises: BadFile."""
    if "/" in name or name.endswith(".yaml"):
        return Path(name)
    shipped = {path.stem: path for path in SUITES.glob("*.yaml")}
    if name not in shipped:
        raise BadFile(SUITES / f"{name}.yaml", "there is no such suite", hint=nearest(name, shipped))
    return shipped[name]


def load_everything(path: Path, gazetteer: Gazetteer) -> LoadedSuite:
    """Read a suite and all that it names. Raises: BadFiles, with every fault of every file."""
    suite = read(path, Suite, {"channel": channel_names()})
    faults: list[BadFile] = []

    def collected[T](read_one: Callable[[Path], T], paths: Iterable[Path]) -> tuple[T, ...]:
        good = list[T]()
        for one in paths:
            try:
                good.append(read_one(one))
            except BadFiles as group:
                faults.extend(group.faults)
        return tuple(good)

    voices = voice_names()
    scenario_paths = _chosen(path, "scenarios", suite.scenarios, SCENARIOS, faults)
    persona_paths = _chosen(path, "personas", suite.personas, PERSONAS, faults)
    scenarios = collected(lambda one: Scenario.read_whole(one, gazetteer), scenario_paths)
    personas = collected(lambda one: Persona.read_whole(one, voices), persona_paths)
    faults += (fault(path, ("channels", name), missing) for name, missing in not_installed(suite.channels))
    if suite.attacks:
        shipped = collected(lambda one: read_attacks(one, gazetteer), sorted(ATTACKS.glob("*.yaml")))
        scenarios = _attacked(path, suite, [each for file in shipped for each in file], scenarios, gazetteer, faults)
    if faults:
        raise BadFiles(f"{path}: {len(faults)} faults", faults)
    return LoadedSuite(suite, scenarios, personas, suite.channels or ordinary_channels())


def _attacked(
    path: Path,
    suite: Suite,
    attacks: Sequence[Attack],
    bases: Sequence[Scenario],
    gazetteer: Gazetteer,
    faults: list[BadFile],
) -> tuple[Scenario, ...]:
    """Return the bases with the suite's attacks woven in; add what is wrong to `faults`."""
    try:
        wanted = chosen(path, suite.attacks, attacks)
    except BadFiles as group:
        faults.extend(group.faults)
        return tuple(bases)
    return tuple(weave(wanted, bases, suite.bases_per_attack, suite.seed, gazetteer))


def channel_names(path: Path = CHANNELS) -> tuple[str, ...]:
    """Return the channels that a suite may name, from the cleanest to the worst. Raises: BadFiles."""
    return tuple(read_mapping(path))


def ordinary_channels() -> tuple[str, ...]:
    """Return the channels on which any call can go well: those that carry both voices to the end, and are installed."""
    lines = read_channels()
    return tuple(name for name, line in lines.items() if not (line.one_way or line.drop or line.missing))


def not_installed(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return the channels that this installation cannot play, each with what is wanting."""
    lines = read_channels()
    return [(name, f"needs {lines[name].missing}") for name in names if name in lines and lines[name].missing]


def _chosen(suite: Path, key: str, wanted: Sequence[str], shipped: Path, faults: list[BadFile]) -> list[Path]:
    """Return the files that `wanted` names, in its order and each once; add what is wrong with it to `faults`."""
    available = {path.stem: path for path in sorted(shipped.glob("*.yaml"))}
    if not wanted:
        return list(available.values())
    chosen: dict[str, Path] = {}
    for number, entry in enumerate(wanted):
        if "/" in entry or entry.endswith(".yaml"):
            found = sorted(Path(path).resolve() for path in glob(str(suite.parent / entry)))
        else:
            found = [path for name, path in available.items() if fnmatchcase(name, entry)]
        if not found:
            faults.append(fault(suite, (key, number), f"no file fits «{entry}»", nearest(entry, available)))
        for path in found:
            if chosen.setdefault(path.stem, path) != path:
                faults.append(fault(suite, (key, number), f"{path} has the same id as {chosen[path.stem]}"))
    return list(chosen.values())


def _digest(*parts: object) -> bytes:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
