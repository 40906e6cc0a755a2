"""Who speaks when, from the driver's side: reaction times, interruptions, silences, holds and hanging up."""

import asyncio
import re
from typing import Final

from runtime import clock
from runtime.understanding.text import fold
from simulator.driver.floor.mouth import Finished, Mouth, Noticed
from simulator.driver.handset import (
    PAUSE_SECONDS,
    Handset,
    KarlaPaused,
    KarlaSaid,
    KarlaSpeaks,
    Kind,
    LineEnded,
    Utterance,
)
from simulator.driver.head import Head
from simulator.driver.hearing.listening import KarlaTurn
from simulator.driver.intents import KarlaIntent
from simulator.driver.moves import NOTHING, After, Move
from simulator.driver.speech.grammar import Streams

_UNFINISHED_SECONDS: Final = 1.5  # she has asked nothing yet, and will probably go on
_FAREWELL_SECONDS: Final = 1.2
_STOPS_CHANCE: Final = 0.5
_WORDS_TALKED_OVER: Final = 2
_HANG_UP_SECONDS: Final = (0.3, 1.0)
_ALMOST_BACK_SECONDS: Final = 4.0
_SILENT_SECONDS: Final = 120.0
_FOR_A_HUMAN_SECONDS: Final = 60.0
_TAKES_LEAVE: Final = re.compile(r"\b(?:vaya (?:muy )?bien|hasta luego|adios|disculpe la molestia)$")
_FAREWELLS: Final = frozenset(
    {
        KarlaIntent.TOLD_CONFIRMED,
        KarlaIntent.TOLD_UPDATED,
        KarlaIntent.TOLD_CREATED,
        KarlaIntent.TOLD_CALLBACK,
        KarlaIntent.TOLD_TRANSFER,
        KarlaIntent.GOODBYE,
    }
)


