"""HTML tree → pieces: the text of each block as a person sees it, with its links and visible markers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from neckref.model import Link, Span
from neckref.readers.decode import drop_invisible
from neckref.readers.headings import classify_heading
from neckref.text.identifiers import find_identifiers

_DROPPED = frozenset(
    ("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "video", "audio",
     "form", "input", "select", "textarea", "nav", "head", "dialog", "menu", "map", "datalist", "progress", "meter")
)  # fmt: skip
_BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "blockquote", "dd", "dt", "dl", "ul", "ol", "li", "table", "tr",
     "pre", "figure", "figcaption", "caption", "header", "footer", "aside", "address", "details", "summary", "hr",
     "body", "center", "h1", "h2", "h3", "h4", "h5", "h6", "fieldset", "legend", "tbody", "thead", "tfoot", "hgroup",
     "search", "button")
)  # fmt: skip
_LISTED = re.compile(
    r"(?:^|[\s_-])(?:references?|ref-?list|reflist|citations?|cite[_-]note|bibliograph\w*|biblio|footnotes?|endnotes?|fn\d*|sources|"
    r"works-?cited|literatur\w*|quellen\w*|einzelnachweise)(?:$|[\s_-])",
    re.I,
)
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|submenu|breadcrumbs?|sidebar|side-bar|related|share|sharing|social|comments?|"
    r"comment-list|disqus|ad|ads|advert|advertisement|adslot|sponsor\w*|promo\w*|banner|newsletter|subscribe|signup|sign-up|"
    r"cookie\w*|modal|popup|overlay|widget|pagination|pager|tags|taglist|author-bio|author-box|author-info|bio|byline|"
    r"recommend\w*|popular|trending|outbrain|taboola|skip-link|toolbar|masthead|site-header|site-footer|footer|footer-\w+|"
    r"mw-editsection|mw-cite-backlink|backlink|backref|noprint|toc|table-of-contents|read-next|more-stories|login|search|"
    r"screen-reader-text|sr-only|visually-hidden|print-only|cta|feedback|rating|ratings)(?:$|[\s_-])",
    re.I,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0\u2009\u202f]+")
_MARKER = re.compile(r"[\[(]?\s*(\d{1,4}(?:\s*[,;–-]\s*\d{1,4}){0,30}|[a-z]|[*†‡§¶]{1,3})\s*[\])]?$")
_NUMBER = re.compile(r"[\[(]?\s*(\d{1,4})\s*[\])]?")
_UNIT = re.compile(r"(?:^|[\s\d/(·])(?:[mckµdk]?m|kg|s|min|in|ft|yd|R|r|χ|x|n|CO|H)$|\d$")
_BACK = re.compile(r"(?:[↩↑^⇧⏎\ufe0e\ufe0f\s]+|jump up(?: to)?:?|back|return|[a-z])$", re.I)
_NOTE_ID = re.compile(r"[-_]?(?:(?:foot|end)note|fn|ftn|edn|note|cite_note)[-_:]?\d{1,4}$", re.I)
_BACKREF = re.compile(r"a .*backref|sup .*noprint")  # a way back; a remark ("[citation needed]")
_TO_SUPERSCRIPT = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_TITLES = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "summary", "strong", "b", "button"))
_LEVELS = {f"h{n}": n for n in range(1, 7)}


@dataclass(slots=True)
class Piece:
    """One block of a page before it is known whether it belongs to the article."""

    kind: str
    text: str
    level: int = 0
    lead: str = ""
    marker: str | None = None
    links: list[Link] = field(default_factory=list)
    tight: bool = False
    continued: bool = False

    def cut(self, kind: str, start: int, end: int) -> Piece:
        """The part of the text from `start` to `end` as a piece of its own, with the links in it."""
        links = [
            Link(Span(max(0, x.span.start - start), min(end, x.span.end) - start), x.url)
            for x in self.links
            if x.span.start < end and x.span.end > start
        ]
        return Piece(kind, self.text[start:end], links=links)


@dataclass(slots=True)
class _List:
    ordered: bool
    number: int
    noted: bool
    depth: int


def walk_markup(root: etree._Element, base: str) -> list[Piece]:
    """Pieces of a page in reading order, without scripts, menus, forms, hidden parts and adverts. Works without
    recursion, in time linear in the tree's size."""
    return list(_Walk(root, base).run())


