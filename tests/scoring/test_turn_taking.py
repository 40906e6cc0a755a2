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


@pytest.mark.parametrize(("last", "kept"), [(5.0, True), (5.001, False)])
def test_two_seconds_to_give_way_and_not_one_millisecond_more(last: float, kept: bool) -> None:
    call = ScriptedCall().karla(0, 1.0, last, "Le llamo por", "su viaje.").driver(3.0, 6.0, "No, fue a Laredo")

    assert barge_ins(timeline(call))[0].yielded is kept


@pytest.mark.parametrize(("last", "broken_into"), [(5.0, 0), (5.001, 1)])
def test_an_end_of_its_own_within_two_seconds_is_neither_a_yield_nor_a_failure(last: float, broken_into: int) -> None:
    call = ScriptedCall().karla(0, 1.0, last, "Le llamo por su viaje.").driver(3.0, 6.0, "No, fue a Laredo")

    assert len(barge_ins(timeline(call))) == broken_into


@pytest.mark.parametrize(("said", "broken_into"), [("Sí, sí, ándele", 0), ("Está bien", 0), ("Sí, pero no", 1)])
def test_talking_on_over_an_assent_is_no_refusal_to_yield(said: str, broken_into: int) -> None:
    call = ScriptedCall().karla(0, 1.0, 9.0, "Le llamo por su viaje.").driver(3.0, 6.0, said)

    assert len(barge_ins(timeline(call))) == broken_into


def test_what_is_heard_after_her_line_was_cleared_is_counted() -> None:
    call = ScriptedCall().karla(0, 1.0, 3.5, "Le llamo por", "su viaje.").driver(3.0, 6.0, "No, fue a Laredo")

    (broken_in,) = barge_ins(timeline(call.note(3.44, "wire.clear", turn=0)))

    assert broken_in.after_clear_seconds == pytest.approx(0.06)


def test_without_a_cleared_line_nothing_is_said_of_what_came_after() -> None:
    call = ScriptedCall().karla(0, 1.0, 3.5, "Le llamo por", "su viaje.").driver(3.0, 6.0, "No")

    assert barge_ins(timeline(call.note(3.2, "wire.clear", turn=7)))[0].after_clear_seconds is None


@pytest.mark.parametrize("kind", ["backchannel", "cough", "aside", "horn", "echo", "dtmf"])
@pytest.mark.parametrize(("last", "fooled"), [(4.25, True), (4.251, False)])
def test_a_second_after_a_sound_she_may_stop_for_her_own_reasons(kind: str, last: float, fooled: bool) -> None:
    call = ScriptedCall().karla(0, 1.0, last, "Le llamo", "por su viaje.").driver(3.0, 3.25, "", kind=kind)

    (sound,) = noises(timeline(call))

    assert sound.kind == kind and sound.over_karla and sound.fooled is fooled


@pytest.mark.parametrize(("reply", "fooled"), [(10.5, True), (10.501, False)])
def test_two_seconds_after_the_end_of_an_aside_an_answer_is_none_to_it(reply: float, fooled: bool) -> None:
    """The aside itself lasts a second and a half, which is no time to answer in."""
    call = speaking().driver(7.0, 8.5, "Aguántame, compa", kind="aside").answers(1, reply, reply + 1, "¿Cómo dijo?")

    (aside,) = noises(timeline(call))

    assert not aside.over_karla and aside.fooled is fooled


@pytest.mark.parametrize(("last", "fooled"), [(3.9, True), (4.6, False)])
def test_a_horn_on_the_line_is_a_sound_like_any_other(last: float, fooled: bool) -> None:
    call = ScriptedCall().karla(0, 1.0, last, "Le llamo", "por su viaje.")

    (horn,) = noises(timeline(call.note(3.0, "drv.event", kind="horn", seconds=0.5)))

    assert (horn.kind, horn.over_karla, horn.fooled) == ("horn", True, fooled)


