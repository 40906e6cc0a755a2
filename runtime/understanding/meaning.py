"""What a reply does, as a set of `Intent`: generous, for each answer has its own strict test elsewhere.

Nothing here knows what was asked. What a recogniser is known to write wrong is mended first: «sin, así es» is «sí,
así es». Between two meanings that cannot both be, the harmless one wins: «soy yo… no, no se crea» is not he.
"""

import re
from collections.abc import Sequence
from typing import Final

from runtime.understanding.frames import core
from runtime.understanding.intents import Intent
from runtime.understanding.language import is_foreign
from runtime.understanding.numbers import NUMBER_WORDS
from runtime.understanding.phrasebook import Edges, Found, Phrasebook
from runtime.understanding.phrases import assent, floor, orders, party, trip, trouble
from runtime.understanding.text import Marked, marked

type Phrase = Found[frozenset[Intent]]

BOOK: Final = Phrasebook(
    (line.strip(), frozenset(intents))
    for table in (assent, party, floor, trip, trouble, orders)
    for intents, lines in table.SAID
    for line in lines.strip().splitlines()
)
_RETRACTIONS: Final = Phrasebook(
    (line.strip(), True)
    for line in """
        no (se|te|se la|te la) crea(s|)|no es (cierto|verdad|asi|el|ella)
        (es |era |)(broma|mentira|puro cuento|cuento)
        (yo |no |)no soy|no no es
    """.strip().splitlines()
)
"""What takes «soy yo» back in the same breath."""

_LONG_AGO: Final = Phrasebook(
    (line.strip(), True)
    for line in """
        hace (un|dos|tres|cuatro|cinco|muchos|unos|varios) (año|años|mes|meses|semana|semanas)|hace tiempo|una vez
        (año|mes) pasado|semana pasada|(la|aquella) (otra|vez pasada) (vez|)|vez pasada|esa vez|cuando (era|andaba)
    """.strip().splitlines()
)
_HEARSAY: Final = frozenset("dicen dice dijeron casi vi supe contaron cuentan oi platican".split())
_JOKES: Final = frozenset("broma bromas chiste pelicula sueño soñe gol novela futbol".split())
_TRAFFIC: Final = frozenset("trafico fila adelante atorado desviacion".split())
_NOW: Final = frozenset("estan estoy acaban acabo traen tienen quieren vienen andan auxilio ayudeme ayudenme".split())
_HIS_OWN: Final = _NOW | frozenset(
    "me nos tuve tengo traigo volque volcamos chocamos sufri atrapado prensado secuestraron".split()
)
_DIALLED: Final = NUMBER_WORDS - {"un", "una", "uno"}

_TRIP_ORDERS: Final = frozenset(
    "cancela cancele cambia cambie cambiale borra borre elimina elimine modifica modifique actualiza actualice "
    "deshaz deshaga confirma confirme cancelame cancelar borrar cambiar modificar cierra cierre".split()
)
_TRIP_NOUNS: Final = frozenset("viaje viajes folio folios registro".split())
_OTHERS: Final = frozenset("compadre compañero amigo primo hermano cuñado otro otros todos flota ajeno".split())

_BUENO: Final = re.compile(r"\bbueno\s*\?", re.IGNORECASE)
_ASKED_BACK: Final = re.compile(r"¿\s*(?:perd[oó]n|c[oó]mo que|qu[eé]|c[oó]mo|eh)\s*\?", re.IGNORECASE)
_TAG: Final = re.compile(r"¿\s*no\s*\?|\bno\s*\?\s*$", re.IGNORECASE)
_SIN: Final = re.compile(
    r"^(\W*)sin\b(?=\W*(?:$|(?:s[ií]|as[ií]|siga|es|est[aá]|correcto|exacto|claro|[aá]ndele|señorit?a|jefa|oiga|todo|"
    r"eso|ese|gracias|pues|señor|soy|yo|él|ella|con él)\b))",
    re.IGNORECASE,
)
_IF: Final = re.compile(r"(?<=\w) si (?=(?:me|le|te|se|lo|la|los|las|nos|mejor|no|usted|ustedes)\b)")
_WHAT_GOES_ON: Final = frozenset("es fue era voy iba sali fui son eran sea seria va".split())


def classify(text: str) -> frozenset[Intent]:
    """Return everything that a reply does; empty if it only gives data, or nothing is recognised."""
    return meaning(marked(mended(text)), text)


def mended(text: str) -> str:
    """Return a reply with «sin» for «sí» put right, and with an «if» that can be told by its missing accent."""
    if text[:6].lower().find("sin") >= 0:
        text = _SIN.sub(r"\1sí", text)
    return _IF.sub(" cuando ", text) if " si " in text else text


def meaning(heard: Marked, text: str) -> frozenset[Intent]:
    """Return what the words do; `text` is what they were written as."""
    words = heard.words
    if not words:
        return frozenset()
    begin, end = core(heard)
    found = [p for p in phrases(heard) if p.value != {Intent.NO} or _denies(p, heard, begin, end)]
    intents: set[Intent] = set()
    for phrase in found:
        intents |= phrase.value
    if "?" in text:
        intents |= {Intent.GREETING} if _BUENO.search(text) else set()
        intents |= {Intent.REPEAT} if _ASKED_BACK.search(text) else set()
    if words == ["perdon"]:
        intents.add(Intent.REPEAT)
    _settle_polarity(intents, found, words, "?" in text and bool(_TAG.search(text)))
    _settle_party(intents, found, words)
    if Intent.HUMAN in intents and all(_dials(phrase, words) for phrase in found if Intent.HUMAN in phrase.value):
        intents.discard(Intent.HUMAN)
    if Intent.WAIT in intents and _objects(found, len(words)):
        intents.discard(Intent.WAIT)
    if Intent.EMERGENCY in intents and not any(_is_real(phrase, words) for phrase in found):
        intents.discard(Intent.EMERGENCY)
    if _orders_another_trip(words):
        intents.add(Intent.INJECTION)
    if is_foreign(words):
        intents.add(Intent.FOREIGN)
    return frozenset(intents)


