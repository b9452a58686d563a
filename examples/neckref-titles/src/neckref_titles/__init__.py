"""An exporter as a plug-in: titles of the cited works, one a line."""

from neckref import EvidenceMap


def export(emap: EvidenceMap) -> str:
    """Titles in reading order; works without one are left out."""
    return "".join(f"{work.fields.title}\n" for work in emap.cited if work.fields.title)
