"""A stream of text pieces cut into sentences, and the guard that lets at most two of them through."""

import re
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Final

MAX_SENTENCES: Final = 2
MAX_WORDS: Final = 35

_ABBREVIATIONS: Final = frozenset(
    "sr sra srta dr dra lic ing av no núm num tel ext etc km kg ton tamps jal ags qro gto n.l s.l.p b.c ee.uu".split()
)
_END: Final = re.compile(r"[.!?…]+[\"»)]*(?=\s|$)")
_MARKUP: Final = re.compile(r"<[^>]*>|[*_#`{}\[\]|\\]|https?://\S+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence for Karla to say. A protected one is finished even when the driver talks over it."""

    text: str
    protected: bool = False


def split(text: str) -> list[str]:
    """Cut `text` into sentences; abbreviations, initials, times and decimals do not end one."""
    sentences: list[str] = []
    rest = text.strip()
    while rest:
        end = sentence_end(rest)
        if end is None:
            end = len(rest)
        sentences.append(rest[:end].strip())
        rest = rest[end:].strip()
    return sentences


def sentence_end(text: str) -> int | None:
    """Return where the first sentence of `text` ends, or None while it has not ended."""
    for match in _END.finditer(text):
        before = text[: match.start()].rsplit(maxsplit=1)
        word = before[-1].lower().lstrip('¿¡(«"') if before else ""
        if match.group().startswith(".") and (word in _ABBREVIATIONS or len(word) == 1):
            continue
        return match.end()
    return None


def spoken(text: str) -> str:
    """Return `text` without markup, links or line breaks: model text is data, never instructions to the voice."""
    return " ".join(_MARKUP.sub(" ", text).split())


async def guarded(pieces: AsyncIterator[str]) -> AsyncGenerator[Sentence]:
    """Yield complete sentences as soon as they are there, at most two and at most 35 words a turn.

    The stream is read to its end in any case: a tool call may follow the words.
    """
    pending = ""
    count = words = 0
    async for piece in pieces:
        pending += piece
        # Only a sentence that more text follows has surely ended: «3.» may go on as «3.5».
        while (end := sentence_end(pending)) is not None and pending[end:].strip():
            sentence, pending = spoken(pending[:end]), pending[end:]
            if sentence and (let_through := _within(sentence, count, words)):
                count, words = count + 1, words + len(let_through.split())
                yield Sentence(let_through)
            elif sentence:
                count = MAX_SENTENCES
    for sentence in split(spoken(pending)):
        if let_through := _within(sentence, count, words):
            count, words = count + 1, words + len(let_through.split())
            yield Sentence(let_through)
        else:
            return


def _within(sentence: str, count: int, words: int) -> str:
    """Return what may be said of a sentence: all of it, nothing, or of an endless first one its beginning."""
    length = len(sentence.split())
    if count >= MAX_SENTENCES or (count and words + length > MAX_WORDS):
        return ""
    return sentence if length <= MAX_WORDS else " ".join(sentence.split()[:MAX_WORDS]).rstrip(",;:") + "."


async def fixed(*texts: str, protect_first: bool = False) -> AsyncGenerator[Sentence]:
    """Yield fixed texts sentence by sentence; `protect_first` protects the very first one."""
    for number, sentence in enumerate(s for text in texts for s in split(text)):
        yield Sentence(sentence, protected=protect_first and number == 0)
