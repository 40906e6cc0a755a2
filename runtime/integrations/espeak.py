"""espeak-ng, the voice that needs no key: text in, level 8 kHz speech and word marks out.

The same text and voice give the same bytes in any process, in any order (see `espeak_worker.py`).
22050 Hz becomes 8000 Hz with soxr's HQ recipe. Speech is brought to -20 dBFS, measured over the 10 ms frames
within 25 dB of the loud ones (the Klatt voices pop: a peak says nothing of how loud they are), and a
limiter holds its peaks under -3 dBFS.
"""

import hashlib
import importlib.metadata
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final, Self

import numpy as np
import soxr
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from runtime.audio import RATE_HZ
from runtime.errors import ProviderError
from runtime.integrations.espeak_process import EspeakProcess, Utterance, data_path
from runtime.integrations.espeak_text import Reading, clean, mark_words, read_out
from runtime.integrations.voice_cache import Rendered, VoiceCache
from runtime.pipeline.ports import WordMark

type Wave = NDArray[np.float32]

FORMAT: Final = "karla-voice-1"  # changes whenever the same request would give other bytes
MAX_CHARACTERS: Final = 4000
SPEECH_DBFS: Final = -20.0
PEAK_DBFS: Final = -3.0
SPEECH_RANGE_DB: Final = 25.0
QUIET_DBFS: Final = -45.0
QUIET_FRAME: Final = 40  # 5 ms
LEAD_FRAMES: Final = 3
TAIL_FRAMES: Final = 7
LIMITER_SAMPLES: Final = 33


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How a voice sounds. `rate` is words a minute; `pitch` and `range` 0-100; `word_gap` units of 10 ms."""

    variant: str = ""
    language: str = "es-419"
    rate: int = 170
    pitch: int = 50
    range: int = 50
    word_gap: int = 0
    gain_db: float = 0.0


class Espeak:
    """Speaks through one espeak-ng process, and remembers what it has said."""

    def __init__(self, cache_dir: Path | None, process: EspeakProcess | None = None) -> None:
        self._cache = VoiceCache(cache_dir)
        self._process = process or EspeakProcess()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """End the engine's process. Idempotent; a later render starts another."""
        self._process.close()

    def render(self, text: str, voice: VoiceSettings) -> Rendered:
        """Speak `text`; nothing to say gives no audio.

        Raises: ProviderError, not retryable if the voice or the length (over 4,000 characters) is at fault.
        """
        reading = read_out(clean(text))
        if not reading.words:
            return Rendered(b"", ())
        if len(reading.spoken) > MAX_CHARACTERS:
            raise ProviderError("espeak", f"text longer than {MAX_CHARACTERS} characters", retryable=False)
        key = _key(reading, voice)
        if (known := self._cache.get(key)) is not None:
            return known
        rendered = self._render(reading, voice)
        self._cache.put(key, rendered)
        return rendered

    def _render(self, reading: Reading, voice: VoiceSettings) -> Rendered:
        if voice.variant and voice.variant not in variants():
            raise ProviderError("espeak", f"no voice variant {voice.variant!r}", retryable=False)
        said = self._process.render(
            {
                "voice": f"{voice.language}+{voice.variant}" if voice.variant else voice.language,
                "rate": voice.rate,
                "pitch": voice.pitch,
                "range": voice.range,
                "word_gap": voice.word_gap,
                "text": reading.spoken,
            }
        )
        return _finished(reading, said, voice.gain_db)


@cache
def variants() -> frozenset[str]:
    """Return the names of the voice variants that the engine's data holds."""
    return frozenset(path.name for path in (data_path() / "voices" / "!v").iterdir())


@cache
def _engine() -> str:
    """Return what, besides text and voice, decides the bytes: the versions and the engine's Spanish data."""
    data = data_path()
    digest = hashlib.sha256()
    for name in ("phondata", "phonindex", "phontab", "intonations", "es_dict", "lang/roa/es-419"):
        digest.update((data / name).read_bytes())
    versions = [importlib.metadata.version(name) for name in ("espeakng-loader", "soxr")]
    return " ".join([FORMAT, *versions, digest.hexdigest()])


