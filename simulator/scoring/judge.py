"""The seam for somebody who reads a call and may object to it: a judge can veto, never rescue.

The checks in code come first. A judge is asked about calls that they passed, and can only turn PASS into FAIL, with
words that literally stand in the transcript; an objection that quotes anything else is void, and is kept as such. Off
unless a judge is given. Nothing here asks a model: whoever implements `Judge` does.
"""

import re
from dataclasses import dataclass, replace
from typing import Final, Protocol

from simulator.scoring.checks import Check, Status, Verdict
from simulator.scoring.expectation import Expectation
from simulator.scoring.timeline import ANNOUNCEMENT, Timeline

CHECK: Final = "judge"
KARLA: Final = "Karla"
DRIVER: Final = "Driver"
MACHINE: Final = "Machine"

WORD: Final = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class JudgeId:
    """Who judged: what must be equal for two rulings to be comparable. `prompt_sha256` is of the prompt's bytes."""

    name: str
    model: str
    prompt_sha256: str


@dataclass(frozen=True, slots=True)
class Veto:
    """An objection to a call. `quote` is copied from one line of the transcript, without its speaker."""

    why: str
    quote: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a judge made of a call. `void` says why a veto does not count; empty if it does, or if there is none."""

    judge: JudgeId
    veto: Veto | None = None
    void: str = ""

    @property
    def objects(self) -> bool:
        """Whether the call fails for it."""
        return self.veto is not None and not self.void


class Judge(Protocol):
    """Reads calls. It is asked about one call at a time, and may be asked about several at once."""

    @property
    def identity(self) -> JudgeId:
        """Who it is."""

    async def veto(self, transcript: str, expectation: Expectation) -> Veto | None:
        """Object to a call that passed every check, or not. `transcript` is what `transcript()` returns."""


def transcript(timeline: Timeline) -> str:
    """Return what could be heard, a line each time somebody spoke: `Karla: …`, `Driver: …` or `Machine: …`."""
    spoken = [(turn.first, KARLA, turn.heard) for turn in timeline.turns]
    spoken += [
        (each.start, MACHINE if each.kind == ANNOUNCEMENT else DRIVER, each.said) for each in timeline.utterances
    ]
    told = [f"{who}: {' '.join(words.split())}" for _, who, words in sorted(spoken) if words.strip()]
    return "\n".join(told)


async def ask(judge: Judge, verdict: Verdict, timeline: Timeline, expectation: Expectation) -> Ruling | None:
    """Ask `judge` about a call; None if the checks have not passed it, so that nothing he says could count."""
    if verdict.status is not Status.PASS:
        return None
    text = transcript(timeline)
    veto = await judge.veto(text, expectation)
    return Ruling(judge.identity, veto, _void(veto, text) if veto else "")


def overruled(verdict: Verdict, ruling: Ruling | None, timeline: Timeline) -> Verdict:
    """Return `verdict` with the judge's ruling in it: PASS may become FAIL, anything else stays what it is."""
    if ruling is None or verdict.status is not Status.PASS:
        return verdict
    void = _void(ruling.veto, transcript(timeline)) if ruling.veto else ""
    if ruling.veto is None or void:
        return replace(verdict, checks=(*verdict.checks, Check(CHECK, ok=True)))
    why = f"the judge objects: {ruling.veto.why} («{ruling.veto.quote}»)"
    return Verdict(Status.FAIL, why, (*verdict.checks, Check(CHECK, ok=False, why=why)))


def _void(veto: Veto, text: str) -> str:
    """Say why a veto does not count; nothing if it does."""
    if not veto.why.strip():
        return "it gives no reason"
    if not WORD.search(veto.quote):
        return "it quotes nothing"
    said = [line.split(": ", 1)[1] for line in text.splitlines()]
    return "" if any(veto.quote in words for words in said) else "nobody said what it quotes"
