"""How every command refuses files that it cannot use: each fault on its own line, exit code 2."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from runtime.errors import BadFile


@contextmanager
def bad_files_refused() -> Iterator[None]:
    """Name every fault of every file, one a line, and exit with 2."""
    try:
        yield
    except* BadFile as group:
        for fault in _leaves(group):
            click.echo(str(fault), err=True)
        raise SystemExit(2) from None


def _leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    return [
        leaf
        for error in group.exceptions
        for leaf in (_leaves(error) if isinstance(error, BaseExceptionGroup) else [error])
    ]
