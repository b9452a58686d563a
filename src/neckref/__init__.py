"""neckref: an audited map of the evidence behind a health article."""

__version__ = "0.1.0"
