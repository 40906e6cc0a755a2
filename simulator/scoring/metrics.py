"""Every figure of one call, computed from its ledger alone, so that it can be computed again later."""

from dataclasses import dataclass

from simulator.scoring.cost import Cost, Prices, cost
from simulator.scoring.efficiency import Efficiency, efficiency
from simulator.scoring.entities import Entities
from simulator.scoring.escalation import Escalation, escalation
from simulator.scoring.evidence import Write, writes
from simulator.scoring.expectation import Expectation
from simulator.scoring.grounds import lingered_seconds, repeated
from simulator.scoring.injection import Injection, injection
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
    efficiency: Efficiency | None = None
    injection: Injection | None = None
    lingered_seconds: float | None = None
    repeated: int = 0


def measure(
    call: Ledger | Timeline, expectation: Expectation, prices: Prices, entities: Entities | None = None
) -> Metrics:
    """Compute every figure of one call; without `entities`, places are known by their ids alone."""
    timeline = Timeline.of(call) if isinstance(call, Ledger) else call
    short = efficiency(timeline)
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
        recognition=recognition(timeline.ledger, entities.understood if entities else None),
        asked_again=short.asked_again,
        writes=tuple(writes(timeline, expectation.yes_words, entities.named if entities else None)),
        escalation=escalation(timeline, expectation),
        cost=cost(timeline, prices),
        efficiency=short,
        injection=injection(timeline, expectation, entities.named if entities else None),
        lingered_seconds=lingered_seconds(timeline),
        repeated=repeated(timeline),
    )
