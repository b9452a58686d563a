"""Claim to paper: how high the right papers stand, how long a query takes, beside bm25s on the same data.

    python benchmarks/retrieval.py DIR [--json] [--model [FOLDER]] [--reranker FOLDER] [--vectors FILE] [--synthetic N]

DIR holds `corpus.jsonl` (SciFact's or BEIR's form), `queries.jsonl` and `qrels.tsv`. Column weights, word list, limits
and the weight of likeness were chosen on half 0 of SciFact's claims (by a hash of the paper); both halves are shown.
`--model` adds neckref with a local embedding model: a folder with `model.onnx` and `tokenizer.json`, or the installed
one; `--reranker` lets a cross-encoder order its first 20. Vectors are made once, some sixty papers at a time; with
`--vectors FILE` they are kept there, so that a broken run goes on and the next one starts at once. `--synthetic N`
times the queries on N made-up papers instead, with words as frequent as in the corpus."""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import bm25s
import Stemmer

from claims import half_of
from neckref.library.search import add_vectors, create_index, index_works, read_vectors, search_works
from neckref.linking.embedding import load_model
from neckref.linking.index import LIKENED, RERANKED, build_query, document_texts, fuse_scores, rerank
from neckref.model import Fields, Work
from neckref.text.terms import query_words
from neckref.text.vocabulary import load_vocabulary

