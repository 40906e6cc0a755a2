"""When the outcome stood, and how many turns it took."""

from simulator.scoring.efficiency import efficiency
from simulator.scoring.scripted import ScriptedCall, confirmed_call
from simulator.scoring.timeline import Timeline


def moved(call: ScriptedCall, t: float, to: str) -> ScriptedCall:
    return call.note(t, "state", **{"from": "x", "move": "y", "to": to})


def test_the_outcome_stands_from_when_the_call_was_settled() -> None:
    call = moved(moved(moved(confirmed_call(), 9.6, "validating"), 17.5, "closing"), 22.5, "ended")

    found = efficiency(Timeline.of(call.ledger))

    assert (found.turns, found.seconds) == (2, 17.5)


def test_a_call_that_is_opened_again_was_not_settled() -> None:
    call = moved(moved(moved(confirmed_call(), 9.6, "closing"), 12.0, "updating"), 18.5, "closing")

    found = efficiency(Timeline.of(call.ledger))

    assert (found.turns, found.seconds) == (3, 18.5)


def test_a_call_that_never_settled_has_no_way_to_measure() -> None:
    found = efficiency(Timeline.of(confirmed_call().ledger))

    assert found.turns is None and found.seconds is None
