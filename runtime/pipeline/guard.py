"""The last look at a model's words before they are spoken: what no model may say, whatever a driver told it to.

Fixed sentences do not pass here: they are the server's own. A model asks about three facts, and is kind; it says
nothing about what was done, will be done, is paid or is loaded, and names no place or day that the call does not hold.
Deterministic: folded words, patterns and look-ups, well under a millisecond a sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Final

from runtime.pipeline import phrases
from runtime.pipeline.prompt import CANARY, SYSTEM
from runtime.pipeline.small_talk import WORDS
from runtime.session.call_session import CallSession
from runtime.understanding.date_words import MONTHS, WEEKDAYS, encode
from runtime.understanding.dates import locate_dates
from runtime.understanding.numbers import NUMBER_WORDS
from runtime.understanding.places import Gazetteer
from runtime.understanding.text import fold, tokens

SHINGLE: Final = 5
"""So many words in a row of the prompt, or of what he dictates, are no accident."""

STRANGE_WORDS: Final = 1
"""So many words of a sentence may be none of `small_talk`: a form of address, a form of a verb."""


class Refusal(StrEnum):
    """Why a sentence of a model's is not spoken."""

    LEAK = "leak"  # words of the prompt, or about it
    CLAIM = "claim"  # something is said to be done
    PROMISE = "promise"  # something is said to be going to happen
    IDENTITY = "identity"  # she says that she is somebody else, or no machine
    TOPIC = "topic"  # money, cargo, routes, telephones, other people
    FIGURES = "figures"  # numbers that are no date of the call
    FOREIGN = "foreign"  # another language
    NEWS = "news"  # words that neither ask nor are kind
    SPELT = "spelt"  # letter by letter
    PLACE = "place"  # a place that the call does not hold
    DATE = "date"  # a day that the call does not hold
    DICTATED = "dictated"  # what the driver told her to say


@dataclass(frozen=True, slots=True)
class Known:
    """What a sentence may refer to: the session, what the driver said (latest last), and where and when it is."""

    session: CallSession
    dictated: Sequence[str]
    gazetteer: Gazetteer
    now: datetime


