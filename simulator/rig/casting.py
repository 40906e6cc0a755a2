"""Who plays which role in a run's calls, by name: what `karla simulate --brain` and `--driver` take."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from runtime.integrations.rules_llm import RulesModel
from simulator.driver.brain import GrammarDriver
from simulator.results.call_folder import CallSummary
from simulator.rig.bench import Bench, bench
from simulator.rig.roles import Driver, Karla, MakeDriver, MakeKarla
from simulator.rig.virtual import run_call
from simulator.suite import CallSpec


def herself(spec: CallSpec, bench: Bench) -> Karla:
    """Return Karla as she ships without a key: the rules think for her."""
    return Karla(RulesModel(bench.gazetteer))


def grammar_driver(spec: CallSpec, bench: Bench) -> Driver:
    """Return the driver whose reactions are a table."""
    return GrammarDriver(spec.persona, spec.scenario, bench.gazetteer, bench.phrases, spec.stream)


KARLAS: Final[Mapping[str, MakeKarla]] = {"rules": herself}
DRIVERS: Final[Mapping[str, MakeDriver]] = {"grammar": grammar_driver}


@dataclass(frozen=True, slots=True)
class Casting:
    """A choice of names that exist. It is what a run hands to its worker processes, so it holds nothing else."""

    karla: str = "rules"
    driver: str = "grammar"

    def play(self, spec: CallSpec, folder: Path) -> CallSummary:
        """Play one call with these."""
        shared = bench()
        return run_call(spec, folder, KARLAS[self.karla](spec, shared), DRIVERS[self.driver](spec, shared))
