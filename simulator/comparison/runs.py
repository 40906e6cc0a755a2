"""A run that can be compared: finished, whole, and the one that its run.json tells of."""

from dataclasses import dataclass

from runtime.errors import BadFile
from simulator.results.call_folder import CallSummary
from simulator.results.page import program
from simulator.results.report import Report
from simulator.results.run_folder import RunFolder, RunInfo, digest


@dataclass(frozen=True, slots=True)
class PlayedRun:
    """A finished run and all of its calls, in the suite's order."""

    folder: RunFolder
    info: RunInfo
    calls: tuple[CallSummary, ...]

    @property
    def name(self) -> str:
        """How to name the run on the command line."""
        return self.folder.reachable

    @property
    def report(self) -> Report:
        """The run's pooled figures."""
        return Report(self.info, self.calls, self.name)

    def replay(self, call: CallSummary) -> str:
        """Return the command that shows one of its calls."""
        return f"{program()} replay {self.name} {call.call}"


def read_run(folder: RunFolder) -> PlayedRun:
    """Read a run for comparing; nothing is written. Raises: BadFile, if it is unfinished, cut short or mixed up."""
    info = folder.info()
    if info.progress != "finished":
        raise BadFile(
            folder.info_path,
            f"the run is {info.progress}, so what is missing from it would look like a change",
            hint=f"{program()} simulate --resume {folder.reachable}",
        )
    calls = tuple(folder.summaries())
    _refuse_cut(folder, info, calls)
    return PlayedRun(folder, info, calls)


def _refuse_cut(folder: RunFolder, info: RunInfo, calls: tuple[CallSummary, ...]) -> None:
    again = "copy the whole folder again, or play the run again"
    if not folder.calls_path.exists():
        raise BadFile(folder.calls_path, "there is no such file: the run folder is cut short", hint=again)
    if len(calls) != len(info.calls):
        reason = f"holds {len(calls)} whole lines, but run.json says that the run has {len(info.calls)} calls"
        raise BadFile(folder.calls_path, reason, hint=again)
    if digest(calls) != info.digest:
        reason = f"its calls do not add up to the digest in run.json, {info.digest[:16]}…: one of the files was changed"
        raise BadFile(folder.calls_path, reason, hint=again)
