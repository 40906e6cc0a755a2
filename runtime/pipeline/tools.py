"""The four tools as the language model is offered them, and what one gives back.

They carry no identifiers: the trip, the driver and the phone are pinned by the server.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from runtime.pipeline.ports import Tool
from runtime.session.call_session import Reason
from runtime.session.states import State
from runtime.trips import Field


class ToolName(StrEnum):
    """The tools' names on the wire."""

    VALIDATE = "validar_viaje"
    UPDATE = "actualizar_viaje"
    CREATE = "crear_viaje"
    TRANSFER = "transferir_a_humano"


OFFERED: Final[Mapping[State, tuple[ToolName, ...]]] = {
    State.VALIDATING: (ToolName.VALIDATE, ToolName.UPDATE, ToolName.TRANSFER),
    State.UPDATING: (ToolName.VALIDATE, ToolName.UPDATE, ToolName.TRANSFER),
    State.CREATING: (ToolName.CREATE, ToolName.TRANSFER),
    State.CLOSING: (ToolName.UPDATE, ToolName.TRANSFER),
}
"""Which tools each state offers; any other state offers none."""

_FACTS: Final[Mapping[str, object]] = {
    Field.ORIGIN: {"type": "string", "description": "Ciudad de origen, como la dijo el operador"},
    Field.DESTINATION: {"type": "string", "description": "Ciudad de destino, como la dijo el operador"},
    Field.DATE: {"type": "string", "description": "Fecha del viaje, como la dijo («antier») o AAAA-MM-DD"},
}


_OURS: Final = frozenset({Reason.FAULT, Reason.CLIENT_SYSTEM, Reason.UNKNOWN_CALLER})
"""Reasons that only the server can know."""


def _schema(properties: Mapping[str, object], *required: str) -> Mapping[str, object]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


TOOLS: Final[Mapping[ToolName, Tool]] = {
    tool.name: tool  # type: ignore[misc]
    for tool in (
        Tool(ToolName.VALIDATE, "El operador dijo o confirmó los datos de su viaje: compararlos.", _schema(_FACTS)),
        Tool(
            ToolName.UPDATE,
            "El operador corrigió uno o más datos. La primera llamada solo los lee de vuelta; "
            "repítela igual cuando los haya aceptado.",
            _schema(_FACTS),
        ),
        Tool(
            ToolName.CREATE,
            "El viaje no está en el sistema: registrarlo con lo que ya dijo el operador. "
            "La primera llamada completa solo lo lee de vuelta; repítela igual cuando lo haya aceptado.",
            _schema(_FACTS),
        ),
        Tool(
            ToolName.TRANSFER,
            "Pasar la llamada a una persona.",
            _schema(
                {"motivo": {"type": "string", "enum": [reason.value for reason in Reason if reason not in _OURS]}},
                "motivo",
            ),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool did. `say` is spoken as it stands; None leaves the words to the model."""

    status: str
    say: str | None = None

    @property
    def text(self) -> str:
        """The result as the model reads it."""
        return json.dumps({"resultado": self.status, "dicho": self.say}, ensure_ascii=False)
