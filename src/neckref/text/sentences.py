"""Running text → sentences, also where a page's stripped links have run two of them together."""

from __future__ import annotations

import re

import sentencex  # type: ignore[import-untyped]

from neckref.model import Span


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CLOSING = "\"'”’»)]"
_ENDS = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s*$")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“‘\"'])(?:et al|e\.g|i\.e|cf|vs?|approx|ca|incl|esp|vol|figs?|refs?|eq|pp)\.[\"'”’)]*\s*$", re.I
)
_WINDOW = 4000
_MARKER = re.compile(r"\s*(?:\[\d{1,4}(?:\s?[,;–-]\s?\d{1,4}){0,30}\]\s*)+")
_GLUED_MARKER = re.compile(r"(?<=[a-z)%”’\"][.!?])\d{1,3}(?:[,–-]\d{1,3}){0,20}\s+(?=[A-Z“\"])")
_UNIT_END = re.compile(r"\d ?(?:reps|secs?|mins?|hrs?|wks?|mos?|yrs?|lbs?|kg|mg|mm|cm)\.\s+(?=[A-Z])")

_ATTRIBUTION = re.compile(
    r"\b((?i:according to|(?:as )?(?:reported|noted|recommended|suggested|stated|advised|explained) by|"
    r"published (?:in|by)))\s+(?=[A-Z])"
)
_OPENERS = _words(
    "since with if when while although though because unless until whether as after before once during this these "
    "those it they you your he she we our i there here some many most other others another such however but and so "
    "then thus even also to in on at for from by without through during although despite instead doing try don't "
    "do not avoid perform keep make start what how why who where which each every both either neither"
)
"""Words that, capitalised after an attribution, open a sentence: none starts the name of a source."""
_ARTICLES = frozenset({"the", "a", "an"})
_JOINERS = _words("of and & for the de la le du von van der den on in et")
_VERBS = _words(
    "is are was were be has have had can could may might must shall should will would do does did work works help "
    "helps improve improves reduce reduces increase increases cause causes provide provides include includes require "
    "requires need needs make makes relieve relieves strengthen strengthens stretch stretches"
)
_OTHER_VERBS = _words(
    "been being became become becomes show shows showed found find finds suggest suggests suggested report reported "
    "reports recommend recommends recommended lower lowers lowered raise raises raised ease eases eased treat treats "
    "prevent prevents prevented affect affects affected lead leads led keep keeps kept give gives gave get gets got "
    "take takes took go goes went say says said see seen use uses used try let don't doesn't isn't aren't can't won't "
    "it's you're they're hilft helfen lindert ist sind wird werden kann können hat haben war waren est sont peut "
    "peuvent ont es son puede pueden tiene tienen è sono può hanno zijn kan kunnen heeft är kan har er"
)
"""More verbs that tell a sentence from a heading or a menu."""
_NAME_PARTS = _words(
    "study studies research review reviews report reports data guidelines guidance advice survey surveys trial trials "
    "article articles website magazine journal experts expert scientists staff team colleagues faculty guide page "
    "blog statistics figures estimates recommendations findings at who which that as or with per via et al"
)
_DETERMINERS = _words("a an the your their his her its our my these this that them it you to both all more")
_TOKEN = re.compile(r"[^\W_][\w’'.&-]*|&|[^\w\s]")


def split_sentences(text: str, offset: int = 0) -> tuple[Span, ...]:
    """Spans of the sentences of one paragraph, in order, without blanks around, offsets plus `offset`.

    Every character that is not white space belongs to exactly one sentence. A citation marker behind the full stop
    belongs to the sentence before it. Where an attribution has lost its source ("… according to Since part of …"),
    the sentence is split behind the attribution.
    """
    cuts = sorted(_merge_short(text, _library_cuts(text)) | _marker_cuts(text) | _stripped_cuts(text))
    spans = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        piece = text[start:end]
        if stripped := piece.strip():
            at = start + piece.index(stripped[0])
            spans.append(Span(at + offset, at + len(stripped) + offset))
    return tuple(spans)


