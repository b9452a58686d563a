"""A person's word on a claim and a work."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from datetime import UTC, datetime

from neckref.errors import UserError
from neckref.library import Library
from neckref.model import RELATIONS, Claim, Decision, EvidenceMap, Work
from neckref.text.identifiers import parse_identifier


def decide(library: Library, claim: str, work: str, relation: str, *, note: str = "", person: str = "") -> Decision:
    """Record a decision and return it. Raises UserError for an unknown claim, work or relation."""
    emap = library.map()
    if emap.article is None:
        raise UserError("the library holds no article: run `neckref fetch ARTICLE` first")
    if relation not in RELATIONS:
        raise UserError(f"relation {relation!r} is none of: {', '.join(RELATIONS)}")
    meant = find_claim(emap, claim)
    decision = Decision(
        meant.id,
        find_work(emap, work, library.works()).id,
        relation,
        note,
        person or _user(),
        datetime.now(UTC).strftime("%FT%TZ"),
    )
    library.add_decision(emap.article.id, decision, meant.text)
    return decision


def find_claim(emap: EvidenceMap, claim: str) -> Claim:
    """The claim of an id ("claim-8", "8"). Raises UserError where there is none."""
    wanted = claim if claim.startswith("claim-") else f"claim-{claim}"
    for candidate in emap.claims:
        if candidate.id == wanted:
            return candidate
    known = f"claim-1 to claim-{len(emap.claims)}" if emap.claims else "none"
    raise UserError(f"no claim {claim!r}; the article has {known}")


def find_work(emap: EvidenceMap, work: str, others: Iterable[Work] = ()) -> Work:
    """The work of an id, an identifier, or the id of the reference that stands for it; among `others` too, such as what
    `find` brought. Raises UserError."""
    identifier = parse_identifier(work)
    match = emap.match(work)
    for candidate in (*emap.works, *others):
        if work == candidate.id or identifier in candidate.identifiers or (match and match.work == candidate.id):
            return candidate
    known = ", ".join(w.id for w in emap.cited[:5]) or "none"
    raise UserError(f"no work {work!r} in the library; cited: {known}")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
