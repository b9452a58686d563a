"""The choices that a rendered reference is made of: names, dates, numbers and words in their printed forms."""

from __future__ import annotations

import json
import random
import re
import string
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Entry = list[tuple[str, str]]
"""(field, text) pairs; joined without anything between, they are the printed entry."""

_WORDS = tomllib.loads(Path(__file__).with_name("citation_words.toml").read_text("utf-8"))
PUBLISHERS, PLACES, SITES = _WORDS["publishers"], _WORDS["places"], _WORDS["sites"]
GROUPS, CONDITIONS = _WORDS["groups"], _WORDS["conditions"]
MONTHS: dict[str, list[str]] = _WORDS["months"]
ASIA: dict[str, dict[str, list[str]]] = _WORDS["asia"]
"""Bits of Chinese and Japanese entries, by language."""
_ABBREVIATIONS: dict[str, str] = _WORDS["abbreviations"]
NAME_STYLES = (
    "Family, G. H.", "Family, G.H.", "Family GH", "Family G.H.", "G. H. Family", "G.H. Family", "Given Family",
    "Family, Given", "Family, Given", "FAMILY, G.", "FAMILY Given", "Family G. H.", "Family, G. H.", "Family GH",
    "Given Family", "mixed", "mixed", "G.h. Family",
)  # fmt: skip
_SMALL = frozenset(["of", "the", "and", "for", "in", "on", "de", "la", "et", "und", "der", "für", "&"])


@dataclass
class Stock:
    """Printed bits to render from, besides works: each a list of texts without marks at the ends."""

    titles: list[str]
    containers: list[str]
    journals: list[str]
    publishers: list[str]
    places: list[str]
    families: list[str]
    givens: list[str]
    literal: dict[str, list[str]]
    """Other fields' texts as printed ("genre", "edition", "note", "collection")."""


