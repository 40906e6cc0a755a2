"""The lines that a driver may be on, by name: `corpus/channels.yaml` says what each key means."""

from pathlib import Path
from typing import Any, Final, Self

from pydantic import Field, create_model, model_validator

from simulator.channel.codecs import Codec
from simulator.channel.noise import Noise
from simulator.yaml_file import BadFiles, Strict, read, read_mapping, wrong

CHANNELS: Final = Path(__file__).resolve().parents[2] / "corpus" / "channels.yaml"


class Channel(Strict):
    """One line; immutable, and so a key for what is prepared once for all of its calls."""

    about: str = ""
    origin: str = Field(min_length=1)
    codecs: tuple[Codec, ...] = ()
    noise: Noise | None = None
    snr_db: float | None = Field(default=None, ge=-10, le=50)
    loss: float = Field(default=0.0, ge=0, lt=0.5)
    burst_ms: float = Field(default=60.0, ge=20, le=2000)

    @model_validator(mode="after")
    def _noise_has_a_level(self) -> Self:
        if (self.noise is None) != (self.snr_db is None):
            raise wrong("noise and snr_db go together")
        return self


def read_channels(path: Path = CHANNELS) -> dict[str, Channel]:
    """Read every channel of a file, in its order. Raises: BadFile, the first of its faults."""
    try:
        fields: dict[str, Any] = dict.fromkeys(read_mapping(path), (Channel, ...))
        table = read(path, create_model("Channels", __base__=Strict, **fields), {})
    except BadFiles as faults:
        raise faults.exceptions[0] from None
    return {name: getattr(table, name) for name in fields}
