"""The plot of a scenario: what a driver does once, or always, beyond what anybody would."""

import re
from datetime import datetime
from random import Random
from typing import Final

from runtime.understanding.dates import find_dates
from runtime.understanding.places import Gazetteer
from runtime.understanding.text import fold, tokens
from simulator.driver.handset import Kind, Utterance
from simulator.driver.hearing.listening import KarlaTurn
from simulator.driver.intents import KarlaIntent
from simulator.driver.knowledge import Fact
from simulator.driver.moves import After, Move
from simulator.driver.speech.statements import Statements
from simulator.scenario import PlotLine, Scenario

_AFTER: Final = {
    "continue": After.LISTEN,
    "hang_up": After.HANG_UP,
    "silent": After.SILENT,
    "hold": After.HOLD,
}
_HOLD_SECONDS: Final = 10.0
_STATING: Final = (KarlaIntent.ASKED_CONFIRM, KarlaIntent.READ_BACK)
_NO: Final = re.compile(r"(?:no|nel|nombre|perdon|espere\w*)\b")
_ASSENT: Final = frozenset("aja mjm ei ey eh orale ok ah ya".split())
_YES_OVER_HER: Final = frozenset("si andele andale".split())
"""Said over her they take no turn: «sí, sí». In a silence they are an answer."""


class Plot:
    """The lines that are not used up yet."""

    def __init__(self, scenario: Scenario, statements: Statements, gazetteer: Gazetteer, chance: Random) -> None:
        self._lines = list(scenario.plot)
        self._statements = statements
        self._gazetteer = gazetteer
        self._now: datetime = scenario.answered_at
        self._chance = chance

    @property
    def interrupts(self) -> bool:
        """Whether a line is left that he says over Karla."""
        return any(line.during for line in self._lines)

    def move(self, intent: KarlaIntent) -> Move | None:
        """Return what the first line that fits makes him do."""
        return next((self._play(line) for line in self._lines if line.when in (intent, "any")), None)

    def interruption(self, turn: KarlaTurn, *, knows_better: bool) -> Move | None:
        """Return what he says over Karla; a contradiction only once he has heard something to contradict."""
        for line in self._lines:
            if line.during and line.when in (turn.intent, "any") and turn.intent is not KarlaIntent.OTHER:
                contradicts = turn.intent in _STATING and any(_NO.match(fold(words)) for words in line.say)
                if knows_better or not contradicts:
                    return self._play(line)
        return None

    def _play(self, line: PlotLine) -> Move:
        if line.once:
            self._lines.remove(line)
        return self._as_move(line)

    def _as_move(self, line: PlotLine) -> Move:
        seconds = line.seconds or (_HOLD_SECONDS if line.then == "hold" else 0.0)
        said, back = self._words(line.say, over_her=line.during), self._words(line.say_after)
        if said and line.then == "hold":
            said = self._statements.before_holding(said, seconds)
        return Move(said, _AFTER[line.then], seconds, back)

    def _words(self, variants: tuple[str, ...], *, over_her: bool = False) -> Utterance | None:
        if not variants:
            return None
        text = self._chance.choice(variants)
        said = self._statements.verbatim(text, self._facts(text))
        murmurs = _ASSENT | (_YES_OVER_HER if over_her else frozenset())
        return said if set(tokens(text)) - murmurs else Utterance(said.pieces, Kind.BACKCHANNEL)

    def _facts(self, text: str) -> list[Fact]:
        """Return which true facts the text can be meant to state."""
        named = {place.id for reading in self._gazetteer.find(text) for place in reading.options}
        named |= {day.isoformat() for reading in find_dates(text, self._now) for day in reading.options}
        return [fact for fact in Fact if self._statements.knowledge.id_of(fact) in named]