def read_works(path: Path) -> list[dict[str, Any]]:
    """Works of a JSON-lines file with title, authors, journal, year, volume, issue, pages, doi."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


class Draw:
    """One entry's choices: its work, and the forms of names, dates and numbers it is printed in."""

    def __init__(self, rng: random.Random, works: Sequence[dict[str, Any]], stock: Stock) -> None:
        self.rng, self.stock = rng, stock
        self.work = rng.choice(works)
        self.year = str(self.work.get("year") or rng.randint(1950, 2024))
        self.name_style = rng.choice(NAME_STYLES)
        self.quote = rng.choice(
            [("", "")] * 6 + [("“", "”"), ('"', '"'), ("“", "”"), ("‘", "’"), ("« ", " »"), ("„", "“"), ("``", "''")]
        )

    def pick(self, *options: str) -> str:
        return self.rng.choice(options)

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    # Names

    def people(self, most: int = 6) -> list[tuple[str, str]]:
        """(family, given) pairs: the work's authors or drawn ones."""
        real = [(a["family"], a.get("given", "")) for a in self.work.get("authors") or () if a.get("family")]
        if real and self.chance(0.6):
            return real[: self.rng.choice([len(real), len(real), most])]
        size = self.rng.choice([1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 8])
        return [self.person() for _ in range(min(size, most + 2))]

    def person(self) -> tuple[str, str]:
        family, given = self.rng.choice(self.stock.families), self.rng.choice(self.stock.givens)
        if self.chance(0.06):
            family = self.pick("van", "van der", "de", "von", "di", "Di", "Le", "El", "dos", "van den") + " " + family
        if self.chance(0.06):
            family += "-" + self.rng.choice(self.stock.families)
        if self.chance(0.35):
            given += " " + self.rng.choice(string.ascii_uppercase) + "."
        elif self.chance(0.08):
            given += " " + self.rng.choice(self.stock.givens)
        return family, given

    def authors(self) -> str:
        if self.chance(0.08):
            group = self.rng.choice(GROUPS)
            if self.chance(0.25):
                return f"{group} ({''.join(w[0] for w in group.split() if w[0].isupper())})"
            if self.chance(0.2):
                return group + self.pick(", ", "; ", " and ", " & ") + self.name_list(self.people(3), cut=True)
            return group
        if self.chance(0.025):
            return self.pick("———", "———", "______", "–––––", "---", "________", "———", "———")
        return self.name_list(self.people(), cut=True)

    def name_list(self, people: list[tuple[str, str]], cut: bool = False) -> str:
        style = self.name_style
        if not any(given for _, given in people):
            style = "Family, G. H."
        names = []
        for i, (family, given) in enumerate(people):
            own = ("Family, Given" if i == 0 else "Given Family") if style == "mixed" else style
            if style == "mixed" and len(given) < 3:
                own = "Family, G. H." if i == 0 else "G. H. Family"
            names.append(_print_name(family, given, own))
        semicolon = style.startswith("Family, ") and self.chance(0.25)
        comma = "; " if semicolon else " and " if self.chance(0.04) else ", "
        end = (
            self.pick("", "", " et al", ", et al.", " et al.", ", and others", " u.a.", ", …", ", . . .")
            if cut and self.chance(0.13)
            else ""
        )
        if end and self.chance(0.6):
            names = names[: self.rng.choice([1, 1, 3, 6])]
        if end:
            if end == ", …" or end == ", . . .":
                return (
                    comma.join(names)
                    + end
                    + " "
                    + _print_name(*people[-1], style if style != "mixed" else "Given Family")
                )
            return comma.join(names) + end
        last = self.pick(" and ", " & ", ", and ", ", & ", comma, comma, " und ", " et ", " y ", " e ")
        if self.chance(0.7) and last.strip(", ") not in ("and", "&", ""):
            last = " and "
        if semicolon:
            last = self.pick("; ", "; ", "; and ", "; & ")
        return comma.join(names[:-1]) + last + names[-1] if len(names) > 1 else names[0]

    # Dates and numbers

    def date(self, bare: bool = False) -> str:
        """A date without brackets."""
        if self.chance(0.025):
            return self.pick(
                "in press", "n.d.", "n.d.", "n. d.", "forthcoming", "to appear", "undated", "s.d.", "s.a.", "o. J.",
                "o.J.", "s.f.", "In press", "im Druck", "en prensa", "sous presse", "no date", "submitted", "accepted",
            )  # fmt: skip
        letter = self.pick("a", "b") if self.chance(0.04) else ""
        if bare or self.chance(0.62):
            return self.year + letter
        months = MONTHS[self.pick("en", "en", "abbr", "abbr", "dot", "dot", "de", "fr", "es", "pt")]
        month = self.rng.choice(months)
        if self.chance(0.08):
            month += self.pick("-", "/", "–") + self.rng.choice(months)
        if self.chance(0.06):
            month = self.pick("Spring", "Summer", "Fall", "Winter", "Autumn")
        day = str(self.rng.randint(1, 31))
        forms = [f"{month} {self.year}"] * 4 + [
            f"{self.year} {month}",
            f"{day} {month} {self.year}",
            f"{month} {day}, {self.year}",
            f"{self.year} {month} {day}",
            f"{month}, {self.year}",
            f"{self.year}, {month} {day}",
            f"{self.year}, {month}",
        ]
        if self.chance(0.04):
            return f"{self.year}-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}"
        return self.rng.choice(forms)

    def volume(self) -> str:
        work = self.work
        volume = str(work.get("volume") or self.rng.randint(1, 140))
        issue = str(work.get("issue") or self.rng.randint(1, 12))
        if self.chance(0.03):
            volume = self.pick("I", "II", "IV", "XII", "XX", "XIV", "IX", "XXI")
        forms = (
            [f"{volume}({issue})"] * 5
            + [f"{volume} ({issue})"] * 3
            + [volume] * 7
            + [
                f"vol. {volume}, no. {issue}",
                f"vol. {volume}, no. {issue}",
                f"Vol. {volume}, No. {issue}",
                f"vol. {volume}",
                f"v. {volume}",
                f"{volume}, no. {issue}",
                f"{volume}.{issue}",
                f"{volume}:{issue}",
                f"Vol. {volume}({issue})",
                f"{volume}, n° {issue}",
                f"volume {volume}",
                f"Vol. {volume}",
                f"{volume}, ({issue})",
                f"{volume}/{issue}",
                f"Bd. {volume}",
                f"n° {issue}",
                f"{volume}({issue}–{int(issue) + 1 if issue.isdigit() else issue})",
                f"{volume}(Suppl {self.rng.randint(1, 4)})",
                f"no. {issue}",
                f"{volume}, {issue}",
                f"n°{issue}",
                f"H. {issue}",
                f"{volume}, H. {issue}",
                f"({issue})",
                f"{volume} {self.pick('Suppl', 'Supl', 'suppl.')} {self.rng.randint(1, 4)}",
            ]
        )
        return self.rng.choice(forms)

    def pages(self) -> str:
        first, last = self._page_numbers()
        if self.chance(0.1):
            return self.pick(
                f"e{self.rng.randint(1000, 99999)}",
                f"Article {self.rng.randint(10, 99999)}",
                f"{self.rng.randint(10000, 999999)}",
                f"CD{self.rng.randint(1, 15999):06}",
                f"CD{self.rng.randint(1, 15999):06}.pub{self.rng.randint(2, 5)}",
                f"S{self.rng.randint(1, 400)}-{self.rng.randint(1, 90)}",
            )
        short = last[-2:] if len(first) == len(last) > 2 and first[:-2] == last[:-2] and self.chance(0.5) else last
        dash = self.pick("-", "-", "-", "–", "–", "–", "—", " - ", "--")
        span = first + dash + (short if self.chance(0.5) else last) if self.chance(0.88) else first
        return self.pick("", "", "", "", "", "pp. ", "pp. ", "p. ", "pages ", "pp ", "S. ", "p.", "pp.") + span

    def _page_numbers(self) -> tuple[str, str]:
        printed = re.fullmatch(r"([A-Za-z]{0,2}\d+)-([A-Za-z]{0,2}\d+)", str(self.work.get("pages") or ""))
        if printed and self.chance(0.7):
            return printed[1], printed[2]
        start = self.rng.choice([self.rng.randint(1, 99), self.rng.randint(100, 999), self.rng.randint(1000, 9999)])
        return str(start), str(start + self.rng.randint(1, 40))

    # Words

    def title(self) -> str:
        title = self.rng.choice(self.stock.titles) if self.chance(0.35) else str(self.work["title"])
        title = " ".join(title.split()).strip(" .") or "Untitled"
        if self.chance(0.1):
            title = title.title()
        elif self.chance(0.1):
            title = title[:1] + title[1:].lower()
        return title

    def journal(self) -> str:
        journal = (
            self.rng.choice(self.stock.journals)
            if self.chance(0.3)
            else str(self.work.get("journal") or self.rng.choice(self.stock.journals))
        )
        if self.chance(0.04):
            journal = self.pick("Cochrane Database of Systematic Reviews", "Cochrane Database Syst Rev")
        journal = " ".join(journal.split()).strip(" .")
        return abbreviate(journal, self.pick(".", "", "")) if self.chance(0.45) else journal

    def container(self) -> str:
        """A book's or proceedings' name."""
        return self.rng.choice(self.stock.containers) if self.chance(0.55) else self.title()

    def proceedings(self) -> str:
        if self.chance(0.3):
            return self.rng.choice(self.stock.containers)
        topic = " ".join(self.title().split()[: self.rng.randint(2, 5)]).strip(",:;").title()
        ordinal = self.pick(
            "",
            "",
            f"{self.rng.randint(4, 30)}th ",
            "Third ",
            "Second ",
            "First ",
            "22nd ",
            "Fifth ",
            "Twentieth ",
            f"{self.year} ",
        )
        kind = self.pick(
            "International Conference on",
            "Conference on",
            "Symposium on",
            "Int. Conf. on",
            "Workshop on",
            "Annual Symposium on",
            "European Conference on",
            "Congress of",
        )
        society = self.pick("", "", "", "IEEE ", "ACM ", "IEEE/ACM ", "AAAI ", "USENIX ", "ACM SIGPLAN ")
        start = self.pick(
            "Proceedings of the ", "Proceedings of the ", "Proc. ", "Proc. of the ", "", "Proceedings of ", "Proc. of "
        )
        tail = self.pick("", "", "", f" ({self.acronym()})", f" ({self.acronym()} '{self.year[2:]})", f" {self.year}")
        return f"{start}{ordinal}{society}{kind} {topic}{tail}"

    def acronym(self) -> str:
        return "".join(self.rng.choices(string.ascii_uppercase, k=self.rng.randint(3, 6)))

    def imprint(self) -> Entry:
        place = self.rng.choice(self.stock.places) if self.chance(0.4) else self.rng.choice(PLACES)
        name = self.rng.choice(self.stock.publishers) if self.chance(0.4) else self.rng.choice(PUBLISHERS)
        roll = self.rng.random()
        if roll < 0.5:
            return [("location", place + self.pick(": ", ": ", ": ", " : ", ", ")), ("publisher", name)]
        if roll < 0.75:
            return [("publisher", name + self.pick(", ", ", ", ": ")), ("location", place)]
        return [("publisher", name)] if roll < 0.92 else [("location", place)]

    def editors(self) -> str:
        names = self.name_list(self.people(2))
        return self.pick(
            f"In {names} (Eds.)",
            f"In {names} (Ed.)",
            f"{names} (Eds.)",
            f"In {names}, editors",
            f"In {names}, editor",
            f"edited by {names}",
            f"Ed. {names}",
            f"In: {names}, eds",
            f"In {names} (eds)",
            f"{names}, eds.",
            f"In: {names} (Hrsg.)",
            f"ed. {names}",
            f"In: {names}, editors",
            f"in: {names} (Hg.)",
            f"In {names} (Hrsg.)",
            f"hg. v. {names}",
            f"hrsg. von {names}",
            f"In {names} (éds)",
            f"éd. par {names}",
            f"sous la dir. de {names}",
            f"In {names} (dir.)",
            f"In: {names} (org.)",
            f"In: {names} (coord.)",
            f"En {names} (Eds.)",
            f"a cura di {names}",
            f"Edited by {names}",
        )

    def tail(self) -> Entry:
        """Identifiers, address and remarks at the end."""
        out: Entry = []
        doi = (
            self.work.get("doi")
            or f"10.{self.rng.randint(1000, 9999)}/{self.acronym().lower()}.{self.rng.randint(100, 9999)}"
        )
        if self.chance(0.22):
            out.append(
                (
                    "doi",
                    self.pick(
                        "doi:", "doi: ", "DOI: ", "https://doi.org/", "http://dx.doi.org/", "doi.org/", "doi ", ""
                    )
                    + doi
                    + self.pick(".", "", ""),
                )
            )
        if self.chance(0.06):
            out.append(
                (
                    "pmid",
                    self.pick("PMID: ", "PMID ", "PMID:", "PubMed PMID: ")
                    + str(self.rng.randint(10**5, 4 * 10**7))
                    + self.pick(".", ";", ""),
                )
            )
            if self.chance(0.3):
                out.append(
                    ("pmid", self.pick("PMCID: PMC", "PMC") + str(self.rng.randint(10**5, 10**7)) + self.pick(".", ""))
                )
        if self.chance(0.05):
            out += self.address()
        if self.chance(0.03):
            out.append(
                (
                    "note",
                    self.pick(
                        "[PubMed]",
                        "[Google Scholar]",
                        "[Crossref]",
                        "(in German)",
                        "[Article in French]",
                        "Epub ahead of print.",
                        "[Free full text]",
                        f"Epub {self.year} Mar 3.",
                    ),
                )
            )
        return out

    def address(self) -> Entry:
        host = (
            self.pick("www.", "", "en.", "news.")
            + self.rng.choice(self.stock.families).lower().replace(" ", "")
            + self.pick(".com", ".org", ".edu", ".gov", ".co.uk", ".net", ".de", ".fr")
        )
        path = "/".join(
            self.rng.choice(self.stock.families).lower().replace(" ", "-") for _ in range(self.rng.randint(0, 3))
        )
        url = (
            self.pick("https://", "http://", "https://", "www.").removesuffix("www.")
            + ("www." if self.chance(0.1) else "")
            + f"{host}/{path}"
            + self.pick("", "/", ".html", ".pdf", ".")
        )
        if "://" not in url and not url.startswith("www."):
            url = "www." + url
        out: Entry = []
        if self.chance(0.45):
            out.append(
                (
                    "note",
                    self.pick(
                        "Retrieved from",
                        "Available at",
                        "Available from:",
                        "Available:",
                        "Retrieved from",
                        "[Online]. Available:",
                        "URL:",
                        "Disponible en:",
                        "Verfügbar unter",
                    ),
                )
            )
        if self.chance(0.08):
            url = f"<{url}>"
        out.append(("url", url))
        if self.chance(0.4):
            when = (
                f"{self.rng.choice(MONTHS[self.pick('en', 'abbr', 'dot')])} {self.rng.randint(1, 30)}, {self.year}"
                if self.chance(0.6)
                else f"{self.rng.randint(1, 30)} {self.rng.choice(MONTHS['en'])} {self.year}"
            )
            if self.chance(0.25):
                when = f"{self.rng.choice(MONTHS['en'])} {self.year}"
            note = self.pick(
                f"Accessed {when}.",
                f"(accessed {when}).",
                f"Accessed: {when}.",
                f"[Accessed {when}].",
                f"Retrieved {when}.",
                f"Accessed on {when}",
                f"Last accessed {when}.",
                f"Accessed {when}",
            )
            if out[0][0] == "note" or self.chance(0.7):
                out.append(("note", note))
            else:
                out = [("note", f"Retrieved {when}, from"), *out]
        return out


