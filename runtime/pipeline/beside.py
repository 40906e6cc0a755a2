"""What a driver says beside the question, and what the server answers without a model before it asks again."""

from dataclasses import replace
from typing import Final

from runtime.pipeline import phrases
from runtime.pipeline.reading import Reading
from runtime.pipeline.step import Step
from runtime.session.call_session import Assignment, CallSession, Reason
from runtime.session.states import State
from runtime.trips import Field
from runtime.understanding.answers import Intent


def with_misgivings(reading: Reading, session: CallSession, assignment: Assignment) -> Step | None:
    """Meet distrust and another language once, with a sentence each; the second time is for a human.

    Who takes her for a swindler hears again who she is, and may have a person instead.
    """
    if session.offering:
        session = replace(session, offering=False)
        if reading.has(Intent.YES) and not reading.has(Intent.NO) and reading.words[:1] != ["no"]:
            return Step(session, transfer=Reason.ASKED)
        if not reading.has_facts and reading.has(Intent.NO, Intent.YES, Intent.READY):
            return Step(session, (again(session),))
    if reading.has(Intent.SUSPECTS):
        return Step(replace(session, suspected=True, offering=True), (phrases.offers_human(assignment.company),))
    if reading.has(Intent.FOREIGN) and not reading.has_facts and not reading.has(Intent.INJECTION):
        return Step(replace(session, foreign=True, on_hold=True), (phrases.ONLY_SPANISH,))
    return None


def beside_the_trip(reading: Reading, session: CallSession, assignment: Assignment) -> Step | None:
    """Answer what needs no model: «¿mande?», «¿eres robot?», «¿quién habla?», «¿y mi pago?», «ya, dime»."""
    company, question = assignment.company, again(session)
    if reading.has(Intent.REPEAT):
        asked = session.asked
        plain = asked is not None and question == phrases.FIELD_QUESTIONS[asked]
        return Step(session, (phrases.SIMPLER_QUESTIONS[asked] if plain and asked else question,))
    if reading.has(Intent.ROBOT):
        return Step(session, (phrases.is_a_machine(company), question))
    if reading.has(Intent.WHO):
        return Step(session, (phrases.who_is_calling(company), question))
    if reading.has(Intent.PAPERS):
        return Step(session, (phrases.NOT_NEEDED, question))
    if reading.has(Intent.OFF_TOPIC):
        if session.off_topic:
            return Step(session, transfer=Reason.OTHER)
        return Step(replace(session, off_topic=1), (phrases.NO_INFORMATION, question))
    if reading.has(Intent.ROAD_MARK):
        asked = Field.ORIGIN if _LOADING & set(reading.words) else session.asked or Field.DESTINATION
        return Step(replace(session, question=phrases.WHICH_CITY, asked=asked), (phrases.WHICH_CITY,))
    return None


_LOADING: Final = frozenset("sali cargue salimos cargamos levante origen".split())


def another_leg_or_unit(reading: Reading, session: CallSession) -> Step | None:
    """Ask about this leg alone when he tells of two, or of a change of unit on the way.

    Which of the places that he names with it belong to this leg, nobody can tell. The second time is for a human.
    """
    if not reading.has(Intent.TWO_LEGS, Intent.OTHER_UNIT) or session.state is State.CREATING:
        return None
    if session.off_topic:
        return Step(session, transfer=Reason.OTHER)
    say = phrases.ONE_LEG if reading.has(Intent.TWO_LEGS) else phrases.NOT_HER_FIELD
    return Step(replace(session, off_topic=1, agreed=False), (say, again(session)))


def again(session: CallSession) -> str:
    """Return the open question as it is put again."""
    return phrases.asked_again(session.question)
