"""A hand-over to a person: its trigger, its delays, its packet, and nobody there to take it."""

import pytest

from simulator.scoring.escalation import complete, escalation, needs_a_person
from simulator.scoring.expectation import Expectation
from simulator.scoring.scripted import ScriptedCall
from simulator.scoring.timeline import Timeline

PACKET = {"trip": "T-1", "facts": {}}
MUST = Expectation(transfer="must", trip_id="T-1")


def handed_over(*said: str) -> ScriptedCall:
    """He says something every ten seconds; after the last, Karla decides in a second and hands over in five."""
    call = ScriptedCall().karla(0, 1.0, 4.0, "¿Hablo con Jesús?")
    for number, words in enumerate(said, start=1):
        call.driver(10.0 * number, 10.0 * number + 2, words)
    end = 10.0 * len(said) + 2
    call.note(end + 1, "state", **{"from": "validating", "move": "human_wanted", "to": "transferring"})
    return call.note(end + 5, "transfer", reason="lo_pidio", packet=PACKET)


@pytest.mark.parametrize(
    ("said", "decided", "handed"),
    [
        (("Sí", "Páseme con una persona"), 1.0, 5.0),
        (("Páseme con una persona", "¿Bueno?"), 11.0, 15.0),
        (("No sé", "Quién sabe"), 1.0, 5.0),
    ],
)
def test_the_delay_runs_from_the_first_word_that_needs_a_person(
    said: tuple[str, ...], decided: float, handed: float
) -> None:
    found = escalation(Timeline.of(handed_over(*said).end(60.0, "transferred").ledger), MUST)

    assert found.happened and found.packet_complete and not found.written_after
    assert (found.decided_seconds, found.delay_seconds) == pytest.approx((decided, handed))


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        ("Páseme con una persona, por favor", True),
        ("Mire, comuníqueme con un humano", True),
        ("Tuve un accidente en la autopista, hay heridos", True),
        ("Me acaban de asaltar", True),
        ("No, yo no doy datos por teléfono", True),
        ("No le voy a dar ningún dato", True),
        ("No, ese viaje no es mío", True),
        ("nadie me paga la estadía", True),
        ("Sí, soy yo", False),
        ("No, fui a Laredo", False),
        ("Páseme el dato otra vez", False),
        ("Ya descargué", False),
    ],
)
def test_what_only_a_person_may_deal_with_is_known(words: str, needs: bool) -> None:
    assert needs_a_person(words) is needs


@pytest.mark.parametrize(
    ("packet", "trip", "whole"),
    [
        ({"reason": "queja", "trip": "T-1", "facts": {}}, "T-1", True),
        ({"reason": "queja", "trip": None, "facts": {}}, None, True),
        ({"reason": "queja", "trip": None, "facts": {}}, "T-1", False),
        ({"reason": "queja", "trip": "T-2", "facts": {}}, "T-1", False),
        ({"reason": "", "trip": "T-1", "facts": {}}, "T-1", False),
        ({"reason": "queja", "trip": "T-1", "facts": None}, "T-1", False),
        ({"reason": "queja", "trip": "T-1"}, "T-1", False),
        ({"reason": "queja", "facts": {}}, None, False),
    ],
)
def test_whoever_takes_over_is_told_trip_facts_and_reason(
    packet: dict[str, object], trip: str | None, whole: bool
) -> None:
    assert complete(packet, trip) is whole


def test_to_write_after_the_hand_over_is_seen() -> None:
    call = handed_over("Páseme con una persona").note(17.001, "ops.write", op="put", trip="T-1")

    assert escalation(Timeline.of(call.end(20.0, "transferred").ledger), MUST).written_after


@pytest.mark.parametrize(
    ("told", "outcome", "fell_back"), [(True, "callback", True), (False, "callback", False), (True, "failed", False)]
)
def test_where_nobody_takes_the_call_she_says_so_and_it_is_made_again(
    told: bool, outcome: str, fell_back: bool
) -> None:
    call = handed_over("Páseme con una persona").note(30.0, "transfer.failed", reason="no_answer")
    if told:
        call.karla(1, 31.0, 34.0, "Ahorita no hay nadie libre; le marcamos en un rato.")

    found = escalation(Timeline.of(call.end(35.0, outcome).ledger), MUST)

    assert found.taken is False and found.fell_back is fell_back


def test_a_person_who_takes_the_call_leaves_nothing_to_fall_back_from() -> None:
    call = handed_over("Páseme con una persona").note(20.0, "transfer.answered")

    found = escalation(Timeline.of(call.end(22.0, "transferred").ledger), MUST)

    assert found.taken is True and found.fell_back is None


def test_a_call_without_a_hand_over_has_no_delay() -> None:
    found = escalation(Timeline.of(ScriptedCall().end(9.0, "confirmed").ledger), MUST)

    assert not found.happened and found.delay_seconds is None and found.taken is None
