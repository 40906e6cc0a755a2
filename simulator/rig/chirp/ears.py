"""The ears that hear a tester by what it announces. Nothing is recognised: words are its own, sound is only level.

They stand behind the port of every recogniser, so a real one takes their place: `MakeEars` is where.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

from runtime.audio import Pcm
from runtime.errors import ProviderError
from runtime.pipeline.ports import Heard, SpeechStarted, SpeechToText, TurnEnded, Words
from simulator.chirp.track import Began, Ended, Noticed, Told, Unheard, Untold
from simulator.chirp.wire import Problem
from simulator.rig.chirp.line import ChirpLine

NOT_ANNOUNCED: Final = (
    "speech came without its words: this door does not recognise speech yet, so speech.completed (or speech.started)"
    " needs data.text with what is said"
)

type MakeEars = Callable[[ChirpLine], SpeechToText]


class AnnouncedEars:
    """Hears the peer of one line."""

    def __init__(self, line: ChirpLine) -> None:
        self._line = line

    def listen(self, audio: AsyncIterator[Pcm]) -> AbstractAsyncContextManager[AsyncIterator[Heard]]:
        """Hear `audio`, whose first frame is the line's first. Raises: ProviderError, if words are not announced."""
        return self._listen(audio)

    @asynccontextmanager
    async def _listen(self, audio: AsyncIterator[Pcm]) -> AsyncGenerator[AsyncIterator[Heard]]:
        yield self._heard(audio)

    async def _heard(self, audio: AsyncIterator[Pcm]) -> AsyncGenerator[Heard]:
        frames = 0
        async for _ in audio:
            frames += 1
            while self._line.noticed and self._line.noticed[0][0] < frames:
                if (heard := self._told(self._line.noticed.popleft()[1])) is not None:
                    yield heard

    def _told(self, noticed: Noticed) -> Heard | None:
        match noticed:
            case Began():
                return SpeechStarted()
            case Told(text):
                return Words(text)
            case Ended(_, text):
                return TurnEnded(text)
            case Unheard(text):
                self._line.complain(Problem.INVALID_AUDIO_FRAME, f"«{text[:60]}» was announced, and no sound came")
                return TurnEnded("")
            case Untold():
                self._line.complain(Problem.MISSING_FIELD, NOT_ANNOUNCED)
                raise ProviderError("announced ears", "the peer does not announce what it says", retryable=False)
