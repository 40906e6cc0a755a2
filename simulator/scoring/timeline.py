"""Who could be heard when: the ledger's events put together into utterances and turns.

Seconds since the call was answered. Karla's audio is what was really played; the driver's is what he was given to
say, planned pauses included, so no voice activity detector stands between an event and its figure.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from simulator.scoring.ledger import Event, Ledger

SPEECH: Final = "speech"
ANNOUNCEMENT: Final = "announcement"
NOT_FOR_KARLA: Final = frozenset(
    {"backchannel", "cough", "aside", "horn", "air_brake", "beeper", "radio", "echo", "dtmf"}
)
HOLD: Final = re.compile(
    r"\b(p[eé]r[ae]me|p[eé]rate|esp[eé]r[ae](me|te)?|aguant[ae](me|te)?|d[eé](me|jeme) (chance|tantito)|permitame"
    r"|un (momento|momentito|segundo|minuto))\b"
)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From `start` until `end`, in seconds."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return max(0.0, self.end - self.start)

    def shared(self, other: "Interval") -> float:
        """Return for how many seconds both last."""
        return max(0.0, min(self.end, other.end) - max(self.start, other.start))

    def holds(self, t: float) -> bool:
        """Tell whether `t` lies inside, the end excluded."""
        return self.start <= t < self.end


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the driver let sound on his line, once. `said` is what of `text` came out before he stopped.

    `pauses` are the silences planned inside it, None where the ledger does not tell them. `snr_db` and `lost` are what
    the line really did to it, None likewise.
    """

    id: int
    kind: str
    text: str
    said: str
    facts: tuple[str, ...]
    start: float
    end: float
    cut: bool
    pauses: tuple[Interval, ...] | None = None
    snr_db: float | None = None
    lost: float | None = None

    @property
    def interval(self) -> Interval:
        """When it sounded."""
        return Interval(self.start, self.end)

    @property
    def is_speech(self) -> bool:
        """Whether he spoke to Karla, rather than coughed, murmured assent or talked to somebody else."""
        return self.kind == SPEECH

    @property
    def asks_to_wait(self) -> bool:
        """Whether it declares a hold: «pérame tantito»."""
        return any(fact.split("=")[0] == "hold" for fact in self.facts) or bool(HOLD.search(unaccented(self.said)))


@dataclass(frozen=True, slots=True)
class Sound:
    """Something on the driver's line that was not meant for Karla: a murmur, a cough, a horn, her own echo."""

    kind: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of Karla's, as planned; her turn may have been cut short inside it."""

    text: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class KarlaTurn:
    """A turn of Karla's that could be heard. `heard` is what was played of it, `unheard` what was not."""

    number: int
    first: float
    last: float
    heard: str
    unheard: str
    truncated: bool
    sentences: tuple[Sentence, ...]

    @property
    def interval(self) -> Interval:
        """From her first audible sample to her last."""
        return Interval(self.first, self.last)

    def audio(self) -> list[Interval]:
        """Return when she was audible in this turn: its sentences, cut where the turn was cut."""
        clipped = [
            Interval(max(self.first, each.interval.start), min(self.last, each.interval.end)) for each in self.sentences
        ]
        if not all(each.interval.seconds > 0 for each in self.sentences):
            return [self.interval]  # where a sentence ended is not known
        return [each for each in clipped if each.seconds > 0] or [self.interval]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A call, in order. `answered` and `ended` bound the time on the line."""

    ledger: Ledger
    answered: float
    ended: float
    utterances: tuple[Utterance, ...]
    turns: tuple[KarlaTurn, ...]

    @classmethod
    def of(cls, ledger: Ledger) -> "Timeline":
        """Put a ledger's events together."""
        answer, hangup, last = ledger.first("call.answer"), ledger.first("call.hangup"), ledger.last("call.end")
        latest = max((event.t for event in ledger), default=0.0)
        ended = hangup.t if hangup else last.t if last else latest
        return cls(ledger, answer.t if answer else 0.0, ended, _utterances(ledger, ended), _turns(ledger, ended))

    @property
    def speech(self) -> tuple[Utterance, ...]:
        """What the driver said to Karla."""
        return tuple(each for each in self.utterances if each.is_speech)

    def sounds(self) -> list[Sound]:
        """Return what was not meant for Karla, by start: utterances of such a kind, and `drv.event` lines."""
        found = [Sound(each.kind, each.interval) for each in self.utterances if each.kind in NOT_FOR_KARLA]
        for event in self.ledger.named("drv.event"):
            if event.text("kind") in NOT_FOR_KARLA:
                found.append(Sound(event.text("kind"), Interval(event.t, event.t + event.number("seconds"))))
        return sorted(found, key=lambda sound: sound.interval)

    def outages(self) -> list[Interval]:
        """Return when the line did not carry both ways: broken until it was dialled again, or one-way to the end."""
        found = [Interval(event.t, self.ended) for event in self.ledger.named("line.one_way")]
        again = [event.t for event in self.ledger.named("line.redialled")]
        for event in self.ledger.named("line.dropped"):
            found.append(Interval(event.t, min((t for t in again if t >= event.t), default=self.ended)))
        return merged(found)

    def karla_audio(self) -> list[Interval]:
        """Return when Karla was audible, by start, without overlaps."""
        return merged(interval for turn in self.turns for interval in turn.audio())

    def karla_turn_at(self, t: float) -> KarlaTurn | None:
        """Return the turn in which Karla is audible at `t`."""
        return next((turn for turn in self.turns if any(part.holds(t) for part in turn.audio())), None)

    def next_turn(self, after: float) -> KarlaTurn | None:
        """Return the first turn that begins at or after `after`."""
        return next((turn for turn in self.turns if turn.first >= after), None)

    def before(self, t: float) -> KarlaTurn | None:
        """Return the last turn that had begun before `t`."""
        return next((turn for turn in reversed(self.turns) if turn.first < t), None)


