"""The linker "cited": each checkable claim against the works that the article cites."""

from __future__ import annotations

from neckref.linking.bearing import judge_work
from neckref.linking.frame import ClaimFrame, WorkFrame, extend_vocabulary, find_phrases, frame_claim, frame_work
from neckref.linking.level import Level, judge_level
from neckref.linking.locate import locate_directness, read_figures
from neckref.model import Evidence, EvidenceMap
from neckref.text.vocabulary import Vocabulary

NAME = "cited"


def link(emap: EvidenceMap, vocabulary: Vocabulary) -> tuple[Evidence, ...]:
    """Evidence of this linker, claims in reading order, works as cited. Works that do not bear on a claim give
    none: a missing row means "does not bear", not "was not looked at"."""
    claims = [c for c in emap.claims if c.checkable]
    vocabulary = extend_vocabulary(vocabulary, claims)
    works = [(frame_work(w, vocabulary), judge_level(w.fields)) for w in emap.cited]
    article = emap.article.text if emap.article else ""
    subject = find_phrases(article, vocabulary)
    found = []
    for claim in claims:
        frame = frame_claim(claim, vocabulary, subject)
        for work, level in works:
            evidence = judge_claim(frame, work, level, vocabulary, article)
            if evidence is not None:
                found.append(evidence)
    return tuple(found)


def judge_claim(
    frame: ClaimFrame, work: WorkFrame, level: Level, vocabulary: Vocabulary, article: str = ""
) -> Evidence | None:
    """What the linker says of one claim and one work; None where the work does not bear on it. `article` is the text
    that phrases outside the claim are looked for in."""
    bearing = judge_work(frame, work, level, vocabulary)
    if bearing is None:
        return None
    passage = bearing.candidate.passage
    return Evidence(
        claim=frame.claim.id,
        work=work.work.id,
        relation=bearing.relation,
        directness=locate_directness(bearing.directness, frame.claim, article, passage, work.work.fields),
        level=level.level,
        passage=passage,
        linker=NAME,
        score=bearing.score,
        n=level.n,
        level_note=level.note,
        reason=bearing.reason,
        figures=read_figures(passage),
    )
