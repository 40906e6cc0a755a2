"""A driver as the simulator plays him: who he is, his words, his habits and his patience; one YAML file each.

The format is explained in the comment of `personas/adela_rios.yaml`. Drivers and phone numbers are invented: test data.
"""

import hashlib
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints

from simulator.yaml_file import ONE_OR_MORE, BadFiles, Strict, known, read, read_mapping, wrong

ROOT = Path(__file__).resolve().parent.parent
PERSONAS = ROOT / "personas"
VOICES = ROOT / "corpus" / "voices.yaml"
WOMANS_VOICE: Final = "trailera"
"""How the name of a driver's voice begins if it is a woman's."""

type Text = Annotated[str, StringConstraints(min_length=1)]
type Phrases = Annotated[tuple[Text, ...], ONE_OR_MORE]
type Region = Literal["norte", "noroeste", "bajio", "centro", "golfo", "sureste", "frontera"]
type Probability = Annotated[float, Field(ge=0, le=1)]
type Seconds = Annotated[float, Field(ge=0, le=120)]


def _in_order(span: tuple[float, float]) -> tuple[float, float]:
    if span[0] > span[1]:
        raise wrong(f"the first number is the lower one, but {span[0]:g} is more than {span[1]:g}")
    return span


type Span = Annotated[tuple[Seconds, Seconds], AfterValidator(_in_order)]
"""From … to … seconds; one value is drawn each time."""


class Words(Strict):
    """His own way of putting things; an empty list falls back to `corpus/phrases/driver.yaml`."""

    answers: Phrases = ()
    yes: Phrases = ()
    no: Phrases = ()
    fillers: Phrases = ()
    backchannels: Phrases = ()
    goodbye: Phrases = ()
    identity_yes: Phrases = ()


class Habits(Strict):
    """How likely he is to do what drivers do; a probability unless its name says seconds."""

    barges_in: Probability = 0
    back_channels: Probability = 0
    fillers: Probability = 0
    pauses_inside: Probability = 0
    pause_seconds: Span = (0.6, 1.2)
    says_mande: Probability = 0
    asks_to_wait: Probability = 0
    wait_seconds: Span = (8, 15)
    coughs: Probability = 0
    self_corrects: Probability = 0
    all_at_once: Probability = 0
    one_word: Probability = 0
    echoes: Probability = 0
    checks_who: Probability = 0
    asides: Probability = 0
    mumbles: Probability = 0
    agrees_to_everything: Probability = 0


type MoodStep = Annotated[float, Field(ge=-1, le=1)]


class Mood(Strict):
    """How his temper goes: from 1 (friendly) down to 0 (he hangs up); below a half he is short with her."""

    starts: Probability = 1
    each_turn: MoodStep = 0  # for every turn of Karla's
    asked_again: MoodStep = 0  # when she asks what she has asked before
    misunderstood: MoodStep = 0  # when she says something of his trip wrongly


class Patience(Strict):
    """What he endures before he hangs up, and how long a silence of Karla's before he says «¿bueno?»."""

    mandes: Annotated[int, Field(ge=0)] = 3
    turns: Annotated[int, Field(ge=1)] = 16
    silence_seconds: Annotated[float, Field(gt=0)] = 9


class Persona(Strict):
    """A driver, apart from what happens to him in a scenario."""

    id: str
    name: Text
    full_name: Text
    about: Text
    region: Region
    voice: Annotated[str, known("voice")]
    words: Words = Words()
    habits: Habits = Habits()
    reaction_seconds: Span = (0.35, 0.9)
    patience: Patience = Patience()
    mood: Mood = Mood()
    gain_db: Annotated[float, Field(ge=-20, le=20)] = 0

    @property
    def is_woman(self) -> bool:
        """Whether a woman is behind the wheel: the voices that are called `trailera_…` are women's."""
        return self.voice.startswith(WOMANS_VOICE)

    @property
    def driver_id(self) -> str:
        """How the client's operations system knows him."""
        return f"D-{self.id}"

    @property
    def phone(self) -> str:
        """An invented Mexican number, always the same for the same persona."""
        number = int.from_bytes(hashlib.sha256(self.id.encode()).digest()[:4], "big") % 10_000
        return f"+52555555{number:04}"

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read one persona. Raises: BadFile."""
        try:
            return cls.read_whole(path, voice_names())
        except BadFiles as faults:
            raise faults.faults[0] from None

    @classmethod
    def read_whole(cls, path: Path, voices: Collection[str]) -> Self:
        """Read one persona, its voice among `voices`. Raises: BadFiles, with every fault in it."""
        return read(path, cls, {"voice": voices})


def voice_names(path: Path = VOICES) -> frozenset[str]:
    """Return the voices that a persona may name. Raises: BadFiles."""
    return frozenset(read_mapping(path))
