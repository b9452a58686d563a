"""Finding: one thing an editor should look at."""

from __future__ import annotations

from dataclasses import dataclass

from neckref.model.article import Span

SEVERITIES = ("note", "warning", "error")
"""Least severe first; `--fail-on` takes one of them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, with what to do about it."""

    code: str
    """"NR301": stable, never reused."""
    name: str
    """Stable readable name ("dangling-attribution")."""
    severity: str
    """One of SEVERITIES."""
    subject: str
    """Id of the claim, reference, attribution or work; "run" for the run itself."""
    message: str
    remedy: str
    span: Span | None = None
    """Where it stands in the article."""
