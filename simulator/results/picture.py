"""A picture of a call for people: who said what when, and how it sounded, over one time axis."""

import textwrap
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from runtime.audio import RATE_HZ
from simulator.results.call_folder import CallFolder
from simulator.scoring.ledger import Ledger
from simulator.scoring.timeline import Interval, Timeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIDES: Final = ("Karla", "driver")
COLOURS: Final = ("#9ecae1", "#fdd0a2")
SECONDS_PER_INCH: Final = 2.0
WIDEST_INCHES: Final = 100.0
LETTERS_PER_INCH: Final = 12.5
LINES: Final = 6
WINDOW: Final = 256
STEP: Final = 128
LOWEST_DB: Final = -80.0
HEIGHTS: Final = (3.2, 1, 2, 1, 2)
EVENTS: Final = {"ops.write": "written", "transfer": "handed to a person", "call.hangup": "hung up"}


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that one side said. `side` is an index into SIDES; `cut`: it was broken off."""

    side: int
    interval: Interval
    text: str
    cut: bool = False


def draw(folder: CallFolder, out: Path) -> None:
    """Draw a call to a PNG, with what was said and the moments that matter. Raises: BadFile."""
    ledger = Ledger.read(folder.ledger)
    events = [(event.t, EVENTS[event.name]) for event in ledger.named(*EVENTS)]
    draw_call(folder.audio, out, events, bars_of(ledger))


def bars_of(ledger: Ledger) -> list[Bar]:
    """Return what both sides said."""
    timeline = Timeline.of(ledger)
    karla = [Bar(0, turn.interval, _with_lost(turn.heard, turn.unheard), bool(turn.unheard)) for turn in timeline.turns]
    return karla + [Bar(1, each.interval, each.said, each.cut) for each in timeline.utterances]


def _with_lost(heard: str, unheard: str) -> str:
    return f"{heard} [not heard: {unheard}]" if unheard else heard


def draw_call(wav: Path, out: Path, events: Sequence[tuple[float, str]] = (), bars: Sequence[Bar] = ()) -> None:
    """Draw a recording to a PNG; `events` are moments in seconds, and what to write there."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415  heavy, and an extra
    from matplotlib.figure import Figure  # noqa: PLC0415

    sides = _read(wav)
    seconds = max(sides.shape[1] / RATE_HZ, 0.1)
    inches = min(max(seconds / SECONDS_PER_INCH, 8), WIDEST_INCHES)
    figure = Figure(figsize=(inches, 10), layout="constrained")
    FigureCanvasAgg(figure)
    words, *axes = figure.subplots(5, 1, sharex=True, gridspec_kw={"height_ratios": HEIGHTS})
    for index, name in enumerate(SIDES):
        _draw_wave(axes[2 * index], sides[index], name)
        _draw_spectrum(axes[2 * index + 1], sides[index])
    _draw_bars(words, bars, inches / seconds)
    for overlap in overlaps(bars):
        for axis in (words, *axes):
            axis.axvspan(overlap.start, overlap.end, color="tab:red", alpha=0.25, linewidth=0)
    for moment, label in events:
        for axis in (words, *axes):
            axis.axvline(moment, color="tab:green", linewidth=1)
        note = words.annotate(label, (moment, 1.97), fontsize=9, color="tab:green", ha="right", va="top", rotation=90)
        note.set_in_layout(False)
    axes[-1].set_xlim(0, seconds)
    axes[-1].set_xlabel("seconds since the call was answered; red: both speak; dashed edge: broken off")
    figure.savefig(out, dpi=100)


def overlaps(bars: Sequence[Bar]) -> list[Interval]:
    """Return when both sides spoke."""
    pairs = [
        Interval(max(mine.interval.start, his.interval.start), min(mine.interval.end, his.interval.end))
        for mine in bars
        for his in bars
        if (mine.side, his.side) == (0, 1)
    ]
    return [pair for pair in pairs if pair.seconds > 0]


def _draw_bars(axis: "Axes", bars: Sequence[Bar], inches_per_second: float) -> None:
    """Draw what was said: Karla in the upper half, the driver in the lower, each bar as long as it sounded."""
    for bar in bars:
        bottom, span = 1 - bar.side, bar.interval
        axis.broken_barh([(span.start, span.seconds)], (bottom + 0.04, 0.92), color=COLOURS[bar.side])
        if bar.cut:
            axis.vlines(span.end, bottom + 0.04, bottom + 0.96, color="tab:red", linestyle="--", linewidth=2)
        letters = max(6, int(span.seconds * inches_per_second * LETTERS_PER_INCH))
        told = textwrap.fill(bar.text, letters, max_lines=LINES, placeholder=" …")
        axis.text(span.start + 0.04, bottom + 0.5, told, fontsize=9.5, va="center", clip_on=True)
    axis.set_ylim(0, 2)
    axis.set_yticks([1.5, 0.5], SIDES)


def _read(wav: Path) -> NDArray[np.float32]:
    """Return both channels, full scale at 1, as an array of shape (2, n)."""
    with wave.open(str(wav), "rb") as file:
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    return (data.T / np.float32(32768)).astype(np.float32)


def _draw_wave(axis: "Axes", samples: NDArray[np.float32], name: str) -> None:
    axis.plot(np.arange(len(samples)) / RATE_HZ, samples, linewidth=0.4)
    axis.set_ylim(-1, 1)
    axis.set_ylabel(name)


def _draw_spectrum(axis: "Axes", samples: NDArray[np.float32]) -> None:
    padded = np.pad(samples, (0, max(WINDOW - len(samples), 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::STEP] * np.hanning(WINDOW).astype(np.float32)
    power = np.square(np.abs(np.fft.rfft(windows))).T / WINDOW**2
    level = 10 * np.log10(np.maximum(power, 1e-12))
    extent = (0, len(padded) / RATE_HZ, 0, RATE_HZ / 2)
    axis.imshow(level, origin="lower", aspect="auto", extent=extent, vmin=LOWEST_DB, vmax=-20, cmap="magma")
    axis.set_ylabel("Hz")
