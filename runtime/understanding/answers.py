"""What a reply does: yes, no, wait, a person please, and the rest of `Intent`.

Nothing here knows what was asked. `classify` is generous, `explicit_yes` is strict: a write depends on it.
"""

import re
from typing import Final

from runtime.understanding.answer_phrases import PHRASES
from runtime.understanding.date_words import MONTHS, WEEKDAYS
from runtime.understanding.intents import Intent
from runtime.understanding.numbers import NUMBER_WORDS
from runtime.understanding.phrasebook import Found, Phrasebook
from runtime.understanding.text import Marked, marked, tokens

__all__ = ["Intent", "classify", "explicit_yes", "is_backchannel", "is_filler_only", "sounds_unfinished"]

_BOOK: Final = Phrasebook(PHRASES)
_FILLERS: Final = frozenset(
    "pues este eh ah ay oh uh mire mira oiga oye bueno entonces o sea a ver fijese digamos como la neta guey".split()
)
_COURTESY: Final = frozenset(
    "gracias señorita señora señor jefa jefe patron patrona amiga mija reina mi linda por favor muchas muy amable "
    "oiga pues ya todo asi los datos dato estan esta son bien tambien y que eso es lo confirmo karla usted le la "
    "el ese viaje hombre ahora listo fierro pariente compa carnal chula oye mero ahi estuvo".split()
)
_BACKCHANNELS: Final = frozenset(
    "aja mjm si ok andale andele orale ya claro ah oh sale va exacto eh simon ei correcto asi es pues".split()
)
_NOT_REALLY: Final = frozenset(
    "corazon broma bromas chiste casi dicen pelicula sueño gol trafico fila adelante atorado hace vez pasado "
    "novela futbol".split()
)
_TRIP_ORDERS: Final = frozenset(
    "cancela cancele cambia cambie cambiale borra borre elimina elimine modifica modifique actualiza actualice "
    "deshaz deshaga confirma confirme cancelame cancelar borrar cambiar modificar cierra cierre".split()
)
_TRIP_NOUNS: Final = frozenset("viaje viajes folio folios registro".split())
_OTHERS: Final = frozenset("compadre compañero amigo primo hermano cuñado otro otros todos flota ajeno".split())
_BUENO: Final = re.compile(r"\bbueno\s*\?", re.IGNORECASE)
_TAG: Final = re.compile(r"¿\s*no\s*\?|\bno\s*\?\s*$", re.IGNORECASE)
_BESIDE_YES: Final = frozenset({Intent.FAREWELL})
_DATA: Final = (
    NUMBER_WORDS | WEEKDAYS.keys() | MONTHS.keys() | {"hoy", "ayer", "antier", "mañana", "anoche", "antenoche"}
)
_BUT: Final = frozenset("pero menos excepto salvo nada nomas aunque sino falta".split())

_OPEN_ENDS: Final = frozenset(
    "a ante con de del desde en entre hacia hasta para por segun sin sobre al el la los las lo un una unos unas "
    "mi su tu y e o u que porque como cuando donde pero sino aunque este pues eh digamos mas muy san santa nuevo "
    "nueva ciudad fue era rumbo dia entonces ora osea mire cual cuyo mil".split()
)
_OPEN_PHRASES: Final = Phrasebook(
    [
        ("(dejeme|deje|dejame|a) (ver|checar|checo|acordarme|me acuerdo|pensar)$", True),
        ("(es que|o sea|como (le|te) dire|como se llama|a ver|ha(z|ga) de cuenta)$", True),
        ("(no|si) (fue|era|es) (el|en|a|de)$", True),
    ]
)
_CLOSED_PHRASES: Final = Phrasebook(
    [
        ("(andale|andele|orale|sale|si|ok|va|aja|claro|es|ya|bien|fue|luego|gracias|asi) pues$", True),
        ("(asi|eso|ese|esa|si|el|ella|que|quien|como|cual|no|donde|cuando) (fue|era)$", True),
        ("(por|para|y|el|pues|a|de) (que|donde|como|cual)$", True),
        ("^(que|como|donde|cuando|cual|mande|que que)$|no se (que|como|donde|cuando|cual)$", True),
        ("(buen|ese|este|todo el|otro|un|cada|mismo|el mismo|segundo|tercer) dia$", True),
        ("(asi|no se|ni) (como|mas)$|nada mas$|no mas$|ya no mas$", True),
        ("a el$|con el$|es el$|de el$|soy el$|y el$|por el$", True),
    ]
)


