"""Each protection taken away in turn: the calls that pass with it fail without it, by the check that guards it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.proof.trials import Fate, mutants_like, prepare
from simulator.rig.bench import bench

WITHOUT = {
    "the read-back": "writes_without_read_back",
    "the driver's yes": "writes_before_the_yes",
    "the two-sentence guard": "says_four_sentences",
    "the shield around a write": "loses_the_write",
    "the pinned trip": "trusts_a_dictated_trip",
    "barge-in": "ignores_barge_in",
    "a journal of every write": "writes_behind_the_journal",
    "the apology for a system that is down": "swallows_errors",
}


@pytest.fixture(scope="module", autouse=True)
def voice() -> Iterator[None]:
    """End the voice's process once the calls are over."""
    yield
    bench().engine.close()


@pytest.mark.parametrize("mutant", WITHOUT.values(), ids=WITHOUT)
def test_a_protection_that_is_gone_is_missed(mutant: str, tmp_path: Path) -> None:
    (trial,) = prepare(mutants_like([mutant]), tmp_path).carry_out(1, lambda _: None)

    assert trial.fate is Fate.KILLED, trial.why
