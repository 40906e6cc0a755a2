"""The reference Karla: she knows the scenario's truth and what is expected, and so must pass every scenario.

`--brain oracle`. She shares nothing with Karla but the line and the voice: what she cannot bring to its expected end,
no Karla can, and then the scenario or the simulated driver is wrong. She hears perfect words, still waits to be told
what she knows, and says in the ledger (`reference.lost`) what she never got.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from runtime.errors import LineClosed
from runtime.integrations.rules_llm import RulesModel
from runtime.pipeline.call import Parts
from runtime.pipeline.journal import Journal
from runtime.pipeline.ports import Line
from runtime.session.call_session import Assignment, CallSession, Outcome
from runtime.session.states import State
from simulator.rig.bench import Bench
from simulator.rig.reference.asking import COLUMNS, FAREWELL_SECONDS, Asker, CallEnds, Errand
from simulator.rig.reference.talk import Talk
from simulator.rig.reference.words import ALL_QUESTIONS, QUESTIONS, Wording, introduction, is_himself
from simulator.rig.roles import HandOver, Karla
from simulator.suite import CallSpec
from simulator.vocabulary import FACTS, Fact

PICKUP_SECONDS: Final = 2.0
ANNOUNCEMENT_SECONDS: Final = 8.0
MACHINES: Final = frozenset({"voicemail", "carrier", "ivr"})


def oracle(spec: CallSpec, bench: Bench) -> Karla:
    """Return the reference Karla for one call."""
    reference = Reference(spec, Wording(spec.scenario, bench.gazetteer, bench.phrases))
    return Karla(RulesModel(bench.gazetteer), hold=reference.hold)


@dataclass(frozen=True, slots=True)
class Reference:
    """Who holds one call as its scenario wants it."""

    spec: CallSpec
    wording: Wording

    async def hold(
        self, assignment: Assignment, line: Line, parts: Parts, journal: Journal, hand_over: HandOver
    ) -> CallSession:
        """Hold the call."""
        errand = Errand(self.spec, self.wording, assignment, parts, journal, hand_over)
        async with Talk.on(line, parts, journal, self.spec.persona.words.backchannels) as talk:
            outcome = await ReferenceCall(errand, talk).converse()
            await line.hang_up()
        return CallSession(state=State.ENDED, outcome=outcome)


class ReferenceCall:
    """One call, from picking up to hanging up."""

    def __init__(self, errand: Errand, talk: Talk) -> None:
        self._errand = errand
        self._talk = talk
        self._asker = Asker(errand, talk)
        self._scenario = errand.spec.scenario
        self._say_it = errand.wording
        self._truth = self._asker.truth

    async def converse(self) -> Outcome:
        """Hold the conversation; return how it ended."""
        try:
            await self._call()
        except LineClosed:
            return self._asker.settled or Outcome.ABANDONED
        except CallEnds as end:
            if end.why:
                self._errand.journal("reference.lost", why=end.why)
            return end.outcome
        return self._asker.settled or Outcome.FAILED

    async def _call(self) -> None:
        if self._scenario.answered_by in MACHINES:
            await self._talk.hear(ANNOUNCEMENT_SECONDS)
            raise CallEnds(Outcome.VOICEMAIL)
        heard = await self._talk.hear(PICKUP_SECONDS) if self._scenario.direction == "outbound" else ""
        await self._identify(heard)
        if self._scenario.trip is None:
            await self._create()
        else:
            await self._validate()

    # ------------------------------------------------------------------------------------ who he is

    async def _identify(self, picking_up: str) -> None:
        assignment, company = self._errand.assignment, self._errand.assignment.company
        known = bool(assignment.driver_id)
        question = f"¿Hablo con {assignment.driver_name}?" if known else "¿Con quién hablo y en qué le ayudo?"
        greeting = introduction(company, assignment.moment.local())
        if picking_up and self._asker.needs_a_person and self._say_it.scripted(picking_up):
            await self._asker.transfer(greeting)
        heard = await self._asker.ask(greeting, question, protected=1)
        if not known:
            await self._asker.transfer()
        if self._asker.wants("wrong_party"):
            await self._asker.ask("¿Me lo puede comunicar, por favor?")
            await self._asker.leave(Outcome.WRONG_PARTY, "Disculpe la molestia, gracias. Hasta luego.")
        await self._asker.until(
            self._is_he, "he never said who he is", f"Soy Karla, de {company}.", question, heard=heard
        )
        self._errand.journal("party.confirmed")

    def _is_he(self, heard: str) -> bool:
        name = self._errand.assignment.driver_name
        fetched = self._scenario.answered_by != "wrong_person" or self._asker.waited
        return fetched and is_himself(heard, name, self._asker.agrees(heard))

    # ------------------------------------------------------------------------------------ his trip

    async def _validate(self) -> None:
        assert self._scenario.trip is not None  # noqa: S101  a call without a trip creates one
        record: dict[Fact, object] = {fact: getattr(self._scenario.trip, fact) for fact in FACTS}
        changes = {fact: value for fact, value in self._truth.items() if record[fact] != value}
        statement = self._say_it.states(record, "Le llamo por")
        heard = await self._asker.ask("Gracias.", statement)
        if changes or len(self._truth) < len(FACTS):
            await self._update(changes, heard)
            return
        await self._asker.until(self._asker.agrees, "he never agreed to the trip on record", statement, heard=heard)
        await self._close(Outcome.CONFIRMED, "Perfecto, queda confirmado su viaje.")

    async def _update(self, changes: Mapping[Fact, object], heard: str) -> None:
        told = await self._gather(changes, heard)
        if self._asker.needs_a_person or len(self._truth) < len(FACTS):
            await self._asker.transfer()
        change = {fact: self._truth[fact] for fact in FACTS if fact in told}
        clauses = self._say_it.clauses(change)
        await self._asker.until(
            self._asker.agrees, "he never agreed to the read-back", f"Entonces {clauses}; ¿es correcto?"
        )
        await self._write(change)
        await self._close(Outcome.UPDATED, f"Listo, ya quedó actualizado: {clauses}.")

    async def _create(self) -> None:
        heard = await self._asker.ask(f"No me aparece su viaje registrado; {ALL_QUESTIONS}")
        if len(self._truth) < len(FACTS) and self._asker.needs_a_person:
            await self._asker.transfer()
        await self._gather(self._truth, heard)
        if self._asker.needs_a_person:
            await self._asker.transfer()
        read_back = self._say_it.states(self._truth, "Entonces registro")
        await self._asker.until(self._asker.agrees, "he never agreed to the read-back", read_back)
        await self._write(self._truth)
        await self._close(Outcome.CREATED, "Listo, ya quedó registrado su viaje.")

    async def _gather(self, wanted: Mapping[Fact, object], heard: str) -> set[Fact]:
        """Ask for each fact until he has told it. Raises: CallEnds, LineClosed."""
        told = {fact for fact in wanted if self._say_it.told(fact, heard)}
        for fact in wanted:
            for question in (*QUESTIONS[fact], QUESTIONS[fact][-1]):
                if fact in told:
                    break
                heard = await self._asker.ask(question)
                told |= {each for each in wanted if self._say_it.told(each, heard)}
        if missing := [fact for fact in wanted if fact not in told]:
            raise CallEnds(Outcome.FAILED, f"he never told the {missing[0]}")
        return told

    async def _write(self, data: Mapping[Fact, object]) -> None:
        """Write; from then on the call is settled, whatever becomes of the line. Raises: TripsApiDown."""
        change = {COLUMNS[fact]: str(value) for fact, value in data.items()}
        own, trips, call = self._scenario.trip, self._errand.parts.trips, self._errand.assignment
        before = (await trips.get(own.id)).data() if own else {}
        after = await (
            trips.update(own.id, change, call.call_id) if own else trips.create(call.driver_id, change, call.call_id)
        )
        written = {"op": "put" if own else "post", "trip": after.id, "before": before, "after": after.data()}
        self._errand.journal("ops.write", **written, key=call.call_id)
        self._asker.settled = Outcome.UPDATED if own else Outcome.CREATED

    async def _close(self, outcome: Outcome, words: str) -> None:
        self._asker.settled = outcome
        await self._talk.say(words, self._asker.last("Gracias, que le vaya muy bien."))
        if heard := await self._talk.hear(FAREWELL_SECONDS):
            await self._asker.turns_aside(heard)
