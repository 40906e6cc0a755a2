"""`karla chirp`: which doors it opens, and which calls are held at them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.commands.chirp import chirp
from simulator.results.run_folder import Request
from simulator.rig.bench import Bench
from simulator.rig.chirp.run import calls_for
from simulator.suite import SUITES, LoadedSuite, load_everything


@pytest.mark.parametrize(
    ("arguments", "environment", "says"),
    [
        (["--host", "0.0.0.0"], {}, "KARLA_CHIRP_PASSWORD"),
        ([], {"KARLA_CHIRP_USER": "tester"}, "needs a password"),
        (["--once", "--max-calls", "3"], {}, "exclude each other"),
        (["--try", "--suite", "quick"], {}, "of its own choice"),
        (["--suite", "quick", "--scenario", "nada_de_esto"], {}, "fits «nada_de_esto»"),
    ],
)
def test_a_door_that_cannot_be_is_refused_before_it_opens(
    arguments: list[str], environment: dict[str, str], says: str
) -> None:
    clean = {"KARLA_CHIRP_USER": "", "KARLA_CHIRP_PASSWORD": ""}

    done = CliRunner().invoke(chirp, arguments, env=clean | environment)

    assert done.exit_code == 2
    assert says in done.output


def test_a_door_that_nobody_comes_to_proves_nothing(tmp_path: Path) -> None:
    arguments = ["--suite", "quick", "--port", "0", "--max-seconds", "1", "--out", str(tmp_path)]

    done = CliRunner().invoke(chirp, arguments, env={"KARLA_CHIRP_USER": "", "KARLA_CHIRP_PASSWORD": ""})

    assert done.exit_code == 3
    assert "ws://127.0.0.1:" in done.output and "Nobody called." in done.output


@pytest.fixture(scope="module")
def quick(shared: Bench) -> LoadedSuite:
    """The suite of one call of each family."""
    return load_everything(SUITES / "quick.yaml", shared.gazetteer)


@pytest.mark.parametrize(
    ("max_calls", "scenarios", "trials"),
    [
        (None, ["confirma_todo_bien", "corrige_el_destino"], [1, 1]),
        (1, ["confirma_todo_bien"], [1]),
        (3, ["confirma_todo_bien", "corrige_el_destino", "confirma_todo_bien"], [1, 1, 2]),
    ],
)
def test_connections_take_turns_with_the_calls_that_were_asked_for(
    quick: LoadedSuite, max_calls: int | None, scenarios: list[str], trials: list[int]
) -> None:
    request = Request("quick", ("confirma_todo_bien", "corrige_el_destino"), ("adela_rios",))

    calls = calls_for(quick, request, max_calls)

    assert [each.scenario.id for each in calls] == scenarios
    assert [each.trial for each in calls] == trials
    assert {each.channel for each in calls} == {"chirp"}
