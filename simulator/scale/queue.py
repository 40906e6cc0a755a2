"""The queue between whoever asks for calls and the workers that play them: ARQ on Redis, by the names kept here.

A queue belongs to one state of the code, so a worker never plays a call with other code than it was asked with.
Jobs are JSON, never pickles. A worker leaves a call's parcel under its own key and then its name in the run's list of
finished calls; ARQ itself keeps no result.
"""

import json
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from arq.connections import ArqRedis, RedisSettings, create_pool
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisLost
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisSlow

from runtime.errors import KarlaError

PLAY: Final = "play_call"
KEPT_SECONDS: Final = 24 * 3600
"""How long a finished call waits to be fetched: a run may be taken up again until then."""

JOB_SECONDS: Final = 60
"""A call of ten minutes is played in five seconds. One whose worker died is played by another after this and ten."""

LOST: Final = (RedisLost, RedisSlow, OSError)


class QueueError(KarlaError):
    """The queue cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Queue:
    """The names of one code's queue."""

    sources_sha256: str

    @property
    def name(self) -> str:
        """The queue's key."""
        return f"karla:sim:{self.sources_sha256[:16]}"

    def worker(self, worker: str) -> str:
        """Return the key that a living worker keeps fresh."""
        return f"{self.name}:worker:{worker}"

    def job(self, run: str, call: str) -> str:
        """Return a job's id: the same call is never waiting twice."""
        return f"{self.name}:{run}:{call}"

    def finished(self, run: str) -> str:
        """Return the key of a run's list of finished calls."""
        return f"{self.name}:{run}:finished"

    def parcel(self, run: str, call: str) -> str:
        """Return the key of a finished call."""
        return f"{self.name}:{run}:parcel:{call}"


def settings(url: str) -> RedisSettings:
    """Return how to reach Redis, patient enough for one that restarts. Raises: QueueError."""
    try:
        reached = RedisSettings.from_dsn(url)
    except (RuntimeError, ValueError) as error:
        raise QueueError(f"{url}: {error}; write redis://host:port or unix:///path") from error
    reached.retry = Retry(ExponentialBackoff(cap=1, base=0.05), 30, supported_errors=cast(Any, LOST))
    reached.retry_on_error = list(LOST)
    reached.conn_retries = 0
    return reached


async def connect(url: str, queue: Queue) -> ArqRedis:
    """Return a connection to the queue. Raises: QueueError."""
    reached = settings(url)
    try:
        await (await create_pool(replace(reached, retry=None, retry_on_error=None))).aclose()  # not there: say so now
        return await create_pool(
            reached, job_serializer=serialize, job_deserializer=deserialize, default_queue_name=queue.name
        )
    except (RedisError, OSError) as error:
        raise QueueError(f"{_hidden(url)} cannot be reached: {error}") from error


async def workers(redis: ArqRedis, queue: Queue) -> int:
    """Return how many workers are alive."""
    return len([key async for key in redis.scan_iter(match=queue.worker("*"), count=1000)])


def serialize(job: dict[str, Any]) -> bytes:
    """Return a job's bytes; an exception becomes its text."""
    return json.dumps(job, default=repr).encode()


def deserialize(packed: bytes) -> dict[str, Any]:
    """Return a job again."""
    job: dict[str, Any] = json.loads(packed)
    return job


async def awaited[T](answer: Awaitable[T] | T) -> T:
    """Await an answer of redis-py, whose types say that it may have come already."""
    return await answer if isinstance(answer, Awaitable) else answer


def _hidden(url: str) -> str:
    """Return a URL without its password."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
