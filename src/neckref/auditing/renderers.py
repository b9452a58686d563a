"""Findings as text, JSON, Markdown, SARIF 2.1.0 and GitHub workflow commands.

A renderer is `render(emap, rules) -> str`, registered in the entry-point group `neckref.renderers`; `emap.findings`
is what it shows. `rules` describe the codes where a format wants that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from neckref.auditing.run import Rule, list_not_checked
from neckref.model import SEVERITIES, EvidenceMap, Finding
from neckref.model.plain import plain_finding
from neckref.text.display import escape_control, json_text

_ADDRESSES = ("http://", "https://")
_LINK = re.compile(r"\[([^\[\]]*)\]\(")
"""What SARIF 3.11.6 makes a link of in a message; none of ours is meant as one."""
_NUMBERED = re.compile(r"^([a-z]+)-\d+$")
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_text(emap: EvidenceMap, rules: Sequence[Rule]) -> str:
    """One line a finding ("line:column severity code name: message"), a remedy a code, and what was not checked."""
    lines = []
    remedies = {f.code: f.remedy for f in emap.findings}
    for code, remedy in remedies.items():
        same = [f for f in emap.findings if f.code == code]
        lines += [f"{_place(emap, f):>8}  {f.severity:7} {f.code} {f.name}: {f.message}" for f in same]
        lines += [f"{'':8}  → {remedy}", ""]
    rows = list_not_checked(emap)
    if rows:
        lines.append("Not checked:")
        lines += [f"  {what} ({subject}): {why}" for subject, what, why in rows]
        lines.append("")
    counts = [(sum(f.severity == s for f in emap.findings), s) for s in reversed(SEVERITIES)]
    lines.append(", ".join(f"{n} {s}{'' if n == 1 else 's'}" for n, s in counts))
    return escape_control("\n".join(lines)) + "\n"


def render_json(emap: EvidenceMap, rules: Sequence[Rule]) -> str:
    """`{"findings": […], "not_checked": […]}`; docs/json.md describes it."""
    return json_text(
        {
            "findings": [plain_finding(f) for f in emap.findings],
            "not_checked": [{"subject": s, "check": what, "reason": why} for s, what, why in list_not_checked(emap)],
        }
    )


def render_markdown(emap: EvidenceMap, rules: Sequence[Rule]) -> str:
    """A table for a pull request."""
    title = emap.article.title if emap.article else "Evidence audit"
    lines = [f"## Evidence audit: {_cell(title)}", ""]
    if emap.findings:
        lines += ["| | Code | Where | Finding | What to do |", "|---|---|---|---|---|"]
        marks = {"error": "❌ error", "warning": "⚠️ warning", "note": "ℹ️ note"}
        lines += [
            "| "
            + " | ".join((marks[f.severity], f"{f.code} {f.name}", *map(_cell, (_place(emap, f), f.message, f.remedy))))
            + " |"
            for f in emap.findings
        ]
    else:
        lines.append("No findings.")
    rows = list_not_checked(emap)
    if rows:
        lines += ["", "**Not checked**", ""]
        lines += [f"- {_cell(what)} ({_cell(subject)}): {_cell(why)}" for subject, what, why in rows]
    return "\n".join(lines) + "\n"


def render_sarif(emap: EvidenceMap, rules: Sequence[Rule]) -> str:
    """SARIF 2.1.0 (OASIS), one run; columns count UTF-16 code units as the standard's default says."""
    uri = emap.article.origin if emap.article else "library"
    results = []
    for f in emap.findings:
        location: dict[str, Any] = {"artifactLocation": {"uri": _uri(uri)}}
        if f.span and emap.article:
            line, column = _line_column(emap.article.text, f.span.start)
            end_line, end_column = _line_column(emap.article.text, f.span.end)
            location["region"] = {
                "startLine": line,
                "startColumn": column,
                "endLine": end_line,
                "endColumn": end_column,
            }
        results.append(
            {
                "ruleId": f.code,
                "level": f.severity,
                "message": {"text": _LINK.sub(r"\\[\1\\](", f"{f.message} {f.remedy}")},
                "locations": [{"physicalLocation": location, "logicalLocations": [{"name": f.subject}]}],
                "partialFingerprints": {"neckref/v1": fingerprint(f.code, f.subject, f.message)},
            }
        )
    driver = {
        "name": "neckref",
        "informationUri": "https://github.com/neckref/neckref",
        "rules": [
            {
                "id": r.code,
                "name": r.name,
                "shortDescription": {"text": r.why},
                "help": {"text": r.remedy},
                "defaultConfiguration": {"level": r.severity},
            }
            for r in sorted(rules, key=lambda r: r.code)
        ],
    }
    document = {
        "$schema": _SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                # Each article is a run of its own to what collects them, so that one does not replace another.
                "automationDetails": {"id": f"neckref/{_uri(uri)}/"},
                "columnKind": "utf16CodeUnits",
                "results": results,
            }
        ],
    }
    return json_text(document)


def render_github(emap: EvidenceMap, rules: Sequence[Rule]) -> str:
    """GitHub Actions workflow commands, one a finding, beside the line of the file (an address has none)."""
    lines = []
    for f in emap.findings:
        place = ""
        if emap.article and not emap.article.origin.startswith(_ADDRESSES):
            place = f" file={_property(emap.article.origin)}"
            if f.span:
                line, column = _line_column(emap.article.text, f.span.start)
                place += f",line={line},col={column}"
        command = {"error": "error", "warning": "warning", "note": "notice"}[f.severity]
        lines.append(
            f"::{command}{place}{',' if place else ' '}title={_property(f'{f.code} {f.name}')}::{_message(f.message)}"
        )
    return "".join(f"{line}\n" for line in lines)


def fingerprint(code: str, subject: str, message: str) -> str:
    """What makes findings of two runs the same one, whatever line it moved to: code, message and what it is about.
    Claims and references are numbered in reading order, so of those only the kind counts: a sentence put in before
    them would else make all findings behind it new ones."""
    return "|".join((code, _NUMBERED.sub(r"\1", subject), message))


def _place(emap: EvidenceMap, finding: Finding) -> str:
    if emap.article is None or finding.span is None:
        return "-"
    return ":".join(map(str, _line_column(emap.article.text, finding.span.start)))


def _line_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column from 1, the column in UTF-16 code units."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, len(text[start:offset].encode("utf-16-le")) // 2 + 1


def _cell(text: str) -> str:
    folded = " ".join(escape_control(text).split())
    for character in "&\\|`*_~[]<>":
        folded = folded.replace(character, f"&#{ord(character)};")
    return folded.replace("@", "@&#8203;")  # nobody is called by a name in a title


def _uri(origin: str) -> str:
    """A URI reference (RFC 3986): an address as it is, a path with what a URI gives a meaning percent-encoded."""
    safe = "/:?#[]@!$&'()*+,;=%-._~" if origin.startswith(_ADDRESSES) else "/!$&'()*+,;=-._~"
    return quote(origin.replace("\\", "/"), safe=safe, errors="replace")


def _message(text: str) -> str:
    return escape_control(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