def classify(text: str) -> frozenset[Intent]:
    """Return everything that a reply does; empty if it only gives data, or nothing is recognised."""
    heard = marked(text)
    words = heard.words
    if not words:
        return frozenset()
    found = [p for p in _phrases(heard) if p.value != {Intent.NO} or _denies(p, words, heard.breaks)]
    intents: set[Intent] = set()
    for phrase in found:
        intents |= phrase.value
    if _BUENO.search(text):
        intents.add(Intent.GREETING)
    _settle_polarity(intents, found, words, bool(_TAG.search(text)))
    if Intent.EMERGENCY in intents and not _NOT_REALLY.isdisjoint(words):
        intents.discard(Intent.EMERGENCY)
    if _orders_another_trip(words):
        intents.add(Intent.INJECTION)
    return frozenset(intents)


def _phrases(heard: Marked) -> list[Found[frozenset[Intent]]]:
    """Return the phrases of a reply; a "no" with a comma after it stands alone ("no, esta bien")."""
    words = heard.words
    cut = next((at + 1 for at in sorted(heard.breaks) if words[at] == "no"), 0)
    if not cut or cut == len(words):
        return _BOOK.find(words)
    after = [Found(found.start + cut, found.end + cut, found.value) for found in _BOOK.find(words[cut:])]
    return _BOOK.find(words[:cut]) + after


def _denies(phrase: Found[frozenset[Intent]], words: list[str], breaks: frozenset[int]) -> bool:
    """Tell whether a bare "no" answers, rather than belonging to a clause ("el que no trae sello")."""
    start, end = phrase.start, phrase.end
    if end - start > 1 or words[start] != "no":
        return True
    if start == 0 or start - 1 in breaks or end == len(words) or start in breaks:
        return True
    if set(words[:start]) <= _FILLERS | {"ah", "ya"}:
        return True
    return words[end] in ("es", "fue", "era", "voy", "iba", "sali", "fui", "son", "eran", "sea", "seria", "va")


def _settle_polarity(
    intents: set[Intent], found: list[Found[frozenset[Intent]]], words: list[str], tagged: bool
) -> None:
    """Let the last yes or no win; a closing "¿no?" is neither."""
    polar = [phrase for phrase in found if phrase.value & {Intent.YES, Intent.NO}]
    if polar and tagged and len(words) > 1 and words[polar[-1].start : polar[-1].end] == ["no"]:
        polar.pop()
        intents.discard(Intent.NO)
    if len(polar) > 1 and words[0] == "no" and words[polar[-1].start :][:2] not in (["si"], ["si", "si"]):
        polar = polar[: -1 if words[polar[-1].start : polar[-1].end] == ["si"] else None]  # "no, si yo cargue en ..."
    if polar and {Intent.YES, Intent.NO} & intents:
        intents -= {Intent.YES, Intent.NO}
        intents |= polar[-1].value & {Intent.YES, Intent.NO}


def _orders_another_trip(words: list[str]) -> bool:
    """Tell whether the words order something about a trip that is named by number or by its owner."""
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


def explicit_yes(text: str) -> bool:
    """Tell whether a reply accepts what was read back, and says nothing else. A bare "ajá" does not."""
    words = tokens(text)
    if not words or not _BUT.isdisjoint(words) or "?" in text or classify(text) - _BESIDE_YES != {Intent.YES}:
        return False
    if all(word in ("aja", "mjm", "ah", "eh") for word in words):
        return False
    accepted = [phrase for phrase in _BOOK.find(words) if Intent.YES in phrase.value]
    covered = {at for phrase in accepted for at in range(phrase.start, phrase.end)}
    rest = [w for at, w in enumerate(words) if at not in covered and w not in _COURTESY and w not in _FILLERS]
    # Said twice over, a yes bears one word that was not understood: «sí, así es, [estado] bien».
    return len(rest) < max(1, len(accepted)) and _DATA.isdisjoint(rest)


def is_backchannel(text: str) -> bool:
    """Tell whether the words only say "go on, I am listening"."""
    words = tokens(text)
    return 0 < len(words) <= 3 and _BACKCHANNELS.issuperset(words)


def is_filler_only(text: str) -> bool:
    """Tell whether the words carry nothing at all ("este... pues, a ver")."""
    words = tokens(text)
    return bool(words) and (_FILLERS | {"dejeme", "ver", "deje", "le", "dire"}).issuperset(words)


def sounds_unfinished(text: str) -> bool:
    """Tell whether the speaker is about to go on: the words end where no sentence ends."""
    stripped = text.rstrip()
    words = tokens(text)
    if not words or stripped.endswith("?"):
        return False
    if stripped.endswith(("...", "…", ",", "-", "—")):
        return True
    closing = range(max(0, len(words) - 5), len(words))
    if any(_closes(_OPEN_PHRASES, words, at) for at in closing):
        return True
    if any(_closes(_CLOSED_PHRASES, words, at) for at in closing):
        return False
    return words[-1] in _OPEN_ENDS


def _closes(book: Phrasebook[bool], words: list[str], at: int) -> bool:
    phrase = book.at(words, at)
    return phrase is not None and phrase.end == len(words)
