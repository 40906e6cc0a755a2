"""Who spoke over whom, who was left waiting, and for how long.

Windows: a barge-in is yielded to within 2.0 s; Karla falls for a noise if she stops within 1.0 s of it, or answers it
within 2.0 s; a turn is unanswered after 5 s; dead air begins after 4.0 s, an awkward gap after 2.0 s.
Windows as published with tau-bench's voice tasks (yield, selectivity) and EVA (overlap, latency).
"""

from dataclasses import dataclass
from typing import Final, Literal

from simulator.scoring.timeline import (
    ANNOUNCEMENT,
    NOT_FOR_KARLA,
    SPEECH,
    Interval,
    KarlaTurn,
    Timeline,
    Utterance,
    merged,
)
from simulator.scoring.turn_latency import TIMING_ERROR_SECONDS

YIELD_SECONDS: Final = 2.0
FALSE_STOP_SECONDS: Final = 1.0
SPURIOUS_REPLY_SECONDS: Final = 2.0
UNANSWERED_SECONDS: Final = 5.0
BURST_SECONDS: Final = 2.0
DEAD_AIR_SECONDS: Final = 4.0
AWKWARD_SECONDS: Final = 2.0

DISCLOSURE: Final = "se graba"

type Side = Literal["karla", "driver"]


@dataclass(frozen=True, slots=True)
class BargeIn:
    """The driver spoke over Karla. `stop_seconds` is set if she broke off for it."""

    turn: int
    at: float
    stop_seconds: float | None

    @property
    def yielded(self) -> bool:
        """Whether she gave way in time."""
        return self.stop_seconds is not None and self.stop_seconds <= YIELD_SECONDS


@dataclass(frozen=True, slots=True)
class Noise:
    """A murmur, cough or aside, and whether Karla took it for an answer."""

    at: float
    kind: str
    over_karla: bool
    fooled: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """Karla began while the driver was speaking."""

    turn: int
    at: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Nobody spoke. `owed_by` is who should have."""

    at: float
    seconds: float
    owed_by: Side


def barge_ins(timeline: Timeline) -> list[BargeIn]:
    """Return the driver's real interruptions; one that Karla's sentence outlived by chance is none.

    Her turn's natural end inside the window proves neither that she yielded nor that she did not.
    """
    found = []
    for spoken in timeline.speech:
        turn = timeline.karla_turn_at(spoken.start)
        if turn is None:
            continue
        onset = max(spoken.start, _disclosed_at(turn))
        if onset >= spoken.end:
            continue
        if turn.truncated:
            found.append(BargeIn(turn.number, spoken.start, turn.last - onset))
        elif turn.last - onset > YIELD_SECONDS:
            found.append(BargeIn(turn.number, spoken.start, None))
    return _first_of_each_turn(found)


def _disclosed_at(turn: KarlaTurn) -> float:
    """Return until when nobody may interrupt: who calls, and that it is recorded, must be heard to its end."""
    if not turn.sentences or DISCLOSURE not in turn.sentences[0].text:
        return turn.first
    return turn.sentences[0].interval.end


def _first_of_each_turn(found: list[BargeIn]) -> list[BargeIn]:
    """Count several bursts over one turn as one interruption, from its first."""
    by_turn: dict[int, BargeIn] = {}
    for each in found:
        by_turn.setdefault(each.turn, each)
    return list(by_turn.values())


def noises(timeline: Timeline) -> list[Noise]:
    """Return every sound that was not meant for Karla, over her voice or in silence."""
    return [_noise(timeline, each) for each in timeline.utterances if each.kind in NOT_FOR_KARLA]


def _noise(timeline: Timeline, sound: Utterance) -> Noise:
    turn = timeline.karla_turn_at(sound.start)
    if turn is not None:
        window = Interval(sound.start, sound.end + FALSE_STOP_SECONDS)
        fooled = turn.truncated and window.holds(turn.last) and not _spoken_over(timeline, turn)
    else:
        fooled = _spurious(timeline, sound)
    return Noise(sound.start, sound.kind, turn is not None, fooled)


def _spoken_over(timeline: Timeline, turn: KarlaTurn) -> bool:
    return any(turn.first <= each.start < turn.last for each in timeline.speech)


def _spurious(timeline: Timeline, sound: Utterance) -> bool:
    """Tell whether Karla answered `sound`: she spoke at once although the driver owed the turn."""
    reply = timeline.next_turn(sound.start)
    if reply is None or reply.first > sound.start + SPURIOUS_REPLY_SECONDS:
        return False
    before = timeline.before(sound.start)
    if before is None or any(before.last <= each.end <= reply.first for each in timeline.speech):
        return False
    return any(event.turn == reply.number for event in timeline.ledger.named("turn.answer"))


def agent_interruptions(timeline: Timeline) -> list[Overlap]:
    """Return Karla's turns that began while the driver was speaking to her."""
    found = []
    for turn in timeline.turns:
        for spoken in timeline.speech:
            if spoken.start < turn.first < spoken.end - TIMING_ERROR_SECONDS:
                overlap = sum(part.shared(spoken.interval) for part in turn.audio())
                found.append(Overlap(turn.number, turn.first, overlap))
    return found


