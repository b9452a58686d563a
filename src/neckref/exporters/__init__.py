"""Exporters: an EvidenceMap as text. One file a format, each with `export(emap) -> str`; see docs/exports.md.

They are pure: no clock, no network, no files. The same map gives the same bytes.
"""
