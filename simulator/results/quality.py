"""How Karla did besides passing: figures pooled over calls, as name and text, each with what backs it."""

from collections.abc import Iterable, Sequence
from typing import Final

from simulator.results.counts import LEAST_EVENTS, in_percent, in_ratio, share_of
from simulator.scoring.escalation import Escalation
from simulator.scoring.metrics import Metrics
from simulator.scoring.recognition import WordErrors
from simulator.scoring.turn_taking import AWKWARD_SECONDS, DEAD_AIR_SECONDS, YIELD_SECONDS, Gap, Noise
from simulator.statistics.samples import mean, percentile

SLO_SECONDS: Final = 1.5
KINDS: Final = {
    "backchannel": "a murmur",
    "cough": "a cough",
    "aside": "an aside",
    "horn": "a horn",
    "air_brake": "an air brake",
    "beeper": "a reversing beeper",
    "radio": "a radio",
    "echo": "her echo",
    "dtmf": "a key",
}

type Rows = list[tuple[str, str]]


def rows(calls: Sequence[Metrics]) -> Rows:
    """Return every figure over the given calls."""
    return [
        *_turns(calls),
        *_noises([each for m in calls for each in m.noises]),
        *_interruptions(calls),
        *_silences(calls),
        *_care(calls),
        *_efficiency(calls),
        *_recognition(calls),
        *_escalation([m.escalation for m in calls]),
    ]


def _turns(calls: Sequence[Metrics]) -> Rows:
    waits = [each for m in calls for each in m.latencies]
    barge_ins = [each for m in calls for each in m.barge_ins]
    return [
        ("turns under 1.5 s", share_of([each.seconds < SLO_SECONDS for each in waits])),
        ("turns of a comfortable length", share_of([each.comfortable for each in waits])),
        ("late turns", share_of([each.late for each in waits])),
        (f"yields to a barge-in within {YIELD_SECONDS:.0f} s", share_of([each.yielded for each in barge_ins])),
    ]


def _noises(noises: Sequence[Noise]) -> Rows:
    """Return how often she fell for what was not meant for her: in all, then by kind, where ten events back it."""
    found: Rows = []
    for told, over in (("stopped by", True), ("answered", False)):
        those = [each for each in noises if each.over_karla == over]
        what = "a sound not meant for her" if over else "one in silence"
        found.append((f"{told} {what}", share_of([each.fooled for each in those], least=LEAST_EVENTS)))
        for kind, words in KINDS.items():
            of_kind = [each.fooled for each in those if each.kind == kind]
            if len(of_kind) >= LEAST_EVENTS:
                found.append((f"· {words}", share_of(of_kind)))
    return found


def _interruptions(calls: Sequence[Metrics]) -> Rows:
    driver_turns = sum(m.driver_turns for m in calls)
    overlaps = [each for m in calls for each in m.agent_interruptions]
    found = [("interrupted the driver", in_ratio(len(overlaps), driver_turns))]
    if overlaps:
        middle = percentile([1000 * each.seconds for each in overlaps], 50)
        found.append(("· both spoke for, p50", f"{middle:.0f} ms"))
    known = [each.planned_pause for each in overlaps if each.planned_pause is not None]
    if known:
        found.append(("· in a pause that he was to make", in_ratio(sum(known), len(known))))
    return [
        *found,
        ("left him unanswered", in_ratio(sum(m.unanswered for m in calls), driver_turns)),
        ("talk-over", in_percent(mean([m.talk_over_ratio for m in calls]))),
    ]


def _silences(calls: Sequence[Metrics]) -> Rows:
    gaps, seconds = [gap for m in calls for gap in m.gaps], sum(m.seconds for m in calls)
    found: Rows = []
    for longer in (DEAD_AIR_SECONDS, AWKWARD_SECONDS):
        for side, words in (("karla", "Karla"), ("driver", "the driver")):
            those = [gap for gap in gaps if gap.seconds > longer and gap.owed_by == side]
            found.append((f"silences over {longer:.0f} s, owed by {words}", _silence(those, seconds)))
    return found


def _silence(gaps: Sequence[Gap], seconds: float) -> str:
    if not gaps:
        return "none"
    share = sum(gap.seconds for gap in gaps) / seconds if seconds else None
    return f"{len(gaps)} (longest {max(gap.seconds for gap in gaps):.1f} s, {in_percent(share)} of the time)"


def _care(calls: Sequence[Metrics]) -> Rows:
    turns = [each for m in calls for each in m.brevity]
    writes = [each for m in calls for each in m.writes]
    return [
        ("turns of two sentences, 35 words, 10 s", share_of([each.kept for each in turns])),
        ("read back and agreed before a write", share_of([each.proper for each in writes])),
        ("asked again for a fact", str(sum(m.asked_again for m in calls))),
        ("said the same twice", str(sum(m.repeated for m in calls))),
    ]


def _efficiency(calls: Sequence[Metrics]) -> Rows:
    done = [m.efficiency for m in calls if m.efficiency is not None and m.efficiency.seconds is not None]
    return [
        ("turns per call", _number([float(m.karla_turns) for m in calls])),
        ("seconds per call", _number([m.seconds for m in calls])),
        ("turns until the outcome stood", _number([float(each.turns or 0) for each in done])),
        ("seconds until the outcome stood", _number([each.seconds or 0.0 for each in done])),
    ]


def _recognition(calls: Sequence[Metrics]) -> Rows:
    raw = sum((m.recognition.raw for m in calls), WordErrors())
    plain = sum((m.recognition.normalised for m in calls), WordErrors())
    found = [
        (
            "places and dates recognised",
            in_ratio(sum(m.recognition.entities_right for m in calls), sum(m.recognition.entities for m in calls)),
        )
    ]
    for kind in ("place", "date"):
        said = sum(m.recognition.said.get(kind, 0) for m in calls)
        found.append((f"· {kind}s", in_ratio(sum(m.recognition.right(kind) for m in calls), said)))
    words = f"{in_percent(plain.rate)} ({in_percent(raw.rate)}) of {plain.words} words"
    return [*found, ("word errors, normalised (raw)", words)]


def _escalation(escalations: Iterable[Escalation]) -> Rows:
    """Return precision and recall of transfers, those that may or may not be left out; then how each was made."""
    every = list(escalations)
    settled = [each for each in every if each.wanted != "may"]
    made = [each for each in every if each.happened]
    decided = [each.decided_seconds for each in made if each.decided_seconds is not None]
    delays = [each.delay_seconds for each in made if each.delay_seconds is not None]
    found = [
        ("transfers that were called for", share_of([each.wanted == "must" for each in settled if each.happened])),
        ("needed transfers that were made", share_of([each.happened for each in settled if each.wanted == "must"])),
        ("· seconds to decide on one, p50", _median(decided)),
        ("· seconds to the hand-over, p50", _median(delays)),
        ("· with everything that the person needs", share_of([each.packet_complete for each in made])),
    ]
    fallbacks = [each.fell_back for each in made if each.fell_back is not None]
    return [*found, *([("· nobody there, and she said so", share_of(fallbacks))] if fallbacks else [])]


def _median(values: Sequence[float]) -> str:
    middle = percentile(values, 50)
    return "none" if middle is None else f"{middle:.1f}"


def _number(values: Sequence[float]) -> str:
    value = mean(values)
    return "none" if value is None else f"{value:.1f}"
