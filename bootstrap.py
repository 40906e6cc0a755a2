"""Makes .venv and keeps it in step with the locks. Standard library only; any Python from 3.8 starts it.

The interpreter for .venv is found by running candidates, since a name on the PATH proves nothing
(pyenv's shims exist for versions that are not active). Packages come only from the locks, by hash,
from whichever index pip or uv is set up to use on this machine. The stamp in .venv is written last:
a set-up that was cut short is begun again from nothing.
"""

import ast
import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Dict, Iterator, List, Mapping, NamedTuple, NoReturn, Optional, Sequence, Tuple

ROOT = Path(__file__).resolve().parent
PREFERRED, TOO_NEW = (3, 12), (3, 15)
USUAL_FOLDERS = ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")
INCOMPLETE = "incomplete"
LOCK, UV_LOCK = "requirements.lock", "requirements-uv.lock"
FINGERPRINTED = (LOCK, UV_LOCK, "pyproject.toml")
EXACT = ("--require-hashes", "--only-binary", ":all:", "-r")
PROBE = """
import importlib.util as i, sys, sysconfig
usable = sys.implementation.name == "cpython" and not sysconfig.get_config_var("Py_GIL_DISABLED")
venv = all(map(i.find_spec, ("venv", "ensurepip")))
print(*sys.version_info[:3], int(usable), int(venv), getattr(sys, "_base_executable", None) or sys.executable)
"""


class SetupError(Exception):
    """The set-up cannot go on; the message is the one line that the reader needs."""


class Python(NamedTuple):
    """An interpreter that has been run. `makes_venvs` is False on a Debian without python3-venv."""

    executable: str
    version: Tuple[int, int, int]
    makes_venvs: bool

    def named(self) -> str:
        """Return the version as people write it."""
        return ".".join(map(str, self.version))


