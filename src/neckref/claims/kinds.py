"""What kind of thing a statement says, and whether a study could bear on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from neckref.claims.forms import is_personal
from neckref.claims.words import EFFECTS, FINITE, Word, find_words, phrases
from neckref.model import Concept

_PROGNOSIS = phrases(
    "no (?:known )?cure", "(?:cannot|can) be cured", "curable", "incurable", "prognosis", "outlook", "remissions?",
    "life-?long", "resolves?", "(?:goes|go) away", "clears? up", "(?:full|complete|good) recovery", "recovers?",
    "chances? of recovery", "(?:easier|harder) to (?:correct|treat)", "progress(?:es|ive)?", "over time", "plateau",
    "usually (?:begins?|starts?|lasts?)", "gets? (?:worse|better)", "persists?", "relapses?", "recurs?",
    "lasts? (?:for|about|from|up)", r"within (?:a few|\w+) (?:days|weeks|months|years)", r"surviv\w+",
    "life expectancy", "permanent", "heals? (?:within|in|on)", "settles?", "comes? back", "wears? off",
    "returns? to normal", "gets? better",
    r"last (?:for )?(?:about|at least|from|up to|several|\w+) (?:\w+ ){0,2}(?:days|weeks|months|years)",
)  # fmt: skip
_CAUSE = phrases(
    "caused by", "causes?", "due to", "because of", "a result of", "results? from", "resulting from", "leads? to",
    "triggers?", "triggered by", "risk factors?", "stems? from", "brought on by", "responsible for",
    "linked (?:to|with)", "associated with", "part of the (?:problem|trouble)", "contributes? to", "arises? from",
    "comes? from", "(?:may|can|could|might|often|sometimes) follow (?:an?|the)", "origin(?:ates?)?", "idiopathic",
    "(?:is|are) to blame", "puts? (?:(?!no )\\w+ ){0,2}(?:stress|strain|pressure|load) on",
    "inherited", "runs? in families", "predicts?",
    r"times (?:as|more) (?:often|likely|common)(?!\sto\s(?:benefit|recover))",
    "(?:higher|greater|increased|at) risk", "more (?:likely to (?:develop|get|have|suffer)|common (?:in|among))",
)  # fmt: skip
_CAUSED = phrases(
    "caused by", "due to", "a result of", "results? from", "risk factors?", "brought on by",
    "(?:may|can|could|might|often|sometimes) follow (?:an?|the)", "part of the (?:problem|trouble)",
)  # fmt: skip
"""What makes a sentence that names an exercise or a treatment one about a cause."""
_DEFINITION = phrases(
    r"(?:is|are|was) (?:\w+ )?(?:an?|the|one of|also|called|known|defined|characteri[sz]ed|any|when|where)",
    "refers? to", "known as", "means", "consists? of", "(?:symptoms?|signs?) (?:include|are)",
    r"affects? (?:about|around|approximately|one|\d+|men|women|people)", "(?:marked|characteri[sz]ed) by",
)  # fmt: skip
_MARKED = phrases("(?:marked|characteri[sz]ed) by")
_INTERVENTION_NOUN = phrases(
    r"(?:is|are) (?:an?|the|one of) (?:[\w-]+ ){0,5}?(?:drugs?|medicines?|medications?|toxins?|neurotoxins?|proteins?|"
    "procedures?|techniques?|types?|forms?|class|systems?|disciplines?|practices?|methods?|devices?|operations?|"
    "painkillers?|compounds?|substances?|supplements?|hormones?|vitamins?|minerals?|herbs?|relaxants?|steroids?|sources?)",
)  # fmt: skip
_MADE_UP = phrases(
    "belongs? to (?:a|the)", r"(?:is|are) (?:\w+ )?made (?:of|from|up of)", "combines?", "involves?", "contains?",
)  # fmt: skip
_DISEASE_NOUN = phrases(
    r"(?:is|are) (?:an?|the|any) (?:(?!causes?|risks?|triggers?|reasons?)[\w-]+ ){0,5}?(?:conditions?|disorders?|"
    "diseases?|syndromes?|illness|infections?|"
    "inflammation|injury|forms?|types?|name|term|group)",
)  # fmt: skip
_ARISES = re.compile(
    r"\b(?:that|which)\s(?:may|can|might|could|usually|often|occurs?|is|are)\b.*"
    r"\b(?:as a result of|caused by|due to|because of|result(?:s|ing)? from)\b",
    re.I,
)
"""Behind "is a disorder": says where it comes from, and not only what it is."""
_SIDE_EFFECT = re.compile(r"\b(?:side[\s-]effects?|adverse|complications?|harm|unsafe)\b", re.I)
_SUFFERED = phrases(
    "(?:patients|people|users|women|men|children|adults|some) (?:\\w+ )?(?:develop|experience|get|report|have|notice)"
)
_OURSELVES = re.compile(
    r"\W*(?:we\s(?!found|showed|know)|i\s|our\s(?:clinic|team|staff|\w*therapists?|teachers?|classes|studio|patients)\b)",
    re.I,
)
_RISK = re.compile(r"\brisks?\b", re.I)


def decide_kind(text: str, concepts: Sequence[Concept], direction: str | None, default: str = "definition") -> str:
    """Kind of a statement about the world, by its words and concepts. One of model.CLAIM_KINDS."""
    kinds = [c.kind for c in concepts]
    acts = "exercise" in kinds or "treatment" in kinds
    adverse = (
        direction == "harms" or (_SIDE_EFFECT.search(text) and "cause" not in kinds) or (acts and _RISK.search(text))
    )
    if concepts and concepts[0].kind == "condition" and _MARKED.search(text):
        return "definition"
    if (named := _DISEASE_NOUN.search(text)) and not acts:
        return "cause" if _ARISES.search(text, named.end()) else "definition"
    if adverse and (acts or direction is None) and direction not in ("reduces", "improves", "no change"):
        return "harm"
    if _PROGNOSIS.search(text) and not (acts and direction):
        return "prognosis"
    caused = _CAUSED.search(text) if acts else _CAUSE.search(text)
    if caused and direction not in ("improves", "reduces"):
        return "cause"
    if direction == "harms":
        suffered = default in ("exercise", "treatment") and "cause" not in kinds and _SUFFERED.search(text)
        return "harm" if acts or suffered else "cause"
    defined = _DEFINITION.search(text)
    if acts:
        if not direction and _equates(text, [c for c in concepts if c.kind == "treatment"]):
            return "definition"
        if not direction and (_MADE_UP.search(text) or (defined and _INTERVENTION_NOUN.search(text))):
            return "definition"
        first = next(c for c in concepts if c.kind in ("exercise", "treatment"))
        before = [c for c in concepts if c.kind == "condition" and c.span < first.span]
        return "definition" if defined and before and not direction else first.kind
    if direction and not defined:
        return default if default in ("exercise", "treatment") else "treatment"
    return "definition"


def _equates(text: str, acting: Sequence[Concept]) -> bool:
    """Whether one intervention is said to be a kind of another: "Amitriptyline is a tricyclic antidepressant"."""
    pairs = ((re.escape(a.phrase), re.escape(b.phrase)) for a, b in pairwise(acting))
    return any(re.search(rf"{a}\s(?:is|are)\s(?:an?|the|one\sof\sthe)\s(?:\w+\s){{0,2}}{b}", text) for a, b in pairs)


def is_assertion(text: str, concepts: Sequence[Concept], direction: str | None) -> bool:
    """Whether a part says something of the world that a study could bear on."""
    if _OURSELVES.match(text):
        return False
    if direction is not None and concepts:
        return True
    if is_personal(text):
        return False
    words = find_words(text)
    if _DISEASE_NOUN.search(text):
        return True
    if not concepts:
        return len(words) >= 3 and bool(_CAUSE.search(text) or _acts(words)) and _verb(words)
    inflected = any(w.text.endswith(("s", "ed")) for w in words[1:])
    return _verb(words) or len(words) >= 6 or bool(_PROGNOSIS.search(text)) or (inflected and len(words) >= 2)


def _acts(words: Sequence[Word]) -> bool:
    pairs = pairwise(words)
    return any(w.text in EFFECTS and before.text not in ("a", "an", "the", "of", "to") for before, w in pairs)


def _verb(words: Sequence[Word]) -> bool:
    return any(w.text in FINITE or w.text in EFFECTS for w in words[1:])
