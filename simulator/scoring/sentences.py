"""Karla's turns are short: at most two sentences, 35 words and 10 seconds, counted in what was heard.

A sentence ends at `.`, `!`, `?` or `…`, except after an abbreviation or an initial, inside a number or a time, and
where the text goes on in lower case or after a comma. «¿…?» is one sentence.
"""

import re
from dataclasses import dataclass
from typing import Final

from simulator.scoring.timeline import KarlaTurn

MOST_SENTENCES: Final = 2
MOST_WORDS: Final = 35
MOST_SECONDS: Final = 10.0

ABBREVIATIONS: Final = frozenset(
    """sr sra srta dr dra lic ing arq prof gral cd edo av blvd calz col carr fracc pza km kms vs ee
    qro gto jal mty""".split()
)
BEFORE_A_NUMBER: Final = frozenset({"no", "núm", "num", "tel", "ext", "aprox"})
END: Final = re.compile(r"(?:\.{3}|[.!?…])+[\"»”')]*")
BEFORE: Final = re.compile(r"([\wáéíóúüñ]+)$", re.IGNORECASE)
WORD: Final = re.compile(r"\w+(?:[.:,]\d+)*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Brevity:
    """How long a turn was."""

    turn: int
    sentences: int
    words: int
    seconds: float

    @property
    def kept(self) -> bool:
        """Whether the turn keeps the rule."""
        return self.sentences <= MOST_SENTENCES and self.words <= MOST_WORDS and self.seconds <= MOST_SECONDS

    def why(self) -> str:
        """Say in words what is too much."""
        parts = [
            f"{self.sentences} sentences" if self.sentences > MOST_SENTENCES else "",
            f"{self.words} words" if self.words > MOST_WORDS else "",
            f"{self.seconds:.1f} s" if self.seconds > MOST_SECONDS else "",
        ]
        return " and ".join(part for part in parts if part)


def sentences(text: str) -> list[str]:
    """Split Mexican Spanish into sentences."""
    found, begin = [], 0
    for stop in END.finditer(text):
        if _ends_sentence(text, stop) and WORD.search(text, begin, stop.start()):
            found.append(text[begin : stop.end()].strip())
            begin = stop.end()
    rest = text[begin:].strip()
    return found + ([rest] if WORD.search(rest) else [])


def words(text: str) -> int:
    """Return how many words `text` has; a number or a time is one."""
    return len(WORD.findall(text))


def brevity(turn: KarlaTurn) -> Brevity:
    """Measure one turn as it was heard."""
    return Brevity(turn.number, len(sentences(turn.heard)), words(turn.heard), turn.interval.seconds)


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    after = text[stop.end() :]
    if not after.strip():
        return True
    if not after[0].isspace():  # 3.5, 10.30, a.m., «¿correcto?,»
        return after[0] in "¿¡"
    if after.lstrip()[0].islower():
        return False
    if stop.group().startswith(".") and len(stop.group().rstrip("\"»”')")) == 1:
        return not _is_abbreviation(text[: stop.start()], after.lstrip()[0].isdigit())
    return True


def _is_abbreviation(before: str, number_follows: bool) -> bool:
    match = BEFORE.search(before)
    if match is None:
        return False
    word = match.group(1)
    if len(word) == 1:  # an initial, or the end of «p.m.»
        return word.isupper() or before[: match.start()].endswith(".")
    return word.lower() in ABBREVIATIONS or (number_follows and word.lower() in BEFORE_A_NUMBER)
