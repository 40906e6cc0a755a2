"""One conversation, from pick-up until the line closes. Read this first.

What the ears hear and what the voice does become events in one inbox; `turn_taking` decides on each;
the decision is carried out here. Work is done per word and per turn, never per frame of audio.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Final

from runtime import clock
from runtime.errors import KarlaError, LineClosed, ProviderError
from runtime.pipeline.agent import Agent
from runtime.pipeline.echo import OwnVoice
from runtime.pipeline.journal import Journal
from runtime.pipeline.ports import Heard, Line, SpeechStarted, SpeechToText, TextToSpeech, TurnEnded, WordMark, Words
from runtime.pipeline.sentences import Sentence
from runtime.pipeline.turn_taking import (
    Answer,
    AskAgain,
    Decision,
    Draft,
    DropDraft,
    Event,
    Floor,
    KeepTalking,
    Listen,
    Manners,
    ProtectionEnds,
    TimePasses,
    VoiceEnds,
    VoiceSounds,
    Yield,
    replying,
    step,
)

GIVE_WAY_SECONDS: Final = 0.8
"""How long a reply that is ready waits for a driver who has begun to make sound."""

LAST_TURN_SECONDS: Final = 8.0
"""How long what the driver said before he hung up may still take to be acted upon."""

type Inbox = asyncio.Queue[Event | ProviderError | None]
"""None says that the line has closed, an error that the ears have failed."""


async def converse(
    line: Line, ears: SpeechToText, agent: Agent, voice: TextToSpeech, manners: Manners, journal: Journal
) -> bool:
    """Hold one conversation, until the line closes or Karla has nothing more to say on it.

    What the driver said last is acted upon even if he hung up behind it: a «sí» to a read-back counts.
    Return whether the line is still open.
    """
    inbox: Inbox = asyncio.Queue()
    floor = Floor(manners, patience=agent.patience, quiet_since=clock.now())
    async with asyncio.TaskGroup() as tasks, ears.listen(line.incoming()) as hearing:
        mouth = Mouth(line, voice, agent, inbox, tasks, journal)
        listening = tasks.create_task(_listen(hearing, inbox, journal, mouth.own))
        while (event := await _next(inbox, floor.wake_at)) is not None:
            if isinstance(event, ProviderError):
                floor = replying(floor)
                mouth.say(agent.apologise(event))
                continue
            floor, decision = step(floor, event, clock.now())
            mouth.give_way(floor.talking)
            _note(journal, agent, decision)
            _carry_out(decision, agent, mouth, tasks)
            if agent.finished and not mouth.busy:
                break
        if event is None:
            await mouth.finish(LAST_TURN_SECONDS)
        agent.drop_draft()
        mouth.stop()
        listening.cancel()
    return event is not None


def _carry_out(decision: Decision, agent: Agent, mouth: "Mouth", tasks: asyncio.TaskGroup) -> None:
    match decision:
        case Listen():
            pass
        case KeepTalking(text):
            agent.overhears(text)
        case Draft(text):
            agent.draft(text, tasks)
        case DropDraft():
            agent.drop_draft()
        case Answer(text, murmured):
            mouth.say(agent.answer(text, murmured=murmured))
        case AskAgain(count):
            mouth.say(agent.break_silence(count))
        case Yield():
            mouth.stop()


async def _listen(hearing: AsyncIterator[Heard], inbox: Inbox, journal: Journal, own: OwnVoice) -> None:
    try:
        async for heard in hearing:
            match heard:
                case SpeechStarted():
                    journal("stt.started")
                case Words(text):
                    journal("stt.partial", text=text)
                case TurnEnded(text, confidence):
                    journal("stt.final", text=text, confidence=confidence)
            if (his := own.without_echo(heard, clock.now())) is not None:
                inbox.put_nowait(his)
    except ProviderError as fault:
        inbox.put_nowait(fault)
    else:
        inbox.put_nowait(None)


async def _next(inbox: Inbox, wake_at: float) -> Event | ProviderError | None:
    try:
        async with asyncio.timeout_at(None if wake_at == float("inf") else wake_at):
            return await inbox.get()
    except TimeoutError:
        return TimePasses()


def _note(journal: Journal, agent: Agent, decision: Decision) -> None:
    match decision:
        case Answer(text):
            journal("turn.answer", turn=agent.turn + 1, text=text)
        case Draft(text):
            journal("turn.draft", text=text)
        case DropDraft():
            journal("turn.drop")
        case KeepTalking(text):
            journal("turn.keep", text=text)
        case Yield():
            journal("turn.yield", turn=agent.turn)
        case AskAgain(count):
            journal("turn.prompt", count=count)
        case Listen():
            pass


@dataclass(slots=True)
class _Said:
    """A sentence on its way to the driver: playback positions of its first and last sample, and its words."""

    sentence: Sentence
    start: int
    end: int
    words: list[WordMark] = field(default_factory=list)

    def until(self, position: int) -> str:
        """Return the words whose first half at least was played by `position`."""
        if position >= self.end > self.start:
            return self.sentence.text
        words = self.sentence.text.split()
        if len(self.words) >= len(words):  # a mark for each word between blanks
            heard = sum(self.start + (mark.start + mark.end) // 2 <= position for mark in self.words)
        else:
            heard = len(words) * max(0, position - self.start) // max(1, self.end - self.start)
        return " ".join(words[:heard])


class Mouth:
    """Karla's voice on one line: says one reply at a time, and knows how much of it was really played."""

    def __init__(
        self,
        line: Line,
        voice: TextToSpeech,
        agent: Agent,
        inbox: Inbox,
        tasks: asyncio.TaskGroup,
        journal: Journal,
    ) -> None:
        self._line = line
        self._voice = voice
        self._agent = agent
        self._inbox = inbox
        self._tasks = tasks
        self._journal = journal
        self._task: asyncio.Task[None] | None = None
        self._guard: asyncio.Task[None] | None = None
        self._position = 0
        self._replies = 0
        self._quiet = asyncio.Event()
        self.own = OwnVoice()

    @property
    def busy(self) -> bool:
        """Tell whether a reply is being prepared or played."""
        return self._task is not None and not self._task.done()

    def give_way(self, talking: bool) -> None:
        """Note whether the driver is making sound: no reply begins over him."""
        if talking:
            self._quiet.clear()
        else:
            self._quiet.set()

    async def _silence(self) -> None:
        """Wait until the driver makes no sound; if it goes on without words, it is noise."""
        try:
            async with asyncio.timeout(GIVE_WAY_SECONDS):
                await self._quiet.wait()
        except TimeoutError:
            return

    def say(self, reply: AsyncGenerator[Sentence]) -> None:
        """Begin to say `reply`, in place of whatever is being said."""
        before = self._task
        self.stop()
        self._replies += 1
        self._task = self._tasks.create_task(self._say(reply, before, self._replies))

    async def finish(self, within_seconds: float) -> None:
        """Let a reply that nobody will hear do what it was about to do."""
        if self._task is not None:
            await asyncio.wait([self._task], timeout=within_seconds)

    def stop(self) -> None:
        """Stop talking. What was queued is dropped; a write that is under way goes on."""
        for task in (self._task, self._guard):
            if task is not None:
                task.cancel()

    async def _say(self, reply: AsyncGenerator[Sentence], before: asyncio.Task[None] | None, number: int) -> None:
        said: list[_Said] = []
        whole = False
        try:
            if before is not None:
                await asyncio.wait([before])
            whole = await self._utter(reply, said, number)
        except LineClosed:
            pass  # what had been played by then is accounted for below; the ears end the call
        except KarlaError as fault:
            whole = await self._apologise(fault, said, number)
        finally:
            # Every reply ends here, spoken or cut, so the next one can trust the position.
            self._position = said[-1].end if whole and said else await self._line.clear()
            self.own.stops(clock.now())
            self._account_for(said, number)

    async def _apologise(self, fault: KarlaError, said: list[_Said], number: int) -> bool:
        try:
            return await self._utter(self._agent.apologise(fault), said, number)
        except ProviderError as mute:
            # The voice itself has failed: he is handed over without a word, which is better than left.
            self._journal("call.fault", type=type(mute).__name__, text=str(mute))
            return False

    async def _utter(self, reply: AsyncGenerator[Sentence], said: list[_Said], number: int) -> bool:
        """Queue each sentence as soon as it is there; the next is synthesised while this one plays."""
        async with aclosing(reply):
            async for sentence in reply:
                await self._queue(sentence, said, number)
        if said:
            await self._line.reached(said[-1].end)
        return True

    async def _queue(self, sentence: Sentence, said: list[_Said], number: int) -> None:
        turn = self._agent.turn
        start = said[-1].end if said else self._position
        entry = _Said(sentence, start, start)
        self._journal("tts.start", turn=turn, text=sentence.text, characters=len(sentence.text))
        sounded = False
        async with aclosing(self._voice.speak(sentence.text)) as speaking:
            async for speech in speaking:
                if not said:
                    await self._silence()
                if not sounded:
                    self._journal("tts.first", turn=turn, text=sentence.text)
                    said.append(entry)
                    sounded = True
                    if len(said) == 1:
                        self._inbox.put_nowait(VoiceSounds(number, protected=sentence.protected))
                entry.end = await self._line.play(speech)
                entry.words.extend(speech.words)
                self.own.plays(sentence.text, speech, clock.now())
        if sentence.protected:
            self._guard = self._tasks.create_task(self._protect(entry.end, number))

    async def _protect(self, position: int, number: int) -> None:
        """Say when a protected sentence has been heard to its end; the next one is synthesised meanwhile."""
        try:
            await self._line.reached(position)
        except LineClosed:
            return  # the ears end the call
        self._inbox.put_nowait(ProtectionEnds(number))

    def _account_for(self, said: list[_Said], number: int) -> None:
        heard = [entry.until(self._position) for entry in said]
        complete = all(text == entry.sentence.text for text, entry in zip(heard, said, strict=True))
        text = " ".join(part for part in heard if part)
        if said:
            unheard = " ".join(entry.sentence.text for entry in said)[len(text) :].strip() if not complete else ""
            self._journal("agt.said", turn=self._agent.turn, heard=text, unheard=unheard, truncated=not complete)
        self._agent.heard(text, complete=complete)
        self._inbox.put_nowait(VoiceEnds(number, heard=bool(text) or not said, patience=self._agent.patience))
