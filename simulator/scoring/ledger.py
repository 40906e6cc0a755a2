"""The ledger: everything that happened in a call, one JSON line an event. Every metric reads it and nothing else.

A line is `{"t": seconds since the call was answered, "event": name, ...}`. Its bytes are canonical: `t` and `event`
come first, the other keys follow in alphabetical order at every depth, floats are rounded to a microsecond, text is
UTF-8. The same events give the same bytes on every machine, so a run can be compared by its digest.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Final, Self

from runtime.errors import BadFile

DECIMALS: Final = 6
RESERVED: Final = frozenset({"t", "event"})

type Json = None | bool | int | float | str | list[Json] | dict[str, Json]


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the ledger: at `t` seconds since the answer, `name` happened."""

    t: float
    name: str
    data: Mapping[str, Json]

    def text(self, key: str, default: str = "") -> str:
        """Return a value that is text, or `default`."""
        value = self.data.get(key)
        return value if isinstance(value, str) else default

    def whole(self, key: str, default: int = -1) -> int:
        """Return a value that is a whole number, or `default`."""
        value = self.data.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    def number(self, key: str, default: float = 0.0) -> float:
        """Return a value that is a number, or `default`."""
        value = self.data.get(key)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else default

    def flag(self, key: str) -> bool:
        """Tell whether a value is there and true."""
        return self.data.get(key) is True

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list, or nothing."""
        value = self.data.get(key)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    def mapping(self, key: str) -> dict[str, Json] | None:
        """Return a value that is an object, or None."""
        value = self.data.get(key)
        return value if isinstance(value, dict) else None

    @property
    def turn(self) -> int:
        """Karla's turn, counted from the greeting, which is 0; -1 when the event belongs to none."""
        return self.whole("turn")

    def line(self) -> str:
        """Return the canonical line, without its newline."""
        return json.dumps({"t": self.t, "event": self.name, **self.data}, ensure_ascii=False, separators=(",", ":"))


class Ledger:
    """What happened in a call so far. `clock` gives the seconds since the call was answered."""

    def __init__(self, clock: Callable[[], float] = lambda: 0.0, events: Sequence[Event] = ()) -> None:
        self.clock = clock
        self.events = list(events)

    def note(self, event: str, **data: object) -> Event:
        """Add an event that happens now, and return it."""
        return self.note_at(self.clock(), event, **data)

    def note_at(self, t: float, event: str, /, **data: object) -> Event:
        """Add an event that happened at `t`, which may lie before the last one noted."""
        if RESERVED & data.keys():
            raise ValueError("'t' and 'event' are the ledger's own keys")
        noted = Event(_rounded(t), event, {key: canonical(data[key]) for key in sorted(data)})
        self.events.append(noted)
        return noted

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def named(self, *names: str) -> list[Event]:
        """Return the events of these names, in the order of the ledger."""
        return [event for event in self.events if event.name in names]

    def first(self, name: str) -> Event | None:
        """Return the first event of this name."""
        return next((event for event in self.events if event.name == name), None)

    def last(self, name: str) -> Event | None:
        """Return the last event of this name."""
        return next((event for event in reversed(self.events) if event.name == name), None)

    def canonical_bytes(self) -> bytes:
        """Return the ledger as it lies on disk: by time, events of one instant in the order they were noted."""
        ordered = sorted(self.events, key=lambda event: event.t)
        return "".join(f"{event.line()}\n" for event in ordered).encode()

    def write(self, path: Path) -> None:
        """Write the ledger's canonical bytes."""
        path.write_bytes(self.canonical_bytes())

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a ledger back. Raises: BadFile, naming the line."""
        try:
            lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
        except OSError as error:
            raise BadFile(path, f"cannot be read: {error.strerror}") from error
        return cls(events=[_parse(path, number, line) for number, line in enumerate(lines, start=1) if line])


def canonical(value: object) -> Json:
    """Return `value` as JSON holds it, in its one canonical form. Raises: TypeError, ValueError."""
    match value:
        case None | bool():
            return value
        case Enum():
            return canonical(value.value)
        case str():
            return str(value)
        case int():
            return int(value)
        case float():
            return _rounded(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): canonical(item) for key, item in sorted(value.items(), key=lambda pair: str(pair[0]))}
        case list() | tuple():
            return [canonical(item) for item in value]
        case set() | frozenset():
            return [canonical(item) for item in sorted(value)]
        case _:
            raise TypeError(f"a ledger holds no {type(value).__name__}")


def _rounded(value: float) -> float:
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError("a ledger holds finite numbers only")
    return round(float(value), DECIMALS) + 0.0  # adding zero turns -0.0 into 0.0


def _parse(path: Path, number: int, line: str) -> Event:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadFile(path, "not a line of JSON", line=number) from error
    if not isinstance(record, dict) or not isinstance(record.get("event"), str):
        raise BadFile(path, "an event needs a name", line=number, key="event")
    t = record.get("t")
    if isinstance(t, bool) or not isinstance(t, int | float):
        raise BadFile(path, "an event needs its seconds", line=number, key="t")
    return Event(float(t), record["event"], {key: item for key, item in record.items() if key not in RESERVED})
