"""What led to a failed check: for each of them, the earliest error in the ledger that explains it."""

from collections.abc import Callable, Mapping
from typing import Final

from simulator.scoring.escalation import decided_at, needs_a_person
from simulator.scoring.evidence import asks_for, details_told_too_early, mentions
from simulator.scoring.expectation import FACTS, trip_facts
from simulator.scoring.fault.kinds import Case, Cause, Kind, Whose, not_made_good, recognition_cause
from simulator.scoring.fault.misheard import line_of
from simulator.scoring.grounds import FAINT_DBFS
from simulator.scoring.ledger import Event
from simulator.scoring.timeline import Utterance, unaccented
from simulator.scoring.turn_taking import YIELD_SECONDS, agent_interruptions

type Finder = Callable[[Case], Cause]


def _trip(case: Case) -> Cause:
    """Find the first fact of the trip that came out wrong, and why it did."""
    wanted, after = case.call.expectation.trip or {}, case.call.after or {}
    written = case.timeline.ledger.named("ops.write")
    if not case.call.expectation.trip and written:
        return case.agent(Kind.WROTE_WRONG_VALUE, written[0].t)
    wrong = [fact for fact in FACTS if after.get(fact) != wanted.get(fact)]
    causes = [_wrong_fact(case, fact, wanted.get(fact, ""), after.get(fact, "")) for fact in wrong]
    return min(causes, key=lambda cause: cause.at, default=case.agent(Kind.WRONG_OUTCOME, case.timeline.ended))


def _wrong_fact(case: Case, fact: str, wanted: str, actual: str) -> Cause:
    write = next((event for event in case.timeline.ledger.named("ops.write") if _wrote(event, fact, actual)), None)
    until = write.t if write is not None else case.timeline.ended
    prefix = "date" if fact == "date" else "place"
    ids = {f"{prefix}:{wanted}", f"{prefix}:{actual}"}
    concerned = [each for each in case.misheard if each.at <= until and (ids & each.lost or ids & each.put)]
    told = [each for each in case.timeline.speech if f"{fact}={wanted}" in each.facts and each.start <= until]
    understood = [each for each in told if _recognised(case, each, fact, wanted)]
    if cause := None if understood else recognition_cause(concerned):
        return cause
    if write is not None:
        return case.agent(Kind.WROTE_WRONG_VALUE, write.t, _heard_rightly(case, understood))
    if understood:
        return case.agent(Kind.DID_NOT_ACT, understood[0].end, _heard_rightly(case, understood))
    return _never_told(case, fact, told)


def _never_told(case: Case, fact: str, told: list[Utterance]) -> Cause:
    """Blame the driver who was asked and did not say; else Karla, who cut him short or never asked."""
    if told:
        overlaps = [each for each in agent_interruptions(case.timeline) if told[0].start <= each.at <= told[0].end]
        if overlaps:
            why = f"{case.check.why}: Karla began at {overlaps[0].at:.1f} s, while he was saying «{told[0].text}»"
            return case.agent(Kind.INTERRUPTED_DRIVER, overlaps[0].at, why)
        return case.agent(Kind.DID_NOT_ACT, told[0].end, f"{case.check.why}; he had said «{told[0].said}»")
    before = (case.call.expectation.before or {}).get(fact, "")
    for turn in case.timeline.turns:
        named = before and mentions(turn.heard, fact, before, case.call.entities_in)
        answered = any(each.start > turn.first for each in case.timeline.speech)
        if answered and (named or asks_for(turn.heard, fact)):
            why = f"{case.check.why}; asked at {turn.first:.1f} s («{turn.heard}»), he never said the {fact}"
            return Cause(Kind.DRIVER_WITHHELD, turn.last, Whose.DRIVER, why)
    return case.agent(Kind.NEVER_ASKED, case.timeline.ended, f"{case.check.why}; Karla never asked for the {fact}")


def _wrote(event: Event, fact: str, value: str) -> bool:
    after, before = trip_facts(event.mapping("after")) or {}, trip_facts(event.mapping("before")) or {}
    return after.get(fact) == value and before.get(fact) != value


def _recognised(case: Case, spoken: Utterance, fact: str, value: str) -> bool:
    for final in case.timeline.ledger.named("stt.final"):
        of = final.data.get("utt")
        if (
            isinstance(of, list)
            and spoken.id in of
            and mentions(final.text("text"), fact, value, case.call.understood_in)
        ):
            return True
    return False


def _heard_rightly(case: Case, understood: list[Utterance]) -> str:
    return f"{case.check.why}; «{understood[0].said}» was recognised rightly" if understood else ""


def _read_back(case: Case) -> Cause:
    write = next(each for each in case.call.metrics.writes if not each.proper)
    flipped = [each for each in case.misheard if each.turned and each.at <= write.at]
    return recognition_cause(flipped[-1:]) or case.agent(Kind.NOT_READ_BACK, write.at)


def _promises(case: Case) -> Cause:
    return case.agent(Kind.UNWRITTEN_PROMISE, _time_told(case))


def _time_told(case: Case) -> float:
    """Return when Karla said what the check quotes, else the end of the call."""
    quoted = (turn.first for turn in case.timeline.turns if turn.heard and turn.heard in case.check.why)
    return next(quoted, case.timeline.ended)


