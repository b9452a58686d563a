"""Records of one work as several databases print them, with look-alikes that are other works.

    python benchmarks/planted.py OUT [--works FILE | --made N] [--seed N]

OUT gets JSON lines for `duplicates.py` (`id`, `title`, `authors`, `year`, `journal`, `volume`, `issue`, `pages`,
`doi`, `pmid`, and `work`, the truth). FILE holds works as JSON lines (`title`, `authors` of `family` and `given`,
`journal`, `year`, `volume`, `issue`, `pages`, `doi`); without it works are made of words. The same seed gives the
same records. Look-alikes: second parts, errata, replies, later editions, preprints, meeting abstracts of the same
title, papers of the same people in the same year with one other word, columns, and supplements whose abstracts share
one DOI.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import string
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from citation_draw import GROUPS, abbreviate

Line = dict[str, Any]

_WHAT = (  # noqa: SIM905
    "exercise|resistance training|manual therapy|physiotherapy|vitamin D|metformin|botulinum toxin|acupuncture|"
    "cognitive therapy|dry needling|statins|magnesium|yoga|balance training|telerehabilitation|whole-body vibration"
).split("|")
_OUTCOME = (  # noqa: SIM905
    "pain intensity|muscle strength|quality of life|blood pressure|disability|sleep|range of motion|gait|"
    "insulin resistance|bone density|depressive symptoms|muscle activity|fatigue|inflammation|mortality"
).split("|")
_WHO = (  # noqa: SIM905
    "older adults|women with neck pain|office workers|patients with type 2 diabetes|stroke survivors|athletes|children|"
    "patients with low back pain|nurses|postmenopausal women|rats|mice|people with dystonia|healthy volunteers"
).split("|")
_HOW = (  # noqa: SIM905
    "a randomized controlled trial|a systematic review|a pilot study|a cohort study|a case series|a meta-analysis|"
    "a cross-sectional survey|protocol for a randomised trial|a qualitative study|twelve months of follow-up"
).split("|")
_SHAPES = (
    "Effects of {what} on {outcome} in {who}: {how}",
    "{what} and {outcome} in {who}",
    "Does {what} improve {outcome}? {how}",
    "Long-term {outcome} after {what} among {who}",
    "Comparison of {what} with {what2} for {outcome} in {who}",
    "{outcome} of {who} in {place}: {how}",
)
_FIELDS = (
    "Medicine Rehabilitation Neurology Nutrition Cardiology Endocrinology Nursing Ergonomics Rheumatology Geriatrics"
)
_KINDS = ("Journal of {}", "{}", "Annals of {}", "International Journal of {}", "European Journal of {}", "Clinical {}")
_COLUMNS = ("Editorial", "Editorial Board", "Book review", "In this issue", "Letter to the editor", "Foreword")
_SERVERS = ("medRxiv", "bioRxiv", "Research Square", "SSRN")
_SYLLABLES = "an ber dal es fin gor hel ix jo kar lin mor nes ost pel qui ros sen tal ul ver wen yam zor".split()  # noqa: SIM905


def make_works(count: int, rng: random.Random) -> list[Line]:
    """Works of made-up titles, people and places."""
    surnames = ["".join(rng.choices(_SYLLABLES, k=rng.choice((2, 2, 3)))).title() for _ in range(4000)]
    givens = ["".join(rng.choices(_SYLLABLES, k=2)).title() for _ in range(300)]
    journals = [kind.format(field) for field in _FIELDS.split() for kind in _KINDS]
    works: list[Line] = []
    for n in range(count):
        what, what2 = rng.sample(_WHAT, 2)
        title = rng.choice(_SHAPES).format(
            what=what, what2=what2, outcome=rng.choice(_OUTCOME), who=rng.choice(_WHO), how=rng.choice(_HOW),
            place=rng.choice(surnames),
        )  # fmt: skip
        authors = [
            {
                "family": rng.choice(surnames),
                "given": f"{rng.choice(givens)} {rng.choice(['', 'A.', 'M.', 'J.'])}".strip(),
            }
            for _ in range(rng.choice((1, 2, 3, 4, 5, 6, 8)))
        ]
        first = rng.randint(1, 2400)
        works.append({
            "title": title[0].upper() + title[1:], "authors": authors, "journal": rng.choice(journals),
            "year": rng.randint(1985, 2024), "volume": str(rng.randint(1, 90)), "issue": str(rng.randint(1, 12)),
            "pages": f"{first}-{first + rng.randint(2, 14)}", "doi": f"10.5555/made.{n}",
        })  # fmt: skip
    return works


# Look-alikes: other works


def _part(work: Line, rng: random.Random) -> Line:
    return _moved(work, rng, 1) | {"title": f"{work['title'].rstrip('.')}: part {rng.choice(('II', '2'))}"}


def _erratum(work: Line, rng: random.Random) -> Line:
    shape = rng.choice(("Erratum: {}", "Correction to: {}", "{} (Corrigendum)", "Erratum to “{}”"))
    return _moved(work, rng, 1) | {"title": shape.format(work["title"].rstrip("."))}


def _reply(work: Line, rng: random.Random) -> Line:
    shape = rng.choice(("Reply to: {}", "Comment on “{}”", "{}: authors' reply", "Response to “{}”"))
    people = work["authors"] if rng.random() < 0.5 else work["authors"][::-1][:1]
    return _moved(work, rng, 1) | {"title": shape.format(work["title"].rstrip(".")), "authors": people}


def _edition(work: Line, rng: random.Random) -> Line:
    later = (work.get("year") or 2000) + rng.randint(2, 6)
    places: Line = {"volume": None, "issue": str(rng.randint(1, 12)), "pages": None}
    return work | places | {"year": later} if rng.random() < 0.5 else _moved(work, rng, 3) | {"year": later}


def _preprint(work: Line, rng: random.Random) -> Line:
    year = (work.get("year") or 2000) - rng.choice((0, 0, 1))
    return work | {"journal": rng.choice(_SERVERS), "volume": None, "issue": None, "pages": None, "year": year}


def _abstract(work: Line, rng: random.Random) -> Line:
    year = (work.get("year") or 2000) - rng.choice((0, 1, 1, 2))
    field = rng.choice(_FIELDS.split())
    place = {"journal": f"{field} (suppl. 1)", "volume": str(rng.randint(1, 90)), "issue": "S1"}
    return work | place | {"year": year, "pages": f"S{rng.randint(1, 400)}"}


def _sibling(work: Line, rng: random.Random) -> Line:
    """The same people in the same year: another word in the title, another page."""
    words = work["title"].split()
    long = [i for i, w in enumerate(words) if len(w) > 5] or [0]
    other = rng.choice([*_WHAT, *_OUTCOME, *_WHO])
    words[rng.choice(long)] = other
    return _moved(work, rng, rng.choice((0, 0, 1))) | {"title": " ".join(words)}


def _column(work: Line, rng: random.Random) -> Line:
    return _moved(work, rng, 1) | {"title": rng.choice(_COLUMNS)}


LOOK_ALIKES: tuple[Callable[[Line, random.Random], Line], ...] = (
    _part, _erratum, _reply, _edition, _preprint, _abstract, _sibling, _column,
)  # fmt: skip


def _moved(work: Line, rng: random.Random, volumes: int) -> Line:
    """Elsewhere in the same journal."""
    volume = work.get("volume")
    if volumes and volume and volume.isdigit():
        volume = str(int(volume) + rng.randint(0, volumes))
    first = rng.randint(1, 2400)
    year = (work.get("year") or 2000) + (rng.choice((0, 1)) if volumes else 0)
    return work | {"volume": volume, "pages": f"{first}-{first + rng.randint(0, 12)}", "year": year, "doi": None}


# One work as databases print it


def _crossref(work: Line, rng: random.Random) -> Line:
    return {"doi": work.get("doi"), "journal": work["journal"], "authors": work["authors"]}


def _pubmed(work: Line, rng: random.Random) -> Line:
    names = [f"{a['family']} {_letters(a, '')}".strip() for a in work["authors"]]
    pages = re.sub(r"^(\d+)-(\d+)$", lambda m: f"{m[1]}-{_short(m[1], m[2])}", work.get("pages") or "") or None
    doi = work.get("doi") if rng.random() < 0.7 else None
    return {
        "title": work["title"].rstrip(".") + ".", "authors": ", ".join(names), "pages": pages, "doi": doi,
        "journal": abbreviate(work["journal"] or "", ""), "pmid": work.get("pmid"),
    }  # fmt: skip


def _embase(work: Line, rng: random.Random) -> Line:
    names = [f"{a['family']} {_letters(a, '.')}".strip() for a in work["authors"]]
    doi = work.get("doi") if rng.random() < 0.5 else None
    return {"authors": ", ".join(names), "doi": doi} | ({"pages": None} if rng.random() < 0.2 else {})


def _web(work: Line, rng: random.Random) -> Line:
    names = [f"{a['family'].upper()}, {_letters(a, '')}".strip(", ") for a in work["authors"]]
    journal = (work["journal"] or "").upper()
    return {"title": work["title"].title(), "authors": "; ".join(names), "journal": journal, "issue": None}


def _scraped(work: Line, rng: random.Random) -> Line:
    """Cut, misspelt, half empty."""
    title, most = work["title"], rng.choice((1, 3, 3, 6))
    if rng.random() < 0.2:
        title = _slip(title, rng)
    if rng.random() < 0.12 and len(title) > 60:
        title = title[: rng.randint(45, len(title) - 5)].rsplit(" ", 1)[0] + " …"
    elif ":" in title and rng.random() < 0.2:
        title = title.split(":")[0]
    names = [f"{_letters(a, '')} {a['family']}".strip() for a in work["authors"][:most]]
    cut = ", et al." if len(work["authors"]) > most else ""
    out: Line = {"title": title, "authors": ", ".join(names) + cut, "issue": None}
    for name, chance in (("year", 0.25), ("journal", 0.3), ("volume", 0.3), ("pages", 0.4), ("authors", 0.08)):
        if rng.random() < chance:
            out[name] = None
    return out


HOUSES: tuple[Callable[[Line, random.Random], Line], ...] = (_crossref, _pubmed, _embase, _web, _scraped)


def print_records(work: Line, truth: str, rng: random.Random) -> Iterator[Line]:
    """One to four records of a work, each from another house."""
    for house in rng.sample(HOUSES, rng.choice((1, 2, 2, 3, 4))):
        line = {**work, "doi": None, "pmid": None} | house(work, rng)
        if line.get("year") and rng.random() < 0.05:
            line["year"] += rng.choice((-1, 1))
        if rng.random() < 0.05:
            line["title"] = _slip(line["title"], rng)
        yield {"id": f"{truth}-{house.__name__.strip('_')}", "work": truth} | line


def plant(works: Sequence[Line], rng: random.Random) -> list[Line]:
    """Records of all works and of their look-alikes, shuffled."""
    lines: list[Line] = []
    titles: set[str] = set()
    for n, work in enumerate(works):
        title = (work.get("title") or "").casefold()
        if not title or title in titles:
            continue  # nobody knows whether two works of one title are two
        titles.add(title)
        whole = {"volume": None, "issue": None, "pages": None, "year": None} | work
        whole |= {"journal": work.get("journal") or "", "authors": _people(work), "pmid": str(10_000_000 + n)}
        lines += print_records(whole, f"w{n}", rng)
        if rng.random() < 0.15:
            make = rng.choice(LOOK_ALIKES)
            other = make(whole, rng) | {"doi": f"10.5555/twin.{n}" if rng.random() < 0.4 else None, "pmid": None}
            lines += print_records(other, f"w{n}{make.__name__}", rng)
        if rng.random() < 0.01:
            lines += _supplement(whole, n, works, rng)
    rng.shuffle(lines)
    return lines


def _supplement(work: Line, n: int, works: Sequence[Line], rng: random.Random) -> Iterator[Line]:
    """Abstracts of one meeting, all under one DOI."""
    for k in range(rng.randint(3, 12)):
        other = rng.choice(works)
        if not other.get("title"):
            continue
        yield {
            "id": f"w{n}-abstract{k}", "work": f"w{n}-abstract{k}", "title": other["title"], "year": work["year"],
            "authors": _people(other), "journal": work["journal"], "volume": work["volume"], "issue": "S1",
            "pages": f"S{k + 1}", "doi": f"10.5555/supplement.{n}", "pmid": None,
        }  # fmt: skip


def _people(work: Line) -> list[Line]:
    return [a for a in work.get("authors") or () if a.get("family")] or [{"family": GROUPS[0], "given": ""}]


def _letters(author: Line, mark: str) -> str:
    return "".join(
        p[0].upper() + mark for p in re.split(r"[\s.\-]+", author.get("given") or "") if p and p[0].isalpha()
    )


def _short(first: str, last: str) -> str:
    """ "609", "612" → "12"."""
    if len(first) != len(last):
        return last
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b), len(last) - 1)
    return last[same:]


def _slip(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    letter = rng.choice(string.ascii_lowercase)
    return rng.choice((text[:at] + text[at + 1 :], text[:at] + letter + text[at:], text[:at] + letter + text[at + 1 :]))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--works", type=Path)
    parser.add_argument("--made", type=int, default=31_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    if options.works:
        works = [json.loads(line) for line in options.works.read_text("utf-8").splitlines() if line.strip()]
    else:
        works = make_works(options.made, rng)
    lines = plant(works, rng)
    options.out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    print(f"{len(lines)} records of {len({line['work'] for line in lines})} works")


if __name__ == "__main__":
    main()
