"""Claim and works → Evidence and Summary: retrieval query, passages, relation, directness, level. Pure."""
