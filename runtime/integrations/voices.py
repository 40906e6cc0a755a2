"""Reads the voices that go by name: a YAML map of name to espeak-ng settings, such as `corpus/voices.yaml`."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from rapidfuzz import process

from runtime.errors import BadFile
from runtime.integrations.espeak import VoiceSettings, variants

type Percent = Annotated[int, Field(ge=0, le=100)]


class Voice(BaseModel):
    """One entry of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    variant: str
    language: str = Field(default="es-419", pattern=r"^es(-419)?$")
    rate: int = Field(default=170, ge=80, le=400)
    pitch: Percent = 50
    range: Percent = 50
    word_gap: int = Field(default=0, ge=0, le=50)
    gain_db: float = Field(default=0.0, ge=-20, le=10)

    @field_validator("variant")
    @classmethod
    def _exists(cls, variant: str) -> str:
        if variant not in variants():
            raise ValueError(f"espeak-ng has no variant {variant!r}, {_nearest(variant, variants())}")
        return variant


def read_voices(path: Path) -> dict[str, VoiceSettings]:
    """Read every voice of a file. Raises: BadFile, naming line, key, fault and the nearest voice variant."""
    try:
        text = path.read_text(encoding="utf-8")
        tree, values = yaml.compose(text, yaml.SafeLoader), yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(path, f"cannot be read: {error}") from error
    except yaml.YAMLError as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        raise BadFile(path, "not YAML", line=mark.line + 1 if mark else None, hint=str(error)) from error
    if not isinstance(tree, yaml.MappingNode):
        raise BadFile(path, "a map of voice names to settings is wanted", line=1)
    voices: dict[str, VoiceSettings] = {}
    for name_node, node in tree.value:
        name = str(name_node.value)
        if name in voices:
            raise BadFile(path, "this voice is there twice", line=name_node.start_mark.line + 1, key=name)
        line = name_node.start_mark.line + 1
        try:
            voices[name] = _settings(values.get(name))
        except ValidationError as error:
            place = error.errors()[0]["loc"]
            key = ".".join([name, *map(str, place)])
            line = _line_of(node, place) or line
            reason = error.errors()[0]["msg"].removeprefix("Value error, ")
            raise BadFile(path, reason, line=line, key=key, hint=_hint(place)) from error
    return voices


def _settings(value: object) -> VoiceSettings:
    """Raises: ValidationError."""
    return VoiceSettings(**Voice.model_validate(value).model_dump())


def _line_of(node: yaml.Node, place: tuple[int | str, ...]) -> int | None:
    if place and isinstance(node, yaml.MappingNode):
        for key, _ in node.value:
            if key.value == place[0]:
                return int(key.start_mark.line) + 1
    return None


def _hint(place: tuple[int | str, ...]) -> str:
    known = sorted(Voice.model_fields)
    return "" if not place or place[0] in known else _nearest(str(place[0]), known)


def _nearest(wrong: str, known: Collection[str]) -> str:
    return f"did you mean {process.extract(wrong, sorted(known), limit=1)[0][0]!r}?"
