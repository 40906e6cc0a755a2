"""Freezes a call that a language model played into a scenario that the grammar driver plays, so that it stays found.

What he said becomes the plot: each utterance under what Karla was after when he said it. Habits are switched off, since
chance is what a frozen case must not have. Whether it shows the same fault is tried, not assumed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from runtime.understanding.places import Gazetteer
from simulator.driver.hearing.listening import understand_karla
from simulator.persona import Habits
from simulator.results.call_folder import CallSummary
from simulator.results.run_folder import RunFolder
from simulator.scenario import Scenario
from simulator.scoring.ledger import Event, Ledger
from simulator.suite import CallSpec, LoadedSuite
from simulator.yaml_file import read_mapping

TAG: Final = "x-promoted"
SPOKEN: Final = ("speech",)


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen call on disk: its scenario, and a suite that plays it as it was played."""

    scenario: Path
    suite: Path


def freeze(run: RunFolder, call: CallSummary, loaded: LoadedSuite, gazetteer: Gazetteer, to: Path, name: str) -> Frozen:
    """Write the scenario and suite of a call of `run` into `to`. Raises: BadFile, FileExistsError."""
    scenario = next(each for each in loaded.scenarios if each.id == call.scenario)
    ledger = Ledger.read(run.call(call.call).ledger)
    frozen = Frozen(to / f"{name}.yaml", to / f"{name}.suite.yaml")
    record = _scenario(scenario, list(plot(ledger, scenario, gazetteer)))
    suite = {
        "name": f"Congelado de {call.call}",
        "scenarios": [f"./{frozen.scenario.name}"],
        "personas": [call.persona],
        "channels": [call.channel],
        "seed": call.seed,
    }
    to.mkdir(parents=True, exist_ok=True)
    _write(frozen.scenario, f"Frozen from the call {call.call}: {call.status}, {call.why}", record)
    _write(frozen.suite, "Plays the frozen call on its own line.", suite)
    return frozen


def plot(ledger: Ledger, scenario: Scenario, gazetteer: Gazetteer) -> Iterator[dict[str, Any]]:
    """Yield a plot line for everything that the driver said."""
    heard, corrected = "", False
    for event in sorted(ledger, key=lambda each: each.t):
        match event.name:
            case "agt.audio.last":
                heard = event.text("heard")
            case "drv.utt.start" if event.text("kind") in SPOKEN and event.text("text"):
                yield _line(event, heard, scenario, gazetteer, corrected=corrected)
                corrected = corrected or any("=" in fact for fact in event.texts("facts"))


def _line(event: Event, heard: str, scenario: Scenario, gazetteer: Gazetteer, *, corrected: bool) -> dict[str, Any]:
    when = "answered"
    if heard:
        when = str(understand_karla(heard, scenario, gazetteer, scenario.answered_at, corrected=corrected).intent)
    line: dict[str, Any] = {"when": when, "say": [event.text("text")]}
    for fact in event.texts("facts"):
        if fact.startswith("hold="):
            line |= {"then": "hold", "seconds": float(fact.removeprefix("hold="))}
    return line


def same_fault(before: CallSummary, after: CallSummary) -> bool:
    """Tell whether the frozen call comes out as the one that it was made of: status, and what failed first."""
    return before.status == after.status and before.failed[:1] == after.failed[:1]


def spec_of(loaded: LoadedSuite) -> CallSpec:
    """Return the one call of a frozen suite."""
    return loaded.calls()[0]


def _scenario(scenario: Scenario, lines: list[dict[str, Any]]) -> dict[str, Any]:
    record: dict[str, Any] = scenario.model_dump(mode="json", exclude_unset=True, exclude={"id"})
    calm = {name: 0 for name, value in Habits().model_dump().items() if value == 0}
    tags = [*(tag for tag in record["tags"] if tag != TAG), TAG]
    return record | {"title": f"{scenario.title} (congelado)", "tags": tags, "habits": calm, "plot": lines}


def _write(path: Path, about: str, record: Mapping[str, Any]) -> None:
    text = yaml.safe_dump(dict(record), allow_unicode=True, sort_keys=False, width=110)
    with path.open("x", encoding="utf-8") as file:
        file.write(f"# {about}\n{text}")
    read_mapping(path)
