"""Origin, destination and date in what a driver says, and what he says is wrong.

A place gets its role from the verb or preposition before it; one without gets the role that was asked
about. Where he corrects himself, the last word counts. Positions are those of folded words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from runtime.trips import Field
from runtime.understanding.date_words import encode
from runtime.understanding.dates import DateReading, locate_dates
from runtime.understanding.phrasebook import Phrasebook
from runtime.understanding.places import Gazetteer, PlaceReading
from runtime.understanding.text import Marked, marked

_LOADED: Final = frozenset(
    "cargue cargamos cargaron cargo cargando cargar cargado carga sali salimos salgo salio saliendo salida recogi "
    "recogimos levante vengo venimos venia parti arranque origen saque enganche cargaste salir venir agarre tome "
    "empece inicie".split()
)
_DELIVERED: Final = frozenset(
    "entregue entregamos entrego entregar entrega entregando entregado descargue descargamos descargo descargar "
    "descarga descargando llegue llegamos llego llegar llegada llegando deje dejamos destino termine terminamos "
    "baje desenganche voy vamos iba ibamos fui mandaron lleve llevo llevaba llevar llevamos rumbo quede reciben "
    "recibieron van va".split()
)
_STANDING: Final = frozenset(
    "estoy ando andamos parado detenido dormi pernocte comi quede estamos ahorita pasando pase vivo atorado voy "
    "vengo vive base cambiaron cambie cambiamos cambio ponche ponchamos pare paramos descanse cene desayune pernocto "
    "revisaron detuvieron pararon transbordo cheque".split()
)
_PARTLY: Final = frozenset("parte mitad tarima tarimas pallets pedazo algo unas unos dos tres".split())
_SITES: Final = frozenset(
    "planta bodega cedis patio almacen parque aduana terminal ciudad centro zona sucursal anden cliente fabrica "
    "nave caseta puerto lado orillas entrada afueras fraccion area".split()
)
_BESIDE: Final = frozenset("cerca antes adelante delante despues afuera fuera pasando lejos caseta".split())
_TO: Final = frozenset(("a", "al", "para", "hasta", "hacia"))
_LINKS: Final = frozenset(
    "la las los el en ahi alla aca aqui mero pues este eh ya como creo que fue era es son seria".split()
)
_IS: Final = frozenset("es era fue son seria".split())
_BARELY: Final = _TO | {"no", "de", "del", "desde", "en", "el", "la", "es", "fue", "era", "pues", "ay", "este", "eh"}
_REACH: Final = 6

_WRONG: Final = (
    "(esta mal|estan mal|esta equivocad(o|a)|no (es|era|fue|coincide|checa|cuadra)|no esta bien|no es correct(o|a)|"
    "no es es(e|a)|(es|fue|era) otr(o|a)|cambio)"
)
_WRONGLY: Final = "(esta mal|esta equivocad(o|a)|no (es|era|fue|coincide|checa|cuadra|esta bien|me cuadra)|cambio)"
_NAMED: Final = (
    ("(el|mi|ese) origen|la salida|el lugar de carga", Field.ORIGIN),
    ("(el|mi|ese) destino|la (entrega|llegada|descarga)|el lugar de entrega", Field.DESTINATION),
    ("(la|esa) fecha|(el|ese) dia", Field.DATE),
)
_DENIALS: Final = Phrasebook(
    [
        *((f"({noun}) (si |){_WRONG}", field) for noun, field in _NAMED),
        *((f"{_WRONGLY} ({noun})", field) for noun, field in _NAMED),
        ("no (fue|era|es) (ahi|alla|aca) donde (cargue|sali)", Field.ORIGIN),
        ("no (sali|cargue|vengo|salimos|cargamos) de (ahi|alla)", Field.ORIGIN),
        ("no (voy|fui|llegue|entregue|descargue|iba) (a|para|en|) (ahi|alla)", Field.DESTINATION),
        ("no (fue|era|es) ese dia", Field.DATE),
    ]
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was said of a trip. `place` is one without a role; `denied` are the facts called wrong."""

    origin: PlaceReading | None = None
    destination: PlaceReading | None = None
    place: PlaceReading | None = None
    date: DateReading | None = None
    denied: frozenset[Field] = frozenset()


@dataclass(frozen=True, slots=True)
class _Mention:
    """A place or a date as it was said. `negated`: it was named as what it is not."""

    start: int
    end: int
    role: Field | None
    place: PlaceReading | None = None
    date: DateReading | None = None
    negated: bool = False
    passing: bool = False
    """Only where he stands or passes, no stop of the trip."""


