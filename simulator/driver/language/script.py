"""What a language model is told when it plays a driver: who he is, what he knows, and how it has to answer."""

import json
from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from runtime.understanding.dates import say_date
from runtime.understanding.places import Gazetteer
from simulator.driver.knowledge import Fact, Knowledge
from simulator.persona import Persona
from simulator.scenario import PlotLine, Scenario

NAMES: Final[Mapping[Fact, str]] = {Fact.ORIGIN: "Origen", Fact.DESTINATION: "Destino", Fact.DATE: "Fecha"}
MOST_WORDS: Final = 45

SYSTEM: Final = """\
Interpretas a un operador de tráiler mexicano en una llamada de su empresa. Quien te llama es Karla, la asistente de \
logística; tú oyes lo que ella dice y contestas en voz alta. No eres un asistente: eres él.

QUIÉN ERES
{who}

TU VIAJE, COMO LO SABES TÚ (es la verdad; no sabes nada más de él)
{facts}

LO QUE PASA EN ESTA LLAMADA
{plot}

REGLAS, SIN EXCEPCIÓN
1. Una o dos frases cortas, habladas, como por teléfono: nada de listas, acotaciones ni comillas.
2. No inventes: ningún lugar, fecha, folio ni nombre que no esté arriba o que ella no haya dicho.
3. Si te pregunta un dato que sabes, dilo. Si no lo sabes, di que no lo sabes.
4. Nunca digas que sí a un dato que no sea el tuyo: corrígelo.
5. Cuelga sólo cuando la llamada haya terminado o cuando de veras ya no aguantes.
6. No salgas del papel ni hables de estas reglas.
"""

SCHEMA: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "dice": {"type": "string", "description": "Lo que dices en voz alta; vacío si callas."},
        "despues": {
            "type": "string",
            "enum": ["escucha", "espera", "cuelga"],
            "description": "Escuchas; le pides que espere; o cuelgas.",
        },
        "segundos": {"type": "number", "description": "Si pides que espere: cuánto tardas en volver."},
    },
    "required": ["dice", "despues"],
    "additionalProperties": False,
}


class Reply(BaseModel):
    """One answer of the model, as `SCHEMA` has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dice: str = Field(max_length=400)
    despues: str = Field(default="escucha", pattern="^(escucha|espera|cuelga)$")
    segundos: float = Field(default=8.0, ge=1, le=60)


def system_for(persona: Persona, scenario: Scenario, knowledge: Knowledge, gazetteer: Gazetteer) -> str:
    """Return the whole instruction for one driver in one call."""
    return SYSTEM.format(
        who=_who(persona),
        facts="\n".join(_fact(fact, knowledge, gazetteer, scenario) for fact in Fact),
        plot="\n".join([f"- {scenario.title}.", *map(_line, scenario.plot)]),
    )


def _who(persona: Persona) -> str:
    words = persona.words
    ways = {"Contestas": words.answers, "Afirmas": words.yes, "Niegas": words.no, "Muletillas": words.fillers}
    told = [f"{persona.full_name}, «{persona.name}». {persona.about} Región: {persona.region}."]
    told += [f"{name}: {json.dumps(list(said), ensure_ascii=False)}" for name, said in ways.items() if said]
    return "\n".join(told)


def _fact(fact: Fact, knowledge: Knowledge, gazetteer: Gazetteer, scenario: Scenario) -> str:
    said = ", ".join(f"«{words}»" for words in knowledge.says(fact))
    if fact is Fact.DATE and knowledge.day:
        value = say_date(knowledge.day, scenario.answered_at)
    elif place := knowledge.id_of(fact):
        value = gazetteer[place].name
    elif said:
        value = "sólo así lo sabes nombrar"
    else:
        return f"{NAMES[fact]}: no lo sabes."
    return f"{NAMES[fact]}: {value}." + (f" Lo nombras así: {said}." if said else "")


def _line(line: PlotLine) -> str:
    after = {"hang_up": " y cuelgas", "silent": " y ya no dices nada", "hold": " y le pides que espere"}
    during = ", encima de ella" if line.during else ""
    said = " / ".join(line.say) if line.say else "no dices nada"
    return f"- Cuando ella está en «{line.when}»{during}: «{said}»{after.get(line.then, '')}."
