"""How long it takes to compare two runs: `python benchmarks/bench_compare.py [--calls 2000]`.

The runs are made up from the calls of one scripted call, with waits and verdicts drawn from a seeded die, and have the
size of real ones (2.5 KB a line). Times are seconds of the wall.
"""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

from simulator.comparison.comparison import compare_runs, decide
from simulator.comparison.record import as_json
from simulator.comparison.runs import PlayedRun, read_run
from simulator.results.gates import Gates, gates_path
from simulator.results.run_folder import RunFolder
from simulator.scoring.ledger import Json


def main() -> None:
    """Make two runs, compare them, and print where the time went."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--calls", type=int, default=2000)
    calls = arguments.parse_args().calls
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, seed in (("base", 1), ("new", 2)):
            make_run(root / name, calls, seed)
        size = (root / "new" / "calls.jsonl").stat().st_size
        begun = time.perf_counter()
        runs = [read_run(RunFolder(root / name)) for name in ("base", "new")]
        read = time.perf_counter()
        comparison = compare_runs(runs[0], runs[1], Gates.read(gates_path("default")))
        as_json(comparison, decide(comparison))
        done = time.perf_counter()
    print(f"two runs of {calls} calls, {size / calls / 1000:.1f} KB a line, {turns(runs[1])} turns each")
    print(f"reading and checking {read - begun:.2f} s, comparing {done - read:.2f} s, together {done - begun:.2f} s")


def make_run(path: Path, calls: int, seed: int) -> None:
    """Write a run of `calls` calls over a hundred scenarios."""
    from dataclasses import replace

    from simulator.results.call_folder import CallSummary
    from simulator.results.run_folder import Request, RunInfo
    from simulator.scoring.checks import Status
    from simulator.scoring.cost import shipped_prices
    from simulator.scoring.expectation import Expectation
    from simulator.scoring.metrics import measure
    from simulator.scoring.scripted import confirmed_call

    dice = np.random.default_rng(seed)
    metrics = measure(confirmed_call().ledger, Expectation(), shipped_prices())
    turn = metrics.latencies[0]
    report: dict[str, Json] = {"codec": "gsm", "speech_frames": 300, "loss": 0.01, "speech_loss": 0.02, "snr_db": 12.0}
    summaries = []
    for number in range(calls):
        scenario, persona, trial = f"escenario_{number % 100}", f"operador_{number % 13}", number // 100 + 1
        waits = tuple(replace(turn, seconds=float(wait)) for wait in dice.lognormal(0, 0.5, 5))
        status = Status.PASS if dice.random() < 0.95 else Status.FAIL
        summaries.append(
            CallSummary(
                f"{scenario}--{persona}--gsm--{trial}", scenario, persona, "gsm", trial, "karla", "Un título",
                ("confirm",), status, "", metrics=replace(metrics, latencies=waits), channel_report=dict(report),
            )
        )  # fmt: skip
    path.mkdir()
    run = RunFolder(path)
    info = RunInfo(path.name, Request("suite.yaml"), tuple(each.call for each in summaries), {"seed": "karla"})
    for summary in summaries:
        run.append(summary)
    run.finish(info, "finished")


def turns(run: PlayedRun) -> int:
    """Return how many turns of a run were timed."""
    return len(run.report.latencies())


if __name__ == "__main__":
    main()
