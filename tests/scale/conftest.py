"""A real Redis, and workers in this loop whose calls take no time."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from arq.worker import Worker

from simulator.results.call_folder import CallSummary
from simulator.results.run_folder import RunFolder, create
from simulator.run import Stop
from simulator.scale.dispatch import Queued
from simulator.scale.queue import Queue
from simulator.scale.valkey import embedded_redis
from simulator.scale.worker import Players, worker
from simulator.suite import CallSpec

type Dispatch = Callable[..., Awaitable[tuple[bool, list[CallSummary]]]]


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis of this test process."""
    with embedded_redis() as url:
        yield url


@pytest.fixture
def queue(request: pytest.FixtureRequest) -> Queue:
    """A queue of this test's own."""
    import hashlib

    return Queue(hashlib.sha256(request.node.nodeid.encode()).hexdigest())


@pytest.fixture
def parcels(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The plays of this folder, importable here and in worker processes."""
    tests = Path(__file__).parents[1]
    monkeypatch.syspath_prepend(tests / "simulator")
    monkeypatch.syspath_prepend(tests / "scale")
    import os

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tests / "simulator"), str(tests / "scale")]))
    import parcels

    return parcels


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """An empty run."""
    return create(tmp_path, "prueba")


async def work(worker: Worker) -> None:
    """Let a worker work until it is cancelled, or until there is no more if it is one that ends then."""
    try:
        await worker.async_run()
    finally:
        await worker.close()


@pytest.fixture
def dispatch(redis_url: str, queue: Queue, run: RunFolder) -> Dispatch:
    """Return a function that has calls played through the queue by a worker with this play."""

    async def dispatched(
        specs: Sequence[CallSpec], play: Callable[[str], bytes] | None, stop: Stop | None = None, **ask: Any
    ) -> tuple[bool, list[CallSummary]]:
        done: list[CallSummary] = []
        players = Players(1, play) if play else None
        asked = Queued(redis_url, queue, "rules", "grammar", ask.get("tell", lambda _: None))

        def on_done(summary: CallSummary) -> None:
            done.append(summary)
            ask.get("then", lambda _: None)(summary)

        async with asyncio.TaskGroup() as tasks:
            working = tasks.create_task(work(worker(redis_url, queue, players))) if players else None
            complete = await asked.dispatch(specs, run, on_done, stop or Stop())
            if working:
                working.cancel()
        return complete, done

    return dispatched
