"""A run over the queue, on a real Redis: each call exactly once, whatever happens on the way."""

import asyncio
from types import ModuleType
from typing import Any

import pytest
from arq.connections import RedisSettings, create_pool

from simulator.results.run_folder import RunFolder
from simulator.run import Stop
from simulator.scale import dispatch as dispatching
from simulator.scale.queue import Queue, QueueError, connect
from simulator.scale.worker import Players, worker

pytestmark = pytest.mark.network


async def test_every_call_comes_back_once_with_its_files(dispatch: Any, parcels: ModuleType, run: RunFolder) -> None:
    specs = [parcels.spec(f"uno_{n}") for n in range(12)]

    complete, done = await dispatch(specs, parcels.play)

    assert complete
    assert sorted(each.call for each in done) == sorted(spec.name for spec in specs)
    assert {each.status for each in done} == {"PASS"}
    assert len(run.summaries()) == 12
    assert all(run.call(spec.name).ledger.stat().st_size for spec in specs)


async def test_a_call_that_kills_its_process_is_infra_and_the_others_pass(dispatch: Any, parcels: ModuleType) -> None:
    specs = [parcels.spec(name) for name in ("uno", "malo", "dos")]

    complete, done = await dispatch(specs, parcels.crash)

    assert complete
    assert {each.scenario: str(each.status) for each in done} == {"uno": "PASS", "malo": "INFRA", "dos": "PASS"}


async def test_an_answer_that_is_no_parcel_is_infra(dispatch: Any, parcels: ModuleType) -> None:
    complete, done = await dispatch([parcels.spec("malo")], parcels.garble)

    assert complete and done[0].status == "INFRA"
    assert "cannot be read" in done[0].why


async def test_a_redis_that_forgets_everything_loses_no_call(
    dispatch: Any, parcels: ModuleType, redis_url: str, run: RunFolder
) -> None:
    specs = [parcels.spec(f"uno_{n}") for n in range(10)]
    wiped: list[bool] = []

    def wipe(_: object) -> None:
        """Empty Redis once, from another connection, when the third call has come back."""
        if len(run.summaries()) == 3 and not wiped:
            wiped.append(True)
            import redis

            client = redis.Redis.from_url(redis_url)
            client.flushall()
            client.close()

    complete, done = await dispatch(specs, parcels.play, then=wipe)

    assert complete and wiped
    assert sorted(each.call for each in done) == sorted(spec.name for spec in specs)


async def test_a_call_that_two_workers_played_counts_once(
    dispatch: Any, parcels: ModuleType, redis_url: str, queue: Queue, run: RunFolder
) -> None:
    """A slow worker's parcel is there a second time when the run is read."""
    specs = [parcels.spec("uno"), parcels.spec("dos")]
    redis = await connect(redis_url, queue)
    await redis.rpush(queue.finished(run.path.name), specs[0].name, specs[0].name)
    await redis.aclose()

    complete, done = await dispatch(specs, parcels.play)

    assert complete and sorted(each.scenario for each in done) == ["dos", "uno"]


async def test_stopping_takes_back_what_nobody_has_begun(
    dispatch: Any, parcels: ModuleType, redis_url: str, queue: Queue
) -> None:
    specs, stop = [parcels.spec(f"uno_{n}") for n in range(40)], Stop()

    def enough(_: object) -> None:
        stop.asked = True

    complete, done = await dispatch(specs, parcels.play, stop=stop, then=enough)

    redis = await create_pool(RedisSettings.from_dsn(redis_url))
    left = await redis.zcard(queue.name)
    await redis.aclose()
    assert not complete and 1 <= len(done) < 40
    assert left == 0


async def test_a_run_that_is_taken_up_again_finds_what_was_played_meanwhile(
    dispatch: Any, parcels: ModuleType, redis_url: str, queue: Queue, run: RunFolder
) -> None:
    """The call was asked for and the asker went away; the worker finished it."""
    from simulator.scale.parcel import Job
    from simulator.scale.queue import PLAY

    spec = parcels.spec("uno")
    redis = await connect(redis_url, queue)
    job = Job(spec, "rules", "grammar").pack()
    await redis.enqueue_job(PLAY, run.path.name, spec.name, job, _job_id=queue.job(run.path.name, spec.name))
    await redis.aclose()
    burst = worker(redis_url, queue, Players(1, parcels.play), burst=True)
    await burst.async_run()
    await burst.close()

    complete, done = await dispatch([spec], None)

    assert complete and done[0].status == "PASS"


async def test_without_a_worker_it_says_how_to_start_one_and_gives_up(
    dispatch: Any, parcels: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatching, "LONELY_SECONDS", 0.0)
    monkeypatch.setattr(dispatching, "GIVE_UP_SECONDS", 1.5)
    told: list[str] = []

    with pytest.raises(ExceptionGroup) as caught:
        async with asyncio.timeout(20):
            await dispatch([parcels.spec("uno")], None, tell=told.append)

    assert isinstance(caught.value.exceptions[0], QueueError)
    assert len(told) == 1 and "karla work" in told[0]


async def test_a_redis_that_is_not_there_is_named_without_its_password(queue: Queue) -> None:
    with pytest.raises(QueueError, match=r"redis://127\.0\.0\.1:9 cannot be reached") as caught:
        await connect("redis://:secret@127.0.0.1:9", queue)

    assert "secret" not in str(caught.value)
