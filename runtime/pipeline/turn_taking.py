"""Whose turn it is: pure, with no I/O and no clock of its own. Events go in, decisions come out.

A driver's turn is one or more utterances. It is over when the recogniser heard its end *and* what was
said does not sound unfinished; until then Karla waits a little longer. While she talks, «ajá» keeps
her talking, other words make her yield, and a protected sentence (the disclosure) is finished first.
What he says to somebody beside him is nobody's turn, as far as words can tell that.
All times are seconds on the loop's clock.
"""

from dataclasses import dataclass, replace

from runtime.pipeline.ports import Heard, SpeechStarted, TurnEnded, Words
from runtime.understanding.answers import is_backchannel, is_filler_only, sounds_unfinished
from runtime.understanding.asides import is_aside, may_become_aside, without_asides
from runtime.understanding.text import fold


@dataclass(frozen=True, slots=True)
class VoiceSounds:
    """The first sample of reply number `reply` is being played. While `protected` she does not yield."""

    reply: int
    protected: bool


@dataclass(frozen=True, slots=True)
class ProtectionEnds:
    """The sentence that had to be heard has been heard."""

    reply: int


@dataclass(frozen=True, slots=True)
class VoiceEnds:
    """Reply number `reply` is over: everything was played, or she yielded. Each reply ends exactly once.

    `heard` is False when the driver heard none of it. `patience` is how long she now lets silence last.
    """

    reply: int
    heard: bool
    patience: float


@dataclass(frozen=True, slots=True)
class TimePasses:
    """The moment that `Floor.wake_at` asked for has come."""


type Event = Heard | VoiceSounds | ProtectionEnds | VoiceEnds | TimePasses


@dataclass(frozen=True, slots=True)
class Listen:
    """Go on as before."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The turn looks over: begin to think about an answer to `text`, and keep it to yourself."""

    text: str


@dataclass(frozen=True, slots=True)
class DropDraft:
    """He goes on: the draft is worthless."""


@dataclass(frozen=True, slots=True)
class Answer:
    """It is Karla's turn: answer `text`. `murmured`: it was said over her, and nothing after it."""

    text: str
    murmured: bool = False


@dataclass(frozen=True, slots=True)
class Yield:
    """Stop talking: he has taken the floor."""