def candidates(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield the interpreters worth trying, likeliest first: this one, the PATH, the usual places, pyenv, uv."""
    yield sys.executable
    folders = [*environ.get("PATH", "").split(os.pathsep), *USUAL_FOLDERS]
    for name in ("python3.12", "python3.13", "python3.14", "python3"):
        for folder in folders:
            if folder and os.access(os.path.join(folder, name), os.X_OK):
                yield os.path.join(folder, name)
    home = Path(environ.get("HOME") or "/nonexistent")
    yield from _sorted(Path(environ.get("PYENV_ROOT") or home / ".pyenv"), "versions/3.1*/bin/python3")
    yield from _sorted(Path(environ.get("UV_PYTHON_INSTALL_DIR") or home / ".local/share/uv/python"), "*/bin/python3")
    uv = shutil.which("uv", path=environ.get("PATH", ""))
    if uv:
        yield _output([uv, "python", "find", "--no-python-downloads", ">=3.12,<3.15"], environ).strip()


def _sorted(folder: Path, pattern: str) -> List[str]:
    return sorted(map(str, folder.glob(pattern)), key=lambda path: ("3.12" not in path, path))


def probe(executable: str, environ: Mapping[str, str]) -> Optional[Python]:
    """Run an interpreter and return what it is, or None if it does not run or cannot be used."""
    words = _output([executable, "-I", "-c", PROBE], environ).split(maxsplit=5) if executable else []
    if len(words) < 6 or not all(word.isdigit() for word in words[:5]):
        return None
    major, minor, micro, usable, venv = map(int, words[:5])
    if not usable or not PREFERRED <= (major, minor) < TOO_NEW:
        return None
    return Python(words[5].strip(), (major, minor, micro), bool(venv))


def _output(command: Sequence[str], environ: Mapping[str, str]) -> str:
    try:
        done = subprocess.run(
            command, env=dict(environ), stdin=subprocess.DEVNULL, capture_output=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace") if done.returncode == 0 else ""


def choose(environ: Mapping[str, str]) -> Python:
    """Return the best interpreter: one that makes environments, then 3.12, then the oldest. Raises: SetupError."""
    found: List[Python] = []
    tried = set()
    for executable in candidates(environ):
        if executable in tried:
            continue
        tried.add(executable)
        python = probe(executable, environ)
        if python:
            found.append(python)
            if python.makes_venvs and python.version[:2] == PREFERRED:
                return python
    if not found:
        raise SetupError("Karla needs Python 3.12, 3.13 or 3.14 and found none: install one and run make again.")
    return min(found, key=lambda python: (not python.makes_venvs, python.version[:2]))


def fingerprint(root: Path) -> str:
    """Return what .venv should be made of: the locks, the project's own metadata, Python, and where it stands."""
    digest = hashlib.sha256()
    for name in FINGERPRINTED:
        digest.update((root / name).read_bytes())
    return f"{digest.hexdigest()} {_venv_version(root)} {root / '.venv'}"


def _venv_version(root: Path) -> str:
    try:
        lines = (root / ".venv/pyvenv.cfg").read_text().splitlines()
    except OSError:
        return ""
    versions = [line.split("=")[1].strip() for line in lines if re.match(r"version(_info)? *=", line)]
    return versions[0] if versions else ""


def stamp(root: Path) -> str:
    """Return what .venv says that it is made of, or an empty string."""
    try:
        return (root / ".venv/karla-stamp").read_text()
    except OSError:
        return ""


def is_current(root: Path) -> bool:
    """Tell whether there is nothing to do."""
    return os.access(root / ".venv/bin/python", os.X_OK) and stamp(root) == fingerprint(root)


def _write_stamp(root: Path, text: str) -> None:
    draft = root / ".venv/karla-stamp.new"
    draft.write_text(text)
    os.replace(draft, root / ".venv/karla-stamp")


def venv_python(root: Path, environ: Mapping[str, str]) -> Optional[Python]:
    """Return .venv's interpreter if the environment works, is whole, and has not been moved or copied here."""
    python, said = str(root / ".venv/bin/python"), stamp(root)
    if said and not said.endswith(str(root / ".venv")):
        return None
    works = _uv_version(root, environ) or _output([python, "-I", "-m", "pip", "--version"], environ)
    return probe(python, environ) if works else None


def _uv_version(root: Path, environ: Mapping[str, str]) -> str:
    return "".join(_output([str(root / ".venv/bin/uv"), "--version"], environ).split()[1:2])


def make_venv(root: Path, python: Python, environ: Mapping[str, str]) -> None:
    """Make .venv from nothing, with pip or the locked uv in it. Raises: SetupError."""
    venv = root / ".venv"
    if venv.is_symlink():
        venv.unlink()
    shutil.rmtree(venv, ignore_errors=True)
    venv.mkdir()
    _write_stamp(root, INCOMPLETE)
    uv = shutil.which("uv", path=environ.get("PATH", ""))
    if python.makes_venvs:
        _run([python.executable, "-I", "-m", "venv", str(venv)], environ, root)
    elif uv:
        _run([uv, "venv", "-q", "--allow-existing", "-p", python.executable, str(venv)], environ, root)
        _run([uv, "pip", "install", "-q", "-p", str(venv / "bin/python"), *EXACT, UV_LOCK], environ, root)
    else:
        package = "python{}.{}-venv".format(*python.version)
        raise SetupError(
            f"{python.executable} cannot make a virtual environment: install {package} (apt-get install {package})."
        )


def install(root: Path, environ: Mapping[str, str]) -> None:
    """Install the locked packages and Karla herself: with uv, or with pip if uv cannot. Raises: SetupError."""
    python = str(root / ".venv/bin/python")
    pip = [python, "-m", "pip", "install", "-q", "--no-deps", "--no-input", "--disable-pip-version-check"]
    uv = [str(root / ".venv/bin/uv"), "pip", "install", "-q", "--no-deps", "-p", python]
    karla = ["--no-build-isolation", "-e", "."]
    try:
        if f"uv=={_uv_version(root, environ)} " not in (root / UV_LOCK).read_text():
            _run([*pip, *EXACT, UV_LOCK], environ, root)
        settings, flags = uv_settings(_output([python, "-m", "pip", "config", "list"], environ), environ)
        _run([*uv, *flags, *EXACT, LOCK], {**environ, **settings}, root)
        _run([*uv, *flags, *karla], {**environ, **settings}, root)
    except SetupError as error:
        print(f"  uv could not ({error}); trying pip, which takes a minute or two", file=sys.stderr)
        _run([*pip, *EXACT, LOCK], environ, root)
        _run([*pip, *karla], environ, root)


def uv_settings(pip_config: str, environ: Mapping[str, str]) -> Tuple[Dict[str, str], List[str]]:
    """Return the variables and flags that make uv look where pip looks, from the text of `pip config list`.

    A machine on which uv has been set up by itself is left alone.
    """
    files = [environ.get("UV_CONFIG_FILE") or "/etc/uv/uv.toml", environ.get("HOME", "") + "/.config/uv/uv.toml"]
    named = any(name.startswith(("UV_INDEX", "UV_DEFAULT_INDEX", "UV_EXTRA", "UV_FIND")) for name in environ)
    if named or any(map(os.path.exists, files)):
        return {}, []
    pip: Dict[str, str] = {}
    for section in ("global", "install", ":env:"):
        for key, value in re.findall(rf"^{section}\.([\w-]+)=(.*)$", pip_config, re.MULTILINE):
            pip[key] = str(ast.literal_eval(value))
    settings = {
        "UV_DEFAULT_INDEX": pip.get("index-url", ""),
        "UV_INDEX": " ".join(pip.get("extra-index-url", "").split()),
        "UV_FIND_LINKS": ",".join(pip.get("find-links", "").split()),
        "UV_INSECURE_HOST": " ".join(pip.get("trusted-host", "").split()),
        "SSL_CERT_FILE": environ.get("SSL_CERT_FILE") or pip.get("cert", ""),
        "SSL_CLIENT_CERT": environ.get("SSL_CLIENT_CERT") or pip.get("client-cert", ""),
        "HTTPS_PROXY": environ.get("HTTPS_PROXY") or pip.get("proxy", ""),
        "UV_INDEX_STRATEGY": "unsafe-best-match",  # pip's own rule: the best file of all indexes; hashes make it safe
    }
    offline = pip.get("no-index", "").lower() in ("1", "true", "yes", "on")
    return {name: value for name, value in settings.items() if value}, ["--no-index"] if offline else []


def _run(command: Sequence[str], environ: Mapping[str, str], root: Path) -> None:
    done = subprocess.run(
        command, cwd=root, env=dict(environ), stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout).decode(errors="replace").split("\n")
        tail = " ".join(" ".join(line.split()) for line in said if line.strip())[-300:]
        raise SetupError(re.sub(r"://[^/\s@]+@", "://***@", tail) or f"{command[0]} failed")


def clean_environment(environ: Mapping[str, str]) -> Dict[str, str]:
    """Return the environment without what would lead pip, uv or Python out of .venv."""
    astray = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "CONDA_PREFIX", "PIP_USER", "PIP_TARGET", "PIP_PREFIX")
    return {name: value for name, value in environ.items() if name not in (*astray, "__PYVENV_LAUNCHER__")}


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Hold the set-up for ourselves: two `make` at once must not build one .venv."""
    with (root / ".setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Another set-up is running; waiting for it ...", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def set_up(root: Path, environ: Mapping[str, str]) -> None:
    """Bring .venv in step with the locks. Raises: SetupError."""
    began = time.monotonic()
    python = venv_python(root, environ)
    if python:
        print(f"Refreshing .venv with Python {python.named()} ...", file=sys.stderr)
    else:
        python = choose(environ)
        print(f"Setting up .venv with Python {python.named()} ...", file=sys.stderr)
        make_venv(root, python, environ)
    _write_stamp(root, INCOMPLETE)
    install(root, environ)
    _write_stamp(root, fingerprint(root))
    print(f"  ready in {time.monotonic() - began:.0f} s", file=sys.stderr)


def main() -> int:
    """Set up if there is anything to set up; return the exit status."""
    if is_current(ROOT):
        return 0

    def stop(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        with alone(ROOT):
            if not is_current(ROOT):
                set_up(ROOT, clean_environment(os.environ))
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Set-up interrupted; the next run begins again.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
