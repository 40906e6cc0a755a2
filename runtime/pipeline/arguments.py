"""A tool's untrusted arguments made into gazetteer ids and ISO dates, or into a question to the driver.

Ambiguity is a question, never a guess; what a question offered is remembered, so that its answer can be named.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from runtime.pipeline import phrases
from runtime.session.call_session import CallSession
from runtime.trips import Field
from runtime.understanding.dates import parse_date, say_day
from runtime.understanding.places import Gazetteer

NEAR_DAYS: Final = 45
"""A trip leg is validated within days; a date further off than this was misheard or is an attack."""

MAX_CHARACTERS: Final = 80
"""No place and no date takes longer to say; what a model writes beyond that is no argument."""

_NO_SPEECH: Final = re.compile(r"[^\w\s.,;:()¿?¡!«»“”…'’/-]|_|\bhttps?\b")


@dataclass(frozen=True, slots=True)
class Question:
    """What must be asked before a field can be used. `options` maps what is offered to what it means."""

    about: Field
    status: str
    say: str
    open_question: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arguments:
    """The usable values, and the first question that the others raise."""

    values: Mapping[Field, str]
    question: Question | None


def normalise(arguments: Mapping[str, str], session: CallSession, gazetteer: Gazetteer, now: datetime) -> Arguments:
    """Read every field that `arguments` has. `now` is in the trip's zone."""
    values: dict[Field, str] = {}
    questions: list[Question] = []
    for each in Field:
        if each not in arguments:
            continue
        text = plain(session.options.get(arguments[each], arguments[each]))
        read = _date(text, now) if each is Field.DATE else _place(each, text, gazetteer)
        if isinstance(read, Question):
            questions.append(read)
        else:
            values[each] = read
    return Arguments(values, questions[0] if questions else None)


def plain(text: str) -> str:
    """Return an argument as data: one line of words and figures, or nothing if it is anything else.

    Markup, braces, quotes and control characters never come from a driver's mouth: such a value names nothing.
    """
    words = " ".join(text.split())
    return "" if len(words) > MAX_CHARACTERS or _NO_SPEECH.search(words) else words


def _place(where: Field, text: str, gazetteer: Gazetteer) -> str | Question:
    reading = gazetteer.parse(text)
    if reading is None or not reading.options:
        return Question(where, UNKNOWN_PLACE, phrases.WHERE_AGAIN, phrases.WHERE_AGAIN)
    if reading.place is not None:
        return reading.place.id
    names = {(place.spoken or place.name): place.id for place in reading.options}
    say = phrases.asks_option(list(names), "Cuál puerto" if "puerto" in reading.text else "Cuál de estos")
    return Question(where, "ambiguo", say, say, names)


UNKNOWN_PLACE: Final = "lugar_desconocido"


def _date(text: str, now: datetime) -> str | Question:
    reading = parse_date(text, now)
    days = [day for day in (reading.options if reading else ()) if abs(day - now.date()) <= timedelta(days=NEAR_DAYS)]
    if len(days) == 1:
        return days[0].isoformat()
    if not days:
        again = phrases.FIELD_QUESTIONS[Field.DATE]
        return Question(Field.DATE, "fecha_no_valida", f"{phrases.BAD_DATE} {again}", again)
    options = {say_day(day): day.isoformat() for day in days}
    say = phrases.asks_which_date(list(options))
    return Question(Field.DATE, "ambiguo", say, say, options)
