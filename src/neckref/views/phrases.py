"""Values of the model in the words of a page. Each function says one thing; none of them judges."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from neckref.model import Article, Asked, Claim, Directness, Figure, Match, Passage, Work

VERDICT_WORDS = {
    "certain": "Found: certain",
    "likely": "Found: likely",
    "doubtful": "Doubtful: not counted as found",
    "none": "Not found by anyone asked",
    "undecided": "Undecided: a source could not be asked",
}
_LABELS = {"doi": "DOI", "pmid": "PubMed", "pmcid": "PubMed Central", "openalex": "OpenAlex", "s2": "Semantic Scholar"}
_ADDRESSES = {
    "doi": "https://doi.org/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/",
    "openalex": "https://openalex.org/",
    "s2": "https://www.semanticscholar.org/paper/",
}


def directness_word(directness: Directness) -> str:
    """ "direct", "indirect" where an aspect differs, else "not all stated"."""
    values = [aspect.value for aspect in (directness.population, directness.intervention, directness.outcome)]
    if "differs" in values:
        return "indirect"
    return "direct" if directness.direct else "not all stated"


def links_of(work: Work) -> tuple[tuple[str, str], ...]:
    """Words and address of each place the paper can be seen at; https or http only."""
    links = [
        (f"{_LABELS[i.scheme]} {i.value}", _ADDRESSES[i.scheme] + quote(i.value, safe="/:;().-_"))
        for i in work.identifiers
        if i.scheme in _ADDRESSES
    ]
    host = _host(work.fields.url or "")
    if host and work.fields.url and not links:
        links.append((host, work.fields.url))
    return tuple(links)


def _host(url: str) -> str:
    """Where an http or https address leads; "" where it is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.netloc if parts.scheme in ("http", "https") else ""


def origin(article: Article) -> str:
    """Where it is from, in words: only a file or an address names itself."""
    if article.origin.startswith("neckref:"):
        return "The article that comes with neckref"
    return "Given by identifier" if article.origin == "identifiers" else article.origin


def answer(asked: Asked) -> str:
    """Who was asked and how it went."""
    outcome = "could not be asked" if asked.outcome == "unavailable" else asked.outcome
    return f"{asked.source}: {outcome}" + (f" ({why(asked)})" if asked.reason else "")


def why(asked: Asked) -> str:
    """The reason without the source's name before it, which stands beside it already."""
    return (asked.reason or "").removeprefix(f"{asked.source}: ")


def quoted(phrase: str | None, texts: Iterable[str | None]) -> str:
    """The phrase, in quotation marks only where one of the texts holds it to the letter (but for case)."""
    if not phrase:
        return "not stated"
    verbatim = any(phrase.casefold() in text.casefold() for text in texts if text)
    return f"“{phrase}”" if verbatim else phrase


def context(article: Article | None, claim: Claim) -> tuple[str, str]:
    """What stands before and after the claim: the rest of its sentence and the next ones of its paragraph."""
    if article is None:
        return "", ""
    sentences = article.sentences
    own = [n for n, s in enumerate(sentences) if s.span.start < claim.span.end and claim.span.start < s.span.end]
    if not own:
        return "", ""
    near = sentences[max(0, own[0] - 1) : own[-1] + 2]
    spans = [s.span for s in near if s.paragraph == sentences[own[0]].paragraph]
    return article.text[spans[0].start : claim.span.start], article.text[claim.span.end : spans[-1].end]


def authors(work: Work) -> str:
    """The first twelve names, and how many more."""
    names = [str(name) for name in work.fields.authors]
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return ", ".join(names[:12]) + more


def where(work: Work) -> str:
    """ "Journal of Pain, 2015; 3(2): 10–19", of what is known."""
    fields = work.fields
    volume = (fields.volume or "") + (f"({fields.issue})" if fields.issue else "")
    pages = (fields.pages or "").replace("-", "–")
    place = ": ".join(part for part in (volume, pages) if part)
    dated = "; ".join(part for part in (str(fields.year or ""), place) if part)
    return ", ".join(part for part in (fields.journal or fields.publisher or "", dated) if part)


def passage_from(passage: Passage | None, date: str) -> str:
    """Field, source and date of a passage: "abstract, from pubmed, 2026-01-02"."""
    return ", ".join(filter(None, (passage.field, f"from {passage.source}", date))) if passage else ""


_FIGURES = {
    "level": "a level (a share of a maximum)",
    "difference": "a difference, not a level",
    "estimate": "an estimate with its interval",
}
_OUTSIDE = "an estimate outside its own interval: one of them is wrong"


def numbers(figures: Iterable[Figure]) -> str:
    """Each number of a passage with what it is: "“12 %MVC” is a level (a share of a maximum)"."""
    return "; ".join(f"“{f.text}” is {_OUTSIDE if f.outside else _FIGURES[f.kind]}" for f in figures)


def notice(kind: str, date: str | None, by: str | None) -> str:
    """ "Retraction of 2013-05-01, said by crossref"."""
    said = f", said by {by}" if by else ""
    return kind.replace("-", " ").capitalize() + (f" of {date}" if date else "") + said


def doubts(work: Work) -> tuple[str, ...]:
    """One sentence for each source's unverified fields and for each field on which sources disagree."""
    named = ((_LABELS.get(name, name.replace("_", " ")), said) for name, said in work.sourced.items())
    fields = sorted(named, key=lambda pair: pair[0])
    unverified: dict[str, list[str]] = {}
    for name, said in fields:
        if not said.verified:
            unverified.setdefault(", ".join(said.said_by), []).append(name)
    return (
        *(f"Not verified by {source}: {', '.join(names)}." for source, names in unverified.items()),
        *(
            f"{name}: {_short(said.value)} by {', '.join(said.said_by)}, but {_short(d.value)} by {d.source}."
            for name, said in fields
            for d in said.dissent
        ),
    )


def _short(value: object) -> str:
    """A value in at most 90 characters."""
    if isinstance(value, (tuple, list)):
        return f"{len(value)} entries" if len(value) > 3 else "; ".join(map(str, value))
    text = str(value)
    return text if len(text) < 90 else text[:88].rstrip() + "…"


def compared(match: Match | None) -> tuple[tuple[str, str, str], ...]:
    """Field, how well it agrees, both values."""
    if match is None or match.distance is None:
        return ()
    return tuple((p.name.replace("_", " "), _agreement(p.value), p.detail) for p in match.distance.penalties)


def _agreement(penalty: float) -> str:
    if penalty <= 0.05:
        return "agrees"
    return "nearly agrees" if penalty <= 0.25 else "agrees in part" if penalty < 0.75 else "disagrees"


def coverage(match: Match | None) -> str:
    """How much could be compared, and how far apart the two are."""
    if match is None or match.distance is None:
        return ""
    share = round(100 * match.distance.coverage)
    distance = f"distance {match.distance.total:.2f} (0 is the same, 1 another)"
    return f"{share}% of what can count could be compared; {distance}."
