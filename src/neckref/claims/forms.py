"""What form a sentence has: a statement, advice, an instruction, or none that claims anything."""

from __future__ import annotations

import re
from collections.abc import Sequence

from neckref.claims.split import is_clause
from neckref.claims.words import ADVISORY, AUXILIARIES, EFFECTS, FINITE, IMPERATIVE, MODALS, Word, find_words, phrases
from neckref.model import Concept

_ADVICE = phrases(
    "should(?!ers?)", "ought to", "must", r"(?<!may\s)(?<!might\s)needs? to",
    r"it(?:'s| is) (?:\w+ )?(?:important|best|advisable|essential|wise|recommended|crucial|vital|a good idea|necessary|"
    "better) (?:to|that|for you)", r"(?:is|are) (?:\w+ ){0,2}?(?:recommended|advised|advisable)", "top priority",
    r"(?<!may\s)(?<!might\s)(?<!can\s)(?<!could\s)recommends?", "(?:we|i) (?:recommend|suggest|advise|encourage)",
    "advises?", "make sure", "be sure to",
    "you (?:can|may|could|might) (?:also )?(?:want|try|wish|choose|do|use|perform|start|begin|ask)",
    "you (?:may|might) need to", "a good (?:idea|way to start)", "(?:is|are) (?:not )?(?:allowed|permitted)",
    "aim (?:for|to)", "let your",
)  # fmt: skip
_ADVISED_DOING = re.compile(
    r"(?:^|,\s)(?:\w+ly\s)?\w+ing\b[^,.;]{3,80}\s(?:is|are)\s(?:\w+\s)?(?:important|essential|vital|crucial)\b", re.I
)
_LEAD = re.compile(r"(?:[^,.;]{2,120}),\s+(?=[a-z])")
_LEAD_START = phrases(
    "if", "when", "while", "before", "after", "once", "for", "to", "with", "in", "on", "at", "from", "during", "until",
    "unless", "aside", "besides", "apart", "as", "since", "because", "then", "next", "first", "finally", "also",
    "instead", "always", "sitting", "standing", "lying", "starting", "keeping", "using", "whenever",
)  # fmt: skip
_MOVING = phrases(
    "hold(?:s|ing)?", "held", "brought", "moved", r"rotat\w+", r"touch\w*", "turn(?:s|ed|ing)?", r"tilt\w*", r"bend\w*",
    r"plac\w+", r"lift\w*", "lower(?:s|ing)?", r"rais\w+", "press(?:es|ing)?", r"pull\w*", r"push\w*", r"slid\w+",
    "lies", "lying", "sits", "stands", "kneels", r"grasp\w*", r"squeez\w+", "stretch(?:es|ing)",
)  # fmt: skip
_HANDLING = phrases(
    "you", "your", "hands?", "gently", "slowly", "carefully", r"while \w+ing", "therapist", "parent", "baby's",
    "another stretch", "this (?:stretch|exercise)", "the (?:patient|person) (?:lies|sits|stands)", "fingers?", "palm",
)  # fmt: skip
_META = phrases(
    r"(?:here|below|these) (?:are|is) (?:\w+ ){0,3}"
    "(?:exercises?|stretches|ways|tips|steps|examples?|options|reasons|how|things|facts|some|few)", "here's",
    "the following (?:exercises|stretches|are|section|tips)", "let's", "let us look",
    "(?:in )?(?:this|our) (?:article|page|guide|post|section|video|list|website|site|chapter|information|content|"
    "booklet|leaflet|factsheet|fact sheet|handout|brochure|blog|newsletter)", "(?:hi|hello|hey|dear)",
    r"\d+ (?:\w+ ){0,2}(?:moves|exercises|tips|ways|reasons|stretches|steps|things|facts|myths|foods)"
    r"(?!.*\b(?:is|are|was|were)\b)",
    "read (?:more|on|our|next)", "see (?:also|below|our|more)", "click", "share (?:this|on|your)", "follow us",
    r"you can (?:also |easily )?(?:buy|get|find|order|book|purchase)", "subscribe", "sign up", "learn more",
    r"related(?!\s+to)", "explore", "photo", "image (?:credit|source)",
    "advertisement", "copyright", "all rights", "medically reviewed", "written by", "reviewed by",
    "last (?:updated|reviewed)", "about the author", "disclaimer", "thanks", "thank you", "welcome",
    "(?:contact|call|email|visit) us(?!.* (?:if|when|at once|immediately))",
    r"there are (?:several|many|some|a number of|various|different|a few|numerous|also|plenty of) (?:\w+ ){0,2}?"
    r"(?:ways|things|exercises|stretches|options|treatments|reasons|types|steps|kinds|causes)(?!.*\b(?:that|which|include)\b)",
    "(?:now|first|next|finally|below),? (?:we|let|you'll)", "keep reading", "scroll", "download", "print",
    "back to top", "skip to", r"(?:\w+ ){2,12}as follows:?$", start=True,
)  # fmt: skip
_CITED = re.compile(r"[A-ZÀ-Þ][\w’'-]+ [A-Z]{1,3}, [A-ZÀ-Þ][\w’'-]+ [A-Z]{1,3}[,.]")
"""A reference that no list holds: "Yamato TP, Maher CG, …"."""
_LEGAL = phrases(
    "not a substitute", "not intended (?:to|as|for)", "informational purposes", "privacy policy", "terms of",
    "cookies?",
)  # fmt: skip
_PERSONAL = phrases(
    "i", "i'm", "i've", "my", "me", "we", "our", "us", "we're", "we've",
)  # fmt: skip
_REFERRAL = frozenset({"speak", "talk", "see", "consult", "ask", "call", "contact", "tell", "discuss", "visit", "seek"})
_NOUN_TOO = frozenset(
    {
        "aim", "arch", "brace", "build", "call", "circle", "contact", "contract", "count", "cross", "drink",
        "drop", "exercise", "face", "hold", "improve", "include", "jump", "limit", "load", "look", "lower",
        "massage", "note", "pause",
        "phone", "email", "ring", "place", "point", "position", "practice", "press", "push", "reach", "rest",
        "return", "reverse", "roll", "run", "shrug", "sleep", "squat", "start", "step", "stop", "stretch",
        "support", "swim", "swing", "touch", "train", "tuck", "turn", "use", "visit", "walk", "wear", "work",
    }
)  # fmt: skip
_STAND_INS = frozenset({"it", "this", "that", "which", "what", "who", "pain"})
_BEFORE_COMMAND = frozenset({"please", "also", "then", "next", "first", "just", "and", "simply"})


