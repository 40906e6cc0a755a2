"""What a reader is told of a file that is wrong: every fault, once, with the nearest thing that would be right."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import Field

from simulator.yaml_file import BadFiles, Strict, known, nearest, read

type Write = Callable[[str, str], Path]


class Herd(Strict):
    """A file of a test."""

    names: Annotated[tuple[Annotated[str, known("animal")], ...], Field(min_length=1)]


def faults(path: Path) -> list[str]:
    with pytest.raises(BadFiles) as refused:
        read(path, Herd, {"animal": {"vaca", "borrego", "chivo_prieto"}})
    return [str(fault).removeprefix(f"{path}") for fault in refused.value.faults]


def test_a_wrong_item_is_one_fault_not_also_a_list_that_is_too_short(write: Write) -> None:
    assert faults(write("a.yaml", "names: [baca]\n")) == [":1: names[0]: unknown animal «baca» (did you mean «vaca»?)"]


def test_a_list_that_is_too_short_is_a_fault(write: Write) -> None:
    assert faults(write("a.yaml", "names: []\n")) == [":1: names: must have at least 1, not 0"]


def test_a_file_that_is_no_text_and_one_that_is_a_folder_are_told_apart(write: Write, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe")

    assert faults(tmp_path / "b.yaml") == [": is not UTF-8: invalid start byte"]
    assert faults(tmp_path) == [": cannot be read: Is a directory"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [("chivo", "did you mean «chivo_prieto»?"), ("baca", "did you mean «vaca»?"), ("zzz", ""), ("", "")],
)
def test_the_nearest_name_is_alike_or_begins_alike(name: str, hint: str) -> None:
    assert nearest(name, {"vaca", "borrego", "chivo_prieto"}) == hint
