"""Hands a run's calls to the queue and takes each result exactly once, whatever becomes of workers or of Redis.

A worker may play a call twice (it died in between, or was slow); the second parcel is dropped. A call that is neither
waiting, nor playing, nor finished has been lost with Redis's memory: it is asked for again. Stopping takes back what
no worker has begun; results that arrive later are found again by `--resume` for a day.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from arq.connections import ArqRedis
from arq.constants import in_progress_key_prefix, job_key_prefix

from runtime import clock
from simulator.results.call_folder import CallSummary, infra_summary
from simulator.results.run_folder import RunFolder
from simulator.run import OnDone, Stop, stoppable
from simulator.scale.parcel import BadParcel, Job, unpack_call
from simulator.scale.queue import PLAY, Queue, QueueError, awaited, connect, workers
from simulator.suite import CallSpec

IN_QUEUE: Final = 256
"""Calls that wait or play at a time: it bounds what Redis has to hold, at about half a megabyte a result."""

QUIET_SECONDS: Final = 1
LONELY_SECONDS: Final = 5.0
GIVE_UP_SECONDS: Final = 300.0

type Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Queued:
    """Plays a suite through the queue at `url`; `karla` and `driver` are the names of a casting."""

    url: str
    queue: Queue
    karla: str
    driver: str
    tell: Tell

    def __call__(self, specs: Sequence[CallSpec], run: RunFolder, on_done: OnDone) -> bool:
        """Have `specs` played; return False if the user stopped it. Raises: QueueError."""
        with stoppable() as stop:
            return asyncio.run(self.dispatch(specs, run, on_done, stop))

    async def dispatch(self, specs: Sequence[CallSpec], run: RunFolder, on_done: OnDone, stop: Stop) -> bool:
        """Have `specs` played, in a loop that is running already."""
        redis = await connect(self.url, self.queue)
        try:
            work = _Work(self, redis, run, on_done, deque(specs), {spec.name: spec for spec in specs})
            return await work.carry_out(stop)
        finally:
            await redis.aclose()


@dataclass(slots=True)
class _Work:
    asked: Queued
    redis: ArqRedis
    run: RunFolder
    on_done: OnDone
    waiting: deque[CallSpec]
    pending: dict[str, CallSpec]
    sent: set[str] = field(default_factory=set)
    alone_since: float | None = None
    told: bool = False

    @property
    def _id(self) -> str:
        return self.run.path.name

    def _job(self, call: str) -> str:
        return self.asked.queue.job(self._id, call)

    async def carry_out(self, stop: Stop) -> bool:
        """Send and receive until nothing is pending, or until what had begun when the user stopped is over."""
        while self.pending:
            if stop.asked:
                await self._withdraw()
                if not self.sent:
                    return False
            else:
                await self._send()
            if not await self._receive():
                await self._look_after()
        return True

    async def _send(self) -> None:
        while self.waiting and len(self.sent) < IN_QUEUE:
            spec = self.waiting.popleft()
            if spec.name in self.pending:
                await self._ask_for(spec)

    async def _ask_for(self, spec: CallSpec) -> None:
        job = Job(spec, self.asked.karla, self.asked.driver).pack()
        await self.redis.enqueue_job(PLAY, self._id, spec.name, job, _job_id=self._job(spec.name))
        self.sent.add(spec.name)

    async def _receive(self) -> bool:
        """Take the next finished call; return False if none came within a second."""
        queue = self.asked.queue
        found = await awaited(self.redis.blpop([queue.finished(self._id)], timeout=QUIET_SECONDS))
        if found is None:
            return False
        call = found[1].decode()
        packed = await self.redis.getdel(queue.parcel(self._id, call))
        spec = self.pending.get(call)
        if spec is not None and packed is not None:
            summary = self._opened(spec, packed)
            self.run.append(summary)
            self.on_done(summary)
            del self.pending[call]
            self.sent.discard(call)
        return True

    def _opened(self, spec: CallSpec, packed: bytes) -> CallSummary:
        try:
            summary = unpack_call(packed, self.run.call(spec.name).path)
        except BadParcel as error:
            return infra_summary(spec, f"the worker's answer: {error}")
        if summary.call != spec.name:
            return infra_summary(spec, f"the worker's answer: it is {summary.call}")
        return summary

    async def _look_after(self) -> None:
        """Ask again for calls that Redis has forgotten, and say so when nobody is there to play any."""
        queue = self.asked.queue
        for call in sorted(self.sent):
            if not await self.redis.exists(f"{job_key_prefix}{self._job(call)}", queue.parcel(self._id, call)):
                await self._ask_for(self.pending[call])
        if await workers(self.redis, queue):
            self.alone_since, self.told = None, False
            return
        self.alone_since = self.alone_since or clock.now()
        lonely = clock.now() - self.alone_since
        if lonely > GIVE_UP_SECONDS:
            raise QueueError(f"no worker came within {GIVE_UP_SECONDS:.0f} s; what was played is kept")
        if lonely > LONELY_SECONDS and not self.told:
            self.told = True
            self.asked.tell("No worker with this state of the code is at the queue: start one with «karla work».")

    async def _withdraw(self) -> None:
        """Take back what no worker has begun."""
        self.waiting.clear()
        for call in sorted(self.sent):
            job = self._job(call)
            if not await self.redis.exists(f"{in_progress_key_prefix}{job}", self.asked.queue.parcel(self._id, call)):
                await self.redis.zrem(self.asked.queue.name, job)
                await self.redis.delete(f"{job_key_prefix}{job}")
                self.sent.discard(call)
