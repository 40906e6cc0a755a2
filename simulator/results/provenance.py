"""Where a result comes from: what was real in it, what was modelled, and from which code."""

import hashlib
import platform
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from simulator.scoring.ledger import Json, canonical

PACKAGES: Final = ("karla", "numpy", "soundfile", "jiwer", "rapidfuzz", "pydantic", "espeakng-loader")
ROOMS: Final = ("corpus", "personas", "runtime", "simulator")
UNPLAYED: Final = frozenset({"gates.yaml"})
"""What decides nothing about a call."""

SOURCES: Final = frozenset({".py", ".yaml"})
ROOT: Final = Path(__file__).resolve().parents[2]


def provenance(rig: Mapping[str, object], channels: Iterable[str], seed: str) -> dict[str, Json]:
    """Return the provenance of a run; `rig` says its driver, ears, brain, voice, clock, prompt and what is modelled."""
    commit, dirty = git_state(ROOT)
    rest = {
        "channels": sorted(set(channels)),
        "seed": seed,
        "runtime_sha256": sources_sha256("runtime"),
        "simulator_sha256": sources_sha256("simulator"),
        "corpus_sha256": sources_sha256("corpus", "personas"),
        "channels_sha256": _file_sha256(ROOT / "corpus" / "channels.yaml"),
        "git": {"commit": commit, "dirty": dirty},
        "python": platform.python_version(),
        "versions": {name: found for name in PACKAGES if (found := _version(name))},
    }
    return {key: canonical(value) for key, value in (dict(rig) | rest).items()}


def sources_sha256(*rooms: str) -> str:
    """Return the SHA-256 of the code and data in these rooms, or of all: equal sources play equal calls."""
    total = hashlib.sha256()
    sources = [path for room in rooms or ROOMS for path in (ROOT / room).rglob("*.*")]
    for path in sorted(path for path in sources if path.suffix in SOURCES and path.name not in UNPLAYED):
        total.update(f"{path.relative_to(ROOT).as_posix()}\n".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _file_sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def git_state(root: Path) -> tuple[str, bool | None]:
    """Return the commit and whether files differ from it; unknown outside a repository."""
    commit = _git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    changes = _git(root, "status", "--porcelain", "--untracked-files=no")
    return commit or "unknown", None if changes is None or commit is None else bool(changes)


def _git(root: Path, *arguments: str) -> str | None:
    program = shutil.which("git")
    if program is None:
        return None
    answer = subprocess.run(  # noqa: S603  git, with arguments of our own
        [program, "-C", str(root), *arguments], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip() if answer.returncode == 0 else None


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
