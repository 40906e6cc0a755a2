"""A run whose drivers come in at the CHIRP door: each connection is the next call of the run."""

import asyncio
import hashlib
import logging
import signal
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Final

from simulator.chirp.door import Door, Rules, opened
from simulator.chirp.peer import Peer
from simulator.persona import ROOT
from simulator.results.call_folder import CallSummary, infra_summary
from simulator.results.provenance import provenance
from simulator.results.run_folder import Request, RunFolder, RunInfo, create
from simulator.rig.bench import bench
from simulator.rig.casting import herself
from simulator.rig.chirp.call import ChirpCall
from simulator.rig.chirp.ears import AnnouncedEars, MakeEars
from simulator.rig.roles import MakeKarla
from simulator.run import OnDone
from simulator.simulation import Rig, Simulation, select
from simulator.suite import CallSpec, LoadedSuite

CHANNEL: Final = "chirp"

logger = logging.getLogger(__name__)

type WhileOpen = Callable[[Door], Awaitable[None]]
"""What goes on while the door is open; when it returns, the door closes."""


def chirp_provenance() -> dict[str, object]:
    """Return what such a run is made of: only the cost and the announced words are no measurements."""
    prompt = ROOT / "runtime" / "pipeline" / "prompt.py"
    return {
        "driver": CHANNEL,
        "ears": "announced",
        "brain": "rules",
        "voice": "espeak-ng",
        "clock": "real",
        "providers": "local",
        "prompt_sha256": hashlib.sha256(prompt.read_bytes()).hexdigest() if prompt.exists() else "",
        "modelled": ["recognition (announced words, no errors)", "pace of announced words", "cost"],
    }


def calls_for(loaded: LoadedSuite, request: Request, max_calls: int | None) -> list[CallSpec]:
    """Return the calls that connections will be, in order: those asked for, as often as `max_calls` needs.

    Raises: BadFile.
    """
    over_the_door = replace(loaded, channels=(CHANNEL,))
    each = select(over_the_door, replace(request, channels=(), trials=1))
    rounds = ceil((max_calls or len(each)) / len(each))
    many = [replace(spec, trial=trial) for trial in range(1, rounds + 1) for spec in each]
    return many[: max_calls or len(many)]


def simulation(specs: Sequence[CallSpec], request: Request, root: Path) -> Simulation:
    """Make the folder of a run of these calls under `root`. Raises: BadFile."""
    run = create(root, CHANNEL)
    origin = provenance(chirp_provenance(), [CHANNEL], specs[0].seed)
    info = RunInfo(run.path.name, request, tuple(spec.name for spec in specs), origin)
    run.write_info(info)
    return Simulation(Rig(_never, chirp_provenance(), _never_loaded), run, info, tuple(specs), frozenset())


def _never(spec: CallSpec, folder: Path) -> CallSummary:
    raise RuntimeError(f"{spec.name} needs somebody at the door")


def _never_loaded(path: Path) -> LoadedSuite:
    raise RuntimeError(f"{path}: a run at the door is not taken up again")


@dataclass(frozen=True, slots=True)
class Answering:
    """Plays a run by answering whoever comes, until all calls are held or `while_open` has had enough."""

    rules: Rules
    while_open: WhileOpen
    make_karla: MakeKarla = herself
    make_ears: MakeEars = AnnouncedEars

    def __call__(self, specs: Sequence[CallSpec], run: RunFolder, on_done: OnDone) -> bool:
        """Answer until the end; return False if some calls were never held. Raises: Refused."""
        return asyncio.run(self._answer(specs, run, on_done))

    async def _answer(self, specs: Sequence[CallSpec], run: RunFolder, on_done: OnDone) -> bool:
        async with self.answering(specs, run, on_done) as door:
            await self.while_open(door)
        return door.done

    @asynccontextmanager
    async def answering(self, specs: Sequence[CallSpec], run: RunFolder, on_done: OnDone) -> AsyncIterator[Door]:
        """Open the door for these calls, each connection the next. Raises: Refused."""
        shared = bench()

        async def answer(peer: Peer) -> None:
            spec = specs[peer.number - 1]
            folder = run.call(spec.name).path
            try:
                call = ChirpCall(spec, peer, shared, self.make_karla(spec, shared), self.make_ears)
                summary = await call.hold(folder)
            except Exception as error:  # noqa: BLE001  whatever breaks one call, the door stays open
                summary = _broken(spec, folder, error)
            run.append(summary)
            logger.info("call %d: %s %s: %s", peer.number, spec.name, summary.outcome, summary.status)
            on_done(summary)

        async with opened(replace(self.rules, max_calls=len(specs)), answer) as door:
            yield door


def _broken(spec: CallSpec, folder: Path, error: Exception) -> CallSummary:
    with suppress(OSError):  # a full disk may be what broke it
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "error.txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    logger.error("%s: the rig failed: %s", spec.name, type(error).__name__)
    return infra_summary(spec, f"the rig failed: {type(error).__name__}: {error}")


async def until_over(door: Door, max_seconds: float) -> None:
    """Wait until all calls are held, so many seconds have passed, or Ctrl-C or SIGTERM asks for an end."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    for number in signals:
        loop.add_signal_handler(number, door.over.set)
    try:
        async with asyncio.timeout(max_seconds):
            await door.over.wait()
    except TimeoutError:
        logger.warning("the door closes: %d s are over", round(max_seconds))
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