Search = Callable[[str], list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--synthetic", type=int, metavar="N")
    parser.add_argument("--model", nargs="?", const="", metavar="FOLDER")
    parser.add_argument("--reranker", type=Path, metavar="FOLDER")
    parser.add_argument("--vectors", type=Path, metavar="FILE")
    args = parser.parse_args()
    corpus, queries, judged = read_data(args.dir)
    if args.synthetic:
        rows = [time_synthetic(args.synthetic, corpus, list(queries.values())[:200])]
    else:
        methods = [ours, ours_with_vocabulary, peer]
        if args.model is not None:
            folder = Path(args.model) if args.model else None
            methods.append(partial(ours_with_model, folder, args.reranker, args.vectors or Path(":memory:")))
        rows = [row for build in methods for row in run(build, corpus, queries, judged)]
    if args.json:
        print(json.dumps({"rows": rows}, indent=1))
        return
    for row in rows:
        print("  ".join(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in row.items()))


def read_data(folder: Path) -> tuple[dict[str, tuple[str, str]], dict[str, str], dict[str, dict[str, int]]]:
    corpus = {}
    for document in _lines(folder / "corpus.jsonl"):
        text = document.get("text", document.get("abstract", ""))
        body = text if isinstance(text, str) else " ".join(text)
        corpus[str(document.get("_id", document.get("doc_id")))] = (document.get("title", ""), body)
    queries = {str(q["_id"]): q["text"] for q in _lines(folder / "queries.jsonl")}
    judged: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
        query, document, score = line.split("\t")
        if int(score) > 0 and query in queries:
            judged.setdefault(query, {})[document] = int(score)
    return corpus, queries, judged


def ours(corpus: dict[str, tuple[str, str]]) -> tuple[str, Search]:
    connection = sqlite3.connect(":memory:")
    create_index(connection)
    index_works(connection, (as_work(name, *texts) for name, texts in corpus.items()))
    return "neckref", lambda text: [h.work for h in search_works(connection, build_query(text).words)]


def ours_with_vocabulary(corpus: dict[str, tuple[str, str]]) -> tuple[str, Search]:
    connection = sqlite3.connect(":memory:")
    create_index(connection)
    index_works(connection, (as_work(name, *texts) for name, texts in corpus.items()))
    vocabulary = load_vocabulary()

    def search(text: str) -> list[str]:
        query = build_query(text, vocabulary)
        return [h.work for h in search_works(connection, query.words, query.related)]

    return "neckref + vocabulary", search


def ours_with_model(
    folder: Path | None, reranker: Path | None, vectors: Path, corpus: dict[str, tuple[str, str]]
) -> tuple[str, Search]:
    connection, model, vocabulary = sqlite3.connect(vectors), load_model(folder), load_vocabulary()
    works = {name: as_work(name, *texts) for name, texts in corpus.items()}
    create_index(connection)
    index_works(connection, works.values())
    kept = read_vectors(connection, model.name, list(works))
    missing = [w for w in works.values() if w.id not in kept]
    for start in range(0, len(missing), 64):
        made = model.embed_works(missing[start : start + 64])
        add_vectors(connection, model.name, made)
        connection.commit()
        print(f"\r{start + len(made)} of {len(missing)} read by the model", end="", file=sys.stderr, flush=True)
    print("\r", end="", file=sys.stderr)
    cross = load_model(reranker) if reranker else None

    def search(text: str) -> list[str]:
        query = build_query(text, vocabulary)
        words = {h.work: h.score for h in search_works(connection, query.words, query.related)}
        first = list(words)[:LIKENED]
        scores = fuse_scores(words, model.likeness(text, read_vectors(connection, model.name, first)))
        if cross is not None:
            first = list(scores)[:RERANKED]
            pairs = cross.score_pairs(text, [document_texts(works[w])[0] for w in first])
            scores = rerank(scores, dict(zip(first, map(float, pairs), strict=True)))
        return list(scores)[:100]

    return "neckref + vocabulary + model" + (" + cross-encoder" if cross else ""), search


def peer(corpus: dict[str, tuple[str, str]]) -> tuple[str, Search]:
    names, stemmer = list(corpus), Stemmer.Stemmer("english")
    texts = [f"{title} {text}" for title, text in corpus.values()]
    index = bm25s.BM25()
    index.index(bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)

    def search(text: str) -> list[str]:
        tokens = bm25s.tokenize([text], stopwords="en", stemmer=stemmer, show_progress=False)
        found, _ = index.retrieve(tokens, k=min(100, len(names)), show_progress=False)
        return [names[i] for i in found[0]]

    return "bm25s, stemmed", search


def run(
    build: Callable[[dict[str, tuple[str, str]]], tuple[str, Search]],
    corpus: dict[str, tuple[str, str]],
    queries: dict[str, str],
    judged: dict[str, dict[str, int]],
) -> Iterator[dict[str, object]]:
    start = time.perf_counter()
    name, search = build(corpus)
    indexing = time.perf_counter() - start
    runs, times, cpu = {}, [], []
    for query in judged:
        start, busy = time.perf_counter(), time.process_time()
        runs[query] = search(queries[query])
        times.append(1000 * (time.perf_counter() - start))
        cpu.append(1000 * (time.process_time() - busy))
    for group in ("half 0", "half 1", "all"):
        chosen = [q for q in judged if group == "all" or f"half {half_of(min(judged[q]))}" == group]
        yield {
            "method": name,
            "group": group,
            "queries": len(chosen),
            "ndcg@10": statistics.mean(ndcg(runs[q], judged[q]) for q in chosen),
            "recall@10": statistics.mean(len(set(runs[q][:10]) & judged[q].keys()) / len(judged[q]) for q in chosen),
            "recall@100": statistics.mean(len(set(runs[q]) & judged[q].keys()) / len(judged[q]) for q in chosen),
            "mrr@10": statistics.mean(reciprocal_rank(runs[q], judged[q]) for q in chosen),
            "ms_per_query": statistics.median(times),
            "cpu_ms_per_query": statistics.median(cpu),
            "seconds": indexing,
            "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }


def ndcg(run: Sequence[str], judged: dict[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten."""
    gain = sum(judged.get(d, 0) / math.log2(i + 2) for i, d in enumerate(run[:10]))
    ideal = sum(g / math.log2(i + 2) for i, g in enumerate(sorted(judged.values(), reverse=True)[:10]))
    return gain / ideal


def reciprocal_rank(run: Sequence[str], judged: dict[str, int]) -> float:
    return next((1 / (i + 1) for i, d in enumerate(run[:10]) if d in judged), 0.0)


def time_synthetic(count: int, corpus: dict[str, tuple[str, str]], queries: Sequence[str]) -> dict[str, object]:
    """Papers of 8 title and 60 text words, drawn with the frequencies of the corpus' words."""
    rng = random.Random(7)
    words = Counter(w for title, text in corpus.values() for w in f"{title} {text}".lower().split())
    names, weights = list(words), list(words.values())

    def papers() -> Iterator[Work]:
        for start in range(0, count, 10_000):
            size = min(10_000, count - start)
            drawn = rng.choices(names, weights, k=68 * size)
            for i in range(size):
                part = drawn[68 * i : 68 * (i + 1)]
                yield as_work(f"made-up:{start + i}", " ".join(part[:8]), " ".join(part[8:]))

    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name, "made-up.sqlite")
    connection = sqlite3.connect(path)
    create_index(connection)
    start = time.perf_counter()
    index_works(connection, papers())
    connection.commit()
    indexing = time.perf_counter() - start
    times, cpu = [], []
    for text in queries:
        start, busy = time.perf_counter(), time.process_time()
        search_works(connection, query_words(text))
        times.append(1000 * (time.perf_counter() - start))
        cpu.append(1000 * (time.process_time() - busy))
    start = time.perf_counter()
    index_works(connection, [as_work("made-up:new", "one more paper", "with a text")])
    connection.commit()
    adding = 1000 * (time.perf_counter() - start)
    connection.close()
    size = path.stat().st_size / 1e6
    folder.cleanup()
    return {
        "method": "neckref",
        "group": f"{count} made-up papers",
        "ms_per_query": statistics.median(times),
        "ms_per_query_95": statistics.quantiles(times, n=20)[-1],
        "cpu_ms_per_query": statistics.median(cpu),
        "cpu_ms_per_query_95": statistics.quantiles(cpu, n=20)[-1],
        "ms_to_add_one": adding,
        "seconds": indexing,
        "file_mb": size,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def as_work(name: str, title: str, text: str) -> Work:
    return Work(name, (), Fields(title=title, abstract=text))


def _lines(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
