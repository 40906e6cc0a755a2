"""What is going on in the driver's head: from words of Karla's to his next move, without time or sound.

Every move comes from the plot of the scenario, else from a habit, else from the table of reactions, in this order.
"""

from dataclasses import replace
from typing import Final

from runtime.understanding.places import Gazetteer
from simulator.driver.habits import Habits
from simulator.driver.handset import Speaker, Utterance
from simulator.driver.hearing.listening import KarlaTurn, understand_karla
from simulator.driver.intents import KarlaIntent
from simulator.driver.knowledge import Fact, Knowledge
from simulator.driver.mind import Mind
from simulator.driver.moves import NOTHING, After, Move
from simulator.driver.others.bystander import Bystander
from simulator.driver.phrases import Phrases
from simulator.driver.plot import Plot
from simulator.driver.speech.grammar import Grammar, Streams
from simulator.driver.speech.naming import Naming
from simulator.driver.speech.statements import Statements
from simulator.driver.temper import Temper
from simulator.persona import Persona
from simulator.scenario import Scenario

_QUESTION_WORDS: Final = 3
_MUMBLE_DB: Final = (-16.0, -9.0)
_FACT_QUESTIONS: Final = (
    KarlaIntent.ASKED_ORIGIN,
    KarlaIntent.ASKED_DESTINATION,
    KarlaIntent.ASKED_DATE,
    KarlaIntent.ASKED_ALL,
    KarlaIntent.ASKED_WHICH_FIELD,
    KarlaIntent.ASKED_IDENTITY,
)


