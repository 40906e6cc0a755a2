"""A whole call: its parts put together, its length capped, its errors turned into an outcome."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Final

from runtime import clock
from runtime.errors import KarlaError
from runtime.pipeline.agent import Agent
from runtime.pipeline.conversation import converse
from runtime.pipeline.desk import Desk
from runtime.pipeline.journal import Journal, discard
from runtime.pipeline.ports import LanguageModel, Line, SpeechToText, TextToSpeech, TripsApi
from runtime.pipeline.turn_taking import Manners
from runtime.session.call_session import Assignment, CallSession, Outcome
from runtime.session.states import Move, State
from runtime.understanding.places import Gazetteer

MAX_CALL_SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What a call is made of besides its line: the other four ports and the gazetteer."""

    ears: SpeechToText
    model: LanguageModel
    voice: TextToSpeech
    trips: TripsApi
    gazetteer: Gazetteer
    manners: Manners = field(default_factory=Manners)


async def hold_call(
    assignment: Assignment,
    line: Line,
    parts: Parts,
    journal: Journal = discard,
    hand_over: Callable[[CallSession], Awaitable[None]] | None = None,
    before: CallSession | None = None,
) -> CallSession:
    """Hold one call and return where it ended. `hand_over` is awaited once Karla announced a transfer.

    `before` is where the same call ended when its line broke: it goes on from there, and writes nothing twice.

    A fault that Karla names ends the call as failed; any other propagates after the line was hung up.
    """
    desk = Desk(assignment, parts.trips, parts.gazetteer, journal)
    if before is not None:
        desk.session = before.resumed()
    failed = False
    try:
        async with desk:
            agent = Agent(assignment, parts.model, desk, parts.gazetteer, journal)
            async with asyncio.timeout(MAX_CALL_SECONDS):
                reachable = await converse(line, parts.ears, agent, parts.voice, parts.manners, journal)
        if desk.session.state is State.TRANSFERRING:
            if reachable and hand_over is not None:
                await hand_over(desk.session)
            elif not reachable:
                desk.session = replace(desk.session, outcome=Outcome.ABANDONED)
    except* TimeoutError:
        journal("call.fault", type="TimeoutError", text=f"longer than {MAX_CALL_SECONDS:.0f} s")
    except* KarlaError as faults:
        journal("call.fault", type=type(faults.exceptions[0]).__name__, text=str(faults.exceptions[0]))
        failed = True
    finally:
        await line.hang_up()
    return _ended(desk.session, journal, failed=failed)


def _ended(session: CallSession, journal: Journal, *, failed: bool) -> CallSession:
    outcome = session.outcome or (Outcome.FAILED if failed else Outcome.ABANDONED)
    if session.state is not State.ENDED:
        journal("state", **{"from": session.state, "move": Move.LINE_CLOSED, "to": State.ENDED})
    journal("call.outcome", outcome=outcome, at=clock.now())
    return replace(session, state=State.ENDED, outcome=outcome)
