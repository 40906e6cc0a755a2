"""Words of a driver that are for somebody beside him: «aguántame, compa», «pásale, ahí déjalo».

All that tells them is what is said: an order to a helper (to whom he says «tú», as he does not to Karla), or a word to
wait that names a friend. «Espérame» alone, or talk without such a word («¿y la guía?, ¿la traes?»), sounds exactly as
if it were for her, and is taken so. Pure.
"""

from typing import Final

from runtime.understanding.phrasebook import expand
from runtime.understanding.text import tokens

_FRIEND: Final = "(compa|compadre|carnal|guey|mijo|primo|chavo|cuate|hermano|muchachos|mano|viejo|chalan)"
_ORDERS: Final = """
    ahi (dejalo|dejala|dejenlo|ponlo|ponla|ponganlo|te encargo|te va|les encargo)|(pasale|pasenle|pasate)
    (cierrale|cierra|abrele|abre) (la puerta|la caja|la reja|el porton|)
    (subelo|subela|bajalo|bajala|subanlo|bajenlo|subele|muevelo|metelo|sacalo|quitate|acomodalo|enganchalo)
    dale dale|(dale|dale dale|echale|echate|hazte|vete) para (atras|adelante|aca|alla)
    (ponlo|ponla|dejalo|dejala|dejamelo|traelo|traemelo) (ahi|alla|aca|adentro|afuera|)
    ahorita te (pago|alcanzo|ayudo)
"""
_WITH_A_FRIEND: Final = """
    (aguantame|esperame|esperate|aguanta|espera|permiteme) (tantito|un segundo|un momento|)
    ahorita (voy|te atiendo|te digo|te contesto)|ya voy
"""


type _Words = tuple[str, ...]


def _expanded(patterns: str) -> frozenset[_Words]:
    return frozenset(tuple(text.split()) for line in patterns.strip().splitlines() for text in expand(line.strip()))


_ALONE: Final = _expanded(_ORDERS)
_ASKING: Final = _expanded(_WITH_A_FRIEND)
"""Only next to a friend's name, or once he has said something to him."""

_CALLED: Final = frozenset(
    words
    for (friend,) in _expanded(_FRIEND)
    for said in _ALONE | _ASKING
    for words in ((*said, friend), (friend, *said))
)
_PHRASES: Final = _ALONE | _CALLED
_LONGEST: Final = max(map(len, _PHRASES))
_BEGINNINGS: Final = frozenset(phrase[:size] for phrase in _PHRASES for size in range(1, len(phrase)))
_BACKWARDS: Final = frozenset(phrase[::-1] for phrase in _PHRASES)
_EITHER: Final = _PHRASES | _ASKING
_BETWEEN: Final = frozenset("ahi ya ay andale orale gracias oye mira y no mas bien esta".split())
"""What stands around such words and says nothing by itself."""


def is_aside(text: str) -> bool:
    """Tell whether all of it is for somebody else."""
    return bool(text) and not _left(text.split()) and bool(tokens(text))


def may_become_aside(text: str) -> bool:
    """Tell whether words that are still being said are one so far, or the beginning of one."""
    words = tokens(text)
    position = 0
    while position < len(words):
        if tuple(words[position:]) in _BEGINNINGS:
            return True
        size = _aside_at(words, position, _EITHER if position else _PHRASES)
        if not size and not (position and words[position] in _BETWEEN):
            return False
        position += size or 1
    return bool(words)


def without_asides(text: str) -> str:
    """Return what is left for Karla when he turns from somebody else to her, or to somebody else after his answer.

    Words in the middle of a sentence stay, and so does a text of which nothing would be left.
    """
    said = text.split()
    return " ".join(_left(said)) or text


def _left(said: list[str]) -> list[str]:
    """Return the words without the asides at both ends."""
    folded = [tokens(word) for word in said]
    begin = _reach(folded, _PHRASES, _EITHER)
    rest = [list(reversed(words)) for words in reversed(folded[begin:])]
    end = _reach(rest, _BACKWARDS, _BACKWARDS)
    return said[begin : len(said) - end]


def _reach(folded: list[list[str]], phrases: frozenset[_Words], after: frozenset[_Words]) -> int:
    """Return how many spoken words from the beginning are asides, what stands between them included."""
    words = [(word, number) for number, parts in enumerate(folded) for word in parts]
    flat = [word for word, _ in words]
    position = reached = 0
    while position < len(flat):
        if size := _aside_at(flat, position, after if reached else phrases):
            position += size
            reached = words[position - 1][1] + 1
        elif flat[position] in _BETWEEN:
            position += 1
        else:
            return reached
    return len(folded) if reached else 0


def _aside_at(words: list[str], start: int, phrases: frozenset[_Words]) -> int:
    """Return the length of the longest aside that begins at word `start`; 0 if none does."""
    longest = min(_LONGEST, len(words) - start)
    return next((size for size in range(longest, 0, -1) if tuple(words[start : start + size]) in phrases), 0)
