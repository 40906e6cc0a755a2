"""Plays a suite: many calls at once, each in its own process, whatever happens to one of them.

A call that raises, or takes its worker process down with it, is that call's INFRA and nobody else's: when a worker
dies, every call that was in flight is played again alone, and the one that kills its worker again is the culprit.
Ctrl-C lets the calls in flight end, keeps them, and starts no more. With one job, calls are played in this process,
which a call that crashes the interpreter would take down.
"""

import multiprocessing
import os
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import Final

from simulator.results.call_folder import CallSummary, infra_summary
from simulator.results.run_folder import RunFolder
from simulator.suite import CallSpec

IN_FLIGHT_PER_JOB: Final = 2
LOOK_UP_SECONDS: Final = 0.2
PATIENCE_SECONDS: Final = 1.0
DIED: Final = "the process that played this call died"

type Play = Callable[[CallSpec, Path], CallSummary]
"""Plays one call into a folder. It must be picklable, as must be what it returns."""

type OnDone = Callable[[CallSummary], None]


@dataclass(slots=True)
class Stop:
    """Whether the user has asked to stop."""

    asked: bool = False


@dataclass(slots=True)
class Work:
    """The calls of a suite on their way: waiting, in flight, or in flight when a worker died."""

    play: Play
    run: RunFolder
    waiting: deque[CallSpec]
    stop: Stop
    running: dict[Future[CallSummary], CallSpec] = field(default_factory=dict)
    suspects: list[CallSpec] = field(default_factory=list)

    def folder(self, spec: CallSpec) -> Path:
        """Return the folder of a call."""
        return self.run.call(spec.name).path


@dataclass(frozen=True, slots=True)
class Processes:
    """Plays a suite on this machine, `jobs` calls at a time."""

    play: Play
    jobs: int

    def __call__(self, specs: Sequence[CallSpec], run: RunFolder, on_done: OnDone) -> bool:
        """Have `specs` played; return False if the user stopped it."""
        return play_suite(specs, run, self.play, self.jobs, on_done)


def play_suite(specs: Sequence[CallSpec], run: RunFolder, play: Play, jobs: int, on_done: OnDone) -> bool:
    """Play `specs`, noting each in the run folder as it finishes; return False if the user stopped it."""
    with stoppable() as stop:
        work = Work(play, run, deque(specs), stop)
        try:
            for summary in _in_process(work) if jobs == 1 else _in_pools(work, jobs):
                run.append(summary)
                on_done(summary)
        except KeyboardInterrupt:
            return False
    return not (stop.asked and (work.waiting or work.suspects))


def play_one(play: Play, spec: CallSpec, folder: Path) -> CallSummary:
    """Play one call; a call that raises is a result too. Its traceback goes to error.txt."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return play(spec, folder)
    except Exception as error:  # noqa: BLE001  whatever breaks one call, the suite goes on
        with suppress(OSError):  # a full disk may be what broke it
            (folder / "error.txt").write_text(traceback.format_exc(), encoding="utf-8")
        return infra_summary(spec, f"the rig failed: {type(error).__name__}: {error}")


def _in_process(work: Work) -> Iterator[CallSummary]:
    while work.waiting and not work.stop.asked:
        spec = work.waiting.popleft()
        yield play_one(work.play, spec, work.folder(spec))


def _in_pools(work: Work, jobs: int) -> Iterator[CallSummary]:
    while work.waiting and not work.stop.asked:
        with process_pool(min(jobs, len(work.waiting))) as pool:
            yield from _until_broken(work, pool, jobs * IN_FLIGHT_PER_JOB)
        while work.suspects and not work.stop.asked:
            yield _alone(work, work.suspects.pop(0))


def _until_broken(work: Work, pool: ProcessPoolExecutor, in_flight: int) -> Iterator[CallSummary]:
    """Yield finished calls until there are none left, the user stops, or a worker dies."""
    broken = False
    while work.running or (work.waiting and not work.stop.asked and not broken):
        while work.waiting and len(work.running) < in_flight and not work.stop.asked and not broken:
            broken = not _submit(work, pool, work.waiting.popleft())
        if work.stop.asked:
            _withdraw(work)
        done, _ = wait(work.running, LOOK_UP_SECONDS, FIRST_COMPLETED)
        for future in done:
            spec, error = work.running.pop(future), future.exception()
            if isinstance(error, BrokenProcessPool):
                broken = True
                work.suspects.append(spec)
            else:
                yield infra_summary(spec, _lost(error)) if error else future.result()


def _submit(work: Work, pool: ProcessPoolExecutor, spec: CallSpec) -> bool:
    """Hand a call to the pool; return False if the pool has broken meanwhile."""
    try:
        work.running[pool.submit(play_one, work.play, spec, work.folder(spec))] = spec
    except BrokenProcessPool:
        work.waiting.appendleft(spec)
        return False
    return True


def _withdraw(work: Work) -> None:
    """Take back the calls that no worker has begun."""
    for future, spec in list(work.running.items()):
        if future.cancel():
            del work.running[future]
            work.waiting.append(spec)


def _alone(work: Work, spec: CallSpec) -> CallSummary:
    with process_pool(1) as pool:
        future = pool.submit(play_one, work.play, spec, work.folder(spec))
        error = future.exception()
        return infra_summary(spec, _lost(error)) if error else future.result()


def _lost(error: BaseException) -> str:
    """Say how a call's process lost it: it died, or could not hand its result over."""
    return DIED if isinstance(error, BrokenProcessPool) else f"the rig failed: {type(error).__name__}: {error}"


def process_pool(workers: int) -> ProcessPoolExecutor:
    """Return processes for calls: they leave Ctrl-C to this one, and end when it ends."""
    context = multiprocessing.get_context("spawn")  # nothing of this process leaks into a call
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_follow_the_parent)


def _follow_the_parent() -> None:
    """Leave Ctrl-C to the parent, and end when it ends: a parent that is killed cannot tell its workers to."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Turn the first Ctrl-C into a request to stop; one a second later interrupts as usual.

    A signal that is sent to a process and then to its group arrives twice at once: that is one request.
    """
    stop, first = Stop(), list[float]()

    def ask(number: int, frame: FrameType | None) -> None:
        stop.asked = True
        first.append(os.times().elapsed)
        if first[-1] - first[0] > PATIENCE_SECONDS:
            signal.default_int_handler(number, frame)

    previous = signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, previous)


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of the wall and of all processors, this process's and its ended workers'."""

    wall: float
    cpu: float

    @classmethod
    def now(cls) -> "Times":
        """Read the operating system's count."""
        times = os.times()
        return cls(times.elapsed, times.user + times.system + times.children_user + times.children_system)

    def since(self, earlier: "Times") -> "Times":
        """Return what has passed since `earlier`."""
        return Times(self.wall - earlier.wall, self.cpu - earlier.cpu)