def says_nothing(text: str, *, part: bool = False) -> bool:
    """Whether a sentence is a question, navigation, a lead-in or a notice: something that claims nothing.

    A `part` of a sentence need not end like one.
    """
    stripped = text.strip()
    words = find_words(stripped)
    if (
        len(words) < 2
        or stripped.endswith(("?", "?”", '?"'))
        or _META.match(stripped)
        or _LEGAL.search(stripped)
        or _CITED.match(stripped)
    ):
        return True
    if part:
        return False
    unfinished = not re.search(r"[.!…)\]\d”\"'’]$", stripped)
    return unfinished and not is_clause(stripped, 0, len(stripped)) and not any(w.text in FINITE for w in words)


def is_personal(text: str) -> bool:
    """Whether the writer speaks of himself ("our clinic offers", "I tried")."""
    return _PERSONAL.search(text) is not None


def decide_form(text: str, concepts: Sequence[Concept], *, subject: bool = False) -> str | None:
    """ "advice" or "instruction" where the words tell someone what to do, else None.

    `subject`: the words share the subject of those before, so no verb among them is a command
    ("they have no symptoms but | do not …").
    """
    if _ADVICE.search(text) or _ADVISED_DOING.search(text):
        return "advice"
    if subject:
        return None
    words = find_words(text)
    at = _imperative(words)
    if at is None and _LEAD_START.match(text) and (lead := _LEAD.match(text)):
        words = find_words(text, lead.end())
        at = _imperative(words)
    if at is not None:
        return "advice" if words[at].text in ADVISORY else "instruction"
    felt = any(c.kind in ("outcome", "condition", "cause", "treatment") for c in concepts)
    effect = any(w.text in EFFECTS for w in words if w.text not in ("lower", "lowers", "lowering"))
    moved = any(c.kind == "region" for c in concepts) and _MOVING.search(text) and _HANDLING.search(text)
    return "instruction" if moved and not felt and not effect else None


def first_word(text: str, start: int = 0) -> str:
    """First word of the text, lower-case, or ""."""
    return next((w.text for w in find_words(text, start, start + 40)), "")


def is_referral(text: str) -> bool:
    """Whether the advice is to speak to somebody: its purpose is no claim about an exercise or a treatment."""
    return any(w.text in _REFERRAL for w in find_words(text)[:12])


def _imperative(words: Sequence[Word]) -> int | None:
    """Index of the verb that opens a command, or None."""
    for at, word in enumerate(words[:3]):
        if word.text in IMPERATIVE or word.text in ADVISORY:
            follow = [w.text for w in words[at + 1 : at + 12]]
            if follow and follow[0] in ("if", "when", "until"):
                return at
            if not follow or follow[0] in AUXILIARIES - {"do", "be"} or any(_third_person(w) for w in follow[:2]):
                return None
            if follow[1:2] and follow[1] in AUXILIARIES - {"do", "be"}:  # "Exercise alone won't …"
                return None
            if word.text in _NOUN_TOO and (
                any(_third_person(w) for w in follow) or _is_listed(follow) or _denies(follow)
            ):
                return None
            denied = [n for n in (at + 1, at + 2) if n < len(words) and words[n].text in ADVISORY]
            return denied[0] if denied and word.text in ("do", "don't", "never") else at
        if not word.text.endswith("ly") and word.text not in _BEFORE_COMMAND:
            return None
    return None


def _is_listed(follow: Sequence[str]) -> bool:
    """Whether a word that may be a noun opens a list of nouns: "Massage | and heat feel good"."""
    return follow[0] in ("and", "or") and follow[1:2] != [] and follow[1] not in IMPERATIVE | ADVISORY


def _denies(follow: Sequence[str]) -> bool:
    """Whether a word that may be a noun is what does not do something: "Exercise | at night does not harm sleep"; in
    "Stretch as far as it does not hurt" it is not."""
    return any(
        (word == "doesn't" or (word == "does" and after == "not")) and before not in _STAND_INS
        for before, word, after in zip(follow, follow[1:], follow[2:], strict=False)
    )


def _third_person(word: str) -> bool:
    return word in MODALS or (word in FINITE and word.endswith(("s", "ed")) and word not in ("does",))
