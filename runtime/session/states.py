"""Where a call stands, and which step leads where: a table, so that it can be read, tested and drawn whole."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from runtime.errors import ForbiddenTransition


class State(StrEnum):
    """Where a call stands."""

    GREETING = "greeting"
    IDENTIFYING = "identifying"
    VALIDATING = "validating"
    UPDATING = "updating"
    CREATING = "creating"
    CLOSING = "closing"
    TRANSFERRING = "transferring"
    CALLBACK = "callback"
    ENDED = "ended"


class Move(StrEnum):
    """A step of the call, taken by the server alone: by what it understood or by what a tool did."""

    GREETED = "greeted"
    PARTY_CONFIRMED = "party_confirmed"
    TRIP_MISSING = "trip_missing"
    TRIP_DIFFERS = "trip_differs"
    TRIP_CONFIRMED = "trip_confirmed"
    TRIP_UPDATED = "trip_updated"
    TRIP_CREATED = "trip_created"
    WRONG_PARTY = "wrong_party"
    MACHINE_ANSWERED = "machine_answered"
    HUMAN_WANTED = "human_wanted"
    CALL_LATER = "call_later"
    OPTED_OUT = "opted_out"
    SAID_GOODBYE = "said_goodbye"
    LINE_CLOSED = "line_closed"


OPEN_STATES: Final = (
    State.GREETING,
    State.IDENTIFYING,
    State.VALIDATING,
    State.UPDATING,
    State.CREATING,
    State.CLOSING,
)

TRANSITIONS: Final[Mapping[tuple[State, Move], State]] = {
    (State.GREETING, Move.GREETED): State.IDENTIFYING,
    (State.GREETING, Move.MACHINE_ANSWERED): State.ENDED,
    (State.IDENTIFYING, Move.MACHINE_ANSWERED): State.ENDED,
    (State.IDENTIFYING, Move.PARTY_CONFIRMED): State.VALIDATING,
    (State.IDENTIFYING, Move.WRONG_PARTY): State.CLOSING,
    (State.VALIDATING, Move.WRONG_PARTY): State.CLOSING,
    (State.VALIDATING, Move.TRIP_MISSING): State.CREATING,
    (State.VALIDATING, Move.TRIP_CONFIRMED): State.CLOSING,
    (State.VALIDATING, Move.TRIP_DIFFERS): State.UPDATING,
    (State.UPDATING, Move.TRIP_CONFIRMED): State.CLOSING,
    (State.UPDATING, Move.TRIP_UPDATED): State.CLOSING,
    (State.CREATING, Move.TRIP_CREATED): State.CLOSING,
    (State.CLOSING, Move.TRIP_DIFFERS): State.UPDATING,
    **{(state, Move.HUMAN_WANTED): State.TRANSFERRING for state in OPEN_STATES},
    **{(state, Move.CALL_LATER): State.CALLBACK for state in OPEN_STATES},
    **{(state, Move.OPTED_OUT): State.CLOSING for state in OPEN_STATES},
    (State.CALLBACK, Move.HUMAN_WANTED): State.TRANSFERRING,
    (State.TRANSFERRING, Move.CALL_LATER): State.CALLBACK,
    **{(state, Move.SAID_GOODBYE): State.ENDED for state in (State.CLOSING, State.CALLBACK, State.TRANSFERRING)},
    **{(state, Move.LINE_CLOSED): State.ENDED for state in (*OPEN_STATES, State.TRANSFERRING, State.CALLBACK)},
}


def advance(state: State, move: Move) -> State:
    """Return the state that `move` leads to. Raises: ForbiddenTransition."""
    try:
        return TRANSITIONS[state, move]
    except KeyError:
        raise ForbiddenTransition(f"{move} from {state}") from None


def diagram() -> str:
    """Return the table as a Mermaid state diagram, moves that lead the same way on one arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for (state, move), target in TRANSITIONS.items():
        if move is Move.LINE_CLOSED:
            continue
        arrows.setdefault((state, target), []).append(move)
    lines = ["stateDiagram-v2", "    [*] --> greeting"]
    lines += [f"    {source} --> {target}: {', '.join(moves)}" for (source, target), moves in arrows.items()]
    return "\n".join([*lines, "    ended --> [*]"])
