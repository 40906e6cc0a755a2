"""Whole calls by the drivers and scenarios that ship, with a Karla of a few lines."""

from pathlib import Path

import pytest

from simulator.driver.floor.text_handset import Call
from simulator.persona import Persona
from simulator.scenario import Scenario

ROOT = Path(__file__).resolve().parent.parent.parent
PERSONAS = sorted(path.stem for path in (ROOT / "personas").glob("*.yaml"))
SCENARIOS = sorted(path.stem for path in (ROOT / "corpus/scenarios").glob("*.yaml"))


@pytest.fixture
def play(stage, root: Path):
    """Return a way to play a shipped scenario with a shipped driver."""

    def playing(scenario: str, persona: str, seed: str = "1") -> tuple[Call, Scenario, dict[str, str]]:
        said = Scenario.read(root / f"corpus/scenarios/{scenario}.yaml", stage.gazetteer)
        driver = Persona.read(root / f"personas/{persona}.yaml")
        karla = stage.plain(said, driver)
        return stage.play(karla, driver, said, seed=seed), said, karla.pending

    return playing


@pytest.mark.parametrize("number", range(len(SCENARIOS)), ids=SCENARIOS)
def test_nobody_states_a_fact_that_is_not_true(play, number: int) -> None:
    for step in range(3):
        call, scenario, _ = play(SCENARIOS[number], PERSONAS[(number * 5 + step * 7) % len(PERSONAS)], str(step))

        known = {f"{name}={value}" for name, value in scenario.truth.known().items()}
        assert call.facts <= known


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_driver_gets_his_correction_across(play, persona: str) -> None:
    """Whoever hangs up before is out of patience, not out of words."""
    for seed in ("1", "2", "3"):
        call, scenario, understood = play("corrige_el_destino", persona, seed)

        assert call.karla[-1][1].startswith("Perfecto, ya quedó actualizado")
        assert understood["destination"] == scenario.truth.destination


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_driver_confirms_a_trip_that_is_right(play, persona: str) -> None:
    call, _, understood = play("confirma_todo_bien", persona)

    assert call.karla[-1][1].startswith("Perfecto, queda confirmado")
    assert not understood.keys() - {"origin", "destination"}


@pytest.mark.parametrize("persona", PERSONAS[:6])
def test_the_same_seed_gives_the_same_call(play, persona: str) -> None:
    first, _, _ = play("corrige_el_destino", persona, "seven")
    second, _, _ = play("corrige_el_destino", persona, "seven")
    other, _, _ = play("corrige_el_destino", persona, "eight")

    assert first == second
    assert first != other
