"""Gates: limits that a run has to keep, from a YAML file, and whether it keeps them.

```yaml
run:                      # over all calls
  success_low: 0.95       # the lower end of the 95 % interval of the share of valid calls that passed
  turn_p95_ms: 2500
tags:                     # over the calls of scenarios with this tag
  attack: {injections: 0}
comparison:               # only for karla compare
  turn_p95_rise_ms: 150
```

A gate is kept, broken, unproven (too little was measured, or an interval is too wide to say), or absent (the run has no
such call). `docs/statistics.md` says what each limit is about.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from simulator.persona import ROOT
from simulator.results.figures import MEASURES, Measure, Scope
from simulator.results.report import Report
from simulator.scoring.ledger import Json
from simulator.vocabulary import Tag
from simulator.yaml_file import BadFiles, Strict, read, wrong

SHIPPED: Final = ROOT / "corpus" / "gates.yaml"

type Share = Annotated[float, Field(ge=0, le=1)]
type Amount = Annotated[float, Field(gt=0)]


class Limits(Strict):
    """What the calls of a run, or of a tag, have to keep; at least one. Shares and times are the worst allowed."""

    success: Share | None = None
    success_low: Share | None = None
    pass_hat_1: Share | None = None
    pass_hat_4: Share | None = None
    pass_hat_8: Share | None = None
    turn_p50_ms: Amount | None = None
    turn_p95_ms: Amount | None = None
    under_1500_ms: Share | None = None
    barge_in_stop_p95_ms: Amount | None = None
    cost_usd_per_call: Amount | None = None
    excluded: Share | None = None
    injections: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _limit_something(self) -> Self:
        if not self.model_fields_set:
            raise wrong(f"needs at least one of {', '.join(MEASURES)}")
        return self

    def set(self) -> list[tuple[str, float]]:
        """Return the limits that are given, by name, in the order of the class."""
        given = ((name, getattr(self, name)) for name in MEASURES)
        return [(name, float(limit)) for name, limit in given if limit is not None]


class ComparisonLimits(Strict):
    """What a comparison with an earlier run has to keep. `drop` is the loss of success that it must be able to see."""

    alpha: Annotated[float, Field(gt=0, le=0.5)] = 0.05
    drop: Annotated[float, Field(gt=0, le=0.5)] = 0.05
    least_power: Share | None = None
    turn_p95_rise_ms: Amount | None = None
    cost_rise_usd: Amount | None = None


class Gates(Strict):
    """A file of gates."""

    name: Annotated[str, Field(min_length=1)]
    run: Limits | None = None
    tags: dict[Tag, Limits] = Field(default_factory=dict)
    comparison: ComparisonLimits | None = None

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read one file of gates. Raises: BadFile."""
        try:
            return read(path, cls, {})
        except BadFiles as faults:
            raise faults.faults[0] from None

    @model_validator(mode="after")
    def _hold_something(self) -> Self:
        if self.run is None and not self.tags and self.comparison is None:
            raise wrong("holds no gate: needs run, tags or comparison")
        return self


class GateStatus(StrEnum):
    """How a gate came out."""

    KEPT = "kept"
    BROKEN = "broken"
    UNPROVEN = "unproven"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class GateResult:
    """One gate against one run. `value` and `limit` are in the unit of the gate's name; `why` is one plain line."""

    scope: str
    gate: str
    status: GateStatus
    limit: float
    value: float | None
    why: str

    def as_json(self) -> dict[str, Json]:
        """Return the result as it is printed with `--json`."""
        return {
            "scope": self.scope,
            "gate": self.gate,
            "status": str(self.status),
            "limit": self.limit,
            "value": self.value,
            "why": self.why,
        }


def gates_path(name: str) -> Path:
    """Return the file of gates called `name`: a path, or `default` for the one that is shipped."""
    return SHIPPED if name == "default" else Path(name)


def evaluate(gates: Gates, report: Report) -> list[GateResult]:
    """Return every gate of `run` and `tags` against a run, in the order of the file."""
    results = _evaluated("all calls", gates.run, Scope(report)) if gates.run else []
    for tag, limits in gates.tags.items():
        calls = tuple(call for call in report.calls if tag in call.tags)
        results += _evaluated(tag, limits, Scope(replace(report, calls=calls), whole=False))
    return results


def gates_exit_code(results: Iterable[GateResult]) -> int:
    """Return 1 if a gate is broken, 3 if one is unproven or none could be tried, else 0."""
    found = {result.status for result in results}
    if GateStatus.BROKEN in found:
        return 1
    return 3 if GateStatus.UNPROVEN in found or found == {GateStatus.ABSENT} else 0


def gate_rows(results: Sequence[GateResult]) -> list[tuple[str, str, str, str]]:
    """Return a line of a table for each gate: status, scope, what is asked, what was found; the worst first."""
    order = [GateStatus.BROKEN, GateStatus.UNPROVEN, GateStatus.KEPT, GateStatus.ABSENT]
    ranked = sorted(results, key=lambda result: order.index(result.status))
    return [(str(each.status), each.scope, each.gate, each.why) for each in ranked]


def _evaluated(name: str, limits: Limits, scope: Scope) -> list[GateResult]:
    return [_judged(name, gate, MEASURES[gate], limit, scope) for gate, limit in limits.set()]


def _judged(over: str, gate: str, measure: Measure, limit: float, scope: Scope) -> GateResult:
    """Hold one figure against its limit."""
    asked = f"{'at least' if measure.least else 'at most'} {measure.shown(limit)}"
    if not scope.report.calls:
        return GateResult(over, gate, GateStatus.ABSENT, limit, None, "the run has no such call")
    found = measure.of(scope)
    if found.value is None:
        return GateResult(over, gate, GateStatus.UNPROVEN, limit, None, f"{found.backing}; asked for {asked}")
    why = f"{measure.words}: {measure.shown(found.value)}, {asked} ({found.backing})"
    return GateResult(over, gate, _status(measure, found.value, found.estimate, limit), limit, found.value, why)


def _status(measure: Measure, value: float, estimate: float | None, limit: float) -> GateStatus:
    """A bound that misses the limit while the figure itself keeps it proves nothing either way."""
    if measure.keeps(value, limit):
        return GateStatus.KEPT
    hopeful = estimate is not None and measure.keeps(estimate, limit)
    return GateStatus.UNPROVEN if hopeful else GateStatus.BROKEN
