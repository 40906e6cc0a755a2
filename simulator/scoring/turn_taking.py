"""Who spoke over whom, who was left waiting, and for how long.

Every window has a name below, and `docs/metrics.md` says which definition it belongs to. They are those published with
tau-bench's voice tasks (yield, selectivity) and EVA (overlap). A window's end belongs to it.
"""

from dataclasses import dataclass
from typing import Final, Literal

from simulator.scoring.timeline import (
    ANNOUNCEMENT,
    SPEECH,
    Interval,
    KarlaTurn,
    Sound,
    Timeline,
    Utterance,
    merged,
    unaccented,
)
from simulator.scoring.turn_latency import TIMING_ERROR_SECONDS

YIELD_SECONDS: Final = 2.0
"""From the onset of an interruption to Karla's last audible sample."""
FALSE_STOP_SECONDS: Final = 1.0
"""After the end of a sound that was not meant for her: until then, to break off counts as falling for it."""
SPURIOUS_REPLY_SECONDS: Final = 2.0
"""After the end of such a sound in silence: until then, to answer counts as falling for it."""
UNANSWERED_SECONDS: Final = 5.0
"""From the end of the driver's turn to Karla's first sound."""
BURST_SECONDS: Final = 2.0
"""Shorter than this, a pause between two utterances leaves them one turn."""
DECIDED_BEFORE_SECONDS: Final = 0.5
"""After a planned pause: until then, to begin to speak is put down to the pause."""
DROP_SECONDS: Final = 0.1
"""Karla's last sound lies no further from the break of a line that cut her off."""
DEAD_AIR_SECONDS: Final = 4.0
AWKWARD_SECONDS: Final = 2.0
"""Longer than these, a silence of both is dead air, or an awkward gap."""

DISCLOSURE: Final = "se graba"

ASSENTS: Final = frozenset(
    "si aja ei ey andele andale sale va orale ok ese eso mero todo esta bien correcto asi es claro simon pues".split()
)

type Side = Literal["karla", "driver"]


@dataclass(frozen=True, slots=True)
class BargeIn:
    """The driver spoke over Karla. `stop_seconds` is set if she broke off for it.

    `after_clear_seconds` is how long she was still audible after her line had been cleared: None if it was not.
    """

    turn: int
    at: float
    stop_seconds: float | None
    after_clear_seconds: float | None = None

    @property
    def yielded(self) -> bool:
        """Whether she gave way in time."""
        return self.stop_seconds is not None and self.stop_seconds <= YIELD_SECONDS