def unanswered(timeline: Timeline) -> list[Utterance]:
    """Return the driver's turns that Karla let pass for 5 s, or until he had to speak again."""
    spoken = timeline.speech
    return [
        each
        for number, each in enumerate(spoken)
        if timeline.karla_turn_at(each.end) is None and _let_pass(timeline, each, spoken[number + 1 : number + 2])
    ]


def _let_pass(timeline: Timeline, spoken: Utterance, following: tuple[Utterance, ...]) -> bool:
    """Bursts less than 2 s apart are one turn, which the last of them ends."""
    deadline = spoken.end + UNANSWERED_SECONDS
    again = following[0].start if following else timeline.ended
    if following and again - spoken.end < BURST_SECONDS:
        return False
    reply = timeline.next_turn(spoken.end)
    if reply is not None and reply.first <= min(deadline, again):
        return False
    return again <= deadline if following else timeline.ended > deadline


def talk_over_ratio(timeline: Timeline) -> float:
    """Return the seconds that both spoke, by pairs of segments, as a share of all speech."""
    karla = timeline.karla_audio()
    driver = merged(each.interval for each in timeline.utterances if each.kind in (SPEECH, ANNOUNCEMENT))
    both = sum(mine.shared(his) for mine in karla for his in driver)
    total = sum(each.seconds for each in karla) + sum(each.seconds for each in driver)
    return both / total if total else 0.0


def gaps(timeline: Timeline) -> list[Gap]:
    """Return the silences longer than 2 s, declared holds and the time after a transfer excluded."""
    transfer = timeline.ledger.first("transfer")
    ended = min(timeline.ended, transfer.t) if transfer else timeline.ended
    sound = merged([*timeline.karla_audio(), *(each.interval for each in timeline.utterances), *holds(timeline)])
    edges = [Interval(timeline.answered, timeline.answered), *sound, Interval(ended, max(ended, timeline.answered))]
    found, quiet_from = [], timeline.answered
    for each in sorted(edges):
        start = min(each.start, ended)
        if start - quiet_from > AWKWARD_SECONDS:
            found.append(Gap(quiet_from, start - quiet_from, _owed_by(timeline, quiet_from)))
        quiet_from = max(quiet_from, each.end)
    return found


def holds(timeline: Timeline) -> list[Interval]:
    """Return the waits that the driver asked for, each until he spoke to Karla again."""
    found = []
    for number, each in enumerate(timeline.speech):
        if each.asks_to_wait:
            later = timeline.speech[number + 1 : number + 2]
            found.append(Interval(each.end, later[0].start if later else timeline.ended))
    return found


def _owed_by(timeline: Timeline, t: float) -> Side:
    """Return who should speak after `t`: whoever did not speak last; Karla if nobody has."""
    karla = max((turn.last for turn in timeline.turns if turn.last <= t + TIMING_ERROR_SECONDS), default=None)
    driver = max((each.end for each in timeline.speech if each.end <= t + TIMING_ERROR_SECONDS), default=-1.0)
    return "driver" if karla is not None and karla > driver else "karla"
