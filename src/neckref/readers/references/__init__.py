"""Reference lists of any style: where they stand, where each entry begins and ends, what it says."""

from neckref.readers.references.find import find_references

__all__ = ["find_references"]
