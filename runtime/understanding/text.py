"""Spanish text in one plain form, so that a phrase is found whoever wrote it down.

Folded text is lower case, without accents (ñ stays) and without punctuation, single-spaced, with the
contractions of the cab written out. Folding is idempotent: no expansion contains a contraction.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

_EXPANSIONS = {
    **dict.fromkeys(("pos", "pus", "ps", "pss", "puess", "poss"), "pues"),
    **dict.fromkeys(("perame", "peramee"), "esperame"),
    **dict.fromkeys(("pereme", "peremee"), "espereme"),
    **dict.fromkeys(("orita", "horita", "aorita", "ahoritita", "oritita", "orititita"), "ahorita"),
    **dict.fromkeys(("tons", "entons", "tonces", "entoces"), "entonces"),
    **dict.fromkeys(("okay", "okey", "okei", "oquei", "oki", "okis", "oka"), "ok"),
    **dict.fromkeys(("wey", "we", "weh", "guei", "buey"), "guey"),
    **dict.fromkeys(("uste", "ud"), "usted"),
    **dict.fromkeys(("mhm", "mjum", "mmjm", "ujum", "aham", "mmhm", "jum", "mjmm"), "mjm"),
    **dict.fromkeys(("ajam", "aha", "ajaa", "ajaja"), "aja"),
    **dict.fromkeys(("mmm", "mm", "mmmm", "hmm", "hm", "emm", "em", "ehm", "ehh", "eeh"), "eh"),
    **dict.fromkeys(("sii", "siii", "sip", "zi"), "si"),
    **dict.fromkeys(("noo", "nooo"), "no"),
    "pa": "para",
    "pal": "para el",
    "paca": "para aca",
    "palla": "para alla",
    "nomas": "nada mas",
    "namas": "nada mas",
    "toy": "estoy",
    "ta": "esta",
    "tas": "estas",
    "taba": "estaba",
    "tamos": "estamos",
    "ora": "ahora",
    "verda": "verdad",
    "vda": "verdad",
    "onde": "donde",
    "ire": "mire",
    "na": "nada",
    "seño": "señorita",
    "srita": "señorita",
    "antiayer": "antier",
    "antiyer": "antier",
    "anteayer": "antier",
    "antiel": "antier",
}

_NO_HOMBRE = re.compile(r"\bno?(?:['’´`]m|m['’´`])bre\b", re.IGNORECASE)
_BREAK = re.compile(r"[,;:.…?!¿¡()\"«»—–\n]+")
_WORD_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzñ0123456789")


class _Letters(dict[int, str]):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code).lower()
        if letter == "ñ":
            folded = "ñ"
        elif letter in "'’´`" or unicodedata.combining(chr(code)):
            folded = ""
        else:
            plain = unicodedata.normalize("NFKD", letter)
            folded = "".join(c for c in plain if c in _WORD_LETTERS) or " "
        self[code] = folded
        return folded


_LETTERS = _Letters()


def fold(text: str) -> str:
    """Return `text` in its plain form."""
    return " ".join(tokens(text))


def tokens(text: str) -> list[str]:
    """Return the words of the folded text."""
    text = unicodedata.normalize("NFC", text)
    if "mbre" in text or "MBRE" in text:
        text = _NO_HOMBRE.sub("no hombre", text)
    words = text.translate(_LETTERS).split()
    if _EXPANSIONS.keys().isdisjoint(words):
        return words
    return " ".join(_EXPANSIONS.get(word, word) for word in words).split()


@dataclass(frozen=True, slots=True)
class Marked:
    """Folded words, and after which of them (by position) the text had punctuation."""

    words: list[str]
    breaks: frozenset[int]


def marked(text: str) -> Marked:
    """Return the words of `text` with the places of its punctuation."""
    words: list[str] = []
    breaks = set()
    for clause in _BREAK.split(text):
        if inside := tokens(clause):
            words += inside
            breaks.add(len(words) - 1)
    if words and not _BREAK.search(text.rstrip()[-1:]):
        breaks.discard(len(words) - 1)
    return Marked(words, frozenset(breaks))


def close(word: str, choices: Sequence[str]) -> str | None:
    """Return the choice that `word` was probably meant to be, or None. At most a third of it may differ."""
    found = process.extractOne(
        word, choices, scorer=DamerauLevenshtein.distance, processor=fold, score_cutoff=max(1, (len(word) + 1) // 3)
    )
    return found[0] if found else None