def _library_cuts(text: str) -> list[int]:
    """The library's boundaries, asked for window by window: its time grows with the square of the quotation marks."""
    cuts: list[int] = []
    at = 0
    while at < len(text):
        window = text[at : at + _WINDOW]
        found = [b["start_index"] for b in sentencex.get_sentence_boundaries("en", window) if b["start_index"] > 0]
        cuts += (at + cut for cut in found)
        done = at + len(window) == len(text)
        at = len(text) if done else at + (found[-1] if found else len(window))
    return cuts


def _merge_short(text: str, cuts: list[int]) -> set[int]:
    """The library's cuts, moved behind citation markers and without those after an abbreviation."""
    kept = set()
    for cut in cuts:
        before = text[max(0, cut - 24) : cut]
        marker = _MARKER.match(text, cut)
        at = marker.end() if marker and _ENDS.search(before) else cut
        if at < len(text) and not _ABBREVIATION.search(before) and text[at] not in _CLOSING:
            kept.add(at)
    return kept


def _marker_cuts(text: str) -> set[int]:
    """Behind superscripts that became plain digits ("… in women.12 Strength …") and units ("10 reps. Rest …")."""
    return {m.end() for pattern in (_GLUED_MARKER, _UNIT_END) for m in pattern.finditer(text)}


def _stripped_cuts(text: str) -> set[int]:
    """Behind attributions whose source is gone, where the next sentence follows without a full stop."""
    cuts = set()
    for found in _ATTRIBUTION.finditer(text):
        tokens = _TOKEN.findall(text[found.end() : found.end() + 240])
        if opens_sentence(tokens, named=found[1].lower() == "according to"):
            cuts.add(found.end())
    return cuts


def has_verb(text: str) -> bool:
    """Whether one of the commonest verbs stands in a text; what lacks both it and a full stop is hardly a sentence."""
    found = {t.lower().replace("’", "'") for t in _TOKEN.findall(text)}
    return not found.isdisjoint(_VERBS | _OTHER_VERBS)


def opens_sentence(tokens: list[str], *, named: bool = True) -> bool:
    """Whether words behind an attribution begin a new sentence rather than name its source.

    `named`: also judge by what follows a capitalised name ("Yoga and Pilates work to …"); without it only
    words that never start a name decide.
    """
    if not tokens:
        return False
    first, second = tokens[0].lower(), tokens[1] if len(tokens) > 1 else ""
    if first in _OPENERS:
        return second[:1].islower() or second.lower() in _OPENERS or first not in {"in", "on", "at", "for", "to"}
    if not named:
        return False
    after = _after_name(tokens)
    if first in _ARTICLES and second[:1].islower():
        # "according to A study of …, shrugs …" names a source; "according to The muscles relax" does not.
        return not any(t.lower() in _NAME_PARTS for t in tokens[1:5])
    if not after or not after[0][0].isalpha():
        return False
    word, following = after[0].lower(), after[1].lower() if len(after) > 1 else ""
    if word in _VERBS or (word in {"and", "or"} and after[2:3] and after[2] in _VERBS):
        return True
    if word in _NAME_PARTS or re.search(r"(?:ers|ors|ists|ians)$", word):
        return False
    return following in _DETERMINERS and word not in _JOINERS


def _after_name(tokens: list[str]) -> list[str]:
    """Tokens behind the leading capitalised words and what joins them ("Andersen and colleagues", "Lars L. Hansen")."""
    at = 0
    while at < len(tokens):
        word, following = tokens[at].lower(), tokens[at + 1] if at + 1 < len(tokens) else ""
        joined = word in _JOINERS and (following[:1].isupper() or following == "colleagues")
        if not (tokens[at][0].isupper() or joined):
            break
        at += 1
    return tokens[at:]
