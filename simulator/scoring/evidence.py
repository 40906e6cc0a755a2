"""What was said, as evidence: read-backs before a write, promises, questions asked again, details of a trip.

Only words that could be heard count. The scorer reads Spanish for itself and shares no code with Karla's agent: a
misreading that both shared would hide itself.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from num2words import num2words

from simulator.scoring.expectation import FACTS, TripFacts, trip_facts
from simulator.scoring.ledger import Event
from simulator.scoring.recognition import EntityFinder, normalise
from simulator.scoring.sentences import sentences
from simulator.scoring.timeline import KarlaTurn, Timeline, Utterance

MONTHS: Final = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
YES: Final = re.compile(
    r"\b(si|simon|asi (es|mero)|ei|correcto|exacto|exactamente|afirmativo|andale|andele(?! pues)|orale|sale|va|vale"
    r"|claro(?! que no)|por supuesto|esta bien|de acuerdo|perfecto|eso (es|mero)|^(si |pues )?eso$"
    r"|cierto|camara|aja|ok|okey|como no|es correcto|asi esta)\b"
)
NO: Final = re.compile(r"^(pues |este |o sea |mire |oiga )*(no|nel|nelson|nones|para nada|negativo)\b(?! hombre si)")
PROMISE: Final = re.compile(r"\b(ya )?qued(o|aron|a)\b[^.]*\b(actualizad|registrad|cambiad|corregid|modificad|guardad)")
ASKS: Final[dict[str, re.Pattern[str]]] = {
    "origin": re.compile(r"\b(de donde (salio|sale|viene)|cual es el origen|su origen)\b"),
    "destination": re.compile(r"\b(a donde (va|iba|fue|se dirige)|cual es el destino|su destino)\b"),
    "date": re.compile(r"\b(que (dia|fecha)|cual es la fecha|que dia fue)\b"),
}
ASKS_AGAIN: Final = re.compile(r"\b(me (lo|la) repite|me repite|como dijo|no le (entendi|escuche))\b")
FAREWELL: Final = re.compile(
    r"\b(hasta luego|que le vaya|le comunico|le marco|disculpe la molestia|no cuelgue|buen viaje)\b"
)


@dataclass(frozen=True, slots=True)
class Write:
    """A write to the client's system, and whether it was read back, heard and agreed to before."""

    at: float
    op: str
    trip: str
    changed: TripFacts
    read_back: bool
    agreed: bool

    @property
    def proper(self) -> bool:
        """Whether it came after both."""
        return self.read_back and self.agreed


def mentions(text: str, fact: str, value: str, entities_in: EntityFinder | None) -> bool:
    """Tell whether `text` names the value of a fact: a gazetteer id, or an ISO date."""
    kind = "date" if fact == "date" else "place"
    if entities_in is not None and f"{kind}:{value}" in entities_in(text):
        return True
    plain = f" {normalise(text)} "
    return f" {_spoken_date(value)} " in plain if fact == "date" else f" {value.replace('-', ' ')} " in plain


def asks_for(text: str, fact: str) -> bool:
    """Tell whether `text` asks for a fact."""
    return bool(ASKS[fact].search(normalise(text)))


def agrees(text: str, own_words: Iterable[str] = ()) -> bool:
    """Tell whether `text` is an explicit yes; a sentence that begins with no is none."""
    plain = normalise(text)
    if NO.match(plain):
        return False
    return bool(YES.search(plain)) or any(f" {normalise(own)} " in f" {plain} " for own in own_words if own.strip())


def writes(timeline: Timeline, yes_words: tuple[str, ...], entities_in: EntityFinder | None) -> list[Write]:
    """Return every write with its evidence."""
    return [_write(timeline, event, yes_words, entities_in) for event in timeline.ledger.named("ops.write")]


