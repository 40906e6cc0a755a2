"""The Karlas who are broken on purpose: each can be made and is tried on calls that exist; a whole one survives."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from runtime.errors import BadFile
from simulator.commands.mutants import mutants as command
from simulator.proof.figures import FIGURES
from simulator.proof.tables import BEGIN, END, markdown
from simulator.proof.trials import SUITE, Cast, Fate, Trial, exit_code, kill_rate, mutants_like, prepare
from simulator.results.call_folder import CallSummary
from simulator.rig.casting import KARLAS, Casting
from simulator.rig.mutants.catalogue import MUTANTS
from simulator.rig.mutants.mutant import Change, Mutant, changed, steady
from simulator.scoring.checks import Judged, Status, all_checks
from simulator.scoring.cost import shipped_prices
from simulator.scoring.expectation import Expectation
from simulator.scoring.metrics import measure
from simulator.scoring.scripted import confirmed_call
from simulator.scoring.timeline import Timeline
from simulator.yaml_file import read_mapping

HARMLESS = Mutant("harmless", "nothing at all", "brevity", ("confirma_todo_bien",))


def checks() -> set[str]:
    """Return the names of all checks."""
    ledger, expectation = confirmed_call().ledger, Expectation()
    judged = Judged(Timeline.of(ledger), expectation, measure(ledger, expectation, shipped_prices()), None)
    return {check.name for check in all_checks(judged)}


def call(status: Status = Status.PASS, *failed: str) -> CallSummary:
    """Return a call that ended so."""
    names = ("confirma", "cata", "clean", 1, "seed", "Título", ("confirm",))
    return CallSummary("confirma--cata--clean--1", *names, status, "why", failed)


def test_there_are_enough_of_them() -> None:
    assert len(MUTANTS) >= 24


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS)
def test_each_is_guarded_by_something_that_exists(mutant: Mutant) -> None:
    assert mutant.caught_by in checks() | FIGURES.keys()
    assert mutant.name in KARLAS and mutant.healthy_name in KARLAS


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS)
def test_each_breaks_what_the_runtime_still_has(mutant: Mutant) -> None:
    before = [getattr(change.owner, change.name) for change in mutant.changes]

    with changed(mutant.changes):
        during = [getattr(change.owner, change.name) for change in mutant.changes]

    assert all(one is not other for one, other in zip(before, during, strict=True))
    assert before == [getattr(change.owner, change.name) for change in mutant.changes]


def test_no_call_of_the_suite_is_there_for_nothing() -> None:
    wanted = {name for mutant in MUTANTS.values() for name in mutant.calls}
    shipped = {name for name in read_mapping(SUITE)["scenarios"] if "/" not in name}

    assert wanted - shipped == {path.stem for path in (SUITE.parent / "mutants").glob("*.yaml")}
    assert shipped <= wanted


def test_a_change_is_undone_whatever_happens() -> None:
    thing = SimpleNamespace(size=1)

    with pytest.raises(ZeroDivisionError), changed([Change(thing, "size", steady(2))]):
        assert thing.size == 2
        raise ZeroDivisionError

    assert thing.size == 1


def test_a_change_of_nothing_is_an_error() -> None:
    with (
        pytest.raises(AttributeError, match="no_such_thing"),
        changed([Change(SimpleNamespace(), "no_such_thing", steady(2))]),
    ):
        pass


def as_if_nothing_were_broken(spec: Any, folder: Path) -> CallSummary:
    """Play a call with a healthy Karla, whoever was cast."""
    assert isinstance(spec, Cast)
    return replace(Casting().play(spec.plain, folder), call=spec.name)


def test_a_mutant_made_harmless_survives(tmp_path: Path) -> None:
    (trial,) = prepare([HARMLESS], tmp_path).carry_out(1, lambda _: None, as_if_nothing_were_broken)

    assert trial.fate is Fate.SURVIVED and trial.why == "every broken call passed"
    assert exit_code([trial]) == 1 and kill_rate([trial]) == 0.0


@pytest.mark.parametrize(
    ("healthy", "broken", "fate", "code"),
    [
        (call(), call(Status.FAIL, "brevity"), Fate.KILLED, 0),
        (call(), call(Status.FAIL, "outcome", "brevity"), Fate.KILLED, 0),
        (call(), call(Status.FAIL, "outcome"), Fate.ELSEWHERE, 1),
        (call(), call(), Fate.SURVIVED, 1),
        (call(), call(Status.INVALID, "brevity"), Fate.SURVIVED, 1),
        (call(), call(Status.INFRA), Fate.UNTRIED, 3),
        (call(Status.FAIL, "brevity"), call(Status.FAIL, "brevity"), Fate.UNTRIED, 3),
    ],
)
def test_only_the_check_that_guards_it_kills_a_mutant(
    healthy: CallSummary, broken: CallSummary, fate: Fate, code: int
) -> None:
    trial = Trial(HARMLESS, (healthy,), (broken,))

    assert trial.fate is fate and exit_code([trial]) == code


def test_a_trial_that_was_stopped_proves_nothing() -> None:
    assert Trial(HARMLESS, (call(),), ()).fate is Fate.UNTRIED


def test_a_misspelt_mutant_is_told_the_nearest() -> None:
    with pytest.raises(BadFile, match="did you mean «goes_deaf»"):
        mutants_like(["goes_daef"])


def test_the_command_tells_what_was_killed_and_how(karla: Any) -> None:
    shown = karla(command, "--only", "hides_the_recording", "--json")

    found = json.loads(shown.stdout)
    assert shown.exit_code == 0 and found["kill_rate"] == 1.0
    assert found["trials"][0]["failed"][0] == "disclosure" and "replay" in found["trials"][0]["replay"]


def test_the_document_has_the_table_that_the_command_makes(root: Path) -> None:
    text = (root / "docs" / "mutants.md").read_text("utf-8")

    assert text.partition(BEGIN)[2].partition(END)[0].strip() == markdown(MUTANTS.values())
