"""Personal names compared as bibliographies print them: surname plus initials."""

from __future__ import annotations

import re

from neckref.model import Name
from neckref.text.normalise import fold, key


def surname(name: Name) -> str:
    """Folded, lower-case surname (or the group's name) without hyphens and blanks: "Earl-Boehm" → "earlboehm"."""
    return key(name.family or name.literal or "").replace(" ", "")


def initials(name: Name) -> str:
    """Folded upper-case initials of the given names: "Lars L" → "LL", "J.-P." → "JP", "LL" → "LL"."""
    given = fold(name.given or "").strip()
    if re.fullmatch(r"[A-Z]{1,4}", given):
        return given
    return "".join(part[0].upper() for part in re.split(r"[\s.\-‐]+", given) if part)


def same_initials(a: Name, b: Name) -> bool | None:
    """Whether the initials can be one person's (one is a prefix of the other); None where one has none."""
    first, second = initials(a), initials(b)
    if not first or not second:
        return None
    return first.startswith(second) or second.startswith(first)
