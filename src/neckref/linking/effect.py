"""Effect: what a sentence says happened to an outcome (up, down, better, worse, none)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from neckref.model import Span

_CUES = (
    ("none", r"no(?: \w+){0,2} (?:statistically |clinically )?(?:significant )?(?:\w+ ){0,2}(?:differences?|"
             r"changes?|effects?|"
             r"improvements?|reductions?|increases?|decreases?|benefits?|associations?|relation(?:ship)?s?|"
             r"correlations?|"
             r"advantages?|gains?)\b"),
    ("none", r"no (?:clear |convincing |strong |good )?evidence|(?:failed|fails|unable) to|ineffective|"
             r"unchanged|unaffected|not effective|(?:is|was|are|were) (?:similar|comparable|equal|equivalent)\b|"
             r"(?:did|does|do|was|were|is|are|has|have|had|could|can|will) ?n[o']t (?:\w+ )?(?:significant(?:ly)? "
             r")?(?:differ|change|affect|"
             r"alter|influence|different|associated|related|correlated)\w*|lack of (?:effect|efficacy|benefit|"
             r"improvement)"),
    ("worse", r"worsen(?:s|ed|ing)?|impair(?:s|ed|ing)?|deteriorat\w+|aggravat\w+|exacerbat\w+|harm(?:s|ed|ful)?|"
              r"inferior|poorer|worse|detrimental"),
    ("better", r"improv(?:e|es|ed|ing|ements?)|benefi(?:t|ts|ted|cial)|effective(?:ly)?|efficacious|superior|better|"
               r"help(?:s|ed|ful)?|"
               r"ameliorat\w+|restor(?:e|es|ed)|stabili[sz](?:e|es|ed)|correct(?:s|ed)?|build(?:s)?|built"),
    ("up", r"increas(?:e|es|ed|ing)|rais(?:e|es|ed)|rises?|rose|higher|greater|more|elevat(?:e|es|ed)|enhanc\w+|"
           r"augment\w+|"
           r"gain(?:s|ed)?|grew|speed(?:s|ed)?|hasten(?:s|ed)?|accelerat(?:e|es|ed)|strengthen(?:s|ed)?|promot(?:e|es|ed|ing)|stimulat(?:e|es|ed)|boost(?:s|ed)?|"
           r"caus(?:e|es|ed)|induc(?:e|es|ed)"),
    ("down", r"decreas(?:e|es|ed|ing)|reduc(?:e|es|ed|ing|tions?)|lower(?:s|ed|ing)?|less|fewer|declin(?:e|es|ed)|"
             r"diminish(?:es|ed)?|"
             r"drop(?:s|ped)?|fell|attenuat(?:e|es|ed)|reliev(?:e|es|ed|ing)|relief|alleviat(?:e|es|ed|ing)|eas(?:e|"
             r"es|ed)|"
             r"lessen(?:s|ed)?|prevent(?:s|ed|ing)?|inhibit(?:s|ed)?|suppress(?:es|ed)?|protect(?:s|ed)?|smaller|"
             r"relax(?:es|ed)?|slow(?:s|ed)?|delay(?:s|ed)?|shorten(?:s|ed)?"),
)  # fmt: skip
_CUE = re.compile("|".join(rf"(?P<{sense}{n}>\b(?:{words})\b)" for n, (sense, words) in enumerate(_CUES)), re.I)
_NEGATION = re.compile(
    r"(?:\b(?:not(?!\s(?:only|just|merely|simply)\b)|never|neither|nor|no|without|cannot|hardly|nothing|none)\b|n['\u2019]t)(?:\s+[\w-]+){0,2}\s*$",
    re.I,
)
_BOUNDARY = re.compile(r";|:|\b(?:but|whereas|while|although|though|however|despite|yet)\b", re.I)
_NOT_A_CUE = re.compile(
    r"\b(?:more|less|fewer|greater|higher|lower) than (?:\d|half|one|two)|\b(?:at least|one or) more\b|\bmore "
    r"research\b|"
    r"\bmore (?:studies|trials|evidence)\b|\bless(?:er)? known\b|\blower (?:limb|leg|back|extremit\w+|body|"
    r"trapezius|fib(?:er|re)s)|"
    r"\bslow(?:ed)? (?:resistance|movement|\w+ing\b)|\bspeed of\b|\b(?:gait|walking|running) speed\b|"
    r"\b(?:not|non|no)[- ]?(?:inferior\w*|worse)\b|"
    r"\bhelp of\b|\braise exercise|\b(?:lateral|calf|leg|arm|toe) raises?\b|\bincreasing(?:ly)? (?:common|used)\b|"
    r"\brelief of\b(?= the)",
    re.I,
)
_INSIGNIFICANT = re.compile(
    r"\bP\s*[=>]\s*(0?\.\d+|1\.0+)|\bn\.?s\.?\b(?!\w)|not (?:statistically )?significant|non-?significant", re.I
)
_SIGNIFICANT = re.compile(r"\bP\s*[<≤]\s*0?\.0|\bP\s*=\s*0?\.0[0-4]", re.I)
UNTREATED = re.compile(r"\b(?:placebo|sham|control group|controls|untreated|wait\w*|usual care|no treatment)\b", re.I)
"""What people have who do not have an intervention."""
_HEDGE = re.compile(
    r"\b(?:if|whether|would|opinion|may|might|could|possibl[ey]|potential(?:ly)?|suggest\w*|appears?|seems?|trend|tend(?:s|ed)?|perhaps|"
    r"likely|promising|cautious\w*|"
    r"insufficient|inconclusive|limited evidence|low(?:-| )quality|unclear|uncertain)\b",
    re.I,
)
_ADVERSE = re.compile(
    r"pain|ache|spasm|spasticity|dystoni|torticollis|tremor|disab|stiff|tension|fatigue|tire|injur|risk|symptom|sever|"
    r"mortal|death|disease|disorder|depress|anxi|stress|cancer|infect|inflamm|fall\b|falls\b|swell|sore|migraine|"
    r"headache|"
    r"weakness|adverse|side effect|complication|syndrome|relapse|fracture|obes|hypertens|stroke|imbalance|jar",
    re.I,
)
_FAVOURABLE = re.compile(
    r"strength|function|mobil|range of motion|flexib|balance|quality of life|activit|stabil|postur|endurance|fitness|"
    r"health|recover|surviv|well-?being|capacity|performance|sleep quality|activation|support",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Effect:
    """`sense` is one of "up", "down", "better", "worse", "none"."""

    sense: str
    cue: Span
    hedged: bool


def read_effect(text: str, outcome: Span, masked: tuple[Span, ...] = ()) -> Effect | None:
    """What the clause of `outcome` says of it: the nearest direction cue, turned to "none" by a negation before it.

    None where there is no cue, where an effect comes before the absence of one ("lowered pain and did not differ from
    exercise"; but "lowered pain against a waiting list and did not differ from exercise" is an effect), or where the
    clause reports a direction with a P value that is not significant (neither effect nor its absence is shown). Cues
    inside `masked` spans (names of exercises) are not read."""
    start, end = find_clause(text, outcome)
    cues = [(sense, span) for sense, span in _cues(text, start, end) if not any(_overlap(span, m) for m in masked)]
    if not cues:
        return None
    none = [span for sense, span in cues if sense == "none"]
    others = [(sense, span) for sense, span in cues if sense != "none"]
    if none and others and none[0].start > others[0][1].start:
        # Against nothing it did something, and against something else no more: the first is the effect.
        if not UNTREATED.search(text, others[0][1].end, none[0].start):
            return None
        none, others = [], [(sense, span) for sense, span in others if span.end <= none[0].start]
    sense, span = ("none", none[0]) if none else min(others, key=lambda c: _gap(c[1], outcome))
    clause = text[start:end]
    if sense != "none":
        if _NEGATION.search(text[start : span.start]):
            sense = "none"
        elif _has_weak_p(clause) and not _SIGNIFICANT.search(clause):
            return None
    return Effect(sense, span, _HEDGE.search(text) is not None)


def is_hedged(text: str) -> bool:
    """Whether the words leave the finding open ("may", "suggests", "low-quality")."""
    return _HEDGE.search(text) is not None


def valence(phrase: str) -> int:
    """-1 for an outcome people want less of ("pain"), 1 for one they want more of ("strength"), 0 unknown."""
    if _ADVERSE.search(phrase):
        return -1
    return 1 if _FAVOURABLE.search(phrase) else 0


def compare_senses(claimed: str, found: str, worth: int) -> str | None:
    """ "same", "opposite" or "none" (no effect found where one is claimed); None where they can't be compared
    ("improves" against "raised", for an outcome of which nobody said whether more is better)."""
    if "none" in (claimed, found):
        return "same" if claimed == found else ("none" if found == "none" else "opposite")
    mine, theirs = _signed(claimed, worth), _signed(found, worth)
    if mine[0] != theirs[0]:
        return None
    return "same" if mine == theirs else "opposite"


def _signed(sense: str, worth: int) -> tuple[str, int]:
    sign = 1 if sense in ("up", "better") else -1
    if sense in ("better", "worse"):
        return "value", sign
    return ("value", sign * worth) if worth else ("amount", sign)


def _cues(text: str, start: int, end: int) -> list[tuple[str, Span]]:
    blocked = [Span(*m.span()) for m in _NOT_A_CUE.finditer(text)]
    found = []
    for match in _CUE.finditer(text, start, end):
        span = Span(*match.span())
        if not any(_overlap(span, b) for b in blocked):
            found.append(((match.lastgroup or "").rstrip("0123456789"), span))
    return found


def find_clause(text: str, span: Span) -> tuple[int, int]:
    """Start and end of the stretch around the span without a contrast ("…, whereas | yoga did not")."""
    start, end = 0, len(text)
    for boundary in _BOUNDARY.finditer(text):
        if boundary.end() <= span.start:
            start = boundary.end()
        elif boundary.start() >= span.end:
            end = boundary.start()
            break
    return start, end


def _has_weak_p(clause: str) -> bool:
    return any(m[1] is None or float(m[1]) > 0.05 for m in _INSIGNIFICANT.finditer(clause))


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _gap(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end, 0)
