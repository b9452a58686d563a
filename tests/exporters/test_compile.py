"""Both .bib files compile with every hostile payload in them. Skipped where no TeX is found."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from neckref.exporters import biblatex, bibtex
from neckref.model import EvidenceMap, Fields, Identifier, Name, Work
from tests.exporters.test_injection import PAYLOADS
from tests.samples import sample_works

pytestmark = pytest.mark.slow

CLASSIC = r"""\documentclass{article}\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage%s
\begin{document}\nocite{*}\bibliographystyle{%s}\bibliography{refs}\end{document}
"""
MODERN = r"""\documentclass{article}\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}
\usepackage[backend=biber]{biblatex}\addbibresource{refs.bib}
\begin{document}\nocite{*}\printbibliography\end{document}
"""


def hostile_map() -> EvidenceMap:
    """The sample's works, and one for each payload that is made of characters a Latin font has."""
    works = list(sample_works())
    # BibTeX cuts a natbib label at 250 characters, wherever that is, so the longest one is left to the other tests.
    for number, payload in enumerate(p for p in PAYLOADS.values() if p.isascii() and len(p) < 250):
        fields = Fields(
            title=f"A {payload} of α-level H₂O", authors=(Name(f"A{payload}", "B"), Name(literal=f"The {payload}")),
            journal=f"J {payload}", year=2000, month=3, type="article-journal", pages="1-2",
        )  # fmt: skip
        identifier = Identifier("doi", f"10.5555/{number}_%#&;()<1::aid>")
        works.append(Work(str(identifier), (identifier,), fields))
    return EvidenceMap(None, works=tuple(works))


def run(folder: Path, *command: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=100, check=False)
    return done.stdout.decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("export", "document", "processor"),
    [
        (bibtex.export, CLASSIC % ("{hyperref}", "plainurl"), "bibtex"),
        (bibtex.export, CLASSIC % ("{url}\\usepackage[numbers]{natbib}", "plainnat"), "bibtex"),
        (biblatex.export, MODERN, "biber"),
    ],
    ids=["plainurl", "plainnat", "biblatex"],
)
def test_compiles_with_all_entries(export, document, processor, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    emap = hostile_map()
    (tmp_path / "main.tex").write_text(document, "utf-8")
    (tmp_path / "refs.bib").write_text(export(emap), "utf-8")
    latex = ("pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "main")
    run(tmp_path, *latex)
    log = run(tmp_path, processor, "main")
    assert "error message" not in log.lower().replace("no error messages", "")
    assert "ERROR" not in log
    run(tmp_path, *latex)
    log = run(tmp_path, *latex)
    assert [line for line in log.splitlines() if line.startswith("!")] == []
    entries = (tmp_path / "main.bbl").read_text("utf-8")
    marker = r"\bibitem" if processor == "bibtex" else r"\entry{"
    assert entries.count(marker) == len(emap.works)
    assert "/etc/passwd" not in log.replace(" ", "") or "root:" not in log
