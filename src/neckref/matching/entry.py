"""What is known of one printed entry while one work is held against it."""

from __future__ import annotations

from dataclasses import dataclass, field

from neckref.matching.printed import MONTHS, Printed, find_joined, is_telling, residue
from neckref.model import Hints
from neckref.text.normalise import words


@dataclass(slots=True)
class Entry:
    """The printed words, and which of them the work's values explain so far."""

    printed: Printed
    hints: Hints
    taken: set[int] = field(default_factory=set)
    """Words explained."""
    used: set[str] = field(default_factory=set)
    """Numbers found to be a field's."""
    title_at: range = range(0)
    """Words of the work's title, if it stands there."""
    title_start: int = 0
    title_text: str = ""
    """The title as printed, squeezed, and its offset in `printed.text`."""
    reserved: int = -1
    """The number of a part, right after the title."""
    placed: bool = False
    """The first page is right."""

    def left(self) -> tuple[str, ...]:
        """Telling words that nothing explains."""
        return residue(self.printed, self.taken)

    def take_dates(self) -> None:
        """A month's name and the day beside it are a date."""
        for i, word in enumerate(self.printed.words):
            if word in MONTHS and i not in self.taken and self.printed.shapes[i][0].isupper():
                self.taken.add(i)
                days = (j for j in (i + 1, i - 1) if j not in self.taken and self._is_day(j))
                if (day := next(days, None)) is not None:
                    self.taken.add(day)
                    self.used.add(self.printed.words[day].lstrip("0"))

    def _is_day(self, i: int) -> bool:
        word = self.printed.words[i] if 0 <= i < len(self.printed.words) else ""
        return word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31

    def take_number(self, wanted: str) -> bool:
        """Whether a number (Arabic or Roman, maybe cut by blanks) stands free in the entry; it is explained then."""
        for i, word, roman in self.printed.numbers:
            if i not in self.taken and i != self.reserved and wanted in (word, roman, self.printed.words[i]):
                self.taken.add(i)
                return True
        where = find_joined(self.printed, wanted, self.taken) if len(wanted) > 1 else range(0)
        self.taken.update(where)
        return bool(where)

    def free_numbers(self) -> list[int]:
        """Words that can be a number and that nothing explains."""
        return [i for i, _, _ in self.printed.numbers if i not in self.taken and i != self.reserved]

    def is_left(self, hint: str, left: tuple[str, ...]) -> bool:
        """Whether most words of a hint are unexplained: else the parser took other fields' words for it."""
        named = {w for w in words(hint) if is_telling(w)}
        return 2 * len(named & set(left)) > len(named)

    def words_of(self, where: range) -> str:
        """Some of the words, joined."""
        return " ".join(self.printed.shapes[i] for i in where)