def find_facts(
    text: str,
    gazetteer: Gazetteer,
    now: datetime,
    asked: Field | None = None,
    told: Mapping[Field, str] | None = None,
) -> Facts:
    """Return what `text` says of a trip; `asked` is the fact that was asked about.

    `told` is what he was just told, as place ids and ISO dates. A recogniser leaves out commas: «no fui a Celaya»
    denies Celaya only if he was told Celaya. Of any other place it is «no, fui a Celaya».
    """
    heard = marked(encode(text))
    dates = locate_dates(heard.words, now)
    places = [p for p in gazetteer.locate(heard.words) if not any(d.start < p.end and p.start < d.end for d in dates)]
    said = [_Mention(d.start, d.end, Field.DATE, date=d.reading) for d in dates]
    said += [_Mention(p.start, p.end, None, place=p) for p in places]
    mentions = list(_settled(sorted(said, key=lambda mention: mention.start), heard, asked))
    denials = {found.value for found in _DENIALS.find(heard.words)}
    pairs = _as_pair(_choices(mentions, heard), heard, asked)
    return _facts([_answering(mention, told or {}) for mention in pairs], asked, denials)


def _answering(mention: _Mention, told: Mapping[Field, str]) -> _Mention:
    """Return a mention that cannot deny what he was told as one that states something."""
    if not mention.negated or not told:
        return mention
    role = Field.DATE if mention.date else mention.role
    value = told.get(role) if role else None
    if mention.place is not None:
        said = {place.id for place in mention.place.options}
        denied = value in said if value else bool(said & set(told.values()))
    else:
        denied = mention.date is None or value in {day.isoformat() for day in mention.date.options}
    return mention if denied else replace(mention, negated=False)


def _facts(mentions: Sequence[_Mention], asked: Field | None, denied: set[Field]) -> Facts:
    """Let the last mention of each fact count."""
    facts = Facts()
    spare = asked if asked in (Field.ORIGIN, Field.DESTINATION) else None
    for mention in mentions:
        role = mention.role or (None if mention.passing else spare)
        if mention.negated:
            denied |= {role} if role else set()
        elif mention.date is not None:
            facts = replace(facts, date=mention.date)
        elif role is Field.ORIGIN:
            facts = replace(facts, origin=mention.place)
        elif role is Field.DESTINATION:
            facts = replace(facts, destination=mention.place)
        else:
            facts = replace(facts, place=mention.place)
    return replace(facts, denied=frozenset(denied))


def _settled(said: Sequence[_Mention], heard: Marked, asked: Field | None) -> Iterator[_Mention]:
    """Yield each mention with its role and whether it is negated."""
    before = 0
    last: _Mention | None = None
    for index, mention in enumerate(said):
        lead = heard.words[max(before, mention.start - _REACH) : mention.start]
        after = said[index + 1] if index + 1 < len(said) else None
        settled = mention if mention.date else _with_role(mention, lead, heard.words)
        correcting = _corrects(heard, before, mention.start, last)
        if last is not None and (correcting or last.negated) and settled.place and settled.role is None:
            settled = replace(settled, role=None if settled.passing else last.role)
        settled = replace(settled, negated=not correcting and _is_negated(heard, before, mention, after))
        yield settled
        before = mention.end
        last = settled


def _with_role(mention: _Mention, lead: Sequence[str], words: Sequence[str]) -> _Mention:
    """Give a place the role that the words before it say."""
    own = words[mention.start] if words[mention.start] in ("al", "del") else ""
    position = len(lead)
    if not own:
        while position and lead[position - 1] in _LINKS - {"en"} - _IS:
            position -= 1
    joint = {"al": "a", "del": "de"}.get(own) or (lead[position - 1] if position else "")
    rest = lead[: position if own else max(position - 1, 0)]
    if joint == "de" and rest and rest[-1] in _SITES:
        joint, rest = _joint_of_site(rest[:-1])
    if (joint == "de" and rest and rest[-1] in _BESIDE) or joint == "por":
        return replace(mention, passing=True)
    return _by_verb(mention, joint, rest)


