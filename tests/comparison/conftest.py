"""What the tests of comparisons share: runs on disk, made up call by call."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from simulator.comparison.runs import PlayedRun, read_run
from simulator.results.call_folder import CallSummary
from simulator.results.run_folder import Request, RunFolder, RunInfo
from simulator.scoring.checks import Status
from simulator.scoring.cost import shipped_prices
from simulator.scoring.expectation import Expectation
from simulator.scoring.metrics import Metrics, measure
from simulator.scoring.scripted import confirmed_call

PROVENANCE = {"seed": "karla", "git": {"commit": "a" * 40, "dirty": False}, "prompt_sha256": "p" * 64}

type Call = Callable[..., CallSummary]
type Write = Callable[..., RunFolder]
type Play = Callable[..., PlayedRun]


@cache
def one_call() -> Metrics:
    return measure(confirmed_call().ledger, Expectation(), shipped_prices())


@pytest.fixture
def call() -> Call:
    """Makes the summary of the n-th call: five to a scenario, three drivers; its waits in seconds."""

    def made(n: int, status: Status = Status.PASS, waits: Iterable[float] = (1.0,), **changes: object) -> CallSummary:
        scenario, persona, turn = f"escenario_{n // 5}", f"operador_{n % 3}", one_call().latencies[0]
        metrics = replace(one_call(), latencies=tuple(replace(turn, seconds=wait) for wait in waits))
        summary = CallSummary(
            f"{scenario}--{persona}--gsm--{n}", scenario, persona, "gsm", n, "karla", "Título", ("confirm",), status,
            "" if status == Status.PASS else "la fecha está mal", metrics=metrics,
            channel_report={"speech_frames": 300, "speech_loss": 0.0, "snr_db": 12.0},
        )  # fmt: skip
        return replace(summary, **changes)

    return made


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a finished run and returns its folder."""

    def written(name: str, calls: Iterable[CallSummary], **provenance: object) -> RunFolder:
        summaries, run = tuple(calls), RunFolder(tmp_path / name)
        run.path.mkdir()
        names = tuple(summary.call for summary in summaries)
        info = RunInfo(name, Request("suite.yaml"), names, PROVENANCE | provenance)  # type: ignore[arg-type]
        for summary in summaries:
            run.append(summary)
        run.finish(info, "finished")
        return run

    return written


@pytest.fixture
def play(write: Write) -> Play:
    """Writes a finished run and reads it back for comparing."""
    return lambda name, calls, **provenance: read_run(write(name, calls, **provenance))
