"""What drivers say, by situation: the file `corpus/phrases/driver.yaml`, whose comment explains slots and lists."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from simulator.yaml_file import BadFiles, fault, read_mapping

ROOT = Path(__file__).resolve().parent.parent.parent
DRIVER_PHRASES: Final = ROOT / "corpus" / "phrases" / "driver.yaml"

SLOTS: Final = frozenset("yes no origin destination date place state field clauses name".split())

_SLOT = re.compile(r"\{(\w*)\}")
_DIGIT = re.compile(r"(?<!…)(?<![\d.])\d")

type Templates = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Names:
    """What drivers call places beside their names on the map, by gazetteer id, and the states, by code."""

    places: Templates
    states: Mapping[str, str]


class Phrases:
    """Templates by situation, with what each region and tense adds."""

    def __init__(self, templates: Templates, regions: Mapping[str, Templates], names: Names) -> None:
        self.templates = templates
        self.regions = regions
        self.names = names

    @classmethod
    def read(cls, path: Path = DRIVER_PHRASES) -> Self:
        """Read the phrases. Raises: BadFile."""
        try:
            data = read_mapping(path)
        except BadFiles as faults:
            raise faults.exceptions[0] from None
        regions, places, states = (_mapping(path, key, data.pop(key, {})) for key in ("regions", "places", "states"))
        return cls(
            _templates(path, (), data),
            {region: _templates(path, ("regions", region), regions[region]) for region in regions},
            Names(_templates(path, ("places",), places), states),
        )

    def all(self) -> tuple[str, ...]:
        """Return every template of every situation, slots included."""
        tables = (self.templates, *self.regions.values())
        return tuple(template for table in tables for templates in table.values() for template in templates)

    def of(self, situation: str, region: str = "", tense: str = "") -> tuple[str, ...]:
        """Return every template for a situation; none if there is no such situation."""
        names = (situation, f"{situation}_{tense}") if tense else (situation,)
        spoken = self.regions.get(region, {})
        return tuple(
            template for table in (self.templates, spoken) for name in names for template in table.get(name, ())
        )

    def instead(self, situation: str, variants: Sequence[str]) -> tuple[str, ...]:
        """Return what the first of `variants` that has this situation says in its place; none if none has."""
        found = (self.templates.get(f"{situation}_{variant}", ()) for variant in variants)
        return next((templates for templates in found if templates), ())

    def __len__(self) -> int:
        tables = (self.templates, *self.regions.values())
        return sum(len(each) for table in tables for each in table.values())


def _mapping(path: Path, key: str, data: object) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise fault(path, (key,), "must be a mapping")
    return data


def _templates(path: Path, above: tuple[str, ...], data: object) -> Templates:
    if not isinstance(data, dict):
        raise fault(path, above, "must be a mapping of situations to lists of phrases")
    return {name: _list(path, (*above, name), data[name]) for name in data}


def _list(path: Path, key: tuple[str, ...], data: object) -> tuple[str, ...]:
    """Return one situation's templates. Raises: BadFile."""
    if not isinstance(data, list) or not data:
        raise fault(path, key, "must be a list of phrases")
    for number, template in enumerate(data):
        if reason := _wrong(template):
            raise fault(path, (*key, number), reason)
    return tuple(data)


def _wrong(template: object) -> str:
    if not isinstance(template, str) or not template.strip():
        return "must be a phrase"
    unknown = [slot for slot in _SLOT.findall(template) if slot not in SLOTS]
    if unknown:
        return f"unknown slot «{{{unknown[0]}}}»"
    return "numbers are written in words, for the voice" if _DIGIT.search(template) else ""
