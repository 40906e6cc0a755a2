"""Karla's side of the conversation: what to say to a turn, and what was really heard of it.

The server decides first (`protocol`); only a turn about the trip reaches the language model, whose
words pass the two-sentence guard and whose tool calls pass the desk.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Final

from runtime import clock
from runtime.errors import KarlaError
from runtime.pipeline import phrases, prompt, protocol
from runtime.pipeline.apology import excuse
from runtime.pipeline.desk import Desk
from runtime.pipeline.drafts import Thinker
from runtime.pipeline.guard import Known, refusal
from runtime.pipeline.heard import after_hearing, after_overhearing
from runtime.pipeline.history import History
from runtime.pipeline.journal import Journal
from runtime.pipeline.opening import opening, statement
from runtime.pipeline.ports import LanguageModel, Message, Request, Role, Text, ToolCall, Usage
from runtime.pipeline.reading import read
from runtime.pipeline.sentences import MAX_SENTENCES, Sentence, fixed, guarded, split
from runtime.pipeline.tools import ToolResult
from runtime.session.call_session import Assignment, Outcome, Reason
from runtime.session.states import OPEN_STATES, Move, State
from runtime.understanding.places import Gazetteer

PATIENCE: Final = 6.0
"""Seconds of silence before Karla asks again."""

PICKUP_PATIENCE: Final = 2.0
"""Seconds that she waits for «¿bueno?» before she greets."""

MAX_TURNS: Final = 40
MAX_TALK_SECONDS: Final = 540.0
"""After this long she says goodbye at the next turn; the line is cut a minute later whatever happens."""

MAX_MODEL_ROUNDS: Final = 3


class Agent:
    """Answers the turns of one call."""

    def __init__(
        self, assignment: Assignment, model: LanguageModel, desk: Desk, gazetteer: Gazetteer, journal: Journal
    ) -> None:
        self.turn = -1
        self.patience = 0.0 if assignment.direction == "inbound" else PICKUP_PATIENCE
        self._assignment = assignment
        self._thinker = Thinker(model, journal)
        self._desk = desk
        self._gazetteer = gazetteer
        self._journal = journal
        self._history = History()
        self.finished = False  # the call is over once her last words were heard

    def greet(self) -> AsyncGenerator[Sentence]:
        """Introduce herself, with the disclosure protected from barge-in, and ask for the driver."""
        if self._desk.session.state is State.GREETING:
            self._desk.move(Move.GREETED)
        introduction, question = protocol.greeting(self._assignment, again=self._desk.session.broken)
        self._ask(question)
        return fixed(introduction, question, protect_first=True)

    def draft(self, text: str, tasks: asyncio.TaskGroup) -> None:
        """Begin to think about an answer to `text`, in case the turn ends with it."""
        self.drop_draft()
        step = self._decide(text)
        if step.say is None and not (step.transfer or step.introduce or step.look_up):
            request = self._request(step, self._history.with_turn(text))
            self._thinker.draft(text, request, self.turn + 1, tasks)

    def drop_draft(self) -> None:
        """Forget the draft, if there is one."""
        self._thinker.drop_draft()

    async def answer(self, text: str, *, murmured: bool = False) -> AsyncGenerator[Sentence]:
        """Answer a turn of the driver's. Raises: ProviderError, TripsApiDown."""
        self._begin_turn()
        self._desk.session = replace(self._desk.session, murmured=murmured)
        text = self._thinker.as_drafted(text)
        self._history.add_turn(text)
        if self.turn >= MAX_TURNS or clock.now() - self._assignment.moment.loop >= MAX_TALK_SECONDS:
            async for sentence in self._say_goodbye(phrases.TOO_LONG):
                yield sentence
            return
        step = self._decide(text)
        self._desk.session = step.session
        async with aclosing(self._follow(step)) as sentences:
            async for sentence in sentences:
                yield sentence

    async def break_silence(self, count: int) -> AsyncGenerator[Sentence]:
        """Say something because nobody does: greet, ask whether he is there, or give up."""
        held = self.patience == protocol.HOLD_SECONDS
        self._begin_turn()
        async for sentence in self._prompt(count, held=held):
            yield sentence

    def _prompt(self, count: int, *, held: bool) -> AsyncGenerator[Sentence]:
        session = self._desk.session
        match session.state:
            case State.GREETING:
                return self.greet()
            case State.CLOSING if session.untold:
                self.patience = protocol.GOODBYE_PATIENCE
                return fixed(session.untold)
            case State.CLOSING | State.CALLBACK | State.TRANSFERRING | State.ENDED:
                self._close()
                return fixed()
            case _ if held and count == 1:
                return fixed(phrases.STILL_WAITING)
            case _ if count <= 2:
                return fixed((phrases.STILL_THERE, phrases.CANNOT_HEAR)[count - 1])
            case _:
                return self._say_goodbye(phrases.GIVES_UP)

    async def apologise(self, fault: KarlaError) -> AsyncGenerator[Sentence]:
        """Turn a failure into an apology and a transfer."""
        self._journal("call.fault", type=type(fault).__name__, text=str(fault))
        async for sentence in self._hand_over(excuse(fault)):
            yield sentence

    def heard(self, text: str, *, complete: bool) -> None:
        """Remember what of her turn the driver has really heard: only that is part of the conversation."""
        self._history.add_heard(text, complete=complete)
        session = self._desk.session
        self._desk.session = after_hearing(session, text, statement(self._desk, session.trip) if session.trip else "")

    def overhears(self, text: str) -> None:
        """Take in what he said over her that was no turn of his."""
        self._desk.session = after_overhearing(self._desk.session, text)

    def _begin_turn(self) -> None:
        self.turn += 1
        self.patience = PATIENCE

    def _decide(self, text: str) -> protocol.Step:
        now = self._assignment.moment.local()
        reading = read(text, self._desk.session, self._gazetteer, now)
        return protocol.decide(reading, self._desk.session, self._assignment)

    async def _follow(self, step: protocol.Step) -> AsyncGenerator[Sentence]:
        if step.move is not None:
            self._desk.move(step.move, **step.changes)
        if step.move is Move.PARTY_CONFIRMED:
            self._journal("party.confirmed")
        if step.patience is not None:
            self.patience = step.patience
        if step.transfer is not None:
            said = self._hand_over(step.transfer)
        elif step.introduce:
            said = self.greet()
        elif step.look_up:
            said = self._state_trip()
        elif step.say is not None:
            said = fixed(*step.say)
        else:
            said = self._think(step)
        async with aclosing(said):
            async for sentence in said:
                yield sentence
        if step.ends:
            self.finished = self.finished or not step.say
            self.patience = protocol.GOODBYE_PATIENCE

    async def _state_trip(self) -> AsyncGenerator[Sentence]:
        """Read the trip on record, now that the right party is on the line."""
        said = await opening(self._desk)
        self._settle()
        self._ask(said)
        async for sentence in fixed("Gracias.", said):
            yield sentence

    async def _think(self, step: protocol.Step) -> AsyncGenerator[Sentence]:
        """Let the model answer, and run what it calls, until there is something to say.

        The second sentence waits for the end of the stream: a tool's own words may have to take its place.
        """
        said: list[Sentence] = []
        refused = False
        for _ in range(MAX_MODEL_ROUNDS):
            calls: list[ToolCall] = []
            kept: list[Sentence] = []
            async with aclosing(guarded(self._texts(self._request(step, self._history.messages), calls))) as sentences:
                async for sentence in sentences:
                    if refused := refused or self._refuses(sentence.text):
                        continue
                    self._ask(sentence.text)
                    if said:
                        kept.append(sentence)
                    else:
                        said.append(sentence)
                        yield sentence
            if not calls:
                for sentence in kept[: MAX_SENTENCES - len(said)]:
                    yield sentence
                break
            result = await self._use(calls[0])
            if result.say is not None:
                self._settle()
                for text in split(result.say)[: MAX_SENTENCES - len(said)]:
                    yield Sentence(text)
                return
            step = replace(step, session=self._desk.session)
        async for sentence in self._instead(said, refused=refused):
            yield sentence

    def _refuses(self, text: str) -> bool:
        """Tell whether the model may not say this, and note why."""
        dictated = [message.text for message in self._history.messages if message.role is Role.DRIVER]
        known = Known(self._desk.session, dictated, self._gazetteer, self._assignment.moment.local())
        reason = refusal(text, known)
        if reason is not None:
            self._journal("guard.refused", turn=self.turn, reason=reason, text=text)
        return reason is not None

    def _instead(self, said: Sequence[Sentence], *, refused: bool) -> AsyncGenerator[Sentence]:
        """Say what the server says where the model has left nothing to say."""
        question = self._desk.session.question
        if said:
            asks = said[-1].text.endswith("?") or not refused
            return fixed() if asks else fixed(question)
        return fixed(phrases.ONLY_THIS_TRIP if refused else phrases.NOT_UNDERSTOOD, question)

    async def _texts(self, request: Request, calls: list[ToolCall]) -> AsyncGenerator[str]:
        """Yield the model's words; collect its tool calls. A call silences the words that follow it."""
        async with aclosing(self._thinker.answer(request, self.turn)) as pieces:
            async for piece in pieces:
                match piece:
                    case Text(text):
                        if not calls:
                            yield text
                    case ToolCall():
                        calls.append(piece)
                    case Usage():
                        pass

    async def _use(self, call: ToolCall) -> ToolResult:
        result = await self._desk.run(call, self.turn)
        self._history.add_use(call, result)
        return result

    def _hand_over(self, reason: Reason) -> AsyncGenerator[Sentence]:
        result = self._desk.transfer(reason)
        self._settle()
        return fixed(result.say or phrases.TRANSFER, protect_first=reason is Reason.EMERGENCY)

    def _say_goodbye(self, text: str) -> AsyncGenerator[Sentence]:
        outcome = self._desk.session.outcome or Outcome.CALLBACK
        if not self._history.driver_spoke:
            outcome = Outcome.NO_ANSWER
        if self._desk.session.state in OPEN_STATES:
            self._desk.move(Move.CALL_LATER, outcome=outcome)
        self.finished = True
        return fixed(text)

    def _settle(self) -> None:
        """After a tool: a settled call waits only for a last word, a transferred one for nobody."""
        match self._desk.session.state:
            case State.CLOSING:
                self.patience = protocol.GOODBYE_PATIENCE
            case State.TRANSFERRING:
                self.finished = True

    def _close(self) -> None:
        if self._desk.session.state in (State.CLOSING, State.CALLBACK):
            self._desk.move(Move.SAID_GOODBYE)
        self.finished = True

    def _ask(self, question: str) -> None:
        """Remember the open question, so that it can be repeated."""
        if question.rstrip().endswith("?"):
            asked = phrases.field_asked(question)
            self._desk.session = replace(self._desk.session, question=question, asked=asked)

    def _request(self, step: protocol.Step, messages: Sequence[Message]) -> Request:
        trip = step.session.trip
        waits = step.session.proposal
        return prompt.request(
            step.session,
            self._desk.spoken(trip.data()) if trip else {},
            self._desk.spoken(waits.data) if waits else {},
            messages,
            self._assignment.moment.local(),
        )