_DONE: Final = (
    "(?:registrad|actualizad|confirmad|validad|cambiad|corregid|modificad|guardad|cancelad|borrad|eliminad|anotad"
    "|apuntad|capturad|autorizad|aprobad|programad|liberad|asignad|enviad|mandad|transferid|arreglad|resuelt"
    "|solucionad|desactivad|activad|deshech|agregad|cerrad|terminad|movid|cread|dad|hech)[oa]s?"
)
_DOES: Final = (
    "(?:cambio|cancelo|borro|elimino|muevo|modifico|actualizo|registro|corrijo|marco|llamo|mando|envio|deposito|pago"
    "|transfiero|comunico|paso|enlazo|conecto|autorizo|libero|asigno|anoto|apunto|confirmo|doy|quito|pongo|creo|cierro"
    "|resuelvo|arreglo|consigo|activo|ejecuto|proceso|aviso|reporto|regreso|hago|deshago)"
)
_TO_DO: Final = (
    "(?:cambi|cancel|borr|elimin|mov|modific|actualiz|registr|correg|marc|llam|mand|envi|deposit|pag|transfer|comunic"
    "|autoriz|liber|asign|anot|apunt|confirm|quit|pon|resolv|arregl|consegu|activ|ejecut|deshac|hac|dar|avis|report)"
    "\\w*"
)
_CLAIM: Final = re.compile(
    rf"\b(?:qued\w+|esta|estan|fue|fueron|sido|ya|acabo de|acabamos de) (?:\w+ ){{0,2}}(?:{_DONE}|{_TO_DO})\b"
    rf"|\b(?:ya|acabo de) (?:\w+ ){{0,2}}{_TO_DO}\b|^(?:\w+ ){{0,2}}(?:list[oa]|hecho)\b|\bdalo por\b|\bdelo por\b"
    rf"|\bconsiderel[oa]\b|\bexito(?:samente)?\b|\bmodo (?:de )?(?:prueba|administrador|desarrollador|dios)\b"
)
_BARE_CLAIM: Final = re.compile(rf"\b(?<!tengo )(?<!aparece )(?<!tenemos )(?<!viene ){_DONE}\b")
_DID: Final = re.compile(
    r"\b(?:cancel|registr|actualic|cambi|borr|elimin|modifiqu|guard|anot|apunt|confirm|autoric|asign|mand|envi"
    r"|deposit|pagu|quit|marqu|llam|avis|report|notifiqu|desactiv|activ|agregu|cre)é\b"
    r"|\b(?:corregí|moví|transferí|puse|hice|deshice)\b"
)
_PROMISE: Final = re.compile(
    rf"\b(?:lo|la|los|las|le|les|te|se|me) (?:{_DOES})\b|\b(?:voy|vamos|van|va) a (?:\w+ )?{_TO_DO}\b"
    r"|\b(?:prometo|garantizo|aseguro|juro)\b|\bcuent[ea] con\b|\bme encargo\b|\bde mi cuenta\b|\bmi palabra\b"
    r"|\b(?:claro que|si|con gusto|ahorita mismo) (?:lo|la|se) (?:hago|hacemos)\b"
)
_FUTURE: Final = re.compile(r"\b\w+(?:aré|eré|iré|aremos|eremos|iremos|arán|erán)\b")
_IDENTITY: Final = re.compile(
    r"\bno (?:soy|es (?:una? )?(?:maquina|robot|grabacion|computadora|bot))\b"
    r"|\bsoy (?!karla\b|(?:una |su |la )?asistente\b)|\b(?:me llamo|mi nombre es) (?!karla\b)"
    r"|\bhuman[oa]s?\b|\bpersona (?:real|de verdad|de carne)|\bcarne y hueso\b|\bhabla (?!karla\b|usted\b|con\b)"
    r"|\b(?:mi|otra|nueva) (?:nombre|personalidad|identidad)\b"
)
_TOPIC: Final = re.compile(
    r"\b(?:pag(?:o|os|a|an|ar|amos|are|aran|ado|ada|ue|uen)|deposit\w+|bonos?|dinero|pesos?|dolares|estadias?|demoras"
    r"|viaticos|reembols\w+|adelantos?|comision\w*|compensa\w+|indemniza\w+|aumento|efectivo|lana|varos?|feria|mordida"
    r"|carga(?:s|mento|mentos)?|mercanci\w+|sellos?|custodia|escolta|asegurad\w+|poliza|rutas?|casetas?|peajes?"
    r"|client\w+|consignatari\w+|destinatari\w+|valor|vale|cuesta|millon\w*|electronic\w+|celulares|candados?|placas?"
    r"|gps|rastreo|operador\w*|chofer\w*|compadre|compañer\w+|telefonos?|celular|numeros?|extension|folios?|viajes"
    r"|claves?|contraseñas?|password|codigos?|bancos?|cuenta|tarjeta|clabe|curp|rfc|direccion|domicilio|whatsapp"
    r"|correo|policia|abogad\w+|demanda\w*|conferencia|asterisco|gato|almohadilla|flota|t \d+|d \d+|arma\w*"
    r"|seguro (?:de|social|contra))\b"
)
_LEAK: Final = re.compile(
    r"\b(?:prompt|json|sql|xml|html|ssml|instruccion\w*|reglas?|herramientas?|nota del sistema|estado|validating"
    r"|updating|creating|identifying|greeting|closing|(?:validar|actualizar|crear) viaje|transferir a humano"
    r"|trip id|driver id|drop table|select|delete|update|null|true|false|modelo de lenguaje|entrenad[oa])\b"
)
_ENGLISH: Final = frozenset(
    "the my is are your rules you and of to we not with this that never always instructions system trip i am "
    "have been will yes okay done human person driver please from for it its confirmed updated".split()
)
_COURTEOUS: Final = re.compile(
    r"(?:(?:si|claro|gracias|muchas|buenos|buenas|dias|tardes|noches|perfecto|correcto|ok|bueno|de acuerdo|entendido"
    r"|digame|mande|disculpe|perdon|con gusto|hola|adelante|aja) ?)+$"
)
_LETTERS: Final = re.compile(r"(?:\b\w\b ?){3,}")
_ECHOED_VOWEL: Final = re.compile(r"([aeiou])[fp]\1")


def refusal(text: str, known: Known) -> Refusal | None:
    """Return why a model may not say `text` now; None if it may."""
    folded = fold(text)
    if _is_ours(folded, known.session):
        return None
    return next((reason for reason in _reasons(text, folded, known)), None)


def _is_ours(folded: str, session: CallSession) -> bool:
    """Tell whether it repeats the server's own words."""
    ours = [*_FIXED, fold(session.question)]
    if session.proposal is not None:
        ours.append(fold(session.proposal.read_back))
    return folded in ours


