"""The drawings of a run's page: SVG without styles of its own, coloured by the page's classes, every text escaped.

A drawing that is as wide as its place has a view box 100 wide and no text in it; the others keep their proportions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from markupsafe import Markup

from simulator.results.report import SLO_MS
from simulator.statistics.proportions import Proportion

WIDTH: Final = 720
LEFT: Final = 44
TOP: Final = 18
BOTTOM: Final = 168
BIN_MS: Final = 100
MOST_BINS: Final = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of something that is drawn as one bar."""

    key: str
    name: str
    value: float


def histogram(waits_ms: Sequence[float], marks: Mapping[str, float]) -> Markup:
    """Draw how many turns took how long, in bins of 100 ms, with the line that they should stay under and `marks`."""
    if not waits_ms:
        return Markup()
    highest = min(MOST_BINS, max(int(max(waits_ms) // BIN_MS) + 1, SLO_MS // BIN_MS + 3))
    counts = [0] * highest
    for wait in waits_ms:
        counts[max(0, min(int(wait // BIN_MS), highest - 1))] += 1
    scale = _Scale(highest * BIN_MS, max(counts))
    late = sum(wait >= SLO_MS for wait in waits_ms)
    told = f"{len(waits_ms)} turns; {late} of them took {SLO_MS / 1000} s or more"
    parts = [*_grid(scale), *(_bar(scale, number, count) for number, count in enumerate(counts) if count)]
    parts += [_mark(scale, SLO_MS, f"{SLO_MS / 1000} s", "limit", 0)]
    parts += [_mark(scale, value, name, "mark", row) for row, (name, value) in enumerate(marks.items(), start=1)]
    return _svg(f"0 0 {WIDTH} 204", told, parts, "chart")


def stacked(parts: Sequence[Part], whole: float) -> Markup:
    """Draw one bar of `parts` whose full width is `whole`; names and figures stand beside it, not in it."""
    marks, x = [], 0.0
    for part in parts:
        width = 100 * part.value / whole if whole else 0.0
        marks.append(
            Markup('<rect x="{}" y="0" width="{}" height="10" class="part part-{}"><title>{}</title></rect>').format(
                _figure(x), _figure(max(width - 0.25, 0.1)), part.key, part.name
            )
        )
        x += width
    return _svg("0 0 100 10", ", ".join(part.name for part in parts), marks, "bar", stretched=True)


def share(found: Proportion) -> Markup:
    """Draw a share as a bar, and its 95 % interval as a line over it."""
    bar = Markup('<rect x="0" y="2" width="100" height="8" class="track"/>')
    if not found.trials:
        return _svg("0 0 100 12", "nothing to show", [bar], "bar", stretched=True)
    rate, low, high = (_figure(100 * value) for value in (found.rate, found.low, found.high))
    marks = [
        bar,
        Markup('<rect x="0" y="2" width="{}" height="8" class="share"/>').format(rate),
        Markup('<path d="M{0} 6H{1}M{0} 3V9M{1} 3V9" class="interval"/>').format(low, high),
    ]
    return _svg("0 0 100 12", f"{rate} %, 95 % interval {low} to {high} %", marks, "bar", stretched=True)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Maps milliseconds and counts to places in the drawing."""

    longest_ms: float
    most: int

    def x(self, milliseconds: float) -> float:
        """Return where a time lies; what is beyond the edge lies on it."""
        return LEFT + (WIDTH - LEFT - 12) * min(milliseconds / self.longest_ms, 1.0)

    def y(self, count: float) -> float:
        """Return the height of a count."""
        return BOTTOM - (BOTTOM - TOP - 30) * count / max(self.most, 1)


def _grid(scale: _Scale) -> list[Markup]:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10**9) if scale.most <= 4 * step)
    rows = [
        Markup('<path d="M{} {}H{}" class="grid"/><text x="{}" y="{}" class="end">{}</text>').format(
            LEFT, _figure(scale.y(count)), WIDTH - 12, LEFT - 6, _figure(scale.y(count) + 4), count
        )
        for count in range(0, scale.most + 1, step)
    ]
    every = 500 if scale.longest_ms <= 5000 else 1000
    for ms in range(0, int(scale.longest_ms) + 1, every):
        x, label = _figure(scale.x(ms)), f"{ms / 1000:g} s"
        rows.append(Markup('<text x="{}" y="{}" class="middle">{}</text>').format(x, BOTTOM + 20, label))
    return rows


def _bar(scale: _Scale, number: int, count: int) -> Markup:
    begin, end = number * BIN_MS, (number + 1) * BIN_MS
    kind = "late" if begin >= SLO_MS else "quick"
    last = end >= scale.longest_ms
    told = f"{begin / 1000:g} s and more: {count}" if last else f"{begin / 1000:g} to {end / 1000:g} s: {count}"
    x, width, y = scale.x(begin), scale.x(end) - scale.x(begin) - 1.5, scale.y(count)
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="1.5" class="{}"><title>{}</title></rect>').format(
        _figure(x), _figure(y), _figure(width), _figure(BOTTOM - y), kind, told
    )


def _mark(scale: _Scale, value: float, name: str, kind: str, row: int) -> Markup:
    x, y = scale.x(value), TOP - 6 + 13 * row
    side, shift = ("end", -5) if x > WIDTH * 0.8 else ("start", 5)
    return Markup('<path d="M{0} {1}V{2}" class="{3}"/><text x="{4}" y="{5}" class="{6} {3}">{7}</text>').format(
        _figure(x), y - 8, BOTTOM, kind, _figure(x + shift), y + 2, side, name
    )


def _svg(box: str, told: str, parts: Sequence[Markup], kind: str, *, stretched: bool = False) -> Markup:
    aspect = Markup(' preserveAspectRatio="none"') if stretched else Markup()
    return Markup('<svg viewBox="{}" class="{}" role="img" aria-label="{}"{}>{}</svg>').format(
        box, kind, told, aspect, Markup().join(parts)
    )


def _figure(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def nice_marks(values: Mapping[str, float | None]) -> dict[str, float]:
    """Return the marks that there are, those too near to the one before left out."""
    there = [(name, value) for name, value in values.items() if value is not None]
    kept = there[:1] + [after for before, after in pairwise(there) if after[1] - before[1] > BIN_MS / 2]
    return dict(kept)
