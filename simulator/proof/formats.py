"""Every kind of file that a simulation reads: how to tell them apart, and how to find all that is wrong in one.

A file is known by its keys, not by its place, so anyone's own folder can be checked.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from runtime.errors import BadFile
from runtime.understanding.place_file import read_place_file
from runtime.understanding.places import Gazetteer
from simulator.attacks import read_attacks
from simulator.behaviours import read_behaviours
from simulator.channel.presets import read_channels
from simulator.driver.phrases import Phrases
from simulator.latency import Latency
from simulator.persona import Persona, voice_names
from simulator.results.gates import Gates
from simulator.rig.recognition import ErrorModel
from simulator.rig.voicing import check_voices
from simulator.scenario import Scenario
from simulator.scoring.cost import Prices
from simulator.scoring.entities import shipped_gazetteer
from simulator.suite import load_everything
from simulator.yaml_file import BadFiles, nearest, read, read_mapping


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file. `keys` stand at its top, or, if `named`, in each of the things that it names."""

    name: str
    keys: frozenset[str]
    check: Callable[[Path], object]
    named: bool = False

    def likeness(self, data: Mapping[str, object]) -> int:
        """Return how many of the keys of `data` belong to this format."""
        if not self.named:
            return len(self.keys & data.keys())
        inside = [set(value) for value in data.values() if isinstance(value, dict)]
        return max((len(self.keys & keys) for keys in inside), default=0)


@dataclass(frozen=True, slots=True)
class Checked:
    """One file, the format that it was taken for, and what is wrong in it."""

    path: Path
    format: str
    faults: tuple[BadFile, ...]


def _places() -> Gazetteer:
    return shipped_gazetteer()


@cache
def _voices() -> frozenset[str]:
    return voice_names()


def _prices(path: Path) -> None:
    """Read a price table twice: for all that is wrong in its rows, and for what is wrong between them."""
    read(path, Prices, {})
    Prices.read(path)


FORMATS: Final = (
    Format(
        "scenario",
        frozenset("direction caller_id now zone trip other_trips answered_by truth says plot expect".split()),
        lambda path: Scenario.read_whole(path, _places()),
    ),
    Format(
        "persona",
        frozenset("full_name about region voice words reaction_seconds patience mood gain_db".split()),
        lambda path: Persona.read_whole(path, _voices()),
    ),
    Format(
        "suite",
        frozenset(
            "scenarios personas channels trials personas_per_scenario channels_per_scenario seed attacks".split()
        ),
        lambda path: load_everything(path, _places()),
    ),
    Format("behaviours", frozenset({"name", "expected", "habits", "scenarios", "limits"}), read_behaviours, named=True),
    Format("attacks", frozenset({"victims", "lines"}), lambda path: read_attacks(path, _places())),
    Format("phrases", frozenset({"answers", "yes", "fillers", "identity_yes", "regions"}), Phrases.read),
    Format("places", frozenset({"states", "places", "never"}), lambda path: Gazetteer(read_place_file(path))),
    Format("latency", frozenset({"stages"}), lambda path: read(path, Latency, {})),
    Format("prices", frozenset({"currency", "profile", "rows"}), _prices),
    Format(
        "recognition",
        frozenset({"floor", "at_0_db", "decay_db", "per_loss", "deleted"}),
        lambda path: read(path, ErrorModel, {}),
    ),
    Format("gates", frozenset({"run", "tags", "comparison"}), lambda path: read(path, Gates, {})),
    Format("voices", frozenset({"variant", "pitch", "range", "rate"}), check_voices, named=True),
    Format("channels", frozenset({"preset", "codecs", "about", "origin", "snr_db", "loss"}), read_channels, named=True),
)


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files themselves, and every YAML file under the folders, each once. Raises: BadFiles."""
    found: dict[Path, None] = {}
    missing = []
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(sorted(each for each in path.rglob("*") if each.suffix in (".yaml", ".yml")))
        elif path.is_file():
            found[path] = None
        else:
            missing.append(BadFile(path, "there is no such file or folder"))
    if missing:
        raise BadFiles("files", missing)
    return list(found)


def check(path: Path) -> Checked:
    """Read one file as what it is, and collect all that is wrong in it."""
    found: list[BadFile] = []
    kind = ""
    try:
        data = read_mapping(path)
        known = max(FORMATS, key=lambda each: each.likeness(data))
        if known.likeness(data):
            kind = known.name
            known.check(path)
        else:
            found.append(_unknown(path, data))
    except BadFiles as group:
        found += group.faults
    except BadFile as fault:
        found.append(fault)
    return Checked(path, kind, tuple(found))


def _unknown(path: Path, data: Mapping[str, object]) -> BadFile:
    keys = {key for each in FORMATS for key in each.keys}
    hint = next((near for key in data if (near := nearest(key, keys))), f"one of {', '.join(f.name for f in FORMATS)}")
    return BadFile(path, "has no key of any format", hint=hint)
