"""Words of the claim language that are no concepts: verbs by what they say, hedges, negations, openers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

WORD = re.compile(r"[^\W_](?:[\w'’-]*[^\W_])?")


class Word(NamedTuple):
    """One word of a sentence, lower-case with a straight apostrophe."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=256)
def find_words(text: str, start: int = 0, end: int | None = None) -> tuple[Word, ...]:
    """Words of `text[start:end]` in order; hyphens and apostrophes inside belong to the word. Offsets into `text`."""
    found = WORD.finditer(text, start, len(text) if end is None else end)
    return tuple(Word(m.group().lower().replace("’", "'"), m.start(), m.end()) for m in found)


def phrases(*patterns: str, start: bool = False) -> re.Pattern[str]:
    """Any of the phrases as whole words, in any case: a blank stands for white space, "'" for both apostrophes.
    `start`: only at the start of the text."""
    joined = "|".join(p.replace("'", "['’]").replace(" ", r"\s+") for p in patterns)
    return re.compile((r"\s*" if start else "") + rf"\b(?:{joined})(?!\w)", re.I)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What a verb says of its object. `more` and `less` are good or bad by the outcome; the others by themselves.
_CLASSES = {
    "more": "increase raise boost elevate heighten gain build develop intensify promote grow add lengthen speed hasten",
    "less": "reduce decrease lower diminish cut limit shorten lose inhibit suppress deplete slow lessen "
    "minimise minimize delay",
    "relief": "relieve alleviate ease soothe calm relax release eliminate mitigate dampen block prevent fight combat "
    "manage control counteract loosen resolve decompress cure",
    "good": "improve enhance strengthen restore regain support stabilise stabilize maintain help benefit treat correct "
    "heal protect optimise optimize aid facilitate preserve normalise normalize",
    "bad": "jar jolt worsen "
    "aggravate exacerbate damage tear injure harm irritate strain impair weaken fatigue tire overload provoke",
    "cause": "cause trigger lead produce induce result create contribute",
}  # fmt: skip
_IRREGULAR = {
    "build": "build builds built building",
    "cut": "cut cuts cutting",
    "lead": "lead leads led leading",
    "lose": "lose loses lost losing",
    "fight": "fight fights fought fighting",
    "grow": "grow grows grew grown growing",
    "control": "control controls controlled controlling",
    "benefit": "benefit benefits benefited benefitted benefiting",
    "harm": "harm harms harmed harming",
    "jar": "jar jars jarred",
    "tear": "tear tears tore",
    "tire": "tire tires tiring",
    "jolt": "jolts jolted",
    "speed": "speeds speeded sped speeding",
}


def verb_forms(base: str) -> tuple[str, ...]:
    """Base, third person, past and -ing form: "relieve" → relieve, relieves, relieved, relieving."""
    if base in _IRREGULAR:
        return tuple(_IRREGULAR[base].split())
    stem = base[:-1] if base.endswith("e") and not base.endswith("ee") else base
    if re.search(r"[^aeiou]y$", base):
        return (base, base[:-1] + "ies", base[:-1] + "ied", base + "ing")
    third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return (base, third, stem + "ed", stem + "ing")


EFFECTS = {form: name for name, verbs in _CLASSES.items() for verb in verbs.split() for form in verb_forms(verb)}
"""Verb form → what it says: "more", "less", "relief", "good", "bad" or "cause"."""

EFFECT_NOUNS = {
    "reduction": "less", "reductions": "less", "decrease": "less", "relief": "relief", "improvement": "good",
    "improvements": "good", "increase": "more", "increases": "more", "prevention": "relief", "loss": "less",
    "gain": "more", "gains": "more", "less": "less", "fewer": "less", "better": "good", "greater": "more",
    "worsening": "bad", "alleviation": "relief",
}  # fmt: skip

_OTHER_VERBS = _set(
    "absorb accompany account act activate affect allow appear apply arise attach become begin bend bring "
    "carry come compare consist contain continue contract contribute cost decline deliver depend describe "
    "deteriorate develop differ disappear do double drop encourage engage enter equal exist expand experience "
    "extend fall feel find follow force function get give go halve happen hold include indicate inject involve "
    "keep know last let lie live load look make matter mean measure meet move need occur offer originate pass "
    "perform persist play prescribe present prevail progress prove provide pull push put radiate reach react "
    "receive recommend recover recruit rely remain report require respond rest return rise run say seem send "
    "serve share show sit spread stand start stay stem stiffen stimulate stop stretch subside suffer suggest "
    "swell take target tend tighten tilt touch train turn twist undergo use vanish vary wear work "
)
_IRREGULAR_PAST = (
    "became began bent brought came did fell felt found gave got went held kept knew lay let lived lost made meant met "
    "put ran rose said sent shown sat spread stood took told wore written underwent"
)

