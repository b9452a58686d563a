"""What the repository shows of the bundled article is what the tool gives."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import neckref
from neckref.model import EvidenceMap

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EvidenceMap]:
    """The bundled article's map as a machine without a network makes it."""
    settings = neckref.Settings(base_urls=dict.fromkeys(neckref.Settings().base_urls, "http://127.0.0.1:9"))
    with neckref.Library(tmp_path_factory.mktemp("bundled") / "neckref.db") as library:
        neckref.fetch(library, neckref.read(), settings)
        yield neckref.link(library, settings)


def test_references_bib_is_exactly_the_export(bundled: EvidenceMap) -> None:
    assert (ROOT / "references.bib").read_text("utf-8") == neckref.export(bundled, "bibtex")


def test_no_claim_is_called_directly_supported(bundled: EvidenceMap) -> None:
    assert not [e for e in bundled.evidence if e.relation == "supports" and e.directness.direct]
    assert "supported" not in {s.verdict for s in bundled.summaries}


def test_shrugs_alone_are_supported_and_only_indirectly(bundled: EvidenceMap) -> None:
    texts = {c.id: c.text for c in bundled.claims}
    (summary,) = [s for s in bundled.summaries if s.verdict == "supported indirectly"]
    assert "shrugs" in texts[summary.claim]
    (evidence,) = [e for e in bundled.evidence if e.claim == summary.claim and e.relation == "partly supports"]
    assert evidence.work == "doi:10.2522/ptj.20070304"
    assert evidence.directness.population.value == "differs"
    assert evidence.directness.outcome.value == "differs"
    assert "population differs" in summary.reason
    assert "outcome differs" in summary.reason


def test_the_hip_paper_is_the_orphan(bundled: EvidenceMap) -> None:
    assert [f.subject for f in bundled.findings if f.name == "orphan-reference"] == ["ref-3"]
    assert not [e for e in bundled.evidence if e.work == "doi:10.4085/1062-6050-47.1.15"]


def test_the_four_lost_sources_are_reported(bundled: EvidenceMap) -> None:
    assert len([f for f in bundled.findings if f.name == "dangling-attribution"]) == 4


def test_invented_dates_and_cut_lists_are_findings_not_mismatches(bundled: EvidenceMap) -> None:
    assert [m.verdict for m in bundled.matches] == ["certain"] * 3
    names = {(f.subject, f.name) for f in bundled.findings}
    assert {("ref-1", "authors-cut"), ("ref-2", "authors-cut"), ("ref-1", "unconfirmed-date"),
            ("ref-3", "metadata-mismatch")} <= names  # fmt: skip
    assert ("ref-3", "authors-cut") not in names


def test_the_example_of_the_package_docs_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "article.html").write_text("<title>Shrugs</title><p>Shoulder shrugs strengthen the trapezius.</p>")
    code = (neckref.__doc__ or "").split(":\n\n", 1)[-1].split("\n\nEverything")[0]
    example = "\n".join(line[4:] for line in code.splitlines() if line.startswith("    "))
    assert "neckref.fetch" in example
    exec(compile(example, "example", "exec"), {})
    assert (tmp_path / "neckref.db").exists()


def test_the_example_plug_in_exports_titles(bundled: EvidenceMap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "examples" / "neckref-titles" / "src"))
    monkeypatch.delitem(sys.modules, "neckref_titles", raising=False)
    from neckref_titles import export  # type: ignore[import-not-found]

    assert export(bundled).splitlines()[2].startswith("Hip muscle activity")