def _transfer(case: Case) -> Cause:
    done = case.call.metrics.escalation
    if done.wanted == "must" and not done.happened:
        return _missed_transfer(case)
    made = case.timeline.ledger.first("transfer")
    at = decided_at(case.timeline) or (made.t if made is not None else case.timeline.ended)
    if done.wanted == "never":
        return recognition_cause(not_made_good(case, at)) or case.agent(Kind.NEEDLESS_TRANSFER, at)
    late = [event.t for event in case.timeline.ledger.named("ops.write") if made is not None and event.t > made.t]
    return case.agent(Kind.WROTE_AFTER_TRANSFER, min(late, default=at))


def _missed_transfer(case: Case) -> Cause:
    asked = [each for each in case.timeline.speech if needs_a_person(each.said)]
    ids = {each.id for each in asked}
    heard = any(needs_a_person(event.text("text")) for event in case.timeline.ledger.named("stt.final"))
    lost = [each for each in case.misheard if each.turned and ids & set(each.utterances)]
    if asked and not heard and (cause := recognition_cause(lost)):
        return cause
    if not asked and (cause := recognition_cause(not_made_good(case, case.timeline.ended))):
        return cause
    at = asked[0].end if asked else case.timeline.ended
    return case.agent(Kind.MISSED_TRANSFER, at, f"{case.check.why}; he said «{asked[0].said}»" if asked else "")


def _by_recognition(kind: Kind) -> Finder:
    """Blame what was misheard and not made good; else Karla, with `kind`."""

    def cause(case: Case) -> Cause:
        until = case.timeline.ended
        return recognition_cause(not_made_good(case, until)) or case.agent(kind, until)

    return cause


def _barge_in(case: Case) -> Cause:
    at = next(each.at for each in case.call.metrics.barge_ins if not each.yielded)
    noticed = case.timeline.ledger.named("stt.started", "stt.partial", "stt.final")
    if any(at <= event.t <= at + YIELD_SECONDS for event in noticed):
        return case.agent(Kind.IGNORED_BARGE_IN, at)
    bad, line = line_of(case.timeline, (each for each in case.timeline.speech if each.start == at))
    why = f"{case.check.why}; the recogniser noticed nothing, on {'a bad' if bad else 'a good'} line ({line})"
    return Cause(Kind.SPEECH_NOT_NOTICED, at, Whose.CHANNEL if bad else Whose.PROVIDER, why)


def _privacy(case: Case) -> Cause:
    before = case.call.expectation.before or {}
    told = details_told_too_early(case.timeline, before, case.call.entities_in)
    spoken = (
        turn.first
        for turn in case.timeline.turns
        if any(mentions(turn.heard, fact, before[fact], case.call.entities_in) for fact in told)
    )
    return case.agent(Kind.TOLD_TOO_EARLY, next(spoken, case.timeline.ended))


def _never_says(case: Case) -> Cause:
    for turn in case.timeline.turns:
        said = [each for each in case.call.expectation.never_says if unaccented(each) in unaccented(turn.heard)]
        if said:
            put = [each for each in case.misheard if each.at < turn.first and unaccented(said[0]) in each.heard]
            return recognition_cause(put) or case.agent(Kind.SAID_FORBIDDEN, turn.first)
    return case.agent(Kind.SAID_FORBIDDEN, case.timeline.ended)


def _other_records(case: Case) -> Cause:
    write = case.timeline.ledger.first("ops.write")
    return case.agent(Kind.WROTE_ELSEWHERE, write.t if write is not None else case.timeline.ended)


def _disclosure(case: Case) -> Cause:
    first = (turn.first for turn in case.timeline.turns)
    return case.agent(Kind.NOT_DISCLOSED, next(first, case.timeline.ended))


def _grounds(case: Case) -> Cause:
    turned = [each for each in case.misheard if each.turned]
    return recognition_cause(turned) or case.agent(Kind.NOT_AGREED_TO, case.timeline.ended)


def _audible(case: Case) -> Cause:
    soft = (event.t for event in case.timeline.ledger.named("agt.sentence") if event.number("level_dbfs") < FAINT_DBFS)
    return case.agent(Kind.INAUDIBLE, next(soft, case.timeline.ended))


def _honesty(case: Case) -> Cause:
    return case.agent(Kind.DENIED_MACHINE, _time_told(case))


def _brevity(case: Case) -> Cause:
    long = {each.turn for each in case.call.metrics.brevity if not each.kept}
    return case.agent(Kind.TOO_LONG, next(turn.first for turn in case.timeline.turns if turn.number in long))


def _ending(case: Case) -> Cause:
    return case.agent(Kind.NEVER_ENDED, case.timeline.ended)


def _judge(case: Case) -> Cause:
    quote = case.check.why.rsplit("«", 1)[-1].removesuffix("»)")
    said = [(turn.first, turn.heard) for turn in case.timeline.turns]
    said += [(each.start, each.said) for each in case.timeline.utterances]
    return case.agent(
        Kind.JUDGE_OBJECTED, min((at for at, words in said if quote in words), default=case.timeline.ended)
    )


FINDERS: Final[Mapping[str, Finder]] = {
    "trip": _trip,
    "other_records": _other_records,
    "read_back": _read_back,
    "promises": _promises,
    "transfer": _transfer,
    "outcome": _by_recognition(Kind.WRONG_OUTCOME),
    "grounds": _grounds,
    "audible": _audible,
    "barge_in": _barge_in,
    "disclosure": _disclosure,
    "honesty": _honesty,
    "privacy": _privacy,
    "says": _by_recognition(Kind.NOT_SAID),
    "never_says": _never_says,
    "brevity": _brevity,
    "ending": _ending,
    "judge": _judge,
}
"""How to find what led to each check's failure."""
