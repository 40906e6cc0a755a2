"""What a turn of the driver's says, as far as no model is needed to tell. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from runtime.session.call_session import CallSession
from runtime.trips import Field
from runtime.understanding.answers import Intent, classify, explicit_yes
from runtime.understanding.places import Gazetteer
from runtime.understanding.text import fold, tokens
from runtime.understanding.trip_facts import Facts, find_facts

_FEW_WORDS: Final = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """What a turn says, as far as no model is needed to tell."""

    text: str
    intents: frozenset[Intent]
    facts: Facts
    explicit_yes: bool

    def has(self, *intents: Intent) -> bool:
        """Tell whether any of `intents` is in it."""
        return not self.intents.isdisjoint(intents)

    @property
    def words(self) -> list[str]:
        """The folded words."""
        return tokens(self.text)

    @property
    def now_yes(self) -> bool:
        """Tell whether it ends in «ahora sí»: after a read-back, a yes. Asked to wait before, only that he is back."""
        words = self.words
        return words[-2:] == ["ahora", "si"] and len(words) < _FEW_WORDS and not self.has(Intent.NO, Intent.WAIT)

    @property
    def names_values(self) -> bool:
        """Tell whether it names a place or a date."""
        facts = self.facts
        return bool(facts.origin or facts.destination or facts.place or facts.date)

    @property
    def has_facts(self) -> bool:
        """Tell whether it names a place or a date, or says which field is wrong."""
        return self.names_values or bool(self.facts.denied)


def read(text: str, session: CallSession, gazetteer: Gazetteer, now: datetime) -> Reading:
    """Read one turn of the driver's."""
    facts = find_facts(text, gazetteer, now, session.asked, told(session))
    return Reading(text, classify(text), facts, explicit_yes(text))


def told(session: CallSession) -> Mapping[Field, str]:
    """Return what Karla told him of his trip: the record, and over it what she has just read back."""
    record = session.trip.data() if session.trip else {}
    return {**record, **(session.proposal.data if session.proposal else {})}


def consistent(facts: Facts, session: CallSession) -> bool:
    """Tell whether nothing that he named speaks against the trip on record."""
    if facts.denied or session.trip is None:
        return not facts.denied
    data = session.trip.data()
    places = {data[Field.ORIGIN], data[Field.DESTINATION]}
    named = (
        (facts.origin, {data[Field.ORIGIN]}),
        (facts.destination, {data[Field.DESTINATION]}),
        (facts.place, places),
    )
    if any(reading is not None and not places_of & {p.id for p in reading.options} for reading, places_of in named):
        return False
    return facts.date is None or session.trip.date in facts.date.options


def named_as_recorded(facts: Facts, session: CallSession) -> frozenset[Field]:
    """Return the fields that he named himself, each so that it can mean nothing but what the record has."""
    if session.trip is None:
        return frozenset()
    record = session.trip.data()
    said = {
        Field.ORIGIN: facts.origin.place.id if facts.origin and facts.origin.place else None,
        Field.DESTINATION: facts.destination.place.id if facts.destination and facts.destination.place else None,
        Field.DATE: facts.date.date.isoformat() if facts.date and facts.date.date else None,
    }
    if facts.place and facts.place.place and session.asked in (Field.ORIGIN, Field.DESTINATION):
        said[session.asked] = facts.place.place.id
    return frozenset(field for field in Field if said[field] == record[field] and field not in facts.denied)


def says_name(text: str, name: str) -> bool:
    """Tell whether the driver says his own name: «habla Jesús Treviño»."""
    words = fold(text).split()
    return all(part in words for part in fold(name).split()) or (
        bool({"soy", "habla", "aqui"} & set(words)) and any(part in words for part in fold(name).split())
    )
