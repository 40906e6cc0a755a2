"""What every simulated call of a process shares: data files and the voice, read once and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from runtime.errors import BadFile
from runtime.integrations.espeak import Espeak
from runtime.integrations.voice_cache import default_voice_cache
from runtime.integrations.voices import read_voices
from runtime.understanding.places import Gazetteer
from simulator.channel.presets import Channel, read_channels
from simulator.driver.phrases import Phrases
from simulator.latency import Latency
from simulator.rig.recognition import Confusions, ErrorModel, confusions
from simulator.scoring.cost import shipped_prices
from simulator.scoring.entities import shipped_gazetteer
from simulator.yaml_file import BadFiles

CORPUS: Final = Path(__file__).parents[2] / "corpus"


@dataclass(frozen=True, slots=True)
class Bench:
    """All that a call needs and does not own."""

    gazetteer: Gazetteer
    engine: Espeak
    latency: Latency
    errors: ErrorModel
    confusions: Confusions
    phrases: Phrases
    channels: Mapping[str, Channel]

    @classmethod
    def open(cls) -> "Bench":
        """Read all data files and start the voice. Raises: BadFile."""
        gazetteer = shipped_gazetteer()
        phrases = Phrases.read()
        return cls(
            gazetteer,
            Espeak(default_voice_cache()),
            Latency.shipped(),
            ErrorModel.shipped(),
            confusions((place.name for place in gazetteer), phrases.all()),
            phrases,
            read_channels(),
        )


@cache
def bench() -> Bench:
    """Return this process's bench."""
    return Bench.open()


@cache
def voices() -> dict:  # type: ignore[type-arg]
    """Return the voices that personas and Karla speak with."""
    return read_voices(CORPUS / "voices.yaml")


def refuse_bad_corpus() -> None:
    """Read what every call reads, before the first one. Raises: BadFiles, with a fault of each file."""
    faults: list[BadFile] = []
    readers = (voices, read_channels, Phrases.read, Latency.shipped, ErrorModel.shipped, shipped_prices)
    for read in readers:
        try:
            read()
        except BadFiles as group:
            faults += group.faults
        except BadFile as fault:
            faults.append(fault)
    if faults:
        raise BadFiles("the corpus", faults)
