"""Title and container of a work, looked for in a printed entry."""

from __future__ import annotations

from neckref.matching.entry import Entry
from neckref.matching.printed import covered, find_abbreviated, find_text, trim
from neckref.matching.weights import WEIGHTS
from neckref.model import Fields, Penalty
from neckref.text.normalise import words
from neckref.text.similarity import (
    added_marks,
    container_similarity,
    differing_marks,
    is_preprint_server,
    main_title,
    parse_roman,
    replaced_letters,
    same_title,
    similarity,
    squeeze,
    title_marks,
)

_FOUND_TITLE = 0.8
_FOUND_CONTAINER = 0.85
"""Likeness from which on a text counts as printed."""
_STEEP = 2.5
"""A text that is 40 % unlike another is wholly another."""
_OTHER_MARK = 0.55
"""Penalty of a title that differs in a number or notice word: enough to settle it unless the place agrees."""
_OTHER_WORD = 5
"""Letters in a row that are no slip any more."""
_OTHER_TITLE = 10
"""Letters left unexplained from which on they are another title."""
_WHOLE_TITLE = 25
"""Letters from which on a title weighs fully; a short one ("Editorial") tells little."""
_BESIDE = 4


def find_title(entry: Entry, title: str | None) -> float:
    """How well the work's title (or its main part) stands in the entry, 0 to 1; its words are explained then."""
    text = squeeze(title or "")
    if not title or not text or entry.printed.formal:
        return 0.0
    first = entry.printed.words[0] if entry.printed.words else ""
    if first.isdigit() and len(first) <= 3 and not text.startswith(first):
        entry.taken.add(0)  # the entry's number in its list
    listed = range(1) if 0 in entry.taken else range(0)
    fit, start, end = find_text(entry.printed, text, listed)
    if fit < _FOUND_TITLE and len(short := squeeze(main_title(title))) < len(text):
        short_fit, short_start, short_end = find_text(entry.printed, short, listed)
        if short_fit >= 0.9:
            fit, start, end = short_fit - 0.05, short_start, short_end
    if fit >= _FOUND_TITLE:
        start, end = trim(entry.printed, text, start, end)
        entry.title_at = covered(entry.printed, start, end)
        entry.title_start, entry.title_text = start, entry.printed.text[start:end]
        entry.taken.update(entry.title_at)
        _reserve_part(entry)
    return fit


def compare_title(entry: Entry, work: Fields, fit: float) -> Penalty | None:
    """To be asked last of all, when the entry's other words are explained; None where no title is printed."""
    title, hint = work.title, entry.hints.title
    if not title:
        return None
    value = 1.0
    if hint:
        value = min(value, _STEEP * (1 - similarity(hint, title)))
        if same_title(hint, title):
            value = min(value, 0.1)
    if fit >= _FOUND_TITLE:
        value = min(value, _STEEP * (1 - fit))
    elif value >= 0.4 and not _prints_title(entry, work):
        return None
    difference = _difference(entry, title, work.year)
    if difference:
        value = max(value, _OTHER_MARK)
    shown = hint or entry.words_of(entry.title_at) or "another title"
    weight = WEIGHTS["title"] * min(1.0, len(squeeze(title)) / _WHOLE_TITLE)
    return Penalty("title", weight, min(1.0, value), f"{difference}{shown} / {title}")


def find_container(entry: Entry, journal: str | None) -> float:
    """How well the work's container, or an abbreviation of it, stands in the entry outside the title, 0 to 1."""
    if not journal or entry.printed.formal:
        return 0.0
    fit, start, end = find_text(entry.printed, squeeze(journal), entry.title_at)
    where = covered(entry.printed, start, end) if fit else range(0)
    if fit < _FOUND_CONTAINER:
        short = find_abbreviated(entry.printed, journal, entry.title_at)
        if short:
            fit, where = 1.0, short
    if fit >= _FOUND_CONTAINER:
        entry.taken.update(i for i in where if i not in entry.title_at)
    return fit


