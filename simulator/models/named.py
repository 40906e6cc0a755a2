"""The harness's language models by name: `claude`, `gemini`, or whichever has a key.

Model ids are settings, since vendors retire models: KARLA_CLAUDE_MODEL and KARLA_GEMINI_MODEL.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from runtime.errors import KarlaError
from simulator.models.chat import Chat


class NoModel(KarlaError):
    """There is no language model to ask; the message names the variable that is missing."""


@dataclass(frozen=True, slots=True)
class Vendor:
    """Where a vendor's key and model id come from."""

    key: str
    model: str
    usual: str


VENDORS: Final[Mapping[str, Vendor]] = {
    "claude": Vendor("ANTHROPIC_API_KEY", "KARLA_CLAUDE_MODEL", "claude-haiku-4-5"),
    "gemini": Vendor("GEMINI_API_KEY", "KARLA_GEMINI_MODEL", "gemini-3.6-flash"),
}


def chat_named(name: str = "") -> Chat:
    """Return the model of a vendor; without a name, of the first that has a key. Raises: NoModel."""
    if name and name not in VENDORS:
        raise NoModel(f"there is no language model «{name}»: one of {', '.join(VENDORS)}")
    for vendor in [name] if name else VENDORS:
        if key := os.environ.get(VENDORS[vendor].key):
            return _chat(vendor, key, os.environ.get(VENDORS[vendor].model) or VENDORS[vendor].usual)
    keys = [VENDORS[name].key] if name else [vendor.key for vendor in VENDORS.values()]
    raise NoModel(f"a language model needs a key: set {' or '.join(keys)}")


@cache
def _chat(vendor: str, key: str, model: str) -> Chat:
    """Return a process's one model of these settings: its connections outlive a call."""
    if vendor == "claude":
        from simulator.models.claude import Claude  # noqa: PLC0415  three seconds to import

        return Claude(model, key)
    from simulator.models.gemini import Gemini  # noqa: PLC0415  as long

    return Gemini(model, key)
