"""How a driver's temper goes in one call: from friendly to fed up. There is no chance in it."""

from typing import Final

from simulator.driver.hearing.listening import KarlaTurn
from simulator.driver.intents import KarlaIntent
from simulator.driver.memory import Memory
from simulator.persona import Mood

SHORT_BELOW: Final = 0.5
"""Under this he answers with less, and says so."""

_UNCOUNTED: Final = frozenset({KarlaIntent.ANSWERED, KarlaIntent.PROMPTED, KarlaIntent.WAITING, KarlaIntent.OTHER})


class Temper:
    """1 is friendly, 0 is fed up."""

    def __init__(self, mood: Mood) -> None:
        self._mood = mood
        self._level = mood.starts
        self._asked: set[KarlaIntent] = set()

    @property
    def short(self) -> bool:
        """Whether he has become short with her."""
        return self._level < SHORT_BELOW

    @property
    def spent(self) -> bool:
        """Whether he has had enough."""
        return self._level <= 0

    def takes_in(self, turn: KarlaTurn, memory: Memory) -> None:
        """Change with a turn of Karla's that is over. `memory` is as it was before he has answered it."""
        mood = self._mood
        self._level += mood.each_turn
        again = turn.intent is KarlaIntent.ASKED_REPEAT or turn.intent in self._asked
        if turn.is_question and turn.intent not in _UNCOUNTED:
            self._level += mood.asked_again * again
            self._asked.add(turn.intent)
        if any(memory.told[fact] and fact in memory.found_wrong for fact in turn.values):
            self._level += mood.misunderstood
        self._level = round(min(1.0, self._level), 6)
