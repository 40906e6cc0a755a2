"""The mobile line of a call: what of the driver's end arrives at Karla's, and when her own voice reaches him.

Time is the index of a 20 ms frame since the call was answered. While only the bed sounds, a leg serves it as it was
coded once a process. Whatever else sounds is known some frames ahead: it is mixed with the bed and coded as one piece,
after 100 ms that bring the codecs to their working state. Frames lost on the radio are concealed by its decoder,
whose memory goes through the gap; packets that come too late for the jitter buffer are concealed in the sound.

Every effect has its own stream of random numbers: one more of them changes no other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from runtime.audio import FRAME_BYTES, FRAME_SAMPLES, FRAME_SECONDS, SILENCE, Pcm
from simulator.channel.bed import PREROLL_FRAMES, as_samples
from simulator.channel.coding.codecs import RADIO, Radio, through_g711
from simulator.channel.coding.g711 import Octets
from simulator.channel.jitter import Late
from simulator.channel.loss import Bursts, Gaps, Outages, Trouble, concealed
from simulator.channel.presets import Channel
from simulator.channel.report import ChannelReport, ratio_db
from simulator.channel.scene import ECHO, STARTLE, Scene
from simulator.channel.sounds import Sounding
from simulator.channel.streams import stream

RECOVERY_FRAMES: Final = 5
"""How long a radio decoder remembers a gap."""

AHEAD: Final = 100
CHANCES: Final = 1024


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that the line does at one moment, as the ledger names it."""

    event: str
    data: Mapping[str, object] = field(default_factory=dict)


