"""What a simulated call costs in one process: call seconds per CPU second, where they go, memory, and the start.

The calls are played three times. Cold: the voice cache is empty and the lines' noise is not made yet; the CPU of
espeak-ng's own process is counted. Warm: the voice is read from its files. Split: as warm, with a look at the stack
every few milliseconds of CPU; a sample belongs to the innermost of our files on it, but scoring and the
writing of files keep what they call.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from subprocess import DEVNULL, run
from time import perf_counter
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
SAMPLE_SECONDS = 0.004
PARTS = {
    "runtime/integrations/espeak": "synthesis",
    "runtime/integrations/voice": "synthesis",
    "runtime/integrations/local_tts": "synthesis",
    "runtime/understanding": "understanding",
    "runtime/integrations": "conversation",
    "runtime/pipeline": "conversation",
    "runtime/session": "conversation",
    "runtime/trips": "conversation",
    "simulator/channel": "channel",
    "simulator/driver": "driver",
    "simulator/rig/oracle": "ears",
    "simulator/rig/recognition": "ears",
    "simulator/rig/virtual_time": "event loop",
    "simulator/rig": "line",
    "simulator/scoring/ledger": "ledger",
    "simulator/results/recording": "files",
}
WHOLE = {"score_call": "scoring", "_write": "files"}
LOAD = """
from runtime.understanding.places import Gazetteer
from simulator.rig.bench import CORPUS, bench
from simulator.results.run_folder import Request
from simulator.simulation import virtual_provenance
from simulator.suite import load_everything, suite_path
load_everything(suite_path("default"), Gazetteer.read(CORPUS / "places.yaml"))
virtual_provenance(Request("default"))
bench()
"""
STARTS = {
    "karla --help": "from runtime.cli import main; main(['--help'])",
    "imports of karla simulate": "import simulator.rig.casting, simulator.simulation",
    "the same, and all that the default suite needs read": LOAD,
}


@dataclass(frozen=True, slots=True)
class Pass:
    """All calls once: seconds of calls, of CPU (this process, espeak-ng's) and of the wall; peak memory so far."""

    calls: int
    call_seconds: float
    cpu: float
    espeak_cpu: float
    wall: float
    peak_mb: float

    @property
    def ratio(self) -> float:
        """Call seconds per CPU second."""
        return self.call_seconds / (self.cpu + self.espeak_cpu)


def cpu(who: int) -> float:
    """Return the CPU seconds of this process or of its ended children."""
    usage = getrusage(who)
    return usage.ru_utime + usage.ru_stime


def start_cost(code: str) -> tuple[float, float]:
    """Return the least wall and CPU seconds that a new Python takes to run `code`."""
    command = [sys.executable, "-c", code]
    walls, cpus = [], []
    for _ in range(3):
        begin, before = perf_counter(), cpu(RUSAGE_CHILDREN)
        run(command, cwd=ROOT, stdout=DEVNULL, check=True)
        walls.append(perf_counter() - begin)
        cpus.append(cpu(RUSAGE_CHILDREN) - before)
    return min(walls), min(cpus)


def played(play: Callable[[Path], Iterator[float]], folder: Path, close: Callable[[], None]) -> Pass:
    """Play every call once; `close` ends espeak-ng's process, so that its CPU is known."""
    begin, mine, children = perf_counter(), cpu(RUSAGE_SELF), cpu(RUSAGE_CHILDREN)
    seconds = list(play(folder))
    close()
    return Pass(
        calls=len(seconds),
        call_seconds=sum(seconds),
        cpu=cpu(RUSAGE_SELF) - mine,
        espeak_cpu=cpu(RUSAGE_CHILDREN) - children,
        wall=perf_counter() - begin,
        peak_mb=getrusage(RUSAGE_SELF).ru_maxrss / 1024,
    )


def part_of(frame: FrameType | None) -> str:
    """Return the part of the product that is at work in a stack."""
    found = ""
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(str(ROOT)) and "site-packages" not in code.co_filename:
            if code.co_name in WHOLE:
                return WHOLE[code.co_name]
            path = code.co_filename.removeprefix(f"{ROOT}/")
            found = found or next((part for begin, part in PARTS.items() if path.startswith(begin)), "")
        frame = frame.f_back
    return found or "other"


@contextmanager
def sampled() -> Iterator[Counter[str]]:
    """Count, a few hundred times a CPU second, which part is at work."""
    counts = Counter[str]()
    signal.signal(signal.SIGPROF, lambda _number, frame: counts.update([part_of(frame)]))
    signal.setitimer(signal.ITIMER_PROF, SAMPLE_SECONDS, SAMPLE_SECONDS)
    try:
        yield counts
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def measure(suite: str, most: int) -> tuple[dict[str, Pass], dict[str, float]]:
    """Return the passes by name, and each part's share of the CPU of a warm one."""
    from runtime.understanding.places import Gazetteer
    from simulator.rig.bench import CORPUS, bench
    from simulator.rig.casting import Casting
    from simulator.suite import load_everything, suite_path

    specs = load_everything(suite_path(suite), Gazetteer.read(CORPUS / "places.yaml")).calls()
    count = min(most, len(specs))
    chosen = [specs[len(specs) * n // count] for n in range(count)]

    def play(folder: Path) -> Iterator[float]:
        for spec in chosen:
            metrics = Casting().play(spec, folder / spec.name).metrics
            yield metrics.seconds if metrics else 0.0

    with tempfile.TemporaryDirectory() as folder:
        os.environ["KARLA_CACHE"] = f"{folder}/cache"
        passes = {"cold": played(play, Path(folder) / "cold", lambda: bench().engine.close())}
        bench.cache_clear()  # what is held in memory goes; the files stay
        passes["warm"] = played(play, Path(folder) / "warm", lambda: bench().engine.close())
        bench.cache_clear()
        with sampled() as counts:
            list(play(Path(folder) / "split"))
    total = sum(counts.values())
    return passes, {part: count / total for part, count in counts.most_common()}


def show(starts: dict[str, tuple[float, float]], passes: dict[str, Pass], shares: dict[str, float]) -> None:
    """Print three tables."""
    from rich.console import Console
    from rich.table import Table

    def table(title: str, header: Sequence[str], rows: Iterator[Sequence[str]]) -> None:
        made = Table(*header, title=title, title_justify="left")
        for row in rows:
            made.add_row(*row)
        Console().print(made)

    header = ("", "calls", "call s", "CPU s", "espeak CPU s", "wall s", "call s / CPU s", "peak MB")
    rows = (
        (
            name,
            f"{p.calls}",
            f"{p.call_seconds:.0f}",
            f"{p.cpu:.1f}",
            f"{p.espeak_cpu:.1f}",
            f"{p.wall:.1f}",
            f"{p.ratio:.0f}",
            f"{p.peak_mb:.0f}",
        )
        for name, p in passes.items()
    )
    table("Calls, one process", header, rows)
    cost = passes["warm"].cpu / passes["warm"].call_seconds
    each = ((part, f"{share:.1%}", f"{1e6 * cost * share:.0f}") for part, share in shares.items())
    table("Where a warm call's CPU goes", ("part", "share", "us a call second"), each)
    begun = ((name, f"{wall:.2f}", f"{spent:.2f}") for name, (wall, spent) in starts.items())
    table("Start (best of 3)", ("", "wall s", "CPU s"), begun)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--suite", default="default")
    options.add_argument("--calls", type=int, default=60, help="calls at most, evenly taken from the suite")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    starts = {name: start_cost(code) for name, code in STARTS.items()}
    passes, shares = measure(chosen.suite, chosen.calls)
    if chosen.json:
        rows = {name: asdict(each) | {"ratio": each.ratio} for name, each in passes.items()}
        print(json.dumps({"passes": rows, "shares": shares, "starts": starts}, indent=2))
    else:
        show(starts, passes, shares)


if __name__ == "__main__":
    main()
