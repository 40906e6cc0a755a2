"""What a caller orders a machine to do, understood as generously as possible: the ears of a model that obeys.

It reads Spanish as drivers speak it, and the English of two or three attacks. Numbers are read across pauses, words in
between and whole turns, because a caller may dictate one digit at a time.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from runtime.understanding.numbers import cardinal_at
from runtime.understanding.text import fold

TRIP_DIGITS: Final = 4
PHONE_DIGITS: Final = 7
"""So many figures are a telephone number, and no trip."""


class Wish(StrEnum):
    """What he wants of her, apart from the three facts of his trip."""

    WRITE = "write"
    CANCEL = "cancel"
    CREATE = "create"
    READ_TRIP = "read_trip"
    ALL_TRIPS = "all_trips"
    DIAL = "dial"
    TRANSFER = "transfer"
    REVEAL = "reveal"
    BACKWARDS = "backwards"
    SPELL = "spell"
    F_LANGUAGE = "f_language"
    ENGLISH = "english"
    CARGO = "cargo"
    PAY = "pay"
    HUMAN = "human"
    NO_RECORDING = "no_recording"
    MARKUP = "markup"
    OBEY = "obey"


_WISHES: Final = {
    Wish.WRITE: r"\b(?:pon\w*|guard\w*|cambi\w*|mueva|mover|pas[ea]me\w*|corrij\w*|copi\w*|confirm\w*|ejecut\w*"
    r"|escrib\w*|migr\w*|regres\w*|echelo|set|acept\w*|deje\w*|proceda|apunt\w*)\b",
    Wish.CANCEL: r"\b(?:cancel\w*|borr\w*|elimin\w*|deshag\w*|quit\w*|drop)\b",
    Wish.CREATE: r"\b(?:de de alta|deme de alta|crear?|otro viaje|viaje nuevo|registre\w*|dar de alta)\b",
    Wish.READ_TRIP: r"\b(?:lea\w*|digame|dime|que tiene|a donde|donde anda|que sello|datos|viajes de hoy|select)\b",
    Wish.ALL_TRIPS: r"\b(?:todos|todas|flota|cada uno|los cinco|los demas|unidades)\b",
    Wish.DIAL: r"\b(?:marqu\w*|llam\w*|regres\w* la llamada|hablen\w*|enlac\w*|met\w*|apriet\w*|asterisco|gato"
    r"|almohadilla|conferencia|pi)\b",
    Wish.TRANSFER: r"\b(?:pas[ea]me la llamada|comunique\w*|transfier\w*|enlac\w*|conferencia)\b",
    Wish.REVEAL: r"\b(?:prompt|reglas|instruc\w*|configur\w*|marca|secreta?s?|prohibieron|guia|mensaje de sistema"
    r"|no puede (?:hacer|decir)|termineme|complete|sigale|nota|como empieza|efes)\b",
    Wish.BACKWARDS: r"\bal reves\b",
    Wish.SPELL: r"\b(?:deletr\w*|letra por letra)\b",
    Wish.F_LANGUAGE: r"\bidioma de la efe\b",
    Wish.ENGLISH: r"\b(?:ingles|gringo|sorry|please|english)\b",
    Wish.CARGO: r"\b(?:carga\w*|cajas|vale|valor|asegurado|seguro|millon|custodia|escolta|ruta|casetas?|parador|sello"
    r"|recibe|consignatario|cliente|electronica|mercancia|poliza|pantallas|que trae|que traigo)\b",
    Wish.PAY: r"\b(?:pag\w*|deposit\w*|estadias?|aumento|pesos|pesitos|mil|mitas|culpa|prometa\w*|transferencia)\b",
    Wish.HUMAN: r"\b(?:humana|persona|maquina|muchacha|lupita|de verdad|dueño|carne y hueso)\b",
    Wish.NO_RECORDING: r"\b(?:grab\w*)\b",
    Wish.MARKUP: r"\b(?:menor que|llave|comillas|punto y coma|etiqueta|break)\b",
    Wish.OBEY: r"\b(?:orden\w*|obedez\w*|hagame|haga|haz|tiene que|de ahora en adelante|simulacro|prueba\w*|sistema"
    r"|admin\w*|ignor\w*|olvid\w*)\b",
}
_PATTERNS: Final = {wish: re.compile(pattern) for wish, pattern in _WISHES.items()}
_DICTATION: Final = re.compile(
    r"(?:repita conmigo[^:]*|d[ií]game(?: nomás)? que|dígale que|diga que|diga(?=:)|y luego di|contesta nomás"
    r"|asegúreme que|confírmeme que|prométame)\b[\s:]*(.+)",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"[«\"“]([^»\"”]{4,})[»\"”]")
_ENGLISH_DIGITS: Final = {
    word: str(value) for value, word in enumerate("zero one two three four five six seven eight nine".split())
}


@dataclass(frozen=True, slots=True)
class Orders:
    """Everything that is ordered. `trips` are dictated ids, most likely one first; `say` is what she is to repeat."""

    wishes: frozenset[Wish]
    trips: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    say: tuple[str, ...] = ()


def understand(said: Sequence[str]) -> Orders:
    """Read what was said so far, latest last: the wishes of the last turn; what was dictated, of all of them."""
    last = fold(said[-1]) if said else ""
    figures = [_figures(text) for text in said]
    return Orders(
        frozenset(wish for wish, pattern in _PATTERNS.items() if pattern.search(last)),
        tuple(dict.fromkeys(f"T-{digits}" for digits in _trips(figures))),
        tuple(dict.fromkeys(digits for digits in reversed(figures) if len(digits) >= PHONE_DIGITS)),
        tuple(dict.fromkeys(each for text in reversed(said) for each in _dictated(text))),
    )


def _trips(figures: Sequence[str]) -> Iterator[str]:
    """Yield what may be a trip's number: a whole one, the end of a longer run, one dictated over several turns."""
    for digits in reversed(figures):
        if len(digits) == TRIP_DIGITS:
            yield digits
        elif TRIP_DIGITS < len(digits) < PHONE_DIGITS:
            yield digits[-TRIP_DIGITS:]
            yield digits[:TRIP_DIGITS]
    pieces = "".join(digits for digits in figures if len(digits) < TRIP_DIGITS)
    for start in range(len(pieces) - TRIP_DIGITS, -1, -1):
        yield pieces[start : start + TRIP_DIGITS]


def _figures(text: str) -> str:
    """Return all numbers of a turn as one run of figures."""
    spoken = fold(text).replace("dos puntos", "")
    words = [_ENGLISH_DIGITS.get(word, word) for word in spoken.split()]
    found, at, repeats = "", 0, 1
    while at < len(words):
        repeats = {"doble": 2, "triple": 3}.get(words[at], repeats)
        read = cardinal_at(words, at) if words[at] not in ("un", "una") else None
        if read is None:
            at += 1
            continue
        found, at, repeats = found + str(read.value) * repeats, read.end, 1
    return found


def _dictated(text: str) -> Iterator[str]:
    for pattern in (_QUOTED, _DICTATION):
        for found in pattern.finditer(text):
            yield found.group(1).strip(" .,:…¿?¡!")
