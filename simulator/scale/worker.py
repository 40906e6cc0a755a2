"""Plays calls that others ask for over the queue: `karla work`.

ARQ runs in this process and the calls in processes of their own, so that the worker can say that it is alive while
they play. A call whose process dies twice is the culprit and comes back as INFRA; one whose worker dies as a whole is
played by another worker.
"""

import asyncio
import os
import platform
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

from arq.connections import ArqRedis
from arq.typing import WorkerCoroutine
from arq.worker import Worker, func

from simulator.results.call_folder import infra_summary
from simulator.rig.casting import Casting
from simulator.run import DIED, play_one, process_pool
from simulator.scale.parcel import Job, pack_call
from simulator.scale.queue import JOB_SECONDS, KEPT_SECONDS, PLAY, Queue, deserialize, serialize, settings

ALIVE_SECONDS: Final = 5
POLL_SECONDS: Final = 0.05


def play_parcel(text: str) -> bytes:
    """Play the call of a packed job and return it packed. Raises: BadParcel."""
    job = Job.unpack(text)
    with TemporaryDirectory(prefix="karla-call-") as folder:
        path = Path(folder) / "call"
        summary = play_one(Casting(job.karla, job.driver).play, job.spec, path)
        return pack_call(summary, path)


@dataclass(slots=True)
class Players:
    """The processes of one worker."""

    jobs: int
    play: Callable[[str], bytes] = play_parcel
    _pool: ProcessPoolExecutor | None = field(default=None, init=False)

    async def __call__(self, text: str) -> bytes:
        """Play a packed job. When another call has taken the processes down, it is played again, alone."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._open(), self.play, text)
        except BrokenProcessPool:
            self.close()
        with process_pool(1) as alone:
            try:
                return await loop.run_in_executor(alone, self.play, text)
            except BrokenProcessPool:
                return _lost(text)

    def _open(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = process_pool(self.jobs)
        return self._pool

    def close(self) -> None:
        """End the processes; the next call starts others."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _lost(text: str) -> bytes:
    with TemporaryDirectory() as empty:
        return pack_call(infra_summary(Job.unpack(text).spec, DIED), Path(empty))


async def play_call(context: dict[str, Any], run: str, call: str, job: str) -> None:
    """Play one call and leave it for whoever asked for it. An ARQ job."""
    redis: ArqRedis = context["redis"]
    queue: Queue = context["queue"]
    packed = await context["players"](job)
    async with redis.pipeline(transaction=True) as together:
        together.set(queue.parcel(run, call), packed, ex=KEPT_SECONDS)
        together.rpush(queue.finished(run), call)
        together.expire(queue.finished(run), KEPT_SECONDS)
        await together.execute()


def worker(url: str, queue: Queue, players: Players, *, burst: bool = False) -> Worker:
    """Return a worker; its `run()` plays calls until SIGTERM or Ctrl-C, after which it ends those it has begun.

    With `burst` it ends when there are no more. Raises: QueueError.
    """

    async def close(ctx: dict[Any, Any]) -> None:
        players.close()

    return Worker(
        functions=[
            func(cast("WorkerCoroutine", play_call), name=PLAY, keep_result=0, timeout=JOB_SECONDS, max_tries=5)
        ],
        queue_name=queue.name,
        redis_settings=settings(url),
        burst=burst,
        max_jobs=players.jobs,
        keep_result=0,
        job_timeout=JOB_SECONDS,
        job_completion_wait=JOB_SECONDS,
        poll_delay=POLL_SECONDS,
        health_check_interval=ALIVE_SECONDS,
        health_check_key=queue.worker(f"{platform.node()}-{os.getpid()}"),
        job_serializer=serialize,
        job_deserializer=deserialize,
        on_shutdown=close,
        ctx={"queue": queue, "players": players},
    )
