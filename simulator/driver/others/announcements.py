"""What else may answer: a mailbox, the carrier's announcement, a company's menu, a call screener, or nobody at all."""

from random import Random
from typing import Final

from runtime import clock
from simulator.driver.handset import BEEP, Handset, Kind, LineEnded, Speaker, Utterance
from simulator.driver.phrases import Phrases
from simulator.driver.speech.grammar import pieces_of
from simulator.persona import Persona

_BEFORE_SECONDS: Final = (0.3, 0.9)
_BEFORE_BEEP_SECONDS: Final = 0.5
_RECORDS_SECONDS: Final = 60.0
_CARRIER_SECONDS: Final = 20.0
_BETWEEN_SECONDS: Final = 1.5
_NOBODY_SECONDS: Final = 120.0
_MENU_ROUNDS: Final = 2
_MENU_WAITS_SECONDS: Final = 5.0
_SCREENER_WAITS_SECONDS: Final = 9.0
_SCREENER_HEARS_OUT_SECONDS: Final = 2.5
_SCREENER_RINGS_SECONDS: Final = (2.5, 5.0)


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


async def play_menu(handset: Handset, phrases: Phrases, chance: Random) -> None:
    """Read a company's menu, wait for a key, read it once more, and hang up: nobody is reached without one."""
    menu = chance.choice(phrases.of("menu"))
    await clock.sleep_until(clock.now() + chance.uniform(*_BEFORE_SECONDS))
    for _ in range(_MENU_ROUNDS):
        if not await handset.say(_announcement((*pieces_of(menu), _MENU_WAITS_SECONDS))):
            return
    handset.hang_up()


async def screen(handset: Handset, phrases: Phrases, chance: Random) -> bool:
    """Ask who calls and why, then fetch the driver; False if the line ended, or nobody said who it was."""
    asks, fetches = chance.choice(phrases.of("screening")), chance.choice(phrases.of("screening_fetches"))
    rings = chance.uniform(*_SCREENER_RINGS_SECONDS)
    await clock.sleep_until(clock.now() + chance.uniform(*_BEFORE_SECONDS))
    if not await handset.say(_announcement(pieces_of(asks))):
        return False
    if not await _hears_who_it_is(handset):
        handset.hang_up()
        return False
    return await handset.say(_announcement((*pieces_of(fetches), rings)))


async def _hears_who_it_is(handset: Handset) -> bool:
    """Listen until the caller has said something and is quiet; False if nothing came, or the line ended."""
    until, said = clock.now() + _SCREENER_WAITS_SECONDS, False
    while (heard := await handset.hear(until)) is not None:
        if isinstance(heard, LineEnded):
            return False
        said = True
        until = clock.now() + _SCREENER_HEARS_OUT_SECONDS
    return said


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
