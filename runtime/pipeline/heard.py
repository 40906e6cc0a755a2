"""What changes in a call by what the driver has really heard, and by what he said over it. Pure."""

from dataclasses import replace
from typing import Final

from runtime.pipeline import phrases
from runtime.pipeline.sentences import split
from runtime.session.call_session import CallSession
from runtime.session.states import State
from runtime.understanding.answers import Intent, classify
from runtime.understanding.text import fold, tokens

_DISCLOSED: Final = "asistente virtual"


def after_hearing(session: CallSession, text: str, statement: str) -> CallSession:
    """Return the session once he has heard `text`; `statement` is how his trip on record is read, if there is one.

    A read-back counts only when all of it was heard, the record when its values were.
    """
    heard = fold(text)
    session = replace(session, spoken=session.spoken or bool(heard))
    if session.untold and fold(split(session.untold)[0]) in heard:
        session = replace(session, untold="")
    if session.proposal is not None and fold(session.proposal.read_back) in heard:
        session = replace(session, proposal=replace(session.proposal, heard=True))
    readings = (phrases.values_of(statement), phrases.asked_again(statement).rpartition(":")[0])
    if statement and any(fold(reading) in heard for reading in readings):
        session = replace(session, stated=True)
    if _DISCLOSED in heard:
        session = replace(session, disclosed=True)
    return session


def after_overhearing(session: CallSession, text: str) -> CallSession:
    """Return the session once he has said `text` over her: «sí, sí» agrees to what is not out yet, «ajá» to nothing."""
    waiting = session.proposal is not None and not session.proposal.heard
    reading = waiting or (session.state is State.VALIDATING and not session.stated)
    intents = classify(text) if reading and len(tokens(text)) > 1 else frozenset()
    reflex = Intent.YES in intents and Intent.NO not in intents
    return replace(session, reflex=True) if reflex else session