class Head:
    """Everything about one driver in one call except when he speaks."""

    def __init__(
        self, persona: Persona, scenario: Scenario, gazetteer: Gazetteer, phrases: Phrases, streams: Streams
    ) -> None:
        self.persona = persona = scenario.played_by(persona)
        self._scenario = scenario
        self._gazetteer = gazetteer
        self._now = scenario.answered_at
        self._knowledge = Knowledge(scenario)
        self._grammar = Grammar(persona, phrases, streams)
        naming = Naming(self._knowledge, gazetteer, phrases.names, self._now, streams("naming"))
        self._statements = Statements(self._grammar, naming, self._knowledge, persona.habits.self_corrects, streams)
        self.memory = self._statements.memory
        agrees = streams("acquiescence").random() < persona.habits.agrees_to_everything
        self._mind = Mind(persona, self._statements, streams, agrees=agrees)
        self._habits = Habits(persona, self._grammar, self._statements, streams, agrees=agrees)
        self._plot = Plot(scenario, self._statements, gazetteer, streams("plot"))
        self._temper = Temper(persona.mood)
        self._mumbling = streams("mumbles")
        self._bystander: Bystander | None = None
        self._asked_to_hold = Speaker.DRIVER
        self._answered_before = False
        if scenario.answered_by == "wrong_person":
            self._bystander = Bystander(persona, scenario, self._statements, streams)

    def understand(self, text: str, *, unfinished: bool = False) -> KarlaTurn:
        """Understand what he has heard of a turn of Karla's."""
        corrected = self.memory.corrected
        return understand_karla(
            text, self._scenario, self._gazetteer, self._now, corrected=corrected, unfinished=unfinished
        )

    def answering(self) -> Move:
        """Return what he does when he picks up; on a call of his own he lets her speak first.

        When the line had broken and it is the second time, he says so: he remembers the first half.
        """
        if self._answered_before:
            return self._spoken(Move(self._statements.says("cut_off", plain=True)))
        self._answered_before = True
        outbound = self._scenario.direction == "outbound"
        ordinary = self._react(KarlaTurn(KarlaIntent.ANSWERED)) if outbound else NOTHING
        return self._spoken(self._plot.move(KarlaIntent.ANSWERED) or ordinary)

    def move(self, turn: KarlaTurn) -> Move:
        """Return what he does about a turn of Karla's that is over."""
        if self._bystander is None:
            self._mind.hears(turn)
            self._takes_to_heart(turn)
        if self._temper.spent:
            return self.gives_up()
        move = self._plot.move(turn.intent) or self._habit(turn) or self._react(turn)
        if turn.is_question and turn.intent not in (KarlaIntent.PROMPTED, KarlaIntent.ASKED_REPEAT):
            self.memory.question = turn
        self._asked_to_hold = self._speaker
        move = self._spoken(move)
        if self._bystander and move.after is After.HOLD:
            self._bystander = None  # he went to fetch the driver
        return move

    def new_karla_turn(self) -> None:
        """Draw what he does while she speaks."""
        self._habits.new_karla_turn()

    def interruption(self, text: str) -> Move | None:
        """Return what he says over her words so far, if he does."""
        if self._plot.interrupts:
            turn = self.understand(text, unfinished=True)
            wrong = self._knowledge.wrong(turn.values)
            if move := self._plot.interruption(turn, knows_better=bool(wrong)):
                self._mind.hears(turn)
                return self._spoken(move)
        if not self._habits.barges_in or self._bystander:
            return None
        turn = self.understand(text, unfinished=True)
        return self.move(turn) if self._has_heard_enough(turn) else None

    def noise(self, text: str) -> Utterance | None:
        """Return a cough or a murmur of assent over her words so far, if he makes one."""
        noise = self._habits.noise(text)
        return noise and replace(noise, speaker=self._speaker)

    def aside(self) -> Utterance | None:
        """Return what he says to somebody beside him before he answers, if he does."""
        return None if self._bystander else self._habits.aside()

    def still_there(self) -> Utterance:
        """Ask into a silence whether anybody is there."""
        return replace(self._statements.says("hello", plain=True), speaker=self._speaker)

    def almost(self) -> Utterance:
        """Say that he still needs a moment."""
        return replace(self._statements.says("almost", plain=True), speaker=self._asked_to_hold)

    def gives_up(self) -> Move:
        """Return what he does when he has had enough."""
        leaves = replace(self._statements.says("annoyed", plain=True), facts=("patience=0",))
        return self._spoken(Move(leaves, After.HANG_UP))

    def _takes_to_heart(self, turn: KarlaTurn) -> None:
        self._temper.takes_in(turn, self.memory)
        self._mind.short = self._grammar.annoyed = self._temper.short

    @property
    def _speaker(self) -> Speaker:
        """Who has the telephone."""
        return Speaker.OTHER if self._bystander else Speaker.DRIVER

    def _spoken(self, move: Move) -> Move:
        """Return a move in the voice of whoever has the telephone; the driver himself comes back from a hold."""
        said = move.utterance
        if said is None:
            return move
        far = self._mumbling.random() < self.persona.habits.mumbles
        gain_db = round(self._mumbling.uniform(*_MUMBLE_DB), 1) if far else 0.0
        return replace(move, utterance=replace(said, speaker=self._speaker, gain_db=gain_db))

    def _habit(self, turn: KarlaTurn) -> Move | None:
        return None if self._bystander else self._habits.instead(turn)

    def _react(self, turn: KarlaTurn) -> Move:
        return self._bystander.react(turn) if self._bystander else self._mind.react(turn)

    def _has_heard_enough(self, turn: KarlaTurn) -> bool:
        """Tell whether he could answer truly without hearing the rest."""
        if turn.intent is KarlaIntent.ASKED_CONFIRM:
            return bool(turn.values) and set(self._knowledge.known()) <= turn.values.keys()
        if turn.intent is KarlaIntent.READ_BACK:
            return bool(turn.values) and turn.is_question
        if turn.question_words < _QUESTION_WORDS:
            return False
        if turn.intent is KarlaIntent.ASKED_OPTION:
            return any(self._knowledge.agrees(fact, option) for option in turn.options for fact in Fact)
        return turn.intent in _FACT_QUESTIONS and turn.is_question
