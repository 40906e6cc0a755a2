"""Which days a weekday or a day of the month may mean, seen from today.

Trips are recent: with nothing else said the nearest day counts, unless the next nearest is about as near.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final

DAY: Final = timedelta(days=1)
_HALF_A_YEAR: Final = timedelta(days=185)


class Tense(Enum):
    """Which way from today a day lies, as far as the verbs tell."""

    PAST = -1
    UNSAID = 0
    FUTURE = 1


class Hint(Enum):
    """What was said with a weekday: "pasado", "que viene", "de esta semana", "en ocho"."""

    LAST = "last"
    NEXT = "next"
    LAST_WEEK = "last week"
    THIS_WEEK = "this week"
    NEXT_WEEK = "next week"
    WEEK_LATER = "week later"


_WEEKS: Final = {Hint.LAST_WEEK: -7, Hint.THIS_WEEK: 0, Hint.NEXT_WEEK: 7}


@dataclass(frozen=True, slots=True)
class Span:
    """A date at word positions `start` to `end` (exclusive), and every day that it may be."""

    start: int
    end: int
    options: tuple[date, ...]
    weekday: int | None = None


def nearest_weekday(weekday: int, today: date, said: Hint | Tense) -> tuple[date, ...]:
    """Return the days that a weekday (Monday is 0) may be."""
    behind = (today.weekday() - weekday) % 7
    past, ahead = today - behind * DAY, today + (7 - behind) * DAY
    if isinstance(said, Hint):
        if said in _WEEKS:
            return (today + (_WEEKS[said] + weekday - today.weekday()) * DAY,)
        hinted = {Hint.LAST: past if behind else past - 7 * DAY, Hint.NEXT: ahead, Hint.WEEK_LATER: ahead + 7 * DAY}
        return (hinted[said],)
    if said is Tense.UNSAID:
        return (past, ahead) if behind in (3, 4) else (past,) if behind < 3 else (ahead,)
    return (past,) if said is Tense.PAST else (ahead,)


def in_month(today: date, day: int, month: int, year: int | None) -> tuple[date, ...]:
    """Return the day of a month, in the year nearest to today unless it is said; nothing if there is none."""
    years = (year,) if year else (today.year - 1, today.year, today.year + 1)
    days = [found for y in years if (found := calendar_day(y, month, day))]
    nearest = min(days, key=lambda found: abs(found - today), default=None)
    if nearest is None or (year is None and abs(nearest - today) > _HALF_A_YEAR):  # 29 February of another year
        return ()
    return (nearest,)


def in_any_month(today: date, day: int, tense: Tense) -> tuple[date, ...]:
    """Return the days that a day of the month (1 to 31) may be when no month is said."""
    month0 = today.year * 12 + today.month - 1
    months = [divmod(month0 + step, 12) for step in range(-2, 3)]
    days = [found for y, m in months if (found := calendar_day(y, m + 1, day))]
    past = max(found for found in days if found <= today)
    ahead = min(found for found in days if found >= today)
    if tense is not Tense.UNSAID:
        return (past,) if tense is Tense.PAST else (ahead,)
    near, far = sorted((past, ahead), key=lambda found: abs(found - today))
    clear = near == far or 2 * abs(near - today) <= abs(far - today)
    return (near,) if clear else tuple(sorted((near, far)))


def agree(day: Span, weekday: Span, today: date) -> Span:
    """Put a day and a weekday said together into one reading; both stay possible if they disagree."""
    start, end = min(day.start, weekday.start), max(day.end, weekday.end)
    same = tuple(option for option in day.options if option.weekday() == weekday.weekday)
    if same or not day.options or weekday.weekday is None:
        return Span(start, end, same or day.options)
    near = min(day.options, key=lambda option: abs((option - today).days))
    by_name = min((near + step * DAY for step in range(-3, 4)), key=lambda d: d.weekday() != weekday.weekday)
    return Span(start, end, tuple(sorted({near, by_name})))


def calendar_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None if the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def next_month(first: date) -> date:
    """Return the first of the month after one that begins on `first`."""
    return (first + 32 * DAY).replace(day=1)
