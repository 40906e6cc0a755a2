"""Failures turned into an apology and a transfer. The only place that gives an error Spanish words."""

from runtime.errors import ProviderError, TripsApiError
from runtime.session.call_session import Reason


def excuse(fault: Exception) -> Reason:
    """Return the reason under which a failed call is handed to a human.

    What cannot be mended by talking on is a fault of ours, whoever's machine it was.
    """
    match fault:
        case ProviderError() | TripsApiError():
            return Reason.FAULT
        case _:
            raise fault
