"""Entries whose fields stand on lines of their own: title and date on one, each author on another."""

from __future__ import annotations

import re

from neckref.model import Hints, Name

BULLET = re.compile(r"[ \t]*(?:[•·▪▫◦‣⁃●○■□➢►✓*–—-]|o(?=\s{2,}))[ \t]+")
_MONTHS = {name: n for n, names in enumerate((
    "jan january januar janvier enero gennaio januari", "feb february februar février febrero febbraio februari",
    "mar march märz mars marzo maart", "apr april avril abril aprile", "may mai mayo maggio mei maj",
    "jun june juni juin junio giugno", "jul july juli juillet julio luglio", "aug august août agosto augustus augusti",
    "sep sept september septembre septiembre settembre", "oct october oktober octobre octubre ottobre okt",
    "nov november novembre noviembre", "dec december dezember décembre diciembre dicembre dez",
), 1) for name in names.split()}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"(?:(?P<m1>{_MONTH})\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:de\s+)?(?P<m2>{_MONTH})\.?,?\s+(?:de\s+)?(?P<y2>\d{{4}})"
    rf"|(?P<m3>{_MONTH})\.?,?\s+(?P<y3>\d{{4}})"
    r"|(?P<y4>\d{4})[-/.](?P<m4>\d{1,2})[-/.](?P<d4>\d{1,2})"
    r"|(?P<y5>(?:19|20)\d\d))",
    re.I,
)
_LAST_DATE = re.compile(rf"(?:^|[\s(\[,;|–—-])\(?{_DATE.pattern}\)?[\s.)\]]*$", re.I)
_PERSON_TOKEN = re.compile(r"[^\W\d_][\w’'.‐-]*$")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?$", re.I)
_TITLES = re.compile(r"(?:dr|prof|professor|mr|mrs|ms|sir)\.?$", re.I)
_DEGREES = re.compile(
    r",?\s+(?:M\.?D|Ph\.?D|D\.?P\.?T|P\.?T|M\.?Sc|B\.?Sc|R\.?N|M\.?P\.?H|D\.?O|D\.?C|FRCP|FACP)\b\.?.*$"
)
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "de",
        "der",
        "den",
        "du",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "da",
        "la",
        "le",
        "ter",
        "ten",
        "el",
        "al",
        "bin",
        "ibn",
        "af",
        "av",
        "zu",
        "zur",
        "st",
    ]
)


def parse_date(text: str) -> tuple[int, int | None, int | None] | None:
    """(year, month, day) of a date that the whole text is, or None; month and day may be absent."""
    found = _DATE.fullmatch(text.strip(" \t()[].,;"))
    return _date(found) if found else None


def split_date(line: str) -> tuple[str, tuple[int, int | None, int | None] | None]:
    """A line without the date at its end, and that date as (year, month, day), or None where it ends with none."""
    found = _LAST_DATE.search(line, max(0, len(line) - 40))
    date = _date(found) if found else None
    if found is None or date is None:
        return line, None
    return line[: found.start()].rstrip(" \t,;|–—-("), date


def is_person(text: str) -> bool:
    """Whether a short line can be one person's name and nothing else."""
    name = _DEGREES.sub("", text.strip().rstrip(",;"))
    tokens = name.replace(",", " ").split()
    if not 2 <= len(tokens) <= 6 or len(name) > 60 or name.count(",") > 1 or name.endswith((":", "?", "!")):
        return False
    if not all(_PERSON_TOKEN.match(t) for t in tokens):
        return False
    real = [t for t in tokens if t.lower().rstrip(".") not in _PARTICLES]
    return bool(real) and all(t[0].isupper() for t in real) and not any(t.rstrip(".").lower() in _COMMON for t in real)


_COMMON = frozenset(
    re.findall(
        r"\w+",
        "the and of for in on with your how to exercise exercises neck pain muscle stretching stretches health yoga "
        "treatment medical clinic university hospital journal center centre association institute society college "
        "foundation organization review study therapy read more privacy policy contact about us",
    )
)
"""Words that titles, menus and institutions have and personal names do not."""


def parse_person(text: str) -> Name:
    """A printed name as given and family name: "Jennifer E. Earl-Boehm", "van den Dool, Jan", "Sam Hill Jr."."""
    name = " ".join(_DEGREES.sub("", text.strip().strip(",;")).split())
    if "," in name:
        family, _, rest = name.partition(",")
        if _SUFFIX.match(rest.strip()):
            person = parse_person(family)
            return Name(person.family, person.given, rest.strip())
        return Name(family.strip(), rest.strip() or None)
    tokens = name.split(" ")
    while len(tokens) > 2 and _TITLES.match(tokens[0]):
        tokens.pop(0)
    suffix = tokens.pop() if len(tokens) > 2 and _SUFFIX.match(tokens[-1]) else None
    at = len(tokens) - 1
    while at > 1 and tokens[at - 1].lower() in _PARTICLES:
        at -= 1
    return Name(" ".join(tokens[at:]), " ".join(tokens[:at]) or None, suffix)


def parse_lines(title: str, authors: list[str]) -> Hints | None:
    """Hints of an entry with a title line (a date may stand behind it) and author lines.

    None where the title line is more than a title: then it has to be parsed like any other entry.
    """
    head, date = split_date(" ".join(title.split()))
    head = head.strip().strip('"“”„«»').strip()
    if not head or (date is None and not authors):
        return None
    stripped = head[:-1] if head.endswith(".") and not head.endswith("..") else head
    if re.search(r"[.?!] \S|\bet al\b|[\"“”]", stripped) and not authors:
        return None
    year, month, day = date or (None, None, None)
    return Hints(tuple(parse_person(a) for a in authors), year=year, month=month, day=day, title=stripped.rstrip())


def _date(found: re.Match[str]) -> tuple[int, int | None, int | None] | None:
    groups = {k[0] + k[1:]: v for k, v in found.groupdict().items() if v}
    year = month = day = None
    for name, value in groups.items():
        if name[0] == "y":
            year = int(value)
        elif name[0] == "m":
            month = int(value) if value.isdigit() else _MONTHS[value.lower()]
        else:
            day = int(value)
    if year is None or not 1800 <= year <= 2100 or not 1 <= (month or 1) <= 12 or not 1 <= (day or 1) <= 31:
        return None
    return year, month, day
