"""What a ledger's names and ids mean, in plain words for somebody who has never seen the code."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from runtime.understanding.places import Gazetteer
from simulator.persona import ROOT
from simulator.scoring.expectation import FACTS, TripFacts, trip_facts
from simulator.scoring.fault.kinds import Whose
from simulator.scoring.ledger import Event

ANSWERED: Final[Mapping[str, str]] = {
    "driver": "the driver picks up",
    "wrong_person": "somebody else picks up",
    "voicemail": "his mailbox answers",
    "carrier": "the carrier's announcement answers",
    "nobody": "the line opens, and nobody speaks",
}
MOVES: Final[Mapping[str, str]] = {
    "trip_missing": "the client's system has no trip: she will create one",
    "trip_differs": "the trip differs: she will correct it",
    "trip_confirmed": "the trip is confirmed as it stands",
    "wrong_party": "it is not the driver: nothing of the trip may be told",
    "machine_answered": "Karla takes it for a machine, and tells it nothing",
    "human_wanted": "a person has to take over",
    "call_later": "Karla will call again later",
    "opted_out": "he wants no calls",
}
"""Moves that no other line of the story tells are here; `UNTOLD` are those that one does."""

UNTOLD: Final = frozenset({"greeted", "party_confirmed", "trip_updated", "trip_created", "said_goodbye", "line_closed"})
TOOL_ANSWERS: Final[Mapping[str, str]] = {
    "leer_de_vuelta": "read it back first",
    "guardado": "saved",
    "confirmado": "confirmed",
    "ambiguo": "ask which one he means",
    "falta_origen": "ask for the origin",
    "falta_destino": "ask for the destination",
    "falta_fecha": "ask for the date",
    "falta_confirmar": "he has not agreed yet",
    "transfiriendo": "a person will take over",
    "origen_igual_a_destino": "origin and destination are the same",
}
REASONS: Final[Mapping[str, str]] = {
    "lo_pidio": "he asked for one",
    "se_niega": "he refuses",
    "emergencia": "an emergency",
    "queja": "a complaint",
    "no_se_entiende": "she does not understand him",
    "lugar_desconocido": "an unknown place",
    "destino_fuera_de_catalogo": "a destination that is not served",
    "viaje_ajeno": "the trip is not his",
    "no_tiene_el_dato": "he does not know a fact",
    "no_quiere_grabacion": "he does not want to be recorded",
    "llamada_desconocida": "an unknown caller",
    "falla_tecnica": "a technical fault",
}
WHOSE: Final[Mapping[Whose, str]] = {
    Whose.DRIVER: "the simulated driver's",
    Whose.AGENT: "Karla's",
    Whose.CHANNEL: "the line's",
    Whose.PROVIDER: "a provider's",
    Whose.HARNESS: "the simulator's",
}
HUNG_UP: Final[Mapping[str, str]] = {
    "karla": "Karla hangs up",
    "driver": "he hangs up",
    "line": "the line breaks, and all is settled",
    "rig": "nobody hangs up, and the simulator cuts the line",
}


def kind_in_words(kind: str) -> str:
    """Return a kind of error as one reads it: «fact misheard»."""
    return kind.replace("_", " ")


def fact_in_words(value: str | None) -> str:
    """Return a place by its name, a date with its weekday, anything else as it is; `none` for none."""
    if not value:
        return "none"
    places = _places()
    if value in places:
        return places[value].spoken
    try:
        return f"{date.fromisoformat(value):%a %Y-%m-%d}"
    except ValueError:
        return value


def trip_in_words(trip: TripFacts | None) -> str:
    """Return «Monterrey → Laredo, Mon 2026-03-09»."""
    if not trip:
        return "no trip"
    origin, destination, day = (fact_in_words(trip[fact]) if fact in trip else "?" for fact in FACTS)
    return f"{origin} → {destination}, {day}"


def write_in_words(event: Event) -> str:
    """Say what a write changed in the client's system."""
    before, after = trip_facts(event.mapping("before")) or {}, trip_facts(event.mapping("after")) or {}
    if event.text("op") == "post":
        return f"a trip is created in the client's system: {trip_in_words(after)}"
    changes = [
        f"{fact} {fact_in_words(before.get(fact))} → {fact_in_words(after.get(fact))}"
        for fact in FACTS
        if before.get(fact) != after.get(fact)
    ]
    return f"written to the client's system: {', '.join(changes) or 'nothing new'}"


def state_in_words(event: Event) -> str:
    """Say what a change of state means; nothing if another line says it."""
    move = event.text("move")
    if move in UNTOLD:
        return ""
    return MOVES.get(move, f"{event.text('from')} → {event.text('to')} ({move})")


@cache
def _places() -> Gazetteer:
    return Gazetteer.read(ROOT / "corpus" / "places.yaml")
