"""The words that scenario files may use, each list closed so that a slip of the pen is found.

Outcomes are the runtime's own; the intents are what Karla is after, as the driver hears it.
"""

from typing import Annotated, Final, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

type Fact = Literal["origin", "destination", "date"]
FACTS: Final[tuple[Fact, ...]] = ("origin", "destination", "date")

type Outcome = Literal[
    "confirmed",
    "updated",
    "created",
    "transferred",
    "callback",
    "wrong_party",
    "voicemail",
    "no_answer",
    "refused",
    "abandoned",
    "failed",
]

type When = Literal[
    "answered",
    "asked_identity",
    "asked_confirm",
    "asked_which_field",
    "asked_origin",
    "asked_destination",
    "asked_date",
    "asked_all",
    "asked_option",
    "read_back",
    "asked_repeat",
    "offered_human",
    "prompted",
    "waiting",
    "told_confirmed",
    "told_updated",
    "told_created",
    "told_transfer",
    "told_callback",
    "goodbye",
    "other",
    "any",
]

FAMILIES: Final = frozenset(
    {
        "confirm",
        "update",
        "create",
        "transfer",
        "wrong_party",
        "machine",
        "silence",
        "callback",
        "wait",
        "hang_up",
        "attack",
        "identity",
        "turn_taking",
        "off_topic",
    }
)
"""What a call is about; every scenario has at least one of these."""

TRAITS: Final = frozenset(
    {
        "acquiescence",
        "ambiguous_date",
        "ambiguous_place",
        "aside",
        "back_channel",
        "barge_in",
        "complaint",
        "emergency",
        "inbound",
        "language",
        "midnight",
        "missing_fact",
        "mood",
        "month_end",
        "nickname",
        "note",
        "other_driver",
        "privacy",
        "refuses",
        "relative_date",
        "safety",
        "self_correction",
        "spanglish",
        "two_fields",
        "unknown_place",
        "unserved",
    }
)
"""What is particular about it."""


def _tag(tag: str) -> str:
    names = FAMILIES | TRAITS
    if tag not in names and not tag.startswith("x-"):
        raise PydanticCustomError("unknown_name", "unknown tag «{name}»", {"name": tag, "known": names})
    return tag


type Tag = Annotated[str, AfterValidator(_tag)]
"""A family, a trait, or a word of one's own that begins with `x-`."""
