"""A call handed to a person: whether it had to be, how long it took, what was passed on, what if nobody took it.

The trigger is the driver's first word that needs a person (he asks for one, tells an emergency, complains, refuses, or
says the trip is not his), or else his last word before Karla decided. What he really said counts, not what was
recognised. The packet must hold the trip, what was heard, and why. `transfer.answered` and `transfer.failed` tell
whether a person took the call; a rig without people tells neither.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from simulator.scoring.expectation import Expectation
from simulator.scoring.ledger import Event
from simulator.scoring.recognition import normalise
from simulator.scoring.timeline import Timeline, Utterance

NEEDS_A_PERSON: Final = re.compile(
    r"\b(pas[ea](me|nme)|comuni(queme|came|queme)|pongame|quiero hablar) (a |con |al )"
    r"|\b(una persona|un humano|alguien de verdad|el encargado|un supervisor|la operadora)\b"
    r"|\b(accidente|choc(ar|amos|aron|ado|que)|volc(o|amos|adura|ado)|asalt(o|ar|aron|aban|ando|ado)|herid[oa]s?"
    r"|ambulancia|balazos?|infarto|me robaron|se llevaron)\b"
    r"|\b(una queja|no me pagan|nadie me paga|estadia)\b"
    r"|\bno (le )?(voy a dar|doy) (ning[a-z]+ )?datos?\b|\bno quiero que me graben?\b"
    r"|\bno es mio\b|\bes de otro\b"
)


@dataclass(frozen=True, slots=True)
class Escalation:
    """A hand-over to a person against what the scenario wants.

    Both delays run from the end of the trigger: `decided_seconds` to Karla's decision, `delay_seconds` to the
    hand-over, her announcement included. `taken` says whether a person took the call, None if the rig has no people;
    where none did, `fell_back` says whether Karla told the driver and the call ended as one to be made again.
    """

    wanted: str
    happened: bool
    delay_seconds: float | None = None
    packet_complete: bool = False
    written_after: bool = False
    decided_seconds: float | None = None
    taken: bool | None = None
    fell_back: bool | None = None


def escalation(timeline: Timeline, expectation: Expectation) -> Escalation:
    """Grade the hand-over of one call."""
    transfer = timeline.ledger.first("transfer")
    if transfer is None:
        return Escalation(expectation.transfer, happened=False)
    decided = decided_at(timeline)
    by = transfer.t if decided is None else decided
    since = trigger(timeline, by)
    packet = {"reason": transfer.text("reason")} | (transfer.mapping("packet") or {})
    return Escalation(
        wanted=expectation.transfer,
        happened=True,
        delay_seconds=transfer.t - since.end if since else None,
        packet_complete=complete(packet, expectation.trip_id if expectation.caller_known else None),
        written_after=any(event.t > transfer.t for event in timeline.ledger.named("ops.write")),
        decided_seconds=by - since.end if since else None,
        taken=_taken(timeline),
        fell_back=_fell_back(timeline),
    )


def complete(packet: Mapping[str, object], trip_id: str | None) -> bool:
    """Tell whether a hand-over packet has everything; only where the call has no trip may it name none."""
    if packet.get("reason") in (None, "") or packet.get("facts") is None or "trip" not in packet:
        return False
    return trip_id is None or packet["trip"] == trip_id


def decided_at(timeline: Timeline) -> float | None:
    """Return when Karla decided that a person has to take over."""
    moves = (event.t for event in timeline.ledger.named("state") if event.text("move") == "human_wanted")
    return next(moves, None)


def trigger(timeline: Timeline, by: float) -> Utterance | None:
    """Return what the driver said that needs a person; else his last words that ended until `by`."""
    said = [each for each in timeline.speech if each.end <= by]
    asked = next((each for each in timeline.speech if each.start <= by and needs_a_person(each.said)), None)
    return asked or (said[-1] if said else None)


def needs_a_person(text: str) -> bool:
    """Tell whether `text` asks for a person, or tells what only a person may deal with."""
    return bool(NEEDS_A_PERSON.search(normalise(text)))


def _failed(timeline: Timeline) -> Event | None:
    return timeline.ledger.last("transfer.failed")


def _taken(timeline: Timeline) -> bool | None:
    if timeline.ledger.first("transfer.answered"):
        return True
    return False if _failed(timeline) else None


def _fell_back(timeline: Timeline) -> bool | None:
    """Tell whether Karla spoke to him after nobody had taken the call, and it ended as one to be made again."""
    failed = _failed(timeline)
    if failed is None or timeline.ledger.first("transfer.answered"):
        return None
    end = timeline.ledger.last("call.end")
    told = any(turn.first > failed.t and turn.heard for turn in timeline.turns)
    return told and end is not None and end.text("outcome") == "callback"
