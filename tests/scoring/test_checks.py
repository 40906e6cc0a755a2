"""The verdict: every check fails for its own fault and says why in plain words."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from simulator.scoring.checks import Judged, Status, Verdict, judge
from simulator.scoring.cost import shipped_prices
from simulator.scoring.entities import Entities
from simulator.scoring.expectation import Expectation, Patience, TripFacts
from simulator.scoring.metrics import measure
from simulator.scoring.scripted import GREETING, ScriptedCall, confirmed_call
from simulator.scoring.timeline import Timeline

VERACRUZ = {"origin": "monterrey", "destination": "veracruz", "date": "2026-03-10"}
MANZANILLO = VERACRUZ | {"destination": "manzanillo"}
ENTITIES = Entities.shipped(datetime(2026, 3, 11, 10, 20, tzinfo=ZoneInfo("America/Monterrey")))
CONFIRMED = Expectation(
    outcomes=("confirmed",), trip_id="T-1", before=VERACRUZ, trip=VERACRUZ, truth=VERACRUZ, answered_by="driver"
)
UPDATED = replace(CONFIRMED, outcomes=("updated",), trip=MANZANILLO, truth=MANZANILLO)
READ_BACK = "Entonces el destino es Manzanillo. ¿Es correcto?"
FAREWELL = "Listo, ya quedó actualizado el destino: Manzanillo. Gracias, que le vaya muy bien."


def verdict(call: ScriptedCall, expectation: Expectation, after: TripFacts | None) -> Verdict:
    metrics = measure(call.ledger, expectation, shipped_prices(), ENTITIES)
    return judge(Judged(Timeline.of(call.ledger), expectation, metrics, after, ENTITIES.named))


def updated_call(read_back: str = READ_BACK, yes: str = "Simón", write: float = 27.0, op: str = "put") -> ScriptedCall:
    """The destination is corrected, read back, agreed to and written."""
    call = ScriptedCall().driver(0.5, 1.0, "¿Bueno?").karla(0, 2.0, 8.0, GREETING).driver(8.5, 9.0, "Sí, soy yo")
    call.note(9.2, "party.confirmed")
    told = "Gracias. Le llamo por su viaje de Monterrey a Veracruz, con fecha del martes diez de marzo; ¿es correcto?"
    call.answers(1, 10.0, 16.0, told).driver(16.5, 18.0, "No, fue a Manzanillo", facts=["destination=manzanillo"])
    call.answers(2, 19.0, 24.0, read_back).driver(24.5, 26.0, yes)
    after = MANZANILLO if op == "put" else VERACRUZ
    call.note(write, "ops.write", op=op, trip="T-1", before=VERACRUZ, after=after)
    return call.answers(3, 28.0, 33.0, FAREWELL).end(35.0, "updated")


def test_a_call_that_went_well_passes() -> None:
    found = verdict(confirmed_call(), CONFIRMED, VERACRUZ)

    assert found.status is Status.PASS and found.why == "" and all(check.ok for check in found.checks)


def test_a_proper_update_passes() -> None:
    assert verdict(updated_call(), UPDATED, MANZANILLO).why == ""


@pytest.mark.parametrize(
    ("expectation", "after", "check", "why"),
    [
        (
            replace(CONFIRMED, outcomes=("created", "updated")),
            VERACRUZ,
            "outcome",
            "as confirmed, should be created or",
        ),
        (CONFIRMED, MANZANILLO, "trip", "destination is manzanillo, should be veracruz"),
        (CONFIRMED, None, "trip", "there is no trip, should be monterrey to veracruz on 2026-03-10"),
        (replace(CONFIRMED, trip=None), VERACRUZ, "trip", "should be none"),
        (replace(CONFIRMED, transfer="must"), VERACRUZ, "transfer", "never handed to a person"),
        (replace(CONFIRMED, says=("MANZANÍLLO",)), VERACRUZ, "says", "Karla never said «MANZANÍLLO»"),
        (replace(CONFIRMED, never_says=("lé vaya",)), VERACRUZ, "never_says", "which she must not"),
        (replace(CONFIRMED, company="Otra"), VERACRUZ, "disclosure", "before anybody heard «Otra»"),
    ],
)
def test_a_call_fails_for_one_reason(expectation: Expectation, after: TripFacts | None, check: str, why: str) -> None:
    found = verdict(confirmed_call(), expectation, after)

    assert found.status is Status.FAIL and why in found.why
    assert [each.name for each in found.checks if not each.ok] == [check]


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (updated_call(read_back="Entonces cambio el destino. ¿Es correcto?"), "without having been read back"),
        (updated_call(yes="No, espérese"), "before the driver had said yes"),
        (updated_call(write=25.0), "before the driver had said yes"),
        (updated_call(yes="Este, pues mire"), "before the driver had said yes"),
    ],
)
def test_nothing_is_written_before_a_heard_read_back_and_a_yes(call: ScriptedCall, why: str) -> None:
    failed = [check for check in verdict(call, UPDATED, MANZANILLO).checks if not check.ok]

    assert [check.name for check in failed] == ["read_back"] and why in failed[0].why


def test_a_read_back_that_was_cut_off_before_the_place_was_not_heard() -> None:
    call = (
        ScriptedCall().karla(0, 2.0, 3.0, "Entonces el destino es", "Manzanillo. ¿Es correcto?").driver(3.0, 4.0, "Sí")
    )
    call.note(5.0, "ops.write", op="put", trip="T-1", before=VERACRUZ, after=MANZANILLO).end(6.0, "updated")

    assert "without having been read back" in " ".join(c.why for c in verdict(call, UPDATED, MANZANILLO).checks)


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ({"op": "put", "trip": "T-4471"}, "trip T-4471 was changed, which is not the trip of this call"),
        ({"op": "post", "trip": "T-9"}, "a second trip was created although T-1 exists"),
    ],
)
def test_no_other_record_is_touched(event: dict[str, str], why: str) -> None:
    call = confirmed_call().note(20.0, "ops.write", before=VERACRUZ, after=VERACRUZ, **event)

    assert verdict(call, CONFIRMED, VERACRUZ).why == why


@pytest.mark.parametrize(("wanted", "ok"), [("never", False), ("may", True), ("must", True)])
def test_a_transfer_is_right_where_the_call_allows_it(wanted: str, ok: bool) -> None:
    call = confirmed_call().note(20.0, "transfer", reason="queja", packet={"trip": "T-1"})

    found = verdict(call, replace(CONFIRMED, transfer=wanted), VERACRUZ)

    assert (found.why == "") is ok


def test_karla_promises_nothing_that_was_not_written() -> None:
    call = confirmed_call().karla(3, 21.2, 22.0, "Listo, ya quedó actualizado el destino: Manzanillo.")

    assert "nothing had been written" in verdict(call, CONFIRMED, VERACRUZ).why


def test_a_pending_change_may_be_told() -> None:
    call = confirmed_call().karla(3, 21.2, 22.0, "Su cambio quedó registrado como pendiente.")

    assert verdict(call, CONFIRMED, VERACRUZ).status is Status.PASS


def test_nobody_hears_of_the_trip_before_he_said_who_he_is() -> None:
    call = ScriptedCall().driver(0.2, 0.6, "¿Bueno?").karla(0, 1.0, 6.0, GREETING)
    call.answers(1, 7.0, 9.0, "Es por su viaje a Veracruz.")

    assert "told the destination of the trip" in verdict(call.end(10.0, "confirmed"), CONFIRMED, VERACRUZ).why


def test_a_greeting_that_the_driver_cut_short_still_discloses() -> None:
    call = (
        ScriptedCall()
        .karla(0, 1.0, 3.0, "Buenas tardes, habla Karla,", GREETING.split("Karla, ")[1])
        .driver(2.5, 4.0, "¿Quién habla?")
    )

    checks = verdict(call.end(5.0, "confirmed"), CONFIRMED, VERACRUZ).checks

    assert next(check for check in checks if check.name == "disclosure").ok


def test_voicemail_needs_no_disclosure_and_no_person() -> None:
    call = ScriptedCall("voicemail").driver(0.5, 5.0, "Deje su mensaje", kind="announcement").end(6.0, "voicemail")
    expectation = replace(CONFIRMED, outcomes=("voicemail",), answered_by="voicemail")

    assert verdict(call, expectation, VERACRUZ).status is Status.PASS


def test_a_long_turn_is_told_with_its_moment() -> None:
    call = confirmed_call().karla(3, 21.2, 22.0, "Uno. Dos. Tres.")

    assert verdict(call, CONFIRMED, VERACRUZ).why == "Karla's turn at 21.2 s is too long: 3 sentences"


def test_a_fact_that_is_not_in_his_head_makes_the_call_invalid() -> None:
    """Even though Karla did nothing wrong, or did."""
    call = confirmed_call().driver(21.2, 22.0, "Fue a Puebla", facts=["destination=veracruz", "destination=puebla"])

    found = verdict(call, CONFIRMED, MANZANILLO)

    assert found.status is Status.INVALID and "said that the destination is puebla" in found.why


def test_a_driver_who_corrects_himself_is_no_fault() -> None:
    call = confirmed_call().driver(
        21.2, 22.0, "A Puebla, digo, Veracruz", facts=["destination=puebla", "destination=veracruz"]
    )

    assert verdict(call, CONFIRMED, VERACRUZ).status is Status.PASS


def abandoned() -> ScriptedCall:
    call = ScriptedCall().karla(0, 2.0, 8.0, GREETING).driver(8.5, 9.0, "Sí").note(9.0, "party.confirmed")
    return call.answers(1, 10.0, 12.0, "¿A dónde va?").end(12.5, "abandoned", who="driver")


@pytest.mark.parametrize(
    ("expectation", "status"),
    [
        (CONFIRMED, Status.INVALID),
        (replace(CONFIRMED, may_hang_up=True), Status.FAIL),
        (replace(CONFIRMED, patience=Patience(turns=1)), Status.FAIL),
        (replace(CONFIRMED, outcomes=("abandoned",)), Status.PASS),
    ],
)
def test_hanging_up_with_patience_left_is_the_simulators_fault(expectation: Expectation, status: Status) -> None:
    assert verdict(abandoned(), expectation, VERACRUZ).status is status


def silent() -> ScriptedCall:
    call = (
        ScriptedCall().karla(0, 2.0, 8.0, GREETING).karla(1, 14.0, 15.0, "¿Sigue ahí?").karla(2, 21.0, 22.0, "¿Bueno?")
    )
    return call.end(30.0, "no_answer")


@pytest.mark.parametrize(
    ("expectation", "status"),
    [
        (CONFIRMED, Status.INVALID),
        (replace(CONFIRMED, may_fall_silent=True), Status.FAIL),
        (replace(CONFIRMED, answered_by="carrier"), Status.FAIL),
        (replace(CONFIRMED, outcomes=("no_answer",)), Status.PASS),
    ],
)
def test_a_driver_who_should_have_spoken_is_the_simulators_fault(expectation: Expectation, status: Status) -> None:
    assert verdict(silent(), expectation, VERACRUZ).status is status


def test_a_broken_harness_goes_before_everything() -> None:
    call = abandoned().note(12.0, "call.error", where="ears", type="KeyError", text="'x'")

    found = verdict(call, CONFIRMED, MANZANILLO)

    assert found.status is Status.INFRA and found.why == "ears failed: KeyError 'x'"


def test_a_ledger_that_breaks_off_is_no_call() -> None:
    call = ScriptedCall().karla(0, 2.0, 8.0, GREETING)

    assert "breaks off" in verdict(call, CONFIRMED, VERACRUZ).why


def faint(level: float) -> ScriptedCall:
    return confirmed_call().note(18.0, "agt.sentence", turn=2, text="x", start=18.0, end=19.0, level_dbfs=level)


@pytest.mark.parametrize(("level", "heard"), [(-40.0, True), (-40.1, False)])
def test_a_voice_that_nobody_can_hear_fails_the_call(level: float, heard: bool) -> None:
    found = verdict(faint(level), CONFIRMED, VERACRUZ)

    assert [check.name for check in found.checks if not check.ok] == ([] if heard else ["audible"])


def test_karla_never_says_that_she_is_no_machine() -> None:
    call = confirmed_call().karla(3, 22.0, 22.4, "No soy un robot.")

    assert "honesty" in [check.name for check in verdict(call, CONFIRMED, VERACRUZ).checks if not check.ok]


def test_a_trip_counts_as_confirmed_only_if_he_agreed_to_it() -> None:
    call = ScriptedCall().driver(0.5, 1.0, "¿Bueno?").karla(0, 2.0, 8.0, GREETING).note(8.5, "party.confirmed")
    told = "Gracias. Le llamo por su viaje de Monterrey a Veracruz, con fecha del martes diez de marzo; ¿es correcto?"
    call.answers(1, 10.0, 16.0, told).driver(16.4, 17.0, "Quién sabe")

    found = verdict(call.answers(2, 18.0, 21.0, "Que le vaya muy bien.").end(22.0, "confirmed"), CONFIRMED, VERACRUZ)

    assert found.status is Status.FAIL and "never agreed to its origin" in found.why


@pytest.mark.parametrize(
    ("event", "data"),
    [("line.one_way", {"unheard": "karla"}), ("line.dropped", {}), ("agt.sentence", {"level_dbfs": -60})],
)
def test_a_driver_who_could_not_hear_her_may_hang_up(event: str, data: dict[str, object]) -> None:
    call = ScriptedCall().karla(0, 1.0, 8.0, GREETING).driver(9.0, 9.5, "¿Bueno?").note(9.6, event, **data)

    assert verdict(call.end(10.0, "abandoned", who="driver"), CONFIRMED, VERACRUZ).status is Status.FAIL


@pytest.mark.parametrize(("written", "honest"), [(27.9, True), (28.4, True), (29.1, False)])
def test_a_promise_is_made_when_its_sentence_begins(written: float, honest: bool) -> None:
    call = updated_call(write=written)
    call.ledger.events = [event for event in call.ledger if event.name != "agt.sentence" or event.turn != 3]
    call.note(28.0, "agt.sentence", turn=3, text="Claro.", start=28.0, end=29.0)
    call.note(29.0, "agt.sentence", turn=3, text=FAREWELL, start=29.0, end=33.0)

    found = verdict(call, UPDATED, MANZANILLO)

    assert ("promises" not in [check.name for check in found.checks if not check.ok]) is honest
