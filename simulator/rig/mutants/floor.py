"""Mutants of turn-taking: who speaks when, for how long nobody does, and whether she can be heard at all."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from runtime.audio import Pcm, to_array
from runtime.pipeline import agent, conversation, protocol, turn_taking
from runtime.pipeline.call import Parts
from runtime.pipeline.ports import (
    Heard,
    LanguageModel,
    Piece,
    Request,
    Speech,
    SpeechStarted,
    SpeechToText,
    TextToSpeech,
    TurnEnded,
    Words,
)
from runtime.pipeline.turn_taking import Decision, Event, Floor, Listen, Manners, Yield
from runtime.understanding.intents import Intent
from simulator.rig.mutants.mutant import Change, Mutant, steady

type Step = Callable[[Floor, Event, float], tuple[Floor, Decision]]

FOR_EVER: Final = 10_000.0


def never_gives_way(step: Step) -> Step:
    """Take turns as ever, but never yield."""

    def stubborn(floor: Floor, event: Event, at: float) -> tuple[Floor, Decision]:
        after, decision = step(floor, event, at)
        if isinstance(decision, Yield):
            return replace(after, audible=floor.audible, pending=floor.pending, said=floor.said), Listen()
        return after, decision

    return stubborn


def stops_at_any_sound(step: Step) -> Step:
    """Yield as soon as he makes a sound, words or not."""

    def jumpy(floor: Floor, event: Event, at: float) -> tuple[Floor, Decision]:
        if isinstance(event, SpeechStarted) and floor.audible and not floor.protected:
            return replace(floor, audible=False, talking=True, quiet_since=at), Yield()
        return step(floor, event, at)

    return jumpy


def answers_his_first_word(step: Step) -> Step:
    """Take every word for the end of his turn, and speak over the rest of it."""

    def eager(floor: Floor, event: Event, at: float) -> tuple[Floor, Decision]:
        if isinstance(event, Words) and event.text.strip():
            if floor.audible or floor.pending:
                return floor, Listen()
            event = TurnEnded(event.text)
        return step(floor, event, at)

    return eager


@dataclass(frozen=True, slots=True)
class SlowModel:
    """Thinks four seconds longer than others."""

    model: LanguageModel

    async def answer(self, request: Request) -> AsyncGenerator[Piece]:
        """Stream the answer, late."""
        await asyncio.sleep(4.0)
        async with aclosing(self.model.answer(request)) as pieces:
            async for piece in pieces:
                yield piece


@dataclass(frozen=True, slots=True)
class EarsThatFail:
    """Hear one turn, and nothing after it."""

    ears: SpeechToText

    @asynccontextmanager
    async def listen(self, audio: AsyncIterator[Pcm]) -> AsyncGenerator[AsyncIterator[Heard]]:
        """Hear the beginning of `audio`."""
        async with self.ears.listen(audio) as hearing:
            yield self._first_turn(hearing)

    async def _first_turn(self, hearing: AsyncIterator[Heard]) -> AsyncGenerator[Heard]:
        deaf = False
        async for heard in hearing:
            if not deaf:
                yield heard
            deaf = deaf or isinstance(heard, TurnEnded)


@dataclass(frozen=True, slots=True)
class Whisper:
    """A voice at a thousandth of its power."""

    voice: TextToSpeech

    async def speak(self, sentence: str) -> AsyncGenerator[Speech]:
        """Stream the sentence, hardly audible."""
        async with aclosing(self.voice.speak(sentence)) as pieces:
            async for speech in pieces:
                soft = np.rint(to_array(speech.pcm) / 1000.0).astype("<i2")
                yield replace(speech, pcm=soft.tobytes())


def _deaf(parts: Parts) -> Parts:
    return replace(parts, ears=EarsThatFail(parts.ears))


def _whispering(parts: Parts) -> Parts:
    return replace(parts, voice=Whisper(parts.voice))


def ignores_requests_to_wait(decide: Any) -> Any:
    """Understand «pérame» as nothing in particular."""

    def hasty(reading: Any, session: Any, assignment: Any) -> Any:
        return decide(replace(reading, intents=reading.intents - {Intent.WAIT}), session, assignment)

    return hasty


FLOOR: Final = (
    Mutant(
        "ignores_barge_in",
        "talks on when he interrupts her",
        "barge_in",
        ("interrumpe_el_dato_para_corregir",),
        (Change(conversation, "step", never_gives_way),),
    ),
    Mutant(
        "stops_at_murmurs",
        "takes «ajá» for an interruption",
        "fooled",
        ("asiente_mientras_ella_habla",),
        (Change(turn_taking, "not_a_turn", steady(lambda text: not text)),),
    ),
    Mutant(
        "stops_at_coughs",
        "stops at any sound of his",
        "fooled",
        ("tose_mientras_ella_habla",),
        (Change(conversation, "step", stops_at_any_sound),),
    ),
    Mutant(
        "answers_inside_pauses",
        "takes a pause for thought for the end of his turn",
        "interrupted",
        ("se_queda_pensando_en_el_lugar",),
        (Change(turn_taking, "sounds_unfinished", steady(lambda text: False)),),
        manners=Manners(open_pause=0.0, unfinished_pause=0.0),
    ),
    Mutant(
        "talks_over_him",
        "answers his first word and speaks over the others",
        "interrupted",
        ("corrige_el_destino",),
        (
            Change(conversation, "step", answers_his_first_word),
            Change(conversation, "GIVE_WAY_SECONDS", steady(0.0)),
        ),
    ),
    Mutant(
        "cannot_wait",
        "ignores «pérame tantito» and goes on asking",
        "outcome",
        ("pide_un_momento_largo",),
        (Change(protocol, "decide", ignores_requests_to_wait),),
    ),
    Mutant(
        "never_prompts",
        "waits for ever when nobody speaks",
        "outcome",
        ("descuelgan_y_nadie_habla",),
        (
            Change(agent, "PATIENCE", steady(FOR_EVER)),
            Change(agent, "PICKUP_PATIENCE", steady(FOR_EVER)),
        ),
    ),
    Mutant(
        "answers_late",
        "needs four seconds more to think",
        "turn_p95_ms",
        ("confirma_todo_bien", "confirma_con_saludos_y_gracias", "corrige_el_destino", "alta_dato_por_dato"),
        model=SlowModel,
    ),
    Mutant("goes_deaf", "hears nothing after his first turn", "outcome", ("confirma_todo_bien",), parts=_deaf),
    Mutant(
        "whispers", "speaks so softly that nobody can hear her", "audible", ("confirma_todo_bien",), parts=_whispering
    ),
)
