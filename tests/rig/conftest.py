"""A line under virtual time, and a voice whose every word lasts a fifth of a second."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from runtime import clock
from runtime.audio import FRAME_SAMPLES, RATE_HZ, Pcm, level_dbfs
from runtime.integrations.espeak import VoiceSettings
from runtime.integrations.voice_cache import Rendered
from runtime.pipeline.ports import Speech, WordMark
from simulator.channel.leg import DriverLeg
from simulator.channel.presets import Channel
from simulator.driver.handset import Heard, Speaker
from simulator.results.recording import Recording
from simulator.rig.exchange import Exchange
from simulator.rig.oracle import Script
from simulator.rig.phone import Mouths, Phone
from simulator.rig.virtual_time import run
from simulator.scoring.ledger import Ledger

WORD = RATE_HZ // 5


def tone(samples: int, level: float = 0.3) -> Pcm:
    """Return so many samples of a voice-like tone."""
    wave = level * np.sin(2 * np.pi * 700 * np.arange(samples) / RATE_HZ)
    return np.rint(32767 * wave).astype("<i2").tobytes()


def spoken(text: str) -> Speech:
    """Return a sentence of Karla's, 0.2 s a word."""
    words = text.split()
    marks = tuple(WordMark(word, n * WORD, (n + 1) * WORD) for n, word in enumerate(words))
    return Speech(tone(len(words) * WORD), marks)


class ToneEngine:
    """Says every word of the driver's as 0.2 s of tone."""

    def render(self, text: str, voice: VoiceSettings) -> Rendered:
        """Return the tone and its marks."""
        sentence = spoken(text)
        return Rendered(sentence.pcm, sentence.words)


@dataclass
class Line:
    """Both ends of one line, and what it leaves behind."""

    up: int = 1
    down: int = 1
    channel: Channel = field(default_factory=lambda: Channel(about="De prueba.", origin="test"))
    script: Script = field(default_factory=Script)
    ledger: Ledger = field(default_factory=Ledger)
    recording: Recording = field(default_factory=Recording)
    noticed: list[tuple[float, Heard]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.leg = DriverLeg(self.channel, b"seed")
        self.exchange = Exchange(self.leg, self.recording, self.ledger, up=self.up, down=self.down, script=self.script)
        mouths = Mouths(dict.fromkeys(Speaker, VoiceSettings()), 0.0)
        self.phone = Phone(self.exchange, self.script, ToneEngine(), mouths, self.ledger)  # type: ignore[arg-type]

    def play(self, *scripts: Callable[["Line"], Awaitable[None]], seconds: float = 4.0) -> "Line":
        """Let each script run beside the others; the driver hangs up after so many seconds."""

        async def all_of_it() -> None:
            self.ledger.clock = clock.now
            async with asyncio.TaskGroup() as sides:
                sides.create_task(self.exchange.run())
                for script in scripts:
                    sides.create_task(script(self))  # type: ignore[arg-type]
                await clock.sleep_until(seconds)
                self.phone.hang_up()

        run(all_of_it())
        return self

    async def listens(self, _: "Line") -> None:
        """Write down everything that the driver notices."""
        while (heard := await self.phone.hear(until=60.0)) is not None:
            self.noticed.append((clock.now(), heard))

    def loud(self, side: str) -> list[int]:
        """Return which frames of the recording sound, on the `left` (Karla) or the `right` (the driver)."""
        pcm = bytes({"left": self.recording._karla, "right": self.recording._driver}[side])
        frames = [pcm[at : at + 2 * FRAME_SAMPLES] for at in range(0, len(pcm), 2 * FRAME_SAMPLES)]
        return [n for n, frame in enumerate(frames) if level_dbfs(frame) > -50]

    def entries(self, name: str) -> list[tuple[float, dict[str, object]]]:
        """Return the ledger's events of one name."""
        return [(event.t, dict(event.data)) for event in self.ledger.named(name)]


@pytest.fixture
def line() -> type[Line]:
    """Return the maker of lines."""
    return Line


@pytest.fixture
def say() -> Callable[[str], Speech]:
    """Return what makes a sentence of Karla's."""
    return spoken
