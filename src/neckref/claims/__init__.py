"""Sentences → Claims and Attributions: what an article says of the world, and on whose word. Pure."""

from neckref.claims.find import find_claims

__all__ = ["find_claims"]
