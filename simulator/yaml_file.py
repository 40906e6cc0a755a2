"""YAML files of ours: read quickly, and, only when one is wrong, once more for its line numbers.

A file is YAML 1.2 as far as people notice: only `true` and `false` are booleans (`no` is a word), dates stay text
until a model asks for one, and a key may not occur twice. Its data is checked as JSON by strict models, so a list
becomes a tuple and «2026-03-10» a date, but «3» never a number.
"""

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, TypeAliasType, get_args

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails, PydanticCustomError
from rapidfuzz import fuzz, process

from runtime.errors import BadFile

type Key = tuple[str | int, ...]
type Names = Mapping[str, Collection[str]]
"""The names that exist, by kind: `{"place": {"monterrey", ...}, "voice": {...}}`."""


class Strict(BaseModel):
    """A part of a file: immutable, without unknown keys, without conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class BadFiles(ExceptionGroup[BadFile]):
    """Every fault found in a set of files, so that they can be mended in one go."""

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)

    @property
    def faults(self) -> list[BadFile]:
        """The faults, flat."""
        return [fault for fault in self.exceptions if isinstance(fault, BadFile)]


def known(kind: str) -> AfterValidator:
    """Return a validator that refuses a name which is not among the `kind` of the names that were passed in."""

    def check(name: str, info: ValidationInfo) -> str:
        names = (info.context or {}).get(kind)
        if names is not None and name not in names:
            raise PydanticCustomError(
                "unknown_name", "unknown {kind} «{name}»", {"kind": kind, "name": name, "known": names}
            )
        return name

    return AfterValidator(check)


def wrong(reason: str) -> PydanticCustomError:
    """Return the error for a validator to raise: `reason` in plain words."""
    return PydanticCustomError("wrong", "{reason}", {"reason": reason})


def _in_a_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


ONE_OR_MORE = BeforeValidator(_in_a_tuple)
"""Lets a single value stand for a list of one."""


def nearest(name: str, names: Collection[str]) -> str:
    """Return «did you mean …?» for the name most like `name`, or that it begins; nothing if none is near."""
    found = process.extractOne(name, sorted(names), scorer=fuzz.ratio, score_cutoff=60)
    near = found[0] if found else next((each for each in sorted(names) if name and each.startswith(name)), "")
    return f"did you mean «{near}»?" if near else ""


def read[M: Strict](path: Path, model: type[M], names: Names) -> M:
    """Return the file's content as `model`, its `id` being the file's stem. Raises: BadFiles, with every fault."""
    data = read_mapping(path)
    if "id" in data and "id" in model.model_fields:
        raise BadFiles(str(path), [fault(path, ("id",), "the id is the file's name; take this key out")])
    if "id" in model.model_fields:
        data = {"id": path.stem} | data
    try:
        return model.model_validate_json(json.dumps(data), context=dict(names))
    except ValidationError as error:
        faults = [_plain(path, model, detail) for detail in _own(error)]
        raise BadFiles(str(path), sorted(faults, key=lambda fault: fault.line or 0)) from None


def read_mapping(path: Path) -> dict[str, Any]:
    """Return the file's top-level mapping. Raises: BadFiles."""
    try:
        data = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506  a safe loader
    except FileNotFoundError:
        raise BadFiles(str(path), [BadFile(path, "there is no such file")]) from None
    except OSError as error:
        raise BadFiles(str(path), [BadFile(path, f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError as error:
        raise BadFiles(str(path), [BadFile(path, f"is not UTF-8: {error.reason}")]) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise BadFiles(str(path), [BadFile(path, f"is not YAML: {error.problem}", line=line)]) from None
    except yaml.YAMLError as error:
        raise BadFiles(str(path), [BadFile(path, f"is not YAML: {error}")]) from None
    if not isinstance(data, dict):
        raise BadFiles(str(path), [BadFile(path, "must be a mapping of keys to values", line=1)])
    return data


def fault(path: Path, key: Key, reason: str, hint: str = "") -> BadFile:
    """Return the fault at `key`, with the line on which that key stands."""
    line, _ = _locate(path, key)
    return BadFile(path, reason, line=line, key=_dotted(key), hint=hint)


class _Loader(yaml.CSafeLoader):
    """Refuses a key that occurs twice; leaves dates, `yes` and `no` as text."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _at(key, "a key must be a word")
            if key.value in keys:
                raise _at(key, f"the key «{key.value}» occurs twice")
            keys.add(key.value)
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


_LEFT_AS_TEXT = {f"tag:yaml.org,2002:{name}" for name in ("timestamp", "bool", "merge")}
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _LEFT_AS_TEXT]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def _at(node: yaml.Node, problem: str) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(problem=problem, problem_mark=node.start_mark)


def _locate(path: Path, key: Key) -> tuple[int, Key]:
    """Return the line of `key` and as much of it as the file has; a part that is not there is skipped."""
    node = yaml.compose(path.read_text("utf-8"), Loader=_Loader)
    line, found = 1, list[str | int]()
    for part in key:
        step = _step(node, part)
        if step:
            line, node = step
            found.append(part)
    return line, tuple(found)


def _step(node: yaml.Node | None, part: str | int) -> tuple[int, yaml.Node] | None:
    """Return the line and the node of `part` inside `node`."""
    match node:
        case yaml.MappingNode(value=pairs):
            return next(((k.start_mark.line + 1, v) for k, v in pairs if k.value == str(part)), None)
        case yaml.SequenceNode(value=items) if isinstance(part, int) and part < len(items):
            return items[part].start_mark.line + 1, items[part]
    return None


def _dotted(key: Key) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in key).lstrip(".")


# ------------------------------------------------------------------------------ pydantic's errors in plain words

_REASONS = {
    "missing": "is missing",
    "extra_forbidden": "unknown key",
    "string_type": "must be text, not {input}",
    "int_type": "must be a whole number, not {input}",
    "int_from_float": "must be a whole number, not {input}",
    "float_type": "must be a number, not {input}",
    "bool_type": "must be true or false, not {input}",
    "tuple_type": "must be a list, not {input}",
    "model_type": "must be a mapping of keys to values, not {input}",
    "model_attributes_type": "must be a mapping of keys to values, not {input}",
    "dict_type": "must be a mapping of keys to values, not {input}",
    "literal_error": "{input} is not possible here",
    "greater_than": "must be more than {gt}, not {input}",
    "greater_than_equal": "must be at least {ge}, not {input}",
    "less_than_equal": "must be at most {le}, not {input}",
    "too_short": "must have at least {min_length}, not {actual_length}",
    "too_long": "must have at most {max_length}, not {actual_length}",
    "string_too_short": "must not be empty",
    "string_pattern_mismatch": "{input} does not look like {pattern}",
}
_REASONS |= dict.fromkeys(
    ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
    "{input} is not a date; write a real day as 2026-03-09",
)
_REASONS |= dict.fromkeys(
    ("datetime_type", "datetime_parsing", "datetime_from_date_parsing", "timezone_naive"),
    "{input} is not a moment; write a real one as 2026-03-09T10:20:00, without an offset",
)


def _own(error: ValidationError) -> list[ErrorDetails]:
    """Return the errors that are somebody's fault, not what follows from them: a list is short of its wrong items."""
    errors = error.errors()
    inside = {detail["loc"][:-1] for detail in errors}
    follows = ("default_factory_not_called", "too_short")
    return [
        detail
        for detail in errors
        if detail["type"] not in follows or (detail["type"] == "too_short" and detail["loc"] not in inside)
    ]


def _plain(path: Path, model: type[Strict], detail: ErrorDetails) -> BadFile:
    """Return pydantic's error as a fault of the file."""
    context = detail.get("ctx", {})
    line, key = _locate(path, detail["loc"])
    shown = json.dumps(detail["input"], ensure_ascii=False, default=str)[:60]
    reason = _REASONS.get(detail["type"], detail["msg"]).format(input=shown, **context)
    hint = ""
    match detail["type"]:
        case "missing":
            key = (*key, detail["loc"][-1])
        case "extra_forbidden":
            hint = nearest(str(key[-1]), _keys_at(model, detail["loc"][:-1]))
        case "literal_error":
            names = re.findall(r"'([^']+)'", context["expected"])
            hint = nearest(str(detail["input"]), names) or f"one of {', '.join(names)}"
        case "unknown_name":
            hint = nearest(context["name"], context["known"])
    return BadFile(path, reason, line=line, key=_dotted(key), hint=hint)


def _keys_at(model: type[BaseModel], key: Key) -> set[str]:
    """Return the keys that may stand in the mapping at `key`."""
    models = {model}
    for part in key:
        fields = [m.model_fields[part].annotation for m in models if isinstance(part, str) and part in m.model_fields]
        models = {inner for annotation in fields for inner in _models_in(annotation)} or models
    return {name for m in models for name in m.model_fields}


def _models_in(annotation: Any) -> set[type[BaseModel]]:
    """Return the models that an annotation mentions: `tuple[PlotLine, ...]` mentions PlotLine."""
    if isinstance(annotation, TypeAliasType):
        return _models_in(annotation.__value__)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {model for part in get_args(annotation) for model in _models_in(part)}
