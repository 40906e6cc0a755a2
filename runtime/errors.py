"""What can go wrong in a call.

```text
KarlaError
├── LineClosed           the driver hung up, or the carrier did
├── ProviderError        a speech or language service failed    .provider .retryable
├── TripsApiError        the client's operations system
│   ├── TripNotFound
│   └── TripsApiDown     timeout, 5xx, open circuit
├── ForbiddenTransition  the conversation tried an illegal step
└── BadFile              a data file is wrong                   .path .line .key .reason .hint
```

Errors carry data, never Spanish: `runtime.pipeline.apology` turns them into words and a transfer.
"""

from pathlib import Path


class KarlaError(Exception):
    """Any failure that Karla names."""


class LineClosed(KarlaError):
    """The line is gone: the driver hung up, or the carrier did."""


class ProviderError(KarlaError):
    """A speech or language service failed."""

    def __init__(self, provider: str, reason: str, *, retryable: bool) -> None:
        super().__init__(f"{provider}: {reason}")
        self.provider = provider
        self.reason = reason
        self.retryable = retryable


class TripsApiError(KarlaError):
    """The client's operations system did not do what was asked."""


class TripNotFound(TripsApiError):
    """The client's system has no such trip."""


class TripsApiDown(TripsApiError):
    """The client's system did not answer, or answered that it cannot."""


class ForbiddenTransition(KarlaError):
    """The conversation tried a step that its state does not allow."""


class BadFile(KarlaError):
    """A data file that cannot be used, refused before the first call."""

    def __init__(self, path: Path, reason: str, *, line: int | None = None, key: str = "", hint: str = "") -> None:
        self.path = path
        self.line = line
        self.key = key
        self.reason = reason
        self.hint = hint
        where = f"{path}:{line}" if line else str(path)
        what = f"{key}: {reason}" if key else reason
        super().__init__(f"{where}: {what}" + (f" ({hint})" if hint else ""))
