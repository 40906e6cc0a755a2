"""The reference Karla passes what can be passed, the null Karla what needs nobody; a scenario that lies is refused."""

from pathlib import Path
from typing import Any

import pytest

from simulator.commands.lint import lint
from simulator.persona import PERSONAS, Persona
from simulator.proof.passable import ORACLE, Refusal, prepare
from simulator.rig.bench import bench
from simulator.rig.null import nothing_to_do
from simulator.scenario import Scenario
from simulator.suite import SCENARIOS, SUITES

FAIR = [
    *("confirma_todo_bien", "corrige_el_destino", "destino_el_puerto", "alta_dato_por_dato", "tres_veces_mande"),
    *("contesta_la_familia_y_pasa_el_telefono", "contesta_la_familia_y_no_esta", "va_manejando"),
    *(
        "descuelgan_y_nadie_habla",
        "entra_el_buzon_de_voz",
        "cuelga_en_cuanto_dice_que_si",
        "llama_un_numero_desconocido",
    ),
]

LIE = """\
title: Espera lo que el operador nunca dice
tags: [update]
direction: outbound
now: 2026-03-11T10:25:00
zone: America/Monterrey
trip: {id: T-1, origin: monterrey, destination: saltillo, date: 2026-03-10}
truth: {origin: monterrey, destination: torreon, date: 2026-03-10}
says: {destination: ["para allá"]}
expect: {outcome: updated, trip: {destination: torreon}}
"""


@pytest.fixture(scope="module")
def drivers() -> list[Persona]:
    """Return a driver without habits, and one with many."""
    return [
        Persona.read(SUITES / "mutants" / "drivers" / "cata_solis.yaml"),
        Persona.read(PERSONAS / "chuy_trevino.yaml"),
    ]


def refusals(scenario: Path, drivers: list[Persona], folder: Path) -> list[Refusal]:
    """Return why a scenario is refused."""
    proof = prepare([Scenario.read(scenario, bench().gazetteer)], drivers, folder)
    return proof.carry_out(1, lambda _: None)[0]


@pytest.mark.parametrize("scenario", FAIR)
def test_a_fair_scenario_is_passed_by_who_knows_it_alone(scenario: str, drivers: list[Persona], tmp_path: Path) -> None:
    assert refusals(SCENARIOS / f"{scenario}.yaml", drivers, tmp_path) == []


def test_a_fact_that_the_driver_never_tells_is_refused(drivers: list[Persona], tmp_path: Path) -> None:
    path = tmp_path / "mentira.yaml"
    path.write_text(LIE, "utf-8")

    (refusal,) = refusals(path, drivers, tmp_path)

    assert "he never told the destination" in refusal.why and refusal.call.endswith(ORACLE)


def test_silence_is_right_only_where_nobody_is() -> None:
    found = {path.stem for path in SCENARIOS.glob("*.yaml") if nothing_to_do(Scenario.read(path, bench().gazetteer))}

    assert {"entra_el_buzon_de_voz", "descuelgan_y_nadie_habla"} <= found
    assert "se_queda_callado_y_no_vuelve" not in found


def test_the_command_refuses_with_the_reason_and_the_call_to_replay(karla: Any, tmp_path: Path) -> None:
    (tmp_path / "mentira.yaml").write_text(LIE, "utf-8")

    shown = karla(lint, str(tmp_path / "mentira.yaml"), "--proof")

    assert shown.exit_code == 2
    assert "mentira: the reference Karla does not pass it: he never told the destination" in shown.stderr
    assert "replay" in shown.stderr and "--oracle" in shown.stderr
