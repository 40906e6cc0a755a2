"""How he names the places and the day of his trip.

A scenario's own words come first, in their order. Otherwise a place is called by a name that means no other place in
the gazetteer, and a day as people do: «antier», «el lunes nueve». Asked again, he is explicit.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from runtime.understanding.dates import say_day
from runtime.understanding.places import Gazetteer, Place
from simulator.driver.knowledge import Fact, Knowledge
from simulator.driver.phrases import Names

_NEAR: Final = {0: "hoy", -1: "ayer", -2: "antier", 1: "mañana", 2: "pasado mañana"}
_WEEK_DAYS: Final = 6
_NICKNAME_CHANCE: Final = 0.25
_NEAR_CHANCE: Final = 0.6
_DECOYS: Final = ("monterrey", "saltillo", "queretaro", "san-luis-potosi", "guadalajara", "puebla", "toluca", "torreon")


@dataclass(frozen=True, slots=True)
class Name:
    """How a fact is named this time. `state` is empty when the scenario's words are to stand alone."""

    text: str
    state: str = ""


class Naming:
    """Names for one trip. Equal seeds give equal names."""

    def __init__(self, knowledge: Knowledge, gazetteer: Gazetteer, names: Names, now: datetime, chance: Random) -> None:
        self._knowledge = knowledge
        self._gazetteer = gazetteer
        self._names = names
        self._now = now
        self._chance = chance
        self._usual: dict[Fact, str] = {}

    def name(self, fact: Fact, times: int, *, explicit: bool = False) -> Name:
        """Name a fact that he has stated `times` times before."""
        if says := self._knowledge.says(fact):
            return Name(says[min(times, len(says) - 1)])
        if fact is Fact.DATE:
            return Name(self._day(explicit or times > 1))
        place = self._gazetteer[self._knowledge.id_of(fact)]
        state = self._names.states.get(place.state, "")
        if explicit:
            return Name(place.name, state) if state and state != place.name else Name(self._clear_name(place))
        return Name(self._usual_name(fact, place))

    def decoy(self, fact: Fact) -> str:
        """Return another place or day, for him to say first and take back; empty if there is none."""
        if self._knowledge.says(fact) or not self._knowledge.id_of(fact):
            return ""
        if fact is Fact.DATE:
            others = [self._known_day() + timedelta(days=away) for away in (-2, -1, 1, 2)]
            recorded = self._knowledge.recorded(Fact.DATE)
            return _weekday(self._chance.choice([day for day in others if day.isoformat() != recorded]))
        taken = {value for each in Fact for value in (self._knowledge.id_of(each), self._knowledge.recorded(each))}
        return self._gazetteer[self._chance.choice([each for each in _DECOYS if each not in taken])].name

    def _usual_name(self, fact: Fact, place: Place) -> str:
        """Return what he calls a place, the same all through the call."""
        if fact not in self._usual:
            others = [name for name in self._names.places.get(place.id, ()) if self._means_only(name, place)]
            nicknamed = others and self._chance.random() < _NICKNAME_CHANCE
            self._usual[fact] = self._chance.choice(others) if nicknamed else self._clear_name(place)
        return self._usual[fact]

    def _clear_name(self, place: Place) -> str:
        """Return a name that means this place and no other."""
        with_state = f"{place.name}, {self._names.states.get(place.state, '')}"
        return next((name for name in (place.name, place.spoken) if self._means_only(name, place)), with_state)

    def _means_only(self, name: str, place: Place) -> bool:
        found = self._gazetteer.find(f"a {name}")
        return len(found) == 1 and found[0].place == place

    def _known_day(self) -> date:
        if self._knowledge.day is None:
            raise ValueError("he does not know the day")
        return self._knowledge.day

    def _day(self, explicit: bool) -> str:
        day = self._known_day()
        away = (day - self._now.date()).days
        if explicit:
            return say_day(day)
        if away in _NEAR and self._chance.random() < _NEAR_CHANCE:
            return _NEAR[away]
        whole = say_day(day)
        short = whole.split(" de ")[0]
        bare = "el " + " ".join(whole.split()[2:])
        recent = [_weekday(day)] if -_WEEK_DAYS <= away < 0 else []
        return self._chance.choice([whole, short, bare, *recent])


def _weekday(day: date) -> str:
    return " ".join(say_day(day).split()[:2])
