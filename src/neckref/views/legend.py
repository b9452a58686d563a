"""Every mark of the pictures, drawn once and said in words."""

from __future__ import annotations

from neckref.views.icons import DIRECTNESS_ICONS, RELATION_ICONS, RETRACTED_ICON, SUMMARY_ICONS, class_of

Row = tuple[str, str]
"""SVG sample around (0, 0) within 44 by 22, and what it means."""

_RELATION_WORDS = {
    "supports": "supports: solid, filled arrow",
    "partly supports": "partly supports: dashed, open arrow",
    "disputes": "disputes: dash-dot, cross",
    "mentions": "mentions: dotted, dot",
    "unclear": "unclear: sparse dots, ring",
}
_DIRECTNESS_WORDS = {
    "direct": "direct: same people, treatment and outcome (thick line)",
    "indirect": "indirect: at least one of them differs",
    "not all stated": "not all stated: none is known to differ",
}
_PAPERS = (
    ('<g class="work cited"><circle class="disc" r="9"/><text class="number" y="3.6">3</text></g>',
     "cited by the article, with its number"),
    ('<g class="work near"><circle class="disc" r="9"/></g>', "not cited by it, bears on a claim"),
    ('<g class="work near"><circle class="disc" r="5"/></g>', "cites these or is cited by them"),
    ('<g class="work cited"><circle class="disc" r="8"/><g transform="translate(9 -6)">' + RETRACTED_ICON + "</g></g>",
     "retracted"),
    ('<g class="work cited"><circle class="disc" r="7"/><circle class="orphanring" r="11"/></g>',
     "orphan: no claim rests on it"),
    ('<path class="citation" d="M-20 4Q0 -8 20 4"/>', "cites: the later paper cites the earlier"),
)  # fmt: skip


def legend_groups() -> list[tuple[str, list[Row]]]:
    """Heading and rows of each kind of mark: lines, their ends at the claim, papers, claims."""
    relations = [
        (f'<g class="edge {class_of(name)}"><path class="way" d="M-20 0H14"/>'
         f'<g transform="translate(16 0)">{icon}</g></g>', _RELATION_WORDS[name])
        for name, icon in RELATION_ICONS.items()
    ]  # fmt: skip
    directness = [
        (f'<g class="edge supports {class_of(name)}"><path class="way" d="M-14 0H20"/>'
         f'<g transform="translate(-16 0)">{icon}</g></g>', _DIRECTNESS_WORDS[name])
        for name, icon in DIRECTNESS_ICONS.items()
    ]  # fmt: skip
    claims = [(icon, name) for name, icon in SUMMARY_ICONS.items()]
    claims.append(
        (
            '<text class="strong" x="-22" y="4">8</text><text x="-8" y="4">text</text>',
            "no box: no paper is linked to it",
        )
    )
    return [
        ("Line: what a paper says of a claim", relations),
        ("Its end at the claim: how directly", directness),
        ("Paper", list(_PAPERS)),
        ("Claim: what its papers add up to", claims),
    ]
