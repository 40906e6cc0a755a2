"""An hour passes in milliseconds, in the right order, and what cannot happen is said."""

import asyncio

import pytest

from runtime import clock
from simulator.rig.virtual_time import Stuck, run


def test_an_hour_passes_at_once() -> None:
    async def waits() -> float:
        for _ in range(3600):
            await asyncio.sleep(1.0)
        return clock.now()

    assert run(waits()) == pytest.approx(3600.0, abs=1e-6)


def test_timers_fire_by_time_whatever_order_they_were_set_in() -> None:
    fired: list[float] = []

    async def at(when: float) -> None:
        await clock.sleep_until(when)
        assert clock.now() == pytest.approx(when, abs=1e-9)
        fired.append(when)

    async def all_of_them() -> None:
        async with asyncio.TaskGroup() as tasks:
            for when in (0.3, 0.1, 20.0, 0.2, 0.100001):
                tasks.create_task(at(when))

    run(all_of_them())

    assert fired == sorted(fired) and len(fired) == 5


def test_timers_of_one_instant_fire_in_the_same_order_every_time() -> None:
    async def order() -> list[int]:
        fired: list[int] = []

        async def at_one(number: int) -> None:
            await clock.sleep_until(1.0)
            fired.append(number)

        async with asyncio.TaskGroup() as tasks:
            for number in range(20):
                tasks.create_task(at_one(number))
        return fired

    assert run(order()) == run(order())


def test_waiting_for_what_cannot_happen_is_said() -> None:
    async def waits() -> None:
        await asyncio.Event().wait()

    with pytest.raises(Stuck, match="no timer is set"):
        run(waits())


def test_a_timeout_is_virtual_too() -> None:
    async def waits() -> float:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(900.0):
                await asyncio.Event().wait()
        return clock.now()

    assert run(waits()) == pytest.approx(900.0)


def test_every_call_begins_at_zero_and_leaves_no_task_behind() -> None:
    ended: list[bool] = []

    async def goes_on() -> None:
        try:
            await asyncio.sleep(1e6)
        finally:
            ended.append(True)

    async def begins() -> float:
        at = clock.now()
        asyncio.get_running_loop().create_task(goes_on())
        await asyncio.sleep(1.0)
        return at

    assert run(begins()) == run(begins()) == 0.0
    assert ended == [True, True]
