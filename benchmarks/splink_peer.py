"""Splink (Fellegi-Sunter on DuckDB, trained without labels) as a peer for `duplicates.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from neckref.model import Record
from neckref.text.names import surname
from neckref.text.normalise import key

COLUMNS = ("title", "authors", "year", "journal", "volume", "page", "doi")


def score_pairs(pairs: Sequence[tuple[Record, Record]]) -> list[float]:
    """Match probability of each pair; 0 to 1."""
    from splink import DuckDBAPI, Linker, block_on

    base = DuckDBAPI()
    sides = [
        base.register(_table([pair[side] for pair in pairs]), dataset_display_name=name)
        for side, name in ((0, "these"), (1, "those"))
    ]
    linker = Linker(
        sides, _settings("link_only", [r for pair in pairs for r in pair], [block_on("number")]), log_level="ERROR"
    )
    _train(linker)
    found = linker.inference.predict().as_record_list()
    chance = {row["unique_id_l"]: row["match_probability"] for row in found}
    return [chance.get(n, 0.0) for n in range(len(pairs))]


def cluster(records: Sequence[Record], threshold: float) -> list[list[int]]:
    """Groups of indices: pairs above the threshold, joined."""
    from splink import DuckDBAPI, Linker, block_on

    table = DuckDBAPI().register(_table(records))
    rules = [block_on("doi"), block_on("substr(title, 1, 20)"), block_on("volume", "page", "year")]
    linker = Linker(table, _settings("dedupe_only", records, rules), log_level="ERROR")
    _train(linker)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(linker.inference.predict(), threshold)
    groups: dict[Any, list[int]] = {}
    for row in found.as_record_list():
        groups.setdefault(row["cluster_id"], []).append(row["unique_id"])
    return list(groups.values())


def _table(records: Sequence[Record]) -> Any:
    import pyarrow

    rows = [_row(n, record) for n, record in enumerate(records)]
    names = ("unique_id", "number", *COLUMNS)
    return pyarrow.table({name: [row[name] for row in rows] for name in names})


def _row(number: int, record: Record) -> dict[str, Any]:
    fields = record.fields
    doi = next((i.value for i in record.identifiers if i.scheme == "doi"), None)
    surnames = " ".join(surname(a) for a in fields.authors[:8])
    return {
        "unique_id": number,
        "number": number,
        "title": key(fields.title or "") or None,
        "authors": surnames or None,
        "year": str(fields.year) if fields.year else None,
        "journal": key(fields.journal or "") or None,
        "volume": fields.volume,
        "page": (fields.pages or "").split("-")[0] or None,
        "doi": doi,
    }


def _settings(link_type: Any, records: Sequence[Record], rules: Any) -> Any:
    """Comparisons of the columns that any record fills."""
    import splink.comparison_library as compare
    from splink import SettingsCreator

    made = {
        "title": compare.JaroWinklerAtThresholds("title", [0.97, 0.92, 0.85]),
        "authors": compare.JaroWinklerAtThresholds("authors", [0.95, 0.85, 0.7]),
        "journal": compare.JaroWinklerAtThresholds("journal", [0.9, 0.75]),
        **{name: compare.ExactMatch(name) for name in ("year", "volume", "page", "doi")},
    }
    filled = {name for n, record in enumerate(records) for name, value in _row(n, record).items() if value}
    return SettingsCreator(
        link_type=link_type,
        comparisons=[comparison for name, comparison in made.items() if name in filled],
        blocking_rules_to_generate_predictions=rules,
        probability_two_random_records_match=0.0005,
    )


def _train(linker: Any) -> None:
    from splink import block_on

    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("substr(title, 1, 20)"), block_on("authors", "year")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
