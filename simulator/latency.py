"""How long the outside world takes in a modelled run, drawn from published distributions: `corpus/latency.yaml`.

Each stage is lognormal, given by its median and 95th percentile in milliseconds; draws are in seconds.
"""

from datetime import date
from math import exp, log
from pathlib import Path
from random import Random
from typing import Final, Self

from pydantic import Field, model_validator

from simulator.yaml_file import BadFiles, Strict, read, wrong

Z_95: Final = 1.645


class Stage(Strict):
    """The distribution of one stage, and where its figures come from."""

    p50_ms: float = Field(gt=0)
    p95_ms: float = Field(gt=0)
    max_ms: float = Field(gt=0)
    published: bool
    as_of: date
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        if not self.p50_ms <= self.p95_ms <= self.max_ms:
            raise wrong("p50_ms, p95_ms and max_ms must not decrease")
        return self

    @property
    def sigma(self) -> float:
        """The lognormal's shape."""
        return log(self.p95_ms / self.p50_ms) / Z_95

    def draw(self, random: Random) -> float:
        """Return a delay in seconds, from one normal draw of `random`."""
        return min(self.p50_ms * exp(self.sigma * random.gauss(0.0, 1.0)), self.max_ms) / 1000


class Latency(Strict):
    """The delays of a modelled run, by stage."""

    stages: dict[str, Stage] = Field(min_length=1)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the latency table. Raises: BadFile."""
        try:
            return read(path, cls, {})
        except BadFiles as faults:
            raise faults.exceptions[0] from None

    @classmethod
    def shipped(cls) -> Self:
        """Read the table that ships with the project."""
        return cls.read(Path(__file__).parents[1] / "corpus" / "latency.yaml")

    def draw(self, stage: str, random: Random) -> float:
        """Return a delay of `stage` in seconds. Raises: KeyError."""
        return self.stages[stage].draw(random)

    def modelled(self) -> list[str]:
        """Return the stages by name, each marked as published or assumed."""
        return [f"{name} ({'published' if stage.published else 'assumed'})" for name, stage in self.stages.items()]
