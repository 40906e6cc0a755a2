"""What the driver holds: words of Karla come out of it, and his own go in.

`at` is the loop's clock in seconds. A turn's text is always whole:
every event repeats what was heard before in it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

PAUSE_SECONDS: Final = 0.30
"""How long Karla is silent before the driver notices."""

BEEP: Final = "beep"
"""The only text of the announcement that is a tone instead of speech."""

COUGH: Final = "cof, cof"
"""The only text of the kind `cough`: a noise, not words."""


class Kind(StrEnum):
    """What a sound of the driver's is meant as."""

    SPEECH = "speech"
    BACKCHANNEL = "backchannel"
    COUGH = "cough"
    ASIDE = "aside"
    ANNOUNCEMENT = "announcement"


class Speaker(StrEnum):
    """Who lets something sound at the driver's end of the line."""

    DRIVER = "driver"
    OTHER = "other"  # somebody else with his telephone
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing that he lets sound. A float among `pieces` is that many seconds of silence.

    `facts` says what it states, as `field=value` with ids and ISO dates (`destination=manzanillo`), or `hold=seconds`,
    or `patience=0` when he has had enough. `gain_db` is against his usual loudness; it does not change what he says.
    """

    pieces: tuple[str | float, ...]
    kind: Kind = Kind.SPEECH
    facts: tuple[str, ...] = ()
    speaker: Speaker = Speaker.DRIVER
    gain_db: float = field(default=0.0, compare=False)

    @property
    def text(self) -> str:
        """The words, without the pauses."""
        return " ".join(piece.strip() for piece in self.pieces if isinstance(piece, str) and piece.strip())


@dataclass(frozen=True, slots=True)
class KarlaSpeaks:
    """Her voice became audible."""

    at: float


@dataclass(frozen=True, slots=True)
class KarlaSaid:
    """A word of hers ended. `text` is what he has heard of this turn so far."""

    text: str
    at: float


@dataclass(frozen=True, slots=True)
class KarlaPaused:
    """She has been silent for `PAUSE_SECONDS` after `text`; she may go on later."""

    text: str
    at: float


@dataclass(frozen=True, slots=True)
class LineEnded:
    """The call is over."""


type Heard = KarlaSpeaks | KarlaSaid | KarlaPaused | LineEnded


class Handset(Protocol):
    """The driver's end of the line."""

    @property
    def karla_audible(self) -> bool:
        """Whether her voice can be heard right now."""

    async def hear(self, until: float | None = None) -> Heard | None:
        """Return what he hears next, or None once the clock reaches `until`."""

    async def say(self, utterance: Utterance) -> bool:
        """Let it sound to its end; False if the line ended first. Cancelling it stops him in mid-word."""

    def hang_up(self) -> None:
        """End the call. Idempotent."""
