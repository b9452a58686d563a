"""Dates as bibliographies print them, in the languages they print them in."""

from __future__ import annotations

import re
from typing import NamedTuple

from neckref.text.normalise import fold

_MONTHS = """
jan january janvier janv januar enero ene gennaio janeiro januari stycznia jänner ledna января styczen leden
feb february fevrier februar febrero febbraio fevereiro februari fevr fev lutego unora февраля luty unor
mar march mars marz maerz marzo marco maart mrz marca brezna марта marzec brezen
apr april avril abril aprile avr abr kwietnia dubna апреля kwiecien duben
may mai mayo maggio maio mei maj maja kvetna мая kveten
jun june juin juni junio giugno junho czerwca cervna июня czerwiec cerven
jul july juillet juli julio luglio julho juil lipca cervence июля lipiec cervenec
aug august aout agosto augustus augusti ago sierpnia srpna августа sierpien srpen
sep sept september septembre septiembre settembre setembro set wrzesnia zari сентября wrzesien
oct october octobre oktober octubre ottobre outubro okt out pazdziernika rijna октября pazdziernik rijen
nov november novembre noviembre novembro listopada ноября listopad
dec december decembre dezember diciembre dicembre dezembro dez dic grudnia prosince декабря grudzien prosinec
"""
MONTHS = {fold(word): number for number, row in enumerate(_MONTHS.split("\n")[1:-1], 1) for word in row.split()}
"""Folded, lower-case month words → 1 to 12."""
_YEAR = r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)"
_ISO = re.compile(rf"{_YEAR}[-/.](0?[1-9]|1[0-2])(?:[-/.](0?[1-9]|[12]\d|3[01]))?(?!\d)")
_DMY = re.compile(rf"(?<!\d)(0?[1-9]|[12]\d|3[01])[-/.](0?[1-9]|1[0-2])[-/.]{_YEAR}")
_CJK = re.compile(rf"{_YEAR}\s?年(?:\s?(1[0-2]|0?[1-9])\s?月)?(?:\s?([12]\d|3[01]|0?[1-9])\s?日)?")
_ANY_YEAR = re.compile(_YEAR)
_WORD = re.compile(r"[^\W\d_]+")
_SHORT_YEAR = re.compile(r"(?<!\d)'?([3-9]\d)(?!\d)")
_DAY = re.compile(r"(?<![\d-])(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d])")


class Date(NamedTuple):
    """Parts that are printed; months from 1. "in press" and "n.d." leave all empty."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


def parse_date(text: str) -> Date:
    """The date of a printed field: "2008 Jun", "(2012, March 3)", "15 Feb. 1993", "2012 Jan-Feb" (first month),
    "2008-06-15", "15/06/2008" (day first), "2008年6月", "1999/2000" (first year), "n.d." (nothing)."""
    text = text[:200]
    for pattern, order in ((_CJK, (1, 2, 3)), (_ISO, (1, 2, 3)), (_DMY, (3, 2, 1))):
        if found := pattern.search(text):
            year, month, day = (int(found[i]) if found[i] else None for i in order)
            if pattern is _CJK or month:
                return Date(year, month, day)
    found = _ANY_YEAR.search(text)
    year = int(found[1]) if found else None
    month, day = None, None
    for word in _WORD.finditer(text):
        month = MONTHS.get(fold(word.group()).lower())
        if month:
            day = _day_beside(text, word.start(), word.end())
            if year is None and (short := _SHORT_YEAR.search(text, word.end())):
                year = 1900 + int(short[1])
            break
    return Date(year, month, day)


def _day_beside(text: str, start: int, end: int) -> int | None:
    """The day that stands by the month's word."""
    for found in _DAY.finditer(text):
        if 0 < start - found.end() <= 4 or 0 <= found.start() - end <= 3:
            return int(found[1])
    return None
