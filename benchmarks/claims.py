"""Claim and text with a label, from SciFact's files or from HealthVer's table; and the halves they are split into."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from neckref.text.sentences import split_sentences

_LABELS = {"SUPPORT": "supports", "SUPPORTS": "supports", "CONTRADICT": "disputes", "REFUTES": "disputes"}


@dataclass(frozen=True)
class Case:
    """One claim against one text. `label` is "supports", "disputes" or "mentions" (says nothing on it)."""

    claim: str
    title: str
    sentences: tuple[str, ...]
    label: str
    gold: frozenset[int]
    """Sentences that the label rests on; empty where nobody marked any."""
    half: int
    """0: weights and thresholds are chosen on it; 1: reported on."""


def read_cases(folder: Path) -> list[Case]:
    """All cases of the folder: `corpus.jsonl` with `claims*.jsonl`, and CSV files with evidence, claim and label."""
    cases = _read_scifact(folder) if (folder / "corpus.jsonl").exists() else []
    for path in sorted(folder.glob("*.csv")):
        cases += _read_table(path)
    return cases


def half_of(group: str) -> int:
    """0 or 1 by a hash of the paper (or the topic), so that versions of one claim stay together."""
    return int(hashlib.sha1(group.encode()).hexdigest(), 16) % 2


def _read_scifact(folder: Path) -> list[Case]:
    with (folder / "corpus.jsonl").open(encoding="utf-8") as lines:
        corpus = {str(d["doc_id"]): d for d in map(json.loads, lines)}
    cases = []
    for path in sorted(folder.glob("claims*.jsonl")):
        for claim in map(json.loads, path.read_text("utf-8").splitlines()):
            evidence = claim.get("evidence")
            if evidence is None:
                continue
            documents = (
                {doc: ("", frozenset[int]()) for doc in map(str, claim["cited_doc_ids"])} if not evidence else {}
            )
            for doc, sets in evidence.items():
                documents[doc] = (sets[0]["label"], frozenset(i for s in sets for i in s["sentences"]))
            for doc, (label, gold) in documents.items():
                paper = corpus[doc]
                relation = _LABELS.get(label.upper(), "mentions")
                cases.append(
                    Case(claim["claim"], paper["title"], tuple(paper["abstract"]), relation, gold, half_of(doc))
                )
    return cases


def _read_table(path: Path) -> list[Case]:
    cases = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = row["evidence"]
            sentences = tuple(s.slice(text) for s in split_sentences(text)) or (text,)
            group = row.get("topic_ip") or row["claim"]
            label = _LABELS.get(row["label"].upper(), "mentions")
            cases.append(Case(row["claim"], "", sentences, label, frozenset(), half_of(group)))
    return cases
