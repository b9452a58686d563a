"""What kind of thing a part of a sentence says, and whether a study could bear on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from neckref.claims.split import is_clause
from neckref.claims.words import ADVISORY, AUXILIARIES, EFFECTS, FINITE, IMPERATIVE, MODALS, Word, find_words
from neckref.model import Concept

_ADVICE = re.compile(
    r"\b(?:should(?!ers?\b)|ought\sto|must|(?<!may\s)(?<!might\s)needs?\sto|(?:it\sis|it's|it’s)\s(?:\w+\s)?(?:important|best|advisable|essential|wise|"
    r"recommended|crucial|vital|a\sgood\sidea|necessary|better)\s(?:to|that|for\syou)|(?:is|are)\s(?:\w+\s)?(?:recommended|"
    r"advised|advisable)|top\spriority|(?<!may\s)(?<!might\s)(?<!can\s)(?<!could\s)recommends?\b|(?:we|i)\s(?:recommend|suggest|advise|encourage)|advises?|"
    r"make\ssure|be\ssure\sto|you\s(?:can|may|could|might)\s(?:also\s)?(?:want|try|wish|choose|do|use|perform|start|begin|ask)|"
    r"a\sgood\s(?:idea|way\sto\sstart)|aim\s(?:for|to)|let\syour)\b",
    re.I,
)
_LEAD = re.compile(r"(?:[^,.;]{2,120}),\s+(?=[a-z])")
_LEAD_START = re.compile(
    r"(?:if|when|while|before|after|once|for|to|with|in|on|at|from|during|until|unless|aside|besides|apart|as|since|"
    r"because|then|next|first|finally|also|instead|always|sitting|standing|lying|starting|keeping|using|whenever)\b",
    re.I,
)
_POSTURE = re.compile(
    r"\b(?:holds?|holding|rotat\w+|touch\w*|turn(?:s|ing)?|tilt\w*|bend\w*|plac\w+|lift\w*|lower(?:s|ing)?|rais\w+|"
    r"press(?:es|ing)?|pull\w*|push\w*|slid\w+|lies|lying|sits|stands|kneels|grasp\w*|squeez\w+|pulled|stretch(?:es|ing))\b",
    re.I,
)
_HANDLING = re.compile(
    r"\b(?:you|your|hands?|gently|slowly|carefully|while\s\w+ing|therapist|parent|baby's|baby’s|another\sstretch|"
    r"this\s(?:stretch|exercise)|the\s(?:patient|person)\s(?:lies|sits|stands)|fingers?|palm)\b",
    re.I,
)
_PROGNOSIS = re.compile(
    r"\b(?:no\s(?:known\s)?cure|cannot\sbe\scured|can\sbe\scured|curable|incurable|prognosis|outlook|remissions?|life-?long|"
    r"resolves?|goes\saway|go\saway|clears?\sup|(?:full|complete|good)\srecovery|recovers?|chances?\sof\srecovery|"
    r"easier\sto\s(?:correct|treat)|harder\sto\s(?:correct|treat)|progress(?:es|ive)?|over\stime|plateau|usually\s(?:begins?|starts?)|gets?\s(?:worse|better)|"
    r"persists?|relapses?|recurs?|usually\slasts?|lasts?\s(?:for|about|from|up)|within\s(?:a\sfew|\w+)\s(?:days|weeks|months|years)|"
    r"surviv\w+|life\sexpectancy|permanent|heals?\s(?:within|in|on))\b",
    re.I,
)
_CAUSE = re.compile(
    r"\b(?:caused\sby|causes?|due\sto|because\sof|(?:as\s)?a\sresult\sof|results?\sfrom|resulting\sfrom|leads?\sto|triggers?|"
    r"triggered\sby|risk\sfactors?|stems?\sfrom|brought\son\sby|responsible\sfor|linked\s(?:to|with)|associated\swith|"
    r"part\sof\sthe\s(?:problem|trouble)|contributes?\sto|arises?\sfrom|origin(?:ates?)?\b|idiopathic|inherited|runs?\sin\sfamilies)\b",
    re.I,
)
_DEFINITION = re.compile(
    r"\b(?:is|are|was)\s(?:\w+\s)?(?:a|an|the|one\sof|also|called|known|defined|characteri[sz]ed|any|when|where)\b|"
    r"\b(?:refers?\sto|is\scalled|known\sas|means|consists?\sof|symptoms?\s(?:include|are)|signs?\s(?:include|are)|"
    r"affects?\s(?:about|around|approximately|one|\d|men|women|people))\b",
    re.I,
)
_INTERVENTION_NOUN = re.compile(
    r"\b(?:is|are)\s(?:a|an|the|one\sof)\s(?:[\w-]+\s){0,5}?(?:drugs?|medicines?|medications?|toxins?|neurotoxins?|proteins?|"
    r"procedures?|techniques?|types?|forms?|class|systems?|disciplines?|practices?|methods?|devices?|operations?)\b",
    re.I,
)
_IS_DISEASE = re.compile(
    r"\b(?:is|are)\s(?:a|an|the|any)\s(?:[\w-]+\s){0,5}?(?:conditions?|disorders?|diseases?|syndromes?|illness|infections?|"
    r"inflammation|injury|forms?|types?|name|term|group)\b",
    re.I,
)
_SIDE_EFFECT = re.compile(r"\b(?:side[\s-]effects?|adverse|complications?|risks?|harm|unsafe)\b", re.I)
_META = re.compile(
    r"\s*(?:(?:here|below|these)\s(?:are|is)\s(?:\w+\s){0,3}(?:exercises?|stretches|ways|tips|steps|examples?|options|reasons|how|"
    r"things|facts|some|few)\b|here's|here’s|the\sfollowing\s(?:exercises|stretches|are|section|tips)|let's|let’s|let\sus\slook|"
    r"(?:in\s)?this\s(?:article|page|guide|post|section|video|list|website|site|chapter|information|content)\b|read\s(?:more|on|our|next)|"
    r"see\s(?:also|below|our|more)|click\b|share\s(?:this|on|your)|follow\sus|subscribe|sign\sup|learn\smore|related\b(?!\sto)|"
    r"explore\b|photo\b|image\s(?:credit|source)|advertisement|copyright|©|all\srights|medically\sreviewed|written\sby|"
    r"reviewed\sby|last\s(?:updated|reviewed)|about\sthe\sauthor|disclaimer|thanks|thank\syou|welcome|contact\sus|"
    r"(?:call|email|visit)\sus|there\sare\s(?:several|many|some|a\snumber\sof|various|different|a\sfew|numerous|also|plenty\sof)\s"
    r"(?:\w+\s){0,2}?(?:ways|things|exercises|stretches|options|treatments|reasons|types|steps|kinds|causes)\b(?!.*\b(?:that|which|include)\b)|"
    r"(?:now|first|next|finally|below),?\s(?:we|let|you'll)\b|keep\sreading|scroll|download|print\b|back\sto\stop|skip\sto)",
    re.I,
)
_LEGAL = re.compile(
    r"\b(?:not\s(?:a\ssubstitute|intended\s(?:to|as|for))|informational\spurposes|privacy\spolicy|terms\sof|cookies?)\b",
    re.I,
)
_PERSONAL = re.compile(r"\b(?:i|i'm|i've|i’m|i’ve|my|me|we|our|us|we're|we've)\b", re.I)
_DOCTOR_TALK = frozenset(
    {"speak", "talk", "see", "consult", "ask", "call", "contact", "tell", "discuss", "visit", "seek"}
)
_NOUN_TOO = frozenset(
    {
        "aim", "call", "contact", "count", "drink", "drop", "exercise", "face", "hold", "limit", "look", "lower",
        "note", "pause", "place", "point", "practice", "press", "push", "reach", "rest", "return", "reverse",
        "roll", "shrug", "sleep", "start", "step", "stop", "stretch", "swim", "touch", "tuck", "turn", "use",
        "visit", "walk", "wear", "massage", "run", "position", "circle", "arch", "swing", "jump", "squat", "load",
        "work",
    }
)  # fmt: skip


def says_nothing(text: str, *, part: bool = False) -> bool:
    """Whether a sentence is a question, navigation, a lead-in or a notice: something that claims nothing.

    A `part` of a sentence need not end like one.
    """
    stripped = text.strip()
    words = find_words(stripped)
    if len(words) < 2 or stripped.endswith(("?", "?”", '?"')) or _META.match(stripped) or _LEGAL.search(stripped):
        return True
    if part:
        return False
    unfinished = not re.search(r"[.!…)\]\d”\"'’]$", stripped)
    return unfinished and not is_clause(stripped, 0, len(stripped)) and not any(w.text in FINITE for w in words)


def is_personal(text: str) -> bool:
    """Whether the writer speaks of himself ("our clinic offers", "I tried")."""
    return _PERSONAL.search(text) is not None


def decide_form(text: str, concepts: Sequence[Concept]) -> str | None:
    """ "advice" or "instruction" where the words tell someone what to do, else None."""
    if _ADVICE.search(text):
        return "advice"
    words = find_words(text)
    at = _imperative(words)
    if at is None and _LEAD_START.match(text) and (lead := _LEAD.match(text)):
        words = find_words(text, lead.end())
        at = _imperative(words)
    if at is not None:
        return "advice" if words[at].text in ADVISORY else "instruction"
    felt = any(c.kind in ("outcome", "condition", "cause", "treatment") for c in concepts)
    effect = any(w.text in EFFECTS for w in words if w.text not in ("lower", "lowers", "lowering"))
    moved = any(c.kind == "region" for c in concepts) and _POSTURE.search(text) and _HANDLING.search(text)
    return "instruction" if moved and not felt and not effect else None


def first_word(text: str, start: int = 0) -> str:
    """First word of the text, lower-case, or ""."""
    return next((w.text for w in find_words(text, start, start + 40)), "")


def is_referral(text: str) -> bool:
    """Whether the advice is to speak to somebody: its purpose is no claim about an exercise or a treatment."""
    return any(w.text in _DOCTOR_TALK for w in find_words(text)[:12])


def decide_kind(text: str, concepts: Sequence[Concept], direction: str | None, default: str = "definition") -> str:
    """Kind of a statement about the world, by its words and concepts. One of model.CLAIM_KINDS."""
    kinds = [c.kind for c in concepts]
    acts = "exercise" in kinds or "treatment" in kinds
    adverse = direction == "harms" or (_SIDE_EFFECT.search(text) and "cause" not in kinds)
    if _IS_DISEASE.search(text) and not acts:
        return "definition"
    if adverse and (acts or direction is None) and direction not in ("reduces", "improves", "no change"):
        return "harm"
    if _PROGNOSIS.search(text) and not (acts and direction):
        return "prognosis"
    if _CAUSE.search(text) and not (acts and direction in ("improves", "reduces")):
        return "harm" if acts and direction == "harms" else "cause"
    if direction == "harms":
        return "harm" if acts else "cause"
    defined = _DEFINITION.search(text)
    if acts:
        if defined and _INTERVENTION_NOUN.search(text) and not direction:
            return "definition"
        first = next(c for c in concepts if c.kind in ("exercise", "treatment"))
        before = [c for c in concepts if c.kind == "condition" and c.span < first.span]
        return "definition" if defined and before and not direction else first.kind
    if direction and not defined:
        return default if default in ("exercise", "treatment") else "exercise" if "outcome" in kinds else default
    return "definition"


def is_assertion(text: str, concepts: Sequence[Concept], direction: str | None) -> bool:
    """Whether a part says something of the world that a study could bear on."""
    if direction is not None and concepts:
        return True
    if is_personal(text):
        return False
    words = find_words(text)
    if _IS_DISEASE.search(text):
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


def _imperative(words: Sequence[Word]) -> int | None:
    """Index of the verb that opens a command, or None."""
    for at, word in enumerate(words[:3]):
        if word.text in IMPERATIVE or word.text in ADVISORY:
            follow = [w.text for w in words[at + 1 : at + 12]]
            if not follow or follow[0] in AUXILIARIES - {"do", "be"} or any(_third_person(w) for w in follow[:2]):
                return None
            if word.text in _NOUN_TOO and any(_third_person(w) for w in follow):
                return None
            denied = [n for n in (at + 1, at + 2) if n < len(words) and words[n].text in ADVISORY]
            return denied[0] if denied and word.text in ("do", "don't", "never") else at
        if not word.text.endswith("ly") and word.text not in _BEFORE_COMMAND:
            return None
    return None


_BEFORE_COMMAND = frozenset({"please", "also", "then", "next", "first", "just", "and", "simply"})


def _third_person(word: str) -> bool:
    return word in MODALS or (word in FINITE and word.endswith(("s", "ed")) and word not in ("does",))