@dataclass(frozen=True, slots=True)
class KeepTalking:
    """That was a back-channel; `text` is no turn."""

    text: str


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Nobody says anything: break the silence for the `count`-th time, from 1."""

    count: int


type Decision = Listen | Draft | DropDraft | Answer | Yield | KeepTalking | AskAgain


@dataclass(frozen=True, slots=True)
class Manners:
    """How patient Karla is, in seconds. Measured effect of each: docs/turn-taking.md."""

    finished_pause: float = 0.0  # after an end of turn that sounds complete
    open_pause: float = 0.10  # after one that might go on
    unfinished_pause: float = 1.30  # after «el viernes de…»
    draft_after: float = 0.08  # words unchanged for this long may be drafted upon
    late_answer: float = 0.90  # a «sí» over the last words of her question counts as its answer,
    late_pause: float = 1.30  # unless he gives another one within this time after it
    begins_pause: float = 1.00  # and he is not answered when he has just begun to make sound
    stale_words: float = 2.50  # words without an end of turn for this long are a turn


@dataclass(frozen=True, slots=True)
class Floor:
    """Who has the floor, and what is pending."""

    manners: Manners
    patience: float  # silence that she lets pass now
    quiet_since: float
    reply: int = 0  # number of the latest reply; older ones have nothing to say here any more
    pending: bool = False  # a reply is on its way, not yet audible
    audible: bool = False
    protected: bool = False
    answering: str = ""  # the turn that the reply on its way answers
    talking: bool = False  # he is making sound, words or not
    said: str = ""  # finished utterances of his turn
    partial: str = ""  # the utterance in progress
    words_at: float = 0.0
    draft: str = ""
    draft_at: float | None = None
    answer_at: float | None = None
    late: str = ""  # said over her
    murmur: str = ""  # the same, an answer unless he gives another
    over: bool = False  # what he is saying he began over her
    late_at: float = 0.0
    prompts: int = 0

    @property
    def wake_at(self) -> float:
        """When silence alone will change something."""
        due = [t for t in (self.draft_at, self.answer_at) if t is not None]
        if self.partial:
            due.append(self.words_at + self.manners.stale_words)
        elif not (self.pending or self.audible or self.said):
            due.append(self.quiet_since + self.patience)
        return min(due, default=float("inf"))

    @property
    def text(self) -> str:
        """His turn so far, the utterance in progress included."""
        return f"{self.said} {self.partial}".strip()


def step(floor: Floor, event: Event, at: float) -> tuple[Floor, Decision]:
    """Return the floor after `event`, and the one thing to do about it."""
    match event:
        case SpeechStarted():
            waits = floor.answer_at and max(floor.answer_at, at + floor.manners.begins_pause)
            return replace(floor, talking=True, quiet_since=at, answer_at=waits, over=floor.audible), Listen()
        case Words(text):
            if not text.strip():
                return floor, Listen()
            return _words(replace(floor, partial=text, words_at=at, quiet_since=at, prompts=0, answer_at=None), at)
        case TurnEnded(text):
            return _utterance_ended(
                replace(floor, talking=False, partial="", draft_at=None, quiet_since=at), text.strip(), at
            )
        case VoiceSounds() | ProtectionEnds() | VoiceEnds() if event.reply != floor.reply:
            return floor, Listen()
        case VoiceSounds(_, protected):
            return replace(floor, pending=False, audible=True, protected=protected, late=""), Listen()
        case ProtectionEnds():
            return _what_waited(replace(floor, protected=False))
        case VoiceEnds():
            return _voice_ended(floor, event, at)
        case TimePasses():
            return _time_passed(floor, at)


def _words(floor: Floor, at: float) -> tuple[Floor, Decision]:
    if floor.audible:
        if floor.protected or _may_be_no_turn(floor.partial):
            return floor, Listen()
        return replace(floor, audible=False), Yield()
    if floor.pending:
        if _may_be_no_turn(floor.partial):
            return floor, Listen()
        # He goes on before she was heard: what she was about to answer was only the beginning.
        return replace(floor, pending=False, said=floor.answering, answering=""), Yield()
    if floor.draft and fold(floor.draft) != fold(floor.text):
        return replace(floor, draft="", draft_at=at + floor.manners.draft_after), DropDraft()
    return replace(floor, draft_at=None if floor.draft else at + floor.manners.draft_after), Listen()


def _utterance_ended(floor: Floor, text: str, at: float) -> tuple[Floor, Decision]:
    if floor.audible and (floor.protected or not_a_turn(text)):
        if not text:
            return floor, Listen()
        return replace(floor, late=f"{floor.late} {text}".strip(), late_at=at), KeepTalking(text)
    if floor.pending and not_a_turn(text):
        return floor, KeepTalking(text) if text else Listen()
    if is_aside(text) and not floor.said:
        return floor, KeepTalking(text)
    if floor.over and not floor.said and text and is_backchannel(text):
        # It ended after her, but was no answer to what she had not said yet.
        murmur = replace(floor, murmur=text, over=False, prompts=0, answer_at=at + floor.manners.late_pause)
        return murmur, KeepTalking(text)
    said = f"{floor.said} {without_asides(text)}".strip()
    if not said:
        return floor, Listen()
    floor = replace(floor, said=said, murmur="", prompts=0)
    pause = _pause(floor, said)
    if pause > 0:
        return replace(floor, answer_at=at + pause), Draft(said) if floor.draft != said else Listen()
    return _answer(floor)


def _pause(floor: Floor, text: str) -> float:
    """Return how long to wait for more. Before she has said anything, «¿bueno?» is a whole turn."""
    manners = floor.manners
    if floor.reply == 0 and fold(text) in _PICKING_UP:
        return manners.finished_pause
    if sounds_unfinished(text) or is_filler_only(text):
        return manners.unfinished_pause
    return manners.finished_pause if len(text.split()) <= 4 else manners.open_pause


def _answer(floor: Floor) -> tuple[Floor, Decision]:
    text = floor.said or floor.murmur
    return replace(
        replying(floor), said="", murmur="", over=False, partial="", answering=text, late="", prompts=0
    ), Answer(text, murmured=not floor.said)


def replying(floor: Floor) -> Floor:
    """Return the floor when another reply is on its way."""
    return replace(floor, reply=floor.reply + 1, pending=True, draft="", draft_at=None, answer_at=None)


def _what_waited(floor: Floor) -> tuple[Floor, Decision]:
    """Answer what he said over a protected sentence, unless it needs no answer."""
    if floor.late and not not_a_turn(floor.late) and not floor.partial:
        return replace(floor, said=floor.late, late="", audible=False), Yield()
    return floor, Listen()


def _voice_ended(floor: Floor, event: VoiceEnds, at: float) -> tuple[Floor, Decision]:
    said = floor.said if event.heard else (floor.said or floor.answering)
    floor = replace(
        floor,
        pending=False,
        audible=False,
        protected=False,
        answering="",
        said=said,
        quiet_since=at,
        patience=event.patience,
    )
    if floor.late and at - floor.late_at <= floor.manners.late_answer and not floor.partial:
        if not_a_turn(floor.late) and not floor.said:
            return replace(floor, murmur=floor.late, late="", answer_at=at + floor.manners.late_pause), Listen()
        return _answer(replace(floor, said=f"{floor.said} {floor.late}".strip()))
    floor = replace(floor, late="")
    if floor.said and not floor.partial and floor.answer_at is None:
        return replace(floor, answer_at=at + floor.manners.open_pause), Listen()
    return floor, Listen()


def _time_passed(floor: Floor, at: float) -> tuple[Floor, Decision]:
    if at < floor.wake_at:
        return floor, Listen()
    if floor.answer_at is not None and at >= floor.answer_at and not floor.partial:
        return _answer(floor)
    if floor.draft_at is not None and at >= floor.draft_at:
        floor = replace(floor, draft_at=None)
        if floor.partial and not sounds_unfinished(floor.text):
            return replace(floor, draft=floor.text), Draft(floor.text)
        return floor, Listen()
    if floor.partial:
        return _utterance_ended(replace(floor, partial="", talking=False), floor.partial, at)
    prompts = floor.prompts + 1
    return replace(replying(floor), prompts=prompts, quiet_since=at), AskAgain(prompts)


def not_a_turn(text: str) -> bool:
    """Tell whether words said over Karla need no answer: a back-channel, a cough, an aside, «¿bueno?»."""
    return not text or is_backchannel(text) or is_aside(text) or fold(text) in _PICKING_UP


def _may_be_no_turn(text: str) -> bool:
    """Tell the same of words that are still being said: «aguántame» may go on as «aguántame, compa»."""
    return not_a_turn(text) or may_become_aside(text)


_PICKING_UP = frozenset(
    {"bueno", "bueno bueno", "si", "diga", "si diga", "digame", "si digame", "si bueno", "alo", "hola"}
)
