"""How he puts it: a template for the situation, his own words in it, and the way people really speak.

Nothing is decided here about what is true; a `Saying` comes in with its slots filled, and an utterance goes out.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from simulator.driver.handset import Kind, Utterance
from simulator.driver.phrases import Phrases
from simulator.persona import Persona

type Streams = Callable[[str], Random]
"""One independent source of chance for each effect."""

VALUE_SLOTS: Final = ("origin", "destination", "date", "place")
INNER_PAUSE_WORDS: Final = 4

_PAUSE = re.compile(r"…(\d+\.\d+|\d+)?")
_DEFAULT_PAUSE_SECONDS: Final = 0.7
_CONTRACTIONS = ((re.compile(r"\bde el (?=[a-zñ])"), "del "), (re.compile(r"\ba el (?=[a-zñ])"), "al "))
_OWN_WORDS: Final = ("answers", "yes", "no", "fillers", "backchannels", "goodbye", "identity_yes")


@dataclass(frozen=True, slots=True)
class Saying:
    """What he is about to say. `decoys` holds, by slot, what he says first when he corrects himself."""

    situation: str
    slots: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    tense: str = ""
    decoys: Mapping[str, str] = field(default_factory=dict)
    plain: bool = False  # without fillers, pauses and self-corrections


class Grammar:
    """One driver's way of speaking, for one call."""

    def __init__(self, persona: Persona, phrases: Phrases, streams: Streams) -> None:
        self._persona = persona
        self._phrases = phrases
        self._words = streams("words")
        self._disfluency = streams("disfluency")
        self._last: dict[str, str] = {}
        self.annoyed = False  # his words get shorter

    def template(self, situation: str, tense: str = "") -> str:
        """Choose a template, another one than last time."""
        return self.choose(situation, self._templates(situation, tense))

    def choose(self, what: str, among: Sequence[str]) -> str:
        """Choose one, another one than last time for the same purpose."""
        fresh = [each for each in among if each != self._last.get(what)] or list(among)
        self._last[what] = self._words.choice(fresh)
        return self._last[what]

    def utter(self, saying: Saying) -> Utterance:
        """Put a saying into words."""
        template = self.template(saying.situation, saying.tense)
        template = template.replace("{clauses}", saying.slots.get("clauses", ""))
        if not saying.plain:
            template = self._self_corrected(template, saying.decoys)
        text = self._filled(template, saying.slots)
        if not saying.plain:
            text = self._with_filler(text, template)
            text = self._with_inner_pause(text, saying.slots)
        return Utterance(pieces_of(_capitalised(text)), Kind.SPEECH, saying.facts)

    def verbatim(self, text: str, facts: tuple[str, ...] = ()) -> Utterance:
        """Say exactly these words; «…» in them is a pause."""
        return Utterance(pieces_of(text), Kind.SPEECH, facts)

    def back_channel(self) -> Utterance:
        """Murmur assent."""
        return Utterance((self.template("backchannels"),), Kind.BACKCHANNEL)

    def sound(self, situation: str, kind: Kind) -> Utterance:
        """Say something that is not for Karla."""
        return Utterance((self.template(situation),), kind)

    def joined(self, situations: Sequence[str], tense: str) -> str:
        """Return clauses joined as one enumerates things, their value slots still open."""
        clauses = [self.template(each, tense) for each in situations]
        return clauses[0] if len(clauses) == 1 else f"{', '.join(clauses[:-1])} y {clauses[-1]}"

    def _templates(self, situation: str, tense: str) -> tuple[str, ...]:
        variants = ("annoyed",) * self.annoyed + ("of_hers",) * self._persona.is_woman
        own: tuple[str, ...] = getattr(self._persona.words, situation) if situation in _OWN_WORDS else ()
        return (
            own
            or self._phrases.instead(situation, variants)
            or self._phrases.of(situation, self._persona.region, tense)
        )

    def _filled(self, template: str, slots: Mapping[str, str]) -> str:
        """Fill the slots; a slot's value may hold slots of its own."""
        for _ in range(3):
            for slot in re.findall(r"\{(\w+)\}", template):
                value = slots[slot] if slot in slots else self.template(slot)
                template = template.replace(f"{{{slot}}}", value)
        for pattern, contracted in _CONTRACTIONS:
            template = pattern.sub(contracted, template)
        return template

    def _self_corrected(self, template: str, decoys: Mapping[str, str]) -> str:
        """Say another place or day first: «fui a Laredo… no, a Nuevo Laredo»."""
        for slot, decoy in decoys.items():
            found = re.search(rf"(?:\b(?P<prep>a|de|en|para|hasta|pa') )?\{{{slot}\}}", template)
            if found:
                prep = f"{found['prep']} " if found["prep"] else ""
                repaired = f"{prep}{decoy}…0.4 {self.choose('repair', ('no,', 'perdón,', 'no, no,'))} {found[0]}"
                return template[: found.start()] + repaired + template[found.end() :]
        return template

    def _with_filler(self, text: str, template: str) -> str:
        if text.startswith("¿") or self._disfluency.random() >= self._persona.habits.fillers:
            return text
        filler = self.template("fillers")
        if text.lower().startswith(filler.lower()):
            return text
        opens_with_name = template.startswith(tuple(f"{{{slot}}}" for slot in VALUE_SLOTS))
        rest = text if opens_with_name else text[0].lower() + text[1:]
        return f"{filler}{self.choose('after_filler', ('…0.35', ','))} {rest}"

    def _with_inner_pause(self, text: str, slots: Mapping[str, str]) -> str:
        """Hesitate once, before a place or a day if there is one."""
        words = text.split(" ")
        if len(words) <= INNER_PAUSE_WORDS or "…" in text:
            return text
        if self._disfluency.random() >= self._persona.habits.pauses_inside:
            return text
        seconds = self._disfluency.uniform(*self._persona.habits.pause_seconds)
        values = [slots[slot] for slot in VALUE_SLOTS if slot in slots]
        before = [at for value in values if (at := text.find(f" {value}")) > 0]
        if not before:
            at = self._disfluency.randrange(2, len(words) - 1)
            before = [len(" ".join(words[:at]))]
        at = self._disfluency.choice(before)
        return f"{text[:at]}…{seconds:.2f}{text[at:]}"


def pieces_of(text: str) -> tuple[str | float, ...]:
    """Return the text in pieces, a float for each «…»: its seconds."""
    pieces: list[str | float] = []
    at = 0
    for pause in _PAUSE.finditer(text):
        pieces += [text[at : pause.start()].strip(), float(pause[1] or _DEFAULT_PAUSE_SECONDS)]
        at = pause.end()
    pieces.append(text[at:].strip())
    return tuple(piece for piece in pieces if piece != "")


def _capitalised(text: str) -> str:
    at = 1 if text[:1] in "¿¡" else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]