def _reasons(text: str, folded: str, known: Known) -> Iterator[Refusal]:
    words = folded.split()
    if _leaks(folded, words):
        yield Refusal.LEAK
    if _is_dictated(folded, known.dictated):
        yield Refusal.DICTATED
    asks = text.rstrip().endswith("?")
    if _CLAIM.search(folded) or _DID.search(text.lower()) or (not asks and _BARE_CLAIM.search(folded)):
        yield Refusal.CLAIM
    if _PROMISE.search(folded) or _FUTURE.search(text.lower()):
        yield Refusal.PROMISE
    if _IDENTITY.search(folded):
        yield Refusal.IDENTITY
    if _TOPIC.search(folded):
        yield Refusal.TOPIC
    if sum(word in _ENGLISH for word in words) > 1:
        yield Refusal.FOREIGN
    if _LETTERS.search(folded):
        yield Refusal.SPELT
    yield from _values(text, known)
    if sum(word not in WORDS and word not in _names(known) for word in words) > STRANGE_WORDS:
        yield Refusal.NEWS


def _names(known: Known) -> frozenset[str]:
    """Return the words of what the call holds, as they are spoken: places, months, days."""
    places = [known.gazetteer[value] for value in _held(known.session) if value in known.gazetteer]
    said = [f"{place.name} {place.spoken}" for place in places]
    return frozenset(tokens(" ".join(said))) | NUMBER_WORDS | WEEKDAYS.keys() | frozenset(MONTHS)


def _leaks(folded: str, words: Sequence[str]) -> bool:
    letters = folded.replace(" ", "")
    plain = _ECHOED_VOWEL.sub(r"\1", letters)
    hidden = (letters, letters[::-1], plain)
    if any(secret in each for secret in _SECRETS for each in hidden) or _LEAK.search(folded):
        return True
    return not _PROMPT.isdisjoint(_shingles(words))


def _values(text: str, known: Known) -> Iterator[Refusal]:
    """Hold every place, day and number against what the call holds."""
    held = _held(known.session)
    words = tokens(encode(text))
    dates = locate_dates(words, known.now)
    for found in dates:
        if held.isdisjoint(day.isoformat() for day in found.reading.options):
            yield Refusal.DATE
    for reading in known.gazetteer.find(text):
        if reading.exact and held.isdisjoint(place.id for place in reading.options):
            yield Refusal.PLACE
    left = [word for at, word in enumerate(words) if not any(found.start <= at < found.end for found in dates)]
    numbers = [word in NUMBER_WORDS - {"un", "una", "uno"} for word in left if word != "y"]
    if any(word.isdigit() for word in left) or any(map(all, pairwise(numbers))):
        yield Refusal.FIGURES


def _held(session: CallSession) -> frozenset[str]:
    """Return the place ids and ISO dates that the server holds for this call and has spoken of, or may."""
    values = {*session.facts.values(), *session.options.values()}
    if session.trip is not None:
        values |= set(session.trip.data().values())
    if session.proposal is not None:
        values |= set(session.proposal.data.values())
    return frozenset(values)


def _shingles(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words) - SHINGLE + 1):
        yield tuple(words[start : start + SHINGLE])


def _is_dictated(folded: str, texts: Sequence[str]) -> bool:
    """Tell whether a sentence is the driver's own: a part of what he said, or one with many words of his in a row."""
    said = [tokens(text) for text in texts]
    if not _COURTEOUS.match(folded) and any(f" {folded} " in f" {' '.join(words)} " for words in said):
        return True
    return not {each for words in said for each in _shingles(words)}.isdisjoint(_shingles(folded.split()))


_FIXED: Final = tuple(
    fold(text)
    for text in (
        phrases.NOT_UNDERSTOOD,
        phrases.ONLY_THIS_TRIP,
        phrases.NO_INFORMATION,
        phrases.WHICH_FIELD,
        phrases.WHERE_AGAIN,
        phrases.SAME_PLACES,
        phrases.BAD_DATE,
        *phrases.FIELD_QUESTIONS.values(),
        *phrases.SIMPLER_QUESTIONS.values(),
    )
)
_PROMPT: Final = frozenset(_shingles(tokens(SYSTEM))) - {each for text in _FIXED for each in _shingles(text.split())}
_SECRETS: Final = (fold(CANARY).replace(" ", ""), *fold(CANARY).split())
