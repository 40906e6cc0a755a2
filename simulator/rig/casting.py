"""Who plays which role in a run's calls, by name: what `karla simulate --brain` and `--driver` take."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from runtime.integrations.rules_llm import RulesModel
from simulator.driver.brain import GrammarDriver
from simulator.driver.language.head import LanguageHead
from simulator.models.named import chat_named
from simulator.results.call_folder import CallSummary
from simulator.rig.bench import Bench, bench
from simulator.rig.cassettes.calls import recorded, replayed
from simulator.rig.cassettes.tape import NO_TAPE, Tape
from simulator.rig.mutants.catalogue import castings
from simulator.rig.null import null
from simulator.rig.obedient import obedient
from simulator.rig.reference.oracle import oracle
from simulator.rig.roles import Driver, Karla, MakeDriver, MakeKarla
from simulator.rig.virtual import run_call
from simulator.suite import CallSpec


def herself(spec: CallSpec, bench: Bench) -> Karla:
    """Return Karla as she ships without a key: the rules think for her."""
    return Karla(RulesModel(bench.gazetteer))


def grammar_driver(spec: CallSpec, bench: Bench, tape: Tape = NO_TAPE) -> Driver:
    """Return the driver whose reactions are a table."""
    return GrammarDriver(spec.persona, spec.scenario, bench.gazetteer, bench.phrases, spec.stream)


def language_driver(vendor: str, spec: CallSpec, bench: Bench, tape: Tape = NO_TAPE) -> Driver:
    """Return a driver for whom a language model thinks. Raises: NoModel."""
    brain = partial(LanguageHead, chat=tape.chat(partial(chat_named, vendor)))
    return GrammarDriver(spec.persona, spec.scenario, bench.gazetteer, bench.phrases, spec.stream, brain)


KARLAS: Final[Mapping[str, MakeKarla]] = {
    "rules": herself,
    "oracle": oracle,
    "null": null,
    "obedient": obedient,
} | castings()
DRIVERS: Final[Mapping[str, MakeDriver]] = {
    "grammar": grammar_driver,
    "llm": partial(language_driver, ""),
    "llm:claude": partial(language_driver, "claude"),
    "llm:gemini": partial(language_driver, "gemini"),
}


@dataclass(frozen=True, slots=True)
class Casting:
    """A choice of names that exist, and of a folder of cassettes: what a run hands to its worker processes."""

    karla: str = "rules"
    driver: str = "grammar"
    record: Path | None = None
    replay: Path | None = None

    def check(self) -> None:
        """Look for the language model that the driver needs, before the first call. Raises: NoModel."""
        kind, _, vendor = self.driver.partition(":")
        if kind == "llm" and self.replay is None:
            chat_named(vendor)

    def play(self, spec: CallSpec, folder: Path) -> CallSummary:
        """Play one call with these."""
        shared = bench()

        def play(tape: Tape) -> CallSummary:
            karla, driver = KARLAS[self.karla](spec, shared), DRIVERS[self.driver](spec, shared, tape)
            return run_call(spec, folder, karla, driver, tape)

        if self.replay is not None:
            return replayed(spec, self.replay, play)
        if self.record is not None:
            return recorded(spec, self.record, play)
        return play(NO_TAPE)
