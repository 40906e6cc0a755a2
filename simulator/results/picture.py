"""A picture of a call for people: what Karla and the driver said, as waveforms and spectrograms over one time axis."""

import wave
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from runtime.audio import RATE_HZ

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIDES: Final = ("Karla", "driver")
SECONDS_PER_INCH: Final = 4.0
WINDOW: Final = 256
STEP: Final = 128
LOWEST_DB: Final = -80.0
HEIGHTS: Final = (1, 2, 1, 2)


def draw_call(wav: Path, out: Path, events: Sequence[tuple[float, str]] = ()) -> None:
    """Draw a recording to a PNG; `events` are moments in seconds, and what to write there."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415  heavy, and an extra
    from matplotlib.figure import Figure  # noqa: PLC0415

    sides = _read(wav)
    seconds = sides.shape[1] / RATE_HZ
    figure = Figure(figsize=(min(max(seconds / SECONDS_PER_INCH, 8), 60), 8), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(4, 1, sharex=True, gridspec_kw={"height_ratios": HEIGHTS})
    for index, name in enumerate(SIDES):
        _draw_wave(axes[2 * index], sides[index], name)
        _draw_spectrum(axes[2 * index + 1], sides[index])
    for moment, label in events:
        for axis in axes:
            axis.axvline(moment, color="tab:red", linewidth=0.8)
        note = axes[0].annotate(label, (moment, 1), fontsize=7, rotation=30, annotation_clip=False)
        note.set_in_layout(False)
    axes[-1].set_xlim(0, max(seconds, 0.1))
    axes[-1].set_xlabel("seconds")
    figure.savefig(out, dpi=100)


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
