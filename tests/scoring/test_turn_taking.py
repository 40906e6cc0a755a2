"""Barge-in, murmurs, interruptions, silences: each window at its edges."""

import pytest

from simulator.scoring.scripted import ScriptedCall
from simulator.scoring.timeline import Interval, Timeline
from simulator.scoring.turn_taking import (
    agent_interruptions,
    barge_ins,
    gaps,
    holds,
    noises,
    talk_over_ratio,
    unanswered,
)


def timeline(call: ScriptedCall, ended: float = 60.0) -> Timeline:
    return Timeline.of(call.end(ended, "confirmed").ledger)


def speaking() -> ScriptedCall:
    """Karla speaks from 1 s to 6 s."""
    return ScriptedCall().karla(0, 1.0, 6.0, "Le llamo por su viaje.")


def test_karla_stops_when_the_driver_breaks_in() -> None:
    call = ScriptedCall().karla(0, 1.0, 3.4, "Le llamo por", "su viaje.").driver(3.0, 5.0, "No, fue a Laredo")

    (broken_in,) = barge_ins(timeline(call))

    assert broken_in.stop_seconds == pytest.approx(0.4) and broken_in.yielded


def test_a_sentence_that_ends_by_itself_proves_nothing() -> None:
    assert barge_ins(timeline(speaking().driver(5.8, 7.0, "Sí, así es"))) == []


def test_talking_on_over_the_driver_is_not_yielding() -> None:
    (broken_in,) = barge_ins(timeline(speaking().driver(2.0, 5.0, "Oiga, no, espéreme")))

    assert broken_in.stop_seconds is None and not broken_in.yielded


def test_stopping_after_two_seconds_is_too_late() -> None:
    call = ScriptedCall().karla(0, 1.0, 5.1, "Le llamo por", "su viaje.").driver(3.0, 6.0, "No, fue a Laredo")

    assert not barge_ins(timeline(call))[0].yielded


def test_a_murmur_is_no_barge_in() -> None:
    assert barge_ins(timeline(speaking().driver(3.0, 3.3, "ajá", kind="backchannel"))) == []


@pytest.mark.parametrize(("last", "fooled"), [(3.9, True), (4.2, True), (4.4, False)])
def test_karla_falls_for_a_murmur_if_she_stops_within_a_second(last: float, fooled: bool) -> None:
    call = ScriptedCall().karla(0, 1.0, last, "Le llamo", "por su viaje.")

    (murmur,) = noises(timeline(call.driver(3.0, 3.3, "ajá", kind="backchannel")))

    assert murmur.over_karla and murmur.fooled is fooled


def test_she_stopped_for_what_he_said_and_not_for_the_cough_before() -> None:
    call = ScriptedCall().karla(0, 1.0, 3.8, "Le llamo", "por su viaje.").driver(3.0, 3.3, "", kind="cough")

    (cough,) = noises(timeline(call.driver(3.4, 5.0, "No, fue a Laredo")))

    assert not cough.fooled


@pytest.mark.parametrize(("answered", "fooled"), [(True, True), (False, False)])
def test_a_cough_in_silence_needs_no_answer(answered: bool, fooled: bool) -> None:
    """A prompt that happens to follow is none."""
    call = speaking().driver(7.0, 7.3, "", kind="cough")
    call = call.answers(1, 8.5, 9.5, "¿Cómo dijo?") if answered else call.karla(1, 8.5, 9.5, "¿Sigue ahí?")

    (cough,) = noises(timeline(call))

    assert not cough.over_karla and cough.fooled is fooled


def test_karla_who_begins_inside_his_pause_interrupts() -> None:
    call = speaking().driver(6.5, 9.0, "El lunes … nueve").answers(1, 8.0, 10.0, "¿Cuál lunes?")

    (overlap,) = agent_interruptions(timeline(call))

    assert overlap.turn == 1 and overlap.seconds == pytest.approx(1.0)


@pytest.mark.parametrize(("reply", "missed"), [(11.9, 0), (12.1, 1)])
def test_a_turn_is_unanswered_after_five_seconds(reply: float, missed: int) -> None:
    call = speaking().driver(6.5, 7.0, "Así es").answers(1, reply, reply + 2, "Perfecto.")

    assert len(unanswered(timeline(call))) == missed


@pytest.mark.parametrize(("again", "missed"), [(8.5, 0), (9.5, 1)])
def test_he_had_to_speak_again_unless_it_was_one_breath(again: float, missed: int) -> None:
    call = speaking().driver(6.5, 7.0, "Así es").driver(again, again + 0.5, "¿Bueno?")

    assert len(unanswered(timeline(call.answers(1, again + 1, again + 3, "Perfecto.")))) == missed


def test_a_goodbye_before_the_line_closes_needs_no_answer() -> None:
    assert unanswered(timeline(speaking().driver(6.5, 7.0, "Ándele pues"), ended=8.0)) == []


def test_talk_over_is_counted_by_pairs_of_segments() -> None:
    """Karla 1-6 s, he 5-7 s and 9-10 s: one second of both in eight of speech."""
    call = speaking().driver(5.0, 7.0, "Sí, así es").driver(9.0, 10.0, "Gracias")

    assert talk_over_ratio(timeline(call)) == pytest.approx(1 / 8)


def test_dead_air_is_owed_by_whoever_did_not_speak_last() -> None:
    call = speaking().driver(11.0, 12.0, "Así es").answers(1, 17.0, 20.0, "Perfecto.")

    found = [(gap.at, round(gap.seconds, 3), gap.owed_by) for gap in gaps(timeline(call, ended=21.0))]

    assert found == [(6.0, 5.0, "driver"), (12.0, 5.0, "karla")]


def test_a_hold_that_he_asked_for_is_no_dead_air() -> None:
    call = speaking().driver(6.5, 7.5, "Pérame tantito").answers(1, 8.0, 9.0, "Claro, aquí espero.")
    call.driver(25.0, 26.0, "Ya, dime").answers(2, 26.5, 30.0, "¿Es correcto?")
    found = timeline(call, ended=31.0)

    assert holds(found) == [Interval(7.5, 25.0)]
    assert gaps(found) == []
