"""Reads the gazetteer's YAML, and refuses it with file, line and reason when something in it cannot be.

Its fields are described at the top of `corpus/places.yaml`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from runtime.errors import BadFile
from runtime.understanding.text import close

_KEYS = ("id", "name", "state", "kind", "spoken", "aliases", "served", "main", "zone")
_SECTIONS = ("states", "ambiguous", "ordinary", "never", "places")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PlaceRow(_Strict):
    """One place as the file has it."""

    id: str
    name: str
    state: str
    kind: Literal["city", "port", "border", "facility", "town"]
    spoken: str = ""
    aliases: list[str] = []
    served: bool = True
    main: bool = False
    zone: str = "America/Mexico_City"


class PlaceFile(_Strict):
    """The whole file."""

    places: list[PlaceRow]
    states: Mapping[str, list[str]] = {}
    ambiguous: Mapping[str, list[str]] = {}
    ordinary: list[str] = []
    never: list[str] = []


def read_place_file(path: Path) -> PlaceFile:
    """Read and check the gazetteer's file. Raises: BadFile."""
    try:
        text = path.read_text(encoding="utf-8")
        content = yaml.load(text, yaml.CSafeLoader)
        file = PlaceFile.model_validate(content)
    except OSError as error:
        raise BadFile(path, error.strerror or "cannot be read") from error
    except UnicodeDecodeError as error:
        raise BadFile(path, "is not UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise BadFile(path, error.problem or "is not YAML", line=line) from error
    except ValidationError as error:
        raise _first_fault(path, text, error) from error
    for key, line_of, reason, hint in _inconsistencies(file):
        raise BadFile(path, reason, line=_line(text, line_of), key=key, hint=hint)
    return file


def _first_fault(path: Path, text: str, error: ValidationError) -> BadFile:
    fault = error.errors()[0]
    where = fault["loc"]
    key = str(where[-1]) if where else ""
    known = _KEYS if len(where) > 1 else _SECTIONS
    near = close(key, known) if fault["type"] == "extra_forbidden" else None
    reason = "unknown key" if fault["type"] == "extra_forbidden" else fault["msg"]
    hint = f"did you mean {near}?" if near else ""
    return BadFile(path, reason, line=_line(text, where), key=".".join(map(str, where)), hint=hint)


type _Fault = tuple[str, tuple[int | str, ...], str, str]


def _inconsistencies(file: PlaceFile) -> Iterator[_Fault]:
    """Yield what no single row shows: key, where it is, reason and hint."""
    seen: set[str] = set()
    for index, row in enumerate(file.places):
        here = ("places", index)
        if row.id in seen:
            yield row.id, here, "this id is used twice", ""
        if row.state not in file.states:
            near = close(row.state, list(file.states))
            yield row.id, here, f"unknown state {row.state}", f"did you mean {near}?" if near else ""
        if len(set(row.aliases)) < len(row.aliases):
            yield row.id, here, "the same alias twice", ""
        seen.add(row.id)
    for phrase, ids in file.ambiguous.items():
        if len(set(ids)) < 2:
            yield phrase, ("ambiguous", phrase), "an ambiguous phrase needs at least two places", ""
        for unknown in (place for place in ids if place not in seen):
            near = close(unknown, sorted(seen))
            yield phrase, ("ambiguous", phrase), f"no place {unknown}", f"did you mean {near}?" if near else ""


def _line(text: str, where: tuple[int | str, ...]) -> int | None:
    """Return the line of a key path, as far as the file has it."""
    node = yaml.compose(text, yaml.CSafeLoader)
    line = None
    for part in where:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(part)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            found = (node.value[part], node.value[part])
        else:
            found = None
        if found is None:
            break
        line = found[0].start_mark.line + 1
        node = found[1]
    return line
