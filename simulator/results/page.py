"""What a run or a call is printed on: as wide as the terminal, or as `COLUMNS`; a page when neither is known."""

import os
import shutil
import sys
from pathlib import Path
from typing import Final

from rich.console import Console

PAGE_COLUMNS: Final = 100


def page() -> Console:
    """Return a console on standard output."""
    console = Console(highlight=False)
    if not console.is_terminal and not os.environ.get("COLUMNS", "").isdigit():
        console.width = PAGE_COLUMNS
    return console


def program() -> str:
    """Return how this program can be called again from here: by its name where that is on the PATH."""
    called = Path(sys.argv[0])
    if called.name != "karla" or shutil.which("karla"):
        return "karla"
    near = called.absolute()
    return str(near.relative_to(Path.cwd())) if near.is_relative_to(Path.cwd()) else str(near)
