"""The state table as a whole."""

from pathlib import Path

import pytest

from runtime.errors import ForbiddenTransition
from runtime.session.states import OPEN_STATES, TRANSITIONS, Move, State, advance, diagram


@pytest.mark.parametrize("state", OPEN_STATES)
def test_every_open_state_can_hand_over_to_a_human(state: State) -> None:
    """At any moment."""
    assert advance(state, Move.HUMAN_WANTED) is State.TRANSFERRING


@pytest.mark.parametrize("state", State)
def test_every_state_is_reached_and_reaches_an_end(state: State) -> None:
    """No island, and no trap."""
    reached, ends = {State.GREETING}, {State.ENDED}
    for _ in State:
        reached |= {target for (source, _), target in TRANSITIONS.items() if source in reached}
        ends |= {source for (source, _), target in TRANSITIONS.items() if target in ends}

    assert state in reached
    assert state in ends


def test_no_trip_is_touched_before_the_right_party_is_on_the_line() -> None:
    """From greeting and identifying, no move of the trip's is allowed."""
    for state in (State.GREETING, State.IDENTIFYING):
        for move in (Move.TRIP_CONFIRMED, Move.TRIP_DIFFERS, Move.TRIP_UPDATED, Move.TRIP_CREATED):
            with pytest.raises(ForbiddenTransition):
                advance(state, move)


def test_the_diagram_shows_every_arrow() -> None:
    """The README's picture is printed from the table."""
    drawn = diagram()

    for (source, move), target in TRANSITIONS.items():
        if move is not Move.LINE_CLOSED:
            assert any(f"{source} --> {target}:" in line and move in line for line in drawn.splitlines())


def test_the_readme_shows_the_table_as_it_is(root: Path) -> None:
    """Whoever changes the table prints the picture anew."""
    assert diagram() in (root / "README.md").read_text("utf-8")
