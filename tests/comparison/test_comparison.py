"""What a comparison finds, and what it must not find."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from simulator.comparison.comparison import compare_runs, decide
from simulator.comparison.runs import PlayedRun
from simulator.results.call_folder import CallSummary
from simulator.results.gates import ComparisonLimits, Gates, GateStatus
from simulator.scoring.checks import Status

type Call = Callable[..., CallSummary]
type Play = Callable[..., PlayedRun]


@pytest.fixture
def base(play: Play, call: Call) -> PlayedRun:
    """300 calls of which every tenth fails."""
    return play("base", [call(n, Status.FAIL if n % 10 == 9 else Status.PASS) for n in range(300)])


def broken_in(run: PlayedRun, breaks: Callable[[int], bool]) -> list[CallSummary]:
    return [replace(each, status=Status.FAIL, why="roto") if breaks(each.trial) else each for each in run.calls]


def test_a_run_is_no_worse_than_itself(base: PlayedRun) -> None:
    found = compare_runs(base, base)

    assert decide(found).code == 0 and not decide(found).reasons
    assert (found.pairs.count, found.pairs.broken, found.pairs.fixed) == (300, 0, 0)
    assert found.success.value == 0 and all(shift.change == 0 for shift in found.shifts)
    assert not found.origins


def test_five_points_lost_in_300_calls_are_flagged(base: PlayedRun, play: Play) -> None:
    new = play("new", broken_in(base, lambda n: n % 20 == 0))

    found = compare_runs(base, new)

    assert decide(found).code == 1 and "15 calls broke and 0 were fixed of 300" in decide(found).reasons[0]
    assert found.success.value == pytest.approx(-0.05) and found.success.high < 0


def test_a_gain_is_no_regression(base: PlayedRun, play: Play) -> None:
    new = play("new", [replace(each, status=Status.PASS, why="") for each in base.calls])

    found = compare_runs(base, new)

    assert decide(found).code == 0 and found.pairs.fixed == 30 and found.success.low > 0
    assert found.pairs.p_worse == 1.0 and found.pairs.p_different < 0.001


def test_as_many_broken_as_fixed_are_chance(base: PlayedRun, play: Play) -> None:
    turned = [replace(each, status=Status.PASS) if each.trial % 10 == 9 else each for each in base.calls]
    broken = {each.call for each in turned if each.trial % 10 == 0}
    new = play("new", [replace(each, status=Status.FAIL) if each.call in broken else each for each in turned])

    found = compare_runs(base, new)

    assert decide(found).code == 0 and found.pairs.broken == found.pairs.fixed == 30


def test_a_driver_with_whom_it_got_worse_is_named_though_the_whole_did_not(play: Play, call: Call) -> None:
    """Ten calls of one driver break, eight of the others are fixed."""
    calls = [call(n, Status.FAIL if n % 3 and n < 12 else Status.PASS) for n in range(300)]
    base = play("base", calls)
    worse = {each.call for each in calls if each.trial % 3 == 0 and each.trial >= 270}
    new = play("new", [call(n, Status.FAIL if call(n).call in worse else Status.PASS) for n in range(300)])

    found = compare_runs(base, new)

    assert not found.worse and [each.slice for each in found.worse_slices] == [("driver", "operador_0")]
    assert decide(found).code == 1 and "driver operador_0" in decide(found).reasons[0]


def test_slices_in_which_hardly_anything_changed_do_not_dilute_the_others(base: PlayedRun, play: Play) -> None:
    new = play("new", broken_in(base, lambda n: n % 3 == 0 and n < 30))

    changes = {each.slice: each for each in compare_runs(base, new).slices}

    assert changes["driver", "operador_1"].adjusted is None
    assert changes["driver", "operador_0"].adjusted == pytest.approx(5 * changes["driver", "operador_0"].pairs.p_worse)


def test_invalid_calls_are_told_apart_and_not_counted_as_broken(base: PlayedRun, play: Play) -> None:
    lost = [replace(each, status=Status.INVALID) if each.trial in (1, 2) else each for each in base.calls]

    found = compare_runs(base, play("new", lost))

    assert (found.pairs.count, found.pairs.broken, len(found.pairing.unproven)) == (298, 0, 2)
    assert decide(found).code == 0


def test_too_many_invalid_calls_prove_nothing(base: PlayedRun, play: Play) -> None:
    lost = [replace(each, status=Status.INFRA) if each.trial < 7 else each for each in base.calls]

    decision = decide(compare_runs(base, play("new", lost)))

    assert decision.code == 3 and "2.3 % of the new run's calls prove nothing" in decision.reasons[0]


def test_so_few_calls_that_nothing_could_be_found_prove_nothing(play: Play, call: Call) -> None:
    run = play("base", [call(n) for n in range(4)])

    decision = decide(compare_runs(run, run))

    assert decision.code == 3 and "with 4 valid pairs" in decision.reasons[0]


def test_without_a_valid_pair_there_is_nothing_to_say(play: Play, call: Call) -> None:
    run = play("base", [call(0, Status.INFRA, metrics=None)])

    found = compare_runs(run, run)

    assert decide(found).code == 3 and found.pairs.count == 0
    assert all(shift.change is None and shift.over is None for shift in found.shifts)


def test_power_is_stated_for_the_pairs_there_are(play: Play, call: Call) -> None:
    run = play("base", [call(n) for n in range(120)])

    three, five = compare_runs(run, run).powers

    assert (three.drop, five.drop) == (0.03, 0.05) and three.probability == pytest.approx(0.29, abs=0.005)
    assert three.pairs_needed == 223 and five.probability > three.probability


def test_a_slower_voice_is_measured_turn_by_turn(play: Play, call: Call) -> None:
    base = play("base", [call(n, waits=(0.5 + n % 7 / 10, 1.0)) for n in range(100)])
    new = play("new", [call(n, waits=(0.7 + n % 7 / 10, 1.2)) for n in range(100)])
    gates = Gates(name="x", comparison=ComparisonLimits(turn_p95_rise_ms=150))

    found = compare_runs(base, new, gates)

    shift: Any = next(each for each in found.shifts if each.name == "turn latency, p95")
    assert (shift.base, shift.change, shift.over.low, shift.over.high) == pytest.approx((1100, 200, 200, 200))
    assert found.gates[0].status == GateStatus.BROKEN and decide(found).code == 1


def test_a_rise_that_may_be_none_keeps_its_gate(play: Play, call: Call) -> None:
    """One scenario of twenty is much slower, the others are not."""
    base = play("base", [call(n, waits=(1.0,)) for n in range(100)])
    new = play("new", [call(n, waits=(3.0 if n < 7 else 1.0,)) for n in range(100)])
    gates = Gates(name="x", comparison=ComparisonLimits(turn_p95_rise_ms=150))

    (gate,) = compare_runs(base, new, gates).gates

    assert gate.value == 2000 and gate.status == GateStatus.KEPT


def test_a_gate_on_power_proves_nothing_when_it_is_not_reached(play: Play, call: Call) -> None:
    run = play("base", [call(n) for n in range(60)])
    gates = Gates(name="x", comparison=ComparisonLimits(drop=0.02, least_power=0.8))

    decision = decide(compare_runs(run, run, gates))

    assert decision.code == 3
    assert "a loss of 2 points would have been flagged with probability 0.01" in decision.reasons[0]
