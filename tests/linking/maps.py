"""Evidence maps for tests of linking: a claim sentence, works, and the vocabulary the package ships."""

from __future__ import annotations

from neckref.linking.cited import link
from neckref.model import (
    Claim,
    Evidence,
    EvidenceMap,
    Fields,
    Hints,
    Identifier,
    Match,
    Reference,
    Sourced,
    Span,
    Work,
)
from neckref.text.vocabulary import Vocabulary, load_vocabulary


def make_work(name: str, source: str = "pubmed", **fields: object) -> Work:
    """A work with that much known of it."""
    values = Fields(**fields)  # type: ignore[arg-type]
    said = {
        n: Sourced(v, (source,)) for n in Fields.__dataclass_fields__ if (v := getattr(values, n)) not in (None, ())
    }
    return Work(f"doi:10.5555/{name}", (Identifier("doi", f"10.5555/{name}"),), values, said, ((source, name),))


def make_claim(
    text: str,
    number: int = 1,
    vocabulary: Vocabulary | None = None,
    population: tuple[str, ...] = (),
    kind: str = "exercise",
    direction: str | None = None,
    checkable: bool = True,
) -> Claim:
    """The claim a sentence makes, standing at offset 100 of its article; the population is its own, else as given."""
    concepts = (vocabulary or load_vocabulary()).find_concepts(text, 100)
    felt = {c.span for c in concepts if c.kind == "outcome"}
    own = tuple(dict.fromkeys(c.term for c in concepts if c.kind in ("condition", "population") and c.span not in felt))
    return Claim(
        f"claim-{number}", text, Span(100, 100 + len(text)), "", kind, checkable, concepts,
        direction=direction, population=own or population,
    )  # fmt: skip


def make_map(claims: tuple[Claim, ...], works: tuple[Work, ...]) -> EvidenceMap:
    """All works cited, in that order."""
    references = tuple(Reference(f"ref-{n}", "x", Span(0, 1), Hints()) for n in range(1, len(works) + 1))
    matches = tuple(Match(f"ref-{n}", "certain", work.id) for n, work in enumerate(works, 1))
    return EvidenceMap(None, references, claims, works=tuple(sorted(works, key=lambda w: w.id)), matches=matches)


def judge(text: str, work: Work, **claim: object) -> Evidence | None:
    """The evidence of one work for one sentence."""
    rows = link(make_map((make_claim(text, **claim),), (work,)), load_vocabulary())  # type: ignore[arg-type]
    assert len(rows) <= 1
    return rows[0] if rows else None
