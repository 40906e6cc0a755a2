"""Mutants on trial: the same few calls with a healthy Karla and with a broken one, and whether the scoring noticed.

A mutant is killed if a healthy Karla passes its calls and the broken one does not, by the very check or figure that
guards what is broken: one that fails for another reason is not caught, it only fell over.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from runtime.errors import BadFile
from simulator.proof.figures import FIGURES
from simulator.results.call_folder import CallSummary
from simulator.results.provenance import provenance
from simulator.results.run_folder import Request, RunFolder, RunInfo, create
from simulator.rig.casting import Casting
from simulator.rig.mutants.catalogue import MUTANTS
from simulator.rig.mutants.mutant import Change, Mutant, changed, steady
from simulator.rig.recognition import ErrorModel
from simulator.run import Play, play_suite
from simulator.scoring.checks import Status
from simulator.scoring.entities import shipped_gazetteer
from simulator.suite import SUITES, CallSpec, load_everything
from simulator.yaml_file import nearest

SUITE: Final = SUITES / "mutants.yaml"


@dataclass(frozen=True, slots=True)
class Cast(CallSpec):
    """A call, and who plays Karla in it. Its dice are those of the call: they do not know her."""

    karla: str = "rules"

    @property
    def name(self) -> str:
        """Name of the call's folder."""
        return f"{self.plain.name}--{self.karla}"

    @property
    def plain(self) -> CallSpec:
        """The call alone."""
        return CallSpec(self.scenario, self.persona, self.channel, self.trial, self.seed)


def cast(spec: CallSpec, karla: str) -> Cast:
    """Return the call with somebody in Karla's role."""
    return Cast(spec.scenario, spec.persona, spec.channel, spec.trial, spec.seed, karla)


PERFECT_EARS: Final = Change(ErrorModel, "chance", steady(lambda *_: 0.0))


def play_cast(spec: CallSpec, folder: Path) -> CallSummary:
    """Play a call with whoever was cast. No word is misheard: what goes wrong by chance would prove nothing."""
    karla, plain = (spec.karla, spec.plain) if isinstance(spec, Cast) else (Casting().karla, spec)
    with changed([PERFECT_EARS]):
        return replace(Casting(karla).play(plain, folder), call=spec.name)


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    ELSEWHERE = "caught by another check"
    SURVIVED = "survived"
    UNTRIED = "not tried"


@dataclass(frozen=True, slots=True)
class Trial:
    """One mutant's calls, healthy and broken, in the same order."""

    mutant: Mutant
    healthy: tuple[CallSummary, ...]
    broken: tuple[CallSummary, ...]

    @property
    def fate(self) -> Fate:
        """What became of it."""
        if self._unfit:
            return Fate.UNTRIED
        if self._caught:
            return Fate.KILLED
        return Fate.ELSEWHERE if self.failed_checks else Fate.SURVIVED

    @property
    def failed_checks(self) -> tuple[str, ...]:
        """Every check that a broken call failed, the one that counts first."""
        found = [name for call in self.broken if call.status == Status.FAIL for name in call.failed]
        return tuple(sorted(set(found), key=lambda name: (name != self.mutant.caught_by, found.index(name))))

    @property
    def why(self) -> str:
        """Say in one line how it was caught, or why it was not."""
        if self._unfit:
            return self._unfit
        figure = FIGURES.get(self.mutant.caught_by)
        if figure is not None:
            was, became = (_shown(figure.value(calls)) for calls in (self.healthy, self.broken))
            return f"{figure.words}: {became}, at most {_shown(figure.most())} (healthy {was})"
        call = next((each for each in self.broken if self.mutant.caught_by in each.failed), None)
        call = call or next((each for each in self.broken if each.status != Status.PASS), None)
        return f"{call.status}: {call.why}" if call else "every broken call passed"

    @property
    def _caught(self) -> bool:
        figure = FIGURES.get(self.mutant.caught_by)
        if figure is not None:
            return figure.value(self.broken) is not None and not figure.kept(self.broken)
        return any(call.status == Status.FAIL and self.mutant.caught_by in call.failed for call in self.broken)

    @property
    def _unfit(self) -> str:
        """Say why the trial proves nothing; nothing if it does."""
        for call in self.healthy:
            if call.status != Status.PASS:
                return f"a healthy Karla does not pass {call.scenario}: {call.status}: {call.why}"
        for call in self.broken:
            if call.status == Status.INFRA:
                return f"{call.scenario} could not be played: {call.why}"
        figure = FIGURES.get(self.mutant.caught_by)
        if figure is not None and not figure.kept(self.healthy):
            return f"a healthy Karla has {figure.words}: {_shown(figure.value(self.healthy))}"
        return "" if len(self.healthy) == len(self.broken) == len(self.mutant.calls) else "stopped before its calls"


