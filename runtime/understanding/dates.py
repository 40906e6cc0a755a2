"""Dates as drivers say them, and as Karla says them back.

`now` is aware of the trip's zone: "ayer" at half past midnight is yesterday there. A reading with
several options is ambiguous and has to be asked about; one with none names a day that does not exist.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from runtime.understanding.date_options import Span, agree
from runtime.understanding.date_scan import Scan
from runtime.understanding.date_words import SPOKEN_MONTHS, SPOKEN_WEEKDAYS, decode, encode
from runtime.understanding.numbers import spoken_number
from runtime.understanding.text import tokens

_NEAR: Final = {0: "hoy", -1: "ayer", -2: "antier", 1: "mañana", 2: "pasado mañana"}
_SAME_DAY: Final = ((), ("o", "sea"), ("es", "decir"), ("que", "fue"), ("que", "era"), ("que", "es"), ("que", "cae"))
_EITHER: Final = (
    ("o",),
    ("u",),
    ("o", "para"),
    ("o", "fue"),
    ("o", "era"),
    ("para",),
    ("para", "amanecer"),
    ("amaneciendo",),
)
_FAR_DAYS: Final = 180


@dataclass(frozen=True, slots=True)
class DateReading:
    """What the words of a date may mean."""

    options: tuple[date, ...]
    text: str

    @property
    def date(self) -> date | None:
        """The day, if the words leave only one."""
        return self.options[0] if len(self.options) == 1 else None

    @property
    def ambiguous(self) -> bool:
        """Whether the words leave several days."""
        return len(self.options) > 1


@dataclass(frozen=True, slots=True)
class LocatedDate:
    """A reading, and the word positions it was found at (`end` exclusive)."""

    reading: DateReading
    start: int
    end: int


def locate_dates(words: Sequence[str], now: datetime) -> list[LocatedDate]:
    """Return the dates in words that were encoded (see `date_words.encode`) and folded."""
    spans = list(_joined(Scan(words, now).spans(), words, now.date()))
    return [LocatedDate(DateReading(s.options, decode(words[s.start : s.end])), s.start, s.end) for s in spans]


def find_dates(text: str, now: datetime) -> list[DateReading]:
    """Return the dates in `text`, in order of appearance."""
    return [found.reading for found in locate_dates(tokens(encode(text)), now)]


def parse_date(text: str, now: datetime) -> DateReading | None:
    """Return the date that `text` names, or None. Several different dates make one ambiguous reading."""
    words = tokens(encode(text))
    if len(words) == 1 and words[0].isdigit():
        words = ["el", *words]
    readings = [found.reading for found in locate_dates(words, now)]
    if len(readings) <= 1:
        return readings[0] if readings else None
    options = tuple(sorted({option for reading in readings for option in reading.options}))
    return DateReading(options, decode(words))


def _joined(spans: list[Span], words: Sequence[str], today: date) -> Iterator[Span]:
    """Join what is one date said twice ("ayer, lunes nueve") and what is a choice ("lunes o martes")."""
    held: Span | None = None
    for span in spans:
        if held is None:
            held = span
            continue
        between = tuple(words[held.end : span.start])
        if between in _SAME_DAY:
            held = _same(held, span, today)
        elif between in _EITHER:
            held = Span(held.start, span.end, tuple(sorted({*held.options, *span.options})))
        else:
            yield held
            held = span
    if held is not None:
        yield held


def _same(one: Span, other: Span, today: date) -> Span:
    if other.weekday is not None and one.weekday is None:
        return agree(one, other, today)
    if one.weekday is not None and other.weekday is None:
        return agree(other, one, today)
    both = tuple(option for option in one.options if option in other.options)
    return Span(one.start, other.end, both or tuple(sorted({*one.options, *other.options})))


def say_day(day: date) -> str:
    """Return "el lunes nueve de marzo"."""
    number = "primero" if day.day == 1 else spoken_number(day.day)
    return f"el {SPOKEN_WEEKDAYS[day.weekday()]} {number} de {SPOKEN_MONTHS[day.month - 1]}"


def say_date(day: date, now: datetime) -> str:
    """Return the day as Karla says it today: "ayer, lunes nueve de marzo". A far one has its year."""
    away = (day - now.date()).days
    if away in _NEAR:
        return f"{_NEAR[away]}, {say_day(day).removeprefix('el ')}"
    return f"{say_day(day)} de {spoken_number(day.year)}" if abs(away) > _FAR_DAYS else say_day(day)