class _Walk:
    def __init__(self, root: etree._Element, base: str) -> None:
        self.root = root
        self.base = base
        self.lengths, self.listed = _measure(root)
        self.total = self.lengths.get(root, 0)
        self.buffer: list[str] = []
        self.length = 0
        self.links: list[Link] = []
        self.opened: list[tuple[int, int]] = []  # (place in buffer, length) where a link or superscript began
        self.lists: list[_List] = []
        self.items: list[tuple[str, str | None, bool]] = []
        self.fresh = False
        self.kinds: list[str] = ["paragraph"]
        self.level = 0
        self.pre = 0
        self.marks = _numbers_by_target(root)
        self.anchor: str | None = None

    def run(self) -> Iterator[Piece]:
        walk = etree.iterwalk(self.root, events=("start", "end", "comment", "pi"))
        skipped: etree._Element | None = None
        for event, node in walk:
            if event in ("comment", "pi"):
                self._add(node.tail)
            elif event == "start":
                if self._is_dropped(node):
                    walk.skip_subtree()
                    skipped = node
                    continue
                yield from self._open(node)
            elif skipped is not None and skipped is node:
                skipped = None
                if node.tag in _BLOCKS:
                    yield from self._flush()
                self._add(node.tail)
            else:
                yield from self._close(node)
                if node is not self.root:
                    self._add(node.tail)
        yield from self._flush()

    def _open(self, node: etree._Element) -> Iterator[Piece]:
        tag = node.tag
        if tag in _BLOCKS:
            yield from self._flush()
        self.anchor = self.marks.get(node.get("id") or node.get("name") or "", self.anchor)
        if tag in _BLOCKS:
            self.kinds.append(self._kind(node))
            if tag in ("ul", "ol"):
                noted = _is_listed(node) and "note" in _names(node)
                self.lists.append(_List(tag == "ol", _number(node.get("start"), 1), noted, len(self.lists)))
            elif tag == "li":
                self._open_item(node)
            elif tag in _LEVELS:
                self.level = _LEVELS[tag]
            elif tag == "pre":
                self.pre += 1
        elif tag == "br":
            self._break()
        elif tag in ("td", "th"):
            self._add(" ")
        elif tag in ("a", "sup"):
            self.opened.append((len(self.buffer), self.length))
        elif tag == "q":
            self._add("“")
        self._add(node.text)

    def _close(self, node: etree._Element) -> Iterator[Piece]:
        tag = node.tag
        if tag in _BLOCKS:
            yield from self._flush()
            self.kinds.pop()
            if tag in ("ul", "ol") and self.lists:
                self.lists.pop()
            elif tag == "li" and self.items:
                self.items.pop()
                self.fresh = False
            elif tag in _LEVELS:
                self.level = 0
            elif tag == "pre":
                self.pre -= 1
        elif tag == "a":
            self._close_link(node)
        elif tag == "sup":
            self._close_superscript(node)
        elif tag == "q":
            self._add("”")

    def _kind(self, node: etree._Element) -> str:
        tag, above = node.tag, self.kinds[-1]
        if tag in _LEVELS:
            return "heading" if above in ("paragraph", "item") else above
        if tag in ("summary", "button", "legend", "dt"):
            return "heading" if classify_heading(_words(node)) == "references" else above
        if tag in ("figcaption", "caption") or (tag == "table" and _is_data(node)):
            return "aside"
        if tag == "li" and above != "aside":
            noted = re.match(r"(?:foot|end)?-?(?:fn|note)", node.get("id") or "", re.I) or (
                self.lists and self.lists[-1].noted
            )
            return "note" if noted else "item"
        if tag in ("p", "div", "aside", "section") and above == "paragraph" and _NOTE_ID.match(node.get("id") or ""):
            return "note"
        return above

    def _open_item(self, node: etree._Element) -> None:
        inner = self.lists[-1] if self.lists else _List(False, 1, False, 0)
        indent = "  " * inner.depth
        if inner.ordered:
            number = _number(node.get("value"), inner.number)
            inner.number = number + 1
            self.items.append((f"{indent}{number}. ", str(number), False))
        else:
            self.items.append((f"{indent}• ", None, False))
        self.fresh = True

    def _break(self) -> None:
        if self.buffer and self.buffer[-1].rstrip(" ").endswith("\n"):
            self.buffer.append("\x1e")  # an empty line: the block ends here
        else:
            self.buffer.append("\n")
        self.length += 1

    def _add(self, text: str | None) -> None:
        if not text:
            return
        visible = drop_invisible(text)
        words = visible if self.pre else _BLANKS.sub(" ", visible)
        if (
            words.startswith(" ")
            and (not self.length or self.buffer[-1].endswith((" ", "\n", "\x1e")))
            and not self.pre
        ):
            words = words[1:]
        if words:
            self.buffer.append(words)
            self.length += len(words)

    def _close_link(self, node: etree._Element) -> None:
        if not self.opened:
            return
        place, start = self.opened.pop()
        words = "".join(self.buffer[place:])
        target = (node.get("href") or "").strip()
        above = node.getparent()
        raised = above is not None and above.tag == "sup" and len(above.findall("a")) > 1  # brings its own brackets
        bare = re.fullmatch(r"\d{1,4}", words.strip()) is not None and not raised and not self._brackets(place)
        if target.startswith("#") or not target:
            if _BACK.match(words) and "note" in self.kinds:
                self._replace(place, start, "")
            elif target and bare:
                self._replace(place, start, f"[{words.strip()}]")
            return
        if bare and find_identifiers(target):
            words = f"[{words.strip()}]"
            self._replace(place, start, words)
        try:
            url = urljoin(self.base, target)
            good = urlsplit(url).scheme in ("http", "https") and len(url) < 4000
        except ValueError:
            return
        if good and words.strip():
            left = start + len(words) - len(words.lstrip())
            self.links.append(Link(Span(left, start + len(words.rstrip())), url))

    def _brackets(self, place: int) -> bool:
        return "".join(self.buffer[max(0, place - 2) : place]).rstrip().endswith(("[", "(", "–", "-", ","))

    def _close_superscript(self, node: etree._Element) -> None:
        if not self.opened:
            return
        place, start = self.opened.pop()
        words = "".join(self.buffer[place:])
        found = _MARKER.match(words.strip())
        if not found or "[" in words:
            return
        parent = node.getparent()
        inside = parent is not None and parent.tag == "a"
        linked = inside or _is_listed(node) or next(node.iter("a"), None) is not None
        before = "".join(self.buffer[max(0, place - 3) : place])[-12:]
        digits = found[1][0].isdigit()
        if linked or (digits and before.strip() and not _UNIT.search(before)):
            self._replace(place, start, f"[{_BLANKS.sub('', found[1])}]", keep=words == found[1])
        elif digits:
            self._replace(place, start, words.strip().translate(_TO_SUPERSCRIPT))

    def _replace(self, place: int, start: int, words: str, *, keep: bool = False) -> None:
        """Puts `words` in place of what was added since `start`; `keep`: it is the same between new brackets."""
        del self.buffer[place:]
        if self.links and self.links[-1].span.end > start:
            inside = [x for x in self.links if x.span.end > start] if keep else []
            moved = [Link(Span(x.span.start + 1, x.span.end + 1), x.url) for x in inside]
            self.links = [*(x for x in self.links if x.span.end <= start), *moved]
        self.length = start
        if words:
            self.buffer.append(words)
            self.length += len(words)

    def _flush(self) -> Iterator[Piece]:
        text, links = "".join(self.buffer), self.links
        self.buffer, self.length, self.links = [], 0, []
        self.opened = [(0, 0) for _ in self.opened]
        at = 0
        for part in text.split("\x1e"):
            if part.strip():
                inside = [Link(Span(max(0, x.span.start - at), min(len(part), x.span.end - at)), x.url) for x in links
                          if x.span.start < at + len(part) and x.span.end > at]  # fmt: skip
                yield self._piece(part, inside)
            at += len(part) + 1

    def _piece(self, text: str, links: list[Link]) -> Piece:
        kind = self.kinds[-1]
        anchor, self.anchor = self.anchor, None
        if kind in ("item", "note") and self.items:
            lead, marker, _ = self.items[-1]
            marker = marker or anchor
            first, self.fresh = self.fresh, False
            depth = self.lists[-1].depth if self.lists else 0
            if not first:
                return Piece(kind, text, 0, "  " * (depth + 1), marker, links, True, True)
            return Piece(kind, text, 0, lead, marker, links, True)
        return Piece(kind, text, self.level if kind == "heading" else 0, marker=anchor, links=links)

    def _is_dropped(self, node: etree._Element) -> bool:
        tag = node.tag
        if not isinstance(tag, str) or tag in _DROPPED:
            return node is not self.root
        if tag in ("a", "sup", "b", "i", "em", "strong", "br") or node in (self.root, self.root.find("body")):
            return _BACKREF.match(f"{tag} {node.get('class') or ''}") is not None
        names = _names(node)
        if tag == "button":
            return classify_heading(_words(node)) != "references"
        hidden = node.get("hidden") is not None or _HIDDEN.search(node.get("style") or "")
        suspect = hidden or tag in ("aside", "footer") or (names and _CHROME.search(names))
        if not suspect or (names and _is_listed(node)) or (hidden and _is_panel(node)):
            return False
        if not hidden and self.lengths.get(node, 0) > 0.4 * self.total:
            return False
        return not (hidden or tag in ("aside", "footer", "div", "section")) or node not in self.listed


