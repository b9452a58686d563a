"""Passages: the sentences of a work's stored texts, with offsets and with their part in the argument."""

from __future__ import annotations

import re
from dataclasses import dataclass

from neckref.model import Passage, Work
from neckref.text.sentences import split_sentences

ROLES = ("title", "background", "method", "result", "conclusion", "protocol", "scope")
"""`scope`: says what was NOT studied or measured, so the words in it are no subject of the work."""

_LABEL = re.compile(r"\s*([A-Z][A-Za-z /&,()-]{2,60}):\s+")
_LABEL_ROLES = (
    ("conclusion", re.compile(r"conclu|interpretation|implication|significance|meaning|relevance", re.I)),
    ("result", re.compile(r"result|finding|main outcomes? and results|effects?$", re.I)),
    ("method", re.compile(r"method|design|setting|participant|patient|subject|intervention|measure|data|search|"
                          r"selection|analysis|exposure|procedure", re.I)),
    ("background", re.compile(r"background|objective|aim|purpose|introduction|context|hypothes|rationale|question|"
                              r"importance", re.I)),
)  # fmt: skip
_SCOPE = re.compile(
    r"\b(?:not|never)\s+(?:\w+\s+)?(?:among|studied|measured|tested|assessed|included|examined|investigated|named)\b"
    r"|\bneither\b.*\b(?:measured|studied|tested|assessed|examined)\b"
    r"|\b(?:measured|studied|tested|assessed|examined)\b[^.]*,\s*(?:neither|not)\b"
    r"|\bdid not (?:study|measure|test|assess|include|examine|investigate)\b|\bexclud(?:ed|ing|es)\b|\bexclusion\b",
    re.I,
)
_PROTOCOL = re.compile(
    r"\b(?:will be|will receive|will undergo|will assess|are to be|is planned|planned (?:trial|study)|no results yet|"
    r"no results? (?:posted|reported|available)|protocol (?:of|for))\b",
    re.I,
)
_CONCLUSION = re.compile(
    r"\b(?:in conclusion|we conclude|in summary|taken together|these (?:results|findings|data)|our (?:results|"
    r"findings|data)|"
    r"this (?:study|trial|review) (?:shows|showed|demonstrates|suggests|provides|indicates)|the (?:results|"
    r"findings) (?:suggest|indicate|show))\b",
    re.I,
)
_RESULT = re.compile(
    r"\bP\s*[<=>]\s*0?\.\d|\b95\s*%\s*(?:CI|confidence)|\bsignificant(?:ly)?\b|\bcompared (?:with|to)\b|"
    r"\b(?:increased|decreased|reduced|improved|higher|lower|greater|fewer|did not|was associated|were associated|"
    r"showed|found|"
    r"observed|revealed|resulted in|reached|led to|no (?:significant )?difference)\b|\d\s*%",
    re.I,
)
_METHOD = re.compile(
    r"\b(?:were|was) (?:randomi[sz]ed|randomly|recruited|enrolled|assigned|allocated|measured|assessed|recorded|"
    r"performed|"
    r"collected|included|searched|instructed|studied)\b|"
    r"\b(?:participated|took part|volunteered)\b|\bwe (?:searched|recruited|enrolled|randomi[sz]ed|randomly|assigned|"
    r"measured|"
    r"performed|conducted|used|included|recorded|assessed)\b|\bparticipants (?:performed|received|completed)\b",
    re.I,
)
_BACKGROUND = re.compile(
    r"\b(?:the (?:aim|purpose|objective|goal)|aim(?:s|ed)? (?:of|to|was)|is (?:a|an|one of the) (?:common|frequent|"
    r"major|leading|rare)|"
    r"(?:remains?|is) (?:unclear|unknown|controversial|poorly understood)|little is known|has been (?:suggested|"
    r"proposed|reported|used)|"
    r"have been (?:suggested|proposed|reported|used)|it is (?:thought|believed|hypothesi[sz]ed)|we hypothesi[sz]ed?|"
    r"is (?:often|commonly|widely|frequently)|are (?:often|commonly|widely|frequently)|we (?:aimed|sought))\b|\bto "
    r"(?:determine|evaluate|assess|"
    r"investigate|examine|compare) (?:the|whether|if)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence of a work: a passage and its role (one of ROLES)."""

    passage: Passage
    role: str

    @property
    def text(self) -> str:
        """The sentence."""
        return self.passage.text


def find_candidates(work: Work) -> tuple[Candidate, ...]:
    """Title and sentences of the abstract as quotes, sentences of a hand-compiled summary as summaries, each
    with the offsets of its field. Empty where the work has no text at all."""
    fields = work.fields
    found: list[Candidate] = []
    if fields.title:
        found.append(_candidate(work, "title", 0, fields.title, "title"))
    if fields.abstract:
        sentences = split_abstract(fields.abstract)
        for number, (start, text, label) in enumerate(sentences):
            role = sentence_role(text, label, number / max(1, len(sentences) - 1))
            found.append(_candidate(work, "abstract", start, text, role))
    if fields.summary:
        for span in split_sentences(fields.summary):
            text = span.slice(fields.summary)
            role = "scope" if _SCOPE.search(text) else "protocol" if _PROTOCOL.search(text) else "result"
            found.append(_candidate(work, "summary", span.start, text, role))
    return tuple(found)


def split_abstract(abstract: str) -> tuple[tuple[int, str, str], ...]:
    """(offset, sentence, label) of a plain abstract; lines of a structured one carry "LABEL: text"."""
    found: list[tuple[int, str, str]] = []
    at = 0
    label = ""
    for line in abstract.splitlines(keepends=True):
        match = _LABEL.match(line)
        label = match[1] if match else label
        skip = match.end() if match else 0
        found += ((at + s.start, s.slice(line), label) for s in split_sentences(line[skip:], skip))
        at += len(line)
    return tuple(found)


def sentence_role(text: str, label: str = "", position: float = 0.5) -> str:
    """The role by the label of a structured abstract, else by cues and by `position` in it (0 first, 1 last)."""
    if _SCOPE.search(text):
        return "scope"
    if _PROTOCOL.search(text):
        return "protocol"
    for role, pattern in _LABEL_ROLES:
        if label and pattern.search(label):
            return role
    if _CONCLUSION.search(text):
        return "conclusion"
    if _BACKGROUND.search(text):
        return "background"
    if _METHOD.search(text) and not re.search(r"\bP\s*[<=>]|significant", text):
        return "method"
    if _RESULT.search(text) and position > 0.15:
        return "result"
    return "conclusion" if position > 0.85 else "background" if position < 0.3 else "result"


def _candidate(work: Work, field: str, start: int, text: str, role: str) -> Candidate:
    sourced = work.sourced.get(field)
    source = sourced.said_by[0] if sourced and sourced.said_by else (work.records[0][0] if work.records else "unknown")
    kind = "summary" if field == "summary" else "quote"
    return Candidate(Passage(kind, field, start, start + len(text), text, source), role)
