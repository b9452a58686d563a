"""Every mark of the pictures, drawn once and said in words."""

from __future__ import annotations

from neckref.views.icons import DIRECTNESS_ICONS, RELATION_ICONS, RETRACTED_ICON, SUMMARY_ICONS, class_of

_RELATION_WORDS = {
    "supports": "supports: solid line, filled arrow",
    "partly supports": "partly supports: dashed line, open arrow",
    "disputes": "disputes: dash-dot line, cross",
    "mentions": "mentions: dotted line, dot",
    "unclear": "unclear: sparse dots, ring",
}
_DIRECTNESS_WORDS = {
    "direct": "direct: same people, treatment and outcome (thick line)",
    "indirect": "indirect: at least one of them differs",
    "not all stated": "not all stated: none is known to differ",
}
_PAPERS = (
    ('<g class="work cited"><circle class="disc" r="9"/><text class="number" y="3.6">3</text></g>',
     "paper the article cites, with its number"),
    ('<g class="work near"><circle class="disc" r="9"/></g>', "paper the article does not cite, bears on a claim"),
    ('<g class="work near"><circle class="disc" r="5"/></g>', "paper around them"),
    ('<g class="work cited"><circle class="disc" r="8"/><g transform="translate(9 -6)">' + RETRACTED_ICON + "</g></g>",
     "retracted paper"),
    ('<g class="work cited"><circle class="disc" r="7"/><circle class="orphanring" r="11"/></g>',
     "orphan: no claim rests on it"),
    ('<path class="citation" d="M-20 4Q0 -8 20 4"/>', "cites: the later paper cites the earlier one"),
)  # fmt: skip


def legend_rows() -> list[tuple[str, str]]:
    """(SVG sample around (0, 0) within 44 by 22, words), the lines first."""
    rows = [
        (f'<g class="edge {class_of(name)}"><path class="way" d="M-20 0H14"/>'
         f'<g transform="translate(16 0)">{icon}</g></g>', _RELATION_WORDS[name])
        for name, icon in RELATION_ICONS.items()
    ]  # fmt: skip
    rows += [
        (f'<g class="edge supports {class_of(name)}"><path class="way" d="M-14 0H20"/>'
         f'<g transform="translate(-16 0)">{icon}</g></g>', _DIRECTNESS_WORDS[name])
        for name, icon in DIRECTNESS_ICONS.items()
    ]  # fmt: skip
    rows += list(_PAPERS)
    rows += [(icon, f"claim: {name}") for name, icon in SUMMARY_ICONS.items()]
    return rows
