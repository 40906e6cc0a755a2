"""What a call costs: metered units times a dated price table, `corpus/prices.yaml`.

A row without a price is metered and named as unpriced, never guessed. Simulated calls meter what the modelled
providers would have billed, so their cost carries the label `modelled`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field

from runtime.errors import BadFile
from simulator.scoring.ledger import Ledger
from simulator.scoring.timeline import Timeline
from simulator.yaml_file import BadFiles, Strict, read


class Unit(StrEnum):
    """What a provider bills by."""

    STT_SECONDS = "stt_seconds"
    LLM_INPUT_TOKENS = "llm_input_tokens"
    LLM_CACHED_TOKENS = "llm_cached_tokens"
    LLM_OUTPUT_TOKENS = "llm_output_tokens"
    TTS_CHARACTERS = "tts_characters"
    TELEPHONY_SECONDS = "telephony_seconds"


class Price(Strict):
    """A row of the table: `usd` buys `per` units; null where nothing is published."""

    unit: Unit
    provider: str
    usd: float | None = Field(ge=0)
    per: float = Field(gt=0)
    as_of: date
    source: str = Field(min_length=1)
    note: str = ""


class Prices(Strict):
    """The price table of one profile."""

    currency: Literal["USD"]
    profile: str
    rows: tuple[Price, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a price table. Raises: BadFile."""
        try:
            table = read(path, cls, {})
        except BadFiles as faults:
            raise faults.exceptions[0] from None
        units = [row.unit for row in table.rows]
        if missing := [unit for unit in Unit if units.count(unit) != 1]:
            raise BadFile(path, "needs exactly one row", key=f"rows.{missing[0]}")
        return table

    def usd(self, unit: Unit, quantity: float) -> float | None:
        """Return the price of `quantity` units; None if the unit is not priced."""
        row = next(row for row in self.rows if row.unit == unit)
        return None if row.usd is None else quantity * row.usd / row.per


@cache
def shipped_prices() -> Prices:
    """Return the price table that ships with the project."""
    return Prices.read(Path(__file__).parents[2] / "corpus" / "prices.yaml")


@dataclass(frozen=True, slots=True)
class Cost:
    """A call's bill in US dollars, by unit, with what was metered and what has no price."""

    usd: float
    by_unit: dict[str, float]
    metered: dict[str, float]
    unpriced: tuple[str, ...]
    label: str = "modelled"


def cost(timeline: Timeline, prices: Prices) -> Cost:
    """Return what the call would have been billed."""
    metered = units(timeline)
    priced = {unit: prices.usd(unit, quantity) for unit, quantity in metered.items()}
    by_unit = {str(unit): round(usd, 9) for unit, usd in priced.items() if usd is not None}
    unpriced = tuple(str(unit) for unit, usd in priced.items() if usd is None)
    return Cost(
        usd=round(sum(by_unit.values()), 9),
        by_unit=by_unit,
        metered={str(unit): round(quantity, 6) for unit, quantity in metered.items()},
        unpriced=unpriced,
    )


def units(timeline: Timeline) -> dict[Unit, float]:
    """Return the units that a call consumed: recognition is billed for the whole time on the line."""
    ledger, connected = timeline.ledger, max(0.0, timeline.ended - timeline.answered)
    return {
        Unit.STT_SECONDS: connected,
        Unit.LLM_INPUT_TOKENS: _sum(ledger, "llm.end", "input_tokens"),
        Unit.LLM_CACHED_TOKENS: _sum(ledger, "llm.end", "cached_tokens"),
        Unit.LLM_OUTPUT_TOKENS: _sum(ledger, "llm.end", "output_tokens"),
        Unit.TTS_CHARACTERS: sum(
            event.number("characters", len(event.text("text")))
            for event in ledger.named("tts.start")
            if not event.flag("cached")
        ),
        Unit.TELEPHONY_SECONDS: connected,
    }


def _sum(ledger: Ledger, event: str, key: str) -> float:
    return sum(each.number(key) for each in ledger.named(event))
