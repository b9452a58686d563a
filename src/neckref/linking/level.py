"""Level: the design of a study and how many people were in it, by what its text says was done."""

from __future__ import annotations

import re
from dataclasses import dataclass

from neckref.model import Fields
from neckref.text.numbers import parse_count

_REVIEW = re.compile(
    r"systematic(?:ally)? (?:literature )?review|meta-?analys|umbrella review|cochrane (?:systematic )?review", re.I
)
_POOLED = re.compile(
    r"\b(?:included|identified|pooled|found|selected|retrieved)\s(?:data\s(?:from|of)\s)?(?:\d+|two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve)\s(?:[\w-]+\s){0,3}(?:trials|RCTs|studies)\b|\btrials\b[^.]{0,30}\bwere included\b",
    re.I,
)
_PROTOCOL = re.compile(
    r"\bprotocol\b|\bstudy design\b.{0,300}\btrial\b|\bongoing\b.{0,300}\btrial\b|\btrial\b.{0,300}\bongoing\b", re.I
)
_GUIDELINE = re.compile(r"\bguideline|\bconsensus\b|position (?:paper|statement)", re.I)
_NARRATIVE = re.compile(r"\breview\b|\beditorial\b|\bcommentary\b|patient information|web ?page|\bletter\b", re.I)
_ACUTE = re.compile(
    r"electromyogra|\bs?EMG\b|muscle (?:activation|activity)|activation of the|kinematic|maximal voluntary|\bMVI?C\b|"
    r"motion analysis|dynamometer|in vitro|ex vivo|cell lines?\b|cadaver",
    re.I,
)
_ANIMAL = re.compile(r"\b(?:mice|mouse|rats?|murine|rabbits?|zebrafish|drosophila|in vitro|cell lines?|yeast)\b", re.I)
_COURSE = re.compile(
    r"\b\d+[\s-]*(?:weeks?|months?|years?)[\s-]*(?:of\b|training|intervention|program|follow|exercise|later|after)|"
    r"\b(?:after|for|over) (?:\d+|\w+) (?:weeks|months|years)\b|\bfollow-?up\b|\btraining (?:program|intervention|"
    r"period|group)|"
    r"\bintervention group|\bcontrol group",
    re.I,
)
_RANDOMISED = re.compile(
    r"randomi[sz]ed[, -]*(?:\w+[, -]+){0,4}(?:trial|study)|\brandomi[sz]ed (?:to|into|\d+|controlled)|\bRCTs?\b|"
    r"random(?:ly|i[sz]ation)?[ -]+(?:\w+ ){0,2}(?:assign|allocat|divid|to (?:receive|one of))|\bwe randomi[sz]ed\b|"
    r"(?:were|was) randomi[sz]ed\b|(?:assigned|allocated|divided) (?:\w+ )?(?:randomly|at random)",
    re.I,
)
_ORDER = re.compile(r"random(?:i[sz]ed|ly|om)?(?:\s+\w+){0,3}\s+order|order (?:was|were) randomi[sz]ed", re.I)
_CONTROLLED = re.compile(
    r"non-?randomi[sz]ed|quasi-?experimental|controlled (?:clinical )?(?:trial|study)|cross-?over|\bcontrol group", re.I
)
_COHORT = re.compile(r"\bcohort|prospective|retrospective|longitudinal|\bregist(?:ry|er)\b|case-control", re.I)
_CROSS = re.compile(r"cross-?sectional|\bsurvey\b|prevalence study", re.I)
_SERIES = re.compile(r"case (?:series|report|stud)|\bcase of\b|\bcases of\b", re.I)

