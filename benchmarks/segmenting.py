"""Reference list → entries: how many are found whole, by the way the list is printed.

    python benchmarks/segmenting.py FILE [--half report|choose|all] [--lists N] [--length N] [--json] [--errors GROUP]

FILE: JSON lines with one entry each under "raw", and its style under "style" if known. Lists of `--length` entries of
one style are printed in each layout behind a short article, under a heading and without one, and read as plain text.
An entry counts only where it is found whole and nothing but it, blanks aside. Rules were chosen on the half "choose".

The peer is a plain regex splitter. It is given the list alone, with no article around, which is the easier task.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import textwrap
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tagged import half_of

from neckref.readers.plain import reader

ARTICLE = (
    "Neck care\n\nNeck pain is common in office workers, and it may last for years. Shrugs with weights raise the "
    "activity of the trapezius, and most people say that they feel better after ten weeks.\n\n"
)
HEADINGS = {"headed": "References\n\n", "unheaded": ""}
_NUMBER = re.compile(r"^\(?1\)? ?(?=\D)")


def wrap(entry: str, width: int, hang: str = "") -> str:
    """One entry over several lines."""
    return textwrap.fill(entry, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False)


LAYOUTS: dict[str, Callable[[Sequence[str]], str]] = {
    "one a line": "\n".join,
    "empty lines": "\n\n".join,
    "wrapped at 72": lambda xs: "\n".join(wrap(x, 72) for x in xs),
    "hanging indent": lambda xs: "\n".join(wrap(x, 72, "    ") for x in xs),
    "wrapped, empty lines": lambda xs: "\n\n".join(wrap(x, 60) for x in xs),
    "numbered": lambda xs: "\n".join(wrap(f"{n}. {x}", 80) for n, x in enumerate(xs, 1)),
    "in brackets": lambda xs: "\n".join(wrap(f"[{n}] {x}", 80, "    ") for n, x in enumerate(xs, 1)),
    "bulleted": lambda xs: "\n".join(wrap(f"• {x}", 80, "  ") for x in xs),
    "numbered on one line": lambda xs: " ".join(f"{n}. {x}" for n, x in enumerate(xs, 1)),
    "on one line": " ".join,
}


def split_with_neckref(text: str) -> list[str]:
    """Entries of a whole article."""
    return [r.raw for r in reader.read(text.encode(), "list.txt").references]


def split_with_regex(text: str) -> list[str]:
    """Entries of a list alone: at numbers or bullets, else at empty lines, else at line ends, else at full stops."""
    marker = r"(?:\[\d+\]|\d+\.|•)[ \t]+"
    if re.match(marker, text):
        pieces = re.split(rf"(?:^|\n|(?<=[.\d]) ){marker}", text)
    elif "\n\n" in text:
        pieces = text.split("\n\n")
    elif "\n" in text:
        pieces = re.split(r"\n(?! )", text)
    else:
        pieces = re.split(r"(?<=\d\.) (?=[A-Z])", text)
    return [p for p in pieces if p.strip()]


def make_lists(path: Path, half: str, length: int, most: int) -> Iterator[tuple[str, list[str]]]:
    """(style, entries) of lists, shuffled in the same way every time."""
    by_style: dict[str, list[str]] = defaultdict(list)
    with path.open() as lines:
        for line in lines:
            row = json.loads(line)
            entry = _NUMBER.sub("", " ".join(str(row["raw"]).split()))
            if half in ("all", half_of(row["raw"])) and len(entry) > 20:
                by_style[row.get("style", "any")].append(entry)
    for style, entries in sorted(by_style.items()):
        random.Random(1).shuffle(entries)
        for n in range(min(most, len(entries) // length)):
            yield style, entries[n * length : (n + 1) * length]


def count(found: Sequence[str], wanted: Sequence[str]) -> Counter[str]:
    """Entries that are right, given and there."""
    whole = Counter(" ".join(f.split()) for f in found)
    right = sum((whole & Counter(wanted)).values())
    return Counter(right=right, given=len(found), there=len(wanted))


def measure(lists: Sequence[tuple[str, list[str]]]) -> tuple[list[dict[str, Any]], list[tuple[str, list[str]]]]:
    """Rows by heading and layout, by heading and style, and for all; and entries missed with what was found instead."""
    totals: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    seconds: dict[tuple[str, str], float] = defaultdict(float)
    missed: list[tuple[str, list[str]]] = []
    for heading, words in HEADINGS.items():
        for layout, render in LAYOUTS.items():
            for style, entries in lists:
                printed = render(entries)
                for method, split, text in (
                    ("neckref", split_with_neckref, f"{ARTICLE}{words}{printed}\n"),
                    ("regex", split_with_regex, printed),
                ):
                    start = time.process_time()
                    found = [" ".join(f.split()) for f in split(text)]
                    taken = time.process_time() - start
                    for group in (f"{heading}, {layout}", f"{heading}, {style}", heading):
                        totals[method, group] += count(found, entries)
                        seconds[method, group] += taken
                    if method == "neckref":
                        missed += ((f"{heading}, {layout}: {e}", _near(found, e)) for e in entries if e not in found)
    rows = []
    for (method, group), c in totals.items():
        precision, recall = c["right"] / max(1, c["given"]), c["right"] / c["there"]
        f1 = 2 * c["right"] / (c["given"] + c["there"])
        numbers = {"precision": precision, "recall": recall, "f1": f1, "seconds": seconds[method, group]}
        rows.append({"method": method, "group": group, "n": c["there"], **{k: round(v, 4) for k, v in numbers.items()}})
    return sorted(rows, key=lambda r: (str(r["method"]), str(r["group"]))), missed


def _near(found: Sequence[str], entry: str) -> list[str]:
    """What was found where an entry stands."""
    return [f for f in found if f[:20] in entry or entry[:20] in f or entry[-20:] in f]


def main() -> None:
    """Prints one table, or its rows as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--half", choices=("report", "choose", "all"), default="report")
    parser.add_argument("--lists", type=int, default=10, help="lists of each style")
    parser.add_argument("--length", type=int, default=20, help="entries a list")
    parser.add_argument("--errors", metavar="GROUP", help='print what was missed in a group ("headed, on one line")')
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    lists = list(make_lists(options.file, options.half, options.length, options.lists))
    rows, missed = measure(lists)
    if options.json:
        print(json.dumps({"rows": rows}))
        return
    print(f"{'':<10}{'':<40}{'n':>6}{'precision':>11}{'recall':>9}{'f1':>8}{'seconds':>9}")
    for r in rows:
        print(
            f"{r['method']:<10}{r['group']:<40}{r['n']:>6}{r['precision']:>11.3f}{r['recall']:>9.3f}{r['f1']:>8.3f}"
            f"{r['seconds']:>9.2f}"
        )
    for entry, found in missed:
        if options.errors and entry.startswith(options.errors):
            print("\nwanted ", entry, *(f"\nfound   {f}" for f in found))


if __name__ == "__main__":
    main()
