"""What the server decides about a driver's turn by itself, whatever model is in charge.

Identity, danger, a human wanted, «voy manejando», a voicemail greeting, orders to the system: none of
these wait for a language model, and none can be talked away by one. The model is only asked once the
right party is on the line and the turn is about the trip. Pure: a session and a reading in, a step out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from runtime.pipeline import phrases
from runtime.pipeline.reading import Reading, consistent, says_name
from runtime.session.call_session import Assignment, CallSession, Direction, Outcome, Reason
from runtime.session.states import Move, State
from runtime.understanding.answers import Intent
from runtime.understanding.voicemail import detect_machine

MAX_STUCK: Final = 2
"""How often a question is put again before a human takes over: three failed turns."""

SHORT_ANSWER_WORDS: Final = 4
"""A longer answer to «¿hablo con él?» is no plain yes, whatever word like one was recognised in it."""

GOODBYE_PATIENCE: Final = 1.4
"""Seconds that she leaves for a last word before she hangs up."""

HOLD_SECONDS: Final = 25.0
"""How long «pérame tantito» is waited for before one check-in."""

ABOUT_THE_TRIP: Final = frozenset({State.VALIDATING, State.UPDATING, State.CREATING})


@dataclass(frozen=True, slots=True)
class Step:
    """What follows from a turn. With `say` None the model is asked; an empty `say` is silence.

    `transfer` names the reason to hand over. `look_up` says that the trip must be read and stated
    next. `ends` hangs up after what is said.
    """

    session: CallSession
    say: tuple[str, ...] | None = None
    move: Move | None = None
    transfer: Reason | None = None
    introduce: bool = False
    look_up: bool = False
    ends: bool = False
    patience: float | None = None
    changes: Mapping[str, object] = field(default_factory=dict)


def decide(reading: Reading, session: CallSession, assignment: Assignment) -> Step:
    """Return what the server does about a turn."""
    session = _counted(reading, session)
    if session.state in (State.TRANSFERRING, State.ENDED):
        return Step(session, (), ends=session.state is State.ENDED)
    if (step := _machine(reading, session)) is not None:
        return step
    if session.state is State.GREETING and not reading.has(Intent.EMERGENCY):
        return Step(session, introduce=True)  # whatever he says, first he hears who calls and that it is recorded
    if (reason := _reason_to_transfer(reading, session)) is not None:
        return Step(session, transfer=reason)
    if session.state in (State.CALLBACK, State.CLOSING):
        return _closing(reading, session)
    return _open(reading, session, assignment)


def _counted(reading: Reading, session: CallSession) -> CallSession:
    """Count the turns that had to answer the same question; «pérame» and «ya, dime» are no attempt at it."""
    if reading.has(Intent.WAIT) or (reading.intents and reading.intents <= _NO_ATTEMPT):
        return session
    same = bool(session.question) and session.question == session.stuck_on
    return replace(session, stuck_on=session.question, stuck=session.stuck + 1 if same else 0)


def _open(reading: Reading, session: CallSession, assignment: Assignment) -> Step:
    if reading.has(Intent.NO_CALLS):
        return _opts_out(session)
    if reading.has(Intent.DRIVING) or (reading.has(Intent.BUSY) and not reading.has(Intent.WAIT)):
        say = phrases.CALL_BACK_DRIVING if reading.has(Intent.DRIVING) else phrases.CALL_BACK_BUSY
        return Step(session, (say,), Move.CALL_LATER, ends=True, changes={"outcome": Outcome.CALLBACK})
    if reading.has(Intent.WAIT) and not reading.has_facts:
        # Whoever comes back to the phone before the right party was on it may be somebody else.
        fetching = session.state is State.IDENTIFYING
        question = "" if fetching else session.question
        waiting = replace(session, wants_party=fetching, question=question, on_hold=True)
        return Step(waiting, (phrases.WAITS,), patience=HOLD_SECONDS)
    helps = reading.has_facts or reading.has(Intent.YES, Intent.NO, *_NO_ATTEMPT)
    if session.stuck > (MAX_STUCK if helps else MAX_STUCK - 1) and not reading.explicit_yes:
        return Step(session, transfer=Reason.NOT_UNDERSTOOD)
    if session.state is State.IDENTIFYING:
        return _identify(reading, session, assignment)
    return _about_the_trip(reading, session, assignment)


def _machine(reading: Reading, session: CallSession) -> Step | None:
    if session.state not in (State.GREETING, State.IDENTIFYING) or detect_machine(reading.text) is None:
        return None
    return Step(session, (), Move.MACHINE_ANSWERED, ends=True, changes={"outcome": Outcome.VOICEMAIL})


def _reason_to_transfer(reading: Reading, session: CallSession) -> Reason | None:
    if reading.has(Intent.EMERGENCY):
        return Reason.EMERGENCY
    if reading.has(Intent.HUMAN):
        return Reason.ASKED
    if reading.has(Intent.COMPLAINT):
        return Reason.COMPLAINT
    if reading.has(Intent.NO_RECORDING):
        return Reason.RECORDING
    if reading.has(Intent.REFUSES):
        return Reason.REFUSED
    if session.state in ABOUT_THE_TRIP and reading.has(Intent.NOT_MINE):
        return Reason.NOT_HIS_TRIP
    return None


def _identify(reading: Reading, session: CallSession, assignment: Assignment) -> Step:
    if not assignment.driver_id:
        return Step(session, transfer=Reason.UNKNOWN_CALLER)
    question = phrases.asks_identity(assignment.driver_name)
    if reading.has(Intent.WRONG_NUMBER):
        return _wrong_party(session)
    if session.wants_party:
        return _while_he_is_fetched(reading, session, assignment)
    if reading.has(Intent.WRONG_PARTY):
        return Step(replace(session, wants_party=True, question=phrases.FETCH_HIM), (phrases.FETCH_HIM,))
    is_he = reading.has(Intent.SELF) or says_name(reading.text, assignment.driver_name)
    yes = reading.explicit_yes or (reading.has(Intent.YES) and len(reading.text.split()) <= SHORT_ANSWER_WORDS)
    if reading.has(Intent.ROBOT):
        return Step(session, (phrases.is_a_machine(assignment.company), question))
    if reading.has(Intent.WHO) and not is_he:
        return Step(session, (phrases.who_is_calling(assignment.company), question))
    if is_he or (yes and not reading.has(Intent.NO)):
        return Step(session, move=Move.PARTY_CONFIRMED, look_up=True)
    if reading.has(Intent.NO):
        return Step(replace(session, wants_party=True, question=phrases.FETCH_HIM), (phrases.FETCH_HIM,))
    if reading.has(Intent.GREETING, Intent.REPEAT):
        return Step(session, (question,))
    return Step(session, (phrases.NOT_UNDERSTOOD, question))


def _while_he_is_fetched(reading: Reading, session: CallSession, assignment: Assignment) -> Step:
    """Somebody else has the phone: either he is fetched, or he is not there."""
    if reading.has(Intent.SELF) or says_name(reading.text, assignment.driver_name):
        return Step(replace(session, wants_party=False), introduce=True)
    if reading.has(Intent.NO, Intent.WRONG_PARTY):
        return _wrong_party(session)
    if session.question == phrases.FETCH_HIM and reading.has(Intent.YES):
        return Step(replace(session, question=""), (phrases.WAITS,), patience=HOLD_SECONDS)
    # Somebody has taken the phone, and has not heard yet who calls.
    return Step(replace(session, wants_party=False), introduce=True)


def _wrong_party(session: CallSession) -> Step:
    changes = {"outcome": Outcome.WRONG_PARTY}
    return Step(session, (phrases.SORRY_TO_BOTHER,), Move.WRONG_PARTY, ends=True, changes=changes)


def _about_the_trip(reading: Reading, session: CallSession, assignment: Assignment) -> Step:
    if session.state is State.VALIDATING and session.trip is None:
        return Step(session, look_up=True)  # he spoke while it was being read: nothing was stated yet
    if reading.has(Intent.INJECTION):
        return Step(replace(session, agreed=False), (phrases.ONLY_THIS_TRIP, session.question))
    back, session = session.on_hold, replace(session, on_hold=False)
    if not reading.has_facts:
        if back and not reading.has(Intent.NO):
            return Step(session, (session.question,))  # «ya, ahora sí» says that he is back, not that it is right
        if (step := _beside_the_trip(reading, session, assignment)) is not None:
            return step
    if reading.has(Intent.UNSURE) and session.state is State.CREATING and not reading.names_values:
        return Step(session, transfer=Reason.NO_DATA)
    return _with_the_model(reading, session)


def _beside_the_trip(reading: Reading, session: CallSession, assignment: Assignment) -> Step | None:
    """Answer what needs no model: «¿mande?», «¿eres robot?», «¿quién habla?», «¿y mi pago?», «ya, dime»."""
    company, question = assignment.company, session.question
    if reading.has(Intent.REPEAT):
        asked = session.asked
        plain = asked is not None and question == phrases.FIELD_QUESTIONS[asked]
        return Step(session, (phrases.SIMPLER_QUESTIONS[asked] if plain and asked else question,))
    if reading.has(Intent.ROBOT):
        return Step(session, (phrases.is_a_machine(company), question))
    if reading.has(Intent.WHO):
        return Step(session, (phrases.who_is_calling(company), question))
    if reading.has(Intent.OFF_TOPIC):
        if session.off_topic:
            return Step(session, transfer=Reason.OTHER)
        return Step(replace(session, off_topic=1), (phrases.NO_INFORMATION, question))
    if reading.intents and reading.intents <= _SAYS_NOTHING:
        return Step(session, (question,))
    return None


def _with_the_model(reading: Reading, session: CallSession) -> Step:
    """Note what the turn means for what waits for a yes, then let the model answer."""
    proposal = session.proposal
    yes = reading.explicit_yes or (reading.has(Intent.YES) and reading.has_facts)
    agreed = yes and not reading.has(Intent.NO, Intent.UNSURE) and consistent(reading.facts, session)
    if proposal is not None and proposal.heard:
        if reading.explicit_yes and not reading.has_facts:
            proposal = replace(proposal, accepted=True)
        elif reading.has(Intent.NO) and not reading.has_facts:
            return Step(
                replace(session, proposal=None, facts={}, question=phrases.WHICH_FIELD, asked=None),
                (phrases.WHICH_FIELD,),
            )
    return Step(replace(session, proposal=proposal, agreed=agreed))


def _opts_out(session: CallSession) -> Step:
    changes = {"outcome": session.outcome or Outcome.REFUSED}
    return Step(session, (phrases.NO_MORE_CALLS,), Move.OPTED_OUT, ends=True, changes=changes)


def _closing(reading: Reading, session: CallSession) -> Step:
    """Everything is settled; only a correction opens the trip again."""
    if reading.has(Intent.NO_CALLS) and session.state is State.CLOSING:
        return _opts_out(session)
    if session.outcome in _SETTLED and reading.has_facts and not reading.has(Intent.FAREWELL, Intent.YES):
        if reading.has(Intent.INJECTION):
            return Step(session, (phrases.ONLY_THIS_TRIP,), ends=True)
        return Step(replace(session, agreed=False))
    if session.untold:
        return Step(session, (session.untold,), patience=GOODBYE_PATIENCE)
    return Step(session, (), Move.SAID_GOODBYE, ends=True)


_NO_ATTEMPT: Final = frozenset({Intent.READY, Intent.GREETING, Intent.SELF, Intent.WHO, Intent.ROBOT})
_SAYS_NOTHING: Final = frozenset({Intent.READY, Intent.GREETING, Intent.INSULT, Intent.SELF})
_SETTLED: Final = frozenset({Outcome.CONFIRMED, Outcome.UPDATED, Outcome.CREATED})


def greeting(assignment: Assignment) -> tuple[str, str]:
    """Return the disclosure, and the question that follows it."""
    introduction = phrases.introduction(assignment.company, assignment.moment.local())
    if assignment.direction is Direction.INBOUND and not assignment.driver_id:
        return introduction, phrases.ASKS_WHO_CALLS
    return introduction, phrases.asks_identity(assignment.driver_name)
