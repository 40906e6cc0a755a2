"""A finished run judged again from what it left: ledgers, trips and expectations; nothing is played.

The same rules give the same bytes. A judge's ruling is kept as it was given, and applied again; his quotation must
still stand in the transcript. Calls that the harness could not play have nothing to judge, and stay as they are.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace

from simulator.results.call_folder import CallFolder, CallSummary, StoredVerdict, grade
from simulator.results.report import Report, totals
from simulator.results.run_folder import RunFolder
from simulator.scoring.judge import Judge, ask
from simulator.scoring.ledger import Ledger
from simulator.scoring.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Change:
    """A call that came out otherwise than before."""

    before: CallSummary
    after: CallSummary

    @property
    def flipped(self) -> bool:
        """Whether its status is another one, not only a figure of it."""
        return self.before.status != self.after.status


@dataclass(frozen=True, slots=True)
class Regraded:
    """A run judged again."""

    report: Report
    changes: tuple[Change, ...]


def regrade(run: RunFolder) -> Regraded:
    """Judge every call of a run again, and write what came out. Raises: BadFile."""
    return _rewrite(run, [(summary, regrade_call(run.call(summary.call), summary)) for summary in run.summaries()])


def regrade_call(folder: CallFolder, summary: CallSummary) -> CallSummary:
    """Judge one call again and write its verdict; one that was never played stays as it is. Raises: BadFile."""
    if not folder.ledger.exists() or not folder.verdict.exists():
        return summary
    stored = StoredVerdict.read(folder.verdict)
    return grade(folder, summary, stored.expectation, stored.ruling)


async def judge_run(run: RunFolder, judge: Judge, at_once: int = 8) -> Regraded:
    """Let a judge read every call of a run that passed the checks, and write what came out. Raises: BadFile."""
    turnstile = asyncio.Semaphore(at_once)

    async def judged(summary: CallSummary) -> CallSummary:
        async with turnstile:
            return await judge_call(run.call(summary.call), summary, judge)

    summaries = run.summaries()
    async with asyncio.TaskGroup() as tasks:
        waiting = [tasks.create_task(judged(summary)) for summary in summaries]
    return _rewrite(run, zip(summaries, (task.result() for task in waiting), strict=True))


async def judge_call(folder: CallFolder, summary: CallSummary, judge: Judge) -> CallSummary:
    """Judge one call by the checks and then by `judge`, whose earlier ruling is forgotten. Raises: BadFile."""
    if not folder.ledger.exists() or not folder.verdict.exists():
        return summary
    expectation = StoredVerdict.read(folder.verdict).expectation
    checked = grade(folder, summary, expectation)
    verdict, timeline = StoredVerdict.read(folder.verdict).verdict, Timeline.of(Ledger.read(folder.ledger))
    ruling = await ask(judge, verdict, timeline, expectation)
    return checked if ruling is None else grade(folder, summary, expectation, ruling)


def _rewrite(run: RunFolder, judged: Iterable[tuple[CallSummary, CallSummary]]) -> Regraded:
    """Put what differs in calls.jsonl and run.json. Calls are compared as they lie on disk."""
    stored = [(before, CallSummary.parse(after.line())) for before, after in judged]
    changes = [Change(before, after) for before, after in stored if before != after]
    for change in changes:
        run.append(change.after)
    info = run.info()
    info = run.finish(info, info.progress)
    report = Report(info, tuple(run.summaries()), run.reachable)
    if changes:
        run.write_info(replace(info, totals=totals(report)))
    return Regraded(report, tuple(changes))
