"""What travels: a call survives the journey, and nothing hostile does."""

import io
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from simulator.results.call_folder import CallSummary
from simulator.scale.parcel import BadParcel, Job, pack_call, unpack_call


@pytest.fixture
def summary(parcels: ModuleType, tmp_path: Path) -> CallSummary:
    """A call that lies in the folder `here`."""
    (tmp_path / "here").mkdir()
    played: CallSummary = parcels.confirm(parcels.spec(), tmp_path / "here")
    return played


def test_a_job_arrives_as_it_was_sent(parcels: ModuleType) -> None:
    job = Job(parcels.spec(trial=3), "rules", "grammar")

    assert Job.unpack(job.pack()) == job
    assert Job.unpack(job.pack()).spec.stream("ears").random() == job.spec.stream("ears").random()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"spec": {}}', '{"spec": 3, "karla": "", "driver": ""}'])
def test_a_job_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadParcel):
        Job.unpack(text)


def test_a_call_arrives_with_the_same_bytes(summary: CallSummary, tmp_path: Path) -> None:
    found = unpack_call(pack_call(summary, tmp_path / "here"), tmp_path / "there")

    assert found == CallSummary.parse(summary.line())
    sent, came = ({path.name: path.read_bytes() for path in (tmp_path / at).iterdir()} for at in ("here", "there"))
    assert sent == came and len(sent) == 4


@pytest.mark.parametrize(
    "name", ["../evil", "files/../../evil", "/etc/evil", "files/a/b", "files/..", "files\\..\\evil"]
)
def test_a_file_that_would_leave_its_folder_is_refused_and_nothing_is_written(
    summary: CallSummary, tmp_path: Path, name: str
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        bundle.writestr("summary.json", summary.line())
        bundle.writestr("files/ledger.jsonl", "{}")
        bundle.writestr(name, "evil")

    with pytest.raises(BadParcel):
        unpack_call(packed.getvalue(), tmp_path / "there")

    assert not (tmp_path / "there").exists()


def test_a_parcel_that_would_fill_the_disk_is_refused(summary: CallSummary, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("summary.json", summary.line())
        bundle.writestr("files/audio.wav", bytes(65 * 1024 * 1024))

    with pytest.raises(BadParcel, match="64 MB"):
        unpack_call(packed.getvalue(), tmp_path / "there")


def test_garbage_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadParcel):
        unpack_call(b"not a zip", tmp_path / "there")
