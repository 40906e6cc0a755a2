"""When a call went wrong, for somebody who wants to hear it: the first critical error, then the checks that broke."""

import pytest

from simulator.results.call_folder import StoredVerdict
from simulator.results.html.moments import Case, Moment, moments
from simulator.scoring.checks import Check, Status, Verdict
from simulator.scoring.cost import shipped_prices
from simulator.scoring.expectation import Expectation
from simulator.scoring.fault.blame import Blame
from simulator.scoring.fault.kinds import Kind, Whose
from simulator.scoring.metrics import measure
from simulator.scoring.scripted import ScriptedCall
from simulator.scoring.timeline import Timeline

EXPECTED = Expectation(
    trip_id="T-1",
    before={"origin": "monterrey", "destination": "veracruz", "date": "2026-03-10"},
    trip={"origin": "monterrey", "destination": "manzanillo", "date": "2026-03-10"},
    never_says=("Colombia",),
)
LONG = "Le llamo. Por su viaje. De Monterrey. A Veracruz."


def a_call() -> ScriptedCall:
    """Return a call in which everything goes wrong that can, at a second of its own."""
    call = ScriptedCall().karla(0, 1.0, 3.0, "¿Bueno?").driver(4.0, 5.0, "¿Mande?")
    call.answers(1, 6.0, 8.0, "Le llamo por su viaje de Monterrey a Veracruz.").driver(9.0, 10.0, "No, a Manzanillo")
    before = {"destino": "veracruz"}
    call.note(11.0, "ops.write", op="put", trip="T-1", before=before, after={"destino": "merida"})
    call.note(12.0, "ops.write", op="put", trip="T-9", before=before, after={"destino": "toluca"})
    call.answers(2, 13.0, 14.0, "Por Colombia.").answers(3, 15.0, 16.0, LONG)
    call.note(17.0, "state", **{"from": "validating", "move": "human_wanted", "to": "transferring"})
    return call.note(18.0, "transfer", reason="lo_pidio").end(19.0, "transferred")


def found(*failed: str, status: Status = Status.FAIL, blame: Blame | None = None) -> list[Moment]:
    ledger = a_call().ledger
    checks = tuple(Check(name, False, f"because of {name}") for name in failed)
    stored = StoredVerdict(Verdict(status, "why", checks), EXPECTED, blame)
    return moments(Case(Timeline.of(ledger), stored, measure(ledger, EXPECTED, shipped_prices())))


@pytest.mark.parametrize(
    ("check", "t"),
    [
        ("trip", 11.0),
        ("read_back", 11.0),
        ("other_records", 12.0),
        ("privacy", 6.0),
        ("never_says", 13.0),
        ("brevity", 15.0),
        ("transfer", 17.0),
        ("outcome", 17.0),
        ("disclosure", 1.0),
        ("says", 19.0),
        ("ending", 19.0),
        ("a_check_of_tomorrow", 19.0),
    ],
)
def test_each_check_has_its_moment(check: str, t: float) -> None:
    assert found(check) == [Moment(t, check.replace("_", " "), f"because of {check}")]


def test_the_first_critical_error_comes_before_what_it_led_to() -> None:
    blame = Blame(Kind.FACT_MISHEARD, 9.0, 2, Whose.CHANNEL, "he said «Manzanillo»")

    wrong = found("transfer", "trip", blame=blame)

    assert [(each.t, each.first) for each in wrong] == [(9.0, True), (11.0, False), (17.0, False)]
    assert wrong[0].label == "the line's: fact misheard"


def test_nothing_went_wrong_in_a_call_that_passed() -> None:
    assert found(status=Status.PASS) == []


@pytest.mark.parametrize("status", [Status.INVALID, Status.INFRA])
def test_a_check_that_failed_in_a_call_that_proves_nothing_is_no_moment(status: Status) -> None:
    assert found("trip", status=status) == [Moment(19.0, str(status), "why")]
