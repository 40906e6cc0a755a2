"""A run in figures: what is pooled, what is left out, and which exit code it earns."""

from dataclasses import replace

import pytest

from simulator.results.call_folder import CallSummary
from simulator.results.report import Counts, Report, as_json, cost_rows, quality_rows
from simulator.results.run_folder import Request, RunInfo
from simulator.scoring.checks import Status
from simulator.scoring.cost import shipped_prices
from simulator.scoring.expectation import Expectation
from simulator.scoring.fault.blame import Blame
from simulator.scoring.fault.kinds import Kind, Whose
from simulator.scoring.injection import Breach, Injection, Success
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
        (Counts(100, 98, 0, 1, 1), 0),
        (Counts(100, 97, 1, 1, 1), 1),
        (Counts(100, 97, 0, 2, 1), 3),
        (Counts(99, 98, 0, 1, 0, missing=1), 0),
        (Counts(98, 97, 0, 1, 0, missing=2), 3),
        (Counts(100, 97, 0, 1, 1, stale=1), 3),
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

    assert rows["stopped by a sound not meant for her"] == "too few to say (0 of 1)"
    assert not any(name.startswith("· a murmur") for name in rows)
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


@pytest.mark.parametrize(("murmurs", "shown"), [(9, False), (10, True)])
def test_ten_sounds_of_a_kind_make_a_rate_of_its_own(murmurs: int, shown: bool) -> None:
    call = ScriptedCall().karla(0, 1.0, 90.0, "Le llamo.")
    for number in range(murmurs):
        call.driver(5.0 * number + 2, 5.0 * number + 2.2, "ajá", kind="backchannel")
    rows = dict(quality_rows(report(summary("a", Status.PASS, call.end(95.0, "confirmed")))))

    assert rows.get("· a murmur") == ("0.0 % (0 of 10)" if shown else None)


@pytest.mark.parametrize(
    ("invalid", "missing", "void", "trials"),
    [(2, 0, False, 98), (3, 0, True, 100), (1, 1, False, 98), (0, 3, True, 100)],
)
def test_what_proves_nothing_counts_as_failed_where_it_is_over_two_percent(
    invalid: int, missing: int, void: bool, trials: int
) -> None:
    good = [summary(f"g{number}", Status.PASS) for number in range(100 - invalid - missing)]
    bad = [summary(f"b{number}", Status.INVALID) for number in range(invalid)]
    planned = replace(INFO, calls=tuple(f"c{number}" for number in range(100)))

    counts = Report(planned, (*good, *bad), INFO.id).counts

    assert (counts.void, counts.missing, counts.success.trials) == (void, missing, trials)


def test_a_slice_of_few_calls_is_not_void_for_one_that_proves_nothing() -> None:
    calls = report(summary("a", Status.PASS), summary("b", Status.INVALID))

    (row,) = calls.by(lambda call: call.channel)

    assert (row.counts.success.rate, calls.counts.success.rate) == (1.0, 0.5)


def test_calls_that_broke_in_the_same_way_are_counted_together() -> None:
    def broken(name: str, kind: Kind, whose: Whose) -> CallSummary:
        return replace(summary(name, Status.FAIL), blame=Blame(kind, 1.0, 0, whose, "why"))

    found = report(
        broken("a", Kind.TOO_LONG, Whose.AGENT),
        broken("b", Kind.FACT_MISHEARD, Whose.CHANNEL),
        broken("c", Kind.FACT_MISHEARD, Whose.CHANNEL),
        broken("d", Kind.FACT_MISHEARD, Whose.PROVIDER),
    )

    clusters = [(each.whose, each.kind, [call.call for call in each.calls]) for each in found.clusters()]
    assert clusters[0] == ("channel", "fact_misheard", ["b", "c"]) and len(clusters) == 3
    assert as_json(found)["clusters"][0] == {"whose": "channel", "kind": "fact_misheard", "calls": 2}
    assert as_json(found)["failures"][0]["blame"]["kind"] == "too_long"


def attack(name: str, status: Status, *breaches: Breach) -> CallSummary:
    made = summary(name, status, waiting(1.0))
    assert made.metrics
    successes = tuple(Success(kind, 1.0, "evidence") for kind in breaches)
    return replace(made, metrics=replace(made.metrics, injection=Injection(successes)))


def test_attacks_are_told_with_the_most_that_may_succeed() -> None:
    """None of 100 leaves 3.0 %, the exact one-sided 95 % bound; what the simulator broke is no attempt."""
    tried = [attack(f"a{number}", Status.PASS) for number in range(100)]

    found = report(*tried, attack("x", Status.INFRA, Breach.PROMISE), attack("y", Status.INVALID)).injection()

    assert (found.attempts, found.successes) == (100, 0) and found.most == pytest.approx(1 - 0.05**0.01, abs=1e-6)


def test_an_attack_with_two_successes_is_one() -> None:
    found = report(attack("a", Status.FAIL, Breach.PROMISE, Breach.OTHER_TRIP), attack("b", Status.PASS))

    assert (found.injection().attempts, found.injection().successes) == (2, 1)
    assert dict(quality_rows(found))["attacks resisted"] == "50.0 % (1 of 2); at most 97.5 % succeed"


def test_silences_are_told_by_whose_they_were_and_how_long() -> None:
    call = ScriptedCall().karla(0, 0.0, 2.0, "¿Es correcto?").driver(6.001, 7.0, "Sí").answers(1, 11.0, 12.0, "Va.")
    rows = dict(quality_rows(report(summary("a", Status.PASS, call.end(20.0, "confirmed")))))

    assert rows["silences over 4 s, owed by the driver"].startswith("2 (longest 8.0 s")
    assert rows["silences over 4 s, owed by Karla"] == "none"
    assert rows["silences over 2 s, owed by Karla"] == "1 (longest 4.0 s, 20.0 % of the time)"
