"""HTTP: the only importer of requests. Sources ask through `Client`; the library keeps answers as an `AnswerStore`."""

from neckref.http.answer import Answer, HttpEvent
from neckref.http.cache import AnswerStore, MemoryStore
from neckref.http.client import Client
from neckref.http.limits import Limits, is_public_address
from neckref.http.throttle import Budget, Clock
from neckref.model import StoredAnswer

__all__ = [
    "Answer",
    "AnswerStore",
    "Budget",
    "Client",
    "Clock",
    "HttpEvent",
    "Limits",
    "MemoryStore",
    "StoredAnswer",
    "is_public_address",
]
