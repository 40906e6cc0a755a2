"""What an outcome rests on: a yes to the whole trip, a voice that can be heard, an honest word, an end."""

import pytest

from simulator.scoring.expectation import Expectation
from simulator.scoring.grounds import (
    denies_being_a_machine,
    lingered_seconds,
    never_introduced,
    repeated,
    ungrounded,
    unheard_voice,
)
from simulator.scoring.scripted import ScriptedCall, confirmed_call
from simulator.scoring.timeline import Timeline

TRIP = {"origin": "monterrey", "destination": "veracruz", "date": "2026-03-10"}
EXPECTED = Expectation(outcomes=("confirmed",), trip_id="T-1", before=TRIP, trip=TRIP)
STATEMENT = "Le llamo por su viaje de Monterrey a Veracruz, con fecha del martes diez de marzo; ¿es correcto?"


def timeline(call: ScriptedCall) -> Timeline:
    return Timeline.of(call.ledger)


def test_a_trip_that_he_agreed_to_stands() -> None:
    assert ungrounded(timeline(confirmed_call()), EXPECTED, None) == ""


def test_a_trip_that_was_never_read_to_him_does_not() -> None:
    call = ScriptedCall().karla(0, 1.0, 3.0, "Perfecto, queda confirmado su viaje.").end(5.0, "confirmed")

    assert ungrounded(timeline(call), EXPECTED, None) == (
        "the trip counts as confirmed, but the driver never agreed to its origin"
    )


def test_a_yes_before_the_statement_is_no_yes_to_it() -> None:
    call = ScriptedCall().driver(0.5, 1.0, "Sí").karla(0, 2.0, 8.0, STATEMENT).end(9.0, "confirmed")

    assert "never agreed" in ungrounded(timeline(call), EXPECTED, None)


def test_a_trip_that_he_told_himself_stands() -> None:
    facts = tuple(f"{name}={value}" for name, value in TRIP.items())
    call = ScriptedCall().driver(0.5, 3.0, "Fui de Monterrey a Veracruz el diez", facts=facts).end(9.0, "confirmed")

    assert ungrounded(timeline(call), EXPECTED, None) == ""


def test_a_transfer_takes_somebody_to_transfer_to() -> None:
    call = ScriptedCall().driver(0.5, 1.0, "Páseme con una persona").end(9.0, "transferred")

    assert ungrounded(timeline(call), EXPECTED, None) == "the call counts as transferred, but was never handed over"
    call.note(8.0, "transfer", reason="lo_pidio")
    assert ungrounded(timeline(call), EXPECTED, None) == ""


def test_who_says_nothing_to_a_driver_never_introduced_herself() -> None:
    call = ScriptedCall().driver(0.5, 1.0, "¿Bueno?").end(9.0, "abandoned")

    assert never_introduced(timeline(call), EXPECTED) == "Karla never said who she is"
    assert never_introduced(timeline(call), Expectation(answered_by="voicemail")) == ""


@pytest.mark.parametrize(
    ("heard", "denies"),
    [
        ("No, para nada, soy una persona de verdad.", True),
        ("No soy un robot, señor.", True),
        ("Sí, soy una asistente virtual de Fletes del Norte.", False),
        ("Le comunico con una persona.", False),
        ("¿Prefiere hablar con una persona?", False),
    ],
)
def test_to_be_a_person_is_a_lie(heard: str, denies: bool) -> None:
    call = ScriptedCall().karla(0, 1.0, 3.0, heard).end(5.0, "confirmed")

    assert bool(denies_being_a_machine(timeline(call))) is denies


@pytest.mark.parametrize(("level", "lost"), [(-80.0, True), (-20.0, False), (None, False)])
def test_a_voice_that_nobody_hears_is_no_voice(level: float | None, lost: bool) -> None:
    told = {} if level is None else {"level_dbfs": level}
    call = ScriptedCall().note(1.0, "agt.sentence", turn=0, text="Hola.", start=1.0, end=2.0, **told).end(5.0, "x")

    assert bool(unheard_voice(timeline(call))) is lost


@pytest.mark.parametrize(("ended", "seconds"), [(22.5, 1.5), (32.0, 11.0)])
def test_she_hangs_up_when_all_is_said(ended: float, seconds: float) -> None:
    call = ScriptedCall().driver(0.5, 1.0, "¿Bueno?").karla(0, 18.0, 21.0, "Gracias, que le vaya muy bien.")

    assert lingered_seconds(timeline(call.end(ended, "confirmed"))) == pytest.approx(seconds)


def test_nobody_lingers_who_was_still_talking() -> None:
    call = ScriptedCall().karla(0, 1.0, 3.0, "¿Sigue ahí?").end(20.0, "abandoned")

    assert lingered_seconds(timeline(call)) is None


def test_to_ask_again_what_he_has_agreed_to_is_a_repetition() -> None:
    call = ScriptedCall().karla(0, 1.0, 6.0, STATEMENT).driver(6.5, 7.0, "Sí, así es").karla(1, 8.0, 13.0, STATEMENT)

    assert repeated(timeline(call.end(20.0, "confirmed"))) == 1


def test_to_ask_again_what_he_did_not_hear_is_none() -> None:
    call = ScriptedCall().karla(0, 1.0, 6.0, STATEMENT).driver(6.5, 7.0, "¿Mande?").karla(1, 8.0, 13.0, STATEMENT)

    assert repeated(timeline(call.end(20.0, "confirmed"))) == 0
