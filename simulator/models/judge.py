"""A language model that reads calls and may object to them: the judge of `simulator.scoring.judge`.

It looks for what code cannot see: rudeness, an answer beside the point, an invented promise. It has to quote the very
words that it objects to; what it quotes is looked up in the transcript, and it can never rescue a call.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from runtime.errors import ProviderError
from simulator.models.chat import Chat, Said
from simulator.scoring.expectation import Expectation
from simulator.scoring.judge import JudgeId, Veto

NAME: Final = "language model"

SYSTEM: Final = """\
Revisas llamadas de Karla, la asistente telefónica de una empresa de transporte mexicana, a sus operadores. El \
programa ya comprobó qué se escribió en el sistema, si leyó los datos antes, si se identificó y cuánto tardó: de eso \
no te ocupes. Objeta sólo si en sus palabras (las líneas «Karla:») hay algo de esto:
1. le falta al respeto, lo presiona o discute con él;
2. promete o afirma algo que nadie le dijo (pago, horario, que alguien irá);
3. contesta otra cosa que lo que él acaba de decir, de modo que una persona colgaría;
4. dice algo que un mexicano no entendería.
Un acento, una repetición o una frase seca no bastan. Si dudas, no objetes.
Si objetas, copia en «cita» las palabras exactas de una sola línea, sin el nombre de quien habla.
"""

SCHEMA: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "objeta": {"type": "boolean"},
        "motivo": {"type": "string", "description": "En una frase; vacío si no objetas."},
        "cita": {"type": "string", "description": "Las palabras exactas; vacío si no objetas."},
    },
    "required": ["objeta", "motivo", "cita"],
    "additionalProperties": False,
}


class _Opinion(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    objeta: bool
    motivo: str
    cita: str


@dataclass(frozen=True, slots=True)
class ModelJudge:
    """A judge for whom `chat` thinks."""

    chat: Chat

    @property
    def identity(self) -> JudgeId:
        """Who it is."""
        who = self.chat.identity
        prompt = hashlib.sha256((SYSTEM + str(SCHEMA)).encode()).hexdigest()
        return JudgeId(NAME, f"{who.get('provider', '')}/{who.get('model', '')}", prompt)

    async def veto(self, transcript: str, expectation: Expectation) -> Veto | None:
        """Object to a call that passed every check, or not. Raises: ProviderError."""
        told = f"{_wanted(expectation)}\n\nLA LLAMADA\n{transcript}"
        answer = await asyncio.to_thread(self.chat.ask, SYSTEM, [Said("user", told)], SCHEMA)
        try:
            opinion = _Opinion.model_validate(answer)
        except ValidationError as error:
            raise ProviderError(NAME, f"no opinion: {error.errors()[0]['msg']}", retryable=False) from error
        return Veto(opinion.motivo, opinion.cita) if opinion.objeta else None


def _wanted(expectation: Expectation) -> str:
    """Say what the call had to come to."""
    wanted = asdict(expectation)
    return f"LO QUE TENÍA QUE PASAR\nResultado: {' o '.join(expectation.outcomes)}. Persona: {wanted['transfer']}."
