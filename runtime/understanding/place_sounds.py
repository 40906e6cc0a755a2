"""How the name of a place sounds to a recogniser, and which words are never one misheard."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from runtime.understanding.numbers import NUMBER_WORDS

NOT_MISHEARD: Final = frozenset(
    "pueblo tampoco medico medica medida modelo modelos demora colores salidas salida barras carreras carrera "
    "cadera historia castillo manzanilla lunares señora tomate comida pareja tomatito encargo atienda atiende "
    "llegada carga cargado cargada mandado manejando mercado medios camino caminos puente puentes gerente pedido "
    "perdido perdida momento tamaño primero primera segundo tercera durante colonia iguales delicia noticia "
    "noticias victorias corredor planta juntos jueves viernes martes pasado pasada mercancia gracias negocio "
    "servicio sistema".split()
)
_SOUNDS: Final = (
    ("qu", "k"), ("ce", "se"), ("ci", "si"), ("ge", "je"), ("gi", "ji"), ("ch", "\0"), ("h", ""), ("v", "b"),
    ("z", "s"), ("ll", "y"), ("c", "k"), ("\0", "ch"), ("x", "s"), ("rr", "r"),
    ("ss", "s"), ("kk", "k"), ("w", "u"), ("ñ", "n"),
)  # fmt: skip
MISHEARD_LETTERS: Final = 6
"""How long a sound must be to be taken for a name that it is not quite."""


def counts(words: Sequence[str]) -> bool:
    """Tell whether a number is among the words: one number is never nearly another, nor a place by its sound."""
    return any(word in NUMBER_WORDS or word.isdigit() for word in words)


@lru_cache(maxsize=8192)
def sound_of(word: str) -> str:
    """Return how a word sounds to a recogniser: b and v, s, c and z, y and ll are one."""
    for spelt, heard in _SOUNDS:
        word = word.replace(spelt, heard)
    return word
