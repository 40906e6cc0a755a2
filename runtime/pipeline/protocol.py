"""What the server decides about a driver's turn by itself, whatever model is in charge.

Identity, danger, a human wanted, «voy manejando», a voicemail greeting, orders to the system: none of
these wait for a language model, and none can be talked away by one. The model is only asked once the
right party is on the line and the turn is about the trip. Pure: a session and a reading in, a step out.
"""

from dataclasses import replace
from typing import Final

from runtime.pipeline import phrases
from runtime.pipeline.beside import again, another_leg_or_unit, beside_the_trip, with_misgivings
from runtime.pipeline.identification import greeting, identify, machine, wrong_party
from runtime.pipeline.reading import Reading, consistent, named_as_recorded
from runtime.pipeline.step import GOODBYE_PATIENCE, HOLD_SECONDS, Step
from runtime.session.call_session import SETTLED, Assignment, CallSession, Outcome, Proposal, Reason
from runtime.session.states import Move, State
from runtime.trips import Field
from runtime.understanding.answers import Intent

__all__ = ["GOODBYE_PATIENCE", "HOLD_SECONDS", "Step", "decide", "greeting"]

MAX_STUCK: Final = 2
"""How often a question is put again before a human takes over: three failed turns."""

MAX_HELPED: Final = 4
"""The same where each of his turns named a place or a day: he makes headway, though slowly."""

MAX_OPEN_QUESTIONS: Final = 2
"""How often he may answer «de dónde, a dónde y qué día» with a yes before a human takes over."""

ABOUT_THE_TRIP: Final = frozenset({State.VALIDATING, State.UPDATING, State.CREATING})


def decide(reading: Reading, session: CallSession, assignment: Assignment) -> Step:
    """Return what the server does about a turn."""
    session = _counted(reading, session)
    if session.state in (State.TRANSFERRING, State.ENDED):
        return Step(session, (), ends=session.state is State.ENDED)
    if (step := machine(reading, session, assignment)) is not None:
        return step
    if _nobody_introduced(session) and not reading.has(Intent.EMERGENCY):
        return Step(session, introduce=True)  # whatever he says, first he hears who calls and that it is recorded
    if (reason := _reason_to_transfer(reading, session)) is not None:
        return Step(session, transfer=reason)
    if session.state in (State.CALLBACK, State.CLOSING):
        return _closing(reading, session)
    return _open(reading, session, assignment)


def _nobody_introduced(session: CallSession) -> bool:
    """Tell whether he has not heard yet who calls: what was begun and not played does not count."""
    return session.state is State.GREETING or (session.state is State.IDENTIFYING and not session.disclosed)


def _counted(reading: Reading, session: CallSession) -> CallSession:
    """Count the turns that had to answer the same question; «pérame» and «ya, dime» are no attempt at it."""
    if session.offering or reading.has(Intent.WAIT) or (reading.intents and reading.intents <= _NO_ATTEMPT):
        return session
    if not session.spoken:
        return session  # he goes on with a turn that she had begun to answer
    same = bool(session.question) and session.question == session.stuck_on
    return replace(session, stuck_on=session.question, stuck=session.stuck + 1 if same else 0, spoken=False)


def _open(reading: Reading, session: CallSession, assignment: Assignment) -> Step:
    if reading.has(Intent.NO_CALLS):
        return _opts_out(session)
    if _takes_back_who_he_is(reading, session):
        return wrong_party(session)
    if (step := with_misgivings(reading, session, assignment)) is not None:
        return step
    session = replace(session, offering=False)
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
    limit = MAX_HELPED if reading.names_values else MAX_STUCK if helps else MAX_STUCK - 1
    stuck = session.stuck > limit and not reading.explicit_yes
    if session.state is State.IDENTIFYING:
        step = identify(reading, session, assignment)
        return Step(session, transfer=Reason.NOT_UNDERSTOOD) if stuck and step.move is None else step
    if stuck:
        return Step(session, transfer=Reason.NOT_UNDERSTOOD)
    return _about_the_trip(reading, session, assignment)


def _takes_back_who_he_is(reading: Reading, session: CallSession) -> bool:
    """Tell whether somebody who had said that it was he now says that it is not: «no, está…» is about the trip."""
    says_so = reading.has(Intent.WRONG_PARTY) and bool(_SOMEBODY_ELSE & set(reading.words))
    return session.state is State.VALIDATING and says_so and not reading.has_facts


def _reason_to_transfer(reading: Reading, session: CallSession) -> Reason | None:
    if reading.has(Intent.EMERGENCY):
        return Reason.EMERGENCY
    if reading.has(Intent.HUMAN):
        return Reason.ASKED
    if reading.has(Intent.COMPLAINT):
        return Reason.COMPLAINT
    if reading.has(Intent.NO_RECORDING):
        return Reason.RECORDING
    if reading.has(Intent.PRIVACY):
        return Reason.PRIVACY
    if reading.has(Intent.REFUSES) or (session.suspected and reading.has(Intent.SUSPECTS)):
        return Reason.REFUSED
    if session.foreign and reading.has(Intent.FOREIGN) and not reading.has_facts:
        return Reason.NOT_UNDERSTOOD
    if session.state in ABOUT_THE_TRIP and reading.has(Intent.NOT_MINE):
        return Reason.NOT_HIS_TRIP
    return None


