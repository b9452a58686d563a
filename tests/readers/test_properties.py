"""What holds for any input at all."""

from __future__ import annotations

import contextlib
import random
import re
import textwrap
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neckref.errors import UserError
from tests.readers.reading import READERS, check_spans, read_plain

_FRAGMENTS = (
    "References", "Sources:", "Further reading", "Comments", "Neck Care", "1. ", "[2] ", "• ", "- ", "(3) ", "\n",
    "\n\n", "Hansen PB, Olsen MK. ", "Shrugs at the desk. ", "J Desk Med. 2011;14(2):101-10.",
    "https://doi.org/10.5555/desk.1",
    "doi:10.5555/\n", "PMID: 1234567", "June 01, 2008", "Lars L Hansen", "The neck hurts, and it is stiff.", "  ", "\t",
    "according to ", "Yoga helps.", "参考文献", "疼痛减轻。", "\u202e", "\x00", "\u200b", "é", "Ã©", "\f", "et al.",
    "ibid.", "(", ")", "“", "http://",
)  # fmt: skip
_TAGS = (
    "<p>", "</p>", "<ol>", "<li>", "</li>", "<a href='#1'>", "<a href=http://a.b/10.5555/x>", "</a>", "<sup>", "</sup>",
    "<h2>", "</h2>", "<br>", "<table>", "<td>", "References", "Hansen PB. ", "2011;14:1-9.", "word ", "1", "<pre>",
    "\n",     "<q>", "</ol>", "<aside>",
)  # fmt: skip
texts = st.lists(st.sampled_from(_FRAGMENTS) | st.text(max_size=8), max_size=30).map("".join)
slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(texts)
@slow
def test_any_text_is_read_or_refused(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    for name in ("plain", "markdown", "html"):
        reader = next(r for r in READERS if r.name == name)
        try:
            check_spans(reader.read(data, f"x.{name}"))
        except UserError as error:
            assert "\n" not in str(error)


@given(st.binary(max_size=300))
@slow
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for reader in READERS:
        if reader.name != "pdf":
            try:
                check_spans(reader.read(data, "x"))
            except UserError as error:
                assert "x" in str(error)


@given(st.lists(st.sampled_from(_TAGS), max_size=40))
@slow
def test_any_markup_is_read_or_refused(parts: list[str]) -> None:
    reader = next(r for r in READERS if r.name == "html")
    with contextlib.suppress(UserError):
        check_spans(reader.read(f"<html>{''.join(parts)}".encode(), "x.html"))


def entries(count: int, seed: int) -> list[str]:
    """Invented entries in Vancouver style."""
    pick = random.Random(seed)
    words = re.findall(
        r"\w+", "neck shoulder pain shrug press office worker trial strength muscle activity women load rest"
    )
    names = ["Hansen", "Olsen", "van den Berg", "Quist-Lund", "Moe", "Ødegård", "Sørensen"]
    out = []
    for n in range(count):
        people = (
            f"{pick.choice(names)} {pick.choice('ABCDEFG')}{pick.choice('HKLM')}" for _ in range(pick.randint(1, 5))
        )
        title = " ".join(pick.choices(words, k=pick.randint(4, 14))).capitalize()
        place = f"{pick.randint(1980, 2024)};{pick.randint(1, 40)}({pick.randint(1, 12)}):{pick.randint(1, 900)}-9{n}"
        out.append(f"{', '.join(people)}. {title} {n}. J Desk Med. {place}.")
    return out


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("width", [50, 64, 72, 100, 1000])
@pytest.mark.parametrize("layout", ["numbered", "bracketed", "bulleted", "blank", "hanging"])
def test_no_reference_is_lost_or_doubled_when_text_is_wrapped_again(layout: str, width: int, seed: int) -> None:
    expected = entries(12, seed)
    lead = {"numbered": "{}. ", "bracketed": "[{}] ", "bulleted": "• "}.get(layout, "")
    indent = "    " if layout in ("hanging", "bulleted") else ""
    wrapped = [
        textwrap.fill(
            lead.format(n) + e, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
        for n, e in enumerate(expected, 1)
    ]
    glue = "\n\n" if layout == "blank" else "\n"
    reading = read_plain("Neck Care\n\nThe neck hurts, and it is stiff.\n\nReferences\n\n" + glue.join(wrapped) + "\n")
    assert [" ".join(r.raw.split()) for r in reading.references] == expected


_UNITS = (
    "(", "10.1/", "10.5555/a", "[1] ", "1. ", "Aa B, ", "- a\n", "• Aa Bb\n", "\n", "A. ", "according to A ",
    "2008;1:2-3. ", "<", "**a ", "Aa et al. ", "“x", "a\n\n", "doi:", "http://", "References\n", "  ", "\f", "[1](",
    "Aa Bb\n",
)  # fmt: skip


@pytest.mark.parametrize("unit", _UNITS)
def test_time_is_linear_on_hostile_text(unit: str) -> None:
    text = f"Neck\n\nReferences\n\n{unit * (30_000 // len(unit))}"
    start = time.process_time()
    check_spans(read_plain(text))
    assert time.process_time() - start < 20  # a second or less by itself; coverage and quadratic time are far apart