def abbreviate(journal: str, mark: str) -> str:
    """A journal's name cut in the way of ISO 4: small words out, known words shortened, `mark` after each cut."""
    words = [w for w in re.split(r"\s+", journal) if w.lower() not in _SMALL]
    if len(words) < 2:
        return journal
    out = []
    for word in words:
        plain = word.strip(",:;").lower()
        short = _ABBREVIATIONS.get(plain)
        out.append(word.strip(",:;") if short in (None, word) else short + (mark if short.lower() != plain else ""))
    return " ".join(out)


def _print_name(family: str, given: str, style: str) -> str:
    letters = [p[0].upper() for p in re.split(r"[\s.]+", given) if p and p[0].isalpha()]
    dotted = " ".join(f"{x}." for x in letters)
    full = given.strip() or dotted
    match style:
        case "Family, G. H.":
            out = f"{family}, {dotted}"
        case "Family, G.H.":
            out = f"{family}, {dotted.replace(' ', '')}"
        case "Family GH":
            out = f"{family} {''.join(letters)}"
        case "Family G.H.":
            out = f"{family} {dotted.replace(' ', '')}"
        case "Family G. H.":
            out = f"{family} {dotted}"
        case "G. H. Family":
            out = f"{dotted} {family}"
        case "G.H. Family":
            out = f"{dotted.replace(' ', '')} {family}"
        case "Given Family":
            out = f"{full} {family}"
        case "G.h. Family":
            out = (
                f"{letters[0]}.{(letters[1] if len(letters) > 1 else given[1:2]).lower()}. {family}"
                if letters
                else family
            )
        case "FAMILY, G.":
            out = f"{family.upper()}, {dotted}"
        case "FAMILY Given":
            out = f"{family.upper()} {full}"
        case _:
            out = f"{family}, {full}"
    return out.strip(" ,")