def _about_the_trip(reading: Reading, session: CallSession, assignment: Assignment) -> Step:
    if session.state is State.VALIDATING and session.trip is None:
        return Step(session, look_up=True)  # he spoke while it was being read: nothing was stated yet
    if reading.has(Intent.INJECTION):
        return Step(replace(session, agreed=False), (phrases.ONLY_THIS_TRIP, again(session)))
    if (step := another_leg_or_unit(reading, session)) is not None:
        return step
    back, session = session.on_hold, replace(session, on_hold=False)
    if not reading.has_facts:
        if back and not reading.has(Intent.NO):
            return Step(session, (again(session),))  # «ya, ahora sí» says that he is back, not that it is right
        if (step := beside_the_trip(reading, session, assignment)) is not None:
            return step
        accepts = session.proposal is not None and session.proposal.heard and reading.now_yes
        if reading.intents and reading.intents <= _SAYS_NOTHING and not accepts:
            return Step(session, (again(session),))
        if (step := _asks_openly(reading, session)) is not None:
            return step
    if reading.has(Intent.UNSURE) and session.state is State.CREATING and not reading.names_values:
        return Step(session, transfer=Reason.NO_DATA)
    return _with_the_model(reading, session)


def _asks_openly(reading: Reading, session: CallSession) -> Step | None:
    """Ask for the trip in his own words after a yes to what he cannot have heard: such a yes proves nothing."""
    if session.state is not State.VALIDATING:
        return None
    if reading.has(Intent.SELF) and not session.stated:
        return Step(session, (session.question,))  # «soy yo, el único» goes on about who he is
    if not reading.explicit_yes:
        return None
    if session.murmured and not session.opened:
        return Step(session, (phrases.SURE,))
    if session.stated and not session.reflex and not session.opened:
        return None
    if session.opened >= MAX_OPEN_QUESTIONS:
        return Step(session, transfer=Reason.NO_DATA)
    opened = replace(session, opened=session.opened + 1, question=phrases.ALL_FIELDS, asked=None, agreed=False)
    return Step(opened, (phrases.IN_HIS_WORDS, phrases.ALL_FIELDS) if session.opened else (phrases.ALL_FIELDS,))


def _with_the_model(reading: Reading, session: CallSession) -> Step:
    """Note what the turn means for what waits for a yes, then let the model answer."""
    proposal = session.proposal
    # To confirm what is on record, a yes through noise is enough the second time: nothing is written by it.
    yes = reading.explicit_yes or (reading.has(Intent.YES) and (reading.has_facts or session.stuck > 0))
    agreed = yes and not reading.has(Intent.NO, Intent.UNSURE) and consistent(reading.facts, session)
    agreed = agreed and _ASKS_IF_RIGHT in session.question
    if proposal is not None and proposal.heard:
        if session.reflex and not session.probed and reading.explicit_yes and not reading.has_facts:
            return _probes(session, proposal)
        accepts = (reading.explicit_yes or reading.now_yes) and not reading.has_facts
        if accepts and session.murmured:
            return Step(session, (phrases.SURE,))
        if accepts and session.question == proposal.read_back:
            proposal = replace(proposal, accepted=True)
        elif reading.has(Intent.NO) and not reading.has_facts:
            return Step(
                replace(session, proposal=None, question=phrases.WHICH_FIELD, asked=None),
                (phrases.WHICH_FIELD,),
            )
    named = session.named | named_as_recorded(reading.facts, session)
    return Step(replace(session, proposal=proposal, agreed=agreed, named=named))


def _probes(session: CallSession, proposal: Proposal) -> Step:
    """Ask for what was read back: he said yes over it, and yes after it. Once a call; then his yes counts."""
    asked = next(field for field in Field if field in proposal.data)
    question = phrases.FIELD_QUESTIONS[asked]
    return Step(replace(session, reflex=False, probed=True, question=question, asked=asked), (question,))


def _opts_out(session: CallSession) -> Step:
    changes = {"outcome": session.outcome or Outcome.REFUSED}
    return Step(session, (phrases.NO_MORE_CALLS,), Move.OPTED_OUT, ends=True, changes=changes)


def _closing(reading: Reading, session: CallSession) -> Step:
    """Everything is settled; only a correction opens the trip again."""
    if reading.has(Intent.NO_CALLS) and session.state is State.CLOSING:
        return _opts_out(session)
    if session.outcome in SETTLED and reading.has_facts and not reading.has(Intent.FAREWELL, Intent.YES):
        if reading.has(Intent.INJECTION):
            return Step(session, (phrases.ONLY_THIS_TRIP,), ends=True)
        return Step(replace(session, agreed=False, reopened=True))
    if session.outcome in SETTLED and not reading.has_facts and _takes_back(reading):
        opened = replace(session, question=phrases.WHICH_FIELD, asked=None, reopened=True)
        return Step(opened, (phrases.WHICH_FIELD,))
    if session.reopened and not reading.has(Intent.FAREWELL, Intent.INJECTION):
        return Step(replace(session, agreed=False))
    if session.untold:
        return Step(session, (session.untold,), patience=GOODBYE_PATIENCE)
    return Step(session, (), Move.SAID_GOODBYE, ends=True)


def _takes_back(reading: Reading) -> bool:
    """Tell whether «no, espéreme, le dije mal» opens again what was settled; «no, es todo» does not."""
    return reading.has(Intent.NO) and not reading.has(Intent.FAREWELL) and bool(_MISTAKE & set(reading.words))


_ASKS_IF_RIGHT: Final = "correcto"
"""Every question whether something is right has this word: a yes to another question confirms nothing."""

_SOMEBODY_ELSE: Final = frozenset("soy el crea broma salio fue".split())
_MISTAKE: Final = frozenset("mal equivoque equivocado espereme esperese espere perame error".split())
_NO_ATTEMPT: Final = frozenset(
    {Intent.READY, Intent.GREETING, Intent.SELF, Intent.WHO, Intent.ROBOT, Intent.SUSPECTS, Intent.FOREIGN}
)
_SAYS_NOTHING: Final = frozenset({Intent.READY, Intent.GREETING, Intent.INSULT, Intent.SELF})
