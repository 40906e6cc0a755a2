"""The behaviours that simulated drivers must cover: number, name, expected outcome, and what plays them.

`corpus/behaviours.yaml` is the list; `docs/behaviours.md` is its page, held to it by a test.
"""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, ValidationError

from runtime.errors import BadFile
from simulator.persona import ROOT, Text
from simulator.yaml_file import Strict, read_mapping

BEHAVIOURS: Final = ROOT / "corpus" / "behaviours.yaml"
COUNT: Final = 56

type Names = Annotated[tuple[Text, ...], Field(strict=False)]

_HEAD: Final = """\
# What drivers do, and what is expected of Karla

Every behaviour below is played by a habit, which any persona may have, or by scenarios. The list is
`corpus/behaviours.yaml`; a test holds this page to it, and the list to what exists.

| | what he does | expected | played by |
|---|---|---|---|
"""


class Behaviour(Strict):
    """One behaviour. `limits` says what of it cannot be told."""

    name: Text
    expected: Text
    habits: Names = ()
    scenarios: Names = ()
    limits: str = ""

    def played_by(self, known: Sequence[str]) -> list[str]:
        """Return the scenarios among `known` that play it."""
        return [each for each in known if any(fnmatch(each, pattern) for pattern in self.scenarios)]


def read_behaviours(path: Path = BEHAVIOURS) -> dict[int, Behaviour]:
    """Return the behaviours by number. Raises: BadFile."""
    try:
        return {int(number): Behaviour.model_validate(data) for number, data in read_mapping(path).items()}
    except (ValidationError, ValueError) as fault:
        raise BadFile(path, f"is no list of behaviours: {fault}") from fault


def page(behaviours: dict[int, Behaviour]) -> str:
    """Return the page that `docs/behaviours.md` holds."""
    return _HEAD + "\n".join(_row(number, each) for number, each in behaviours.items()) + "\n" + _limits(behaviours)


def _row(number: int, behaviour: Behaviour) -> str:
    played = [f"habit `{name}`" for name in behaviour.habits] + [f"`{name}`" for name in behaviour.scenarios]
    return f"| {number} | {behaviour.name} | {behaviour.expected} | {', '.join(played)} |"


def _limits(behaviours: dict[int, Behaviour]) -> str:
    return "".join(("\n## What cannot be told\n\n", *_each_limit(behaviours)))


def _each_limit(behaviours: dict[int, Behaviour]) -> Iterator[str]:
    for number, each in behaviours.items():
        if each.limits:
            yield f"- {number}, {each.name}: {each.limits}.\n"