class Conversation:
    """One call, from picking up until it is over. Moments are the loop's clock; None is «not planned»."""

    def __init__(
        self, head: Head, handset: Handset, mouth: Mouth, noticed: asyncio.Queue[Noticed], streams: Streams
    ) -> None:
        self._head = head
        self._handset = handset
        self._mouth = mouth
        self._noticed = noticed
        self._reaction = streams("reaction")
        self._talked_over = streams("talked_over")
        self._text = ""
        self._karla_begins = True  # her next word is the first of a turn
        self._turn = KarlaTurn(KarlaIntent.ANSWERED)
        self._reacts_at: float | None = None
        self._move = NOTHING
        self._held: Move | None = None
        self._wakes_at: float | None = None  # the end of a hold
        self._hangs_up_at: float | None = None
        self._mood = After.LISTEN
        self._quiet_since = 0.0
        self._called_out = False
        self._turns = 0
        self._decides_at_word: int | None = None  # talked over: stop or insist?
        self._interrupted = False  # what she was saying is answered already
        self._over = False

    async def hold(self, *, picks_up: bool = True) -> None:
        """Hold the conversation until he has hung up or the line has ended.

        `picks_up` is False when he has phoned himself, back after the line broke: he lets her speak first.
        """
        self._quiet_since = clock.now()
        self._reacts_at = clock.now() + self._reaction_seconds() if picks_up else None
        while not self._over:
            event = await self._notice()
            match event:
                case LineEnded():
                    return
                case KarlaSpeaks():
                    self._karla_speaks()
                case KarlaSaid(text):
                    self._karla_said(text)
                case KarlaPaused(text, at):
                    self._karla_paused(text, at)
                case Finished(utterance, heard) if heard:
                    self._finished(utterance)
                case None:
                    self._time_has_come()
        self._handset.hang_up()

    async def _notice(self) -> Noticed | None:
        """Return what happens next, or None when something planned is due."""
        try:
            async with asyncio.timeout_at(self._next_plan()):
                return await self._noticed.get()
        except TimeoutError:
            return None

    # ------------------------------------------------------------------------------------ Karla

    def _karla_speaks(self) -> None:
        """Let her go on if he was about to begin; notice it if she begins while he speaks."""
        self._reacts_at = None
        self._called_out = False
        self._hangs_up_at = None
        self._interrupted = False
        if self._mouth.speaking:
            self._decides_at_word = _WORDS_TALKED_OVER

    def _karla_said(self, text: str) -> None:
        if self._karla_begins or not text.startswith(self._text):
            self._karla_begins = False
            self._head.new_karla_turn()
        self._text = text
        self._quiet_since = clock.now()
        if self._mouth.speaking:
            self._is_talked_over()
        elif self._listens_to_all():
            if move := self._head.interruption(text):
                self._interrupts(move)
            elif not self._mouth.busy and (noise := self._head.noise(text)):
                self._mouth.start(noise)

    def _karla_paused(self, text: str, at: float) -> None:
        """Plan a reaction to what he has heard, unless he is speaking himself."""
        self._text = text
        self._quiet_since = at - PAUSE_SECONDS
        if self._mouth.speaking or self._interrupted or self._mood is After.SILENT:
            return
        turn = self._head.understand(text)
        if self._wakes_at is not None:
            self._is_disturbed(turn)
            return
        if self._mood is After.HANG_UP:
            self._hangs_up_at = clock.now() + self._reaction.uniform(*_HANG_UP_SECONDS)
            return
        self._turn = turn
        over = turn.is_question or bool(_TAKES_LEAVE.search(fold(text)))
        patience = 0.0 if over else _FAREWELL_SECONDS if turn.intent in _FAREWELLS else _UNFINISHED_SECONDS
        self._reacts_at = max(clock.now(), self._quiet_since + self._reaction_seconds() + patience)

    def _interrupts(self, move: Move) -> None:
        if move.utterance and move.utterance.kind is Kind.BACKCHANNEL:
            self._mouth.start(move.utterance)
        else:
            self._interrupted = True
            self._perform(move)

    def _is_talked_over(self) -> None:
        """After two words of hers over his, stop or insist."""
        if self._decides_at_word is None:
            return
        self._decides_at_word -= 1
        if self._decides_at_word == 0:
            self._decides_at_word = None
            if self._talked_over.random() < _STOPS_CHANCE:
                self._mouth.stop()
                self._move = NOTHING

    def _is_disturbed(self, turn: KarlaTurn) -> None:
        """While she waits for him, answer only if she asks whether he is back, and he is not."""
        away = (self._wakes_at or 0.0) - clock.now()
        announced = self._held is not None and self._held.utterance is not None
        if announced and turn.intent is KarlaIntent.PROMPTED and away > _ALMOST_BACK_SECONDS:
            self._mouth.start(self._head.almost())

    # ------------------------------------------------------------------------------------ himself

    def _time_has_come(self) -> None:
        """Do what is due."""
        now = clock.now()
        if self._hangs_up_at is not None and self._hangs_up_at <= now:
            self._over = True
        elif self._wakes_at is not None and self._wakes_at <= now:
            self._comes_back()
        elif self._reacts_at is not None and self._reacts_at <= now:
            self._reacts()
        elif self._quiet_until() <= now:
            self._breaks_the_silence()

    def _reacts(self) -> None:
        self._reacts_at = None
        if self._mood is After.LISTEN and self._turn.is_question and (aside := self._head.aside()):
            self._mouth.start(aside)  # and then he answers
            return
        answering = self._turn.intent is KarlaIntent.ANSWERED
        if self._mood in (After.LEAVE_IT_TO_HER, After.WAIT) and self._turn.intent in _FAREWELLS:
            return
        self._perform(self._head.answering() if answering else self._head.move(self._turn))

    def _perform(self, move: Move) -> None:
        """Say what a move says, then do what comes after it."""
        self._reacts_at = None
        if move is NOTHING:
            return
        self._move = move
        if move.utterance is None:
            self._then()
            return
        self._turns += 1
        if self._turns > self._head.persona.patience.turns and move.after is not After.HANG_UP:
            self._move = self._head.gives_up()
        self._karla_begins = True
        self._decides_at_word = None
        if self._move.utterance:
            self._mouth.start(self._move.utterance)

    def _finished(self, utterance: Utterance) -> None:
        self._quiet_since = clock.now()
        self._head.memory.said(utterance)
        if utterance.kind is Kind.ASIDE and self._turn.is_question and not self._handset.karla_audible:
            self._reacts_at = self._reacts_at or clock.now() + self._reaction_seconds()
        if utterance is self._move.utterance:
            self._then()

    def _then(self) -> None:
        """Do what comes after a move's words."""
        move, self._move = self._move, NOTHING
        self._mood = After.LISTEN if move.after is After.HOLD else move.after
        if move.after is After.HOLD:
            self._held, self._wakes_at = move, clock.now() + move.hold_seconds
        elif move.after is After.HANG_UP:
            self._hangs_up_at = clock.now() + self._reaction.uniform(*_HANG_UP_SECONDS)

    def _comes_back(self) -> None:
        self._wakes_at = None
        self._quiet_since = clock.now()
        if self._held and self._held.back:
            self._perform(Move(self._held.back))

    def _breaks_the_silence(self) -> None:
        """Ask into the silence whether she is there; the second time, hang up."""
        if self._called_out or self._mood is not After.LISTEN:
            self._over = True
            return
        self._called_out = True
        self._perform(Move(self._head.still_there()))

    # ------------------------------------------------------------------------------------ plans

    def _listens_to_all(self) -> bool:
        return self._wakes_at is None and self._mood is After.LISTEN

    def _next_plan(self) -> float | None:
        """Return the moment of what he does next if nothing happens before."""
        if self._mouth.busy:
            return None
        planned = [at for at in (self._hangs_up_at, self._wakes_at, self._reacts_at) if at is not None]
        return min(planned) if planned else None if self._handset.karla_audible else self._quiet_until()

    def _quiet_until(self) -> float:
        """Return when a silence of hers has lasted too long."""
        seconds = {After.SILENT: _SILENT_SECONDS, After.WAIT: _FOR_A_HUMAN_SECONDS}.get(
            self._mood, self._head.persona.patience.silence_seconds
        )
        return self._quiet_since + seconds

    def _reaction_seconds(self) -> float:
        return self._reaction.uniform(*self._head.persona.reaction_seconds)
