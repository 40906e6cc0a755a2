"""What a call costs: metered units times a dated price table, `corpus/prices.yaml`.

What has no price is metered and named as unpriced, never guessed. Simulated calls meter what the modelled providers
would have billed, so their cost is an estimate and carries the label `modelled`. A request that is asked again is
metered again, like any other. An answer that was begun early and dropped is billed for what it was given to read: its
tokens are not told, so each counts as a mean request of the call.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, Literal, Self

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
    INFRA_SECONDS = "infra_seconds"


OPTIONAL: Final = frozenset({Unit.INFRA_SECONDS})
"""Units that a table may leave unpriced by having no row: whoever runs the servers knows their share."""
DROPPED: Final = "llm_dropped_drafts"


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
        if missing := [unit for unit in Unit if units.count(unit) != 1 and (units.count(unit) or unit not in OPTIONAL)]:
            raise BadFile(path, "needs exactly one row", key=f"rows.{missing[0]}")
        return table

    def usd(self, unit: Unit, quantity: float) -> float | None:
        """Return the price of `quantity` units; None if the unit is not priced."""
        row = next((row for row in self.rows if row.unit == unit), None)
        return None if row is None or row.usd is None else quantity * row.usd / row.per


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
    counted = {str(unit): round(quantity, 6) for unit, quantity in metered.items()}
    if dropped := dropped_drafts(timeline.ledger):
        counted[DROPPED] = float(dropped)
        by_unit[DROPPED] = round(dropped * _to_read(timeline.ledger, metered, prices), 9)
    return Cost(
        usd=round(sum(by_unit.values()), 9),
        by_unit=by_unit,
        metered=counted,
        unpriced=tuple(str(unit) for unit, usd in priced.items() if usd is None),
    )


def dropped_drafts(ledger: Ledger) -> int:
    """Return how many answers of the language model were begun and never came to their end."""
    return max(0, len(ledger.named("llm.start")) - len(ledger.named("llm.end")))


def _to_read(ledger: Ledger, metered: dict[Unit, float], prices: Prices) -> float:
    """Return the US dollars that the call's mean request cost before a word of the answer; 0 if none was answered."""
    answered = len(ledger.named("llm.end"))
    read = [prices.usd(unit, metered[unit]) or 0.0 for unit in (Unit.LLM_INPUT_TOKENS, Unit.LLM_CACHED_TOKENS)]
    return sum(read) / answered if answered else 0.0


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
        Unit.INFRA_SECONDS: connected,
    }


def _sum(ledger: Ledger, event: str, key: str) -> float:
    return sum(each.number(key) for each in ledger.named(event))
