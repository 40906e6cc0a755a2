"""The gazetteer as shipped, and a Tuesday morning in March to stand on."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from runtime.understanding.places import Gazetteer

PLACES = Path(__file__).parents[2] / "corpus" / "places.yaml"


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.read(PLACES)


@pytest.fixture(scope="session")
def places_file() -> Path:
    return PLACES


@pytest.fixture(scope="session")
def tuesday() -> datetime:
    """10 March 2026, 11:00, in Monterrey's zone."""
    return datetime(2026, 3, 10, 11, 0, tzinfo=ZoneInfo("America/Mexico_City"))
