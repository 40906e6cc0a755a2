"""Who else may be at the other end: a mailbox, the carrier's announcement, or nobody at all."""

from random import Random
from typing import Final

from runtime import clock
from simulator.driver.grammar import pieces_of
from simulator.driver.handset import BEEP, Handset, Kind, LineEnded, Speaker, Utterance
from simulator.driver.phrases import Phrases
from simulator.persona import Persona

_BEFORE_SECONDS: Final = (0.3, 0.9)
_BEFORE_BEEP_SECONDS: Final = 0.5
_RECORDS_SECONDS: Final = 60.0
_CARRIER_SECONDS: Final = 20.0
_BETWEEN_SECONDS: Final = 1.5
_NOBODY_SECONDS: Final = 120.0


async def play_voicemail(handset: Handset, persona: Persona, phrases: Phrases, chance: Random) -> None:
    """Play a greeting and a beep, then record until somebody hangs up or the mailbox is full."""
    greeting = chance.choice(phrases.of("voicemail")).replace("{name}", persona.full_name)
    await clock.sleep_until(clock.now() + chance.uniform(*_BEFORE_SECONDS))
    for pieces in (pieces_of(greeting), (_BEFORE_BEEP_SECONDS, BEEP)):
        if not await handset.say(_announcement(pieces)):
            return
    await _wait_and_hang_up(handset, _RECORDS_SECONDS)


async def play_carrier(handset: Handset, phrases: Phrases, chance: Random) -> None:
    """Repeat an announcement for about twenty seconds, then hang up."""
    announcement = chance.choice(phrases.of("carrier"))
    began = clock.now()
    await clock.sleep_until(began + chance.uniform(*_BEFORE_SECONDS))
    while clock.now() - began < _CARRIER_SECONDS:
        if not await handset.say(_announcement((*pieces_of(announcement), _BETWEEN_SECONDS))):
            return
    handset.hang_up()


async def stay_silent(handset: Handset) -> None:
    """Let the line lie open without a sound."""
    await _wait_and_hang_up(handset, _NOBODY_SECONDS)


def _announcement(pieces: tuple[str | float, ...]) -> Utterance:
    return Utterance(pieces, Kind.ANNOUNCEMENT, speaker=Speaker.MACHINE)


async def _wait_and_hang_up(handset: Handset, seconds: float) -> None:
    until = clock.now() + seconds
    while heard := await handset.hear(until):
        if isinstance(heard, LineEnded):
            return
    handset.hang_up()
