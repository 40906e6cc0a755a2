"""Suites: which calls they mean, the same in every process, and what is refused."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.errors import BadFile
from runtime.understanding.places import Gazetteer
from simulator.persona import ROOT
from simulator.suite import SCENARIOS, SUITES, CallSpec, LoadedSuite, Suite, load_everything, suite_path
from simulator.yaml_file import BadFiles

type Write = Callable[[str, str], Path]

SMALL = """\
name: Chica
scenarios: [confirma_todo_bien, fecha_*]
personas: [adela_rios, chuy_trevino, cuau_flores, tacho_pech]
channels: [clean, g711, gsm, gsm_bad]
personas_per_scenario: 2
channels_per_scenario: 2
trials: 2
seed: uno
"""


@pytest.fixture
def small(write: Write, gazetteer: Gazetteer) -> LoadedSuite:
    return load_everything(write("chica.yaml", SMALL), gazetteer)


def test_a_suite_crosses_scenarios_with_drivers_channels_and_trials(small: LoadedSuite) -> None:
    calls = small.calls()

    assert len(calls) == len(small.scenarios) * 2 * 2 * 2
    assert len({call.name for call in calls}) == len(calls)
    assert calls[0].name.startswith("confirma_todo_bien--")
    assert {call.trial for call in calls} == {1, 2}


def test_every_call_has_a_good_line_and_a_bad_one(small: LoadedSuite) -> None:
    channels: dict[tuple[str, str], set[str]] = {}
    for call in small.calls():
        channels.setdefault((call.scenario.id, call.persona.id), set()).add(call.channel)

    for of_one in channels.values():
        assert len(of_one & {"clean", "g711"}) == 1
        assert len(of_one & {"gsm", "gsm_bad"}) == 1


def test_a_new_scenario_changes_no_other_call(small: LoadedSuite) -> None:
    before = {call.name for call in small.calls()}

    fewer = small.suite.calls(small.scenarios[1:], small.personas, small.channels)

    assert {call.name for call in fewer} < before


def test_another_seed_gives_other_calls(small: LoadedSuite) -> None:
    other = small.suite.model_copy(update={"seed": "dos"})

    calls = other.calls(small.scenarios, small.personas, small.channels)

    assert [call.name for call in calls] != [call.name for call in small.calls()]


def test_dice_are_the_same_for_the_same_call_and_others_for_another_effect(small: LoadedSuite) -> None:
    first, again = small.calls()[0], small.calls()[0]

    assert first.stream("loss").random() == again.stream("loss").random()
    assert first.stream("loss").random() != first.stream("words").random()
    assert first.stream("loss").random() != small.calls()[1].stream("loss").random()


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_every_process_plays_the_same_calls(tmp_path: Path, hash_seed: str) -> None:
    code = (
        "from simulator.suite import *\n"
        "g = Gazetteer.read(ROOT / 'corpus' / 'places.yaml')\n"
        "for call in load_everything(SUITES / 'quick.yaml', g).calls():\n"
        "    print(call.name, call.stream('loss').random())\n"
    )
    expected = [f"{call.name} {call.stream('loss').random()}" for call in quick()]

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONHASHSEED": hash_seed},
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )

    assert done.stdout.splitlines() == expected


def quick() -> list[CallSpec]:
    return load_everything(SUITES / "quick.yaml", Gazetteer.read(ROOT / "corpus" / "places.yaml")).calls()


def test_a_suite_takes_scenarios_of_ones_own_by_a_path_relative_to_it(write: Write, gazetteer: Gazetteer) -> None:
    write("mia.yaml", (SCENARIOS / "confirma_todo_bien.yaml").read_text("utf-8"))
    path = write("suite.yaml", "name: Mía\nscenarios: [./mia.yaml, fecha_antier]\nchannels: [clean]\n")

    loaded = load_everything(path, gazetteer)

    assert [scenario.id for scenario in loaded.scenarios] == ["mia", "fecha_antier"]


FAULTS = [
    ("confirma_todo_bien", "confirma_todo_ben", 2, "scenarios[0]", "did you mean «confirma_todo_bien»?"),
    ("fecha_*", "feria_*", 2, "scenarios[1]", None),
    ("chuy_trevino", "chuy_travino", 3, "personas[1]", "did you mean «chuy_trevino»?"),
    ("gsm_bad", "gsm_bed", 4, "channels[3]", "did you mean «gsm_bad»?"),
    ("trials: 2", "trials: 0", 7, "trials", ""),
    ("trials: 2", "trails: 2", 7, "trails", "did you mean «trials»?"),
    ("personas_per_scenario: 2", "personas_per_scenario: dos", 5, "personas_per_scenario", ""),
    ("scenarios: [confirma_todo_bien, fecha_*]", "scenarios: [./otra/*.yaml]", 2, "scenarios[0]", None),
    ("scenarios: [confirma_todo_bien, fecha_*]", "scenarios: []", 2, "scenarios", ""),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "line", "key", "hint"), FAULTS)
def test_a_bad_suite_is_refused_with_line_key_and_hint(
    write: Write, gazetteer: Gazetteer, good: str, bad: str, line: int, key: str, hint: str | None
) -> None:
    path = write("mala.yaml", SMALL.replace(good, bad, 1))

    with pytest.raises(BadFiles) as refused:
        load_everything(path, gazetteer)

    found = {fault.key: fault for fault in refused.value.faults}
    assert found[key].line == line
    assert hint is None or found[key].hint == hint


def test_two_files_of_one_name_are_refused(write: Write, gazetteer: Gazetteer) -> None:
    write("fecha_antier.yaml", (SCENARIOS / "fecha_antier.yaml").read_text("utf-8"))
    path = write("suite.yaml", "name: Doble\nscenarios: [fecha_antier, ./fecha_antier.yaml]\n")

    with pytest.raises(BadFiles) as refused:
        load_everything(path, gazetteer)

    assert "the same id" in str(refused.value)


def test_the_faults_of_all_files_are_reported_together(write: Write, gazetteer: Gazetteer) -> None:
    good = (SCENARIOS / "confirma_todo_bien.yaml").read_text("utf-8")
    write("a.yaml", good.replace("outbound\n", "outbond\n"))
    write("b.yaml", good.replace("origin: monterrey", "origin: monterey"))
    path = write("suite.yaml", "name: Mala\nscenarios: [./a.yaml, ./b.yaml, ./c.yaml]\npersonas: [nadie]\n")

    with pytest.raises(BadFiles) as refused:
        load_everything(path, gazetteer)

    assert {fault.path.name for fault in refused.value.faults} == {"a.yaml", "b.yaml", "suite.yaml"}
    assert len(refused.value.faults) == 4
    assert str(refused.value).count("\n") == 3


def test_a_suite_is_named_or_pointed_at() -> None:
    assert Suite.read(suite_path("quick")).id == "quick"
    assert suite_path("./mia.yaml") == Path("mia.yaml")
    with pytest.raises(BadFile, match="quick"):
        suite_path("quik")
