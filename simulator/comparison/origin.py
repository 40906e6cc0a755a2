"""What differs between the origins of two runs, in words, and whether it is what a comparison is meant to be about.

A change of Karla (code, prompt, brain, packages) is; a change of what she is measured with (corpus, lines, driver,
ears, voice, clock) is not, and may explain a call that came out differently.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from simulator.scoring.ledger import Json

KARLA: Final = (
    ("code of Karla", "runtime_sha256"),
    ("prompt", "prompt_sha256"),
    ("brain", "brain"),
    ("python", "python"),
)
MEASURE: Final = (
    ("code of the harness", "simulator_sha256"),
    ("corpus", "corpus_sha256"),
    ("line presets", "channels_sha256"),
    ("lines", "channels"),
    ("driver", "driver"),
    ("ears", "ears"),
    ("voice", "voice"),
    ("clock", "clock"),
    ("modelled", "modelled"),
)
FINER: Final = frozenset({"code of Karla", "code of the harness", "corpus", "line presets"})
DIRTY: Final = " with changed files"
SHORT: Final = 12


@dataclass(frozen=True, slots=True)
class Differing:
    """One thing that differs; `karla` if it is a part of Karla rather than of what measures her."""

    what: str
    base: str
    new: str
    karla: bool

    def __str__(self) -> str:
        return f"{self.what}: {self.base} → {self.new}"


def differing(base: Mapping[str, Json], new: Mapping[str, Json]) -> list[Differing]:
    """Return what differs between two provenances, Karla's parts first."""
    found = _commit(base, new) + _packages(base, new)
    for names, karla in ((KARLA, True), (MEASURE, False)):
        found += [
            Differing(what, _shown(base[key]), _shown(new[key]), karla)
            for what, key in names
            if key in base and key in new and base[key] != new[key]
        ]
    return found + _unnamed(base, new, found)


def _commit(base: Mapping[str, Json], new: Mapping[str, Json]) -> list[Differing]:
    one, other = _revision(base.get("git")), _revision(new.get("git"))
    same = one == other and (not one.endswith(DIRTY) or base.get("inputs_sha256") == new.get("inputs_sha256"))
    return [] if same or not (one and other) else [Differing("revision", one, other, karla=True)]


def _revision(git: Json | None) -> str:
    if not isinstance(git, dict):
        return ""
    return f"{str(git.get('commit'))[:SHORT]}{DIRTY if git.get('dirty') else ''}"


def _packages(base: Mapping[str, Json], new: Mapping[str, Json]) -> list[Differing]:
    one, other = base.get("versions"), new.get("versions")
    if not isinstance(one, dict) or not isinstance(other, dict):
        return []
    names = sorted(one.keys() | other.keys())
    return [
        Differing(name, str(one.get(name, "none")), str(other.get(name, "none")), karla=True)
        for name in names
        if one.get(name) != other.get(name)
    ]


def _unnamed(base: Mapping[str, Json], new: Mapping[str, Json], found: list[Differing]) -> list[Differing]:
    """Return that something of code, corpus or drivers differs, where nothing finer says what."""
    one, other = base.get("inputs_sha256"), new.get("inputs_sha256")
    if one == other or one is None or other is None or any(each.what in FINER for each in found):
        return []
    return [Differing("code, corpus or personas (not told apart)", _shown(one), _shown(other), karla=False)]


def _shown(value: Json) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    text = str(value)
    return text[:SHORT] if len(text) == 64 else text
