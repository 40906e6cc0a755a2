"""The slices that a run is looked at by: driver, line, what the line really did, what the call is about.

Packet loss is the share of the packets with the driver's speech that were lost, and the signal-to-noise ratio that of
his speech, both as realised in this very call: the nominal figures of a channel are averages over many.
"""

from collections.abc import Mapping
from typing import Final, Protocol

from simulator.vocabulary import FAMILIES

LOSS_EDGES: Final = ((0.0, "none"), (0.01, "up to 1 %"), (0.03, "1 to 3 %"), (0.08, "3 to 8 %"))
MOST_LOSS: Final = "over 8 %"
SNR_EDGES: Final = ((5.0, "under 5 dB"), (10.0, "5 to 10 dB"), (15.0, "10 to 15 dB"), (30.0, "15 to 30 dB"))
BEST_SNR: Final = "30 dB and more"
DIMENSIONS: Final = ("driver", "line", "loss", "noise", "family", "trait")

type Slice = tuple[str, str]
"""A dimension and the part of it: ("line", "gsm_cab")."""


class Call(Protocol):
    """What must be known of a call here."""

    @property
    def persona(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def channel_report(self) -> Mapping[str, object]: ...


def slices_of(call: Call) -> list[Slice]:
    """Return the slices that a call is in; without a word of the driver's there is no loss and no noise to speak of."""
    found = [("driver", call.persona), ("line", call.channel)]
    if number(call.channel_report, "speech_frames"):
        loss, snr = number(call.channel_report, "speech_loss"), number(call.channel_report, "snr_db")
        found += [("loss", loss_bucket(loss))] if loss is not None else []
        found += [("noise", snr_bucket(snr))] if snr is not None else []
    return found + [("family" if tag in FAMILIES else "trait", tag) for tag in call.tags]


def loss_bucket(share: float) -> str:
    """Return the bucket of a share of lost packets; an upper edge belongs to the bucket under it."""
    return next((name for edge, name in LOSS_EDGES if share <= edge), MOST_LOSS)


def snr_bucket(snr_db: float) -> str:
    """Return the bucket of a signal-to-noise ratio; an edge belongs to the bucket over it."""
    return next((name for edge, name in SNR_EDGES if snr_db < edge), BEST_SNR)


def number(report: Mapping[str, object], key: str) -> float | None:
    """Return a number of a channel's report; None if it is not there."""
    value = report.get(key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
