"""Every figure of one call, computed from its ledger alone, so that it can be computed again later."""

from dataclasses import dataclass
from typing import Final

from simulator.scoring.cost import Cost, Prices, cost
from simulator.scoring.entities import Entities
from simulator.scoring.evidence import Write, asked_again, writes
from simulator.scoring.expectation import Expectation
from simulator.scoring.ledger import Ledger
from simulator.scoring.recognition import Recognition, recognition
from simulator.scoring.sentences import Brevity, brevity
from simulator.scoring.timeline import Timeline
from simulator.scoring.turn_latency import TurnLatency, answer_to_first_word, turn_latencies
from simulator.scoring.turn_taking import (
    BargeIn,
    Gap,
    Noise,
    Overlap,
    agent_interruptions,
    barge_ins,
    gaps,
    noises,
    talk_over_ratio,
    unanswered,
)

PACKET: Final = ("trip", "facts", "reason")
"""What the person who takes over must be given: the trip, what was heard, and why."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """A hand-over to a person against what the scenario wants. `delay_seconds` runs from the driver's last word."""

    wanted: str
    happened: bool
    delay_seconds: float | None = None
    packet_complete: bool = False
    written_after: bool = False


@dataclass(frozen=True, slots=True)
class Metrics:
    """One call in figures. Times are seconds; nothing here is averaged, so that runs can pool it."""

    seconds: float
    first_word_seconds: float | None
    latencies: tuple[TurnLatency, ...]
    barge_ins: tuple[BargeIn, ...]
    noises: tuple[Noise, ...]
    agent_interruptions: tuple[Overlap, ...]
    karla_turns: int
    driver_turns: int
    unanswered: int
    talk_over_ratio: float
    gaps: tuple[Gap, ...]
    brevity: tuple[Brevity, ...]
    recognition: Recognition
    asked_again: int
    writes: tuple[Write, ...]
    escalation: Escalation
    cost: Cost


def measure(ledger: Ledger, expectation: Expectation, prices: Prices, entities: Entities | None = None) -> Metrics:
    """Compute every figure of one call; without `entities`, places are known by their ids alone."""
    timeline = Timeline.of(ledger)
    return Metrics(
        seconds=timeline.ended - timeline.answered,
        first_word_seconds=answer_to_first_word(timeline),
        latencies=tuple(turn_latencies(timeline)),
        barge_ins=tuple(barge_ins(timeline)),
        noises=tuple(noises(timeline)),
        agent_interruptions=tuple(agent_interruptions(timeline)),
        karla_turns=len(timeline.turns),
        driver_turns=len(timeline.speech),
        unanswered=len(unanswered(timeline)),
        talk_over_ratio=talk_over_ratio(timeline),
        gaps=tuple(gaps(timeline)),
        brevity=tuple(brevity(turn) for turn in timeline.turns if turn.heard.strip()),
        recognition=recognition(ledger, entities.understood if entities else None),
        asked_again=asked_again(timeline),
        writes=tuple(writes(timeline, expectation.yes_words, entities.named if entities else None)),
        escalation=_escalation(timeline, expectation),
        cost=cost(timeline, prices),
    )


def _escalation(timeline: Timeline, expectation: Expectation) -> Escalation:
    transfer = timeline.ledger.first("transfer")
    if transfer is None:
        return Escalation(expectation.transfer, happened=False)
    spoken = [each.end for each in timeline.speech if each.end <= transfer.t]
    packet = {"reason": transfer.text("reason")} | (transfer.mapping("packet") or {})
    return Escalation(
        wanted=expectation.transfer,
        happened=True,
        delay_seconds=transfer.t - max(spoken) if spoken else None,
        packet_complete=all(packet.get(key) not in (None, "") for key in PACKET),
        written_after=any(event.t > transfer.t for event in timeline.ledger.named("ops.write")),
    )
