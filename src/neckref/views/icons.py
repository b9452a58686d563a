"""Small shapes that carry a meaning without colour; each is drawn around (0, 0), about 14 across."""

from __future__ import annotations

_CHECK = '<path class="cut" d="M-3.6 .2 -1.2 2.8 3.6 -2.6"/>'
_CROSS = '<path class="cut" d="M-2.8 -2.8 2.8 2.8M2.8 -2.8 -2.8 2.8"/>'

SUMMARY_ICONS = {
    "supported": f'<g class="good"><circle class="full" r="6.5"/>{_CHECK}</g>',
    "supported indirectly": (
        '<g class="half"><circle class="open" r="6"/><path class="full" d="M0 -6A6 6 0 0 0 0 6Z"/></g>'
    ),
    "disputed": f'<g class="bad"><rect class="full" x="-6" y="-6" width="12" height="12"/>{_CROSS}</g>',
    "mixed": (
        '<g class="warn"><path class="open" d="M0 -6.6 6.6 0 0 6.6 -6.6 0Z"/>'
        '<path class="full" d="M0 -6.6 6.6 0H-6.6Z"/></g>'
    ),
    "no support among the cited papers": (
        '<g class="warn"><circle class="open" r="6"/><path class="line" d="M-3 0H3"/></g>'
    ),
    "not checked": '<g class="soft"><circle class="open dashed" r="6"/></g>',
}
"""By value of SUMMARIES."""

RELATION_ICONS = {
    "supports": '<path class="full" d="M-5 -5 5 0 -5 5Z"/>',
    "partly supports": '<path class="open" d="M-4.5 -4.5 4.5 0 -4.5 4.5Z"/>',
    "disputes": '<path class="line" d="M-4 -4 4 4M4 -4 -4 4"/>',
    "mentions": '<circle class="full" r="2.6"/>',
    "unclear": '<circle class="open" r="3.4"/>',
}
"""By value of RELATIONS: the shape at the paper's end of a line."""

DIRECTNESS_ICONS = {
    "direct": '<circle class="full" r="4"/>',
    "indirect": '<circle class="open" r="3.6"/>',
    "not all stated": '<path class="line" d="M0 -5V5"/>',
}
"""By word of directness: the shape at the claim's end of a line."""

RETRACTED_ICON = (
    '<g class="bad"><rect class="badge" x="-5.5" y="-5.5" width="11" height="11" rx="2"/>'
    '<path class="line" d="M-2.7 -2.7 2.7 2.7M2.7 -2.7 -2.7 2.7"/></g>'
)
"""A crossed box at the upper right of a paper's mark."""

CLASSES = {"partly supports": "partly", "not all stated": "unstated"}
"""Class names of values that hold blanks; the others are their own."""


def class_of(value: str) -> str:
    """A relation or word of directness as a class name."""
    return CLASSES.get(value, value)


def slug(value: str) -> str:
    """A value as an id: blanks become hyphens."""
    return value.replace(" ", "-")
