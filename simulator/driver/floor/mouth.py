"""How the driver speaks while he goes on listening: one sound at a time, in a task of its own."""

import asyncio
from dataclasses import dataclass

from simulator.driver.handset import Handset, Heard, Kind, LineEnded, Utterance


@dataclass(frozen=True, slots=True)
class Finished:
    """He let something sound to its end; `heard` is False when the line ended before."""

    utterance: Utterance
    heard: bool


type Noticed = Heard | Finished


class Mouth:
    """Lets utterances sound, and puts a note among what he notices when one is over."""

    def __init__(self, handset: Handset, tasks: asyncio.TaskGroup, noticed: asyncio.Queue[Noticed]) -> None:
        self._handset = handset
        self._tasks = tasks
        self._noticed = noticed
        self._task: asyncio.Task[None] | None = None
        self._kind: Kind | None = None

    @property
    def busy(self) -> bool:
        """Whether anything of his is sounding."""
        return self._kind is not None

    @property
    def speaking(self) -> bool:
        """Whether he is saying something to Karla."""
        return self._kind is Kind.SPEECH

    def start(self, utterance: Utterance) -> None:
        """Begin an utterance; what is sounding breaks off."""
        self.stop()
        self._kind = utterance.kind
        self._task = self._tasks.create_task(self._sound(utterance))

    def stop(self) -> None:
        """Break off in mid-word. An utterance that was broken off is never reported as finished."""
        if self._task is not None:
            self._task.cancel()
        self._task = self._kind = None

    async def _sound(self, utterance: Utterance) -> None:
        heard = await self._handset.say(utterance)
        self._task = self._kind = None
        self._noticed.put_nowait(Finished(utterance, heard))


async def listen(handset: Handset, noticed: asyncio.Queue[Noticed]) -> None:
    """Put everything that comes out of the handset among what he notices, until the line ends."""
    while True:
        heard = await handset.hear()
        if heard is not None:
            noticed.put_nowait(heard)
        if isinstance(heard, LineEnded):
            return
