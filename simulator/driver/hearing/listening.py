"""What a driver makes of Karla's words, however she put them and wherever he cut in.

The last question counts; without one, what she stated. A value at the very end of words that were cut off does not
count: «Laredo» might go on as «Laredo, Texas».
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from runtime.understanding.places import Gazetteer
from runtime.understanding.text import fold
from simulator.driver.hearing.clauses import Clause, clauses_of
from simulator.driver.intents import NOUNS, QUESTIONS, READING_BACK, STATEMENTS, Detail, Family, KarlaIntent
from simulator.driver.knowledge import Fact, Value, Values
from simulator.scenario import Scenario

_NAMED: Final = re.compile(
    r"(?i:hablo con|habla con|comunico con|es usted|busco a|se encuentra)\s+(?:(?:el|la|don|doña|señor|señora)\s+)*"
    r"((?:[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+\s?)+)"
)
_FIELD_INTENTS: Final = {
    KarlaIntent.ASKED_ORIGIN: Fact.ORIGIN,
    KarlaIntent.ASKED_DESTINATION: Fact.DESTINATION,
    KarlaIntent.ASKED_DATE: Fact.DATE,
}
_CONFIRMING: Final = (KarlaIntent.ASKED_CONFIRM, KarlaIntent.READ_BACK)


@dataclass(frozen=True, slots=True)
class KarlaTurn:
    """What he has understood of one turn of Karla's."""

    intent: KarlaIntent
    detail: Detail = Detail.NONE
    is_question: bool = False
    question_words: int = 0  # how many words of the question he has heard
    asked: tuple[Fact, ...] = ()
    values: Values = field(default_factory=dict)
    options: tuple[Value, ...] = ()
    option_of: Fact | None = None
    named: str = ""

    def names_somebody_else(self, full_name: str) -> bool:
        """Tell whether she asks for a person of another name."""
        return bool(self.named) and not set(self.named.split()) & set(fold(full_name).split())


@dataclass(frozen=True, slots=True)
class _Match:
    """A family of wordings found in a clause; `place` is where it ends, and how long it is."""

    family: Family
    clause: int
    place: tuple[int, int]


def understand_karla(
    text: str,
    scenario: Scenario,
    gazetteer: Gazetteer,
    now: datetime,
    *,
    corrected: bool = False,
    unfinished: bool = False,
) -> KarlaTurn:
    """Understand what he has heard of a turn.

    `corrected`: he has already told her something; `unfinished`: she is speaking, so the last word may not be the last.
    """
    clauses = clauses_of(text, gazetteer, now, unfinished=unfinished)
    question = _last_question(clauses)
    if question is None:
        return _stated(clauses, scenario, corrected)
    clause = clauses[question.clause]
    intent, detail = question.family.intent, question.family.detail
    options = clause.options()
    told = _statement(clauses)
    if detail is Detail.ANYTHING_ELSE and told and told.intent.startswith("told"):
        return KarlaTurn(told.intent, detail, True, clause.size, values=_values(clauses))
    if intent in (*_CONFIRMING, KarlaIntent.ASKED_OPTION, *_FIELD_INTENTS) and len(options) > 1 and clause.offers:
        intent = KarlaIntent.ASKED_OPTION
    values = _values(clauses)
    if intent is KarlaIntent.ASKED_CONFIRM:
        intent = _confirm_or_read_back(clauses, values, scenario, corrected)
    asked = _asked(intent, clauses, question.clause)
    if len(asked) > 1 and intent in _FIELD_INTENTS:
        intent = KarlaIntent.ASKED_ALL
    is_option = intent is KarlaIntent.ASKED_OPTION
    return KarlaTurn(
        intent,
        detail,
        True,
        clause.size,
        asked,
        {} if is_option else values,
        tuple(options) if is_option else (),
        clause.option_of() if is_option else None,
        _named(text),
    )


def _last_question(clauses: list[Clause]) -> _Match | None:
    """Return the question that counts: in the last clause that has one, the one that ends last, the longest."""
    for number in range(len(clauses) - 1, -1, -1):
        found = list(_matches(clauses[number], number))
        if found:
            return max(found, key=lambda match: match.place)
        if clauses[number].asks and len(clauses[number].options()) > 1 and clauses[number].offers:
            return _Match(_OFFER, number, (0, 0))
    return None


def _matches(clause: Clause, number: int) -> Iterator[_Match]:
    for family in QUESTIONS:
        for found in family.pattern.finditer(clause.text):
            yield _Match(family, number, (found.end(), len(found[0])))


_OFFER: Final = next(family for family in QUESTIONS if family.intent is KarlaIntent.ASKED_OPTION)


def _statement(clauses: list[Clause]) -> Family | None:
    texts = [clause.text for clause in clauses]
    return next((family for family in STATEMENTS if any(family.pattern.search(text) for text in texts)), None)


def _stated(clauses: list[Clause], scenario: Scenario, corrected: bool) -> KarlaTurn:
    """Understand a turn without a question, or one that has not come to it yet."""
    family = _statement(clauses)
    if family is None:
        return KarlaTurn(KarlaIntent.OTHER, is_question=any(clause.asks for clause in clauses))
    intent, values = family.intent, _values(clauses)
    if intent is KarlaIntent.ASKED_CONFIRM:
        intent = _confirm_or_read_back(clauses, values, scenario, corrected)
    return KarlaTurn(intent, family.detail, values=values, question_words=clauses[-1].size)


def _confirm_or_read_back(clauses: list[Clause], values: Values, scenario: Scenario, corrected: bool) -> KarlaIntent:
    """Tell a read-back of a change from the first statement of the trip."""
    recorded = scenario.trip
    if recorded is None or corrected:
        return KarlaIntent.READ_BACK
    on_record: Mapping[Fact, str] = {
        Fact.ORIGIN: recorded.origin,
        Fact.DESTINATION: recorded.destination,
        Fact.DATE: recorded.date.isoformat(),
    }
    if any(on_record[fact] not in value.meanings for fact, value in values.items()):
        return KarlaIntent.READ_BACK
    worded = any(READING_BACK.search(clause.text) for clause in clauses)
    return KarlaIntent.READ_BACK if worded and len(values) < len(Fact) else KarlaIntent.ASKED_CONFIRM


def _asked(intent: KarlaIntent, clauses: list[Clause], last: int) -> tuple[Fact, ...]:
    """Return the fields that she wants to hear."""
    if intent is KarlaIntent.ASKED_REPEAT:
        return tuple(fact for fact in Fact if NOUNS[fact].search(clauses[last].text))
    if intent not in _FIELD_INTENTS:
        return ()
    found = {match.family.intent for number, clause in enumerate(clauses) for match in _matches(clause, number)}
    return tuple(fact for asking, fact in _FIELD_INTENTS.items() if asking in found)


def _values(clauses: list[Clause]) -> Values:
    """Return what she said of each field; the last word on it counts."""
    said: dict[Fact, Value] = {}
    for clause in clauses:
        said |= clause.values()
    return said


def _named(text: str) -> str:
    found = _NAMED.search(text)
    return fold(found[1]) if found else ""
