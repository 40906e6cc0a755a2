"""What a run or a call is printed on: as wide as the terminal, or as `COLUMNS`; a page when neither is known."""

import os
from typing import Final

from rich.console import Console

PAGE_COLUMNS: Final = 100


def page() -> Console:
    """Return a console on standard output."""
    console = Console(highlight=False)
    if not console.is_terminal and not os.environ.get("COLUMNS", "").isdigit():
        console.width = PAGE_COLUMNS
    return console
