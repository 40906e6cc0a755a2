"""What an outcome rests on, and what a call must have had to be one at all: a voice, an honest word, a yes, an end.

Only what could be heard counts. Figures that a healthy Karla keeps at nothing, and one limit: how long she lingers.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from simulator.scoring.evidence import agrees, mentions, says_farewell
from simulator.scoring.expectation import FACTS, Expectation
from simulator.scoring.recognition import EntityFinder, normalise
from simulator.scoring.sentences import words
from simulator.scoring.timeline import KarlaTurn, Timeline

FAINT_DBFS: Final = -40.0
"""Softer than this over a whole sentence, a voice is lost in the noise of any telephone line."""
UNINTRODUCED_SECONDS: Final = 5.0
"""From the end of the driver's first words until it counts that she has not said who she is."""
SHORT_WORDS: Final = 4
"""Shorter turns («¿Sigue ahí?») may be said twice."""
DENIAL: Final = re.compile(
    r"\bno (soy|habla con|esta hablando con) (un |una |ninguna? )?(robot|bot|maquina|grabacion|computadora|programa)\b"
    r"|\bsoy (una )?(persona|humana|mujer|de carne)\b"
)


def unheard_voice(timeline: Timeline) -> str:
    """Say which sentence nobody could hear; nothing if all could be heard, or no levels are told."""
    for event in timeline.ledger.named("agt.sentence"):
        level = event.number("level_dbfs") if "level_dbfs" in event.data else 0.0
        if level < FAINT_DBFS:
            return f"Karla could hardly be heard at {event.t:.1f} s: {level:.0f} dBFS"
    return ""


def denies_being_a_machine(timeline: Timeline) -> str:
    """Say where she passed herself off as a person; nothing if she never did."""
    turn = next((turn for turn in timeline.turns if DENIAL.search(normalise(turn.heard))), None)
    return f"at {turn.first:.1f} s Karla said that she is no machine: «{turn.heard}»" if turn else ""


def never_introduced(timeline: Timeline, expectation: Expectation) -> str:
    """Say that he spoke to her and she never told him who she is; nothing where there was nobody to tell."""
    if expectation.machine or timeline.turns or not timeline.speech:
        return ""
    waited = timeline.ended - timeline.speech[0].end
    return "Karla never said who she is" if waited > UNINTRODUCED_SECONDS else ""


def ungrounded(timeline: Timeline, expectation: Expectation, entities_in: EntityFinder | None) -> str:
    """Say what an outcome lacks to be more than a word; nothing if it has it.

    Confirmed is a trip of which each fact was told by him, or told to him and followed by a yes. Transferred is a call
    that was handed over.
    """
    end = timeline.ledger.last("call.end")
    outcome = end.text("outcome") if end is not None else ""
    if outcome == "transferred" and timeline.ledger.first("transfer") is None:
        return "the call counts as transferred, but was never handed over"
    if outcome != "confirmed" or expectation.before is None:
        return ""
    for name in FACTS:
        if name in expectation.before and not _settled(timeline, expectation, name, entities_in):
            return f"the trip counts as confirmed, but the driver never agreed to its {name}"
    return ""


def _settled(timeline: Timeline, expectation: Expectation, name: str, entities_in: EntityFinder | None) -> bool:
    value = (expectation.before or {})[name]
    if any(f"{name}={value}" in spoken.facts for spoken in timeline.speech):
        return True
    told = next((turn for turn in timeline.turns if mentions(turn.heard, name, value, entities_in)), None)
    return told is not None and _agreed_after(timeline, told, expectation.yes_words)


def _agreed_after(timeline: Timeline, told: KarlaTurn, yes_words: tuple[str, ...]) -> bool:
    said = [each.said for each in timeline.utterances if each.start > told.first]
    said += [event.text("ref") for event in timeline.ledger.named("stt.final") if event.t > told.first]
    return any(agrees(text, yes_words) for text in said)


def lingered_seconds(timeline: Timeline) -> float | None:
    """Return for how long the line stayed open when all was said; None if nobody took leave or was handed over.

    From her farewell, or his last word after it, to the end.
    """
    if timeline.ledger.first("transfer") is not None:
        return None
    farewell = next((turn for turn in reversed(timeline.turns) if says_farewell(turn)), None)
    if farewell is None or timeline.turns[-1] is not farewell:
        return None
    last = max([farewell.last, *(each.end for each in timeline.utterances if each.end <= timeline.ended)])
    return max(0.0, timeline.ended - last)


def repeated(timeline: Timeline) -> int:
    """Return how often she said the same twice running although he had answered: agreed, or told her something."""
    return sum(1 for _ in _repetitions(timeline))


def _repetitions(timeline: Timeline) -> Iterator[KarlaTurn]:
    spoken = [turn for turn in timeline.turns if turn.heard.strip()]
    for before, turn in pairwise(spoken):
        if before.truncated or words(turn.heard) < SHORT_WORDS or not _said_again(before, turn):
            continue
        between = [each for each in timeline.speech if before.last - 1.0 <= each.end <= turn.first]
        if any(each.facts or agrees(each.said) for each in between):
            yield turn


def _said_again(before: KarlaTurn, turn: KarlaTurn) -> bool:
    return normalise(turn.heard) in normalise(before.heard)
