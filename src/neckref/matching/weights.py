"""What each field can count for in a distance."""

WEIGHTS = {
    "title": 4.0,
    "authors": 3.0,
    "year": 1.5,
    "month": 0.1,
    "container": 1.0,
    "volume": 1.0,
    "issue": 0.3,
    "pages": 1.5,
    "identifier": 2.0,
}
"""Title and people tell works apart best; a month is often the host's invention. A short title or a single author
weighs less than this."""
FULL_WEIGHT = sum(WEIGHTS.values()) - WEIGHTS["month"] - WEIGHTS["identifier"]
"""What a whole reference can be compared by."""
