"""The door: a WebSocket server that hands each tester to a call of its own, so many calls and so long, and no more."""

import asyncio
import hmac
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from websockets.asyncio.server import ServerConnection, basic_auth, serve

from simulator.chirp.peer import Peer
from simulator.chirp.wire import MAX_MESSAGE_BYTES, Close

AT_ONCE: Final = 8
"""Calls at a time: each costs a few percent of a core."""
PING_SECONDS: Final = 10.0
REALM: Final = "Karla"

logger = logging.getLogger(__name__)

type Answer = Callable[[Peer], Awaitable[None]]
"""Holds the call of a peer to its end, and returns once everything about it is written."""


class Refused(ValueError):
    """A door that would stand open to strangers."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Where the door is, who may come in, and how often. Port 0 is any free one."""

    host: str = "127.0.0.1"
    port: int = 0
    user: str = ""
    password: str = ""
    max_calls: int = 1
    at_once: int = AT_ONCE

    def check(self) -> None:
        """Raises: Refused, for a name without a password, or a door to the network without either."""
        if bool(self.user) != bool(self.password):
            raise Refused("a user needs a password, and a password a user")
        if not self.password and not _is_loopback(self.host):
            raise Refused(f"{self.host} can be reached from outside: that needs a user and a password")

    def admits(self, user: str, password: str) -> bool:
        """Compare in a time that tells nothing about how much was right."""
        right = [
            hmac.compare_digest(given.encode(errors="surrogateescape"), known.encode(errors="surrogateescape"))
            for given, known in ((user, self.user), (password, self.password))
        ]
        return all(right)


class Door:
    """An open door. `over` is set when all calls have been held, or somebody wants it closed."""

    def __init__(self, rules: Rules, answer: Answer) -> None:
        self.rules = rules
        self.over = asyncio.Event()
        self.port = 0
        self._answer = answer
        self._begun = 0
        self._ended = 0

    @property
    def done(self) -> bool:
        """Whether all calls have been held."""
        return self._ended >= self.rules.max_calls

    async def enter(self, socket: ServerConnection) -> None:
        """Hold the call of one connection, or refuse it politely."""
        if self._begun >= self.rules.max_calls or self._begun - self._ended >= self.rules.at_once:
            full = "all its calls have begun" if self._begun >= self.rules.max_calls else "too many calls at a time"
            logger.warning("a connection was closed with %d: %s", Close.TRY_LATER, full)
            await socket.close(Close.TRY_LATER, full)
            return
        self._begun += 1
        try:
            await self._answer(Peer(socket, self._begun))
        finally:
            self._ended += 1
            if self.done:
                self.over.set()


@asynccontextmanager
async def opened(rules: Rules, answer: Answer) -> AsyncIterator[Door]:
    """Open a door; at the end, calls that are still going on are closed with 1001, and waited for. Raises: Refused."""
    rules.check()
    door = Door(rules, answer)
    quiet = logging.getLogger(f"{__name__}.socket")
    quiet.setLevel(logging.CRITICAL)  # handshakes that come to nothing are no news
    async with serve(
        door.enter,
        rules.host,
        rules.port,
        process_request=basic_auth(REALM, check_credentials=rules.admits) if rules.password else None,
        origins=None if rules.password else [None],  # a page in a browser on this machine may not call in
        compression=None,
        max_size=MAX_MESSAGE_BYTES,
        max_queue=8,
        write_limit=8_192,
        open_timeout=5,
        close_timeout=1,
        ping_interval=PING_SECONDS,
        ping_timeout=PING_SECONDS,
        server_header=None,
        logger=quiet,
    ) as server:
        door.port = int(next(iter(server.sockets)).getsockname()[1])
        yield door


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