def _measure(root: etree._Element) -> tuple[dict[etree._Element, int], set[etree._Element]]:
    """Characters under each element, and the elements that hold a reference list: a heading that says so, a list
    whose class does, or two links to papers. One pass from the leaves up."""
    lengths: dict[etree._Element, int] = {}
    papers: dict[etree._Element, int] = {}
    listed: set[etree._Element] = set()
    for _, node in etree.iterwalk(root, events=("end",)):
        tag = node.tag
        own = len(node.text or "") if tag not in ("script", "style") else 0
        lengths[node] = own + sum(lengths.get(c, 0) + len(c.tail or "") for c in node)
        count = sum(papers.get(c, 0) for c in node) + (tag == "a" and bool(find_identifiers(node.get("href") or "")))
        if count:
            papers[node] = count
        if tag in _TITLES and lengths[node] < 80:
            found = classify_heading(_words(node)) == "references"
        else:
            found = tag in ("ol", "ul", "div", "section") and _is_listed(node)
        if found or count >= 2 or any(c in listed for c in node):
            listed.add(node)
    return lengths, listed


def _numbers_by_target(root: etree._Element) -> dict[str, str]:
    """By id of an element, the number that links to it show ("[1]"): the marker of an entry that prints none."""
    found: dict[str, str] = {}
    for node in root.iter("a"):
        target = node.get("href") or ""
        if target.startswith("#") and (number := _NUMBER.fullmatch(_words(node).strip()[:12])):
            found.setdefault(target[1:], number[1])
    return found


def _words(node: etree._Element) -> str:
    return "".join(str(t) for t in node.itertext())


def _names(node: etree._Element) -> str:
    names = f"{node.get('class') or ''} {node.get('id') or ''} {node.get('role') or ''}".strip()
    return _CAMEL.sub("-", names) if names else ""


def _is_listed(node: etree._Element) -> bool:
    return _LISTED.search(_names(node)) is not None


def _is_panel(node: etree._Element) -> bool:
    """Whether a hidden part is the folded reference list: a heading, tab or button before it says so, or the class of
    what it stands in."""
    before = next(node.itersiblings("*", preceding=True), None)
    if before is not None and classify_heading(_words(before)[:100]) == "references":
        return True
    above = list(islice(node.iterancestors(), 3))
    return any(a.tag not in ("html", "body") and _is_listed(a) for a in above)


def _is_data(table: etree._Element) -> bool:
    """Whether a table holds data rather than the page's layout."""
    return table.find(".//th") is not None or table.find("caption") is not None


def _number(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"\d{1,6}", value.strip()) else default
