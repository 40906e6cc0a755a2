"""Whether scenarios are fair: the reference Karla must pass each, and a silent one only those where silence is right.

A scenario that the reference fails expects what no Karla can reach, or its driver does not do what it says. One that
the null Karla passes proves nothing about whoever else passes it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulator.persona import Persona
from simulator.proof.trials import Cast, cast, play_cast
from simulator.results.call_folder import CallSummary
from simulator.results.provenance import provenance
from simulator.results.run_folder import Request, RunFolder, RunInfo, create
from simulator.rig.null import nothing_to_do
from simulator.run import Play, play_suite
from simulator.scenario import Scenario
from simulator.scoring.checks import Status
from simulator.scoring.ledger import Ledger
from simulator.suite import Suite

ORACLE: Final = "oracle"
NULL: Final = "null"
UNUSUAL_WORLD: Final = "x-system-down"
"""A scenario with this tag needs a client's system that fails, which the reference Karla is not given."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A scenario that proves nothing as it is: why, and the call that shows it."""

    scenario: str
    why: str
    call: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The calls of the reference and the null Karla over some scenarios, ready to be played."""

    scenarios: tuple[Scenario, ...]
    calls: tuple[Cast, ...]
    run: RunFolder
    info: RunInfo

    def carry_out(
        self, jobs: int, on_done: Callable[[CallSummary], None], play: Play = play_cast
    ) -> tuple[list[Refusal], bool]:
        """Play all of the calls; return the scenarios that are refused, and whether it came to its end."""
        complete = play_suite(self.calls, self.run, play, jobs, on_done)
        self.run.finish(self.info, "finished" if complete else "interrupted")
        done = {summary.call: summary for summary in self.run.summaries()}
        refusals = [self._judged(each, done[each.name]) for each in self.calls if each.name in done]
        return [refusal for refusal in refusals if refusal is not None], complete

    def _judged(self, call: Cast, summary: CallSummary) -> Refusal | None:
        passed = summary.status == Status.PASS
        if summary.status == Status.INFRA:
            why = f"it could not be played: {summary.why}"
        elif call.karla == ORACLE and not passed:
            lost = self._lost(summary)
            why = f"the reference Karla does not pass it: {lost or f'{summary.status}: {summary.why}'}"
        elif call.karla == NULL and passed and not nothing_to_do(call.scenario):
            why = "a Karla who says nothing passes it, though a person is on the line"
        elif call.karla == NULL and not passed and nothing_to_do(call.scenario):
            why = f"a Karla who says nothing does not pass it, though nobody is there: {summary.why}"
        else:
            return None
        return Refusal(call.scenario.id, why, summary.call)

    def _lost(self, summary: CallSummary) -> str:
        path = self.run.call(summary.call).ledger
        lost = Ledger.read(path).first("reference.lost") if path.exists() else None
        return lost.text("why") if lost else ""


def prepare(scenarios: Sequence[Scenario], personas: Sequence[Persona], root: Path) -> Proof:
    """Cast both Karlas in each scenario, with a driver of its own on a clean line. Raises: BadFile."""
    fit = tuple(each for each in scenarios if UNUSUAL_WORLD not in each.tags)
    suite = Suite(id="proof", name="proof", channels=("clean",), personas_per_scenario=1, seed="proof")
    calls = tuple(cast(spec, karla) for spec in suite.calls(fit, personas, suite.channels) for karla in (ORACLE, NULL))
    run = create(root, "proof")
    origin = provenance({"brain": f"{ORACLE}, {NULL}"}, suite.channels, suite.seed)
    info = RunInfo(run.path.name, Request("proof", brain=ORACLE), tuple(call.name for call in calls), origin)
    run.write_info(info)
    return Proof(fit, calls, run, info)
