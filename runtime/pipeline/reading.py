"""What a turn of the driver's says, as far as no model is needed to tell. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from runtime.session.call_session import CallSession
from runtime.trips import Field
from runtime.understanding.answers import Intent, classify, explicit_yes
from runtime.understanding.places import Gazetteer
from runtime.understanding.text import fold
from runtime.understanding.trip_facts import Facts, find_facts


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


def says_name(text: str, name: str) -> bool:
    """Tell whether the driver says his own name: «habla Jesús Treviño»."""
    words = fold(text).split()
    return all(part in words for part in fold(name).split()) or (
        bool({"soy", "habla", "aqui"} & set(words)) and any(part in words for part in fold(name).split())
    )
