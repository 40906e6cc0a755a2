"""Where the recogniser changed what the driver meant, and whether the line or the recogniser is to blame.

A change of meaning is a place or a date lost or put in his mouth, a yes that became none or the reverse, a call for a
person likewise, or words of which nothing was heard. A bad line is one that adds more errors than a good recogniser
makes by itself (`corpus/recognition.yaml`: 0.4 points, against 1.8 at 15 dB and 0.9 at 1 % of packets lost): under 15
dB of signal to noise, or more than 1 % lost, in the utterance itself; where its own figures are not told, in the call.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from simulator.scoring.escalation import needs_a_person
from simulator.scoring.evidence import agrees
from simulator.scoring.ledger import Event
from simulator.scoring.recognition import EntityFinder, normalise
from simulator.scoring.timeline import Timeline, Utterance

BAD_SNR_DB: Final = 15.0
BAD_LOSS: Final = 0.01
LAST_WORDS_SECONDS: Final = 1.5
"""Words that end so shortly before the line does need not have been recognised."""


@dataclass(frozen=True, slots=True)
class Misheard:
    """Words whose meaning was changed: `lost` and `put` in his mouth are canonical ids."""

    at: float
    said: str
    heard: str
    lost: frozenset[str]
    put: frozenset[str]
    turned: bool
    utterances: tuple[int, ...]
    bad_line: bool
    line: str

    def why(self) -> str:
        """Say in words what happened, and on what line."""
        became = f"was heard as «{self.heard}»" if self.heard.strip() else "was not heard"
        return f"«{self.said}» {became}, on {'a bad' if self.bad_line else 'a good'} line ({self.line})"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a listener makes of words: `named` finds what they name outright, `understood` near misses too."""

    named: EntityFinder
    understood: EntityFinder
    yes_words: tuple[str, ...] = ()

    def turned(self, said: str, heard: str) -> bool:
        """Tell whether a yes, or a call for a person, was lost or made up."""
        yes = agrees(said, self.yes_words) != agrees(heard, self.yes_words)
        return yes or needs_a_person(said) != needs_a_person(heard)


def misheard(timeline: Timeline, meaning: Meaning) -> list[Misheard]:
    """Return every change of meaning, by time."""
    finals = timeline.ledger.named("stt.final")
    found = [*_in_finals(timeline, finals, meaning), *_never_heard(timeline, finals, meaning)]
    return sorted(found, key=lambda each: each.at)


def line_of(timeline: Timeline, spoken: Iterable[Utterance]) -> tuple[bool, str]:
    """Return whether the line was bad under these words, and its figures in words."""
    words = list(spoken)
    snr = min((each.snr_db for each in words if each.snr_db is not None), default=None)
    lost = max((each.lost for each in words if each.lost is not None), default=None)
    of = ""
    if snr is None and lost is None and (end := timeline.ledger.last("call.end")) is not None:
        snr = end.number("snr_db") if "snr_db" in end.data else None
        lost = end.number("speech_loss") if "speech_loss" in end.data else None
        of = " over the call"
    if snr is None and lost is None:
        return False, "of which nothing is told"
    told = [f"{snr:.0f} dB"] if snr is not None else []
    told += [f"{100 * lost:.1f} % lost"] if lost is not None else []
    bad = (snr is not None and snr < BAD_SNR_DB) or (lost is not None and lost > BAD_LOSS)
    return bad, f"{', '.join(told)}{of}"


def _in_finals(timeline: Timeline, finals: list[Event], meaning: Meaning) -> Iterator[Misheard]:
    for final in finals:
        said, heard = final.text("ref"), final.text("text")
        if not said.strip() or normalise(said) == normalise(heard):
            continue
        lost = meaning.named(said) - meaning.understood(heard)
        put = meaning.named(heard) - meaning.understood(said)
        turned = meaning.turned(said, heard)
        if lost or put or turned or not heard.strip():
            yield _misheard(timeline, final.t, (said, heard), (lost, put, turned), _utterances(final))


def _never_heard(timeline: Timeline, finals: list[Event], meaning: Meaning) -> Iterator[Misheard]:
    """Yield what he said of which the recogniser never gave anything back."""
    if not any("utt" in final.data for final in finals) and finals:
        return
    known = {number for final in finals for number in _utterances(final)}
    until = min((event.t for event in timeline.ledger.named("transfer")), default=timeline.ended)
    for spoken in timeline.speech:
        if spoken.id not in known and spoken.said.strip() and spoken.end < until - LAST_WORDS_SECONDS:
            changed = (meaning.named(spoken.said), frozenset[str](), meaning.turned(spoken.said, ""))
            yield _misheard(timeline, spoken.end, (spoken.said, ""), changed, (spoken.id,))


def _misheard(
    timeline: Timeline,
    at: float,
    words: tuple[str, str],
    changed: tuple[frozenset[str], frozenset[str], bool],
    utterances: tuple[int, ...],
) -> Misheard:
    bad, line = line_of(timeline, (each for each in timeline.utterances if each.id in utterances))
    lost, put, turned = changed
    return Misheard(at, *words, lost, put, turned, utterances, bad, line)


def _utterances(final: Event) -> tuple[int, ...]:
    told = final.data.get("utt")
    return tuple(each for each in told if isinstance(each, int)) if isinstance(told, list) else ()