@pytest.mark.parametrize(
    ("pauses", "began", "planned"),
    [
        ([[7.0, 8.2]], 8.0, True),
        ([[7.0, 8.2]], 8.7, True),
        ([[7.0, 8.2]], 8.71, False),
        ([[7.0, 8.2]], 6.9, False),
        ([], 8.0, False),
        (None, 8.0, None),
    ],
)
def test_an_interruption_is_put_down_to_the_pause_it_began_in(
    pauses: list[list[float]] | None, began: float, planned: bool | None
) -> None:
    told = {} if pauses is None else {"pauses": pauses}
    call = speaking().driver(6.5, 9.0, "El lunes nueve", **told).answers(1, began, 10.0, "¿Cuál lunes?")

    (overlap,) = agent_interruptions(timeline(call))

    assert overlap.planned_pause is planned


@pytest.mark.parametrize(("reply", "missed"), [(12.0, 0), (12.001, 1)])
def test_five_seconds_to_answer_and_not_one_millisecond_more(reply: float, missed: int) -> None:
    call = speaking().driver(6.5, 7.0, "Así es").answers(1, reply, reply + 2, "Perfecto.")

    assert len(unanswered(timeline(call))) == missed


@pytest.mark.parametrize(("again", "missed"), [(8.999, 0), (9.0, 1), (13.0, 1)])
def test_two_utterances_two_seconds_apart_are_two_turns(again: float, missed: int) -> None:
    call = speaking().driver(6.5, 7.0, "Así es").driver(again, again + 0.5, "¿Bueno?")

    assert len(unanswered(timeline(call.answers(1, again + 1, again + 3, "Perfecto.")))) == missed


def test_who_asks_for_a_moment_or_speaks_after_the_hand_over_needs_no_answer() -> None:
    call = speaking().driver(6.5, 7.5, "Pérame tantito").driver(20.0, 21.0, "Ya, dígame").answers(1, 21.5, 25.0, "Va.")
    call.note(26.0, "transfer", reason="lo_pidio").driver(27.0, 28.0, "¿Bueno?")

    assert unanswered(timeline(call)) == []


@pytest.mark.parametrize(("last", "found"), [(8.0, 0), (8.001, 1)])
def test_two_seconds_of_silence_are_no_gap_yet(last: float, found: int) -> None:
    call = speaking().driver(last, 9.0, "Así es")

    assert len(gaps(timeline(call, ended=10.0))) == found


def broken(call: ScriptedCall, at: float, again: float | None = None) -> ScriptedCall:
    """Let the line break at `at`, and be dialled again at `again`."""
    call.note(at, "line.dropped")
    return call if again is None else call.note(again, "line.redialled", by="karla")


def test_a_line_that_breaks_under_both_is_no_barge_in_and_no_false_stop() -> None:
    def cut() -> ScriptedCall:
        return ScriptedCall().karla(0, 1.0, 3.4, "Le llamo por", "su viaje.")

    spoken, murmured = cut().driver(3.0, 3.4, "No"), cut().driver(3.0, 3.3, "ajá", kind="backchannel")

    assert barge_ins(timeline(broken(spoken, 3.45, 12.0))) == []
    assert not noises(timeline(broken(murmured, 3.45, 12.0)))[0].fooled


def test_nobody_owes_a_turn_while_the_line_is_broken() -> None:
    def call() -> ScriptedCall:
        return speaking().driver(6.5, 7.0, "Así es").answers(1, 16.0, 18.0, "¿Bueno?")

    assert [len(unanswered(timeline(call()))), len(gaps(timeline(call(), ended=18.0)))] == [1, 1]
    assert unanswered(timeline(broken(call(), 7.5, 15.0))) == []
    assert gaps(timeline(broken(call(), 7.5, 15.0), ended=18.0)) == []


def test_a_line_that_breaks_later_excuses_no_silence_before() -> None:
    call = speaking().driver(6.5, 7.0, "Así es").answers(1, 16.0, 18.0, "¿Bueno?")

    assert len(unanswered(timeline(broken(call, 14.0, 15.0)))) == 1


def test_a_line_that_carries_one_way_is_out_to_the_end() -> None:
    call = speaking().driver(6.5, 7.0, "Así es").note(6.8, "line.one_way", unheard="karla")

    assert timeline(call).outages() == [Interval(6.8, 60.0)] and gaps(timeline(call)) == []
