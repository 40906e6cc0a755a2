"""The `rules` brain: the scripted nine tenths of Karla's flow as code, behind the language model's port.

It reads what any model reads: the last thing the driver said, and the server's note. It is what Karla
falls back to when the language model is down.
"""

import json
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from runtime.pipeline import phrases
from runtime.pipeline.ports import Message, Piece, Request, Role, Text, ToolCall
from runtime.pipeline.tools import ToolName
from runtime.session.call_session import Reason
from runtime.trips import Field
from runtime.understanding.answers import Intent, classify
from runtime.understanding.dates import parse_date
from runtime.understanding.places import Gazetteer, PlaceReading
from runtime.understanding.text import fold
from runtime.understanding.trip_facts import Facts, find_facts


@dataclass(frozen=True, slots=True)
class RulesModel:
    """Answers by rule. `gazetteer` is what it knows of Mexico's places."""

    gazetteer: Gazetteer

    async def answer(self, request: Request) -> AsyncGenerator[Piece]:
        """Stream one answer: words, or one tool call."""
        said = next((m.text for m in reversed(request.messages) if m.role is Role.DRIVER), "")
        note = json.loads(request.messages[-1].text)
        tried = _calls_since_driver(request.messages)
        piece = _Turn(said, note, self.gazetteer, tried).piece()
        if isinstance(piece, str):
            for word in piece.split(" "):
                yield Text(word + " ")
        else:
            yield piece


def _calls_since_driver(messages: tuple[Message, ...]) -> int:
    count = 0
    for message in reversed(messages):
        if message.role is Role.DRIVER:
            break
        count += message.role is Role.TOOL
    return count


_PLACE: Final = (
    r"(?P<place>(?!(?:ahi|alla|otro|otra|lo|la|el|mi|su|que|\w+(?:ar|er|ir)(?:l[aeo]|se|me)?)\b)"
    r"\w{4,}(?: (?!(?:y|es|que|pero)\b)\w+){0,3})"
)
"""One to four words that are no verb: «voy a decirle» names no place."""


def _told(note: Mapping[str, Any], gazetteer: Gazetteer, now: datetime) -> dict[Field, str]:
    """Return what the note says that he was told, as place ids and ISO dates."""
    told: dict[Field, str] = {}
    for name, text in {**(note.get("viaje") or {}), **(note.get("propuesta") or {})}.items():
        field = Field(name)
        if field is Field.DATE:
            day = parse_date(text, now)
            told |= {field: day.date.isoformat()} if day and day.date else {}
        else:
            place = gazetteer.parse(text)
            told |= {field: place.place.id} if place and place.place else {}
    return told


_CUES: Final = (
    (
        Field.DESTINATION,
        re.compile(rf"\b(?:fui|iba|voy|llegue|entregue|descargue|mandaron) (?:a|en|para|hasta) {_PLACE}"),
    ),
    (Field.DESTINATION, re.compile(rf"\bdestino (?:es|era|fue) {_PLACE}")),
    (Field.ORIGIN, re.compile(rf"\b(?:sali|cargue|vengo) (?:de|en) {_PLACE}")),
    (Field.ORIGIN, re.compile(rf"\borigen (?:es|era|fue) {_PLACE}")),
)
"""How a driver names a place, whether or not anybody knows it."""


class _Turn:
    """One turn, read with the note beside it."""

    def __init__(self, said: str, note: Mapping[str, Any], gazetteer: Gazetteer, tried: int) -> None:
        self._note = note
        self._intents = classify(said)
        self._said = said
        self._tried = tried
        asked = Field(note["preguntado"]) if note.get("preguntado") else None
        self._asked = asked
        now = datetime.fromisoformat(note["ahora"])
        self._knows_a_place = bool(gazetteer.find(said))
        self._facts = find_facts(said, gazetteer, now, asked, _told(note, gazetteer, now))

    def piece(self) -> Piece | str:
        """Return what to say, or the tool to call."""
        if self._note.get("aceptada"):
            return self._call(self._write_tool(), dict(self._note["propuesta"]))
        if (named := self._option()) is not None and self._asked is not None:
            return self._call(self._write_tool(), {self._asked: named})
        if stated := self._stated():
            return self._call(self._write_tool(), stated)
        if unknown := self._unknown_place():
            return self._call(self._write_tool(), unknown)
        yes = Intent.YES in self._intents and Intent.NO not in self._intents
        if self._note["estado"] == "creating":
            return self._call(ToolName.CREATE, {})
        if yes and not self._note.get("propuesta"):
            return self._call(ToolName.VALIDATE, dict(self._note["viaje"]))
        if (wrong := self._named_as_wrong()) is not None:
            return phrases.FIELD_QUESTIONS[wrong]
        if Intent.NO in self._intents:
            return phrases.WHICH_FIELD
        if Intent.MISSING_TRIP in self._intents or Intent.UNSURE in self._intents:
            return self._call(ToolName.TRANSFER, {"motivo": Reason.NO_DATA})
        question = phrases.asked_again(self._note.get("pregunta") or phrases.WHICH_FIELD)
        return f"{phrases.NOT_UNDERSTOOD} {question}"

    def _unknown_place(self) -> dict[str, str]:
        """Return a place that he surely named and no gazetteer has: the desk asks for it again, then for a human."""
        if self._knows_a_place:
            return {}
        for field, cue in _CUES:
            if (found := cue.search(fold(self._said))) is not None:
                return {field: found["place"]}
        return {}

    def _named_as_wrong(self) -> Field | None:
        """Return the field that is to be corrected: «el origen», «está mal la fecha»."""
        said = f" {fold(self._said)} "
        named = {field for field, name in phrases.FIELD_NAMES.items() if f" {name.split()[-1]} " in said}
        wrong = self._facts.denied or (named if self._note.get("pregunta") == phrases.WHICH_FIELD else set())
        return next((field for field in Field if field in wrong), None)

    def _write_tool(self) -> ToolName:
        return ToolName.CREATE if self._note["estado"] == "creating" else ToolName.UPDATE

    def _stated(self) -> dict[str, str]:
        """Return what the driver stated, in his own words, by field."""
        facts: Facts = self._facts
        stated = {}
        for field, reading in ((Field.ORIGIN, facts.origin), (Field.DESTINATION, facts.destination)):
            if reading is not None:
                stated[field] = self._place(reading)
        if facts.place is not None and not stated:
            stated[self._asked_place()] = self._place(facts.place)
        if facts.date is not None:
            stated[Field.DATE] = facts.date.date.isoformat() if facts.date.date else facts.date.text
        return {str(field): text for field, text in stated.items()}

    def _asked_place(self) -> Field:
        if self._asked in (Field.ORIGIN, Field.DESTINATION):
            return self._asked
        denied = [f for f in (Field.ORIGIN, Field.DESTINATION) if f in self._facts.denied]
        return denied[0] if denied else Field.DESTINATION

    @staticmethod
    def _place(reading: PlaceReading) -> str:
        return reading.place.id if reading.place is not None else reading.text

    def _option(self) -> str | None:
        """Return the option that the driver chose, if a which-one question is open."""
        said = set(fold(self._said).split())
        scores = {o: len(said & set(fold(o).split())) for o in self._note.get("opciones") or ()}
        best = max(scores, key=lambda o: scores[o], default=None)
        return best if best is not None and scores[best] and list(scores.values()).count(scores[best]) == 1 else None

    def _call(self, tool: ToolName, arguments: Mapping[str, str]) -> ToolCall:
        return ToolCall(f"rules-{self._tried}", tool, dict(arguments))