@dataclass(frozen=True, slots=True)
class Trials:
    """The calls of some mutants, ready to be played."""

    mutants: tuple[Mutant, ...]
    calls: tuple[Cast, ...]
    run: RunFolder
    info: RunInfo

    def carry_out(self, jobs: int, on_done: Callable[[CallSummary], None], play: Play = play_cast) -> list[Trial]:
        """Play all of the calls and bring in the verdicts."""
        complete = play_suite(self.calls, self.run, play, jobs, on_done)
        self.run.finish(self.info, "finished" if complete else "interrupted")
        done = {summary.call: summary for summary in self.run.summaries()}

        def played(mutant: Mutant, karla: str) -> tuple[CallSummary, ...]:
            names = [each.name for each in self.calls if each.karla == karla and each.scenario.id in mutant.calls]
            return tuple(done[name] for name in names if name in done)

        return [Trial(each, played(each, each.healthy_name), played(each, each.name)) for each in self.mutants]


def mutants_like(globs: Sequence[str]) -> tuple[Mutant, ...]:
    """Return the mutants that one of the globs fits; all of them without one. Raises: BadFile."""
    for glob in globs:
        if not any(fnmatchcase(name, glob) for name in MUTANTS):
            raise BadFile(Path("mutants"), f"no mutant fits «{glob}»", hint=nearest(glob, MUTANTS))
    return tuple(each for each in MUTANTS.values() if not globs or any(fnmatchcase(each.id, glob) for glob in globs))


def prepare(mutants: Iterable[Mutant], root: Path, suite: Path = SUITE) -> Trials:
    """Read the calls that these mutants are tried on, and make a run folder under `root`. Raises: BadFile, BadFiles."""
    loaded = load_everything(suite, shipped_gazetteer())
    by_scenario: dict[str, list[CallSpec]] = {}
    for spec in loaded.calls():
        by_scenario.setdefault(spec.scenario.id, []).append(spec)
    chosen = tuple(mutants)
    calls: dict[str, Cast] = {}
    for mutant in chosen:
        for scenario in mutant.calls:
            if scenario not in by_scenario:
                raise BadFile(suite, f"has no call of «{scenario}», on which {mutant.id} is tried", key="scenarios")
            for spec in by_scenario[scenario]:
                for karla in (mutant.healthy_name, mutant.name):
                    each = cast(spec, karla)
                    calls[each.name] = each
    run = create(root, "mutants")
    origin = provenance({"brain": "mutants", "mutants": len(chosen)}, ("clean",), loaded.suite.seed)
    info = RunInfo(run.path.name, Request(str(suite), brain="mutants"), tuple(calls), origin)
    run.write_info(info)
    return Trials(chosen, tuple(calls.values()), run, info)


def kill_rate(trials: Sequence[Trial]) -> float:
    """Return the share of mutants that were killed by the check that guards what they break."""
    return sum(trial.fate is Fate.KILLED for trial in trials) / len(trials) if trials else 0.0


def exit_code(trials: Sequence[Trial]) -> int:
    """Return 0 if all were killed, 1 if one got away, 3 if none did but some could not be tried."""
    fates = {trial.fate for trial in trials}
    if fates & {Fate.SURVIVED, Fate.ELSEWHERE}:
        return 1
    return 3 if fates != {Fate.KILLED} else 0


def _shown(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.4g}"
