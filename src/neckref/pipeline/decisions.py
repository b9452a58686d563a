"""Decisions as a plain file that goes into git, and back."""

from __future__ import annotations

import json
from pathlib import Path

from neckref.errors import UserError
from neckref.library import Library
from neckref.model import RELATIONS, Decision
from neckref.pipeline.export import write_file
from neckref.text.display import json_text

_KEYS = ("claim", "work", "relation", "note", "person", "decided_at")


def export_decisions(library: Library, path: Path) -> int:
    """Write the current article's decisions as JSON, a line a field, sorted; returns their number."""
    emap = library.map()
    texts = {c.id: c.text for c in emap.claims}
    rows = [
        {"claim": texts[d.claim], **{name: getattr(d, name) for name in _KEYS[1:]}}
        for d in emap.decisions
        if d.claim in texts
    ]
    rows.sort(key=lambda row: (row["claim"], row["work"]))
    write_file(path, json_text({"decisions": rows}))
    return len(rows)


def import_decisions(library: Library, path: Path) -> tuple[int, tuple[str, ...]]:
    """Take decisions from such a file; the later one of two on the same claim and work stays.

    Returns how many were taken, and the claims' texts that the article does not hold. Raises UserError.
    """
    emap = library.map()
    if emap.article is None:
        raise UserError("the library holds no article: run `neckref fetch ARTICLE` first")
    ids = {c.text: c.id for c in emap.claims}
    held = {(d.claim, d.work): d.decided_at for d in emap.decisions}
    taken, unknown = 0, []
    for row in _read(path):
        claim = ids.get(row["claim"])
        if claim is None:
            unknown.append(row["claim"])
        elif held.get((claim, row["work"]), "") <= row["decided_at"]:
            library.add_decision(emap.article.id, Decision(claim, *(row[n] for n in _KEYS[1:])), row["claim"])
            taken += 1
    return taken, tuple(unknown)


def _read(path: Path) -> list[dict[str, str]]:
    try:
        rows = json.loads(path.read_text("utf-8"))["decisions"]
        good = all(isinstance(row[name], str) for row in rows for name in _KEYS)
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path} holds no decisions: write one with `neckref decide --export FILE`") from error
    if not good or any(row["relation"] not in RELATIONS for row in rows):
        raise UserError(f"{path}: each decision needs {', '.join(_KEYS)}, and a relation of {', '.join(RELATIONS)}")
    return [dict(row) for row in rows]
