"""Utterances that carry facts: the values named, the facts listed, the decoys drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from simulator.driver.handset import Utterance
from simulator.driver.hearing.listening import KarlaTurn
from simulator.driver.knowledge import Fact, Knowledge
from simulator.driver.memory import Memory
from simulator.driver.speech.grammar import Grammar, Saying, Streams
from simulator.driver.speech.naming import Naming

FIELDS: Final = {Fact.ORIGIN: "el origen", Fact.DESTINATION: "el destino", Fact.DATE: "la fecha"}
_BETWEEN_SECONDS: Final = 0.4
_MAX_OBJECTIONS: Final = 3


class Statements:
    """Turns «say this about these facts» into an utterance, in this driver's words."""

    def __init__(
        self, grammar: Grammar, naming: Naming, knowledge: Knowledge, self_corrects: float, streams: Streams
    ) -> None:
        self.memory = Memory()
        self.knowledge = knowledge
        self._grammar = grammar
        self._naming = naming
        self._self_corrects = self_corrects
        self._chance = streams("self_correction")

    def says(self, situation: str, slots: Mapping[str, str] | None = None, *, plain: bool = False) -> Utterance:
        """Say something that states no fact."""
        return self._grammar.utter(Saying(situation, slots or {}, tense=self.knowledge.tense, plain=plain))

    def states(self, situation: str, facts: Sequence[Fact], *, plain: bool = False) -> Utterance:
        """Say something with a slot for each of the facts."""
        slots = {str(fact): self._name(fact) for fact in facts}
        return self._utter(Saying(situation, slots, tense=self.knowledge.tense, plain=plain), facts)

    def clauses(self, situation: str, facts: Sequence[Fact], *, explicit: bool = False) -> Utterance:
        """Say something with a clause for each of the facts."""
        slots = {str(fact): self._name(fact, explicit=explicit) for fact in facts}
        slots["clauses"] = self._grammar.joined([f"clause_{fact}" for fact in facts], self.knowledge.tense)
        return self._utter(Saying(situation, slots, tense=self.knowledge.tense), facts)

    def names_fields(self, situation: str, facts: Sequence[Fact], *, clauses: bool = False) -> Utterance:
        """Say which fields are meant, with or without what is true of them."""
        slots = {"field": " y ".join(FIELDS[fact] for fact in facts)}
        if not clauses:
            return self._grammar.utter(Saying(situation, slots))
        slots |= {str(fact): self._name(fact) for fact in facts}
        slots["clauses"] = self._grammar.joined([f"clause_{fact}" for fact in facts], self.knowledge.tense)
        return self._utter(Saying(situation, slots, tense=self.knowledge.tense), facts)

    def gives(self, asked: Sequence[Fact], *, brief: bool, echoes: bool) -> Utterance:
        """Give what is asked for, as far as he knows it."""
        known = [fact for fact in Fact if fact in asked and self.knowledge.knows(fact)]
        unknown = [fact for fact in asked if not self.knowledge.knows(fact)]
        if not known:
            return self.says(f"dont_know_{unknown[0]}" if len(unknown) == 1 else "dont_know_all")
        given = self._given(known, brief=brief, echoes=echoes)
        rest = [self.says(f"dont_know_{fact}", plain=True) for fact in unknown]
        return self.together(given, *rest)

    def picks(self, fact: Fact) -> Utterance:
        """Answer «which one?», explicitly."""
        name = self._naming.name(fact, max(1, self.memory.told[fact]), explicit=True).text
        situation = {Fact.DATE: "option_date", Fact.ORIGIN: "option_origin"}.get(fact, "option_place")
        tense = self.knowledge.tense if fact is Fact.DATE else ""
        saying = Saying(situation, {"date" if fact is Fact.DATE else "place": name}, tense=tense)
        return self._utter(saying, [fact])

    def repeats(self, facts: Sequence[Fact]) -> Utterance:
        """Say facts once more, explicitly: a place with its state."""
        return self.together(*(self._repeated(fact) for fact in facts))

    def together(self, *utterances: Utterance) -> Utterance:
        """Say several things as one utterance, with a short pause between."""
        pieces: list[str | float] = []
        for each in utterances:
            if pieces and isinstance(last := pieces[-1], str) and last[-1].isalpha():
                pieces[-1] = f"{last}."
            pieces += [_BETWEEN_SECONDS, *each.pieces] if pieces else each.pieces
        meant = [fact for each in utterances for fact in self.memory.meant.get(each, ())]
        return self._meaning(meant, Utterance(tuple(pieces), utterances[0].kind, self._listed(meant)))

    def verbatim(self, text: str, facts: Sequence[Fact] = ()) -> Utterance:
        """Say exactly these words."""
        return self._meaning(facts, self._grammar.verbatim(text, self._listed(facts)))

    def before_holding(self, utterance: Utterance, seconds: float) -> Utterance:
        """Declare that he will be away for so long after the utterance."""
        declared = replace(utterance, facts=(*utterance.facts, f"hold={seconds:g}"))
        return self._meaning(self.memory.meant.get(utterance, ()), declared)

    def fact_of_options(self, turn: KarlaTurn) -> Fact:
        """Return which fact the options are about: the one they fit, or the one that was last spoken of."""
        if turn.option_of is not None:
            return turn.option_of
        places = (Fact.DESTINATION, Fact.ORIGIN)
        fitting = [fact for fact in places if self._is_among(fact, turn)]
        recent = [fact for fact in reversed(self.memory.last_told) if fact in places]
        both = [fact for fact in recent if fact in fitting]
        return (both or fitting or recent or [Fact.DESTINATION])[0]

    def objection_due(self) -> bool:
        """Tell whether something is still wrong that he has not complained about too often."""
        return bool(self.memory.still_wrong()) and self.memory.objections < _MAX_OBJECTIONS

    def _is_among(self, fact: Fact, turn: KarlaTurn) -> bool:
        return self.knowledge.knows(fact) and any(self.knowledge.agrees(fact, option) for option in turn.options)

    def _given(self, known: Sequence[Fact], *, brief: bool, echoes: bool) -> Utterance:
        if brief:
            slots = {f: self._name(f) for f in known}
            return self.verbatim(", ".join(slots.values()), known)
        if len(known) == 1:
            return self.states(f"echo_{known[0]}" if echoes else f"give_{known[0]}", known, plain=echoes)
        if len(known) == len(Fact):
            return self.states("give_all", known)
        if Fact.DATE not in known:
            return self.states("give_route", known)
        return self.together(*(self.states(f"give_{fact}", [fact]) for fact in known))

    def _repeated(self, fact: Fact) -> Utterance:
        name = self._naming.name(fact, max(1, self.memory.told[fact]), explicit=True)
        if fact is Fact.DATE:
            return self._utter(Saying("repeat_date", {"date": name.text}), [fact])
        situation = "repeat_place" if name.state else "repeat_place_bare"
        return self._utter(Saying(situation, {"place": name.text, "state": name.state}), [fact])

    def _name(self, fact: Fact, *, explicit: bool = False) -> str:
        return self._naming.name(fact, self.memory.told[fact], explicit=explicit).text

    def _utter(self, saying: Saying, facts: Sequence[Fact]) -> Utterance:
        """Put into words a saying that states facts, sometimes with another value first."""
        decoys: dict[str, str] = {}
        if facts and not saying.plain and self._chance.random() < self._self_corrects:
            fact = self._chance.choice(list(facts))
            decoy = self._naming.decoy(fact)
            decoys = {str(fact): decoy} if decoy else {}
        listed = replace(saying, facts=self._listed(facts), decoys=decoys)
        return self._meaning(facts, self._grammar.utter(listed))

    def _listed(self, facts: Sequence[Fact]) -> tuple[str, ...]:
        return tuple(entry for fact in facts if (entry := self.knowledge.entry(fact)))

    def _meaning(self, facts: Sequence[Fact], utterance: Utterance) -> Utterance:
        """Remember which facts an utterance states, those included that have no id to list."""
        self.memory.meant[utterance] = tuple(facts)
        return utterance
