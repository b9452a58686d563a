"""What makes two records two works, however alike they are."""

from __future__ import annotations

from neckref.matching.alike import Side, mentioned, same_people
from neckref.text.similarity import container_similarity

_PREPRINT_TYPES = frozenset({"article", "posted-content", "preprint"})
_OTHER_CONTAINER = 0.5


def share_identifier(a: Side, b: Side) -> bool:
    """Whether an identifier of a work is the same on both sides."""
    return any(not values.isdisjoint(b.ids.get(scheme, ())) for scheme, values in a.ids.items())


def contradict(a: Side, b: Side) -> bool:
    """Whether two records cannot be one work: two values of one identifier; years more than one apart; another volume
    or first page; a preprint and its article; numbers or a notice ("Reply") that only one title has; a column
    ("Editorial") at no common page; another container or other people. Of records with an identifier in common only
    the first counts, for sources differ in what they make of one DOI."""
    if _has_other_identifier(a, b):
        return True
    if a.ids and b.ids and share_identifier(a, b):
        return False
    tests = (is_elsewhere, _is_before_print, _is_marked, _is_column_apart, _is_in_another, is_by_others)
    return any(test(a, b) for test in tests)


def _has_other_identifier(a: Side, b: Side) -> bool:
    """A guess contradicts nothing."""
    return any(
        scheme in b.ids and values.isdisjoint(b.ids[scheme]) and scheme not in a.guessed | b.guessed
        for scheme, values in a.ids.items()
    )


def _is_before_print(a: Side, b: Side) -> bool:
    if a.type and b.type and (a.type in _PREPRINT_TYPES) != (b.type in _PREPRINT_TYPES):
        return True
    return bool(a.journal and b.journal) and a.preprint != b.preprint


def _is_marked(a: Side, b: Side) -> bool:
    return bool(a.text and b.text) and a.marks != b.marks


def is_elsewhere(a: Side, b: Side) -> bool:
    """Whether years are more than one apart, or volume or first page differ."""
    years_apart = bool(a.year and b.year) and abs((a.year or 0) - (b.year or 0)) > 1
    return years_apart or _differ(a.volume, b.volume) or _other_page(a.page, b.page)


def _other_page(a: str | None, b: str | None) -> bool:
    """Page numbers of one kind that differ. An article number beside a page is no contradiction, nor is page 1, which
    every article has where each is counted on its own; a supplement's page ("S12") is one."""
    return _differ(a, b) and "1" not in (a, b) and _is_paged(a) == _is_paged(b)


def _is_paged(page: str | None) -> bool:
    return bool(page) and (page or "").removeprefix("s").isdecimal()


def _is_in_another(a: Side, b: Side) -> bool:
    """Whether the containers have nothing in common, not even that both are meetings, a place in one of them is given,
    and the pages do not agree: a meeting's abstract, or a thesis, and its article."""
    if not a.journal or not b.journal or (a.kind and a.kind == b.kind) or (a.page and a.page == b.page):
        return False
    placed = any((a.volume, a.page, b.volume, b.page))
    return placed and container_similarity(a.journal, b.journal) < _OTHER_CONTAINER


def _is_column_apart(a: Side, b: Side) -> bool:
    """Whether a title that comes back in every issue does not stand at the same page of a volume, or of a year where
    there are no volumes."""
    if not a.column and not b.column:
        return False
    volume = a.volume == b.volume if a.volume or b.volume else a.year == b.year
    return not (a.page and a.page == b.page and volume)


def _differ(a: str | None, b: str | None) -> bool:
    return bool(a and b) and a != b


def is_by_others(a: Side, b: Side) -> bool:
    """Whether both name people, and nobody is on both sides."""
    return bool(a.surnames and b.surnames) and not same_people(a, b) and not mentioned(a, b) and not mentioned(b, a)
