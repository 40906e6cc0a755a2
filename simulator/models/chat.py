"""A language model of the harness's own: it plays a driver or judges a call, one JSON answer at a time.

It is asked synchronously. In the virtual rig that costs the call no time at all: the clock stands while it thinks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

type Schema = Mapping[str, Any]
"""A JSON schema of an object."""

type Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """One message so far: of the user, or of the model itself."""

    role: Literal["user", "assistant"]
    text: str


class Chat(Protocol):
    """A language model that answers in JSON."""

    @property
    def identity(self) -> Mapping[str, str]:
        """Who it is: provider, model, and every setting that changes an answer."""

    def ask(self, system: str, messages: Sequence[Said], schema: Schema) -> Answer:
        """Return one JSON object that should fit `schema`: whoever asks checks it. Raises: ProviderError."""
