from __future__ import annotations

import pytest

from neckref.model import Fields, Update, Work


def update(kind: str, date: str | None = None) -> Update:
    return Update(kind, None, date)


@pytest.mark.parametrize(
    ("updates", "expected"),
    [
        ((), None),
        ((update("correction"), update("partial-retraction"), update("expression-of-concern")), None),
        ((update("retraction"),), update("retraction")),
        ((update("withdrawal", "2011"), update("correction", "2012")), update("withdrawal", "2011")),
        ((update("retraction", "2011"), update("reinstatement", "2012")), None),
        ((update("reinstatement", "2012"), update("retraction", "2013-04")), update("retraction", "2013-04")),
        ((update("retraction"), update("reinstatement", "2012")), None),
        ((update("retraction"), update("reinstatement")), update("retraction")),
    ],
)
def test_the_latest_notice_counts(updates: tuple[Update, ...], expected: Update | None) -> None:
    assert Work("doi:10.5555/a", (), Fields(updates=updates)).retraction == expected


def test_the_publication_type_alone_tells() -> None:
    fields = Fields(publication_types=("Journal Article", "Retracted Publication"))
    assert Work("pmid:1", (), fields).retraction == update("retraction")


def test_a_notice_of_retraction_is_not_itself_retracted() -> None:
    fields = Fields(publication_types=("Retraction of Publication",))
    assert Work("pmid:1", (), fields).retraction is None
