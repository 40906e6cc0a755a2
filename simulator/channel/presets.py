"""The lines that a driver may be on, by name: `corpus/channels.yaml` says what each key means."""

from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, Field, create_model, model_validator

from runtime.audio import FRAME_SECONDS
from simulator.channel.coding import amr
from simulator.channel.coding.codecs import RADIO, Codec
from simulator.channel.noise import Noise
from simulator.channel.sounds import Sounds
from simulator.yaml_file import BadFiles, Strict, read, read_mapping, wrong

CHANNELS: Final = Path(__file__).resolve().parents[2] / "corpus" / "channels.yaml"


def _in_order(span: tuple[float, float]) -> tuple[float, float]:
    if not 0 <= span[0] <= span[1]:
        raise wrong(f"from {span[0]:g} to {span[1]:g} is no span: both from 0, the lower one first")
    return span


type Span = Annotated[tuple[float, float], AfterValidator(_in_order)]
"""From … to …; one value is drawn for each call, or each time it happens."""

type Preset = Literal["C0", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10"]


class Outages(Strict):
    """Seconds in which nothing comes at all."""

    per_minute: float = Field(gt=0, le=2)
    seconds: Span = (1.0, 3.0)


class Jitter(Strict):
    """Packets that queue, and the fixed buffer that waits for them."""

    spike_ms: float = Field(gt=0, le=1000)
    spike_every_ms: float = Field(default=400.0, ge=20)
    buffer_ms: float = Field(default=60.0, ge=20, le=500)


class Echo(Strict):
    """Karla's own voice, out of a loudspeaker and back into the microphone."""

    db: float = Field(default=-18.0, ge=-60, le=0)
    ms: float = Field(default=180.0, ge=20, le=500)

    @property
    def frames(self) -> int:
        """The delay in whole frames."""
        return max(1, round(self.ms / (1000 * FRAME_SECONDS)))


class OneWay(Strict):
    """From some moment on one of the two is not heard by the other."""

    unheard: Literal["karla", "driver"]
    from_seconds: Span = (0.0, 0.0)


class Drop(Strict):
    """The line breaks, and somebody dials again."""

    at_seconds: Span
    redial_seconds: Span = (5.0, 15.0)


class Channel(Strict):
    """One line; immutable, and so a key for what is prepared once for all of its calls."""

    about: str = ""
    origin: str = Field(min_length=1)
    preset: Preset | None = None
    codecs: tuple[Codec, ...] = ()
    gain_db: float = Field(default=0.0, ge=-30, le=20)
    noise: Noise | None = None
    snr_db: float | None = Field(default=None, ge=-10, le=50)
    sounds: Sounds = Sounds()
    lombard: Span | None = None
    loss: float = Field(default=0.0, ge=0, lt=0.5)
    burst_ms: float = Field(default=60.0, ge=20, le=2000)
    outages: Outages | None = None
    one_way_ms: float = Field(default=0.0, ge=0, le=1000)
    jitter: Jitter | None = None
    echo: Echo | None = None
    one_way: OneWay | None = None
    drop: Drop | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.noise is None) != (self.snr_db is None):
            raise wrong("noise and snr_db go together")
        if any(codec in RADIO for codec in self.codecs[1:]):
            raise wrong("a radio codec (gsm, amr) comes first: the telephone codes, the network passes on")
        if self.lombard and self.noise is None:
            raise wrong("lombard needs noise to be raised against")
        return self

    @property
    def added_seconds(self) -> float:
        """What the line adds to the transport's delay, one way: its own, and its jitter buffer's."""
        return (self.one_way_ms + (self.jitter.buffer_ms if self.jitter else 0.0)) / 1000

    @property
    def missing(self) -> str:
        """What must be installed before a call can be made on it; empty if nothing."""
        wanted = any(codec.startswith("amr") for codec in self.codecs)
        return "the extra «amr» (the package imageio-ffmpeg)" if wanted and not amr.installed() else ""


def read_channels(path: Path = CHANNELS) -> dict[str, Channel]:
    """Read every channel of a file, in its order. Raises: BadFile, the first of its faults."""
    try:
        fields: dict[str, Any] = dict.fromkeys(read_mapping(path), (Channel, ...))
        table = read(path, create_model("Channels", __base__=Strict, **fields), {})
    except BadFiles as faults:
        raise faults.exceptions[0] from None
    return {name: getattr(table, name) for name in fields}