_NUMBER = (
    r"(?:\d{1,3}(?:[,\u00a0\u2009]\d{3})+|\d+|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ]"
    r"(?:one|two|three|four|five|six|seven|eight|nine)|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|six|seven|eight|nine|five|four|three|two)"
)
_PEOPLE = (
    r"(?:patients|participants|subjects|people|persons|adults|women|men|females|males|volunteers|individuals|workers|"
    r"employees|children|infants|runners|athletes|students|players|controls)"
)
_COUNT = re.compile(
    rf"(?<![\w.,%/-])(?P<n>{_NUMBER})\s+(?:(?!(?:years?|weeks?|months?|days?|percent|trials|RCTs|studies|papers|"
    rf"reports|articles|cohorts|of|the|and|to|or|in|with|exercises|groups?)\b)[\w-]+\s+){{0,4}}?{_PEOPLE}\b|\bN\s*=\s*(?P<total>\d[\d,]*)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Level:
    """Design (one of LEVELS), number of people where stated, and what the publication type says otherwise."""

    level: str
    n: int | None = None
    note: str = ""
    protocol: bool = False
    """A trial that has no results yet: evidence of nothing."""


def judge_level(fields: Fields) -> Level:
    """What was done by the words of title, design and abstract; PubMed's publication types count only where the
    text does not say, and a disagreement is put into `note`."""
    head = " ".join(filter(None, (fields.title, fields.design)))
    body = " ".join(filter(None, (head, fields.abstract, fields.summary)))
    types = " ".join(fields.publication_types)
    n = fields.sample_size or find_sample_size(" ".join(filter(None, (fields.abstract, fields.summary))))
    if _PROTOCOL.search(head):
        return Level("unknown", n, "A trial protocol: it reports no results.", protocol=True)
    level, note = _by_text(head, body)
    typed = _by_type(types)
    if level is None:
        return Level(typed or "unknown", n, "Design taken from the publication type." if typed else "")
    if typed and typed != level and not (typed == "narrative" and level == "systematic review"):
        note = f"Publication type says {typed}; the text describes a {level}." + (f" {note}" if note else "")
    return Level(level, n, note)


def find_sample_size(text: str) -> int | None:
    """The largest number of people (of those before "patients", "women", … or after "N =") that the text gives."""
    counts = [parse_count(m["n"] or m["total"]) for m in _COUNT.finditer(text)]
    return max((c for c in counts if c and not 1900 <= c <= 2099), default=None)


def _by_text(head: str, body: str) -> tuple[str | None, str]:
    if _REVIEW.search(head) or re.search(r"\bwe (?:systematically )?searched\b|\bwere searched\b", body, re.I):
        return "systematic review", ""
    if _POOLED.search(body):
        return "systematic review", ""
    if _GUIDELINE.search(head):
        return "narrative", "A guideline or consensus: it reports no study of its own."
    ordered = _ORDER.sub(" ", body)
    randomised = _RANDOMISED.search(ordered)
    if _ACUTE.search(head) and not _COURSE.search(body) and not _RANDOMISED.search(_ORDER.sub(" ", head)):
        return "laboratory measurement", ""
    if randomised and not re.search(r"non-?$", ordered[: randomised.start()], re.I):
        return "randomised trial", ""
    if len(_ACUTE.findall(body)) >= 2 and not _COURSE.search(body):
        return "laboratory measurement", "Animals or cells, not people." if _ANIMAL.search(head) else ""
    if _CONTROLLED.search(body):
        return "controlled", ""
    if _COHORT.search(body):
        return "cohort", "A case-control study." if re.search("case-control", body, re.I) else ""
    if _SERIES.search(head):
        return "case series", ""
    if _CROSS.search(body):
        return "unknown", "A cross-sectional study."
    if _ANIMAL.search(head):
        return "laboratory measurement", "Animals or cells, not people."
    if _ACUTE.search(body) and not _COURSE.search(body):
        return "laboratory measurement", ""
    return ("narrative", "") if _NARRATIVE.search(head) else (None, "")


def _by_type(types: str) -> str | None:
    for level, words in (
        ("systematic review", r"systematic review|meta-analysis"),
        ("randomised trial", r"randomi[sz]ed controlled trial"),
        ("controlled", r"controlled clinical trial|clinical trial"),
        ("cohort", r"observational study"),
        ("case series", r"case reports?"),
        ("narrative", r"review|editorial|comment|letter|guideline"),
    ):
        if re.search(words, types, re.I):
            return level
    return None
