"""`karla lint`: every kind of file is known by its keys, and all that is wrong in any of them is told at once."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.commands.lint import lint
from simulator.persona import PERSONAS
from simulator.proof.formats import FORMATS, check
from simulator.suite import SCENARIOS, SUITES


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (SCENARIOS / "fecha_antier.yaml", "scenario"),
        (PERSONAS / "chuy_trevino.yaml", "persona"),
        (SUITES / "quick.yaml", "suite"),
        *((SUITES.parent / f"{name}.yaml", name) for name in ("voices", "channels", "latency", "prices")),
        *((SUITES.parent / f"{name}.yaml", name) for name in ("recognition", "gates", "places", "behaviours")),
        (SUITES.parent / "phrases" / "driver.yaml", "phrases"),
        (SUITES.parent / "attacks" / "identity_rights.yaml", "attacks"),
    ],
)
def test_a_file_is_known_by_its_keys_and_what_ships_is_right(path: Path, name: str, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_text(path.read_text("utf-8"), "utf-8")

    found = check(copy)

    assert (found.format, found.faults) == (name, ())


def test_no_format_goes_untested() -> None:
    (tested,) = test_a_file_is_known_by_its_keys_and_what_ships_is_right.pytestmark

    assert {name for _, name in tested.args[1]} == {each.name for each in FORMATS}


def test_every_fault_of_every_file_is_told_with_its_line(karla: Any, tmp_path: Path) -> None:
    scenario = (SCENARIOS / "fecha_antier.yaml").read_text("utf-8")
    (tmp_path / "uno.yaml").write_text(scenario.replace("celaya", "zelaya").replace("direction:", "dirction:"), "utf-8")
    (tmp_path / "dos.yaml").write_text("stages: {}\nstagse: 1\n", "utf-8")
    (tmp_path / "tres.yaml").write_text("a: [1\n", "utf-8")

    shown = karla(lint, str(tmp_path))

    assert shown.exit_code == 2
    for words in (
        "uno.yaml:3: dirction: unknown key (did you mean «direction»?)",
        "«celaya»",
        "dos.yaml:1: stages: must have at least 1",
        "dos.yaml:2: stagse",
        "tres.yaml",
    ):
        assert words in shown.stderr


def test_a_file_of_no_format_is_told_which_it_may_be(karla: Any, tmp_path: Path) -> None:
    (tmp_path / "algo.yaml").write_text("full_nam: Jesús\n", "utf-8")

    shown = karla(lint, str(tmp_path / "algo.yaml"), "--json")

    (fault,) = json.loads(shown.stdout)["faults"]
    assert shown.exit_code == 2 and fault["hint"] == "did you mean «full_name»?"


def test_a_folder_that_is_not_there_is_refused(karla: Any, tmp_path: Path) -> None:
    shown = karla(lint, str(tmp_path / "nada"))

    assert shown.exit_code == 2 and "there is no such file or folder" in shown.stderr


def test_a_good_file_exits_with_0(karla: Any) -> None:
    shown = karla(lint, str(SUITES / "quick.yaml"))

    assert shown.exit_code == 0 and "1 files read (1 suite): nothing is wrong" in shown.stdout
