"""An event loop whose clock jumps to the next timer instead of waiting for it.

Nothing in such a loop may do real I/O: there is no selector, so a future that only a socket or a
thread could resolve would never be. The loop says so (`Stuck`) instead of hanging.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Stuck(RuntimeError):
    """Everything waits for something that cannot happen in virtual time."""


class _Jump:
    """Stands where a selector would: 'waiting' moves the clock."""

    def __init__(self) -> None:
        self.time = 0.0

    def select(self, timeout: float | None) -> list[Any]:
        """Advance the clock by `timeout` seconds. Raises: Stuck when there is no timer to jump to."""
        if timeout is None:
            raise Stuck("every task waits, and no timer is set")
        if timeout > 0:
            self.time += timeout
        return []


class VirtualLoop(asyncio.BaseEventLoop):
    """A loop without I/O whose `time()` starts at 0.0 and moves only from timer to timer."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = _Jump()
        # Timers due within the resolution fire together; keep it far below one 8 kHz sample.
        self._clock_resolution = 1e-9

    def time(self) -> float:
        """Return the virtual seconds since the loop was made."""
        return self._selector.time

    def _process_events(self, event_list: list[Any]) -> None:
        """There are no I/O events."""

    def _write_to_self(self) -> None:
        """Nothing sleeps in a selector, so there is nothing to wake."""


def run[T](main: Coroutine[Any, Any, T]) -> T:
    """Run `main` on a fresh virtual clock, as `asyncio.run` would on the real one."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