class DriverLeg:
    """One call's line. The same channel, seed, utterances and echo give the same bytes.

    Raises: CodecMissing, if its codec is not installed.
    """

    def __init__(self, channel: Channel, seed: bytes) -> None:
        self.channel = channel
        self.scene = Scene(channel, seed)
        self._radio: Radio | None = RADIO.get(channel.codecs[0]) if channel.codecs else None
        self._late = _late(channel, seed)
        lost = _losses(channel, seed)
        self._lost = Gaps(lost if self._radio else [])
        self._missing = Gaps([*([] if self._radio else lost), *([self._late] if self._late else [])])
        self._chances = stream(seed, "concealment").integers(0, 256, CHANCES).tolist()
        self._gain = np.float32(10 ** (channel.gain_db / 20))
        self._unheard_from = _frame(channel.one_way.from_seconds, seed, "one way") if channel.one_way else None
        self.drops_at = _frame(channel.drop.at_seconds, seed, "drop") if channel.drop else None
        self.redials_after = _frame(channel.drop.redial_seconds, seed, "redial") if channel.drop else 0
        self._ready: dict[int, Pcm] = {}
        self._ready_until = 0
        self._calm = (0, 0)
        self._sent: dict[int, Octets] = {}
        self._echo_until = 0
        self._served = 0

    # What goes in -------------------------------------------------------------------------------

    def begin(self, n: int, pcm: Pcm, gain_db: float = 0.0) -> None:
        """Let him say an utterance from frame `n` on; one still sounding ends there.

        Raises: ValueError, if frame `n` has already been served.
        """
        self.cut(n)
        self.scene.begin(n, pcm, gain_db)
        self._forget(n)

    def cut(self, n: int) -> None:
        """Let him stop at frame `n`: from there on, only what is around him. Raises: ValueError, as for `begin`."""
        if n < self._served:
            raise ValueError(f"frame {n} has already been served")
        if self.scene.stop(n):
            self._forget(n)

    def hears(self, n: int, pcm: Pcm) -> None:
        """Let Karla's voice sound in frame `n` at his end: it comes back if the line has an echo."""
        if (echo := self.channel.echo) is None:
            return
        back = n + echo.frames
        self.scene.echoes(back, pcm)
        self._echo_until = back + 1
        self._forget(back)

    # What comes out -----------------------------------------------------------------------------

    def frame(self, n: int) -> Pcm:
        """Return frame `n` of the stream as Karla's side gets it: 320 bytes."""
        if n >= self._served:
            self._served = n + 1
        if self._unheard_from is not None and n >= self._unheard_from and self._unheard("driver"):
            return SILENCE
        run = self._missing.run(n)
        if run:
            return concealed(self._arriving(n - run), run)
        return self._arriving(n)

    def karla_reaches_him(self, n: int) -> bool:
        """Tell whether her voice can be heard at his end in frame `n`."""
        return self._unheard_from is None or n < self._unheard_from or not self._unheard("karla")

    def incidents(self, n: int) -> list[Incident]:
        """Return what begins in frame `n` that is not his voice."""
        found = [_sound(each) for each in self.sounded if each.start == n] if self.scene.flags(n) else []
        if n == self._unheard_from and self.channel.one_way:
            found.append(Incident("line.one_way", {"unheard": self.channel.one_way.unheard}))
        return found

    @property
    def sounded(self) -> list[Sounding]:
        """Everything that sounds now and then, as far as it has been drawn."""
        return self.scene.sounded

    # What is known of it ------------------------------------------------------------------------

    def startles(self, n: int) -> bool:
        """Tell whether something sounds in frame `n` that a recogniser takes for the beginning of speech."""
        return bool(self.scene.flags(n) & (STARTLE | ECHO))

    def snr_db(self, start_frame: int, end_frame: int) -> float:
        """Return the ratio of his voice to all else over the frames with speech in them, within -20 and 60 dB.

        Without any speech it is -20.
        """
        powers = self.scene.powers(start_frame, end_frame)
        return ratio_db(powers.voice, powers.around + powers.echo)

    def echo_db(self, start_frame: int, end_frame: int) -> float:
        """Return the ratio of Karla's echo to all else, his voice included, likewise."""
        powers = self.scene.powers(start_frame, end_frame)
        return ratio_db(powers.echo, powers.around + powers.voice)

    def lost(self, start_frame: int, end_frame: int) -> float:
        """Return the share of these frames that were lost."""
        runs = self._runs(start_frame, end_frame)
        return sum(run > 0 for run in runs) / max(len(runs), 1)

    def report(self) -> ChannelReport:
        """Return what the line did to the frames served so far."""
        return ChannelReport.of(
            self.channel,
            self.scene,
            self._runs(0, self._served),
            self._late.jitter_ms(self._served) if self._late else 0.0,
        )

    # How it is made -----------------------------------------------------------------------------

    def _unheard(self, who: str) -> bool:
        return self.channel.one_way is not None and self.channel.one_way.unheard == who

    def _runs(self, start: int, end: int) -> list[int]:
        radio, packets = self._lost.within(start, end), self._missing.within(start, end)
        return [max(pair) for pair in zip(radio, packets, strict=True)]

    def _forget(self, n: int) -> None:
        """What was prepared from frame `n` on is no longer what will sound."""
        for frame in range(n, self._ready_until):
            self._ready.pop(frame, None)
            self._sent.pop(frame, None)
        self._ready_until = min(self._ready_until, n)
        self._calm = (self._calm[0], min(self._calm[1], n))

    def _arriving(self, n: int) -> Pcm:
        """Return frame `n` after the radio and the codecs."""
        if self._calm[0] <= n < self._calm[1]:
            return self.scene.bed.arriving(self.scene.at(n))
        if n not in self._ready:
            self._prepare(n)
            return self._arriving(n)
        return self._ready[n]

    def _prepare(self, n: int) -> None:
        """Find out until when only the bed sounds, or code what else does."""
        disturbed = _spread(self._lost.within(max(n - RECOVERY_FRAMES, 0), n + AHEAD), n - max(n - RECOVERY_FRAMES, 0))
        calm = min(self.scene.calm(n, n + AHEAD), n + disturbed.find(1) if 1 in disturbed else n + AHEAD)
        if calm > n:
            self._calm = (n, calm)
            return
        end = max(self.scene.busy(n), n + (disturbed.find(0) if 0 in disturbed else AHEAD))
        if n < self._echo_until < end:
            end = self._echo_until  # more of it is not known yet
        self._code(n, end)

    def _code(self, first: int, end: int) -> None:
        wave = self.scene.wave(first - PREROLL_FRAMES, end) * self._gain
        samples = as_samples(wave)
        skipped = PREROLL_FRAMES
        if self._radio is not None:
            for n, frame in enumerate(self._radio.encode(samples)[PREROLL_FRAMES:], start=first):
                self._sent[n] = frame
            start = first - PREROLL_FRAMES
            start -= self._lost.run(start)
            samples = self._radio.decode(np.stack([self._received(n) for n in range(start, end)]))
            skipped = first - start
        pcm = through_g711(samples[skipped * FRAME_SAMPLES :], self.channel.codecs).astype("<i2").tobytes()
        for n in range(first, end):
            at = (n - first) * FRAME_BYTES
            self._ready.setdefault(n, pcm[at : at + FRAME_BYTES])
        self._ready_until = max(self._ready_until, end)

    def _received(self, n: int) -> Octets:
        """Return what the radio's decoder is given for frame `n`."""
        run = self._lost.run(n)
        bed = self.scene.bed
        sent = self._sent.get(n - run)
        if sent is None:
            sent = bed.sent[self.scene.at(n - run) % bed.frames]
        if not run or self._radio is None:
            return sent
        return self._radio.substitute(sent, run, self._chances[n % CHANCES])


def _losses(channel: Channel, seed: bytes) -> list[Trouble]:
    troubles: list[Trouble] = []
    if channel.loss:
        troubles.append(Bursts(channel.loss, channel.burst_ms / (1000 * FRAME_SECONDS), stream(seed, "loss")))
    if channel.outages:
        troubles.append(Outages(channel.outages.per_minute, channel.outages.seconds, stream(seed, "outages")))
    return troubles


def _late(channel: Channel, seed: bytes) -> Late | None:
    jitter = channel.jitter
    return Late(jitter.spike_ms, jitter.spike_every_ms, jitter.buffer_ms, stream(seed, "jitter")) if jitter else None


def _frame(span: tuple[float, float], seed: bytes, effect: str) -> int:
    """Return a drawn moment in frames."""
    return round(float(stream(seed, effect).uniform(*span)) / FRAME_SECONDS)


def _spread(runs: bytes, skip: int) -> bytes:
    """Return 1 for each frame that is lost or that follows a lost one by less than the recovery, from `skip` on."""
    disturbed = bytearray(len(runs))
    since = RECOVERY_FRAMES + 1
    for number, run in enumerate(runs):
        since = 0 if run else since + 1
        disturbed[number] = since <= RECOVERY_FRAMES
    return bytes(disturbed[skip:])


def _sound(each: Sounding) -> Incident:
    return Incident("drv.event", {"kind": each.kind, "seconds": each.seconds})
