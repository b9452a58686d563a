"""Rarer kinds of entries, rendered as `render_citations` does: a journal or series alone, bullets, CJK."""

from __future__ import annotations

from citation_draw import ASIA, Draw, Entry

BULLETS = (" • ", " • ", " | ", " – ", " · ", " ● ", " / ")


def journal_only(d: Draw) -> Entry:
    """ "Phys Ther 2008;88:703-11": no author, no title."""
    journal, volume, pages, year = d.journal(), d.volume(), d.pages(), d.date(bare=d.chance(0.8))
    return d.rng.choice(
        [
            [
                ("journal", journal + d.pick(" ", ". ", ", ")),
                ("date", year + ";"),
                ("volume", volume + ":"),
                ("pages", pages),
            ],
            [
                ("journal", journal + d.pick(" ", ". ", ", ")),
                ("date", year + "; "),
                ("volume", volume + ": "),
                ("pages", pages),
            ],
            [
                ("journal", journal + d.pick(" ", ", ")),
                ("date", f"({year})" + d.pick(" ", ", ")),
                ("volume", volume + d.pick(":", ": ", ", ")),
                ("pages", pages),
            ],
            [
                ("journal", journal + d.pick(" ", ", ")),
                ("volume", volume + d.pick(":", ": ", ", ")),
                ("pages", pages + d.pick(", ", " ")),
                ("date", d.pick(f"({year})", year)),
            ],
            [
                ("journal", journal + d.pick(" ", ", ")),
                ("volume", volume + d.pick(" ", ", ")),
                ("date", f"({year})" + d.pick(" ", ", ", ": ")),
                ("pages", pages),
            ],
            [("journal", journal + d.pick(" ", ". ", ", ")), ("date", d.pick(f"({year})", year))],
        ]
    )


def series_only(d: Draw) -> Entry:
    """An author and a place in a series, without a title: "K. Lee, Lecture Notes in X, vol. 12 (Springer, 1986)"."""
    topic = " ".join(d.title().split()[: d.rng.randint(1, 3)]).strip(",:;.").title()
    series = d.pick(
        "Lecture Notes in {}",
        "Lecture Notes in {}",
        "Studies in {}",
        "Advances in {}",
        "Progress in {}",
        "Topics in {}",
        "Springer Series in {}",
        "Graduate Texts in {}",
        "Methods in {}",
        "Contributions to {}",
        "Schriften zur {}",
        "Handbook of {} Series",
        "{} Monographs",
    ).format(topic)
    number = d.rng.randint(1, 3000)
    place, name, year = d.rng.choice(d.stock.places), d.rng.choice(d.stock.publishers), d.year
    head: Entry = [("author", d.authors() + d.pick(", ", ", ", ". ", ": "))]
    if d.chance(0.35):
        head.append(("title", d.title() + d.pick(". ", ", ")))
    head.append(("collection", series + d.pick(", ", ", ", " ", ". ")))
    head.append(("volume", d.pick("Vol. {}", "vol. {}", "volume {}", "{}", "no. {}", "Bd. {}").format(number)))
    pages = d.pages()
    tail: list[Entry] = [
        [(", ", ""), ("publisher", name + ", "), ("location", place + ", "), ("date", year)],
        [(" ", ""), ("publisher", f"({name}, "), ("location", place + ", "), ("date", year + ")")],
        [(" ", ""), ("date", f"({year})"), (", ", ""), ("pages", pages)],
        [(", ", ""), ("pages", pages), (", ", ""), ("publisher", name + ", "), ("date", year)],
        [(", ", ""), ("publisher", name + ", "), ("date", year + ", "), ("pages", pages)],
    ]
    return _join(head, d.rng.choice(tail))


def _join(head: Entry, tail: Entry) -> Entry:
    """Marks (pairs without a second part) go to the end of the field before them."""
    out = list(head)
    for name, text in tail:
        if text:
            out.append((name, text))
        else:
            out[-1] = (out[-1][0], out[-1][1] + name)
    return out


