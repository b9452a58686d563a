"""The review page: claim by claim, what the linker says, and a person's word beside it."""

from __future__ import annotations

from neckref.model import RELATIONS, EvidenceMap
from neckref.views.compose import content_of
from neckref.views.page import environment, own, review_policy
from neckref.views.style import page_css, read_part


def render(emap: EvidenceMap, token: str = "") -> str:
    """One HTML page; decisions are posted to `/decisions` with `token` in a header. Loads nothing else."""
    content = content_of(emap)
    style, script = page_css("page.css", "drawing.css", "report.css", "review.css"), read_part("review.js")
    decided = {(d.claim, d.work): d for d in emap.decisions}
    linked = {(e.claim, e.work) for e in emap.evidence}
    labels = {p.id: p.label for p in content.papers}
    return environment().get_template("review.html.jinja").render(
        content=content,
        claims=[c for c in content.claims if c.checkable],
        decided=decided,
        linked=linked,
        cited=[(w.id, labels.get(w.id, w.id), w.fields.title or w.id) for w in emap.cited],
        relations=RELATIONS,
        token=token,
        style=own(style),
        script=own(script),
        policy=review_policy(style, script),
    )  # fmt: skip
