"""What the tests of the proof share: a command to run, and a voice whose process is ended."""

from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from simulator.rig.bench import bench

type Run = Callable[..., Result]


@pytest.fixture(scope="session", autouse=True)
def voice() -> Iterator[None]:
    """End the voice's process once the calls are over."""
    yield
    bench().engine.close()


@pytest.fixture
def karla(tmp_path: Path) -> Run:
    """Return a way to run a command in this process; its runs are kept in a folder of the test's own."""

    def run(command: click.Command, *arguments: str) -> Result:
        keeps = ("--out", str(tmp_path / "runs"), "--jobs", "1")
        return CliRunner().invoke(command, [*arguments, *keeps])

    return run