def phrases(heard: Marked) -> list[Phrase]:
    """Return the known phrases of a reply; a "no" with a comma after it stands alone ("no, esta bien")."""
    words = heard.words
    begin, end = core(heard)
    whole = len(words)
    after = frozenset(at + 1 for at in heard.breaks)
    cut = next((at + 1 for at in sorted(heard.breaks) if words[at] == "no"), 0) % whole
    starts = frozenset((0, begin, cut))
    ends = frozenset((whole, end))
    edges = Edges(starts, ends, starts | after, ends | after)
    if not cut:
        return BOOK.find(words, edges)
    first = Edges(starts, frozenset((cut,)), starts | after, frozenset((cut,)) | after)
    return BOOK.find(words[:cut], first) + _shifted(BOOK.find(words[cut:], _from(edges, cut)), cut)


def _from(edges: Edges, cut: int) -> Edges:
    """Return the edges as they are for the words from `cut` on."""
    moved = (
        frozenset(at - cut for at in positions if at >= cut)
        for positions in (edges.starts, edges.ends, edges.clause_starts, edges.clause_ends)
    )
    return Edges(*moved)


def _shifted(found: list[Phrase], cut: int) -> list[Phrase]:
    return [Found(phrase.start + cut, phrase.end + cut, phrase.value) for phrase in found]


def _denies(phrase: Phrase, heard: Marked, begin: int, core_end: int) -> bool:
    """Tell whether a bare "no" answers, rather than belonging to a clause ("el que no trae sello")."""
    start, end = phrase.start, phrase.end
    words, breaks = heard.words, heard.breaks
    if end - start > 1 or words[start] != "no":
        return True
    if start in (0, begin) or start - 1 in breaks or end in (len(words), core_end) or start in breaks:
        return True
    return words[end] in _WHAT_GOES_ON


def _settle_polarity(intents: set[Intent], found: Sequence[Phrase], words: Sequence[str], tagged: bool) -> None:
    """Let the last yes or no win; a closing "¿no?" is neither."""
    polar = [phrase for phrase in found if phrase.value & {Intent.YES, Intent.NO}]
    if polar and tagged and len(words) > 1 and list(words[polar[-1].start : polar[-1].end]) == ["no"]:
        polar.pop()
        intents.discard(Intent.NO)
    if len(polar) > 1 and words[0] == "no" and list(words[polar[-1].start :][:2]) not in (["si"], ["si", "si"]):
        # "no, si yo cargue en ..."
        polar = polar[: -1 if list(words[polar[-1].start : polar[-1].end]) == ["si"] else None]
    if polar and {Intent.YES, Intent.NO} & intents:
        intents -= {Intent.YES, Intent.NO}
        intents |= polar[-1].value & {Intent.YES, Intent.NO}


def _settle_party(intents: set[Intent], found: Sequence[Phrase], words: Sequence[str]) -> None:
    """Believe no «soy yo» beside «él no está», nor one that is taken back afterwards."""
    if Intent.SELF not in intents:
        return
    said = next(phrase for phrase in found if Intent.SELF in phrase.value)
    if Intent.WRONG_PARTY in intents or _RETRACTIONS.find(words[said.end :]):
        intents -= {Intent.SELF, Intent.YES}
        intents.add(Intent.WRONG_PARTY)


def _objects(found: Sequence[Phrase], length: int) -> bool:
    """Tell whether what he wants waited for is his no: «no, permítame, no»."""
    last = found[-1]
    waits = max(phrase.start for phrase in found if Intent.WAIT in phrase.value)
    return Intent.NO in last.value and last.start > waits and last.end == length


def _dials(phrase: Phrase, words: Sequence[str]) -> bool:
    """Tell whether he wants a number called rather than a person: «comuníqueme con el novecientos…»."""
    after = phrase.end + (list(words[phrase.end : phrase.end + 1]) == ["el"])
    return words[phrase.end - 1] == "con" and not _DIALLED.isdisjoint(words[after : after + 1])


def _is_real(phrase: Phrase, words: Sequence[str]) -> bool:
    """Tell whether an emergency is his, and now; under duress it is, whatever he is made to say after it."""
    if Intent.EMERGENCY not in phrase.value:
        return False
    said = words[phrase.start : phrase.end]
    if not _NOW.isdisjoint(said):
        return True
    if not _JOKES.isdisjoint(words) or not _HEARSAY.isdisjoint(words[: phrase.start]) or _LONG_AGO.find(words):
        return False
    return not _HIS_OWN.isdisjoint(said) or _TRAFFIC.isdisjoint(words)


def _orders_another_trip(words: Sequence[str]) -> bool:
    """Tell whether the words order something about a trip that is named by number or by its owner."""
    if _TRIP_ORDERS.isdisjoint(words):
        return False
    for position, word in enumerate(words):
        if word not in _TRIP_ORDERS:
            continue
        order = words[position + 1 : position + 10]
        nouns = [at for at, noun in enumerate(order) if noun in _TRIP_NOUNS]
        if nouns:
            after = order[nouns[0] + 1 :]
            numbered = bool(after) and (after[0] in NUMBER_WORDS - {"un", "una"} or any(w.isdigit() for w in after[:3]))
            if numbered or not _OTHERS.isdisjoint(order):
                return True
    return False
