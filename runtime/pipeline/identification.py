"""Who is on the line: a machine, a stranger, his family, or the driver. Until that is known, no trip is named."""

from dataclasses import replace
from typing import Final

from runtime.pipeline import phrases
from runtime.pipeline.reading import Reading, says_name
from runtime.pipeline.step import HOLD_SECONDS, Step
from runtime.session.call_session import Assignment, CallSession, Direction, Outcome, Reason
from runtime.session.states import Move, State
from runtime.understanding.answers import Intent
from runtime.understanding.voicemail import Machine, detect_machine

SHORT_ANSWER_WORDS: Final = 4
"""A longer answer to «¿hablo con él?» is no plain yes, whatever word like one was recognised in it."""

MAX_SCREENED: Final = 3
"""How often a call screener may speak before it counts as a machine that fetches nobody."""


def greeting(assignment: Assignment, *, again: bool = False) -> tuple[str, str]:
    """Return the disclosure, and the question that follows it; `again` is after a line that broke."""
    if again:
        introduction = phrases.introduces_herself_again(assignment.company)
    else:
        introduction = phrases.introduction(assignment.company, assignment.moment.local())
    if assignment.direction is Direction.INBOUND and not assignment.driver_id:
        return introduction, phrases.ASKS_WHO_CALLS
    return introduction, phrases.asks_identity(assignment.driver_name)


def machine(reading: Reading, session: CallSession, assignment: Assignment) -> Step | None:
    """Tell a call screener who calls and why, and wait for whom it fetches; any other machine hears nothing."""
    if session.state not in (State.GREETING, State.IDENTIFYING):
        return None
    kind = detect_machine(reading.text)
    if kind is None:
        return None
    screened = replace(session, screened=session.screened + 1)
    unanswered = not session.screened or not session.disclosed  # begun and not played is not said
    if kind is Machine.SCREENING and unanswered and session.screened < MAX_SCREENED:
        fetching = session.state is State.IDENTIFYING  # whoever comes next has not heard who calls
        who = phrases.tells_the_screener(assignment.company, assignment.driver_name)
        return Step(replace(screened, wants_party=fetching, question=""), (who,), patience=HOLD_SECONDS)
    if kind in (Machine.SCREENING, Machine.IVR) and 0 < session.screened < MAX_SCREENED:
        return Step(screened, (), patience=HOLD_SECONDS)
    return Step(session, (), Move.MACHINE_ANSWERED, ends=True, changes={"outcome": Outcome.VOICEMAIL})


def identify(reading: Reading, session: CallSession, assignment: Assignment) -> Step:
    """Find out whether it is he."""
    if not assignment.driver_id:
        return Step(session, transfer=Reason.UNKNOWN_CALLER)
    question = phrases.asks_identity(assignment.driver_name)
    if reading.has(Intent.WRONG_NUMBER):
        return wrong_party(session)
    if session.wants_party:
        return _while_he_is_fetched(reading, session, assignment)
    if reading.has(Intent.WRONG_PARTY):
        return Step(replace(session, wants_party=True, question=phrases.FETCH_HIM), (phrases.FETCH_HIM,))
    is_he = reading.has(Intent.SELF) or says_name(reading.text, assignment.driver_name)
    if reading.has(Intent.ROBOT) or (reading.has(Intent.WHO) and not is_he):
        tells = phrases.is_a_machine if reading.has(Intent.ROBOT) else phrases.who_is_calling
        return Step(session, (tells(assignment.company), question))
    if is_he or _agrees(reading, session):
        return Step(session, move=Move.PARTY_CONFIRMED, look_up=True)
    if reading.has(Intent.NO):
        return Step(replace(session, wants_party=True, question=phrases.FETCH_HIM), (phrases.FETCH_HIM,))
    if reading.has(Intent.READY):
        return Step(replace(session, ready=True), (question,))  # «dígame» alone may be anybody, once
    if reading.has(Intent.GREETING, Intent.REPEAT):
        return Step(session, (question,))
    return Step(session, (phrases.NOT_UNDERSTOOD, question))


def _agrees(reading: Reading, session: CallSession) -> bool:
    """Tell whether he says yes to «¿hablo con él?»: a short yes, or «dígame» for the second time."""
    short = reading.has(Intent.YES) and len(reading.text.split()) <= SHORT_ANSWER_WORDS
    ready = session.ready and reading.has(Intent.READY)
    return (reading.explicit_yes or short or ready) and not reading.has(Intent.NO)


def _while_he_is_fetched(reading: Reading, session: CallSession, assignment: Assignment) -> Step:
    """Somebody else has the phone: either he is fetched, or he is not there."""
    if reading.has(Intent.SELF) or says_name(reading.text, assignment.driver_name):
        return Step(replace(session, wants_party=False), introduce=True)
    if reading.has(Intent.NO, Intent.WRONG_PARTY):
        return wrong_party(session)
    if session.question == phrases.FETCH_HIM and reading.has(Intent.YES):
        return Step(replace(session, question=""), (phrases.WAITS,), patience=HOLD_SECONDS)
    # Somebody has taken the phone, and has not heard yet who calls.
    return Step(replace(session, wants_party=False), introduce=True)


def wrong_party(session: CallSession) -> Step:
    """Leave a stranger in peace: nothing more is said of the trip."""
    changes = {"outcome": session.outcome or Outcome.WRONG_PARTY}
    return Step(session, (phrases.SORRY_TO_BOTHER,), Move.WRONG_PARTY, ends=True, changes=changes)
