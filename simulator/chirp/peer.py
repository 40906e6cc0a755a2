"""The tester at the other end of a WebSocket: what it sends, checked; what Karla sends, never more than it takes.

Audio that the socket does not take stays unsent: at most 200 ms are on their way to it, besides what the system holds.
"""

import asyncio
import logging
import socket as sockets
from collections import deque
from collections.abc import AsyncIterator
from typing import Final

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from runtime import clock
from simulator.chirp.wire import Announcement, Close, Problem, Trouble, Unknown, Violation, parse, session_error

SEND_BUFFER_BYTES: Final = 16_384
"""What the system may hold of Karla's voice for a peer that does not read: Linux doubles it, to a second."""
ON_ITS_WAY: Final = 10
"""Audio messages that wait for the socket at most, of 20 ms each."""
STALLED_SECONDS: Final = 5.0
"""A socket that takes nothing for so long belongs to a peer that does not read."""
MESSAGES_A_SECOND: Final = 250.0
MESSAGES_AT_ONCE: Final = 1_500.0
"""An utterance of 15 s may come at once in messages of 10 ms; who sends more small ones floods."""

logger = logging.getLogger(__name__)


class Peer:
    """One connection."""

    def __init__(self, socket: ServerConnection, number: int) -> None:
        self.number = number
        self._socket = socket
        self._outbox: deque[bytes | str] = deque()
        self._wake = asyncio.Event()
        self._closing: tuple[int, str] | None = None
        self._blocked_since: float | None = None
        self._messages = 0.0
        self._counted_at = clock.now()
        self.who_ended = ""
        self.fault = ""
        raw = socket.transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, SEND_BUFFER_BYTES)

    # ------------------------------------------------------------------------------------ what it sends

    async def received(self) -> AsyncIterator[bytes | Announcement]:
        """Yield its audio, PCM16 at 16 kHz, and its announcements, until the connection ends. Raises: Violation."""
        while True:
            try:
                message = await self._socket.recv()
            except ConnectionClosed as end:
                self._ended(end)
                return
            self._count()
            if isinstance(message, bytes):
                if len(message) % 2:
                    reason = "a binary frame has half a sample"
                    raise Violation(Close.UNSUPPORTED, Problem.INVALID_AUDIO_FRAME, reason)
                if message:
                    yield message
                continue
            match parse(message):
                case Trouble(code, text):
                    logger.warning("call %d: the peer complains: %s %s", self.number, code[:40], text[:200])
                case Unknown():
                    pass
                case announcement:
                    yield announcement

    def _count(self) -> None:
        now = clock.now()
        self._messages = max(0.0, self._messages - MESSAGES_A_SECOND * (now - self._counted_at)) + 1
        self._counted_at = now
        if self._messages > MESSAGES_AT_ONCE:
            raise Violation(Close.POLICY, Problem.INVALID_MESSAGE, "far more messages than speech needs")

    def _ended(self, end: ConnectionClosed) -> None:
        """Note who ended the connection, and what was wrong with it."""
        if self.who_ended:
            return
        if end.rcvd is not None and (end.rcvd_then_sent or end.sent is None):
            self.who_ended = "driver"
            if end.rcvd.code not in (Close.NORMAL, Close.GOING_AWAY, 1005):
                self.fault = f"closed with {end.rcvd.code} {end.rcvd.reason[:120]}".strip()
        elif end.sent is not None:
            self.who_ended = "rig"
            if end.sent.code != Close.NORMAL:
                self.fault = f"was closed with {end.sent.code} {end.sent.reason}".strip()
        else:
            self.who_ended, self.fault = "line", "went away without a closing handshake"
        if self.fault:
            logger.warning("call %d: the peer %s", self.number, self.fault)

    # ------------------------------------------------------------------------------------ what Karla sends

    @property
    def takes_audio(self) -> bool:
        """Whether the socket keeps up."""
        return len(self._outbox) < ON_ITS_WAY

    @property
    def stalled(self) -> bool:
        """Whether it has taken nothing for very long."""
        return self._blocked_since is not None and clock.now() - self._blocked_since > STALLED_SECONDS

    def put(self, message: bytes | str) -> None:
        """Send a message after those before it."""
        self._outbox.append(message)
        self._wake.set()

    def complain(self, problem: Problem, message: str) -> None:
        """Tell the peer what is wrong."""
        logger.warning("call %d: %s", self.number, message)
        self.put(session_error(problem, message))

    def breaks_off(self, violation: Violation) -> None:
        """Close the connection for what the peer did."""
        self.who_ended, self.fault = "rig", f"broke the protocol: {violation.reason}"
        logger.warning("call %d: closed with %d: %s", self.number, violation.close, violation.reason)
        self.put(session_error(violation.problem, violation.reason))
        self.close(violation.close, violation.reason)

    def close(self, code: int = Close.NORMAL, reason: str = "call ended") -> None:
        """Close the connection once everything is sent. Idempotent."""
        if self._closing is None:
            self._closing = (code, reason)
        self._wake.set()

    async def send(self) -> None:
        """Send what is put, until `close`; a peer that does not read is dropped."""
        try:
            while True:
                while self._outbox:
                    self._blocked_since = clock.now()
                    await self._socket.send(self._outbox[0])
                    self._blocked_since = None
                    self._outbox.popleft()
                if self._closing is not None:
                    break
                self._wake.clear()
                await self._wake.wait()
            await self._socket.close(*self._closing)
        except ConnectionClosed:
            self._blocked_since = None

    def drop(self) -> None:
        """Cut the connection: no closing handshake gets through to a peer that does not read."""
        self.who_ended, self.fault = "rig", "does not read what it is sent"
        logger.warning("call %d: closed with %d: the peer %s", self.number, Close.POLICY, self.fault)
        self._socket.transport.abort()
