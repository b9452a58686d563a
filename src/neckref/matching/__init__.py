"""Pure judgement on references: what to ask, which records are one work, what holds of it, which work is meant."""

from neckref.matching.cluster import cluster_records, same_work
from neckref.matching.decide import decide_match
from neckref.matching.distance import score_distance
from neckref.matching.explain import explain_match
from neckref.matching.merge import merge_records
from neckref.matching.query import build_query

__all__ = [
    "build_query",
    "cluster_records",
    "decide_match",
    "explain_match",
    "merge_records",
    "same_work",
    "score_distance",
]
