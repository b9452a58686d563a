"""References rendered from structured metadata in many styles, with every field's place known: training material.

No style is taken from a style guide as a whole: each entry draws an order of fields, forms of names, dates, volumes
and pages, and the marks between them, so that the tagger learns what fields look like and not one style's habits.
Deterministic: the same works, stock and seed give the same entries.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from citation_draw import CONDITIONS, MONTHS, PLACES, PUBLISHERS, SITES, Draw, Entry, Stock, abbreviate
from render_rare import asian, bulleted, journal_only, series_only


def render_entries(works: Sequence[dict[str, Any]], stock: Stock, count: int, seed: int) -> Iterator[Entry]:
    """`count` entries: journal articles, books, chapters, papers in proceedings, reports, web pages, with noise."""
    rng = random.Random(seed)
    kinds: list[tuple[Callable[[Draw], Entry], int]] = [
        (_article, 46),
        (_untitled, 10),
        (_title_first, 4),
        (_book, 13),
        (_chapter, 9),
        (_paper, 12),
        (_report, 4),
        (_web, 6),
        (_bare, 2),
        (_newspaper, 3),
        (journal_only, 3),
        (series_only, 3),
        (bulleted, 3),
        (asian, 4),
    ]
    kinds_list, weights = zip(*kinds, strict=True)
    for _ in range(count):
        draw = Draw(rng, works, stock)
        entry = rng.choices(kinds_list, weights)[0](draw)
        yield _finish(rng, entry)


# Kinds of entries. Each gives fields with the marks that follow them; `_end` adds a mark unless one is there.


def _end(text: str, mark: str) -> str:
    text = text.rstrip(" ")
    if mark.strip() and (text.endswith(mark.strip()) or (text[-1:] in "?!" and mark.strip() in (".", ","))):
        return text + " " if mark.endswith(" ") else text
    return text + mark


def _titled(d: Draw, title: str, mark: str) -> str:
    left, right = d.quote
    if left and mark.strip() in (".", ",") and d.chance(0.6):
        return f"{left}{_end(title, mark.strip())}{right} "
    return f"{left}{title}{right}{mark}" if left else _end(title, mark)


def _head(d: Draw, authors: str, title: str, dated: bool | None = None) -> tuple[Entry, bool]:
    """Authors, maybe the date, and the title; whether the date is done."""
    roll = d.rng.random() if dated is None else (0.1 if dated else 0.9)
    mark = d.pick(". ", ". ", ". ", ", ", ", ", ": ", " ")
    title_mark = d.pick(". ", ". ", ". ", ". ", ", ", ", ")
    if roll < 0.3:
        date = d.pick("({}). ", "({}). ", "({}) ", "({}), ", "({}): ", "[{}]. ").format(d.date())
        return [
            ("author", _end(authors, d.pick(" ", " ", ". ", ", "))),
            ("date", date),
            ("title", _titled(d, title, title_mark)),
        ], True
    if roll < 0.45:
        date = d.date(bare=d.chance(0.8)) + d.pick(". ", ". ", ", ", ": ", " ")
        return [
            ("author", _end(authors, d.pick(". ", ", ", " "))),
            ("date", date),
            ("title", _titled(d, title, title_mark)),
        ], True
    return [("author", _end(authors, mark)), ("title", _titled(d, title, title_mark))], False


def _where(d: Draw, dated: bool) -> Entry:
    """Journal, volume, pages and the date if it is still missing."""
    journal, volume, pages = d.journal(), d.volume(), d.pages()
    has_volume, has_pages = d.chance(0.92), d.chance(0.9)
    roll = d.rng.random()
    if not dated and roll < 0.22:  # 2008 Jun;88(6):703-11.
        glue = d.pick("", "", " ")
        return [
            ("journal", _end(journal, d.pick(". ", ". ", " ", ", "))),
            ("date", d.date() + d.pick(";", ";", "; ", ", ", ":").rstrip() + (glue or "")),
            ("volume", volume + ":" + glue),
            ("pages", pages + ". "),
        ]
    if not dated and roll < 0.34:  # 88 (2008) 703
        out: Entry = [
            ("journal", _end(journal, d.pick(" ", ", ", ". "))),
            ("volume", volume + d.pick(" ", ", ")),
            ("date", f"({d.date()})" + d.pick(", ", " ", ": ", ":")),
        ]
        return [*out, ("pages", pages + ". ")]
    if not dated and roll < 0.44:  # 2008, 88, 703
        return [
            ("journal", _end(journal, d.pick(" ", ". ", ", "))),
            ("date", d.date(bare=True) + ", "),
            ("volume", volume + ", "),
            ("pages", pages + ". "),
        ]
    out = [("journal", _end(journal, d.pick(", ", ", ", " ", ". ", ": ")))]
    if has_volume:
        glued = d.chance(0.25)
        out.append(
            (
                "volume",
                volume
                + (
                    d.pick(":", ":", ",")
                    if glued
                    else d.pick(", ", ", ", ": ", " ", ". ")
                    if has_pages
                    else d.pick(", ", ". ")
                ),
            )
        )
    early = not dated and d.chance(0.3)
    if early:
        out.append(("date", d.pick("{}, ", "({}): ", "({}), ", "{}: ", "{}; ").format(d.date())))
    if has_pages:
        out.append(("pages", pages + (". " if dated or early else d.pick(", ", " ", ". "))))
    if not dated and not early:
        out.append(("date", d.pick("({}). ", "{}. ", "({}) ", "{} ").format(d.date())))
    return out


def _article(d: Draw) -> Entry:
    head, dated = _head(d, d.authors(), d.title())
    if d.chance(0.05):
        head[-1:] = [
            head[-1],
            ("note", d.pick("[Review] ", "(abstract). ", "[Article in German]. ", "Special Issue, ")),
        ]
    return head + _where(d, dated) + d.tail()


def _untitled(d: Draw) -> Entry:
    """Journal-only entries of physics and chemistry, and "Andersen et al. (2008) Phys Ther 88:703"."""
    dated = d.chance(0.3)
    head: Entry = [("author", _end(d.authors(), d.pick(", ", ", ", " ", ". ")))]
    if dated:
        head.append(("date", d.pick("({}) ", "{}, ", "({}). ", "{}. ").format(d.date(bare=True))))
    where = _where(d, dated)
    if d.chance(0.3):
        where = [
            (n, _end(abbreviate(t.rstrip(" .,:"), "."), d.pick(" ", ", ")) if n == "journal" else t) for n, t in where
        ]
    return head + where + (d.tail() if d.chance(0.5) else [])


def _title_first(d: Draw) -> Entry:
    """ "Title. Author. Journal 2012": lists of links and of search results."""
    out: Entry = [("title", _titled(d, d.title(), d.pick(". ", ". ", " ", ", ", " - ")))]
    if d.chance(0.7):
        out.append(("author", _end(d.authors(), d.pick(". ", ", ", " "))))
    return out + _where(d, False) + d.tail()


def _bare(d: Draw) -> Entry:
    """Title and date only, or title and journal."""
    out: Entry = [("title", _titled(d, d.title(), d.pick(". ", ", ", " ")))]
    if d.chance(0.4):
        out.append(("journal", _end(d.journal(), d.pick(". ", ", ", " "))))
    return [*out, ("date", d.pick("({}). ", "{}. ", "({})", "{}").format(d.date()))] if d.chance(0.85) else out


def _edition(d: Draw) -> Entry:
    literal = d.stock.literal.get("edition") or ["2nd ed."]
    n = d.rng.randint(2, 12)
    return [
        (
            "edition",
            d.pick(
                f"({n}th ed.). ",
                f"{n}th ed. ",
                f"{n}th edition, ",
                "2nd ed. ",
                "(2nd ed.). ",
                "Revised ed. ",
                "3. Aufl. ",
                "third edition, ",
                d.rng.choice(literal) + " ",
            ),
        )
    ]


def _book(d: Draw) -> Entry:
    editors = d.chance(0.15)
    title = d.rng.choice(d.stock.titles) if d.chance(0.7) else d.title()
    head, dated = _head(d, d.authors(), title)
    if editors:
        head[0] = (
            "editor",
            d.name_list(d.people(3)) + d.pick(" (Eds.). ", " (Ed.). ", ", eds. ", ", editors. ", " (eds.), ", ", ed. "),
        )
    if d.chance(0.15):
        head += _edition(d)
    if d.chance(0.08):
        head.append(
            (
                "volume",
                d.pick("Vol. {}. ", "2 vols. ", "vol. {}, ", "volume {}. ", "Bd. {}. ").format(d.rng.randint(1, 9)),
            )
        )
    if d.chance(0.07):
        head.append(
            (
                "editor",
                d.pick("Trans. ", "Translated by ", "trans. ", "Edited by ", "Ed. ")
                + d.name_list([d.person()])
                + d.pick(". ", ", "),
            )
        )
        if d.chance(0.2) and d.stock.literal.get("collection"):
            head.append(("collection", _end(d.rng.choice(d.stock.literal["collection"]), ". ")))
    imprint = d.imprint()
    if imprint and d.chance(0.15):
        imprint[0] = (imprint[0][0], "(" + imprint[0][1])
        if dated:
            return [*head, *imprint[:-1], (imprint[-1][0], imprint[-1][1] + "). "), *_pages_at(d)]
        return [*head, *imprint[:-1], (imprint[-1][0], imprint[-1][1] + ", "), ("date", d.year + "). "), *_pages_at(d)]
    if dated:
        return [*head, *imprint[:-1], (imprint[-1][0], _end(imprint[-1][1], ". ")), *_pages_at(d), *_isbn(d)]
    last = (imprint[-1][0], _end(imprint[-1][1], d.pick(", ", ", ", "; ", " ")))
    return [
        *head,
        *imprint[:-1],
        last,
        ("date", d.pick("{}. ", "{}. ", "({}). ", "{}").format(d.date(bare=True))),
        *_pages_at(d),
        *_isbn(d),
    ]


def _pages_at(d: Draw) -> Entry:
    return (
        [
            (
                "pages",
                d.pick("{} p. ", "{} pp. ", "p. {}. ", "pp. {}. ", "{} S. ", "{} pages. ").format(
                    d.rng.randint(3, 700)
                ),
            )
        ]
        if d.chance(0.12)
        else []
    )


def _isbn(d: Draw) -> Entry:
    if d.chance(0.95):
        return []
    return [
        (
            "isbn",
            d.pick("ISBN ", "ISBN: ", "ISBN-13: ")
            + "978-"
            + "-".join(str(d.rng.randint(0, 9999)) for _ in range(3))
            + "-"
            + str(d.rng.randint(0, 9))
            + ".",
        )
    ]


def _chapter(d: Draw) -> Entry:
    head, dated = _head(d, d.authors(), d.title())
    editors, container = d.editors(), d.container()
    inside = editors.startswith(("In ", "In: "))
    order = d.rng.random()
    if order < 0.6 and (inside or d.chance(0.3)):
        body: Entry = [
            ("editor", editors + d.pick(", ", ", ", " ", ". ", ": ")),
            ("container", _end(container, d.pick(" ", ", ", ". "))),
        ]
    elif order < 0.85:
        lead = d.pick("In ", "In ", "in ", "In: ", "")
        plain = editors.removeprefix("In: ").removeprefix("In ")
        body = [
            ("container", _end(lead + container, d.pick(", ", ". ", " "))),
            ("editor", plain + d.pick(". ", ", ", " ")),
        ]
    else:
        body = [("container", _end(d.pick("In ", "in ", "In: ", "In: ", "Dans ") + container, d.pick(". ", ", ", " ")))]
    if d.chance(0.1):
        body.append(
            ("volume", d.pick("(Vol. {}, ", "Vol. {}, ", "vol. {}. ", "volume {} ").format(d.rng.randint(1, 30)))
        )
        if d.chance(0.4) and d.stock.literal.get("collection"):
            body.append(("collection", _end(d.rng.choice(d.stock.literal["collection"]), ", ")))
    first, last = d._page_numbers()
    dash = d.pick("-", "–", "–")
    pages = (
        [
            (
                "pages",
                d.pick(
                    "(pp. {}). ", "(pp. {}). ", "pp. {}. ", "{}. ", "pages {}. ", "p. {}. ", "pp. {}, ", "S. {}. "
                ).format(first + dash + last),
            )
        ]
        if d.chance(0.8)
        else []
    )
    imprint = d.imprint()
    imprint[-1] = (imprint[-1][0], _end(imprint[-1][1], ". " if dated else ", "))
    date = [] if dated else [("date", d.pick("{}. ", "{}. ", "({}). ", "{}, ").format(d.date(bare=True)))]
    late = d.chance(0.3)
    return [
        *head,
        *body,
        *([] if late else pages),
        *imprint,
        *date,
        *(pages if late else []),
        *(d.tail() if d.chance(0.4) else []),
    ]


def _paper(d: Draw) -> Entry:
    head, dated = _head(d, d.authors(), d.title())
    container = (
        "container",
        _end(d.pick("In ", "In ", "In ", "in ", "", "In: ") + d.proceedings(), d.pick(", ", ", ", ". ")),
    )
    pages = [("pages", _end(d.pages(), d.pick(", ", ". ")))] if d.chance(0.7) else []
    place = (
        [("location", _end(d.rng.choice(PLACES + d.stock.places), d.pick(", ", ", ", ". ")))] if d.chance(0.3) else []
    )
    name = (
        [("publisher", _end(d.rng.choice(PUBLISHERS[:45] + ["ACM", "IEEE"] * 10), d.pick(", ", ". ")))]
        if d.chance(0.3)
        else []
    )
    date = [] if dated else [("date", _end(d.pick("{}", "{}", "({})").format(d.date()), ". "))]
    volume = (
        [("volume", d.pick("volume {} ", "vol. {}, ", "Vol. {}, ").format(d.rng.randint(1, 400)))]
        if d.chance(0.12)
        else []
    )
    if volume and d.stock.literal.get("collection") and d.chance(0.6):
        volume.append(("collection", _end("of " * d.chance(0.5) + d.rng.choice(d.stock.literal["collection"]), ", ")))
    groups = (
        [place, pages, name, date]
        if d.chance(0.3)
        else [pages, place, date, name]
        if d.chance(0.3)
        else [pages, name, place, date]
    )
    if d.chance(0.2):
        groups = [place, date, pages, name]
    return [*head, container, *volume, *(x for g in groups for x in g), *(d.tail() if d.chance(0.4) else [])]


def _report(d: Draw) -> Entry:
    head, dated = _head(d, d.authors(), d.title())
    number = d.pick(
        str(d.rng.randint(1, 900)), f"{d.acronym()}-{d.year[2:]}-{d.rng.randint(1, 99)}", f"No. {d.rng.randint(1, 300)}"
    )
    genre = d.pick(
        "PhD thesis",
        "Ph.D. thesis",
        "Master's thesis",
        "Doctoral dissertation",
        "(Doctoral dissertation)",
        "Ph.D. dissertation",
        "[Thesis]",
        f"Technical Report {number}",
        f"Tech. Rep. {number}",
        f"Technical report {number}",
        f"Working paper {number}",
        f"Report {number}",
        d.rng.choice(d.stock.literal.get("genre") or ["Report"]),
    )
    where = d.pick(
        "University of " + d.rng.choice(PLACES).split(",")[0],
        d.rng.choice(PLACES).split(",")[0] + " University",
        d.rng.choice(PUBLISHERS),
        "Department of Computer Science, University of " + d.rng.choice(PLACES).split(",")[0],
    )
    body: Entry = [("genre", _end(genre, d.pick(", ", ". "))), ("publisher", where)]
    if d.chance(0.3):
        body[-1] = ("publisher", where + ", ")
        body.append(("location", d.rng.choice(PLACES)))
    body[-1] = (body[-1][0], _end(body[-1][1], ". " if dated else ", "))
    return [*head, *body, *([] if dated else [("date", d.date() + ". ")]), *(d.address() if d.chance(0.2) else [])]


def _web(d: Draw) -> Entry:
    title = (
        d.title()
        if d.chance(0.4)
        else d.rng.choice(CONDITIONS).capitalize()
        + d.pick(
            "", "", ": symptoms and causes", " – Treatment", " exercises", ": diagnosis and treatment", ". Overview"
        )
    )
    site = d.rng.choice(SITES)
    who = site if d.chance(0.6) else d.authors()
    head, _ = _head(d, who, title, dated=d.chance(0.4))
    if d.chance(0.1):
        head = [("title", _titled(d, title, ". ")), ("container", site + ". ")]
    elif who != site and d.chance(0.6):
        head.append(("container", site + d.pick(". ", ", ")))
    if len(head) == 2 and d.chance(0.4):
        head.append(("date", d.date() + d.pick(". ", ", ")))
    if d.chance(0.05):
        head.append(("note", d.pick("[Internet]. ", "[Online]. ", "[Web page]. ")))
    return head + _spaced(d.address())


def _newspaper(d: Draw) -> Entry:
    head, dated = _head(d, d.authors(), d.title(), dated=d.chance(0.3))
    paper = d.pick(
        "New York Times",
        "The Guardian",
        "The New York Times",
        "Washington Post",
        "Le Monde",
        "Der Spiegel",
        "New Yorker",
        "El País",
        "Financial Times",
        "The Economist",
        "Time",
        "Newsweek",
        "Wall Street Journal",
    )
    out: Entry = [*head, ("journal", paper + d.pick(", ", " ", ". "))]
    month = d.rng.choice(MONTHS["en"])
    out.append(
        (
            "date",
            (f"{d.rng.randint(1, 30)} {month}" if d.chance(0.5) else f"{month} {d.rng.randint(1, 30)}")
            + ("" if dated else d.pick(", ", " ") + d.year)
            + d.pick(". ", ": ", ", "),
        )
    )
    if d.chance(0.6):
        out.append(("pages", d.pick(d.pages(), f"A{d.rng.randint(1, 30)}", f"p. {d.rng.randint(1, 60)}") + "."))
    elif d.chance(0.4):
        out += _spaced(d.address())
    return out


def _spaced(entry: Entry) -> Entry:
    return [(name, text if text.endswith(" ") else text + " ") for name, text in entry]


# Noise and what stands around an entry


def _finish(rng: random.Random, entry: Entry) -> Entry:
    entry = [(name, text) for name, text in entry if text.strip()]
    glued = {name for name, text in entry if not text.endswith(" ")}
    tail = {"doi", "pmid", "url", "note", "isbn"}
    entry = [
        (n, t if t.endswith(" ") or (n in glued and n not in tail and not t[-1:].isalnum()) else t + " ")
        for n, t in entry
    ]
    if rng.random() < 0.2:
        n = rng.randint(1, 150)
        entry.insert(
            0, ("number", rng.choice([f"[{n}] ", f"{n}. ", f"({n}) ", f"{n} ", f"{n}) ", f"[{n}] ", f"{n}. "]))
        )
    if rng.random() < 0.5:
        name, text = entry[-1]
        text = text.rstrip()
        entry[-1] = (name, text.rstrip(".,;") + "." if rng.random() < 0.6 else text.rstrip(".,;") or text)
    if rng.random() < 0.12:
        entry = [(name, _noisy(rng, text)) for name, text in entry]
    if rng.random() < 0.03:
        entry = [(name, text.upper() if name in ("title", "author") else text) for name, text in entry]
    return [(name, text) for name, text in entry if text.strip()]


def _noisy(rng: random.Random, text: str) -> str:
    """Blanks lost or added, letters swapped for others, words hyphenated: what scans and copying do."""
    out = []
    for c in text:
        roll = rng.random()
        if roll < 0.006 and c != " ":
            out.append(rng.choice(string.ascii_letters))
        elif roll < 0.01 and c.isalpha():
            out.append(c + " ")
        elif roll < 0.025 and c == " ":
            continue
        elif roll < 0.028 and c.isalpha():
            out.append(c + "- ")
        else:
            out.append(c)
    return "".join(out) if out else text
