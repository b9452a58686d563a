"""Numbers in running text, read as what they are: levels, differences, estimates with intervals, counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from neckref.model import Span

_NUM = r"[-+]?\d+(?:\.\d+)?"
_MAXIMUM = (
    r"(?:MVI?C|MVIC|MVE|EMG\s*max|maxEMG|RVC|"
    r"(?:of\s+(?:the\s+|a\s+|their\s+)?)?max(?:imum|imal)\b(?:\s+(?:static|isometric|voluntary|EMG|electromyographic))*"
    r"(?:\s+(?:contraction|activity|activation|EMG))?)"
)
_LEVEL = re.compile(
    rf"(?<![\w.Δ+-])(?P<value>\d+(?:\.\d+)?)\s*(?:%|percent|per cent)?\s*"
    rf"(?:(?:±|\+/-|\(\s*SD\s*=?|\(\s*±)\s*(?P<sd>\d+(?:\.\d+)?)\s*\)?)?\s*(?:%|percent|per cent)\s*(?:of\s+)?"
    rf"(?:(?:the|a|their)\s+)?{_MAXIMUM}",
    re.I,
)
_DIFFERENCE = re.compile(
    rf"(?:Δ|delta|difference(?:s)?\s+(?:of|in activation of)|\bby)\s*=?\s*(?P<low>{_NUM})\s*%?"
    r"(?:\s*(?:-|to|and)\s*(?P<high>\d+(?:\.\d+)?))?\s*(?P<unit>%|percentage points|percent|points)"
    rf"|(?<![\w.])(?P<low2>{_NUM})\s*(?:-|to)\s*(?P<high2>\d+(?:\.\d+)?)\s*(?P<unit2>percentage points)",
    re.I,
)
_INTERVAL = re.compile(
    rf"(?P<level>\d{{2}}(?:\.\d)?)\s*%\s*-?\s*(?:CI|CrI|confidence interval|credible interval)s?\b\s*[:=,]?\s*"
    rf"(?:of|from|was)?\s*"
    rf"[\[(]?\s*(?P<low>{_NUM})\s*(?:%|(?!(?:to|and)\b)[a-z]{{1,4}}\b)?\s*(?:,|;|\bto\b|\band\b|-)\s*(?P<high>{_NUM})",
    re.I,
)
# The estimate must stand directly before its interval, with at most a unit between them.
_ESTIMATE = re.compile(
    rf"(?P<before>[^\s(\[]*[\s(\[=:]*)(?P<value>(?<![\w.]){_NUM})\s*"
    r"(?P<unit>%|(?:[A-Za-zµ]+(?:/[A-Za-z]+)?\s*){0,2})\s*[(\[;,]\s*$"
)
_NOT_AN_ESTIMATE = re.compile(
    r"(?:^|[\s(\[])(?:p|n|vs\.?|versus|and|than|to|i2|i²|q|<|>|≤|≥|±|sd|se)\s*[=<>≤≥]?\s*$", re.I
)
_WORDS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}


@dataclass(frozen=True, slots=True)
class Level:
    """A share of a maximum ("102 ± 11 %MVC"), in percent."""

    value: float
    sd: float | None
    span: Span


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more or less ("Δ13-30 %", "by 5 points"): never to be shown as a level."""

    low: float
    high: float
    unit: str
    span: Span


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate with its interval, as printed; `low` ≤ `high`."""

    value: float
    low: float
    high: float
    confidence: float
    """Percent."""
    span: Span

    @property
    def outside(self) -> bool:
        """Whether the estimate lies outside its own interval, read with either sign and as percent or share:
        "reduced by 1.9 (95% CI -2.7 to -1.1)" is in order."""
        readings = (self.value, -self.value, self.value / 100, -self.value / 100)
        return not any(self.low <= reading <= self.high for reading in readings)


def find_levels(text: str) -> tuple[Level, ...]:
    """Shares of a maximum in order (%MVC, %MVIC, %MVE, percent of a maximal contraction)."""
    return tuple(
        Level(float(m["value"]), float(m["sd"]) if m["sd"] else None, Span(*m.span()))
        for m in _LEVEL.finditer(_plain(text))
    )


def find_differences(text: str) -> tuple[Difference, ...]:
    """Differences in percent or points, in order; a single figure has `low == high`."""
    found = []
    for m in _DIFFERENCE.finditer(_plain(text)):
        low = m["low"] or m["low2"]
        high = m["high"] or m["high2"] or low
        found.append(Difference(float(low), float(high), (m["unit"] or m["unit2"]).lower(), Span(*m.span())))
    return tuple(found)


def find_estimates(text: str) -> tuple[Estimate, ...]:
    """Estimates that stand directly before a confidence or credible interval, in order."""
    plain = _plain(text)
    found = []
    for m in _INTERVAL.finditer(plain):
        before = _ESTIMATE.search(plain, max(0, m.start() - 60), m.start())
        if before is None or _NOT_AN_ESTIMATE.search(plain[max(0, before.start("value") - 12) : before.start("value")]):
            continue
        low, high = sorted((float(m["low"]), float(m["high"])))
        span = Span(before.start("value"), m.end())
        found.append(Estimate(float(before["value"]), low, high, float(m["level"]), span))
    return tuple(found)


def check_intervals(text: str) -> tuple[Estimate, ...]:
    """Estimates of the text that lie outside their own interval: a misprint in the paper, or a misreading."""
    return tuple(estimate for estimate in find_estimates(text) if estimate.outside)


def parse_count(word: str) -> int | None:
    """Whole number of a numeral or an English number word: "1,144" → 1144, "Twenty-four" → 24; else None."""
    digits = re.sub(r"[,\s\u00a0\u2009](?=\d{3}\b)", "", word.strip())
    if digits.isdigit():
        return int(digits)
    values = [_WORDS.get(part) for part in re.split(r"[\s-]+", word.strip().lower())]
    if not values or any(v is None for v in values):
        return None
    numbers = [v for v in values if v is not None]
    if len(numbers) == 1:
        return numbers[0]
    tens, ones = numbers[0], numbers[1]
    return tens + ones if len(numbers) == 2 and tens >= 20 and tens < 100 and 0 < ones < 10 else None


def _plain(text: str) -> str:
    """The same length with one dash, minus and decimal point, so that offsets hold."""
    text = text.translate({0x2212: "-", 0x2013: "-", 0x2014: "-", 0x2010: "-", 0x2011: "-", 0x2012: "-"})
    return re.sub(r"(?<=\d)\u00b7(?=\d)", ".", text)
