"""Language codes: three letters, as PubMed and Europe PMC print them, → two letters, as Crossref and CSL do."""

from __future__ import annotations

# ISO 639-2/B → ISO 639-1.
_TWO = {"eng": "en", "ger": "de", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "dut": "nl", "dan": "da",
        "swe": "sv", "nor": "no", "fin": "fi", "ice": "is", "pol": "pl", "cze": "cs", "hun": "hu", "rus": "ru",
        "ukr": "uk", "tur": "tr", "gre": "el", "heb": "he", "ara": "ar", "per": "fa", "jpn": "ja", "chi": "zh",
        "kor": "ko"}  # fmt: skip


def two_letters(code: str | None) -> str | None:
    """The two-letter code where it is known, else the code as it came, in lower case."""
    return _TWO.get(code.lower(), code.lower()) if code else None