def bulleted(d: Draw) -> Entry:
    """A title line, then authors and source behind bullets, as pages for the public print them."""
    mark = d.rng.choice(BULLETS)
    lead = d.chance(0.4)  # the bullet stands at the beginning of its line
    fields: Entry = [("title", d.title()), ("author", d.authors())]
    if d.chance(0.8):
        fields.append(("journal", d.journal()))
    roll = d.rng.random()
    if roll < 0.5:
        fields.append(("date", d.date()))
    elif roll < 0.8 and len(fields) == 3:
        return [
            *_bullets(fields, mark, lead)[:-1],
            ("journal", (mark.lstrip() if lead else "") + fields[-1][1] + d.pick(" ", ", ")),
            ("date", d.date(bare=True) + d.pick(";", "; ")),
            ("volume", d.volume() + d.pick(":", ": ")),
            ("pages", d.pages()),
        ]
    return _bullets(fields, mark, lead)


def _bullets(fields: Entry, mark: str, lead: bool) -> Entry:
    if lead:
        return [(name, (mark.lstrip() if i else "") + text + " ") for i, (name, text) in enumerate(fields)]
    return [(name, text + (mark if i + 1 < len(fields) else "")) for i, (name, text) in enumerate(fields)]


def asian(d: Draw) -> Entry:
    """Chinese and Japanese entries, with Latin or wide marks."""
    rng, language = d.rng, d.pick("zh", "zh", "ja")
    wide = d.chance(0.4)
    comma, stop, colon = ("，", "。", "：") if wide else (", ", ". ", ": ")
    words = ASIA[language]
    names = [
        rng.choice(words["families"]) + "".join(rng.choice(words["givens"]) for _ in range(rng.choice([1, 2, 2])))
        for _ in range(rng.choice([1, 1, 2, 2, 3, 4, 6]))
    ]
    between = d.pick(comma, comma, "、", "; " if not wide else "；")
    authors = between.join(names) + (d.pick("等", comma + "等", comma + "他") if d.chance(0.15) else "")
    title = rng.choice(words["titles"]).format(rng.choice(words["topics"]), rng.choice(words["topics"]))
    journal = rng.choice(words["topics"]) + rng.choice(words["journals"])
    volume, year = str(rng.randint(1, 80)), str(rng.randint(1980, 2024))
    issue = d.pick("({})", "（{}）", " ({})", "").format(rng.randint(1, 12))
    pages = f"{(first := rng.randint(1, 900))}{d.pick('-', '–', '-')}{first + rng.randint(1, 30)}"
    kind = d.pick("[J]", "", "", "")
    body: list[Entry] = [
        [("date", year + d.pick(";", "; ", comma)), ("volume", volume + issue + d.pick(":", colon)), ("pages", pages)],
        [("volume", volume + issue + colon), ("pages", pages + comma), ("date", year + d.pick("年", ""))],
    ]
    if d.chance(0.25):
        head: Entry = [
            ("author", authors),
            ("date", d.pick("（{}）", "({})").format(year) + stop),
            ("title", title + kind + stop),
        ]
        rest: Entry = [
            ("journal", d.pick("《{}》", "{}", "{}").format(journal) + comma),
            ("volume", volume + issue + comma),
            ("pages", pages),
        ]
        return [*head, *rest]
    head = [
        ("author", authors + d.pick(stop, stop, colon)),
        ("title", d.pick("{}", "{}", "{}", "「{}」", "《{}》").format(title) + kind + stop),
    ]
    if d.chance(0.15):
        return [
            *head,
            ("location", d.pick("北京", "上海", "東京", "台北") + colon),
            ("publisher", rng.choice(words["topics"]) + d.pick("出版社", "书店", "社") + comma),
            ("date", year),
        ]
    return [*head, ("journal", journal + d.pick(stop, comma, " ")), *rng.choice(body)]
