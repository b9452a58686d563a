"""claims.csv: a row a claim, for spreadsheets (RFC 4180: comma, CRLF, UTF-8)."""

from __future__ import annotations

import csv
import io
import re

from neckref.exporters._evidence import decisions, evidence_by_claim
from neckref.exporters._works import one_line
from neckref.model import Directness, EvidenceMap

COLUMNS = (
    "id", "section", "kind", "text", "summary", "reason", "works", "relations", "directness", "level", "attribution"
)  # fmt: skip
# What a spreadsheet takes for a formula (OWASP, CWE-1236), also behind blanks and quotes and in full width.
_FORMULA = re.compile("^[\\s\"'\u201c\u201d\uff02\uff07]*[=+\\-@|\uff1d\uff0b\uff0d\uff20\u2212]")


def export(emap: EvidenceMap) -> str:
    """The claims with what they add up to. `works`, `relations`, `directness` and `level` run in parallel, parts
    joined by "; "; what a person decided about a paper that no linker judged comes last. A cell that a spreadsheet
    would run as a formula gets a leading `'`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in row] for row in _rows(emap))
    return out.getvalue()


def _rows(emap: EvidenceMap) -> list[list[str]]:
    evidence, decided = evidence_by_claim(emap), decisions(emap)
    summaries = {s.claim: s for s in emap.summaries}
    rows = []
    for claim in emap.claims:
        found = evidence.get(claim.id, [])
        summary = summaries.get(claim.id)
        said = [f"{a.status}: {one_line(a.text)}" for a in emap.attributions if a.claim == claim.id]
        by_person = [decided.get((claim.id, e.work)) for e in found]
        alone = [d for (c, w), d in decided.items() if c == claim.id and w not in {e.work for e in found}]
        rows.append(
            [
                claim.id,
                claim.section,
                claim.kind,
                claim.text,
                summary.verdict if summary else "not checked",
                summary.reason if summary else "",
                "; ".join([*(e.work for e in found), *(d.work for d in alone)]),
                "; ".join(
                    [
                        *(d.relation if d else e.relation for e, d in zip(found, by_person, strict=True)),
                        *(d.relation for d in alone),
                    ]
                ),
                "; ".join([*(_directness(e.directness) for e in found), *("not judged" for _ in alone)]),
                "; ".join([*(e.level for e in found), *("unknown" for _ in alone)]),
                "; ".join(said),
            ]
        )
    return rows


def _directness(directness: Directness) -> str:
    return (
        f"population {directness.population.value}, intervention {directness.intervention.value}, "
        f"outcome {directness.outcome.value}"
    )


def _cell(value: str) -> str:
    text = one_line(value)
    return "'" + text if _FORMULA.match(text) else text
