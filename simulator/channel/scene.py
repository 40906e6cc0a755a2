"""What sounds at the driver's telephone before any codec: the place he is in, moments of it, his voice, Karla's echo.

Time is the index of a 20 ms frame since the call was answered. Levels are mean squares of a frame inside the
telephone band.

In noise he raises his voice (Lombard): by `slope * (25 dB - SNR of his calm voice)`, at most 9 dB, the slope drawn
once a call from the channel's span. Measured slopes are 0.5 to 0.65 dB a dB of noise once the noise is over 43-48 dBA
(Bottalico, Ipsaro Passione, Graetzer and Hunter, Acta Acustica 2017), so 0.3-0.7 holds most people. That his calm
voice at the telephone is then some 25 dB over the noise is our own assumption; 9 dB keeps it out of clipping.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from runtime.audio import FRAME_SAMPLES, Pcm, to_array
from simulator.channel.band import Wave, in_band
from simulator.channel.bed import VOICE_RMS, bed_of
from simulator.channel.loss import WINDOW
from simulator.channel.presets import Channel
from simulator.channel.sounds import STARTLING, Power, Schedule, Sounding, frame_power
from simulator.channel.streams import stream

CALM_SNR_DB: Final = 25.0
MOST_LIFT_DB: Final = 9.0
SPEECH_RANGE_DB: Final = 30.0

VOICE: Final = 1
SOUND: Final = 2
STARTLE: Final = 4
ECHO: Final = 8


@dataclass(slots=True)
class _Spoken:
    """Frames `start` to `end` (exclusive) of something that he says; the power of a pause is none."""

    start: int
    end: int
    wave: Wave
    power: Power


@dataclass(frozen=True, slots=True)
class Powers:
    """The level of each frame, by where it comes from; a pause in the voice counts as none."""

    voice: Power
    echo: Power
    around: Power


class Scene:
    """One call's sound at his end. The same channel, seed and utterances give the same waves."""

    def __init__(self, channel: Channel, seed: bytes) -> None:
        self.bed = bed_of(channel)
        self.sounded: list[Sounding] = []
        self.lift_db = _lift_db(channel, seed)
        self._offset = int(stream(seed, "bed").integers(self.bed.frames))
        self._schedule = Schedule(channel.sounds, seed)
        self._echo_gain = np.float32(10 ** (channel.echo.db / 20)) if channel.echo else np.float32(0)
        self._spoken: list[_Spoken] = []
        self._echo: dict[int, Wave] = {}
        self._echo_power: dict[int, float] = {}
        self._flags = bytearray()
        self._drawn = 0  # frames for which the sounds are known

    def at(self, frame: int) -> int:
        """Return the bed's frame that plays under a frame of the call."""
        return self._offset + frame

    def begin(self, n: int, pcm: Pcm, gain_db: float) -> None:
        """Let him speak from frame `n` on, over whatever is there."""
        voice = to_array(pcm).astype(np.float32) * np.float32(10 ** ((gain_db + self.lift_db) / 20))
        wave = in_band(np.pad(voice, (0, -len(voice) % FRAME_SAMPLES)))
        frames = len(wave) // FRAME_SAMPLES
        power = frame_power(wave)
        loudest = float(power.max(initial=0.0))
        audible = np.where(power > loudest * 10 ** (-SPEECH_RANGE_DB / 10), power, 0.0)
        self._spoken.append(_Spoken(n, n + frames, wave, audible))
        self._mark(n, n + frames, VOICE)

    def stop(self, n: int) -> bool:
        """Let him stop at frame `n`; tell whether anything was cut."""
        if not self._spoken or self._spoken[-1].end <= n:
            return False
        last = self._spoken[-1]
        for frame in range(max(n, last.start), last.end):
            self._flags[frame] &= ~VOICE & 0xFF
        last.end = max(n, last.start)
        return True

    def echoes(self, n: int, pcm: Pcm) -> None:
        """Let the loudspeaker's sound reach the microphone in frame `n`: 320 bytes as it was played."""
        self._echo[n] = wave = to_array(pcm).astype(np.float32) * self._echo_gain
        self._echo_power[n] = float(np.dot(wave, wave)) / FRAME_SAMPLES
        self._mark(n, n + 1, ECHO)

    def flags(self, frame: int) -> int:
        """Return what sounds in a frame besides the bed."""
        self._reach(frame + 1)
        return self._flags[frame] if frame >= 0 else 0

    def calm(self, first: int, end: int) -> int:
        """Return the first frame in which more than the bed sounds, at most `end`."""
        self._reach(end)
        ahead = self._flags[first:end]
        return first + len(ahead) - len(ahead.lstrip(b"\0"))

    def busy(self, first: int) -> int:
        """Return the first frame from `first` on in which only the bed sounds, as far as is known now."""
        self._reach(first + 1)
        end = self._flags.find(0, first)
        return end if end >= 0 else len(self._flags)

    def wave(self, first: int, end: int) -> Wave:
        """Return all that sounds in these frames."""
        mixed = self.bed.under(self._offset + first, end - first)
        parts = [(each.start, each.end, each.wave) for each in self._spoken[-2:]]
        parts += [
            (each.start, each.start + each.take.frames, each.take.wave * np.float32(VOICE_RMS))
            for each in self._near(first, end)
        ]
        parts += [(n, n + 1, self._echo[n]) for n in range(first, end) if n in self._echo]
        for start, stop, sound in parts:
            begin, until = max(first, start), min(end, stop)
            if begin < until:
                piece = sound[(begin - start) * FRAME_SAMPLES : (until - start) * FRAME_SAMPLES]
                mixed[(begin - first) * FRAME_SAMPLES : (until - first) * FRAME_SAMPLES] += piece
        return mixed

    def powers(self, start: int, end: int) -> Powers:
        """Return the levels in these frames."""
        length = max(end - start, 0)
        voice, echo = np.zeros(length), np.zeros(length)
        around = self.bed.power[(self._offset + np.arange(start, start + length)) % self.bed.frames]
        for each in self._spoken:
            first, last = max(start, each.start), min(end, each.end)
            if first < last:
                voice[first - start : last - start] = each.power[first - each.start : last - each.start]
        for sound in self._near(start, end):
            first, last = max(start, sound.start), min(end, sound.start + sound.take.frames)
            if first < last:
                power = sound.take.power[first - sound.start : last - sound.start]
                around[first - start : last - start] += power * VOICE_RMS**2
        if self._echo_power:
            echo[:] = [self._echo_power.get(n, 0.0) for n in range(start, start + length)]
        return Powers(voice, echo, around)

    def _near(self, start: int, end: int) -> list[Sounding]:
        """Return the moments that may reach into these frames."""
        return [each for each in self.sounded if start - WINDOW < each.start < end]

    def _mark(self, start: int, end: int, flag: int) -> None:
        self._reach(end)
        for frame in range(start, end):
            self._flags[frame] |= flag

    def _reach(self, end: int) -> None:
        """Draw what sounds up to a frame."""
        while self._drawn < end:
            self._drawn += WINDOW
            self._flags.extend(bytes(max(0, self._drawn - len(self._flags))))
            for each in self._schedule.next_window():
                self.sounded.append(each)
                last = each.start + each.take.frames
                self._flags.extend(bytes(max(0, last - len(self._flags))))
                for frame in range(each.start, last):
                    self._flags[frame] |= SOUND | (STARTLE if each.kind in STARTLING else 0)


def _lift_db(channel: Channel, seed: bytes) -> float:
    """Return by how much this driver raises his voice."""
    if channel.lombard is None or channel.snr_db is None:
        return 0.0
    slope = stream(seed, "lombard").uniform(*channel.lombard)
    return min(MOST_LIFT_DB, slope * max(0.0, CALM_SNR_DB - channel.snr_db))
