"""How the reference Karla asks: until there is an answer, through waits and silences, or until the call takes its turn.

Everything here may end the call: by `CallEnds`, or because the line was closed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from runtime.pipeline.call import Parts
from runtime.pipeline.journal import Journal
from runtime.session.call_session import Assignment, CallSession, Outcome, Reason
from runtime.trips import Field
from simulator.rig.reference.talk import Talk
from simulator.rig.reference.words import Wording, is_mere_yes, left_unsaid
from simulator.rig.roles import HandOver
from simulator.scoring.evidence import agrees
from simulator.scoring.timeline import HOLD, unaccented
from simulator.suite import CallSpec
from simulator.vocabulary import FACTS, Fact

TRIES: Final = 6
TELLS: Final = 3
SILENCE_SECONDS: Final = 6.0
HOLD_SECONDS: Final = 90.0
FAREWELL_SECONDS: Final = 3.0
PROMPTS: Final = ("¿Sigue ahí?", "¿Bueno? No le escucho.")
COLUMNS: Final[Mapping[Fact, Field]] = {"origin": Field.ORIGIN, "destination": Field.DESTINATION, "date": Field.DATE}
SETTLED: Final = frozenset({"confirmed", "updated", "created"})
LEAVES: Final[Mapping[str, tuple[Outcome, str]]] = {
    "callback": (Outcome.CALLBACK, "No se preocupe, le marco más tarde. Que le vaya bien."),
    "refused": (Outcome.REFUSED, "Entendido, ya no le vamos a llamar. Disculpe la molestia."),
}


class CallEnds(Exception):
    """The call has come to its end. `why` says what was never got, if that is why."""

    def __init__(self, outcome: Outcome, why: str = "") -> None:
        super().__init__(outcome, why)
        self.outcome = outcome
        self.why = why


@dataclass(frozen=True, slots=True)
class Errand:
    """What one reference call is about, and what it is done with."""

    spec: CallSpec
    wording: Wording
    assignment: Assignment
    parts: Parts
    journal: Journal
    hand_over: HandOver


class Asker:
    """Asks one driver, and knows how the call is to end."""

    def __init__(self, errand: Errand, talk: Talk) -> None:
        self._errand = errand
        self._talk = talk
        self._scenario = errand.spec.scenario
        self._say_it = errand.wording
        self.settled: Outcome | None = None
        self.waited = False  # he, or whoever fetched him, has been away from the telephone

    @property
    def truth(self) -> Mapping[Fact, object]:
        """What he knows of his trip."""
        return {fact: value for fact in FACTS if (value := getattr(self._scenario.truth, fact)) is not None}

    def wants(self, outcome: str) -> bool:
        """Tell whether the call is to end so: the first way that a scenario names counts, but for a person."""
        expected = [each for each in self._scenario.expect.outcome if each != "transferred"]
        return expected[:1] == [outcome]

    @property
    def needs_a_person(self) -> bool:
        """Whether the call must end with a person."""
        return self._scenario.expect.transfer == "must"

    async def turns_aside(self, heard: str) -> None:
        """End the call here if it may not be settled, and this is what it ends for. Raises: CallEnds, LineClosed."""
        expected = self._scenario.expect.outcome
        if not self._say_it.scripted(heard) or (SETTLED.intersection(expected) and not self.needs_a_person):
            return
        if "transferred" in expected:
            await self.transfer()
        for wanted, (outcome, words) in LEAVES.items():
            if wanted in expected:
                await self.leave(outcome, words)

    async def transfer(self, greeting: str = "") -> None:
        """Hand him to a person. Raises: CallEnds, LineClosed."""
        last = self.last("Le comunico con una persona." if greeting else "No cuelgue, por favor.")
        await self._talk.say(greeting or "Claro, le comunico con una persona.", last, protected=1)
        trip = self._scenario.trip_of(self._errand.assignment.driver_id)
        facts = {COLUMNS[fact]: str(value) for fact, value in self.truth.items()}
        await self._errand.hand_over(CallSession(trip=trip, facts=facts, reason=Reason.ASKED))
        raise CallEnds(Outcome.TRANSFERRED)

    async def leave(self, outcome: Outcome, words: str) -> None:
        """Take leave. Raises: CallEnds, LineClosed."""
        self.settled = outcome
        await self._talk.say(words)
        await self._talk.hear(FAREWELL_SECONDS)
        raise CallEnds(outcome)

    def last(self, usual: str) -> str:
        """Return the last sentence of the call: whatever must be said and was not, or else the usual one."""
        missing = left_unsaid(self._scenario.expect.says, self._talk.spoken)
        return f"Tome nota: {', '.join(missing)}. " if missing else usual

    # ------------------------------------------------------------------------------------ asking

    async def ask(self, *texts: str, protected: int = 0) -> str:
        """Ask until he says something: wait if he asks for it, prompt him if he is silent.

        Raises: CallEnds, LineClosed.
        """
        heard = await self._tell(texts, protected)
        prompts = list(PROMPTS)
        while True:
            heard = heard or await self._talk.hear(SILENCE_SECONDS)
            if heard:
                await self.turns_aside(heard)
            if heard and HOLD.search(unaccented(heard)):
                heard = await self._waits(texts, protected)
            elif heard:
                return heard
            elif prompts:
                await self._talk.say(prompts.pop(0))
            else:
                silent = Outcome.CALLBACK if "callback" in self._scenario.expect.outcome else Outcome.NO_ANSWER
                await self.leave(silent, "No le escucho, le marco más tarde. Hasta luego.")

    async def _waits(self, texts: Sequence[str], protected: int) -> str:
        """Wait for him to come back, and ask again."""
        await self._talk.say("Claro, aquí espero.")
        await self._talk.hear(HOLD_SECONDS)
        self.waited = True
        return await self._tell(texts, protected)

    async def _tell(self, texts: Sequence[str], protected: int) -> str:
        """Say it until he has heard it whole; return what he says over it, unless it is only a yes to half of it."""
        for number in range(TELLS):
            if await self._talk.say(*texts, protected=protected if number < TELLS - 1 else len(texts)):
                return ""
            heard = await self._talk.hear(SILENCE_SECONDS)
            await self.turns_aside(heard)
            if HOLD.search(unaccented(heard)) or not (self.agrees(heard) or self._murmurs(heard)):
                return heard
        return ""

    def _murmurs(self, heard: str) -> bool:
        own = self._errand.spec.persona.words
        return is_mere_yes(heard, (*own.yes, *own.backchannels))

    def agrees(self, heard: str) -> bool:
        """Tell whether his words are a yes."""
        return agrees(heard, self._errand.spec.persona.words.yes)

    async def until(self, good: Callable[[str], bool], what: str, *texts: str, heard: str = "") -> str:
        """Ask the same until the answer is good. Raises: CallEnds, LineClosed."""
        for _ in range(TRIES):
            heard = heard or await self.ask(*texts)
            if good(heard):
                return heard
            heard = ""
        if "transferred" in self._scenario.expect.outcome:
            await self.transfer()
        raise CallEnds(Outcome.FAILED, what)
