"""What is known of one call: pinned when it is dispatched, then changed by the server alone.

The language model never holds any of it: it is told what it needs, turn by turn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from runtime.clock import Moment
from runtime.session.states import State
from runtime.trips import Field, Trip


class Direction(StrEnum):
    """Who phoned whom."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"


class Outcome(StrEnum):
    """How a call ended."""

    CONFIRMED = "confirmed"
    UPDATED = "updated"
    CREATED = "created"
    TRANSFERRED = "transferred"
    CALLBACK = "callback"
    WRONG_PARTY = "wrong_party"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    ABANDONED = "abandoned"
    FAILED = "failed"


SETTLED: Final = frozenset({Outcome.CONFIRMED, Outcome.UPDATED, Outcome.CREATED})
"""The trip is as the driver says: there is nothing left to ask him."""


class Reason(StrEnum):
    """Why a call is handed to a human; the Spanish values are what the model may give."""

    ASKED = "lo_pidio"
    REFUSED = "se_niega"
    EMERGENCY = "emergencia"
    COMPLAINT = "queja"
    NOT_UNDERSTOOD = "no_se_entiende"
    UNKNOWN_PLACE = "lugar_desconocido"
    UNSERVED_PLACE = "destino_fuera_de_catalogo"
    NOT_HIS_TRIP = "viaje_ajeno"
    NO_DATA = "no_tiene_el_dato"
    RECORDING = "no_quiere_grabacion"
    PRIVACY = "datos_personales"
    UNKNOWN_CALLER = "llamada_desconocida"
    OTHER = "otro"
    FAULT = "falla_tecnica"
    CLIENT_SYSTEM = "sistema_del_cliente"


@dataclass(frozen=True, slots=True)
class Assignment:
    """What the server pins when it dispatches a call. No tool can change or name any of it.

    `trip_id` is None when the client's system has no trip for this driver; `driver_id` is empty when
    the caller is unknown.
    """

    call_id: str
    company: str
    driver_id: str
    driver_name: str
    trip_id: str | None
    direction: Direction
    moment: Moment


@dataclass(frozen=True, slots=True)
class Proposal:
    """Values that wait for the driver's yes. Only exactly these may be written.

    `heard`: `read_back` was played to its end. `accepted`: an explicit yes came in a later turn.
    """

    tool: str
    data: Mapping[Field, str]
    read_back: str
    heard: bool = False
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class CallSession:
    """Where one call stands. Replaced whole at every step, so that it can be stored and compared."""

    state: State = State.GREETING
    outcome: Outcome | None = None
    trip: Trip | None = None
    facts: Mapping[Field, str] = field(default_factory=dict)  # stated, normalised, not yet written
    proposal: Proposal | None = None
    disclosed: bool = False  # he has heard who calls
    stated: bool = False  # the trip on record was read to the driver, every value of it
    named: frozenset[Field] = frozenset()  # what he named himself as the record has it
    murmured: bool = False  # his latest turn was said over her, before her question was out
    spoken: bool = False  # he has heard something of hers since his turns were last counted
    reflex: bool = False  # he said yes, and yes again, over the reading
    probed: bool = False  # he was asked again for what he had accepted so
    opened: int = 0  # how often he was asked for the trip in his own words
    agreed: bool = False  # his latest turn says yes to what he was asked, and nothing against it
    question: str = ""  # Karla's open question, to be repeated on request
    asked: Field | None = None
    options: Mapping[str, str] = field(default_factory=dict)  # spoken form -> value, of a which-one question
    ready: bool = False  # he has answered «dígame» to who he is
    reopened: bool = False  # he took back what was settled, and has not said yet what is right
    on_hold: bool = False  # he asked her to wait, and has not answered since
    wants_party: bool = False  # somebody else is fetching the driver
    screened: int = 0  # how often a call screener has spoken
    suspected: bool = False  # he took her for a swindler
    offering: bool = False  # a person was offered, and he has not answered yet
    foreign: bool = False  # he spoke another language
    stuck_on: str = ""  # the question that his latest turn had to answer
    stuck: int = 0  # how many turns before it had to answer the same one
    unknown_places: int = 0
    off_topic: int = 0
    reason: Reason | None = None
    untold: str = ""  # how the call was settled, until he has heard it
    broken: bool = False  # the line broke before, and this is the same call on another one

    def resumed(self) -> "CallSession":
        """Return where the call begins again on a new line: what is known stays, who is there must be asked anew."""
        proposal = replace(self.proposal, heard=False, accepted=False) if self.proposal else None
        settled = self.outcome if self.outcome in SETTLED else None
        return CallSession(
            outcome=settled, facts=self.facts, proposal=proposal, untold=self.untold if settled else "", broken=True
        )