def _joint_of_site(lead: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the preposition before a place's site ("a la bodega de ..."), and the words before it."""
    position = len(lead)
    while position and lead[position - 1] in ("la", "el", "una", "un", "mi", "su"):
        position -= 1
    joint = lead[position - 1] if position else ""
    if joint in ("al", "del"):
        joint = {"al": "a", "del": "de"}[joint]
    return (joint, lead[: position - 1]) if joint in ("a", "para", "hasta", "hacia", "de", "desde") else ("en", lead)


def _by_verb(mention: _Mention, joint: str, rest: Sequence[str]) -> _Mention:
    verb = next((word for word in reversed(rest) if word in _LOADED or word in _DELIVERED or word in _STANDING), "")
    if joint == "de" and rest and rest[-1] in ("el", "la") and not verb:
        return mention  # "el de Saltillo": the one of those offered
    if joint in ("de", "desde"):
        return replace(mention, role=Field.ORIGIN)
    if joint in _TO:
        return replace(mention, role=Field.DESTINATION)
    if joint == "en" and (verb in _STANDING or _on_the_way(rest)):
        return replace(mention, passing=True)
    if joint == "en" or joint in _IS or joint in _LOADED | _DELIVERED:
        named = joint if joint in _LOADED | _DELIVERED else verb
        role = Field.ORIGIN if named in _LOADED else Field.DESTINATION if named in _DELIVERED else None
        return replace(mention, role=role)
    return mention


def _on_the_way(lead: Sequence[str]) -> bool:
    """Tell whether only a part of the load is left there: «de paso bajé», «dejé unas tarimas»."""
    dropped = [at for at, word in enumerate(lead) if word in ("baje", "bajamos", "deje", "dejamos", "entregue")]
    if not dropped:
        return False
    last = dropped[-1]
    return list(lead[max(0, last - 2) : last]) == ["de", "paso"] or not _PARTLY.isdisjoint(lead[last + 1 :])


def _corrects(heard: Marked, before: int, start: int, last: _Mention | None) -> bool:
    """Tell whether the words between two mentions take the first back ("de Laredo, no, de Nuevo Laredo")."""
    between = heard.words[before:start]
    if last is None or not between:
        return False
    if {"digo", "perdon", "miento", "corrijo"} & set(between) or "mejor" in between[:2]:
        return True
    if "no" not in between or last.negated:
        return False
    at = before + between.index("no")
    if at in heard.breaks:
        return True
    return at - 1 not in heard.breaks and _BARELY.issuperset(between)


def _is_negated(heard: Marked, before: int, mention: _Mention, after: _Mention | None) -> bool:
    """Tell whether a mention says what is not so ("no fue Laredo", "no era el lunes")."""
    window = heard.words[max(before, mention.start - _REACH) : mention.start]
    if "no" not in window and "tampoco" not in window:
        return False
    word = "no" if "no" in window else "tampoco"
    at = mention.start - 1 - list(reversed(window)).index(word)
    if any(position in heard.breaks for position in range(at, mention.start)):
        return False
    between = heard.words[at + 1 : mention.start]
    if before and at - 1 in heard.breaks:
        return True
    if between and between[0] in ("se", "me", "pues", "hombre", "si", "le"):
        return False
    replaced = after is not None and (after.date is None) == (mention.date is None)
    return replaced or bool(set(between) - {"a", "de", "al", "del", "en", "para", "el", "la"})


def _choices(mentions: Sequence[_Mention], heard: Marked) -> list[_Mention]:
    """Join places offered as alternatives ("Saltillo o Ramos") into one ambiguous mention."""
    joined: list[_Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        between = heard.words[last.end : mention.start] if last else []
        if last and last.place and mention.place and between[:1] in (["o"], ["u"]) and len(between) <= 2:
            options = tuple(dict.fromkeys((*last.place.options, *mention.place.options)))
            words = " ".join(heard.words[last.start : mention.end])
            place = PlaceReading(options, words, last.start, mention.end, last.place.exact and mention.place.exact)
            joined[-1] = replace(last, end=mention.end, place=place)
        else:
            joined.append(mention)
    return joined


def _as_pair(mentions: list[_Mention], heard: Marked, asked: Field | None) -> list[_Mention]:
    """Read "Monterrey a Laredo" and "Monterrey Laredo" as origin and destination."""
    stops = [mention for mention in mentions if mention.place and not mention.negated and not mention.passing]
    if len(stops) != 2 or stops[0].role is not None:
        return mentions
    between = heard.words[stops[0].end : stops[1].start]
    straight = not between and stops[1].role is None and asked in (None, Field.DATE)
    if between[:1] in (["a"], ["para"], ["hasta"]) or heard.words[stops[1].start] == "al" or straight:
        roles = {id(stops[0]): Field.ORIGIN, id(stops[1]): Field.DESTINATION}
        return [replace(mention, role=roles.get(id(mention), mention.role)) for mention in mentions]
    return mentions
