"""Finds the dates in folded words. What a reading may mean is kept whole: choosing is left to the driver.

A weekday or a day of the month with nothing else said is read near today: trips are recent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from runtime.understanding.date_options import (
    DAY,
    Hint,
    Span,
    Tense,
    agree,
    calendar_day,
    in_any_month,
    in_month,
    nearest_weekday,
    next_month,
)
from runtime.understanding.date_words import (
    CODED,
    COUNTED,
    DAY_PARTS,
    DAYS_FROM_TODAY,
    EARLY_HOURS,
    FIRST,
    FUTURE,
    MONTHS,
    PAST,
    WEEKDAYS,
)
from runtime.understanding.numbers import NUMBER_WORDS, Cardinal, cardinal_at
from runtime.understanding.phrasebook import Phrasebook

_OFFSETS: Final = Phrasebook(DAYS_FROM_TODAY)
_LOOSE_TODAY: Final = Phrasebook([("(ahorita|al rato|ahora mismo|hace rato|hace un rato|al ratito)", 0)])
_AFTER_WEEKDAY: Final = Phrasebook(
    [
        ("(que paso|pasado|anterior|que acaba de pasar)", Hint.LAST),
        ("de la semana (pasada|anterior|que paso)", Hint.LAST_WEEK),
        ("(que viene|que entra|que sigue|proximo|siguiente)", Hint.NEXT),
        ("(de la proxima semana|de la semana que viene|de la semana que entra|de la siguiente semana)", Hint.NEXT_WEEK),
        ("de (esta|esta misma) semana", Hint.THIS_WEEK),
        ("en ocho( dias|)", Hint.WEEK_LATER),
    ]
)
_BEFORE_WEEKDAY: Final = {"pasado": Hint.LAST, "proximo": Hint.NEXT, "siguiente": Hint.NEXT}

_MONTHS_AWAY: Final = {
    ("este", "mes"): 0, ("presente", "mes"): 0, ("presente",): 0, ("este",): 0, ("corriente",): 0,
    ("mes", "pasado"): -1, ("mes", "que", "viene"): 1, ("proximo", "mes"): 1, ("mes", "anterior"): -1,
}  # fmt: skip
_YEARS_AWAY: Final = Phrasebook(
    [
        ("(este|presente|el presente|este mismo) año", 0),
        ("año (pasado|anterior)|(pasado|año que paso)", -1),
        ("año antepasado|antepasado( año|)", -2),
        ("año (que viene|que entra|que sigue|proximo|siguiente|entrante)|(proximo|siguiente) año", 1),
    ]
)
_TRIGGERS: Final = (
    NUMBER_WORDS
    | FIRST
    | WEEKDAYS.keys()
    | _BEFORE_WEEKDAY.keys()
    | {"el", "este", "del", "al", "dia", "fecha", "hace", "en", "dentro", "fin", "fines", "ultimo"}
)


@dataclass(frozen=True, slots=True)
class Scan:
    """One text being searched for dates."""

    words: Sequence[str]
    now: datetime

    @property
    def today(self) -> date:
        """The calendar day of the call, in the trip's zone."""
        return self.now.date()

    def spans(self) -> list[Span]:
        """Return every date, in order."""
        found: list[Span] = []
        position = 0
        while position < len(self.words):
            fixed = _OFFSETS.at(self.words, position)
            span = self._fixed(fixed.start, fixed.end, fixed.value) if fixed else self._spoken_at(position)
            if span is not None:
                found.append(self._with_day_part(span))
            position = found[-1].end if span else fixed.end if fixed else position + 1
        return found or self._loose()

    def _fixed(self, start: int, end: int, days: int | None) -> Span | None:
        if days is None:
            return None
        options = [self.today + days * DAY]
        if days == 0 and self.now.hour < EARLY_HOURS and self._may_be_the_day_before(start, end):
            options.insert(0, self.today - DAY)
        return Span(start, end, tuple(options))

    def _may_be_the_day_before(self, start: int, end: int) -> bool:
        """Tell whether "hoy", said after midnight, may be the day that just ended."""
        if self.words[start] == "esta":
            return False
        at_night = "noche" in (*self.words[start:end], *self.words[end + 2 : end + 3])
        return at_night or self._tense(start, end) is Tense.PAST

    def _with_day_part(self, span: Span) -> Span:
        """Take in the time of day on either side ("ayer en la noche", "la madrugada del lunes")."""
        start, end = span.start, span.end
        if list(self.words[end + 1 : end + 2]) == ["la"] and set(self.words[end + 2 : end + 3]) & DAY_PARTS:
            end += 3
        if start > 1 and self.words[start - 2] in DAY_PARTS and self.words[start - 1] in ("de", "del"):
            start -= 2
        return Span(start, end, span.options, span.weekday)

    def _spoken_at(self, start: int) -> Span | None:
        word = self.words[start]
        if word not in _TRIGGERS and not word[0].isdigit():
            return self._coded(start, word)
        if word == "hace" or (word in ("en", "dentro") and start + 1 < len(self.words)):
            return self._days_away(start)
        if word in ("fin", "fines", "ultimo"):
            return self._month_end(start)
        return self._weekday(start) or self._day_of_month(start)

    def _coded(self, start: int, word: str) -> Span | None:
        match = CODED.fullmatch(word)
        if match is None:
            return None
        year, month, day = map(int, match.groups())
        if not year and (month > 12 or month == 0):
            return None
        return Span(start, start + 1, in_month(self.today, day, month, year or None))

    def _days_away(self, start: int) -> Span | None:
        sign = -1 if self.words[start] == "hace" else 1
        position = start + 1 + (self.words[start] == "dentro")
        vague = position < len(self.words) and self.words[position] in ("como", "unos", "casi")
        count = cardinal_at(self.words, position + vague)
        unit = self.words[count.end] if count and count.end < len(self.words) else ""
        if count is None or unit not in ("dia", "dias", "semana", "semanas") or count.value > 400:
            return None
        days = count.value * (7 if unit.startswith("semana") else 1)
        spread = (days - 1, days, days + 1) if vague and days > 1 else (days,)
        return Span(start, count.end + 1, tuple(sorted(self.today + sign * step * DAY for step in spread)))

    def _month_end(self, start: int) -> Span | None:
        position = start + 1
        if self.words[start] == "ultimo" and self.words[position : position + 1] == ["dia"]:
            position += 1
        joined = self.words[position] if position < len(self.words) else ""
        month = self.words[position + 1] if position + 1 < len(self.words) else ""
        if joined not in ("de", "del"):
            return None
        if month == "mes":
            first = self.today.replace(day=1)
            past = self._tense(start, position + 2) is Tense.PAST
            return Span(start, position + 2, ((first if past else next_month(first)) - DAY,))
        if month in MONTHS and self.words[start] == "ultimo":
            ends = [next_month(date(self.today.year + step, MONTHS[month], 1)) - DAY for step in (-1, 0, 1)]
            return Span(start, position + 2, (min(ends, key=lambda end: abs(end - self.today)),))
        return None

    def _weekday(self, start: int) -> Span | None:
        position = start
        before: Hint | None = None
        while position < len(self.words) and self.words[position] in ("el", "este", "del", "al", *_BEFORE_WEEKDAY):
            before = _BEFORE_WEEKDAY.get(self.words[position], before)
            position += 1
        if position == len(self.words) or self.words[position] not in WEEKDAYS or self._is_name(position):
            return None
        weekday = WEEKDAYS[self.words[position]]
        day = self._day_of_month(position + 1, bare=True)
        if day is not None:
            return agree(day, Span(start, position + 1, (), weekday), self.today)
        after = _AFTER_WEEKDAY.at(self.words, position + 1) if position + 1 < len(self.words) else None
        end = after.end if after else position + 1
        hint = after.value if after else before
        return Span(start, end, nearest_weekday(weekday, self.today, hint or self._tense(start, end)), weekday)

    def _is_name(self, position: int) -> bool:
        return position > 0 and self.words[position - 1] in ("don", "santo", "san", "los")

    def _day_of_month(self, start: int, *, bare: bool = False) -> Span | None:
        """Read `el nueve`, `dia nueve de marzo`, `nueve de marzo del 2026`. A bare number needs its month."""
        position = start
        while position < len(self.words) and self.words[position] in ("el", "del", "dia", "fecha"):
            position += 1
        day = self._day_number(position)
        if day is None:
            return None
        named = self._month_at(day.end)
        if named is None and self.words[day.end : day.end + 1] in (["o"], ["u"]):
            other = self._day_of_month(day.end + 1)
            if other is not None:
                twin = [calendar_day(option.year, option.month, day.value) for option in other.options]
                return Span(start, other.end, tuple(sorted({*other.options, *filter(None, twin)})))
        if named is not None:
            month, year, end = named
            return Span(start, end, in_month(self.today, day.value, month, year))
        if (position == start and not bare) or not 1 <= day.value <= 31 or self._is_count(day.end):
            return None
        return Span(start, day.end, in_any_month(self.today, day.value, self._tense(start, day.end)))

    def _day_number(self, position: int) -> Cardinal | None:
        if position < len(self.words) and self.words[position] in FIRST:
            return Cardinal(1, position + 1)
        day = cardinal_at(self.words, position)
        return day if day and day.value < 100 else None

    def _is_count(self, position: int) -> bool:
        after = self.words[position : position + 3]
        if not after:
            return False
        if (after[0] in NUMBER_WORDS or after[0].isdigit()) and list(after[1:]) != ["de", "la"]:
            return True  # «el cuatro cuatro siete uno» is a folio
        return after[0] in COUNTED or (list(after[:2]) == ["de", "la"] and set(after[2:]) <= DAY_PARTS)

    def _month_at(self, position: int) -> tuple[int, int | None, int] | None:
        """Return month, year if said, and where they end."""
        joined = position < len(self.words) and self.words[position] in ("de", "del")
        at = position + joined
        word = self.words[at] if at < len(self.words) else ""
        if word in MONTHS:
            year, end = self._year_at(at + 1)
            return MONTHS[word], year, end
        if not joined:
            return None
        for phrase, step in _MONTHS_AWAY.items():
            if tuple(self.words[at : at + len(phrase)]) == phrase:
                year, month = divmod(self.today.year * 12 + self.today.month - 1 + step, 12)
                return month + 1, year, at + len(phrase)
        return None

    def _year_at(self, position: int) -> tuple[int | None, int]:
        joined = position < len(self.words) and self.words[position] in ("de", "del")
        at = position + joined
        named = _YEARS_AWAY.at(self.words, at) if joined and at < len(self.words) else None
        if named is not None:
            return self.today.year + named.value, named.end
        at += joined and self.words[at : at + 1] == ["año"]
        year = cardinal_at(self.words, at)
        if year and 2000 <= year.value < 2100:
            return year.value, year.end
        if year and joined and self.words[position] == "del" and abs(2000 + year.value - self.today.year) < 5:
            return 2000 + year.value, year.end
        return None, position

    def _tense(self, start: int, end: int) -> Tense:
        """Return the tense of the cue nearest to the words of a date; one before it counts first."""
        for position in (*range(start - 1, -1, -1), *range(end, len(self.words))):
            if self.words[position] in PAST and self.words[position + 1 : position + 2] != ["mañana"]:
                return Tense.PAST
            if self.words[position] in FUTURE:
                return Tense.FUTURE
        return Tense.UNSAID

    def _loose(self) -> list[Span]:
        """Read `ahorita` and `en la madrugada` as dates, if the text has no better one."""
        for position in range(len(self.words)):
            if self.words[position : position + 3] == ["en", "la", "madrugada"]:
                return [Span(position, position + 3, self._small_hours(position))]
            loose = _LOOSE_TODAY.at(self.words, position)
            if loose is None:
                continue
            if loose.end - loose.start == len(self.words) or self._tense(position, loose.end) is not Tense.UNSAID:
                return [Span(position, loose.end, (self.today,))]
        return []

    def _small_hours(self, position: int) -> tuple[date, ...]:
        tense = self._tense(position, position + 3)
        if tense is Tense.FUTURE and self.now.hour >= EARLY_HOURS:
            return (self.today + DAY,)
        if tense is Tense.UNSAID and self.now.hour >= 20:
            return (self.today, self.today + DAY)
        return (self.today,)
