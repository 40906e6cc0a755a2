"""A simulation from request to run folder: which calls, played by which rig, taken up again where it was left."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from runtime.errors import BadFile
from simulator.latency import Latency
from simulator.models.named import chat_named
from simulator.persona import ROOT
from simulator.results.provenance import provenance, sources_sha256
from simulator.results.report import Report, totals
from simulator.results.run_folder import Request, RunFolder, RunInfo, create
from simulator.run import OnDone, Play, Times
from simulator.suite import CallSpec, LoadedSuite, Suite, channel_names, not_installed
from simulator.yaml_file import nearest

type Load = Callable[[Path], LoadedSuite]

type Carry = Callable[[Sequence[CallSpec], RunFolder, OnDone], bool]
"""Has calls played, notes each in the run folder, and returns False if the user stopped it."""


@dataclass(frozen=True, slots=True)
class Rig:
    """What plays calls. `provenance` names its driver, ears, brain, voice, clock, prompt and what is modelled."""

    play: Play
    provenance: Mapping[str, object]
    load: Load


def virtual_provenance(request: Request) -> dict[str, object]:
    """Return what the virtual rig is made of. The prompt is known by its source, which nothing here may import."""
    prompt = ROOT / "runtime" / "pipeline" / "prompt.py"
    return {
        "driver": request.driver,
        **_model_of_the_driver(request),
        "ears": "oracle",
        "brain": request.brain,
        "voice": "espeak-ng",
        "clock": "virtual",
        "providers": "replayed" if request.replay else "recorded" if request.record else "live",
        "prompt_sha256": hashlib.sha256(prompt.read_bytes()).hexdigest() if prompt.exists() else "",
        "modelled": ["driver", "recognition errors", "mobile line", "cost", *Latency.shipped().modelled()],
    }


def _model_of_the_driver(request: Request) -> dict[str, object]:
    """Return who thinks for the driver: another model gives other scores."""
    kind, _, vendor = request.driver.partition(":")
    if kind != "llm" or request.replay:
        return {}
    return {"driver_model": dict(chat_named(vendor).identity)}


@dataclass(frozen=True, slots=True)
class Simulation:
    """A run that can be carried out: all of its calls, and those still to be played."""

    rig: Rig
    run: RunFolder
    info: RunInfo
    specs: tuple[CallSpec, ...]
    finished: frozenset[str]

    @property
    def left(self) -> list[CallSpec]:
        """The calls still to be played, in the suite's order."""
        return [spec for spec in self.specs if spec.name not in self.finished]

    def carry_out(self, carry: Carry, on_done: OnDone) -> Report:
        """Have what is left played and close the run; `info.progress` of the report says whether it was interrupted."""
        begun = Times.now()
        complete = carry(self.left, self.run, on_done)
        spent = Times.now().since(begun)
        info = replace(
            self.info,
            cpu_seconds=self.info.cpu_seconds + spent.cpu,
            wall_seconds=self.info.wall_seconds + spent.wall,
        )
        info = self.run.finish(info, "finished" if complete else "interrupted")
        report = Report(info, tuple(self.run.summaries()), self.run.reachable)
        self.run.write_info(replace(info, totals=totals(report)))
        return report


def begin(rig: Rig, request: Request, root: Path) -> Simulation:
    """Read everything that `request` names and make a run folder under `root`. Raises: BadFile, BadFiles."""
    loaded = rig.load(Path(request.suite))
    specs = select(loaded, request)
    run = create(root, loaded.suite.id)
    origin = provenance(rig.provenance, (spec.channel for spec in specs), specs[0].seed)
    origin["inputs_sha256"] = _inputs(specs)
    info = RunInfo(run.path.name, request, tuple(spec.name for spec in specs), origin)
    run.write_info(info)
    return Simulation(rig, run, info, specs, frozenset())


def resume(rig: Rig, run: RunFolder) -> Simulation:
    """Take a run up again where it was left. Raises: BadFile, BadFiles, also if its files have changed since."""
    info = run.info()
    specs = select(rig.load(Path(info.request.suite)), info.request)
    if tuple(spec.name for spec in specs) != info.calls or _inputs(specs) != info.provenance.get("inputs_sha256"):
        raise BadFile(
            run.info_path, "the code, scenarios or drivers have changed since this run began: start a new one"
        )
    return Simulation(rig, run, info, specs, frozenset(summary.call for summary in run.mend()))


def select(loaded: LoadedSuite, request: Request) -> tuple[CallSpec, ...]:
    """Return the calls of a suite that `request` wants, in the suite's order. Raises: BadFile.

    Drivers and channels that are asked for by name all take part; otherwise the suite's rotation picks them.
    """
    path = Path(request.suite)
    known = {scenario.id for scenario in loaded.scenarios}, {persona.id for persona in loaded.personas}
    scenarios = _fitting(path, "scenario", known[0], request.scenarios)
    personas = _fitting(path, "persona", known[1], request.personas)
    channels = _fitting(path, "channel", loaded.channels, request.channels, channel_names())
    for name, wanting in not_installed(channels):
        raise BadFile(path, f"the channel «{name}» {wanting}")
    calls = _adapted(loaded.suite, request).calls(
        [scenario for scenario in loaded.scenarios if scenario.id in scenarios],
        [persona for persona in loaded.personas if persona.id in personas],
        channels,
    )
    if not calls:
        raise BadFile(path, "has no calls")
    return tuple(calls)


def _adapted(suite: Suite, request: Request) -> Suite:
    changes: dict[str, object] = {
        "trials": request.trials,
        "seed": request.seed,
    }
    changes = {key: value for key, value in changes.items() if value is not None}
    if request.personas:
        changes["personas_per_scenario"] = None
    if request.channels:
        changes["channels_per_scenario"] = None
    return suite.model_copy(update=changes)


def _fitting(
    path: Path, kind: str, known: Collection[str], wanted: Sequence[str], others: Collection[str] = ()
) -> list[str]:
    """Return the names that one of the globs fits, or all that are known if there is no glob."""
    if not wanted:
        return list(known)
    names = list(others or known)
    for glob in wanted:
        if not any(fnmatchcase(name, glob) for name in names):
            raise BadFile(path, f"no {kind} of this suite fits «{glob}»", hint=nearest(glob, names))
    return [name for name in names if any(fnmatchcase(name, glob) for glob in wanted)]


def _inputs(specs: Sequence[CallSpec]) -> str:
    """Return the SHA-256 of all that decides how the calls go: what takes part, the corpus and the code."""
    total = hashlib.sha256(sources_sha256().encode())
    for spec in specs:
        total.update(f"{spec.name}\n{spec.scenario.model_dump_json()}\n{spec.persona.model_dump_json()}\n".encode())
    return total.hexdigest()