def _write(timeline: Timeline, event: Event, yes_words: tuple[str, ...], entities_in: EntityFinder | None) -> Write:
    before, after = trip_facts(event.mapping("before")) or {}, trip_facts(event.mapping("after")) or {}
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    read_backs = [
        turn
        for turn in timeline.turns
        if turn.first < event.t and all(mentions(turn.heard, name, changed[name], entities_in) for name in changed)
    ]
    return Write(
        at=event.t,
        op=event.text("op"),
        trip=event.text("trip"),
        changed=changed,
        read_back=bool(read_backs),
        agreed=any(_agreed(timeline, turn, event.t, yes_words) for turn in read_backs),
    )


def _agreed(timeline: Timeline, read_back: KarlaTurn, write: float, yes_words: tuple[str, ...]) -> bool:
    """Tell whether the driver, having heard `read_back`, said yes before the write."""
    said = [each.said for each in timeline.speech if read_back.first < each.start and each.end <= write]
    finals = timeline.ledger.named("stt.final")
    said += [each.text("ref") for each in finals if read_back.last < each.t <= write]
    return any(agrees(text, yes_words) for text in said)


def writes_elsewhere(timeline: Timeline, trip_id: str | None) -> list[str]:
    """Say of each write that it was not to the trip of the call, which is `trip_id`; None = there was none."""
    end, events = timeline.ledger.last("call.end"), timeline.ledger.named("ops.write")
    touched = [*(end.texts("other_trips_changed") if end is not None else ())]
    touched += [event.text("trip") for event in events if event.text("op") == "put" and event.text("trip") != trip_id]
    told = [f"trip {trip} was changed, which is not the trip of this call" for trip in dict.fromkeys(touched)]
    created = sum(event.text("op") == "post" for event in events)
    if created and trip_id is not None:
        told.append(f"a second trip was created although {trip_id} exists")
    elif created > 1:
        told.append("more than one trip was created")
    return told


def promises_without_write(timeline: Timeline) -> list[KarlaTurn]:
    """Return the turns that say a change is in the system when nothing had been written; «pendiente» is honest."""
    written = min((event.t for event in timeline.ledger.named("ops.write")), default=float("inf"))
    return [turn for turn in timeline.turns if _promises(turn.heard) and _promised_at(turn) < written]


def _promised_at(turn: KarlaTurn) -> float:
    """Return when the sentence that promises begins; the turn's beginning if its sentences are not told."""
    starts = [each.interval.start for each in turn.sentences if _promises(each.text)]
    return min(starts, default=turn.first)


def _promises(heard: str) -> bool:
    plain = [normalise(sentence) for sentence in sentences(heard)]
    return any(PROMISE.search(sentence) and "pendiente" not in sentence for sentence in plain)


def details_told_too_early(timeline: Timeline, trip: TripFacts, entities_in: EntityFinder | None) -> list[str]:
    """Return the facts of `trip` that Karla named before the right party was on the line."""
    confirmed = timeline.ledger.first("party.confirmed")
    early = [turn for turn in timeline.turns if confirmed is None or turn.first < confirmed.t]
    return [
        name for name in FACTS if name in trip and any(mentions(t.heard, name, trip[name], entities_in) for t in early)
    ]


def asked_again(timeline: Timeline) -> int:
    """Return how often Karla asked for a fact that the driver had already told her."""
    return sum(_asks_again(timeline, turn) for turn in timeline.turns)


def _asks_again(timeline: Timeline, turn: KarlaTurn) -> bool:
    told = [each for each in timeline.speech if each.end <= turn.first]
    plain = normalise(turn.heard)
    if any(ASKS[name].search(plain) and any(_tells(each, name) for each in told) for name in FACTS):
        return True
    return bool(told and told[-1].facts and ASKS_AGAIN.search(plain))


def _tells(spoken: Utterance, name: str) -> bool:
    return any(fact.startswith(f"{name}=") for fact in spoken.facts)


def says_farewell(turn: KarlaTurn) -> bool:
    """Tell whether a turn takes leave, or announces the transfer."""
    return bool(FAREWELL.search(normalise(turn.heard)))


def _spoken_date(iso: str) -> str:
    day = date.fromisoformat(iso)
    number = "primero" if day.day == 1 else normalise(str(num2words(day.day, lang="es")))
    return f"{number} de {MONTHS[day.month - 1]}"
