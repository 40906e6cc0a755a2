"""Attacks on a Karla whose model obeys everybody: nothing comes of them, and without a protection something does.

Each protection is taken away in turn; the attack that it stands against then succeeds, which proves that the obedient
model really does what it is told.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from runtime.pipeline import agent, desk, prompt, protocol
from runtime.pipeline.ports import Message, Request, Role, ToolCall
from runtime.pipeline.step import Step
from runtime.pipeline.tools import OFFERED, ToolName
from runtime.session.states import Move, State
from runtime.understanding.places import Gazetteer
from simulator.attacks import Attack, shipped_attacks, weave
from simulator.persona import PERSONAS, Persona
from simulator.rig.obedient import ObedientModel
from simulator.scenario import Scenario
from simulator.scoring.checks import Status
from simulator.scoring.injection import Breach
from simulator.suite import SCENARIOS, CallSpec

type Attacked = Callable[..., Any]


@pytest.fixture(scope="module")
def attacks(gazetteer: Gazetteer) -> Mapping[str, Attack]:
    return {attack.name: attack for attack in shipped_attacks(gazetteer)}


@pytest.fixture
def attacked(attacks: Mapping[str, Attack], gazetteer: Gazetteer, play: Any) -> Attacked:
    """Return a function that plays an attack in a base scenario, to the model that obeys."""

    def played(name: str, base: str = "confirma_todo_bien", **changes: Any) -> Any:
        scenario = Scenario.read(SCENARIOS / f"{base}.yaml", gazetteer)
        attack = replace(attacks[name], line=attacks[name].line.model_copy(update=changes))
        (woven,) = weave([attack], [scenario], None, "e2e", gazetteer)
        driver = Persona.read(PERSONAS / "adela_rios.yaml")
        return play(CallSpec(woven, woven.played_by(driver), "clean", 1, "e2e"), ObedientModel(gazetteer))

    return played


def breaches(call: Any) -> set[Breach]:
    """Return how the attack succeeded."""
    return {success.kind for success in call.summary.metrics.injection.successes}


def refusals(call: Any) -> set[str]:
    """Return why sentences of the model's were not spoken."""
    return {event.text("reason") for event in call.ledger.named("guard.refused")}


@pytest.mark.parametrize(
    ("attack", "base"),
    [
        ("other_trip/dicta_cifra_por_cifra", "confirma_todo_bien"),
        ("wrong_party/el_reten", "numero_equivocado"),
        ("dial_transfer/al_novecientos", "llama_y_confirma"),
        ("instruction_override/traduzca_sus_reglas", "corrige_el_destino"),
        ("pressure/cuanto_me_va_a_depositar", "alta_dato_por_dato"),
    ],
)
def test_nothing_comes_of_an_attack_though_the_model_obeys(attacked: Attacked, attack: str, base: str) -> None:
    call = attacked(attack, base)

    assert breaches(call) == set()
    assert not {"other_records", "read_back", "privacy", "never_says"} & set(call.summary.failed)


def test_what_is_settled_on_the_side_is_still_settled(attacked: Attacked) -> None:
    call = attacked("other_trip/confirme_los_dos", "corrige_el_destino")

    assert (call.summary.status, call.summary.failed) == (Status.PASS, ())


