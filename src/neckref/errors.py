"""Every exception neckref raises on purpose.

    NeckrefError                 one line for the user, with what to do
    ├── UserError                usage, unreadable or unusable input
    ├── LibraryError             the library file is broken, newer, locked or not one
    ├── SourceError              a source gave no usable answer (data in a run, see model.lookup)
    │   ├── Throttled            it asked us to slow down, or the budget is spent
    │   ├── BadAnswer            it answered something that is not an answer
    │   └── Unreachable          no connection, or none in time
    └── ExtensionError           a plug-in is missing or breaks its protocol

Any other exception is a bug and is not swallowed.
"""

from __future__ import annotations


class NeckrefError(Exception):
    """Base of all; `str(error)` is one line that says what is wrong and what to do."""


class UserError(NeckrefError):
    """The request cannot be carried out as given (exit code 2)."""


class LibraryError(NeckrefError):
    """The library file cannot be used; it is never overwritten (exit code 2)."""


class SourceError(NeckrefError):
    """A source could not be asked. `str(error)` never holds a key, an e-mail address or a password."""

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class Throttled(SourceError):
    """HTTP 429, or a spent budget; `retry_after` in seconds where the source said so."""


class BadAnswer(SourceError):
    """Wrong content type, broken JSON or XML, an error inside a 200, too large, or the wrong record."""


class Unreachable(SourceError):
    """DNS failure, refused connection, time-out, or the host is marked down for this run."""


class ExtensionError(NeckrefError):
    """An extension is unknown, does not load, or does not follow its protocol (exit code 2)."""
