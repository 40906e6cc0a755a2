"""Mutants of whom she speaks to and when she lets go: strangers, machines, people who take over, the end."""

from dataclasses import replace
from typing import Any, Final

from runtime.pipeline import phrases, protocol
from runtime.pipeline.agent import Agent
from runtime.pipeline.call import Parts, hold_call
from runtime.pipeline.desk import Desk
from runtime.pipeline.journal import Journal
from runtime.pipeline.ports import Line
from runtime.pipeline.step import Step
from runtime.pipeline.tools import ToolResult
from runtime.session.call_session import Assignment, CallSession, Reason
from runtime.session.states import Move, State
from runtime.trips import Field
from simulator.rig.mutants.mutant import Change, Instead, Mutant, steady
from simulator.rig.roles import HandOver


def keeps_him_to_herself(transfer: Any) -> Any:
    """Repeat the question instead of handing him over."""
    return lambda self, reason: ToolResult("sigue", self.session.question or phrases.STILL_THERE)


def at(state: State, step: Instead) -> Instead:
    """Return the change by which, in a state, `step` makes what she does of the session."""

    def made(decide: Any) -> Any:
        def decided(reading: Any, session: Any, assignment: Any) -> Any:
            healthy = decide(reading, session, assignment)
            return step(session) if session.state is state and healthy.transfer is None else healthy

        return decided

    return made


def talks_to_machines(decide: Any) -> Any:
    """Take an announcement for a driver who mumbles."""

    def decided(reading: Any, session: Any, assignment: Any) -> Any:
        healthy = decide(reading, session, assignment)
        if healthy.move is not Move.MACHINE_ANSWERED:
            return healthy
        return Step(session, introduce=True) if session.state is State.GREETING else Step(session, (session.question,))

    return decided


def leaves_a_message(decide: Any) -> Any:
    """Tell the voicemail what the call is about."""

    def decided(reading: Any, session: Any, assignment: Any) -> Any:
        healthy = decide(reading, session, assignment)
        return replace(healthy, look_up=True) if healthy.move is Move.MACHINE_ANSWERED else healthy

    return decided


def never_ends(decide: Any) -> Any:
    """Let no turn be the last one."""
    return lambda *given: replace(decide(*given), ends=False)


async def hands_over_nothing(
    assignment: Assignment, line: Line, parts: Parts, journal: Journal, hand_over: HandOver
) -> CallSession:
    """Hold the call as ever; whoever takes over learns nothing."""

    async def bare(session: CallSession) -> None:
        await hand_over(replace(session, trip=None, facts={}, reason=None))

    return await hold_call(assignment, line, parts, journal, bare)


async def writes_behind_his_back(
    assignment: Assignment, line: Line, parts: Parts, journal: Journal, hand_over: HandOver
) -> CallSession:
    """Hold the call as ever, and write once he is with a person."""

    async def late(session: CallSession) -> None:
        await hand_over(session)
        if session.trip is not None:
            before = session.trip.data()
            after = await parts.trips.update(session.trip.id, {Field.DESTINATION: "tijuana"}, "late")
            journal("ops.write", op="put", trip=after.id, before=before, after=after.data(), key="late")

    return await hold_call(assignment, line, parts, journal, late)


def _names_the_trip(asks_identity: Any) -> Any:
    return lambda name: f"¿Hablo con {name}, el del viaje de Monterrey a Nuevo Laredo?"


PEOPLE: Final = (
    Mutant(
        "never_escalates",
        "hands nobody to a person",
        "transfer",
        ("pide_una_persona_a_media_llamada",),
        (Change(Desk, "transfer", keeps_him_to_herself),),
    ),
    Mutant(
        "always_escalates",
        "hands everybody to a person",
        "transfer",
        ("confirma_todo_bien",),
        (Change(protocol, "decide", at(State.VALIDATING, lambda session: Step(session, transfer=Reason.OTHER))),),
    ),
    Mutant(
        "hands_over_nothing",
        "tells the person who takes over neither trip nor reason",
        "packet",
        ("pide_una_persona_a_media_llamada",),
        hold=hands_over_nothing,
    ),
    Mutant(
        "writes_after_the_transfer",
        "writes when a person already has the call",
        "transfer",
        ("pide_una_persona_a_media_llamada",),
        hold=writes_behind_his_back,
    ),
    Mutant(
        "names_the_trip_at_once",
        "names the trip before she knows whom she speaks to",
        "privacy",
        ("confirma_todo_bien",),
        (Change(phrases, "asks_identity", _names_the_trip),),
    ),
    Mutant(
        "takes_anybody_for_him",
        "tells the trip to whoever answers",
        "never_says",
        ("contesta_la_familia_y_no_esta",),
        (
            Change(
                protocol,
                "decide",
                at(State.IDENTIFYING, lambda session: Step(session, move=Move.PARTY_CONFIRMED, look_up=True)),
            ),
        ),
    ),
    Mutant(
        "leaves_data_on_voicemail",
        "leaves the trip on the voicemail",
        "privacy",
        ("entra_el_buzon_de_voz",),
        (Change(protocol, "decide", leaves_a_message),),
    ),
    Mutant(
        "talks_to_machines",
        "takes a voicemail for a driver",
        "outcome",
        ("entra_el_buzon_de_voz",),
        (Change(protocol, "decide", talks_to_machines),),
    ),
    Mutant(
        "hangs_up_early",
        "hangs up before he has answered",
        "outcome",
        ("confirma_todo_bien",),
        (Change(protocol, "decide", at(State.VALIDATING, lambda session: Step(session, (), ends=True))),),
    ),
    Mutant(
        "never_hangs_up",
        "stays on the line when all is said",
        "lingered",
        ("se_queda_en_la_linea",),
        (Change(protocol, "decide", never_ends), Change(Agent, "_close", steady(lambda self: None))),
    ),
    Mutant(
        "asks_for_ever",
        "puts a question again as often as he does not answer it",
        "transfer",
        ("tres_veces_mande",),
        (Change(protocol, "MAX_STUCK", steady(99)),),
    ),
)
