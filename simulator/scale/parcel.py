"""What travels between the machines of a simulation: a call to be played as JSON, a call that was played as a zip.

The zip holds `summary.json`, the call's line of calls.jsonl, and the files of its folder. Nothing of it is ever run:
a queue that somebody else can write to may spoil a result, but not the machine.
"""

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from pydantic import TypeAdapter, ValidationError

from simulator.results.call_folder import CallSummary
from simulator.suite import CallSpec

SUMMARY: Final = "summary.json"
MOST_BYTES: Final = 64 * 1024 * 1024
"""Of all files of a call together: ten minutes of audio are 20 MB."""

_SPEC: Final = TypeAdapter(CallSpec)


class BadParcel(ValueError):
    """A parcel that is not what was sent."""


@dataclass(frozen=True, slots=True)
class Job:
    """One call to be played, and by whom: the names of `simulator.rig.casting.Casting`."""

    spec: CallSpec
    karla: str
    driver: str

    def pack(self) -> str:
        """Return the job as JSON."""
        spec = _SPEC.dump_python(self.spec, mode="json", exclude_unset=True)
        return json.dumps({"spec": spec, "karla": self.karla, "driver": self.driver}, ensure_ascii=False)

    @classmethod
    def unpack(cls, text: str) -> "Job":
        """Return the job again. Raises: BadParcel."""
        try:
            record = json.loads(text)
            spec = _SPEC.validate_json(json.dumps(record["spec"]))
            return cls(spec, str(record["karla"]), str(record["driver"]))
        except (ValueError, KeyError, TypeError) as error:
            raise BadParcel(f"a job that cannot be read: {error}") from error


def pack_call(summary: CallSummary, folder: Path) -> bytes:
    """Return a played call's summary and files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
        bundle.writestr(SUMMARY, summary.line())
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            bundle.write(path, f"files/{path.name}")
    return packed.getvalue()


def unpack_call(packed: bytes, folder: Path) -> CallSummary:
    """Put a played call's files into `folder` and return its summary. Raises: BadParcel, with nothing written."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as bundle:
            if sum(member.file_size for member in bundle.infolist()) > MOST_BYTES:
                raise BadParcel("a call of more than 64 MB")
            summary = CallSummary.parse(bundle.read(SUMMARY).decode())
            files = {_name(member): bundle.read(member) for member in bundle.namelist() if member != SUMMARY}
    except (zipfile.BadZipFile, KeyError, ValidationError, UnicodeDecodeError) as error:
        raise BadParcel(f"a call that cannot be read: {error}") from error
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return summary


def _name(member: str) -> str:
    path = PurePosixPath(member)
    if path.parent != PurePosixPath("files") or path.name in ("", "..") or "\\" in member:
        raise BadParcel(f"a call with a file called {member}")
    return path.name
