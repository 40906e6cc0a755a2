"""What a driver does about what Karla said: a table of intents, and the truth in his head.

He corrects what he heard wrong, accepts only what he heard right, gives what he is asked for, and states nothing that
he does not know.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from simulator.driver.hearing.listening import KarlaTurn
from simulator.driver.intents import Detail, KarlaIntent
from simulator.driver.knowledge import Fact, Knowledge
from simulator.driver.moves import NOTHING, After, Move
from simulator.driver.speech.grammar import Streams
from simulator.driver.speech.statements import Statements
from simulator.persona import Persona

_PLAIN_NO_CHANCE: Final = 0.25
_ONE_AT_A_TIME_CHANCE: Final = 0.3
_NAMES_FIELD_ONLY_CHANCE: Final = 0.4
_HANGS_UP_CHANCE: Final = 0.5
_SAYS_GOODBYE_CHANCE: Final = 0.75
_SHORT_ANSWERS_CHANCE: Final = 0.6

type Reaction = Callable[[KarlaTurn], Move]


class Mind:
    """The driver himself on the phone, apart from his habits."""

    def __init__(self, persona: Persona, statements: Statements, streams: Streams, *, agrees: bool) -> None:
        self.memory = statements.memory
        self._persona = persona
        self._statements = statements
        self._knowledge: Knowledge = statements.knowledge
        self._style = streams("style")
        self._agrees = agrees
        self._crossness = streams("mood")
        self.short = False  # he has become short with her
        self._table = self._reactions()

    def react(self, turn: KarlaTurn) -> Move:
        """Return what he does about a turn of Karla's."""
        return self._table[turn.intent](turn)

    def hears(self, turn: KarlaTurn) -> None:
        """Take in what she says of the trip, whatever he does about it."""
        self.memory.claim(dict(turn.values), self._knowledge.wrong(turn.values))

    def _reactions(self) -> Mapping[KarlaIntent, Reaction]:
        intent = KarlaIntent
        return {
            intent.ANSWERED: lambda _: self._says("answers", plain=True),
            intent.ASKED_IDENTITY: self._identity,
            intent.ASKED_CONFIRM: self._confirm,
            intent.READ_BACK: self._confirm,
            intent.ASKED_WHICH_FIELD: self._which_field,
            intent.ASKED_ORIGIN: self._give,
            intent.ASKED_DESTINATION: self._give,
            intent.ASKED_DATE: self._give,
            intent.ASKED_ALL: self._give,
            intent.ASKED_OPTION: self._option,
            intent.ASKED_REPEAT: self._repeat,
            intent.OFFERED_HUMAN: lambda _: self._says("offer_declined"),
            intent.PROMPTED: self._prompted,
            intent.WAITING: lambda _: NOTHING,
            intent.TOLD_CONFIRMED: self._told,
            intent.TOLD_UPDATED: self._told,
            intent.TOLD_CREATED: self._told,
            intent.TOLD_TRANSFER: self._transfer,
            intent.TOLD_CALLBACK: lambda _: self._parts("thanks_callback"),
            intent.GOODBYE: lambda _: self._parts("goodbye"),
            intent.OTHER: self._other,
        }

    # ------------------------------------------------------------------------------------ who he is

    def _identity(self, turn: KarlaTurn) -> Move:
        name = {"name": self._persona.full_name}
        if turn.names_somebody_else(self._persona.full_name):
            return self._says("identity_not_me", name)
        if turn.detail is Detail.OPEN:
            return self._says("identity_open", name)
        return self._says("identity_one_word" if self._one_word() else "identity_yes", name)

    # ------------------------------------------------------------------------------------ is it right?

    def _confirm(self, turn: KarlaTurn) -> Move:
        """Accept what he heard if all of it is true; else say what is not. Some accept whatever they hear."""
        if self._agrees:
            return self._accept(turn)
        if not self.memory.claimed:
            return self._says("asks_which_trip")
        if wrong := self._knowledge.wrong(turn.values or self.memory.claimed):
            self.memory.rejected = True
            return self._correct(wrong, turn)
        if self._statements.objection_due():
            return self._objects("also_wrong")
        return self._accept(turn)

    def _accept(self, turn: KarlaTurn) -> Move:
        if self._one_word():
            return self._says("accept_one_word")
        if self._persona.habits.echoes > self._style.random() and {Fact.ORIGIN, Fact.DESTINATION} <= turn.values.keys():
            return self._states("echo_confirm", [Fact.ORIGIN, Fact.DESTINATION])
        return self._says("accept_at_last" if self.memory.rejected else "accept")

    def _correct(self, wrong: Sequence[Fact], turn: KarlaTurn) -> Move:
        first_time = turn.intent is KarlaIntent.ASKED_CONFIRM
        if first_time and self._one_word():
            return self._says("no_one_word")
        if first_time and not self.memory.corrected and self._style.random() < _PLAIN_NO_CHANCE:
            return self._says("no_plain")
        if any(self.memory.told[fact] for fact in wrong):
            return self._clauses("insist", wrong)
        if len(wrong) == 1 or self._style.random() < _ONE_AT_A_TIME_CHANCE:
            return self._states(f"correct_{wrong[0]}", wrong[:1])
        return self._clauses("correct_several", wrong)

    def _objects(self, situation: str) -> Move:
        self.memory.objections += 1
        return self._clauses(situation, self.memory.still_wrong())

    # ------------------------------------------------------------------------------------ facts that she asks for

    def _which_field(self, _: KarlaTurn) -> Move:
        wrong = self.memory.still_wrong() or self._knowledge.differing()
        if not wrong:
            return self._says("nothing_wrong")
        if self._one_word() or self._style.random() < _NAMES_FIELD_ONLY_CHANCE:
            return Move(self._statements.names_fields("which_field", wrong))
        return Move(self._statements.names_fields("which_field_value", wrong, clauses=True))

    def _give(self, turn: KarlaTurn) -> Move:
        asked = list(turn.asked)
        if len(asked) == 1 and self._persona.habits.all_at_once > self._style.random():
            asked = [*asked, *(fact for fact in self._knowledge.known() if fact not in asked)]
        brief = self._one_word()
        echoes = len(asked) == 1 and self._persona.habits.echoes > self._style.random()
        return Move(self._statements.gives(asked, brief=brief, echoes=echoes))

    def _option(self, turn: KarlaTurn) -> Move:
        """Say which one it is, or that it is none of them."""
        fact = self._statements.fact_of_options(turn)
        if not self._knowledge.knows(fact):
            return self._says(f"dont_know_{fact}")
        if turn.options and not any(self._knowledge.agrees(fact, option) for option in turn.options):
            return self._clauses("option_none", [fact], explicit=True)
        return Move(self._statements.picks(fact))

    def _repeat(self, turn: KarlaTurn) -> Move:
        facts = [fact for fact in turn.asked or self.memory.last_told if self._knowledge.knows(fact)]
        if facts:
            return Move(self._statements.repeats(facts))
        return self._again() or self._says("mande")

    def _prompted(self, _: KarlaTurn) -> Move:
        """Say that he is there, and once more what she is waiting for."""
        there = self._statements.says("still_here")
        pending = self._again()
        return (
            Move(self._statements.together(there, pending.utterance)) if pending and pending.utterance else Move(there)
        )

    def _again(self) -> Move | None:
        return self.react(self.memory.question) if self.memory.question else None

    # ------------------------------------------------------------------------------------ the end of it

    def _told(self, turn: KarlaTurn) -> Move:
        """Take leave, unless what she says she did is wrong."""
        if self._statements.objection_due() and not self._agrees:
            return self._objects("objects")
        if turn.detail is Detail.ANYTHING_ELSE:
            return self._says("no_more")
        return self._parts("goodbye")

    def _transfer(self, _: KarlaTurn) -> Move:
        polite = self._style.random() < _SAYS_GOODBYE_CHANCE
        return Move(self._statements.says("thanks_transfer") if polite else None, After.WAIT)

    def _parts(self, situation: str) -> Move:
        hangs_up = self._style.random() < _HANGS_UP_CHANCE
        polite = self._style.random() < _SAYS_GOODBYE_CHANCE
        after = After.HANG_UP if hangs_up else After.LEAVE_IT_TO_HER
        return Move(self._statements.says(situation, plain=True) if polite else None, after)

    def _other(self, turn: KarlaTurn) -> Move:
        match turn.detail:
            case Detail.ANYTHING_ELSE:
                return self._says("no_more")
            case Detail.WHEN_TO_CALL:
                return self._says("when_to_call")
            case Detail.HOLD_ON:
                return NOTHING
        if not turn.is_question:
            return NOTHING
        self.memory.mandes += 1
        return self._says("mande" if self.memory.mandes <= self._persona.patience.mandes else "dont_know_all")

    # ------------------------------------------------------------------------------------ wording

    def _one_word(self) -> bool:
        by_habit = self._style.random() < self._persona.habits.one_word
        return by_habit or (self.short and self._crossness.random() < _SHORT_ANSWERS_CHANCE)

    def _says(self, situation: str, slots: Mapping[str, str] | None = None, *, plain: bool = False) -> Move:
        return Move(self._statements.says(situation, slots, plain=plain))

    def _states(self, situation: str, facts: Sequence[Fact]) -> Move:
        return Move(self._statements.states(situation, facts))

    def _clauses(self, situation: str, facts: Sequence[Fact], *, explicit: bool = False) -> Move:
        return Move(self._statements.clauses(situation, facts, explicit=explicit))
