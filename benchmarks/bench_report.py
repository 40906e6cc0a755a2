"""What a report of many calls costs: seconds to write it, its size, and, where there is a Chromium, seconds to open it.

The calls of a small suite are played once and counted again under other names until there are enough of them.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from simulator.results.run_folder import RunFolder

KARLA = Path(sys.executable).with_name("karla")


def played(out: Path, suite: str) -> RunFolder:
    """Play a suite; its calls may fail."""
    command = [KARLA, "simulate", "--suite", suite, "--out", out, "--jobs", "1", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return RunFolder(out / json.loads(done.stdout)["run"])


def repeated(small: RunFolder, path: Path, count: int) -> RunFolder:
    """Return a run of `count` calls, all of which lie in the small one's folder."""
    (path / "calls").mkdir(parents=True)
    run, summaries = RunFolder(path), small.summaries()
    calls = [
        replace(summaries[n % len(summaries)], call=f"{summaries[n % len(summaries)].call}-{n}") for n in range(count)
    ]
    run.write_info(replace(small.info(), calls=tuple(call.call for call in calls)))
    for n, call in enumerate(calls):
        run.call(call.call).path.symlink_to(small.call(summaries[n % len(summaries)].call).path.resolve())
    run.calls_path.write_text("".join(f"{call.line()}\n" for call in calls), encoding="utf-8")
    return run


def opened(page: Path) -> float | None:
    """Return the seconds until the page can be used in a Chromium; None where there is none."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        return None
    if chromium is None:
        return None
    with sync_playwright() as started:
        tab = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"]).new_page()
        begin = perf_counter()
        tab.goto(page.as_uri())
        tab.wait_for_selector("html[data-ready]")
        return perf_counter() - begin


def children_cpu() -> float:
    """Return the processor seconds of all processes that this one has started and seen end."""
    times = os.times()
    return times.children_user + times.children_system


def main() -> None:
    """Print one row a size."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, nargs="*", default=[300, 2000])
    options.add_argument("--suite", default="quick")
    chosen = options.parse_args()
    print(f"{'calls':>6}{'audio':>8}{'sounds':>8}{'write s':>9}{'CPU s':>7}{'MB':>7}{'open s':>8}")
    with TemporaryDirectory() as folder:
        small = played(Path(folder) / "small", chosen.suite)
        for count in chosen.calls:
            run = repeated(small, Path(folder) / f"run-{count}", count)
            for audio in ("none", "failed"):
                begin, before = perf_counter(), children_cpu()
                command = [KARLA, "report", run.path, "--audio", audio, "--json"]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                spent, cpu, written = perf_counter() - begin, children_cpu() - before, json.loads(done.stdout)
                seconds = opened(Path(written["path"]))
                told = "" if seconds is None else f"{seconds:8.2f}"
                megabytes = written["bytes"] / 1e6
                print(
                    f"{count:6}{audio:>8}{written['sounds']:8}{spent:9.1f}{cpu:7.1f}{megabytes:7.1f}{told}", flush=True
                )


if __name__ == "__main__":
    main()
