"""Numbers as drivers say them: cardinals, and folios read in single figures, pairs or thousands.

Words are folded (see `text`). Cardinals run from 0 to 999 999.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from runtime.understanding.text import tokens

_UNITS: Final = "cero uno dos tres cuatro cinco seis siete ocho nueve".split()
_TEENS: Final = "diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve".split()
_TWENTIES: Final = ("veinte", *("veinti" + unit for unit in _UNITS[1:]))
_TENS: Final = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_HUNDREDS: Final = (
    "cien doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos".split()
)

_UNDER_TEN: Final = {word: value for value, word in enumerate(_UNITS)} | {"un": 1, "una": 1}
_FIXED: Final = (
    {word: 10 + value for value, word in enumerate(_TEENS)}
    | {word: 20 + value for value, word in enumerate(_TWENTIES)}
    | {"veintiun": 21, "veintiuna": 21}
)
_ROUND: Final = {word: 30 + 10 * value for value, word in enumerate(_TENS)}
_HUNDRED: Final = (
    {word: 100 + 100 * value for value, word in enumerate(_HUNDREDS)}
    | {word[:-2] + "as": 100 + 100 * value for value, word in enumerate(_HUNDREDS) if value}
    | {"ciento": 100}
)
_REPEATS: Final = {"doble": 2, "triple": 3, "cuadruple": 4}

NUMBER_WORDS: Final = frozenset(_UNDER_TEN) | _FIXED.keys() | _ROUND.keys() | _HUNDRED.keys() | {"mil"}

_LETTER_NAMES: Final = {
    "be": "B", "ce": "C", "efe": "F", "ge": "G", "hache": "H", "jota": "J", "ka": "K", "ele": "L", "eme": "M",
    "ene": "N", "pe": "P", "cu": "Q", "erre": "R", "ere": "R", "ese": "S", "te": "T", "ve": "V", "uve": "V",
    "equis": "X", "ye": "Y", "zeta": "Z", "i": "I", "eñe": "Ñ",
}  # fmt: skip
_AROUND: Final = frozenset(
    "el la los las es son folio numero numeros placa placas viaje unidad caja economico guion diagonal mi su con "
    "este pues eh ver mire apunte anote seria si letra letras coma espacio".split()
)
_WRITTEN: Final = re.compile(r"(?=.*\d)[A-Z0-9]+(?:[ -][A-Z0-9]+)*")
_SIZES: Final = frozenset("grande alta larga chica corta baja".split())


@dataclass(frozen=True, slots=True)
class Cardinal:
    """A number read from words; it ends before word `end`."""

    value: int
    end: int


def cardinal_at(words: Sequence[str], start: int) -> Cardinal | None:
    """Read the longest cardinal that begins at word `start`."""
    if start < len(words) and words[start].isascii() and words[start].isdigit():
        return _figures_at(words, start)
    head = _under_thousand_at(words, start)
    if head is None and words[start : start + 1] == ["mil"]:
        head = Cardinal(1, start)
    if head is None or words[head.end : head.end + 1] != ["mil"] or head.value == 0:
        return head
    rest = _under_thousand_at(words, head.end + 1)
    if rest is None or rest.value == 0:
        return Cardinal(head.value * 1000, head.end + 1)
    return Cardinal(head.value * 1000 + rest.value, rest.end)


def _figures_at(words: Sequence[str], start: int) -> Cardinal | None:
    value, end = words[start], start + 1
    if len(value) <= 3 and words[end : end + 1] == ["mil"]:
        rest = cardinal_at(words, end + 1)
        if rest and 0 < rest.value < 1000:
            return Cardinal(int(value) * 1000 + rest.value, rest.end)
        return Cardinal(int(value) * 1000, end + 1)
    return Cardinal(int(value), end) if len(value) <= 6 else None


def _under_thousand_at(words: Sequence[str], start: int) -> Cardinal | None:
    word = words[start] if start < len(words) else ""
    if word not in _HUNDRED:
        return _under_hundred_at(words, start)
    rest = None if word == "cien" else _under_hundred_at(words, start + 1)
    if rest is None or rest.value == 0:
        return Cardinal(_HUNDRED[word], start + 1)
    return Cardinal(_HUNDRED[word] + rest.value, rest.end)


def _under_hundred_at(words: Sequence[str], start: int) -> Cardinal | None:
    word = words[start] if start < len(words) else ""
    if word in _UNDER_TEN:
        return Cardinal(_UNDER_TEN[word], start + 1)
    if word in _FIXED:
        return _split_teen_at(words, start, _FIXED[word])
    if word not in _ROUND:
        return None
    unit = start + 2 if words[start + 1 : start + 2] == ["y"] else start + 1
    value = _UNDER_TEN.get(words[unit], 0) if unit < len(words) else 0
    return Cardinal(_ROUND[word] + value, unit + 1) if value else Cardinal(_ROUND[word], start + 1)


def _split_teen_at(words: Sequence[str], start: int, value: int) -> Cardinal:
    """Read `diez y seis` and `veinte y uno`, as some recognisers write them."""
    if value in (10, 20) and words[start + 1 : start + 2] == ["y"] and start + 2 < len(words):
        unit = _UNDER_TEN.get(words[start + 2], 0)
        if unit:
            return Cardinal(value + unit, start + 3)
    return Cardinal(value, start + 1)


def number(text: str) -> int | None:
    """Return the one number that `text` is, in words or figures, or None ("veintitantas" is none)."""
    words = tokens(text)
    if not words:
        return None
    if len(words) == 2 and all(word.isdigit() for word in words) and len(words[1]) == 3 and 1 <= len(words[0]) <= 3:
        words = ["".join(words)]
    read = cardinal_at(words, 0)
    return read.value if read and read.end == len(words) else None


def digit_string(text: str) -> str | None:
    """Return the figures and letters that `text` spells ("cuarenta y siete, dieciocho" is "4718"), or None."""
    if _WRITTEN.fullmatch(text.strip()):
        return "".join(filter(str.isalnum, text))
    words = tokens(text)
    spelt = ""
    position = 0
    while position < len(words):
        piece, end = _spelt_at(words, position)
        if end == position:
            if words[position] not in _AROUND:
                return None
            end += 1
        spelt += piece
        position = end
    return spelt or None


def _spelt_at(words: Sequence[str], start: int) -> tuple[str, int]:
    """Return what is spelt at word `start` and where it ends; nothing if it ends where it starts."""
    word = words[start]
    if word.isascii() and word.isdigit() and words[start + 1 : start + 2] != ["mil"]:
        return word, start + 1
    if word in _REPEATS and start + 1 < len(words) and words[start + 1] not in ("u", "ve"):
        again, end = _spelt_at(words, start + 1)
        if len(again) == 1:
            return again * _REPEATS[word], end
    read = cardinal_at(words, start)
    if read is not None and word not in ("un", "una"):
        return str(read.value), read.end
    return _letter_at(words, start)


def _letter_at(words: Sequence[str], start: int) -> tuple[str, int]:
    word = words[start]
    if word == "doble" and words[start + 1 : start + 2] in (["u"], ["ve"]):
        return "W", start + 2
    if words[start + 1 : start + 2] == ["de"] and start + 2 < len(words) and _stands_for(word, words[start + 2]):
        return words[start + 2][0].upper(), start + 3
    if len(word) == 1 and word.isalpha():
        return word.upper(), start + 1
    if word in _LETTER_NAMES:
        sized = start + 1 < len(words) and words[start + 1] in _SIZES
        return _LETTER_NAMES[word], start + 2 if sized else start + 1
    if word.isascii() and word.isalnum() and any(letter.isdigit() for letter in word):
        return word.upper(), start + 1
    return "", start


def _stands_for(name: str, word: str) -> bool:
    """Tell whether `name` is the letter that `word` begins with, heard well or not (B and V sound alike)."""
    letter = name.upper() if len(name) == 1 else _LETTER_NAMES.get(name, "D" if name == "de" else "")
    first = word[0].upper()
    return letter == first or "".join(sorted((letter, first))) in ("BV", "CS", "SZ", "CZ", "GJ", "IY")


_SPOKEN: Final = dict(zip(("dieciseis", "veintidos", "veintitres", "veintiseis"),
                          ("dieciséis", "veintidós", "veintitrés", "veintiséis"), strict=True))  # fmt: skip


def spoken_number(n: int) -> str:
    """Return `n` (0 to 999 999) in words, as Karla says it. Raises: ValueError outside that range."""
    if not 0 <= n <= 999_999:
        raise ValueError(n)
    thousands, rest = divmod(n, 1000)
    words = []
    if thousands:
        words += [_before_noun(_spoken_under_thousand(thousands))] if thousands > 1 else []
        words.append("mil")
    if rest or not thousands:
        words.append(_spoken_under_thousand(rest))
    return " ".join(words)


def _before_noun(words: str) -> str:
    if words.endswith("veintiuno"):
        return words.removesuffix("uno") + "ún"
    return words.removesuffix("o") if words.endswith("uno") else words


def _spoken_under_thousand(n: int) -> str:
    hundreds, rest = divmod(n, 100)
    if not hundreds:
        return _spoken_under_hundred(rest)
    head = "ciento" if hundreds == 1 and rest else _HUNDREDS[hundreds - 1]
    return f"{head} {_spoken_under_hundred(rest)}" if rest else head


def _spoken_under_hundred(n: int) -> str:
    if n < 30:
        plain = (*_UNITS, *_TEENS, *_TWENTIES)[n]
        return _SPOKEN.get(plain, plain)
    tens, unit = divmod(n, 10)
    return f"{_TENS[tens - 3]} y {_UNITS[unit]}" if unit else _TENS[tens - 3]
