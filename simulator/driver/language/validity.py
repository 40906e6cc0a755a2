"""Whether what a language model let its driver say is something that this driver can say.

Every place and date must be one he knows or has just heard; what he is asked and knows he must tell; and a yes must
not go with what is not true. A scenario that makes him refuse, or a persona who agrees to everything, may.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from runtime.understanding.dates import find_dates
from runtime.understanding.places import Gazetteer
from runtime.understanding.text import fold
from simulator.driver.hearing.listening import KarlaTurn
from simulator.driver.intents import KarlaIntent
from simulator.driver.knowledge import Fact, Knowledge
from simulator.driver.language.script import MOST_WORDS, NAMES, Reply
from simulator.persona import Persona
from simulator.scenario import Scenario

ASKS_BACK: Final = re.compile(r"\b(mande|como dijo|no le (oigo|escucho|entendi)|me repite|quien habla|bueno)\b")
DOES_NOT_KNOW: Final = re.compile(r"\bno (me )?(lo )?(se|acuerdo|recuerdo|sabria)\b")
YES: Final = re.compile(r"^(pues |pos |ah |este |aja |ei )*(si|simon|asi es|correcto|claro|andale|orale|sale|va|ei)\b")
NO: Final = re.compile(r"\bno\b|\bnel\b|\bperdon\b|\bmas bien\b")
CONFIRMING: Final = (KarlaIntent.ASKED_CONFIRM, KarlaIntent.READ_BACK)


class Validity:
    """What one driver may say in one call."""

    def __init__(self, persona: Persona, scenario: Scenario, knowledge: Knowledge, gazetteer: Gazetteer) -> None:
        self._agreeable = persona.habits.agrees_to_everything > 0
        self._knowledge = knowledge
        self._gazetteer = gazetteer
        self._now: datetime = scenario.answered_at
        self._plotted = frozenset[str](line.when for line in scenario.plot)
        own = " ".join([*(words for line in scenario.plot for words in (*line.say, *line.say_after)), scenario.title])
        own += " " + " ".join(words for fact in Fact for words in knowledge.says(fact))
        self._known = self._named(own) | {
            value for fact in Fact for value in (knowledge.id_of(fact), knowledge.recorded(fact)) if value
        }

    def faults(self, reply: Reply, turn: KarlaTurn, heard: str) -> list[str]:
        """Return what is wrong with a reply to `turn`, in words for the model; `heard` is all that Karla has said."""
        return [
            *self._shape(reply),
            *self._invented(reply, heard),
            *self._withheld(reply, turn),
            *self._yes(reply, turn),
        ]

    def facts(self, said: str) -> tuple[str, ...]:
        """Return the true facts that words state, as the ledger writes them."""
        named = self._named(said)
        return tuple(
            self._knowledge.entry(fact)
            for fact in Fact
            if self._knowledge.id_of(fact) in named and self._knowledge.entry(fact)
        )

    def _named(self, text: str) -> set[str]:
        places = {place.id for each in self._gazetteer.find(text) if each.exact for place in each.options}
        return places | {day.isoformat() for each in find_dates(text, self._now) for day in each.options}

    def _shape(self, reply: Reply) -> Iterator[str]:
        if len(reply.dice.split()) > MOST_WORDS:
            yield f"Hablaste demasiado: como mucho {MOST_WORDS} palabras."
        if re.search(r"[*\[\]{}<>\n]", reply.dice):
            yield "Sólo palabras habladas: sin acotaciones ni símbolos."

    def _invented(self, reply: Reply, heard: str) -> Iterator[str]:
        allowed = self._known | self._named(heard)
        for reading in self._gazetteer.find(reply.dice):
            if reading.exact and not {place.id for place in reading.options} & allowed:
                yield f"Inventaste un lugar que no sabes: {reading.options[0].name}."
        for day in find_dates(reply.dice, self._now):
            if day.options and not {each.isoformat() for each in day.options} & allowed:
                yield f"Inventaste una fecha que no sabes: {day.options[0].isoformat()}."

    def _withheld(self, reply: Reply, turn: KarlaTurn) -> Iterator[str]:
        if reply.despues == "espera" or turn.intent in self._plotted or "any" in self._plotted:
            return
        said = fold(reply.dice)
        if ASKS_BACK.search(said):
            return
        named = self._named(reply.dice)
        for fact in turn.asked:
            in_his_words = any(fold(words) in said for words in self._knowledge.says(fact))
            told = in_his_words or self._knowledge.id_of(fact) in named
            if self._knowledge.knows(fact) and not told:
                yield f"Te preguntó: {NAMES[fact].lower()}. Lo sabes, y no lo dijiste."
            if not self._knowledge.knows(fact) and not DOES_NOT_KNOW.search(said):
                yield f"Te preguntó: {NAMES[fact].lower()}. No lo sabes: dilo."

    def _yes(self, reply: Reply, turn: KarlaTurn) -> Iterator[str]:
        if turn.intent not in CONFIRMING or self._agreeable or turn.intent in self._plotted:
            return
        said = fold(reply.dice)
        wrong = self._knowledge.wrong(turn.values)
        if wrong and YES.search(said) and not NO.search(said):
            yield f"Dijiste que sí, pero no es cierto: {', '.join(NAMES[fact].lower() for fact in wrong)}."
