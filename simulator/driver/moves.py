"""What the driver does next: says something, or not, and what comes after it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from simulator.driver.handset import Utterance


class After(StrEnum):
    """What he does once he has said it."""

    LISTEN = "listen"
    HOLD = "hold"
    HANG_UP = "hang_up"
    LEAVE_IT_TO_HER = "leave_it_to_her"  # he is done, and lets her end the call
    WAIT = "wait"  # for the human she is fetching
    SILENT = "silent"  # not another word


@dataclass(frozen=True, slots=True)
class Move:
    """One step of his. `back` is what he says when a hold of `hold_seconds` is over."""

    utterance: Utterance | None = None
    after: After = After.LISTEN
    hold_seconds: float = 0.0
    back: Utterance | None = None


NOTHING: Final = Move()
