"""Findings: rules over an EvidenceMap, one file a family, and the forms they are shown in.

A family is a tuple of `Rule`s, registered in the entry-point group `neckref.rules`.
"""

from neckref.auditing.run import Rule, check_names, check_severities, list_not_checked, run_rules, worst_severity

__all__ = ["Rule", "check_names", "check_severities", "list_not_checked", "run_rules", "worst_severity"]
