"""The shape of the project, held by tests: sizes, directions of imports, what data and committed files may hold."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = [name for name in ("runtime", "simulator", "loadtest", "dashboard") if (ROOT / name).is_dir()]
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
VAGUE = {"utils", "helpers", "helper", "manager", "handler", "handlers", "base", "common", "misc"}
INDEX = re.compile(r"https?://[^\s\"')>]*/simple\b|--(extra-)?index-url[ =]\w|--find-links[ =]\w", re.IGNORECASE)
ADDRESS = re.compile(r"\w+://[\w.-]+\.\w+")
INSTALLS = {"requirements.lock", "requirements-uv.lock", "pyproject.toml", "Makefile", "bootstrap.py", "run"}
MACHINE_PATHS = re.compile(r"(?<![\w.~])/(root|home/\w+|Users/\w+|work|opt/(?!homebrew)\w+)/")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _committed() -> list[Path]:
    """Return the files that are or would be committed; skip where this is no git checkout."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_fits_on_a_few_screens(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())

    assert lines <= 300


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_is_called_after_what_it_is_about(path: Path) -> None:
    assert not VAGUE & set(path.stem.split("_"))


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "__init__.py"], ids=_name)
def test_a_package_imports_nothing_by_being_imported(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))

    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


@pytest.mark.parametrize("folder", ["personas", "corpus"])
def test_data_folders_hold_no_python(folder: str) -> None:
    assert not list((ROOT / folder).rglob("*.py"))


def test_imports_go_one_way() -> None:
    linter = Path(sys.executable).parent / "lint-imports"

    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_every_room_that_only_the_rig_may_enter_is_in_the_contract() -> None:
    """`runtime.app` cannot be named before it exists, so its coming is noticed here."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    line = next(contract for contract in contracts if contract.get("source_modules") == ["simulator"])
    closed = ("app", "integrations", "persistence", "pipeline", "session", "telephony")
    there = {f"runtime.{room}" for room in closed if list((ROOT / "runtime").glob(f"{room}/__init__.py"))}
    there |= {"runtime.app"} if (ROOT / "runtime/app.py").exists() else set()

    assert there <= set(line["forbidden_modules"])


def test_no_committed_file_names_a_package_index_or_a_machine() -> None:
    found = []
    for path in _committed():
        if path == Path(__file__).resolve():
            continue
        text = path.read_bytes()
        if b"\0" in text[:1024]:
            continue
        for pattern in (INDEX, MACHINE_PATHS, *([ADDRESS] if path.name in INSTALLS else [])):
            found += [f"{_name(path)}: {hit.group()}" for hit in pattern.finditer(text.decode("utf-8", "replace"))]

    assert found == []
