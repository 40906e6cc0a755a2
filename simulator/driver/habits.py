"""What a driver does now and then, whatever the call is about.

The older habits share two streams of chance, `habits` and `floor`; each newer one has its own, so that adding one
leaves every other call as it was.
"""

import re

from simulator.driver.handset import COUGH, Kind, Utterance
from simulator.driver.hearing.listening import KarlaTurn
from simulator.driver.intents import KarlaIntent
from simulator.driver.memory import Memory
from simulator.driver.moves import After, Move
from simulator.driver.speech.grammar import Grammar, Streams
from simulator.driver.speech.statements import Statements
from simulator.persona import Persona

_ROBOT_CHANCE = 0.2
_ASIDE_FIRST_CHANCE = 0.5
_WAITS_AT_QUESTIONS = (0, 1, 2)
_COUGH_WORDS = (2, 8)
_CLAUSE_WORDS = 4
_ASIDE_WORDS = (3, 9)
_REFLEX_WORDS = 7
_READS = re.compile(r"\b(?:viaje de|entonces|registro su)\b|^¿de .+ a ")
_NOT_MISHEARD = frozenset({KarlaIntent.ANSWERED, KarlaIntent.PROMPTED, KarlaIntent.ASKED_REPEAT})
_MOST_MANDES = 2  # by habit: after a third one a person has to take over, which is for a scenario to want


class Habits:
    """A persona's habits in one call. `new_karla_turn` draws what he will do during a turn of hers."""

    def __init__(
        self, persona: Persona, grammar: Grammar, statements: Statements, streams: Streams, *, agrees: bool
    ) -> None:
        self._persona = persona
        self._grammar = grammar
        self._statements = statements
        self._memory: Memory = statements.memory
        self._chance = streams("habits")
        self._floor = streams("floor")
        waits = self._chance.random() < persona.habits.asks_to_wait
        self._questions_before_wait = self._chance.choice(_WAITS_AT_QUESTIONS) if waits else -1
        self._asides = streams("asides")
        self._agrees = agrees
        self.barges_in = False
        self._cough_at = 0
        self._aside_at = 0
        self._aside_first = False
        self._reflex_due = False
        self._sentences_heard = -1

    def new_karla_turn(self) -> None:
        """Draw what he does while she speaks."""
        habits = self._persona.habits
        self.barges_in = self._floor.random() < habits.barges_in
        coughs = self._floor.random() < habits.coughs
        self._cough_at = self._floor.randint(*_COUGH_WORDS) if coughs else 0
        self._sentences_heard = -1
        self._reflex_due = self._agrees
        self._aside_at, self._aside_first = 0, False
        if self._asides.random() < habits.asides:
            self._aside_first = self._asides.random() < _ASIDE_FIRST_CHANCE
            self._aside_at = 0 if self._aside_first else self._asides.randint(*_ASIDE_WORDS)

    def aside(self) -> Utterance | None:
        """Return what he says to somebody beside him before he answers her, if he does; once for each turn of hers."""
        if not self._aside_first:
            return None
        self._aside_first = False
        return self._grammar.sound("asides", Kind.ASIDE)

    def instead(self, turn: KarlaTurn) -> Move | None:
        """Return what he does instead of answering, if anything."""
        if not turn.is_question or turn.intent in _NOT_MISHEARD:
            return None
        if turn.intent is KarlaIntent.ASKED_IDENTITY and (move := self._checks_who()):
            return move
        return self._asks_to_wait() or self._says_mande()

    def noise(self, text: str) -> Utterance | None:
        """Return a sound that he makes now, over her words so far, without taking the turn."""
        words = text.split()
        if self._cough_at and len(words) >= self._cough_at:
            self._cough_at = 0
            return Utterance((COUGH,), Kind.COUGH)
        if self._aside_at and len(words) >= self._aside_at:
            self._aside_at = 0
            return self._grammar.sound("asides", Kind.ASIDE)
        if self._reflex_due and len(words) >= _REFLEX_WORDS and _READS.search(text.lower()):
            self._reflex_due = False
            return self._grammar.sound("reflex_yes", Kind.BACKCHANNEL)
        return self._back_channel(text, words)

    def _back_channel(self, text: str, words: list[str]) -> Utterance | None:
        """Murmur assent at the end of a clause, at most once a sentence, never after a question."""
        sentence = sum(text.count(mark) for mark in ".?!") - text.endswith((".", "?", "!"))
        clause = text.rstrip(",;:.").replace(";", ",").replace(":", ",").replace(".", ",").rpartition(",")[2]
        asks = text.rfind("¿") > max(text.rfind("?"), text.rfind(". "))  # a comma does not end a question
        at_boundary = text.endswith((",", ";", ":", ".")) and not asks and len(clause.split()) >= _CLAUSE_WORDS
        if not at_boundary or sentence == self._sentences_heard or not words:
            return None
        self._sentences_heard = sentence
        if self._floor.random() >= self._persona.habits.back_channels:
            return None
        return self._grammar.back_channel()

    def _checks_who(self) -> Move | None:
        if self._memory.checked_who or self._chance.random() >= self._persona.habits.checks_who:
            return None
        self._memory.checked_who = True
        situation = "robot" if self._chance.random() < _ROBOT_CHANCE else "checks_who"
        return Move(self._statements.says(situation, plain=True))

    def _asks_to_wait(self) -> Move | None:
        self._questions_before_wait -= 1
        if self._memory.waited or self._questions_before_wait != -1:
            return None
        self._memory.waited = True
        seconds = round(self._chance.uniform(*self._persona.habits.wait_seconds), 1)
        asks = self._statements.says("wait", plain=True)
        back = self._statements.says("back", plain=True)
        return Move(self._statements.before_holding(asks, seconds), After.HOLD, seconds, back)

    def _says_mande(self) -> Move | None:
        if self._memory.mandes >= min(self._persona.patience.mandes, _MOST_MANDES):
            return None
        if self._chance.random() >= self._persona.habits.says_mande:
            return None
        self._memory.mandes += 1
        return Move(self._statements.says("mande", plain=True))
