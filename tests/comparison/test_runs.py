"""Runs that cannot be compared, and what is said of them; what differs between those that can."""

import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest

from runtime.errors import BadFile
from simulator.comparison.origin import differing
from simulator.comparison.pairing import pair_up
from simulator.comparison.runs import PlayedRun, read_run
from simulator.results.call_folder import CallSummary
from simulator.results.run_folder import RunFolder

type Call = Callable[..., CallSummary]
type Write = Callable[..., RunFolder]
type Play = Callable[..., PlayedRun]


@pytest.fixture
def run(write: Write, call: Call) -> RunFolder:
    return write("run", [call(n) for n in range(6)])


def refused(run: RunFolder) -> BadFile:
    with pytest.raises(BadFile) as caught:
        read_run(run)
    return caught.value


@pytest.mark.parametrize("progress", ["running", "interrupted"])
def test_an_unfinished_run_is_told_how_to_be_finished(run: RunFolder, progress: str) -> None:
    run.write_info(replace(run.info(), progress=progress))  # type: ignore[arg-type]

    error = refused(run)

    assert error.path == run.info_path and progress in error.reason and "simulate --resume" in error.hint


@pytest.mark.parametrize("lines", [0, 5, 5.5])
def test_a_run_that_was_cut_short_says_how_much_is_there(run: RunFolder, lines: float) -> None:
    whole = run.calls_path.read_text().splitlines(keepends=True)
    torn = whole[5][:40] if lines % 1 else ""
    run.calls_path.write_text("".join(whole[: int(lines)]) + torn)

    error = refused(run)

    assert error.path == run.calls_path and f"holds {int(lines)} whole lines" in error.reason
    assert "6 calls" in error.reason and "play the run again" in error.hint


def test_a_run_without_calls_is_cut_short(run: RunFolder) -> None:
    run.calls_path.unlink()

    assert "there is no such file" in refused(run).reason


def test_calls_of_another_run_are_noticed(run: RunFolder, write: Write, call: Call) -> None:
    other = write("other", [call(n, ledger_sha256="ff") for n in range(6)])
    shutil.copy(other.calls_path, run.calls_path)

    assert "do not add up to the digest" in refused(run).reason


def test_other_seeds_cannot_be_paired(play: Play, call: Call) -> None:
    base, new = play("a", [call(0)]), play("b", [call(0, seed="monday")])

    with pytest.raises(BadFile, match=r"seed «monday», .*a with «karla»: .*play the new run with --seed 'karla'"):
        pair_up(base, new)


def test_other_calls_cannot_be_paired(play: Play, call: Call) -> None:
    with pytest.raises(BadFile, match=r"none of its 2 calls was played in .*of suite\.yaml and suite\.yaml"):
        pair_up(play("a", [call(0)]), play("b", [call(1), call(2)]))


def test_calls_without_a_partner_are_counted(play: Play, call: Call) -> None:
    base = play("a", [call(0), call(1), call(2)])
    new = play("b", [call(3), call(2), call(1, seed="monday")])

    found = pair_up(base, new)

    assert [pair.new.trial for pair in found.pairs] == [2]
    assert (found.only_base, found.only_new) == ((call(0).call,), (call(3).call,))
    assert found.other_seed == (call(1).call,)


def test_what_differs_is_named_and_karlas_part_comes_first() -> None:
    base = {
        "git": {"commit": "a" * 40, "dirty": False},
        "prompt_sha256": "1" * 64,
        "clock": "virtual",
        "brain": "rules",
    }
    new = base | {"git": {"commit": "b" * 40, "dirty": True}, "prompt_sha256": "2" * 64, "clock": "live"}

    found = [(str(each), each.karla) for each in differing(base, new)]

    assert found == [
        (f"revision: {'a' * 12} → {'b' * 12} with changed files", True),
        (f"prompt: {'1' * 12} → {'2' * 12}", True),
        ("clock: virtual → live", False),
    ]


def test_a_package_that_differs_is_named() -> None:
    base, new = {"versions": {"numpy": "2.1", "karla": "1"}}, {"versions": {"numpy": "2.2", "karla": "1", "x": "3"}}

    assert [str(each) for each in differing(base, new)] == ["numpy: 2.1 → 2.2", "x: none → 3"]


def test_changed_files_are_a_difference_only_where_they_matter() -> None:
    dirty = {"git": {"commit": "a" * 40, "dirty": True}, "inputs_sha256": "1" * 64}

    assert not differing(dirty, dict(dirty))
    assert [each.what for each in differing(dirty, dirty | {"inputs_sha256": "2" * 64})] == [
        "revision",
        "code, corpus or personas (not told apart)",
    ]


def test_corpus_and_lines_are_told_from_karla_where_the_run_says_so() -> None:
    base = {
        "corpus_sha256": "1" * 64,
        "channels_sha256": "1" * 64,
        "runtime_sha256": "1" * 64,
        "inputs_sha256": "1" * 64,
    }
    new = dict.fromkeys(base, "2" * 64)

    found = {each.what: each.karla for each in differing(base, new)}

    assert found == {"code of Karla": True, "corpus": False, "line presets": False}
