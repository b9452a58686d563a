"""The bytes of each text format for the sample map. `UPDATE_GOLDEN=1 pytest tests/exporters/test_golden.py` writes them
anew; look at the difference before you commit it. Graph formats are held to the graph itself instead."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from neckref import registry
from tests.samples import sample_map

FOLDER = Path(__file__).parent.parent / "golden"
FILES = {
    "biblatex": "sample.biblatex.bib",
    "bibtex": "sample.bib",
    "csl-json": "sample.csl.json",
    "csv": "sample.claims.csv",
    "json": "sample.json",
    "jsonld": "sample.jsonld",
    "nanopub": "sample.trig",
    "ris": "sample.ris",
}


@pytest.mark.parametrize("name", FILES)
def test_same_bytes(name: str) -> None:
    path, data = FOLDER / FILES[name], registry.load("exporters", name)(sample_map()).encode("utf-8")
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(data)
    assert path.read_bytes() == data
