"""What follows from a turn of the driver's, as the server decides it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from runtime.session.call_session import CallSession, Reason
from runtime.session.states import Move

GOODBYE_PATIENCE: Final = 1.4
"""Seconds that she leaves for a last word before she hangs up."""

HOLD_SECONDS: Final = 25.0
"""How long «pérame tantito» is waited for before one check-in."""


@dataclass(frozen=True, slots=True)
class Step:
    """What follows from a turn. With `say` None the model is asked; an empty `say` is silence.

    `transfer` names the reason to hand over. `look_up` says that the trip must be read and stated
    next. `ends` hangs up after what is said.
    """

    session: CallSession
    say: tuple[str, ...] | None = None
    move: Move | None = None
    transfer: Reason | None = None
    introduce: bool = False
    look_up: bool = False
    ends: bool = False
    patience: float | None = None
    changes: Mapping[str, object] = field(default_factory=dict)
