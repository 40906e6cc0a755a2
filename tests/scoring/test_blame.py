"""Whose the first critical error was: the driver's, Karla's, the line's, a provider's, or the simulator's own."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from simulator.scoring.checks import Check, Judged, Status, Verdict, judge
from simulator.scoring.cost import shipped_prices
from simulator.scoring.entities import Entities
from simulator.scoring.expectation import Expectation, TripFacts
from simulator.scoring.fault.blame import Blame, blame, harness_blame
from simulator.scoring.fault.causes import FINDERS
from simulator.scoring.fault.kinds import Kind, Whose
from simulator.scoring.metrics import measure
from simulator.scoring.scripted import GREETING, ScriptedCall, confirmed_call
from simulator.scoring.timeline import Timeline
from simulator.scoring.validity import DriverFault

ENTITIES = Entities.shipped(datetime(2026, 3, 11, 10, 20, tzinfo=ZoneInfo("America/Monterrey")))
VERACRUZ = {"origin": "monterrey", "destination": "veracruz", "date": "2026-03-10"}
MANZANILLO = VERACRUZ | {"destination": "manzanillo"}
TOLD = "Gracias. Le llamo por su viaje de Monterrey a Veracruz, con fecha del martes diez de marzo; ¿es correcto?"
CONFIRMED = Expectation(
    outcomes=("confirmed",), trip_id="T-1", before=VERACRUZ, trip=VERACRUZ, truth=VERACRUZ, answered_by="driver"
)
UPDATED = replace(CONFIRMED, outcomes=("updated",), trip=MANZANILLO, truth=MANZANILLO)
GOOD: dict[str, object] = {"snr_db": 30.0, "lost": 0.0}
NOISY: dict[str, object] = {"snr_db": 6.0, "lost": 0.0}
CUT_UP: dict[str, object] = {"snr_db": 30.0, "lost": 0.2}


def judged(call: ScriptedCall, expectation: Expectation, after: TripFacts | None) -> Judged:
    timeline = Timeline.of(call.ledger)
    metrics = measure(timeline, expectation, shipped_prices(), ENTITIES)
    return Judged(timeline, expectation, metrics, after, ENTITIES.named, ENTITIES.understood)


def blamed(call: ScriptedCall, expectation: Expectation = UPDATED, after: TripFacts | None = VERACRUZ) -> Blame:
    case = judged(call, expectation, after)
    found = blame(case, judge(case))
    assert found is not None and found.why
    return found


def corrected(
    heard: str, told: str = TOLD, facts: tuple[str, ...] = ("destination=manzanillo",), **line: object
) -> ScriptedCall:
    """He corrects the destination, which is recognised as `heard`."""
    call = ScriptedCall().driver(0.5, 1.0, "¿Bueno?").karla(0, 2.0, 8.0, GREETING).driver(8.5, 9.0, "Sí, soy yo")
    call.note(1.2, "stt.final", text="bueno", ref="bueno", utt=[1]).note(9.2, "party.confirmed")
    call.note(9.2, "stt.final", text="sí soy yo", ref="sí soy yo", utt=[2])
    said = "No, fue a Manzanillo" if facts else "Pues no"
    call.answers(1, 10.0, 16.0, told).driver(16.5, 18.0, said, facts=list(facts), **line)
    return call.note(18.4, "stt.final", text=heard, ref=said.lower().replace(",", ""), utt=[3])


def written(call: ScriptedCall, place: str) -> ScriptedCall:
    """Karla reads a destination back, hears a yes, and writes it."""
    name = ENTITIES.gazetteer[place].name
    call.answers(2, 19.0, 22.0, f"Entonces el destino es {name}; ¿es correcto?").driver(22.5, 23.0, "Sí")
    call.note(23.3, "stt.final", text="sí", ref="sí", utt=[4])
    after = VERACRUZ | {"destination": place}
    call.note(24.0, "ops.write", op="put", trip="T-1", before=VERACRUZ, after=after)
    return call.answers(3, 25.0, 28.0, "Listo. Que le vaya muy bien.").end(30.0, "updated")


def left_alone(call: ScriptedCall) -> ScriptedCall:
    return call.answers(2, 19.0, 22.0, "Perfecto, queda confirmado. Que le vaya muy bien.").end(24.0, "confirmed")


@pytest.mark.parametrize(
    ("heard", "line", "kind", "whose"),
    [
        ("no fue a marzo y ya", NOISY, Kind.FACT_MISHEARD, Whose.CHANNEL),
        ("no fue a marzo y ya", CUT_UP, Kind.FACT_MISHEARD, Whose.CHANNEL),
        ("no fue a marzo y ya", GOOD, Kind.FACT_MISHEARD, Whose.PROVIDER),
        ("", NOISY, Kind.WORDS_LOST, Whose.CHANNEL),
        ("no fue a manzanillo", NOISY, Kind.DID_NOT_ACT, Whose.AGENT),
        ("no fue a manzanillo", GOOD, Kind.DID_NOT_ACT, Whose.AGENT),
    ],
)
def test_a_place_that_was_misheard_is_the_lines_fault_and_one_that_was_heard_is_karlas(
    heard: str, line: dict[str, object], kind: Kind, whose: Whose
) -> None:
    found = blamed(left_alone(corrected(heard, **line)))

    assert (found.kind, found.whose, found.turn) == (kind, whose, 1)


@pytest.mark.parametrize(
    ("snr_db", "lost", "whose"),
    [
        (15.0, 0.01, Whose.PROVIDER),
        (14.999, 0.0, Whose.CHANNEL),
        (60.0, 0.0101, Whose.CHANNEL),
    ],
)
def test_a_line_is_bad_under_15_decibels_or_over_one_percent(snr_db: float, lost: float, whose: Whose) -> None:
    assert blamed(left_alone(corrected("no fue a marzo y ya", snr_db=snr_db, lost=lost))).whose is whose


def test_without_figures_of_the_utterance_the_calls_own_decide() -> None:
    call = corrected("no fue a marzo y ya").answers(2, 19.0, 22.0, "Perfecto. Que le vaya muy bien.")
    call.note(24.0, "call.hangup", who="karla")

    found = blamed(call.note(24.0, "call.end", outcome="confirmed", snr_db=8.0, speech_loss=0.0))

    assert found.whose is Whose.CHANNEL and "8 dB, 0.0 % lost over the call" in found.why


@pytest.mark.parametrize(
    ("heard", "kind", "whose"),
    [
        ("no fue a mazatlán", Kind.FACT_MISHEARD, Whose.PROVIDER),
        ("no fue a manzanillo", Kind.WROTE_WRONG_VALUE, Whose.AGENT),
    ],
)
def test_a_wrong_value_in_the_system_was_misheard_or_is_karlas(heard: str, kind: Kind, whose: Whose) -> None:
    after = VERACRUZ | {"destination": "mazatlan"}

    found = blamed(written(corrected(heard, **GOOD), "mazatlan"), after=after)

    assert (found.kind, found.whose) == (kind, whose)


def test_what_he_repeated_and_was_then_heard_is_not_what_went_wrong() -> None:
    call = corrected("no fue a marzo y ya", **NOISY).answers(2, 19.0, 20.0, "¿Cómo dijo?")
    call.driver(20.5, 22.0, "A Manzanillo", facts=["destination=manzanillo"], **GOOD)
    call.note(22.4, "stt.final", text="a manzanillo", ref="a manzanillo", utt=[4])

    found = blamed(call.answers(3, 23.0, 25.0, "Perfecto. Que le vaya muy bien.").end(26.0, "confirmed"))

    assert (found.kind, found.whose, found.at) == (Kind.DID_NOT_ACT, Whose.AGENT, 22.0)


def test_a_driver_who_was_asked_and_did_not_say_it_withheld_it() -> None:
    found = blamed(left_alone(corrected("pues no", facts=())))

    assert (found.kind, found.whose) == (Kind.DRIVER_WITHHELD, Whose.DRIVER)


def test_karla_who_never_asked_has_herself_to_blame() -> None:
    found = blamed(left_alone(corrected("pues no", told="Gracias por contestar.", facts=())))

    assert (found.kind, found.whose) == (Kind.NEVER_ASKED, Whose.AGENT)


def test_karla_who_began_while_he_was_saying_it_interrupted_him() -> None:
    call = ScriptedCall().driver(0.5, 1.0, "¿Bueno?").karla(0, 2.0, 8.0, GREETING)
    call.driver(9.0, 12.0, "No, fue a Manzanillo", facts=["destination=manzanillo"], **GOOD)
    call.note(9.5, "stt.final", text="no fue", ref="no fue", utt=[2])

    found = blamed(call.answers(1, 10.0, 13.0, "Perfecto. Que le vaya muy bien.").end(15.0, "confirmed"))

    assert (found.kind, found.whose, found.at) == (Kind.INTERRUPTED_DRIVER, Whose.AGENT, 10.0)


@pytest.mark.parametrize(
    ("error", "kind", "whose"),
    [
        ("ProviderError", Kind.PROVIDER_FAILED, Whose.PROVIDER),
        ("TripsApiDown", Kind.CLIENT_SYSTEM_FAILED, Whose.PROVIDER),
        ("LineClosed", Kind.LINE_DROPPED, Whose.CHANNEL),
        ("ForbiddenTransition", Kind.AGENT_FAILED, Whose.AGENT),
        ("TimeoutError", Kind.AGENT_FAILED, Whose.AGENT),
    ],
)
def test_what_failed_around_her_comes_before_what_came_of_it(error: str, kind: Kind, whose: Whose) -> None:
    call = corrected("no fue a marzo y ya", **NOISY).note(18.5, "call.fault", type=error, text="deepgram: gone")

    found = blamed(left_alone(call))

    assert (found.kind, found.whose, found.at) == (kind, whose, 18.5)


def test_no_failure_around_her_excuses_a_long_turn() -> None:
    call = confirmed_call().note(17.5, "call.fault", type="ProviderError", text="deepgram: gone")
    call.ledger.events = [event for event in call.ledger if event.name not in {"call.hangup", "call.end"}]
    call.karla(3, 23.0, 40.0, "Gracias.").end(41.0, "confirmed")

    found = blamed(call, CONFIRMED)

    assert (found.kind, found.whose, found.at, found.turn) == (Kind.TOO_LONG, Whose.AGENT, 23.0, 3)


def test_a_no_that_was_heard_as_a_yes_is_not_karlas() -> None:
    call = corrected("no fue a manzanillo", **GOOD)
    call.answers(2, 19.0, 22.0, "Entonces el destino es Manzanillo; ¿es correcto?").driver(22.5, 23.0, "No", **NOISY)
    call.note(23.3, "stt.final", text="sí", ref="no", utt=[4])
    call.note(24.0, "ops.write", op="put", trip="T-1", before=VERACRUZ, after=MANZANILLO)

    found = blamed(call.answers(3, 25.0, 28.0, "Listo. Que le vaya muy bien.").end(30.0, "updated"), after=MANZANILLO)

    assert (found.kind, found.whose, found.at) == (Kind.ANSWER_MISHEARD, Whose.CHANNEL, 23.3)


@pytest.mark.parametrize(
    ("heard", "kind", "whose", "at"),
    [
        ("páseme con una persona", Kind.MISSED_TRANSFER, Whose.AGENT, 10.0),
        ("pase con la pelona", Kind.ANSWER_MISHEARD, Whose.CHANNEL, 10.4),
    ],
)
def test_a_call_for_a_person_is_missed_by_karla_only_if_it_reached_her(
    heard: str, kind: Kind, whose: Whose, at: float
) -> None:
    call = ScriptedCall().karla(0, 1.0, 8.0, GREETING).driver(8.5, 10.0, "Páseme con una persona", **NOISY)
    call.note(10.4, "stt.final", text=heard, ref="páseme con una persona", utt=[1])
    call.answers(1, 11.0, 13.0, "Gracias. Que le vaya muy bien.").end(14.0, "confirmed")

    found = blamed(call, replace(CONFIRMED, transfer="must"))

    assert (found.kind, found.whose, found.at) == (kind, whose, at)


@pytest.mark.parametrize(
    ("said", "heard", "kind", "whose"),
    [
        ("Sí, soy yo", "sí soy yo", Kind.NEEDLESS_TRANSFER, Whose.AGENT),
        ("Sí, está a la mano", "asaltaron a mi hermano", Kind.ANSWER_MISHEARD, Whose.PROVIDER),
    ],
)
def test_a_transfer_that_nobody_needed_may_come_of_mishearing(said: str, heard: str, kind: Kind, whose: Whose) -> None:
    call = ScriptedCall().karla(0, 1.0, 8.0, GREETING).driver(8.5, 10.0, said, **GOOD)
    call.note(10.4, "stt.final", text=heard, ref=said.lower().replace(",", ""), utt=[1])
    call.note(10.5, "state", **{"from": "validating", "move": "human_wanted", "to": "transferring"})
    call.note(14.0, "transfer", reason="emergencia", packet={}).end(15.0, "transferred")

    found = blamed(call, CONFIRMED)

    assert (found.kind, found.whose) == (kind, whose)


@pytest.mark.parametrize(
    ("noticed", "line", "kind", "whose"),
    [
        (5.0, NOISY, Kind.IGNORED_BARGE_IN, Whose.AGENT),
        (5.001, NOISY, Kind.SPEECH_NOT_NOTICED, Whose.CHANNEL),
        (5.001, GOOD, Kind.SPEECH_NOT_NOTICED, Whose.PROVIDER),
    ],
)
def test_an_interruption_that_nobody_told_karla_of_is_not_hers(
    noticed: float, line: dict[str, object], kind: Kind, whose: Whose
) -> None:
    """She has two seconds, and so have her ears."""
    call = ScriptedCall().karla(0, 1.0, 2.5, GREETING).karla(1, 2.7, 9.0, "Le llamo por su viaje.")
    call.driver(3.0, 7.0, "No, mire", **line).note(noticed, "stt.started")

    found = blamed(call.note(9.5, "transfer", reason="x").end(10.0, "confirmed"), replace(CONFIRMED, transfer="may"))

    assert (found.kind, found.whose, found.at) == (kind, whose, 3.0)


def told_too_early() -> ScriptedCall:
    call = confirmed_call()
    call.ledger.events = [event for event in call.ledger if event.name != "party.confirmed"]
    return call


def written_after_the_hand_over() -> ScriptedCall:
    call = confirmed_call().note(16.5, "transfer", reason="queja", packet={})
    return call.note(17.0, "ops.write", op="put", trip="T-1", before=MANZANILLO, after=VERACRUZ)


def promised() -> ScriptedCall:
    call = ScriptedCall().karla(0, 2.0, 8.0, GREETING).note(9.0, "party.confirmed").driver(9.0, 10.0, "Sí")
    return call.answers(1, 11.0, 14.0, "Listo, ya quedó actualizado el destino.").end(15.0, "confirmed")


@pytest.mark.parametrize(
    ("call", "expectation", "kind", "at"),
    [
        (confirmed_call(), replace(CONFIRMED, says=("Manzanillo",)), Kind.NOT_SAID, 22.5),
        (confirmed_call(), replace(CONFIRMED, never_says=("le vaya",)), Kind.SAID_FORBIDDEN, 18.0),
        (confirmed_call(), replace(CONFIRMED, company="Otra"), Kind.NOT_DISCLOSED, 2.0),
        (confirmed_call(), replace(CONFIRMED, outcomes=("created",)), Kind.WRONG_OUTCOME, 22.5),
        (confirmed_call().note(17.0, "ops.write", op="put", trip="T-9"), CONFIRMED, Kind.WROTE_ELSEWHERE, 17.0),
        (written_after_the_hand_over(), replace(CONFIRMED, transfer="must"), Kind.WROTE_AFTER_TRANSFER, 17.0),
        (told_too_early(), CONFIRMED, Kind.TOLD_TOO_EARLY, 10.0),
        (promised(), CONFIRMED, Kind.UNWRITTEN_PROMISE, 11.0),
    ],
)
def test_what_karla_alone_decides_is_hers(call: ScriptedCall, expectation: Expectation, kind: Kind, at: float) -> None:
    found = blamed(call, expectation)

    assert (found.kind, found.whose, found.at) == (kind, Whose.AGENT, at)


def ended_badly(*events: tuple[float, str, dict[str, object]]) -> ScriptedCall:
    call = ScriptedCall().karla(0, 2.0, 8.0, GREETING).driver(9.0, 9.5, "Sí, soy yo")
    call.note(9.8, "stt.final", text="sí soy yo", ref="sí soy yo", utt=[1])
    for t, event, data in events:
        call.note(t, event, **data)
    return call.answers(1, 20.0, 22.0, "¿Sigue ahí?").end(30.0, "abandoned")


@pytest.mark.parametrize(
    ("events", "kind", "whose"),
    [
        ([(12.0, "line.one_way", {"unheard": "driver"})], Kind.LINE_ONE_WAY, Whose.CHANNEL),
        ([(12.0, "line.dropped", {})], Kind.LINE_DROPPED, Whose.CHANNEL),
        ([(12.0, "line.dropped", {}), (18.0, "line.redialled", {"by": "karla"})], Kind.WRONG_OUTCOME, Whose.AGENT),
    ],
)
def test_a_line_that_failed_for_good_is_to_blame_and_one_that_came_back_is_not(
    events: list[tuple[float, str, dict[str, object]]], kind: Kind, whose: Whose
) -> None:
    found = blamed(ended_badly(*events), replace(CONFIRMED, may_hang_up=True))

    assert (found.kind, found.whose) == (kind, whose)


def test_a_no_that_was_heard_as_a_yes_confirms_nothing_of_karlas() -> None:
    call = ScriptedCall().karla(0, 2.0, 8.0, GREETING).note(8.5, "party.confirmed").answers(1, 10.0, 16.0, TOLD)
    call.driver(16.4, 17.0, "No", **GOOD).note(17.3, "stt.final", text="sí", ref="no", utt=[1])

    found = blamed(call.answers(2, 18.0, 21.0, "Que le vaya muy bien.").end(22.0, "confirmed"), CONFIRMED)

    assert (found.kind, found.whose, found.at) == (Kind.ANSWER_MISHEARD, Whose.PROVIDER, 17.3)


def test_a_line_that_nobody_closes_is_karlas() -> None:
    call = confirmed_call()
    call.ledger.events = [event for event in call.ledger if event.name != "call.hangup"]

    assert blamed(call, CONFIRMED).kind is Kind.NEVER_ENDED


def test_what_broke_in_the_simulator_is_its_own_fault() -> None:
    call = confirmed_call().note(12.0, "call.error", where="the line", type="KeyError", text="x")

    found = blamed(call, CONFIRMED)

    assert found == Blame(Kind.HARNESS_FAILED, 12.0, 1, Whose.HARNESS, "the line failed: KeyError x")
    assert harness_blame("it died").whose is Whose.HARNESS


@pytest.mark.parametrize(
    ("call", "kind", "at"),
    [
        (left_alone(corrected("x", facts=("destination=colima",))), Kind.DRIVER_INVENTED, 16.5),
        (left_alone(corrected("x", facts=("fault=three times",))), Kind.DRIVER_BROKE_RULES, 16.5),
        (ScriptedCall().karla(0, 1.0, 8.0, GREETING).end(9.0, "failed"), Kind.DRIVER_FELL_SILENT, 0.0),
        (
            ScriptedCall().karla(0, 1.0, 8.0, GREETING).driver(9.0, 9.5, "Ya").end(10.0, "abandoned", who="driver"),
            Kind.DRIVER_HUNG_UP,
            10.0,
        ),
    ],
)
def test_a_simulated_driver_who_breaks_the_call_is_to_blame(call: ScriptedCall, kind: Kind, at: float) -> None:
    found = blamed(call)

    assert (found.kind, found.whose, found.at) == (kind, Whose.DRIVER, at)


def test_a_judges_objection_is_dated_by_what_it_quotes() -> None:
    case = judged(confirmed_call(), CONFIRMED, VERACRUZ)
    why = "the judge objects: curt («queda confirmado su viaje»)"
    verdict = Verdict(Status.FAIL, why, (Check("trip", ok=True), Check("judge", ok=False, why=why)))

    assert blame(case, verdict) == Blame(Kind.JUDGE_OBJECTED, 18.0, 2, Whose.AGENT, why)


def test_every_fault_of_a_driver_is_a_kind_of_error() -> None:
    assert {each.value for each in DriverFault} <= {each.value for each in Kind}


def test_a_call_that_passed_is_nobodys_fault() -> None:
    case = judged(confirmed_call(), CONFIRMED, VERACRUZ)

    assert blame(case, judge(case)) is None


def test_every_check_has_somebody_to_blame() -> None:
    checks = {check.name for check in judge(judged(confirmed_call(), CONFIRMED, VERACRUZ)).checks}

    assert set(FINDERS) == checks | {"judge"}
