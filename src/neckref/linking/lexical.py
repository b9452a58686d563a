"""Words of a claim and of a sentence made comparable: stems, weights, direction words, negation, numbers."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from neckref.text.normalise import fold

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*%?|[^\W\d_][\w'\u2019-]*[\w]|[^\W\d_]")
_SUFFIXES = tuple(
    "ization isation ational fulness ousness iveness ations ation ments ment ness ities ity ively ive ingly ings ing "  # noqa: SIM905
    "edly ions ion ates ated ate ally als al ies ied ers er ors or ed es ly ic ous ance ence ant ent s e y".split()
)
STOP = frozenset(
    "a an the of in on at to for from by with and or is are was were be been being has have had do does did that "  # noqa: SIM905
    "this these those it its as than then into over under between among during after before within without via per "
    "we our they their there which who whom whose can could may might will would shall should also such both each "
    "either more most less least very not no nor only some any all other when where while whereas if but however "
    "thus using used use show shown shows showed found find findings suggest suggests suggested result results "
    "resulted study studies data here patients patient among play plays role roles known compared versus vs effect "
    "effects affect affects have lead leads led due high".split()
)
_MORE = tuple(
    "increas rais ris rose higher greater more elevat enhanc augment gain strengthen promot stimulat boost caus "  # noqa: SIM905
    "induc activat upregulat up-regulat accelerat encourag positiv facilitat trigger contribut driv drives produc "
    "require requir necess essential enabl support sufficient express amplif exacerbat worsen expand common "
    "frequent likely strong potent longer faster larger rapid heavier bigger older damag overexpress suscept "
    "vulnerab hyper excess abundan predispos improv benefi effectiv efficac superior better help restor recover "
    "success accura safe favor favour valid reliabl associat correlat link predict interact bind".split()
)
_LESS = tuple(
    "decreas reduc lower low less fewer declin diminish drop fell attenuat reliev alleviat lessen prevent inhibit "  # noqa: SIM905
    "suppress protect smaller downregulat down-regulat slow delay block abolish impair limit restrict negativ "
    "disrupt repress antagoni weak counteract hinder discourag abrogat dampen ameliorat shorter rare unlikely "
    "minimi eliminat silenc inactiv unabl lighter younger earl scarce halt hypo cure resist tumor-suppress "
    "decelerat shrink spar wors harm ineffect inferior poorer detriment fail inaccura useless unsuccess unsafe "
    "danger deterior".split()
)
_LOSS = tuple(
    "lack loss absen deficien deplet knockout knockdown knock-out knock-down delet inhibitor inhibit silenc block "  # noqa: SIM905
    "depriv ablat null withdraw".split()
)
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|neither|nor|none|cannot|without|unable|incapable|independent(?:ly)?|unaffected|unrelated|"
    r"unchanged|lack(?:s|ed|ing)?|absence|"
    r"fail(?:s|ed)?|little|non-?significant|dispensable|unlikely|rather than|instead of|similar|insufficient|"
    r"evidence against)\b|n['\u2019]t\b",
    re.I,
)  # fmt: skip
_HEDGE = re.compile(
    r"\b(?:may|might|could|possibl\w+|potential\w*|suggest\w*|appear\w*|seem\w*|likely|hypothesi\w+|unclear|unknown|"
    r"whether)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Text:
    """A claim or sentence, read once."""

    tokens: tuple[str, ...]
    """Lower-case words and numbers."""
    stems: tuple[str, ...]
    content: frozenset[str]
    """Stems that carry the subject: no function words, no direction words, no numbers."""
    signs: tuple[tuple[int, int], ...]
    """(position, -1 or 1) of direction words."""
    losses: int
    """Words for taking something away ("deficiency", "knockout")."""
    negations: tuple[int, ...]
    """Positions."""
    numbers: frozenset[str]
    hedged: bool


def read_text(text: str) -> Text:
    """The text's words with what the comparison needs."""
    folded = fold(text).lower()
    matches = list(_TOKEN.finditer(folded))
    tokens = tuple(m.group() for m in matches)
    stems = tuple(stem(t) for t in tokens)
    signs = tuple((i, s) for i, t in enumerate(tokens) if (s := direction(t)))
    negative = [m.start() for m in _NEGATIVE.finditer(folded)]
    negations = tuple(i for i, m in enumerate(matches) if any(m.start() <= n < m.end() for n in negative))
    signed = {i for i, _ in signs}
    content = frozenset(
        s for i, (t, s) in enumerate(zip(tokens, stems, strict=True))
        if t not in STOP and i not in signed and not t[0].isdigit() and len(t) > 1
    )  # fmt: skip
    return Text(
        tokens,
        stems,
        content,
        signs,
        sum(t.startswith(_LOSS) for t in tokens),
        negations,
        frozenset(t.rstrip("%").replace(",", "") for t in tokens if t[0].isdigit()),
        _HEDGE.search(folded) is not None,
    )


@cache
def stem(word: str) -> str:
    """A crude stem: "inhibits", "inhibited", "inhibition" → "inhibit"; never shorter than four letters."""
    word = word.removesuffix("'s").removesuffix("\u2019s")
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


@cache
def direction(word: str) -> int:
    """1 for a word of more or better, -1 for less or worse, 0 for others."""
    if word.startswith(_LESS):
        return -1
    return 1 if word.startswith(_MORE) else 0


@cache
def _weights() -> tuple[dict[str, float], float]:
    table = json.loads(files("neckref.data").joinpath("relation", "word-weights.json").read_text("utf-8"))
    return table["weights"], table["unseen"]


def weight(stemmed: str) -> float:
    """Inverse document frequency of a stem in biomedical abstracts; rare and unseen stems weigh most."""
    weights, unseen = _weights()
    return weights.get(stemmed, unseen)


def is_known(stemmed: str) -> bool:
    """Whether biomedical abstracts use the stem: "your" and "workout" they hardly do."""
    return stemmed in _weights()[0]


def overlap(wanted: frozenset[str], *texts: frozenset[str]) -> float:
    """Share of the weight of the wanted stems that is found in any of the texts, 0 to 1."""
    total = sum(weight(s) for s in wanted)
    found = frozenset[str]().union(*texts)
    return sum(weight(s) for s in wanted & found) / total if total else 0.0


def rarest_missing(wanted: frozenset[str], *texts: frozenset[str]) -> float:
    """Weight of the heaviest wanted stem that is in none of the texts, 0 where none is missing."""
    found = frozenset[str]().union(*texts)
    return max((weight(s) for s in wanted - found), default=0.0)


def document_frequencies(texts: Sequence[str]) -> dict[str, float]:
    """log(N / n) of each stem in at least five of N texts: how the table of word weights is made."""
    counts: dict[str, int] = {}
    for text in texts:
        for s in set(read_text(text).stems):
            counts[s] = counts.get(s, 0) + 1
    return {s: round(math.log(len(texts) / n), 2) for s, n in sorted(counts.items()) if n >= 5}
