"""What every test gets: the repository's root, and a bounded, repeatable search by hypothesis."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("karla", max_examples=50, deadline=None, derandomize=True)
settings.load_profile("karla")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the repository's root."""
    return Path(__file__).resolve().parent.parent
