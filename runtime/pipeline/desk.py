"""Where the tools of one call are run. It alone changes the session, and it alone writes to the client's system.

Every argument is untrusted: places go through the gazetteer, dates through the trip's calendar, and
what a call may not name (`trip_id`, `telefono`…) is ignored and logged. A write happens only when
exactly its values were read back, heard, and accepted in a later turn; the first call of a write
tool therefore only proposes.
"""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import TracebackType
from typing import Self

from runtime.errors import TripNotFound, TripsApiError
from runtime.pipeline import phrases
from runtime.pipeline.arguments import UNKNOWN_PLACE, Question, normalise
from runtime.pipeline.journal import Journal
from runtime.pipeline.ports import ToolCall, TripsApi
from runtime.pipeline.tools import OFFERED, ToolName, ToolResult
from runtime.session.call_session import Assignment, CallSession, Outcome, Proposal, Reason
from runtime.session.states import Move, State, advance
from runtime.trips import Field, Trip, TripData
from runtime.understanding.dates import say_day
from runtime.understanding.places import Gazetteer


class Desk:
    """Runs the tools of one call. It alone changes `session`, and it alone writes to the client's system.

    Leaving it as a context waits for the writes that are under way: they outlive the conversation.
    """

    def __init__(
        self,
        assignment: Assignment,
        trips: TripsApi,
        gazetteer: Gazetteer,
        journal: Journal,
    ) -> None:
        self.session = CallSession()
        self._tasks = asyncio.TaskGroup()
        self._assignment = assignment
        self._trips = trips
        self._gazetteer = gazetteer
        self._journal = journal
        self._writes: dict[str, asyncio.Task[ToolResult | TripsApiError]] = {}

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._tasks.__aexit__(kind, fault, trace)

    def move(self, move: Move, **changes: object) -> None:
        """Take a step of the state table. Raises: ForbiddenTransition."""
        state = advance(self.session.state, move)
        self._journal("state", **{"from": self.session.state, "move": move, "to": state})
        self.session = replace(self.session, state=state, **changes)  # type: ignore[arg-type]

    async def run(self, call: ToolCall, turn: int) -> ToolResult:
        """Run one call of the model's. Raises: TripsApiDown."""
        known = call.arguments.keys() & ({*Field} | {"motivo"})
        ignored = {str(name): str(value)[:80] for name, value in call.arguments.items() if name not in known}
        arguments = {name: str(call.arguments[name]).strip() for name in sorted(known) if call.arguments[name]}
        self._journal("tool.call", turn=turn, id=call.id, name=call.name, arguments=arguments, ignored=ignored)
        result = await self._dispatch(call.name, arguments)
        self._journal("tool.result", id=call.id, status=result.status, text=result.say or "")
        return result

    async def _dispatch(self, name: str, arguments: Mapping[str, str]) -> ToolResult:
        if name not in OFFERED.get(self.session.state, ()):
            return ToolResult("no_disponible_en_este_momento")
        if name == ToolName.TRANSFER:
            return self.transfer(_reason(arguments.get("motivo", "")))
        read = normalise(arguments, self.session, self._gazetteer, self._assignment.moment.local())
        if read.question is not None:
            return self._asks_first(read.question, read.values)
        match ToolName(name):
            case ToolName.VALIDATE:
                return await self._validate(read.values)
            case ToolName.CREATE:
                return await self._create(read.values)
            case _:
                return await self._update(read.values)

    def _asks_first(self, question: Question, clear: TripData) -> ToolResult:
        """Keep what was clear, and ask about the first field that was not; a second unknown place is for a human."""
        self._gathered(clear)
        unknown = self.session.unknown_places + (question.status == UNKNOWN_PLACE)
        if unknown > 1:
            return self.transfer(Reason.UNKNOWN_PLACE)
        facts = {field: value for field, value in self.session.facts.items() if field != question.about}
        self.session = replace(
            self.session,
            facts=facts,
            proposal=None,  # what he has just said speaks against it, whatever it was
            question=question.open_question,
            asked=question.about,
            options=question.options,
            unknown_places=unknown,
        )
        return ToolResult(question.status, question.say)

    def transfer(self, reason: Reason) -> ToolResult:
        """Hand the call to a human."""
        self.move(Move.HUMAN_WANTED, reason=reason, outcome=Outcome.TRANSFERRED, proposal=None)
        say = {
            Reason.EMERGENCY: phrases.TRANSFER_EMERGENCY,
            Reason.COMPLAINT: phrases.TRANSFER_COMPLAINT,
            Reason.FAULT: phrases.TRANSFER_FAULT,
            Reason.CLIENT_SYSTEM: phrases.TRANSFER_FAULT,
        }.get(reason, phrases.TRANSFER)
        return ToolResult("transfiriendo", say)

    async def look_up(self) -> Trip | None:
        """Read the pinned trip from the client's system; None when there is none. Raises: TripsApiDown."""
        if self._assignment.trip_id is None:
            return None
        try:
            trip = await self._trips.get(self._assignment.trip_id)
        except TripNotFound:
            return None
        self._journal("ops.read", trip=trip.id)
        self.session = replace(self.session, trip=trip)
        return trip

    def spoken(self, data: TripData) -> dict[Field, str]:
        """Return normalised values as Karla says them."""
        return {field: self._say(field, value) for field, value in data.items()}

    def _say(self, field: Field, value: str) -> str:
        if field is Field.DATE:
            return say_day(date.fromisoformat(value)).removeprefix("el ")
        place = self._gazetteer[value]
        return place.spoken or place.name

    async def _validate(self, stated: TripData) -> ToolResult:
        trip = await self.look_up()
        if trip is None:
            return ToolResult("no_existe_en_el_sistema")
        differing = {field: value for field, value in stated.items() if trip.data()[field] != value}
        if differing:
            return await self._update(differing)
        return self._confirm() if self._knows_it_right() else self._not_sure_of(trip, "falta_confirmar")

    async def _update(self, stated: TripData) -> ToolResult:
        trip = self.session.trip or await self.look_up()
        if trip is None:
            return ToolResult("no_existe_en_el_sistema")
        facts = self._gathered(stated)
        data = {field: facts[field] for field in Field if field in facts and facts[field] != trip.data()[field]}
        if not data:
            return self._nothing_to_change(trip)
        if (refused := self._refused(ToolName.UPDATE, data, {**trip.data(), **data})) is not None:
            return refused
        if self.session.state is not State.UPDATING:
            self.move(Move.TRIP_DIFFERS)
        if not self._accepted(ToolName.UPDATE, data):
            return self._proposes(ToolName.UPDATE, data, phrases.reads_back_change(self.spoken(data)))
        return await self._write(ToolName.UPDATE, data)

    def _confirm(self) -> ToolResult:
        outcome = self.session.outcome or Outcome.CONFIRMED
        say = phrases.confirmed()
        if self.session.state is State.CLOSING:  # he says again what was settled
            self.session = replace(self.session, proposal=None, facts={}, untold=say, reopened=False)
        else:
            self.move(Move.TRIP_CONFIRMED, outcome=outcome, proposal=None, facts={}, untold=say, reopened=False)
        return ToolResult("confirmado", say)

    def _knows_it_right(self) -> bool:
        """Tell whether he has said himself what the record has, or agreed to it after he heard it, and not before."""
        session = self.session
        return session.named.issuperset(Field) or (session.stated and session.agreed and not session.reflex)

    def _nothing_to_change(self, trip: Trip) -> ToolResult:
        if self._knows_it_right():
            return self._confirm()
        self.session = replace(self.session, proposal=None, stated=False, facts={})
        return self._not_sure_of(trip, "ya_esta_asi")

    def _not_sure_of(self, trip: Trip, status: str) -> ToolResult:
        """Read the trip to him; who says yes before he has heard it is asked for what he has not named instead."""
        missing = [field for field in Field if field not in self.session.named]
        if (self.session.reflex or self.session.opened) and missing:
            return self._asks(ToolResult(f"falta_{missing[0]}", phrases.asks_missing(missing)), missing[0])
        return self._asks(ToolResult(status, phrases.states_trip(self.spoken(trip.data()))))

    async def _create(self, stated: TripData) -> ToolResult:
        facts = self._gathered(stated)
        missing = [field for field in Field if field not in facts]
        if missing:
            result = ToolResult("falta_" + missing[0], phrases.asks_missing(missing))
            return self._asks(result, missing[0])
        if (refused := self._refused(ToolName.CREATE, facts, facts)) is not None:
            return refused
        if not self._accepted(ToolName.CREATE, facts):
            return self._proposes(ToolName.CREATE, facts, phrases.reads_back_trip(self.spoken(facts)))
        return await self._write(ToolName.CREATE, facts)

    def _gathered(self, stated: TripData) -> TripData:
        """Add to what the driver has stated in earlier turns; a later word on a field wins."""
        self.session = replace(self.session, facts={**self.session.facts, **stated})
        return self.session.facts

    def _proposes(self, tool: ToolName, data: TripData, say: str) -> ToolResult:
        self.session = replace(self.session, proposal=Proposal(tool, data, read_back=say))
        return self._asks(ToolResult("leer_de_vuelta", say))

    def _accepted(self, tool: ToolName, data: TripData) -> bool:
        proposal = self.session.proposal
        return proposal is not None and proposal.accepted and (proposal.tool, dict(proposal.data)) == (tool, dict(data))

    def _refused(self, tool: ToolName, data: TripData, whole: TripData) -> ToolResult | None:
        """Refuse a trip to where it starts; send places outside the client's catalogue to a human.

        A voice may not redirect cargo to a place that the client has never served. It is read back before: it may
        have been misheard.
        """
        if whole[Field.ORIGIN] == whole[Field.DESTINATION]:
            self.session = replace(self.session, facts={}, proposal=None, question=phrases.WHICH_FIELD, asked=None)
            return ToolResult("origen_igual_a_destino", f"{phrases.SAME_PLACES} {phrases.WHICH_FIELD}")
        places = [data[field] for field in (Field.ORIGIN, Field.DESTINATION) if field in data]
        if any(not self._gazetteer[place].served for place in places) and self._accepted(tool, data):
            return self.transfer(Reason.UNSERVED_PLACE)
        return None

    def _asks(self, result: ToolResult, field: Field | None = None) -> ToolResult:
        self.session = replace(self.session, question=result.say or "", asked=field, options={})
        return result

    async def _write(self, tool: ToolName, data: TripData) -> ToolResult:
        key = idempotency_key(self._assignment.call_id, tool, data)
        if key not in self._writes:
            self._writes[key] = self._tasks.create_task(self._apply(tool, data, key))
        # A write belongs to the call, not to the sentence: barge-in cancels the voice, never this.
        done = await asyncio.shield(self._writes[key])
        if isinstance(done, TripsApiError):
            del self._writes[key]
            raise done
        return done

    async def _apply(self, tool: ToolName, data: TripData, key: str) -> ToolResult | TripsApiError:
        """Write, and settle the call. A failure is returned: raised in the call's task group it would end the call."""
        try:
            return await self._settled(tool, data, key)
        except TripsApiError as fault:
            return fault

    async def _settled(self, tool: ToolName, data: TripData, key: str) -> ToolResult:
        before = self.session.trip
        if tool is ToolName.UPDATE:
            assert before is not None  # noqa: S101  an update is only proposed for a trip on record
            after = await self._trips.update(before.id, data, key)
            move, outcome, say = Move.TRIP_UPDATED, Outcome.UPDATED, phrases.updated(self.spoken(data))
        else:
            after = await self._trips.create(self._assignment.driver_id, data, key)
            move, outcome, say = Move.TRIP_CREATED, Outcome.CREATED, phrases.created(self.spoken(data))
        self._journal(
            "ops.write",
            op="put" if tool is ToolName.UPDATE else "post",
            trip=after.id,
            before=before.data() if before else {},
            after=after.data(),
            key=key,
        )
        self.move(move, trip=after, outcome=outcome, proposal=None, facts={}, untold=say, reopened=False)
        return ToolResult("guardado", say)


def idempotency_key(call_id: str, tool: str, data: TripData) -> str:
    """Return the key of one intent to write: the same values in the same call are the same intent."""
    canonical = json.dumps({"call": call_id, "tool": tool, "data": dict(sorted(data.items()))})
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]


def _reason(text: str) -> Reason:
    return Reason(text) if text in {reason.value for reason in Reason} else Reason.OTHER
