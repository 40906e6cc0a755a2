"""The command `karla`: sub-commands come from whichever packages are installed.

A package adds its own under the entry-point group `karla.commands`; the value is a `click.Command`
in a module that imports nothing heavy, so that `karla --help` stays quick. The runtime alone
therefore needs nothing of the harness.
"""

from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, version
from typing import Any

import click

from runtime.errors import BadFile

GROUP = "karla.commands"
OURS = ("runtime", "simulator", "loadtest", "dashboard")

EXAMPLES = """\
\b
Examples:
  karla simulate                  drivers that do not exist call Karla; no key, no network
  karla simulate --help           which suite, which drivers, how many calls
  karla replay last               the calls of the latest run that did not pass
  karla replay last CALL          one of its calls as a timeline, and where to hear it
"""


class Refused(click.ClickException):
    """A file that cannot be used. It exits like a wrong option does: nothing has been run."""

    exit_code = 2


class Commands(click.Group):
    """A group whose commands are loaded only when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every command's name, in alphabetical order."""
        return sorted(super().list_commands(ctx) + [entry.name for entry in entry_points(group=GROUP)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command; one whose package is incomplete says so when it is run."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        for entry in entry_points(group=GROUP, name=cmd_name):
            return _load(entry)
        return None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a bad file, or a package that is not installed, is told in one line."""
        try:
            return super().invoke(ctx)
        except BadFile as error:
            raise Refused(str(error)) from error
        except ModuleNotFoundError as error:
            if _is_ours(error):
                raise  # a fault of ours, not of the installation
            raise click.ClickException(_hint(error)) from error


def _load(entry: EntryPoint) -> click.Command:
    try:
        command = entry.load()
    except ModuleNotFoundError as error:
        return _unavailable(entry, error)
    if not isinstance(command, click.Command):
        raise click.ClickException(f"{entry.value} is not a command")
    return command


def _unavailable(entry: EntryPoint, error: ModuleNotFoundError) -> click.Command:
    message = _hint(error)

    def explain(**_: object) -> None:
        raise click.ClickException(message)

    arguments = click.Argument(["rest"], nargs=-1, type=click.UNPROCESSED)
    return click.Command(
        entry.name,
        callback=explain,
        params=[arguments],
        context_settings={"ignore_unknown_options": True},
        short_help=f"(not here: {message})",
    )


def _is_ours(error: ModuleNotFoundError) -> bool:
    return (error.name or "").split(".")[0] in OURS


def _hint(error: ModuleNotFoundError) -> str:
    if _is_ours(error):
        return f"this installation has no {error.name}"
    return f"the package {error.name} is missing; `make setup` installs it"


def _version() -> str:
    try:
        return version("karla")
    except PackageNotFoundError:
        return "not installed"


@click.group(cls=Commands, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(_version(), prog_name="karla")
def main() -> None:
    """Karla calls truck drivers and validates their trips in Mexican Spanish."""