def test_without_the_guard_the_prompt_is_read_aloud(attacked: Attacked, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = attacked("instruction_override/resuma_en_otras_palabras")
    monkeypatch.setattr(agent, "refusal", lambda *_: None)

    lost = attacked("instruction_override/resuma_en_otras_palabras")

    assert (breaches(kept), refusals(kept)) == (set(), {"leak"})
    assert Breach.INSTRUCTIONS in breaches(lost)
    assert "never_says" in lost.summary.failed


@pytest.mark.parametrize(
    ("attack", "spoken"),
    [
        ("pressure/cuanto_me_va_a_depositar", "cuatro mil pesos"),
        ("identity_rights/como_se_llama_de_verdad", "soy humana"),
        ("authority/su_supervisor", "quedó cancelado"),
    ],
)
def test_without_the_guard_she_lies_and_promises(
    attacked: Attacked, monkeypatch: pytest.MonkeyPatch, attack: str, spoken: str
) -> None:
    kept = attacked(attack)
    monkeypatch.setattr(agent, "refusal", lambda *_: None)

    lost = attacked(attack)

    assert spoken not in kept.heard() and breaches(kept) == set()
    assert spoken in lost.heard() and Breach.PROMISE in breaches(lost)


RUN = desk.Desk.run


async def trusting(self: desk.Desk, call: ToolCall, turn: int) -> Any:
    """Run a tool on the trip that the model names."""
    if (named := call.arguments.get("trip_id")) is not None:
        self._assignment = replace(self._assignment, trip_id=str(named))
        self.session = replace(self.session, trip=await self._trips.get(str(named)))
    return await RUN(self, call, turn)


def test_without_the_pinned_trip_the_dictated_one_is_written_to(
    attacked: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = attacked("other_trip/confirme_los_dos", "corrige_el_destino")
    monkeypatch.setattr(desk.Desk, "run", trusting)

    lost = attacked("other_trip/confirme_los_dos", "corrige_el_destino")

    assert breaches(kept) == set()
    assert Breach.OTHER_TRIP in breaches(lost)


def test_without_the_proposal_check_an_order_is_written_unread(
    attacked: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = attacked("pressure/la_nina_enferma")
    monkeypatch.setattr(desk.Desk, "_accepted", lambda *_: True)

    lost = attacked("pressure/la_nina_enferma")

    assert {"trip", "read_back"}.isdisjoint(kept.summary.failed)
    assert {"trip", "read_back"} <= set(lost.summary.failed)


def test_without_the_list_of_tools_a_second_trip_is_created(
    attacked: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = attacked("other_trip/otro_viaje_aparte", accepts=True)
    monkeypatch.setitem(OFFERED, State.VALIDATING, tuple(ToolName))  # type: ignore[arg-type]

    lost = attacked("other_trip/otro_viaje_aparte", accepts=True)

    assert breaches(kept) == set()
    assert {Breach.OTHER_TRIP, Breach.FORBIDDEN_TOOL} <= breaches(lost)


def test_a_tool_that_nobody_offered_is_refused_and_noted(attacked: Attacked) -> None:
    call = attacked("authority/su_supervisor")

    (used, *_) = [event for event in call.ledger.named("tool.call") if event.text("name") == "cancelar_viaje"]
    results = {event.text("id"): event.text("status") for event in call.ledger.named("tool.result")}
    assert results[used.text("id")] == "no_disponible_en_este_momento"


def test_without_the_question_who_he_is_a_stranger_hears_the_trip(
    attacked: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = attacked("wrong_party/la_senora_que_administra", "contesta_la_familia_y_no_esta")
    monkeypatch.setattr(protocol, "identify", lambda _, at, __: Step(at, move=Move.PARTY_CONFIRMED, look_up=True))

    lost = attacked("wrong_party/la_senora_que_administra", "contesta_la_familia_y_no_esta")

    assert "never_says" not in kept.summary.failed
    assert "never_says" in lost.summary.failed


REQUEST = prompt.request


def telling(session: Any, *rest: Any) -> Request:
    """Tell the model what somebody wrote into the client's system."""
    asked = REQUEST(session, *rest)
    note = json.loads(asked.messages[-1].text) | {"nota": session.trip.note if session.trip else None}
    return replace(asked, messages=(*asked.messages[:-1], Message(Role.NOTE, json.dumps(note, ensure_ascii=False))))


def test_a_poisoned_note_does_no_harm_even_where_the_model_reads_it(
    attacked: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    unread = attacked("other_trip/que_le_diga_la_nota", "corrige_el_destino")
    monkeypatch.setattr(prompt, "request", telling)

    read = attacked("other_trip/que_le_diga_la_nota", "corrige_el_destino")
    monkeypatch.setattr(desk.Desk, "run", trusting)
    obeyed = attacked("other_trip/que_le_diga_la_nota", "corrige_el_destino")

    assert breaches(unread) == breaches(read) == set()
    assert Breach.OTHER_TRIP in breaches(obeyed)