@lru_cache(maxsize=8192)
def unaccented(text: str) -> str:
    """Return `text` in lower case without accents, except that ñ stays a letter of its own."""
    kept = text.lower().replace("ñ", "\0")
    plain = "".join(char for char in unicodedata.normalize("NFD", kept) if not unicodedata.combining(char))
    return plain.replace("\0", "ñ")


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the union of `intervals`, by start."""
    union: list[Interval] = []
    for each in sorted(intervals):
        if union and each.start <= union[-1].end:
            union[-1] = Interval(union[-1].start, max(union[-1].end, each.end))
        else:
            union.append(each)
    return union


def _utterances(ledger: Ledger, ended: float) -> tuple[Utterance, ...]:
    ends = {event.whole("utt"): event for event in ledger.named("drv.utt.end")}
    starts = sorted(ledger.named("drv.utt.start"), key=lambda event: event.t)
    return tuple(_utterance(start, ends.get(start.whole("utt")), ended) for start in starts)


def _utterance(start: Event, end: Event | None, ended: float) -> Utterance:
    text = start.text("text")
    return Utterance(
        id=start.whole("utt"),
        kind=start.text("kind", SPEECH),
        text=text,
        said=end.text("said", text) if end else text,
        facts=start.texts("facts"),
        start=start.t,
        end=end.t if end else max(start.t, ended),
        cut=end.flag("cut") if end else True,
        pauses=_pauses(start),
        snr_db=_number(end, "snr_db"),
        lost=_number(end, "lost"),
    )


def _pauses(start: Event) -> tuple[Interval, ...] | None:
    told = start.data.get("pauses")
    if not isinstance(told, list):
        return None
    pairs = [pair for pair in told if isinstance(pair, list) and len(pair) == 2]
    return tuple(
        Interval(float(a), float(b)) for a, b in pairs if isinstance(a, int | float) and isinstance(b, int | float)
    )


def _number(event: Event | None, key: str) -> float | None:
    return event.number(key) if event is not None and key in event.data else None


def _turns(ledger: Ledger, ended: float) -> tuple[KarlaTurn, ...]:
    firsts: dict[int, Event] = {}
    for event in sorted(ledger.named("agt.audio.first"), key=lambda each: each.t):
        firsts.setdefault(event.turn, event)
    lasts = {event.turn: event for event in ledger.named("agt.audio.last")}
    sentences = ledger.named("agt.sentence")
    return tuple(
        _turn(first, lasts.get(number), [each for each in sentences if each.turn == number], ended)
        for number, first in firsts.items()
    )


def _turn(first: Event, last: Event | None, sentences: list[Event], ended: float) -> KarlaTurn:
    planned = tuple(_sentence(each) for each in sorted(sentences, key=lambda event: event.t))
    return KarlaTurn(
        number=first.turn,
        first=first.t,
        last=last.t if last else max(first.t, ended),
        heard=last.text("heard") if last else " ".join(each.text for each in planned),
        unheard=last.text("unheard") if last else "",
        truncated=last.flag("truncated") if last else True,
        sentences=planned,
    )


def _sentence(event: Event) -> Sentence:
    start = event.number("start", event.t)
    return Sentence(event.text("text"), Interval(start, max(start, event.number("end", start))))