AUXILIARIES = _set(
    "is are was were isn't aren't wasn't weren't be been has have had hasn't haven't does do did doesn't don't didn't "
    "can could may might must shall should will would can't cannot couldn't won't wouldn't shouldn't mustn't"
)
AMBIGUOUS = frozenset(
    {"used", "function", "cost", "stretch", "need", "result", "experience", "lead", "cause", "play", "work", "look",
     "support", "help", "strain", "damage", "relief", "present", "contract", "lower", "drop", "stand", "control",
     "benefit", "force", "start", "stop", "rest", "run", "fall", "fatigue", "harm", "release", "act", "target", "gain",
     "increase", "decrease", "cut", "use", "show", "trigger", "report", "turn", "touch", "twist", "tilt", "wear",
     "train", "move", "pull", "push", "cure", "aid", "last", "load", "matter", "share", "measure",
     "progress", "stem"}
)  # fmt: skip
"""Verb forms that are nouns or adjectives as often."""
FINITE = (
    AUXILIARIES
    | {f for verb in _OTHER_VERBS for f in verb_forms(verb)[:3]}
    | {f for verbs in _CLASSES.values() for verb in verbs.split() for f in verb_forms(verb)[:3]}
    | _set(_IRREGULAR_PAST)
) - AMBIGUOUS
"""Forms that can only, or mostly, be a finite verb: what makes words a clause."""

MODALS = _set("can could may might will would should must")
HEDGES = re.compile(
    r"\b(?:may|might|could|can|cannot|possibly|perhaps|maybe|probably|unlikely|(?<!more\s)(?<!less\s)(?<!most\s)likely|"
    r"potentially|presumably|apparently|"
    r"(?:appear|seem|tend)s?\s+to|(?:is|are)\s+(?:thought|believed|said|considered|assumed|presumed|suspected)\b|"
    r"(?:little|no|insufficient|not enough)\s+(?:\w+\s+){0,2}evidence|unclear|uncertain|suggests?|suggesting|"
    r"not\s(?:\w+\s)?(?:known|clear|proven)|"
    r"(?:some|limited|preliminary|weak)\s+evidence|in some (?:cases|people))\b",
    re.I,
)
NEGATIONS = _set(
    "not no never without neither nor cannot can't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't "
    "couldn't hasn't haven't shouldn't hardly rarely unlikely fail fails failed unable"
)
NOT_ONLY = re.compile(r"\b(?:not|n['’]t)\s(?=(?:only|just|merely|simply)\b)", re.I)
"""A "not" that denies nothing: "not only reduces stress but also …"."""
SUBJECT_STARTS = _set(
    "the a an this that these those it they he she you we i there your their his her its our my some many most several "
    "few both each every all other another such one two three people patients experts researchers doctors studies"
)
PRONOUNS = _set("it they this these those such both he she")
PREPOSITIONS = _set(
    "of in on at by for from with to into onto over under through during between among about against as than like "
    "including without within after before until since per via"
)
IMPERATIVE = _set(
    "activate add aim alternate apply arch arrive begin bend bounce brace breathe bring build carefully choose circle "
    "clasp combine complete continue contract cool count cross curl do drop engage exercise exhale extend face feel "
    "finally flex gently grab grasp hold hook improve include inhale interlace jump keep kneel lean lengthen "
    "let lie lift look loop loosen lower maintain massage move next nod pause perform place point position press pull "
    "push put raise reach relax repeat rest return reverse roll rotate run shrug sit slide slowly spread squat "
    "squeeze stand start stay step stomp straighten strengthen stretch support swim swing switch take tense then "
    "tighten tilt touch train tuck turn unlock use walk warm wear work "
)
ADVISORY = _set(
    "talk speak see consult ask seek call check avoid consider remember try make don't never always tell contact stop "
    "choose be learn get go discuss visit follow ensure aim limit eat drink sleep practice practise inform note quit "
    "telephone phone ring email skip"
)
