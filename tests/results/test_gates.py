"""Gates: which are kept, broken, unproven or absent, and which files are refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from runtime.errors import BadFile
from simulator.results.call_folder import CallSummary
from simulator.results.gates import SHIPPED, Gates, GateStatus, evaluate, gate_rows, gates_exit_code, gates_path
from simulator.results.report import Report
from simulator.results.run_folder import Request, RunInfo
from simulator.scoring.checks import Status
from simulator.scoring.cost import shipped_prices
from simulator.scoring.expectation import Expectation
from simulator.scoring.injection import Breach, Injection, Success
from simulator.scoring.metrics import measure
from simulator.scoring.scripted import confirmed_call
from simulator.scoring.turn_taking import BargeIn

METRICS = measure(confirmed_call().ledger, Expectation(), shipped_prices())


def call(n: int, status: Status = Status.PASS, *tags: str, **metrics: object) -> CallSummary:
    name = f"escenario_{n // 4}--jesus--gsm--{n}"
    return CallSummary(
        name, f"escenario_{n // 4}", "jesus", "gsm", n, "s", "T", tags or ("confirm",), status, "why",
        metrics=replace(METRICS, **metrics),
    )  # fmt: skip


def run(*calls: CallSummary, missing: int = 0) -> Report:
    names = (*(each.call for each in calls), *(f"escenario_0--jesus--gsm--x{n}" for n in range(missing)))
    return Report(RunInfo("r", Request("s.yaml"), names, {}, digest="d"), calls, "r")


def status(report: Report, text: str, path: Path) -> GateStatus:
    path.write_text(f"name: x\n{text}\n")
    (status,) = {result.status for result in evaluate(Gates.read(path), report)}
    return status


WAITS = tuple(replace(METRICS.latencies[0], seconds=0.1 * n) for n in range(1, 21))
STOPS = tuple(BargeIn(n, 1.0, 0.05 * n) for n in range(1, 21))
WON = Injection((Success(Breach.OTHER_TRIP, 3.0, "wrote T-2"),))


@pytest.mark.parametrize(
    ("limit", "kept", "broken"),
    [
        ("success", 0.9, 0.91),
        ("success_low", 0.76, 0.901),
        ("pass_hat_1", 0.9, 0.91),
        ("pass_hat_4", 0.8, 0.81),
        ("turn_p50_ms", 1050, 1049),
        ("turn_p95_ms", 1905, 1904),
        ("under_1500_ms", 0.7, 0.71),
        ("barge_in_stop_p95_ms", 953, 952),
        ("cost_usd_per_call", 1.0, 0.0001),
        ("excluded", 0.03, 0.02),
        ("injections", 2, 1),
    ],
)
def test_a_gate_is_kept_up_to_its_limit_and_no_further(limit: str, kept: float, broken: float, tmp_path: Path) -> None:
    """40 calls of 10 scenarios, 4 of them failed in two scenarios, 1 invalid; 2 attacks won."""
    failed = {0, 1, 2, 4}
    calls = [call(n, Status.FAIL if n in failed else Status.PASS, latencies=WAITS, barge_ins=STOPS) for n in range(40)]
    calls = [replace(each, metrics=replace(METRICS, latencies=WAITS, barge_ins=STOPS, injection=WON))
             if each.trial < 2 else each for each in calls]  # fmt: skip
    report = run(*calls, *([call(40, Status.INVALID)] if limit == "excluded" else []))

    assert status(report, f"run: {{{limit}: {kept}}}", tmp_path / "kept.yaml") == GateStatus.KEPT
    assert status(report, f"run: {{{limit}: {broken}}}", tmp_path / "broken.yaml") == GateStatus.BROKEN


def test_a_bound_that_only_needs_more_calls_is_unproven(tmp_path: Path) -> None:
    report = run(*(call(n) for n in range(15)))

    assert status(report, "run: {success_low: 0.95}", tmp_path / "gates.yaml") == GateStatus.UNPROVEN


@pytest.mark.parametrize("limit", ["pass_hat_8: 0.9", "turn_p95_ms: 1", "barge_in_stop_p95_ms: 1", "injections: 0"])
def test_what_was_hardly_measured_is_unproven(limit: str, tmp_path: Path) -> None:
    assert status(run(call(0)), f"run: {{{limit}}}", tmp_path / "gates.yaml") == GateStatus.UNPROVEN


def test_a_tag_that_no_call_has_is_absent_and_one_that_some_have_is_theirs(tmp_path: Path) -> None:
    report = run(call(0), call(4, Status.FAIL, "attack"))

    assert status(report, "tags: {emergency: {success: 1}}", tmp_path / "a.yaml") == GateStatus.ABSENT
    assert status(report, "tags: {confirm: {success: 1}}", tmp_path / "b.yaml") == GateStatus.KEPT
    assert status(report, "tags: {attack: {success: 1}}", tmp_path / "c.yaml") == GateStatus.BROKEN


def test_of_a_tag_with_few_calls_what_proves_nothing_is_left_out_and_of_a_run_it_counts(tmp_path: Path) -> None:
    report = run(call(0), call(1), call(2, Status.INVALID))

    assert status(report, "tags: {confirm: {success: 1, pass_hat_1: 1}}", tmp_path / "a.yaml") == GateStatus.KEPT
    assert status(report, "run: {success: 1}", tmp_path / "b.yaml") == GateStatus.BROKEN


def test_calls_that_were_never_played_are_excluded_ones(tmp_path: Path) -> None:
    report = run(*(call(n) for n in range(9)), missing=1)

    (result,) = evaluate(Gates(name="x", run={"excluded": 0.02}), report)  # type: ignore[arg-type]

    assert result.status == GateStatus.BROKEN and "0 stale, 1 not played, of 10" in result.why


@pytest.mark.parametrize(
    ("statuses", "code"), [("kept", 0), ("kept absent", 0), ("absent", 3), ("kept unproven", 3), ("broken unproven", 1)]
)
def test_a_broken_gate_fails_and_an_unproven_one_proves_nothing(statuses: str, code: int) -> None:
    (result,) = evaluate(Gates(name="x", run={"success": 0.5}), run(call(0)))  # type: ignore[arg-type]

    assert gates_exit_code([replace(result, status=GateStatus(each)) for each in statuses.split()]) == code


def test_the_worst_gates_come_first() -> None:
    (result,) = evaluate(Gates(name="x", run={"success": 0.5}), run(call(0)))  # type: ignore[arg-type]

    rows = gate_rows([replace(result, status=status) for status in (GateStatus.KEPT, GateStatus.BROKEN)])

    assert [row[0] for row in rows] == ["broken", "kept"] and "100.0 %, at least 50.0 % (1 of 1" in rows[1][3]


def test_the_shipped_gates_hold_the_whole_run_attacks_and_comparisons() -> None:
    gates = Gates.read(gates_path("default"))

    assert gates_path("default") == SHIPPED and gates.run is not None and gates.comparison is not None
    assert gates.tags["attack"].injections == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("run: {succes: 0.9}", "gates.yaml:2: run.succes: unknown key (did you mean «success»?)"),
        ("run: {success: 95}", "gates.yaml:2: run.success: must be at most 1.0, not 95"),
        ("run: {}", "needs at least one of success"),
        ("tags: {atack: {success: 1}}", "unknown tag «atack» (did you mean «attack»?)"),
        ("comparison: {alpha: 0}", "gates.yaml:2: comparison.alpha: must be more than 0.0, not 0"),
        ("", "holds no gate: needs run, tags or comparison"),
    ],
)
def test_a_bad_file_is_refused_with_place_key_and_reason(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "gates.yaml"
    path.write_text(f"name: x\n{text}\n")

    with pytest.raises(BadFile) as refused:
        Gates.read(path)

    assert said in str(refused.value)
