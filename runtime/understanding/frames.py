"""What stands around an answer and answers nothing: how it opens («pues, mire…»), and how he addresses her.

`core` leaves the answer itself: «pues mire, mi niña, sí, oiga» is read as «sí». Words are folded (see `text`).
"""

from collections.abc import Sequence
from typing import Final

from runtime.understanding.text import Marked

FILLERS: Final = frozenset(
    "pues este eh ah ay oh uh mire mira oiga oye bueno entonces o sea a ver fijese digamos como la neta guey so "
    "hijole chale ire ira vea rapidito rapido mare ma pue".split()
)
ADDRESS: Final = frozenset(
    "señorita señora señor señito jefa jefe patron patrona amiga amigo mija mijo reina linda oiga oye karla hombre "
    "pariente compa compita carnal chula preciosa corazon hermana vos amor vida niña morra doña joven damita lic "
    "licenciada usted pue eda guey muchacha chica bonita mamacita maestra".split()
)
"""How a driver may address her, in one word; «mi reina» and «mi vida» are `_MY` before one of these."""

_MY: Final = frozenset({"mi"})
_OPENINGS: Final = frozenset(
    tuple(words.split())
    for words in (
        "a ver|o sea|o sea como que|como que digamos|permitame decirle|dejeme decirle|le cuento|le digo|es que|"
        "fijese nada mas|fijese usted|mire usted|mira vos|vea usted|vera usted|you know|la verdad|la mera verdad|"
        "la neta|como le dire|lo que es|este lo que es|perdon|disculpe|dispense|ya le digo|pues que le digo|i mean"
    ).split("|")
)
_CLOSINGS: Final = frozenset(
    tuple(words.split()) for words in ("por favor|porfa|porfavor|muy amable|verdad").split("|")
)
_OPENERS: Final = (FILLERS | ADDRESS) - frozenset("a o la como ver sea".split())
_LONGEST: Final = max(map(len, _OPENINGS))


def core(heard: Marked) -> tuple[int, int]:
    """Return where the answer itself begins and ends (exclusive); at least one word is left."""
    words = heard.words
    begin, end = 0, len(words)
    while step := _opening(words, begin, end):
        begin += step
    while step := _closing(words, begin, end):
        end -= step
    return begin, end


def inside(heard: Marked) -> Marked:
    """Return the answer without its frame."""
    begin, end = core(heard)
    breaks = frozenset(at - begin for at in heard.breaks if begin <= at < end)
    return Marked(heard.words[begin:end], breaks)


def _opening(words: Sequence[str], begin: int, end: int) -> int:
    """Return how many words from `begin` only open the answer, or address her."""
    for size in range(min(_LONGEST, end - begin - 1), 0, -1):
        if tuple(words[begin : begin + size]) in _OPENINGS:
            return size
    if end - begin > 1 and words[begin] in _OPENERS:
        return 1
    return 2 if end - begin > 2 and words[begin] in _MY and words[begin + 1] in ADDRESS else 0


def _closing(words: Sequence[str], begin: int, end: int) -> int:
    """Return how many words before `end` only address her, or close the answer."""
    for size in (2, 1):
        if end - begin > size and tuple(words[end - size : end]) in _CLOSINGS:
            return size
    if end - begin > 2 and words[end - 1] in ADDRESS and words[end - 2] in _MY:
        return 2
    return 1 if end - begin > 1 and words[end - 1] in ADDRESS else 0
