"""Citation keys people can type: first author's surname, year, first telling word of the title."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count
from string import ascii_lowercase

from neckref.model import Work
from neckref.text.names import surname
from neckref.text.normalise import words

_NOT_KEY = re.compile(r"[^a-z0-9]")
# Articles, prepositions, conjunctions and question words of the languages most titles are in. Words such as
# "effect" stay: they tell, and leaving them out would need a list without an end.
_STOP_WORDS = (
    "a an the of on in at to for from by with without and or nor but as is are was were be do does did can could "
    "should may might will how what when where which who why whether if than that this these those its it "
    "der die das den dem des ein eine einer eines und oder im zur zum von mit bei fur uber "
    "le la les l un une du de d et ou en au aux dans sur par pour avec "
    "el los las unos unas y o del al con por para il lo gli i e uno una della delle dei"
)
_STOP = frozenset(_STOP_WORDS.split())


def citekeys(works: Iterable[Work]) -> dict[str, str]:
    """Work id → key, all different, `[a-z0-9]+` only ("andersen2008muscle").

    Works that would get the same key are told apart by a, b, c, … in the order of their ids, so the keys depend
    on the set of works and not on its order.
    """
    same: defaultdict[str, list[str]] = defaultdict(list)
    for work in works:
        same[base_key(work)].append(work.id)
    keys = {ids[0]: base for base, ids in same.items() if len(ids) == 1}
    taken = set(keys.values())
    for base, ids in sorted(same.items()):
        if len(ids) > 1:
            free = (base + letters for letters in _letters() if base + letters not in taken)
            for work_id, key in zip(sorted(ids), free, strict=False):
                keys[work_id] = key
                taken.add(key)
    return keys


def base_key(work: Work) -> str:
    """The key of a work by itself: "anon" stands for no author, "nd" for no year; a title may be missing."""
    fields = work.fields
    author = _NOT_KEY.sub("", surname(fields.authors[0]))[:40] if fields.authors else ""
    year = str(fields.year) if fields.year else "nd"
    plain = (_NOT_KEY.sub("", part) for word in (fields.title or "").split() for part in words(word))
    telling = next((w for w in plain if len(w) > 1 and w not in _STOP), "")
    return f"{author or 'anon'}{year}{telling[:30]}"


def _letters() -> Iterator[str]:
    """a, b, …, z, aa, ab, …"""
    for number in count():
        letters, rest = "", number
        while rest >= 0:
            letters = ascii_lowercase[rest % 26] + letters
            rest = rest // 26 - 1
        yield letters
