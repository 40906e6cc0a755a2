"""A run in figures: what is pooled, what is left out, and which exit code it earns."""

from dataclasses import replace

import pytest

from simulator.results.call_folder import CallSummary
from simulator.results.report import Counts, Report, as_json, cost_rows, quality_rows
from simulator.results.run_folder import Request, RunInfo
from simulator.scoring.checks import Status
from simulator.scoring.cost import shipped_prices
from simulator.scoring.expectation import Expectation
from simulator.scoring.metrics import measure
from simulator.scoring.scripted import ScriptedCall

INFO = RunInfo("20260311-102000-prueba", Request("prueba.yaml"), (), {}, digest="d" * 64)


def summary(name: str, status: Status, call: ScriptedCall | None = None) -> CallSummary:
    metrics = measure(call.ledger, Expectation(), shipped_prices()) if call else None
    return CallSummary(name, "uno", "jesus", "gsm", 1, "s", "Título", ("confirm",), status, "why", metrics=metrics)


def waiting(*seconds: float) -> ScriptedCall:
    """Return a call in which Karla takes so long to answer each turn."""
    call = ScriptedCall().karla(0, 1.0, 2.0, "¿Hablo con Jesús?")
    for turn, wait in enumerate(seconds, start=1):
        start = 10.0 * turn
        call.driver(start, start + 1, "Sí").answers(turn, start + 1 + wait, start + 4, "Gracias.")
    return call.end(10.0 * len(seconds) + 10, "confirmed")


def report(*calls: CallSummary) -> Report:
    return Report(INFO, calls, INFO.id)


def test_latencies_are_pooled_over_turns_and_not_averaged_over_calls() -> None:
    found = as_json(report(summary("a", Status.PASS, waiting(0.5)), summary("b", Status.PASS, waiting(1.0, 2.0))))

    assert found["turn_latency_ms"] == {"p50": 1000.0, "p95": 1900.0, "p99": 1980.0}
    assert found["under_1500_ms"] == 0.6667


def test_what_the_harness_broke_is_not_measured() -> None:
    found = as_json(report(summary("a", Status.PASS, waiting(0.5)), summary("b", Status.INFRA, waiting(3.0))))

    assert found["turn_latency_ms"] == {"p50": 500.0, "p95": 500.0, "p99": 500.0}


def test_a_run_without_a_measured_call_has_no_figures() -> None:
    found = as_json(report(summary("a", Status.INFRA)))

    assert found["turn_latency_ms"] == {"p50": None, "p95": None, "p99": None}
    assert found["cost_usd_per_call"] is None and found["under_1500_ms"] is None


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        (Counts(10, 10, 0, 0, 0), 0),
        (Counts(10, 9, 1, 0, 0), 1),
        (Counts(100, 98, 0, 1, 1), 1),
        (Counts(100, 97, 0, 2, 1), 3),
        (Counts(10, 0, 0, 10, 0), 3),
        (Counts(0, 0, 0, 0, 0), 3),
    ],
)
def test_a_run_earns_its_exit_code(counts: Counts, code: int) -> None:
    assert counts.exit_code == code


def test_failures_come_before_what_proves_nothing() -> None:
    found = as_json(report(summary("a", Status.INFRA), summary("b", Status.INVALID), summary("c", Status.FAIL)))

    assert [(each["call"], each["why"]) for each in found["failures"]] == [
        ("c", "why"),
        ("b", "INVALID: why"),
        ("a", "INFRA: why"),
    ]


def test_a_rate_that_ten_events_do_not_back_is_not_shown() -> None:
    call = ScriptedCall().karla(0, 1.0, 9.0, "Le llamo.").driver(2.0, 2.2, "ajá", kind="backchannel")
    rows = dict(quality_rows(report(summary("a", Status.PASS, call.end(10.0, "confirmed")))))

    assert rows["stopped by a murmur, cough or aside"] == "too few to say (0 of 1)"
    assert rows["yields to a barge-in within 2 s"] == "none"


def test_transfers_that_may_be_are_neither_right_nor_wrong() -> None:
    calls = []
    for wanted, happened in (("must", True), ("must", False), ("never", True), ("may", True)):
        made = summary("a", Status.PASS, waiting(1.0))
        assert made.metrics
        escalation = replace(made.metrics.escalation, wanted=wanted, happened=happened)
        calls.append(replace(made, metrics=replace(made.metrics, escalation=escalation)))
    rows = dict(quality_rows(report(*calls)))

    assert rows["transfers that were called for"] == "50.0 % (1 of 2)"
    assert rows["needed transfers that were made"] == "50.0 % (1 of 2)"


def test_a_successful_call_pays_for_the_others() -> None:
    """Two calls of 20 s and 0.0059 a minute each, one of which passed."""
    rows = dict(cost_rows(report(summary("a", Status.PASS, waiting(1.0)), summary("b", Status.FAIL, waiting(1.0)))))

    assert rows["call"] == pytest.approx(0.0059 / 3) and rows["successful call"] == pytest.approx(2 * 0.0059 / 3)
    assert rows["telephony_seconds"] is None
