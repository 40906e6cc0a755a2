"""Karla's line over a socket, on a virtual clock: pacing, clearing, a peer that does not keep up."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from runtime import clock
from runtime.audio import RATE_HZ, Pcm
from runtime.errors import LineClosed
from runtime.pipeline.ports import Speech, WordMark
from simulator.chirp.peer import Peer
from simulator.results.recording import Recording
from simulator.rig.chirp.line import ChirpLine
from simulator.rig.virtual_time import run
from simulator.scoring.ledger import Ledger

WORD = RATE_HZ // 5


@dataclass
class Listener:
    """A peer that notes when what was sent to it, and plays it at once."""

    takes_audio: bool = True
    stalled: bool = False
    dropped: bool = False
    sent: list[tuple[float, bytes | str]] = field(default_factory=list)

    def put(self, message: bytes | str) -> None:
        """Note a message."""
        self.sent.append((clock.now(), message))

    def drop(self) -> None:
        """Note that it was cut off."""
        self.dropped = True

    def audio(self) -> bytes:
        """Return all audio."""
        return b"".join(message for _, message in self.sent if isinstance(message, bytes))

    def told(self) -> list[tuple[str, str]]:
        """Return the types and texts of what it was told."""
        told = [json.loads(message) for _, message in self.sent if isinstance(message, str)]
        return [(each["type"], each["data"].get("text", "")) for each in told]

    def most_ahead(self) -> float:
        """Return how much unplayed audio it ever held, in seconds."""
        until = most = 0.0
        for at, message in self.sent:
            if isinstance(message, bytes):
                until = max(until, at) + len(message) / 32_000
                most = max(most, until - at)
        return most


def sentence(text: str) -> Speech:
    """Return a sentence of a fifth of a second a word, as a tone."""
    words = text.split()
    pcm: Pcm = np.rint(9000 * np.sin(np.arange(len(words) * WORD) * 0.5)).astype("<i2").tobytes()
    return Speech(pcm, tuple(WordMark(word, n * WORD, (n + 1) * WORD) for n, word in enumerate(words)))


@dataclass
class Call:
    """A line under test, and what it leaves."""

    peer: Listener = field(default_factory=Listener)
    ledger: Ledger = field(default_factory=Ledger)
    recording: Recording = field(default_factory=Recording)

    def play(self, script: Callable[["Call"], Awaitable[None]]) -> "Call":
        """Let a script use the line; then Karla hangs up."""

        async def both() -> None:
            self.ledger.clock = clock.now
            self.line = ChirpLine(self.peer, self.recording, self.ledger)  # type: ignore[arg-type]
            async with asyncio.TaskGroup() as sides:
                sides.create_task(self.line.run())
                await script(self)
                await self.line.hang_up()

        run(both())
        return self

    async def says(self, turn: int, text: str) -> int:
        """Let Karla begin a turn of one sentence."""
        self.line.begins_sentence(turn, text)
        return await self.line.play(sentence(text))


def test_her_voice_leaves_in_real_time_and_hardly_ahead_of_it() -> None:
    async def script(call: Call) -> None:
        end = await call.says(0, "uno dos tres cuatro cinco seis siete ocho nueve diez")
        await call.line.reached(end)

    call = Call().play(script)

    assert len(call.peer.audio()) == pytest.approx(64_000, abs=100)
    assert 0.1 <= call.peer.most_ahead() <= 0.2
    assert 1.85 <= call.peer.sent[-1][0] <= 2.0


def test_breaking_in_drops_what_was_not_sent_and_no_more() -> None:
    async def script(call: Call) -> None:
        end = await call.says(0, "uno dos tres cuatro cinco seis siete ocho nueve diez")
        await clock.sleep_until(1.001)
        reached = await call.line.clear()
        assert reached < end
        assert len(call.peer.audio()) == pytest.approx(4 * reached, abs=100)
        assert 0 <= reached / RATE_HZ - 1.0 <= 0.2
        await call.line.reached(reached)
        call.line.ends_turn(0, "uno dos tres cuatro cinco", "seis siete", truncated=True)

    call = Call().play(script)

    assert call.peer.told() == [("speech.started", ""), ("speech.completed", "uno dos tres cuatro cinco")]
    assert [event.turn for event in call.ledger.named("wire.clear")] == [0]


def test_the_peer_is_told_of_a_turn_and_not_of_its_sentences() -> None:
    async def script(call: Call) -> None:
        await call.says(3, "Gracias.")
        await call.line.reached(await call.says(3, "¿Es correcto?"))
        call.line.ends_turn(3, "Gracias. ¿Es correcto?", "", truncated=False)

    call = Call().play(script)

    assert call.peer.told() == [("speech.started", ""), ("speech.completed", "Gracias. ¿Es correcto?")]
    assert [event.name for event in call.ledger.named("agt.audio.first", "agt.audio.last", "call.hangup")] == [
        "agt.audio.first",
        "agt.audio.last",
        "call.hangup",
    ]


def test_a_peer_that_takes_no_audio_hears_nothing_and_holds_nothing() -> None:
    async def script(call: Call) -> None:
        call.peer.takes_audio = False
        await call.says(0, "uno dos tres cuatro cinco")
        await clock.sleep_until(3.0)
        assert await call.line.clear() == 0

    assert Call().play(script).peer.sent == []


def test_a_peer_that_has_read_nothing_for_long_is_cut_off() -> None:
    async def script(call: Call) -> None:
        end = await call.says(0, "uno dos")
        call.peer.stalled = True
        with pytest.raises(LineClosed):
            await call.line.reached(end)
        with pytest.raises(LineClosed):
            await call.says(0, "tres")

    call = Call().play(script)

    assert call.peer.dropped
    assert [event.text("who") for event in call.ledger.named("call.hangup")] == ["rig"]


def test_the_recording_is_as_long_as_the_call_and_both_sides_are_in_their_place() -> None:
    async def script(call: Call) -> None:
        await clock.sleep_until(0.5)
        call.line.inbound.audio(np.full(8000, 9000, "<i2").tobytes())
        await call.line.reached(await call.says(0, "uno dos"))
        await clock.sleep_until(1.501)

    call = Call().play(script)

    karla, driver = (np.frombuffer(bytes(side), "<i2") for side in (call.recording._karla, call.recording._driver))
    assert len(karla) == len(driver) == pytest.approx(1.5 * RATE_HZ, abs=320)
    assert np.flatnonzero(np.abs(karla) > 100)[0] / RATE_HZ == pytest.approx(0.5, abs=0.025)
    assert np.flatnonzero(np.abs(driver) > 100)[0] / RATE_HZ == pytest.approx(0.5, abs=0.05)


class Clogged:
    """A socket that takes nothing."""

    def __init__(self) -> None:
        self.transport = self
        self.taken = 0
        self.aborted = False

    def get_extra_info(self, name: str) -> None:
        """There is no system socket behind it."""

    async def send(self, message: bytes | str) -> None:
        """Never return."""
        self.taken += 1
        await asyncio.get_running_loop().create_future()

    def abort(self) -> None:
        """Note that the connection was cut."""
        self.aborted = True


def test_a_socket_that_takes_nothing_stops_her_after_ten_messages_and_counts_as_stalled_after_five_seconds() -> None:
    async def call() -> None:
        socket = Clogged()
        peer = Peer(socket, 1)  # type: ignore[arg-type]
        async with asyncio.TaskGroup() as sides:
            sending = sides.create_task(peer.send())
            for _ in range(10):
                assert peer.takes_audio
                peer.put(bytes(640))
            assert not peer.takes_audio
            await clock.sleep_until(4.9)
            assert not peer.stalled
            await clock.sleep_until(5.1)
            assert peer.stalled and socket.taken == 1
            peer.drop()
            assert socket.aborted
            sending.cancel()

    run(call())
