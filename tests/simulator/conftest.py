"""What the tests of scenarios and suites share: the shipped gazetteer, and a scenario to spoil."""

from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.understanding.places import Gazetteer
from simulator.persona import ROOT

type Write = Callable[[str, str], Path]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.read(ROOT / "corpus" / "places.yaml")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes `text` to a file of the given name and returns its path."""

    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write_file
