"""Encodings, mojibake, and characters that cannot be seen."""

from __future__ import annotations

import pytest

from neckref.readers.decode import clean_text, decode_bytes

DANISH = "Nakkesmerter er almindelige på arbejdspladsen, og øvelser hjælper de fleste. Sørensen skrev det først.\n" * 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_are_found(encoding: str) -> None:
    text, notes = decode_bytes(DANISH.encode(encoding), "a.txt")
    assert text == DANISH
    assert bool(notes) == (encoding in ("utf-16-le", "utf-16-be", "cp1252"))


def test_other_scripts_are_found() -> None:
    text = "Боль в шее часто встречается у офисных работников, и упражнения помогают большинству людей.\n" * 6
    assert decode_bytes(text.encode("cp1251"), "a.txt")[0] == text


def test_the_declared_encoding_is_believed_where_it_fits() -> None:
    text = "Žluťoučký kůň má bolavou šíji."
    assert decode_bytes(text.encode("iso8859_2"), "a.html", "iso-8859-2") == (text, ())
    _, notes = decode_bytes(text.encode("iso8859_2"), "a.html", "no-such-encoding")
    assert "does not fit" in notes[0]


def test_mojibake_is_repaired_with_a_note_and_right_text_is_left() -> None:
    text, notes = clean_text("Sjøgaard wrote.\nSjÃ¸gaard wrote â€œthatâ€\x9d.\n")
    assert text == "Sjøgaard wrote.\nSjøgaard wrote “that”.\n"
    assert "in 1 lines (mojibake): “Sjøgaard” was printed “SjÃ¸gaard”; “" in notes[0]
    right = "“Ã” is a letter, and so is Â. Smørrebrød — naïve café; Ωmega ≤ 5 µg, p < .05"
    assert clean_text(right) == (right, ())


def test_invisible_characters_are_taken_out_with_a_note() -> None:
    text, notes = clean_text("Ne\u200bck\x00 ca\u00adre \u202eevil\u202c strength\u00ad\n  ening\r\nنمی\u200cخواهم")
    assert text == "Neck care evil strengthening\nنمی\u200cخواهم"
    assert len(notes) == 1 and all(kind in notes[0] for kind in ("bidi", "control", "soft hyphen", "zero-width"))


def test_clean_text_is_untouched() -> None:
    assert clean_text("Plain text.\n") == ("Plain text.\n", ())