def _key(reading: Reading, voice: VoiceSettings) -> str:
    parts = [_engine(), reading.spoken, reading.words, asdict(voice)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _finished(reading: Reading, said: Utterance, gain_db: float) -> Rendered:
    """Return the engine's speech at 8 kHz, levelled and trimmed, with marks that fit."""
    raw = np.frombuffer(said.samples, dtype="<i2").astype(np.float32) / np.float32(32768)
    wave = _level(np.asarray(soxr.resample(raw, said.rate_hz, RATE_HZ, "HQ"), dtype=np.float32), gain_db)
    quiet = _quiet(wave)
    loud = np.flatnonzero(~quiet)
    if not len(loud):
        return Rendered(b"", ())
    first = max(0, int(loud[0]) - LEAD_FRAMES) * QUIET_FRAME
    last = min(len(wave), (int(loud[-1]) + 1 + TAIL_FRAMES) * QUIET_FRAME)
    marks = mark_words(reading, said.events, len(raw))
    scale = RATE_HZ / said.rate_hz
    words = [
        WordMark(mark.word, round(mark.start * scale), _spoken_end(round(mark.start * scale), mark.end * scale, quiet))
        for mark in marks
    ]
    pcm = np.round(wave[first:last] * 32767).astype("<i2").tobytes()
    return Rendered(pcm, tuple(_moved(mark, first, last) for mark in words))


def _spoken_end(start: int, end: float, quiet: NDArray[np.bool_]) -> int:
    """Return where the last sound before `end` stops: a pause belongs to no word."""
    frame = min(int(end) // QUIET_FRAME, len(quiet))
    while frame * QUIET_FRAME > start + QUIET_FRAME and quiet[frame - 1]:
        frame -= 1
    return min(round(end), (frame + 1) * QUIET_FRAME)


def _moved(mark: WordMark, first: int, last: int) -> WordMark:
    start, end = (max(0, min(at, last) - first) for at in (mark.start, mark.end))
    return WordMark(mark.word, start, end)


def _level(wave: Wave, gain_db: float) -> Wave:
    """Return the wave with its speech at -20 dBFS plus `gain_db` and its peaks under -3 dBFS."""
    power = np.square(wave[: len(wave) // 80 * 80].reshape(-1, 80), dtype=np.float64).mean(axis=1)
    if not len(power) or power.max() == 0:
        return wave
    loud = power[power > np.quantile(power, 0.9) * 10 ** (-SPEECH_RANGE_DB / 10)]
    gain = 10 ** ((SPEECH_DBFS + gain_db) / 20) / np.sqrt(loud.mean())
    return _limited((wave * gain).astype(np.float32))


def _limited(wave: Wave) -> Wave:
    """Return the wave with peaks turned down smoothly: a moving average of a sliding minimum never exceeds it."""
    ceiling = 10 ** (PEAK_DBFS / 20)
    if float(np.abs(wave).max()) <= ceiling:
        return wave
    wanted: NDArray[np.float64] = np.minimum(1.0, ceiling / np.maximum(np.abs(wave), 1e-9))
    reach = LIMITER_SAMPLES - 1
    lowest = sliding_window_view(np.pad(wanted, reach, constant_values=1.0), LIMITER_SAMPLES).min(axis=1)
    total = np.concatenate([[0.0], np.cumsum(lowest, dtype=np.float64)])
    smooth = (total[LIMITER_SAMPLES:] - total[:-LIMITER_SAMPLES]) / LIMITER_SAMPLES
    limited: Wave = (wave * smooth).astype(np.float32)
    return limited


def _quiet(wave: Wave) -> NDArray[np.bool_]:
    """Return for each 5 ms whether nothing can be heard."""
    whole = wave[: len(wave) // QUIET_FRAME * QUIET_FRAME].reshape(-1, QUIET_FRAME)
    return np.square(whole, dtype=np.float64).mean(axis=1) < 10 ** (QUIET_DBFS / 10)
