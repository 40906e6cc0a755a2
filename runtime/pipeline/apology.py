"""Failures turned into an apology and a transfer. The only place that gives an error a meaning for the driver."""

from runtime.errors import KarlaError, TripsApiError
from runtime.session.call_session import Reason


def excuse(fault: KarlaError) -> Reason:
    """Return the reason under which a call that failed is handed to a human: he should know whose fault it is."""
    return Reason.CLIENT_SYSTEM if isinstance(fault, TripsApiError) else Reason.FAULT
