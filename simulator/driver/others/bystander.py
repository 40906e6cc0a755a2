"""Somebody else with the driver's telephone: his wife, or a stranger."""

from simulator.driver.hearing.listening import KarlaTurn
from simulator.driver.intents import Detail, KarlaIntent
from simulator.driver.moves import NOTHING, After, Move
from simulator.driver.speech.grammar import Streams
from simulator.driver.speech.statements import Statements
from simulator.persona import Persona
from simulator.scenario import Scenario

_WRONG_NUMBER_TAG = "x-wrong-number"
_FAREWELLS = frozenset(
    {
        KarlaIntent.GOODBYE,
        KarlaIntent.TOLD_CALLBACK,
        KarlaIntent.TOLD_CONFIRMED,
        KarlaIntent.TOLD_CREATED,
        KarlaIntent.TOLD_UPDATED,
    }
)
_QUIET = frozenset({KarlaIntent.WAITING, KarlaIntent.TOLD_TRANSFER})


class Bystander:
    """Knows nothing of the trip, and says so."""

    def __init__(self, persona: Persona, scenario: Scenario, statements: Statements, streams: Streams) -> None:
        self._name = {"name": persona.full_name}
        self._statements = statements
        self._chance = streams("bystander")
        stranger = self._chance.random() < 0.5
        self._is_stranger = stranger or _WRONG_NUMBER_TAG in scenario.tags

    def react(self, turn: KarlaTurn) -> Move:
        """Return what somebody does who is not the driver."""
        match turn.intent:
            case KarlaIntent.ANSWERED:
                return self._says("answers")
            case KarlaIntent.ASKED_IDENTITY if turn.detail is Detail.PASS_ON:
                return self._says("wrong_number_again" if self._is_stranger else "not_here")
            case KarlaIntent.ASKED_IDENTITY:
                return self._says("wrong_number" if self._is_stranger else "spouse")
            case KarlaIntent.PROMPTED:
                return self._says("still_here")
            case intent if intent in _FAREWELLS:
                after = After.HANG_UP if self._chance.random() < 0.5 else After.LEAVE_IT_TO_HER
                return Move(self._statements.says("goodbye_other", plain=True), after)
            case intent if intent in _QUIET or not turn.is_question:
                return NOTHING
        return self._says("no_idea")

    def _says(self, situation: str) -> Move:
        return Move(self._statements.says(situation, self._name, plain=True))
