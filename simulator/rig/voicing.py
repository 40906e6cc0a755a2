"""Whether a file of voices can be spoken with: the voices belong to the runtime, which only the rig may import."""

from pathlib import Path

from runtime.integrations.voices import read_voices


def check_voices(path: Path) -> None:
    """Read a file of voices. Raises: BadFile."""
    read_voices(path)