def compare_container(entry: Entry, work: Fields, fit: float) -> Penalty | None:
    """None where no container is printed."""
    journal, hint, weight = work.journal, entry.hints.container, WEIGHTS["container"]
    if not journal:
        if work.type == "article" and hint and container_similarity(hint, work.publisher or "") < 0.5:
            return Penalty("container", weight, 1.0, f"{hint} / a preprint")
        return None
    if fit >= _FOUND_CONTAINER:
        return Penalty("container", weight, min(1.0, _STEEP * (1 - fit)), f"{hint or journal} / {journal}")
    left = entry.left()
    if hint and (entry.printed.formal or entry.is_left(hint, left)):
        value = min(1.0, 2 * (1 - container_similarity(hint, journal)))
        return Penalty("container", weight, value, f"{hint} / {journal}")
    if entry.printed.formal or len("".join(left)) < 6:
        return None
    value = 1.0 if is_preprint_server(" ".join(left)) and not is_preprint_server(journal) else 0.7
    return Penalty("container", weight, value, f"{' '.join(left[:8])} / {journal}")


def _prints_title(entry: Entry, work: Fields) -> bool:
    """Whether the entry has a title at all, by what is left when people and place are explained."""
    hints = entry.hints
    if entry.printed.formal:
        return hints.title is not None
    if entry.placed and work.journal and not (hints.title and hints.container):
        return False  # one text at most, and the page is right: what is left belongs to the container or the people
    left = entry.left()
    if hints.title:
        return entry.is_left(hints.title, left) or len("".join(left)) >= _OTHER_TITLE
    container = set(words(hints.container or ""))
    return len("".join(w for w in left if w not in container)) >= _OTHER_TITLE


def _difference(entry: Entry, title: str, year: int | None) -> str:
    """What makes a nearly equal title another one's, in words with a colon, or "". The work's year beside a title is
    its date, even where a misprint hides the bracket."""
    if entry.title_at:
        left, right = _beside_title(entry)
        printed, around = _title_words(entry), entry.words_of(range(left.start, right.stop))
    elif entry.hints.title:
        printed = around = entry.hints.title
    else:
        return ""
    marks = set(differing_marks(printed, title, around))
    if entry.title_at:
        added = added_marks(entry.words_of(left)) | added_marks(entry.words_of(right))
        marks |= added - (title_marks(title) - title_marks(printed))
    if str(year) not in title_marks(title):
        marks.discard(str(year))
    if marks:
        return f"only one says {', '.join(sorted(marks))}: "
    if entry.title_text:
        whole = len(entry.title_text) > 0.8 * len(squeeze(title))
        if replaced_letters(entry.title_text, title if whole else main_title(title)) >= _OTHER_WORD:
            return "another word: "
    return ""


def _title_words(entry: Entry) -> str:
    """The words found for the title; a number that reaches in from outside is none of them."""
    start, stop = entry.title_at.start, entry.title_at.stop
    first, last = entry.printed.starts[start], entry.printed.starts[stop]
    if first < entry.title_start and entry.printed.words[start].isdigit():
        start += 1
    if last > entry.title_start + len(entry.title_text) and entry.printed.words[stop - 1].isdigit():
        stop -= 1
    return entry.words_of(range(start, stop))


def _beside_title(entry: Entry) -> tuple[range, range]:
    """Up to four unexplained words on either side of the title ("Reply to", "Part II")."""
    start, stop = entry.title_at.start, entry.title_at.stop
    while start > max(0, entry.title_at.start - _BESIDE) and start - 1 not in entry.taken:
        start -= 1
    while stop < min(len(entry.printed.words), entry.title_at.stop + _BESIDE) and stop not in entry.taken:
        stop += 1
    return range(start, entry.title_at.start), range(entry.title_at.stop, stop)


def _reserve_part(entry: Entry) -> None:
    """The number of a part, right after the title, is no volume."""
    after = entry.printed.words[entry.title_at.stop : entry.title_at.stop + 2]
    if after and after[0] == "part":
        entry.reserved = entry.title_at.stop + 1
    elif after and len(after[0]) > 1 and parse_roman(after[0]) is not None:
        entry.reserved = entry.title_at.stop
