"""The strict side of yes: what accepts a read-back, and what only says «go on, I am listening».

A write depends on it, so a doubt is a no: who is asked again loses two seconds, who is written down wrong a trip.
"""

import re
from typing import Final

from runtime.understanding.date_words import MONTHS, WEEKDAYS
from runtime.understanding.frames import ADDRESS, FILLERS, inside
from runtime.understanding.intents import Intent
from runtime.understanding.meaning import meaning, mended, phrases
from runtime.understanding.numbers import NUMBER_WORDS
from runtime.understanding.text import Marked, marked, tokens

_COURTESY: Final = ADDRESS | frozenset(
    "gracias por favor muchas muy amable pues ya todo asi los datos dato estan esta son bien tambien y que eso es lo "
    "confirmo le la el ese viaje ahora listo fierro mi mero ahi estuvo dios a servirle siga".split()
)
_MURMURS: Final = frozenset("aja mjm ah eh uh huh eda pues".split())
_BACKCHANNELS: Final = frozenset(
    "aja mjm si ok andale andele orale ya claro ah oh sale va exacto eh simon ei correcto asi es pues eso ey ahora "
    "enterado fierro amen arre cabal jaj right uh huh eda yes yeah positivo".split()
)
_ADDRESS: Final = ADDRESS | {"mi", "mira", "mire"}
_BESIDE_YES: Final = frozenset({Intent.FAREWELL})
_DATA: Final = (
    NUMBER_WORDS | WEEKDAYS.keys() | MONTHS.keys() | {"hoy", "ayer", "antier", "mañana", "anoche", "antenoche"}
)
_BUT: Final = frozenset("pero menos excepto salvo nada nomas aunque sino falta".split())
_UNSETTLING: Final = frozenset(
    "no mal mala equivocado equivocada incorrecto incorrecta otro otra otros otras cambio cambie cambia error si "
    "tampoco nunca jamas todavia aun segun casi medio depende cuando donde cual quien porque mejor distinto igual "
    "diferente falso antes despues origen destino fecha dia espere espereme tantito".split()
)
"""Words that a yes may not leave over, however often it is said."""

_OPEN_DOUBT: Final = re.compile(r"\ba ver si\b", re.IGNORECASE)
"""Without a comma or an accent, «a ver si» is no yes."""


def explicit_yes(text: str) -> bool:
    """Tell whether a reply accepts what was read back, and says nothing else. A murmur («ajá», «mjm») does not.

    How it opens («o sea, sí»), how he addresses her and a closing «ahora sí» do not count; «sí, dígame» only says that
    he listens. «Sin» alone may be «sí», which is not enough.
    """
    if "?" in text or "¿" in text or _OPEN_DOUBT.search(text):
        return False
    heard = _without_now(inside(marked(mended(text))))
    words = heard.words
    if not words or not _BUT.isdisjoint(words) or _MURMURS.issuperset(words) or tokens(text) == ["sin"]:
        return False
    if "no" in words and _denied(words):
        return False
    if meaning(heard, text) - _BESIDE_YES != {Intent.YES}:
        return False
    return _is_covered(heard)


def _denied(words: list[str]) -> bool:
    """Tell whether a "no" is in it that is not one of «cómo no», «no hay problema» and «no, pues sí»."""
    return any(
        word == "no" and words[max(0, at - 1)] != "como" and words[at + 1 : at + 2] != ["hay"]
        for at, word in enumerate(words)
        if at or words[:3] != ["no", "pues", "si"]
    )


def _is_covered(heard: Marked) -> bool:
    """Tell whether hardly a word is left over. Said twice over, a yes bears one: «sí, así es, [estado] bien»."""
    words = heard.words
    found = phrases(heard)
    accepted = [phrase for phrase in found if Intent.YES in phrase.value]
    if any(Intent.NO in phrase.value for phrase in found):
        return False
    covered = {at for phrase in accepted for at in range(phrase.start, phrase.end)}
    rest = [w for at, w in enumerate(words) if at not in covered and w not in _COURTESY and w not in FILLERS]
    said = {tuple(words[phrase.start : phrase.end]) for phrase in accepted}
    return len(rest) < max(1, len(said)) and _DATA.isdisjoint(rest) and _UNSETTLING.isdisjoint(rest)


def _without_now(heard: Marked) -> Marked:
    """Return a reply without its closing «ahora sí», if anything is left then."""
    words = heard.words
    if words[-2:] != ["ahora", "si"] or len(words) < 3:
        return heard
    return inside(Marked(words[:-2], frozenset(at for at in heard.breaks if at < len(words) - 3)))


def is_backchannel(text: str) -> bool:
    """Tell whether the words only say "go on, I am listening"."""
    words = tokens(text)
    murmured = [word for word in words if word not in _ADDRESS or word in _BACKCHANNELS]
    return len(words) <= 3 and bool(murmured) and _BACKCHANNELS.issuperset(murmured)


def is_filler_only(text: str) -> bool:
    """Tell whether the words carry nothing at all ("este... pues, a ver")."""
    words = tokens(text)
    return bool(words) and (FILLERS | {"dejeme", "ver", "deje", "le", "dire"}).issuperset(words)