@dataclass(frozen=True, slots=True)
class Noise:
    """A sound that was not meant for Karla, and whether she fell for it: broke off, or answered."""

    at: float
    kind: str
    over_karla: bool
    fooled: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """Karla began while the driver was speaking. `planned_pause`: in a pause that he was to make; None if not known."""

    turn: int
    at: float
    seconds: float
    planned_pause: bool | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Nobody spoke. `owed_by` is who should have."""

    at: float
    seconds: float
    owed_by: Side


def barge_ins(timeline: Timeline) -> list[BargeIn]:
    """Return the driver's real interruptions; one that Karla's sentence outlived by chance is none.

    Nor is one that she talks on over where he only assents: «sí, sí, ándele» claims nothing.

    Her turn's natural end inside the window proves neither that she yielded nor that she did not.
    """
    found = []
    for spoken in timeline.speech:
        turn = timeline.karla_turn_at(spoken.start)
        if turn is None:
            continue
        onset = max(spoken.start, _disclosed_at(turn))
        if onset >= spoken.end or _cut_by_the_line(timeline, spoken.start, turn):
            continue
        if turn.truncated:
            found.append(BargeIn(turn.number, spoken.start, turn.last - onset, _after_clear(timeline, turn)))
        elif turn.last - onset > YIELD_SECONDS and not only_assents(spoken.said):
            found.append(BargeIn(turn.number, spoken.start, None))
    return _first_of_each_turn(found)


def only_assents(said: str) -> bool:
    """Tell whether words say yes and nothing else."""
    words = unaccented(said).replace(",", " ").replace(".", " ").split()
    return bool(words) and set(words) <= ASSENTS


def _cut_by_the_line(timeline: Timeline, onset: float, turn: KarlaTurn) -> bool:
    """Tell whether the line went while both were speaking, or carried his voice no more."""
    return any(outage.start <= turn.last + DROP_SECONDS and outage.end >= onset for outage in timeline.outages())


def _after_clear(timeline: Timeline, turn: KarlaTurn) -> float | None:
    cleared = [event.t for event in timeline.ledger.named("wire.clear") if event.turn == turn.number]
    return max(0.0, turn.last - cleared[-1]) if cleared else None


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
    return [_noise(timeline, each) for each in timeline.sounds()]


def _noise(timeline: Timeline, sound: Sound) -> Noise:
    start, end = sound.interval.start, sound.interval.end
    turn = timeline.karla_turn_at(start)
    if turn is not None:
        stopped = turn.truncated and start <= turn.last <= end + FALSE_STOP_SECONDS
        fooled = stopped and not _spoken_over(timeline, turn) and not _cut_by_the_line(timeline, start, turn)
    else:
        fooled = _spurious(timeline, sound.interval)
    return Noise(start, sound.kind, turn is not None, fooled)


def _spoken_over(timeline: Timeline, turn: KarlaTurn) -> bool:
    return any(turn.first <= each.start < turn.last for each in timeline.speech)


def _spurious(timeline: Timeline, sound: Interval) -> bool:
    """Tell whether Karla answered `sound`: she spoke within the window although the driver owed the turn."""
    reply = timeline.next_turn(sound.start)
    if reply is None or reply.first > sound.end + SPURIOUS_REPLY_SECONDS:
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
                found.append(Overlap(turn.number, turn.first, overlap, _in_planned_pause(spoken, turn.first)))
    return found


def _in_planned_pause(spoken: Utterance, t: float) -> bool | None:
    """Tell whether `t` lies in a pause, or so soon after it that she had decided in it."""
    if spoken.pauses is None:
        return None
    return any(pause.start <= t <= pause.end + DECIDED_BEFORE_SECONDS for pause in spoken.pauses)


def unanswered(timeline: Timeline) -> list[Utterance]:
    """Return the driver's turns that Karla let pass for 5 s, or until he had to speak again.

    What he says over her and what asks for a wait calls for no answer; nor does anything after a transfer, or what the
    line broke off.
    """
    transfer = timeline.ledger.first("transfer")
    until = min(timeline.ended, transfer.t) if transfer else timeline.ended
    spoken = [each for each in timeline.speech if each.end <= until]
    following: list[Utterance | None] = [*spoken[1:], None]
    return [
        each
        for each, again in zip(spoken, following, strict=False)
        if timeline.karla_turn_at(each.end) is None
        and not each.asks_to_wait
        and _let_pass(timeline, each, again.start if again else None, until)
    ]


def _let_pass(timeline: Timeline, spoken: Utterance, again: float | None, until: float) -> bool:
    """Bursts less than 2 s apart are one turn, which the last of them ends."""
    deadline = spoken.end + UNANSWERED_SECONDS
    if again is not None and again - spoken.end < BURST_SECONDS:
        return False
    due = deadline if again is None else min(deadline, again)
    if any(outage.start <= due and outage.end >= spoken.end for outage in timeline.outages()):
        return False
    reply = timeline.next_turn(spoken.end)
    if reply is not None and reply.first <= due:
        return False
    return again is not None or until > deadline


def talk_over_ratio(timeline: Timeline) -> float:
    """Return the seconds that both spoke, by pairs of segments, as a share of all speech."""
    karla = timeline.karla_audio()
    driver = merged(each.interval for each in timeline.utterances if each.kind in (SPEECH, ANNOUNCEMENT))
    both = sum(mine.shared(his) for mine in karla for his in driver)
    total = sum(each.seconds for each in karla) + sum(each.seconds for each in driver)
    return both / total if total else 0.0


def gaps(timeline: Timeline) -> list[Gap]:
    """Return the silences longer than 2 s; declared holds, a broken line and the time after a transfer excluded."""
    transfer = timeline.ledger.first("transfer")
    ended = min(timeline.ended, transfer.t) if transfer else timeline.ended
    voices = [*timeline.karla_audio(), *(each.interval for each in timeline.utterances)]
    sound = merged([*voices, *holds(timeline), *timeline.outages()])
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
