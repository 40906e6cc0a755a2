"""What Karla's patience costs and gives: the same calls with other manners, in virtual time.

    .venv/bin/python benchmarks/bench_turn_taking.py
    .venv/bin/python benchmarks/bench_turn_taking.py --setting open_pause=0.6 --setting unfinished_pause=0.5

Latencies are modelled (published distributions of the vendors); interruptions and verdicts are those of the simulated
drivers. Rows differ in one setting and share every seed, so compare them with each other and with nothing else.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import track
from rich.table import Table

from runtime.pipeline.turn_taking import Manners
from runtime.understanding.places import Gazetteer
from simulator.rig.bench import bench
from simulator.rig.casting import grammar_driver, herself
from simulator.rig.virtual import run_call
from simulator.statistics.samples import percentile
from simulator.suite import CallSpec, load_everything, suite_path

ROOT = Path(__file__).parents[1]
ROWS = (
    {},
    {"open_pause": 0.0},
    {"open_pause": 0.6},
    {"unfinished_pause": 0.0},
    {"unfinished_pause": 0.6},
    {"draft_after": 9.0},
    {"late_answer": 0.0},
)


def measured(specs: list[CallSpec], manners: Manners, name: str) -> list[str]:
    """Play `specs` with these manners and return one row of the table."""
    waits: list[float] = []
    turns = interrupted = passed = seconds = 0.0
    with TemporaryDirectory() as folder:
        for spec in track(specs, description=f"{name:28}", console=Console(stderr=True), transient=True):
            karla = replace(herself(spec, bench()), manners=manners)
            summary = run_call(spec, Path(folder) / spec.name, karla, grammar_driver(spec, bench()))
            passed += summary.status == "PASS"
            if (metrics := summary.metrics) is not None:
                waits += [each.seconds for each in metrics.latencies]
                turns += metrics.driver_turns
                interrupted += len(metrics.agent_interruptions)
                seconds += metrics.seconds
    return [
        name,
        f"{percentile(waits, 50) * 1000:.0f}",
        f"{percentile(waits, 95) * 1000:.0f}",
        f"{sum(wait < 1.5 for wait in waits) / len(waits):.1%}",
        f"{interrupted / turns:.1%}",
        f"{seconds / len(specs):.1f}",
        f"{passed / len(specs):.1%}",
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", default="default", help="a shipped suite or a file")
    parser.add_argument("--every", type=int, default=3, help="play every n-th call of the suite")
    parser.add_argument("--setting", action="append", default=[], metavar="NAME=SECONDS", help="a row of your own")
    given = parser.parse_args()
    rows = [{}, *({s.split("=")[0]: float(s.split("=")[1])} for s in given.setting)] if given.setting else list(ROWS)
    suite = load_everything(suite_path(given.suite), Gazetteer.read(ROOT / "corpus" / "places.yaml"))
    specs = list(suite.calls())[:: given.every]
    table = Table("manners", "p50 ms", "p95 ms", "< 1.5 s", "interrupted him", "s a call", "passed")
    for row in rows:
        name = ", ".join(f"{key} {value:g}" for key, value in row.items()) or "as they are"
        table.add_row(*measured(specs, replace(Manners(), **row), name))
    Console(file=sys.stdout, width=110).print(table)


if __name__ == "__main__":
    main()
