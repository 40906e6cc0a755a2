"""The rules brain, as a table: what it reads in a turn and a note, and what it does."""

import json
from pathlib import Path
from typing import Any

import pytest

from runtime.integrations.rules_llm import RulesModel
from runtime.pipeline import phrases
from runtime.pipeline.ports import Message, Request, Role, Text, ToolCall
from runtime.trips import Field
from runtime.understanding.places import Gazetteer
from simulator.rig.virtual_time import run

TRIP = {"origen": "Monterrey", "destino": "Nuevo Laredo", "fecha": "lunes nueve de marzo"}
VALIDATING = {"estado": "validating", "viaje": TRIP, "pregunta": "¿es correcto?"}
CREATING = {"estado": "creating", "pregunta": phrases.ALL_FIELDS}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The places that ship with the project."""
    return Gazetteer.read(Path(__file__).parents[2] / "corpus" / "places.yaml")


def answer(gazetteer: Gazetteer, said: str, note: dict[str, Any]) -> tuple[str, dict[str, object]] | str:
    """Return the tool and its arguments, or the words, of one answer."""
    messages = (
        Message(Role.DRIVER, said),
        Message(Role.NOTE, json.dumps({"ahora": "2026-03-11T10:00-06:00", **note})),
    )

    async def collect() -> list[Any]:
        return [piece async for piece in RulesModel(gazetteer).answer(Request("", (), messages))]

    pieces = run(collect())
    if isinstance(pieces[0], ToolCall):
        return pieces[0].name, dict(pieces[0].arguments)
    return "".join(piece.text for piece in pieces if isinstance(piece, Text)).strip()


@pytest.mark.parametrize(
    ("said", "note", "expected"),
    [
        ("simón, así es", VALIDATING, ("validar_viaje", TRIP)),
        ("no, fui a Saltillo", VALIDATING, ("actualizar_viaje", {"destino": "saltillo"})),
        ("no fui a saltillo", VALIDATING, ("actualizar_viaje", {"destino": "saltillo"})),
        ("no fui a nuevo laredo", VALIDATING, phrases.FIELD_QUESTIONS[Field.DESTINATION]),
        ("no, fui al puerto", VALIDATING, ("actualizar_viaje", {"destino": "al puerto"})),
        ("fue antier", VALIDATING, ("actualizar_viaje", {"fecha": "2026-03-09"})),  # the desk knows that it is so
        ("no, fue ayer", VALIDATING, ("actualizar_viaje", {"fecha": "2026-03-10"})),
        ("no", VALIDATING, phrases.WHICH_FIELD),
        ("la fecha", {**VALIDATING, "pregunta": phrases.WHICH_FIELD}, phrases.FIELD_QUESTIONS[Field.DATE]),
        ("no, voy a Rincón de los Pirules", VALIDATING, ("actualizar_viaje", {"destino": "rincon de los pirules"})),
        ("no, no voy a decirle", VALIDATING, phrases.WHICH_FIELD),
        (
            "el de Manzanillo",
            {**VALIDATING, "preguntado": "destino", "opciones": ["Manzanillo", "Veracruz"]},
            ("actualizar_viaje", {"destino": "Manzanillo"}),
        ),
        (
            "sí, eso mero",
            {"estado": "updating", "viaje": TRIP, "propuesta": {"destino": "Saltillo"}, "aceptada": True},
            ("actualizar_viaje", {"destino": "Saltillo"}),
        ),
        (
            "de Silao a Puebla, ayer",
            CREATING,
            ("crear_viaje", {"origen": "silao", "destino": "puebla", "fecha": "2026-03-10"}),
        ),
    ],
)
def test_a_turn_has_one_right_answer(gazetteer: Gazetteer, said: str, note: dict[str, Any], expected: object) -> None:
    """Tool and arguments, or the question."""
    assert answer(gazetteer, said, note) == expected
