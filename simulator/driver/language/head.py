"""A driver with a language model for a brain. Ears, mouth, reaction times and murmurs are the grammar driver's."""

from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError

from runtime.understanding.places import Gazetteer
from simulator.driver.handset import Utterance
from simulator.driver.head import Head
from simulator.driver.hearing.listening import KarlaTurn
from simulator.driver.intents import KarlaIntent
from simulator.driver.knowledge import Knowledge
from simulator.driver.language.script import SCHEMA, Reply, system_for
from simulator.driver.language.validity import Validity
from simulator.driver.moves import After, Move
from simulator.driver.phrases import Phrases
from simulator.driver.speech.grammar import Streams
from simulator.models.chat import Chat, Said
from simulator.persona import Persona
from simulator.scenario import Scenario

TRIES: Final = 3
AFTER: Final[Mapping[str, After]] = {"escucha": After.LISTEN, "espera": After.HOLD, "cuelga": After.HANG_UP}
PICKS_UP: Final = "(Suena tu teléfono y contestas.)"
COMES_BACK: Final = "Ya, dígame"
GIVES_UP: Final = "Luego le marco"
FAULT: Final = "fault="
"""How an utterance's facts tell that its driver broke the rules: the call proves nothing about Karla."""


class LanguageHead(Head):
    """Everything about one driver in one call except when he speaks; the model is asked for each of his moves."""

    def __init__(
        self,
        persona: Persona,
        scenario: Scenario,
        gazetteer: Gazetteer,
        phrases: Phrases,
        streams: Streams,
        chat: Chat,
    ) -> None:
        super().__init__(persona, scenario, gazetteer, phrases, streams)
        knowledge = Knowledge(scenario)
        self._chat = chat
        self._outbound = scenario.direction == "outbound"
        self._system = system_for(self.persona, scenario, knowledge, gazetteer)
        self._validity = Validity(self.persona, scenario, knowledge, gazetteer)
        self._messages: list[Said] = []
        self._hearing = ""
        self._heard = ""

    def understand(self, text: str, *, unfinished: bool = False) -> KarlaTurn:
        """Understand what he has heard of a turn of Karla's, and remember the words."""
        if not unfinished:
            self._hearing = text
        return super().understand(text, unfinished=unfinished)

    def answering(self) -> Move:
        """Return what he says when he picks up. Raises: ProviderError."""
        if self._bystander or not self._outbound or self._messages:
            return super().answering()
        return self._asked(PICKS_UP, KarlaTurn(KarlaIntent.ANSWERED))

    def move(self, turn: KarlaTurn) -> Move:
        """Return what he does about a turn of Karla's that is over. Raises: ProviderError."""
        if self._bystander:
            return super().move(turn)
        self._heard = f"{self._heard} {self._hearing}"
        return self._asked(f"Karla: «{self._hearing}»", turn)

    def interruption(self, text: str) -> Move | None:
        """He hears her out: what he would say is known only when the model is asked."""
        return None

    def _asked(self, told: str, turn: KarlaTurn) -> Move:
        """Ask for his next move until it is one that he can make; after three tries he is the harness's fault."""
        asking, faults = [*self._messages, Said("user", told)], list[str]()
        for _ in range(TRIES):
            answer = self._chat.ask(self._system, asking, SCHEMA)
            try:
                reply = Reply.model_validate(answer)
            except ValidationError as error:
                faults, text = [f"No contestaste como se te pide: {error.errors()[0]['msg']}."], str(answer)
            else:
                faults, text = self._validity.faults(reply, turn, self._heard), reply.model_dump_json()
                if not faults:
                    self._messages += [Said("user", told), Said("assistant", text)]
                    return self._spoken(self._as_move(reply))
            asking += [
                Said("assistant", text),
                Said("user", f"({' '.join(faults)} Vuelve a contestar lo mismo, bien.)"),
            ]
        return self._spoken(Move(Utterance((GIVES_UP,), facts=(f"{FAULT}{faults[0]}",)), After.HANG_UP))

    def _as_move(self, reply: Reply) -> Move:
        holds = reply.despues == "espera"
        seconds = reply.segundos if holds else 0.0
        facts = (*self._validity.facts(reply.dice), *([f"hold={seconds:g}"] if holds else []))
        said = Utterance((reply.dice,), facts=facts) if reply.dice.strip() else None
        back = Utterance((COMES_BACK,)) if holds else None
        return Move(said, AFTER[reply.despues], seconds, back)
