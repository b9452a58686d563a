"""Local models that read a claim and a sentence together (the extra `nli`): off unless asked for, never downloaded.

A model is a folder with `model.onnx`, `tokenizer.json` and `config.json`, as an ONNX export of a sequence classifier
trained for natural language inference writes them. Which output says what is read from `id2label` of `config.json`.
`benchmarks/train_nli.py` makes one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from neckref.errors import ExtensionError, UserError
from neckref.linking.relation import SHORT, Judgement, score_words
from neckref.model import Evidence

try:
    import numpy as np
    import onnxruntime
    from numpy.typing import NDArray
    from tokenizers import Encoding, Tokenizer
except ImportError as error:
    raise ExtensionError("a local model needs `pip install 'neckref[nli]'`") from error

LABELS: Mapping[str, str] = {"entailment": "supports", "contradiction": "disputes", "neutral": "mentions"}
"""The words of NLI models, in lower case, and ours."""
RELATIONS = ("supports", "disputes", "mentions")
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
LONGEST = 256
"""Tokens of sentence and claim together."""
BATCH = 16
SURE = 0.8
"""Probability at which a model takes back what the rules said."""


@dataclass(frozen=True, slots=True)
class EntailmentModel:
    """A cross-encoder with three outputs."""

    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    order: tuple[int, int, int]
    """Which output speaks for the claim, against it, and of something else."""

    def read_sentences(self, claim: str, sentences: Sequence[str]) -> NDArray[np.float64]:
        """One row a sentence: the probabilities that it supports, disputes, or only mentions what the claim says."""
        encodings = self.tokenizer.encode_batch([(sentence, claim) for sentence in sentences])
        by_length = sorted(range(len(encodings)), key=lambda i: len(encodings[i].ids))
        rows = np.zeros((len(encodings), 3))
        for at in range(0, len(by_length), BATCH):
            batch = by_length[at : at + BATCH]
            rows[batch] = self._run([encodings[i] for i in batch])
        return rows

    def judge_text(self, claim: str, title: str, sentences: Sequence[str]) -> Judgement:
        """What a text says of the claim, always decided: by the sentence that is least a mere mention, and for an
        abstract by the mean of what the model and the words say; words alone cannot judge an excerpt."""
        if not sentences:
            return Judgement("unclear", None, 0.0)
        rows = self.read_sentences(claim, sentences)
        best = int(np.argmin(rows[:, 2]))
        chances = dict(zip(RELATIONS, rows[best].tolist(), strict=True))
        if title and len(sentences) >= SHORT:
            words, _ = score_words(claim, title, sentences)
            chances = {r: (words[r] + chance) / 2 for r, chance in chances.items()}
        relation = max(RELATIONS, key=lambda r: chances[r])
        return Judgement(relation, best, round(chances[relation], 3))

    def doubt(self, evidence: Evidence, claim: str) -> Evidence:
        """The same; "unclear" where it supports or disputes the claim and the model is sure that its passage says the
        contrary. A model may take back what the rules say; it credits nothing by itself."""
        contrary = {"supports": "disputes", "partly supports": "disputes", "disputes": "supports"}.get(
            evidence.relation
        )
        if contrary is None or evidence.passage is None:
            return evidence
        chance = float(self.read_sentences(claim, [evidence.passage.text])[0, RELATIONS.index(contrary)])
        if chance < SURE:
            return evidence
        reason = f"{evidence.reason} A local model reads the passage the other way ({chance:.2f})."
        return replace(evidence, relation="unclear", reason=reason.strip())

    def _run(self, encodings: Sequence[Encoding]) -> NDArray[np.float64]:
        tables = {
            "input_ids": _padded([e.ids for e in encodings]),
            "attention_mask": _padded([e.attention_mask for e in encodings]),
            "token_type_ids": _padded([e.type_ids for e in encodings]),
        }
        wanted = {i.name: tables[i.name] for i in self.session.get_inputs()}
        logits = np.asarray(self.session.run(None, wanted)[0], np.float64)
        if logits.ndim != 2 or logits.shape[1] != len(RELATIONS):
            raise UserError(f"the model gives an array of shape {logits.shape}, not three numbers a pair")
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: NDArray[np.float64] = (powers / powers.sum(axis=1, keepdims=True))[:, list(self.order)]
        return shares


def load_model(folder: Path) -> EntailmentModel:
    """The model in a folder. Raises UserError where a file is missing or not what it should be, and where the labels
    are not entailment, contradiction and neutral."""
    try:
        labels = json.loads((folder / "config.json").read_text("utf-8"))["id2label"]
        order = read_order(labels)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        session = onnxruntime.InferenceSession((folder / "model.onnx").read_bytes(), providers=["CPUExecutionProvider"])
    except UserError:
        raise
    except Exception as error:  # both libraries raise bare Exceptions of their own
        raise UserError(f"no usable model in {folder}: {error}") from error
    unknown = {i.name for i in session.get_inputs()} - set(INPUTS)
    if unknown:
        raise UserError(f"the model in {folder} wants inputs that are not known here: {', '.join(sorted(unknown))}")
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST, strategy="only_first")
    return EntailmentModel(session, tokenizer, order)


def read_order(labels: Mapping[str, Any]) -> tuple[int, int, int]:
    """Places of entailment, contradiction and neutral in `id2label` ({"0": "CONTRADICTION", …})."""
    places = {LABELS[str(label).lower()]: int(place) for place, label in labels.items() if str(label).lower() in LABELS}
    if len(labels) != len(RELATIONS) or set(places) != set(RELATIONS):
        found = ", ".join(map(str, labels.values()))
        raise UserError(f"the model's labels must be entailment, contradiction and neutral, not {found}")
    return places["supports"], places["disputes"], places["mentions"]


def _padded(rows: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    table = np.zeros((len(rows), max(len(r) for r in rows)), np.int64)
    for place, row in zip(table, rows, strict=True):
        place[: len(row)] = row
    return table
