"""Setting up and finding one's way: bootstrap.py, the Makefile, the locks and the command `karla`."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
PIP_CONFIG = """\
:env:.find-links='/a/wheels'
global.cert='/a/cert.pem'
global.extra-index-url='file:///a/one file:///a/two'
global.find-links='/another/place'
"""


@pytest.fixture
def bootstrap(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return bootstrap.py as a module that finds no interpreter but those of a test."""
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "bootstrap.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "USUAL_FOLDERS", ())
    monkeypatch.setattr(sys, "executable", "")
    return module


@pytest.fixture
def machine(tmp_path: Path) -> "Machine":
    """Return a machine with nothing on it."""
    return Machine(tmp_path)


class Machine:
    """A home and a PATH on which interpreters are stubs that say what they are."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.bin = folder / "bin"
        self.checkout = folder / "checkout"
        for place in (self.home, self.bin, self.checkout):
            place.mkdir()
        for name in ("pyproject.toml", "requirements.lock", "requirements-uv.lock"):
            (self.checkout / name).write_text(name)

    @property
    def environ(self) -> dict[str, str]:
        return {"HOME": str(self.home), "PATH": str(self.bin)}

    def has(self, name: str, version: str, *, usable: int = 1, venv: int = 1, folder: Path | None = None) -> None:
        """Put an interpreter on the machine; an empty version is a shim that fails."""
        path = (folder or self.bin) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        says = f"echo {version} {usable} {venv} {path}" if version else "exit 127"
        path.write_text(f"#!/bin/sh\n{says}\n")
        path.chmod(0o755)

    def has_venv(self) -> None:
        """Put something in the checkout that looks like an environment."""
        self.has("python", "3 12 1", folder=self.checkout / ".venv/bin")
        (self.checkout / ".venv/pyvenv.cfg").write_text("home = /somewhere\nversion = 3.12.1\n")


def test_python_312_is_preferred_to_a_newer_one(bootstrap: ModuleType, machine: Machine) -> None:
    machine.has("python3", "3 13 0")
    machine.has("python3.12", "3 12 1")

    assert bootstrap.choose(machine.environ).version == (3, 12, 1)


def test_a_shim_that_does_not_run_is_passed_over(bootstrap: ModuleType, machine: Machine) -> None:
    machine.has("python3.12", "")
    machine.has("python3", "3 11 7")
    machine.has("python3", "3 13 0", folder=machine.home / ".pyenv/versions/3.13.0/bin")

    assert bootstrap.choose(machine.environ).version == (3, 13, 0)


def test_a_python_that_uv_keeps_is_found(bootstrap: ModuleType, machine: Machine) -> None:
    machine.has("python3", "3 12 9", folder=machine.home / ".local/share/uv/python/cpython-3.12.9-any/bin")

    assert bootstrap.choose(machine.environ).version == (3, 12, 9)


def test_a_python_that_makes_environments_is_preferred(bootstrap: ModuleType, machine: Machine) -> None:
    machine.has("python3.12", "3 12 1", venv=0)
    machine.has("python3.13", "3 13 0")

    assert bootstrap.choose(machine.environ).version == (3, 13, 0)


@pytest.mark.parametrize(("version", "usable"), [("3 11 7", 1), ("3 15 0", 1), ("2 7 18", 1), ("3 12 1", 0), ("", 1)])
def test_without_a_fitting_python_one_line_says_so(
    bootstrap: ModuleType,
    machine: Machine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    version: str,
    usable: int,
) -> None:
    machine.has("python3", version, usable=usable)
    monkeypatch.setattr(bootstrap, "ROOT", machine.checkout)
    monkeypatch.setattr(bootstrap.os, "environ", machine.environ)
    monkeypatch.setattr(bootstrap.signal, "signal", lambda *_: None)

    assert bootstrap.main() == 1
    said = capsys.readouterr().err
    assert "Python 3.12" in said and said.count("\n") == 1


def test_a_debian_without_venv_is_told_which_package_to_install(bootstrap: ModuleType, machine: Machine) -> None:
    machine.has("python3.12", "3 12 1", venv=0)
    python = bootstrap.choose(machine.environ)

    with pytest.raises(bootstrap.SetupError, match=r"install python3\.12-venv") as refused:
        bootstrap.make_venv(machine.checkout, python, machine.environ)
    assert "\n" not in str(refused.value)


def test_nothing_is_done_twice(bootstrap: ModuleType, machine: Machine) -> None:
    machine.has_venv()
    bootstrap._write_stamp(machine.checkout, bootstrap.fingerprint(machine.checkout))

    assert bootstrap.is_current(machine.checkout)


@pytest.mark.parametrize("changed", ["pyproject.toml", "requirements.lock", ".venv/pyvenv.cfg"])
def test_a_change_of_lock_or_python_is_noticed(bootstrap: ModuleType, machine: Machine, changed: str) -> None:
    machine.has_venv()
    bootstrap._write_stamp(machine.checkout, bootstrap.fingerprint(machine.checkout))

    (machine.checkout / changed).write_text("version = 3.13.0\n")

    assert not bootstrap.is_current(machine.checkout)


@pytest.mark.parametrize("stamp", ["incomplete", "0000 3.12.1 /elsewhere/.venv"])
def test_a_half_made_or_moved_environment_is_not_trusted(bootstrap: ModuleType, machine: Machine, stamp: str) -> None:
    machine.has_venv()

    bootstrap._write_stamp(machine.checkout, stamp)

    assert not bootstrap.is_current(machine.checkout)
    assert bootstrap.venv_python(machine.checkout, machine.environ) is None


def test_a_vanished_interpreter_is_noticed(bootstrap: ModuleType, machine: Machine) -> None:
    machine.has_venv()
    bootstrap._write_stamp(machine.checkout, bootstrap.fingerprint(machine.checkout))

    (machine.checkout / ".venv/bin/python").unlink()

    assert not bootstrap.is_current(machine.checkout)


def test_uv_looks_where_pip_looks(bootstrap: ModuleType, machine: Machine) -> None:
    settings, flags = bootstrap.uv_settings(PIP_CONFIG + "global.no-index='true'\n", machine.environ)

    assert settings["UV_INDEX"] == "file:///a/one file:///a/two"
    assert settings["UV_FIND_LINKS"] == "/a/wheels"
    assert settings["SSL_CERT_FILE"] == "/a/cert.pem"
    assert flags == ["--no-index"]


def test_a_uv_that_was_set_up_by_itself_is_left_alone(bootstrap: ModuleType, machine: Machine) -> None:
    environ = machine.environ | {"UV_DEFAULT_INDEX": "file:///mine"}

    assert bootstrap.uv_settings(PIP_CONFIG, environ) == ({}, [])


@pytest.mark.skipif(not shutil.which("make"), reason="no make")
def test_make_says_in_one_line_that_there_is_no_python() -> None:
    done = subprocess.run(["make", "setup", "STARTERS=nothing"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode != 0
    said = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert len(said) == 1 and "Python 3.12" in said[0]


@pytest.mark.skipif(not shutil.which("make"), reason="no make")
def test_make_explains_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets

    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert [name for name in targets[1].split() if not re.search(rf"make {name}  +\w", shown)] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-uv.lock"])
def test_every_locked_package_has_its_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    packages = re.split(r"\n(?=\w)", text.strip())

    assert all(re.match(r"[\w.-]+==[\w.]+( ; [^\n]*)? \\\n +--hash=sha256:[0-9a-f]{64}", one) for one in packages)
    assert "://" not in text and not re.search(r"^-", text, re.MULTILINE)


def test_karla_lists_her_commands() -> None:
    karla = Path(sys.executable).parent / "karla"

    shown = subprocess.run([karla, "--help"], capture_output=True, text=True, check=True, timeout=20).stdout

    assert re.search(r"^ +simulate +\w", shown, re.MULTILINE)
    assert re.search(r"^ +replay +\w", shown, re.MULTILINE)
    assert "Examples:" in shown


def test_karlas_help_loads_nothing_heavy() -> None:
    code = "import sys; from click.testing import CliRunner as R; from runtime.cli import main; "
    code += "R().invoke(main, ['--help']); print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert not {"numpy", "pydantic", "rapidfuzz", "rich", "yaml", "soundfile"} & set(loaded)
