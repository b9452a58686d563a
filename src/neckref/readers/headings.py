"""What a heading announces: a reference list, a list that may be one, or something that is not the article."""

from __future__ import annotations

import re
from functools import lru_cache

from neckref.text.normalise import fold

_STRONG = """
references|reference|reference list|list of references|cited references|references cited|literature cited|
works cited|work cited|citations|citation list|bibliography|selected bibliography|sources|article sources|
our sources|source list|sources cited|sources and references|references and sources|scientific references|
medical references|study references|article references|citations and references|resources cited|
sources and citations|literature|scholarly references|evidence and references|references and notes|references & notes|
notes and references|references and further reading|references and resources|bibliography and references|
literatur|literaturverzeichnis|literaturangaben|literaturliste|quellen|quellenangaben|quellenverzeichnis|
einzelnachweise|belege|referenzen|studien und quellen|nachweise|
bibliographie|references bibliographiques|liste des references|sources et references|ouvrages cites|
referencias|referencias bibliograficas|bibliografia|fuentes|fuentes consultadas|literatura|literatura citada|
obras citadas|riferimenti|riferimenti bibliografici|fonti|referencias consultadas|fontes|lista de referencias|
literatuur|literatuurlijst|bronnen|bronvermelding|referenties|geraadpleegde bronnen|
referenser|kallor|kallforteckning|litteratur|litteraturlista|referanser|kilder|litteraturliste|
referencer|kildehenvisninger|lahteet|viitteet|kirjallisuus|heimildir|
bibliografia i zrodla|zrodla|pismiennictwo|przypisy|literatura a zdroje|zdroje|reference a zdroje|pouzita literatura|
kaynakca|kaynaklar|referanslar|irodalom|felhasznalt irodalom|forrasok|bibliografie|referinte|surse|izvori|viri|
tai lieu tham khao|daftar pustaka|referensi|rujukan|
литература|список литературы|источники|список источников|ссылки|использованная литература|джерела|
список використаних джерел|βιβλιογραφια|αναφορες|παραπομπες|πηγες|
参考文献|參考文獻|参考资料|參考資料|引用文献|引用文獻|文献|文獻|参考|出典|引用|资料来源|資料來源|
참고문헌|참고 문헌|출처|인용문헌|المراجع|مراجع|المصادر|المصادر والمراجع|منابع|
מקורות|ביבליוגרפיה|संदर्भ|सन्दर्भ|อ้างอิง|เอกสารอ้างอิง
"""
_WEAK = """
source|further reading|additional reading|suggested reading|recommended reading|selected reading|explore in depth|
explore further|in depth|learn more|read more|more information|for more information|resources|
additional resources|useful resources|links|external links|useful links|weblinks|notes|footnotes|footnote|endnotes|
studies|the studies|the research|research|related research|related studies|scientific studies|key studies|
key papers|the evidence|evidence|the science|background reading|more on this topic|dig deeper|see also|
weiterfuhrende literatur|zum weiterlesen|weitere informationen|fussnoten|anmerkungen|lesetipps|studien|
pour en savoir plus|pour aller plus loin|lectures complementaires|notes et references|notes de bas de page|etudes|
lecturas recomendadas|lecturas adicionales|para saber mas|mas informacion|notas|notas al pie|estudios|
per approfondire|approfondimenti|letture consigliate|note|leitura complementar|saiba mais|
verder lezen|meer lezen|voetnoten|noten|lasa mer|las mer|les mer|laes mere|
延伸阅读|延伸閱讀|扩展阅读|脚注|註釋|注释|関連文献|注|더 읽어보기|примечания|читайте также
"""
_ENDERS = """
related articles|related posts|related stories|related content|related topics|related reading|related|
you may also like|you might also like|you may also be interested in|recommended for you|recommended|
more from|more stories|more articles|popular posts|popular articles|most popular|trending|trending now|
latest articles|latest posts|latest news|recent news|recent posts|upcoming events|
read next|up next|what to read next|keep reading|more like this|
about the author|about the authors|about the writer|about the reviewer|author bio|author biography|author|authors|
the author|written by|reviewed by|medically reviewed by|meet the author|about us|about this article|our experts|
article history|how we reviewed this article|
comments|leave a comment|leave a reply|add a comment|post a comment|discussion|reader comments|responses|replies|
share this|share this article|share|share on|follow us|follow|subscribe|newsletter|sign up for our newsletter|
join our newsletter|get our newsletter|sign up|advertisement|advertisements|sponsored|sponsored content|promoted|
shop|navigation|menu|categories|tags|archives|archive|site map|contact|contact us|privacy policy|cookies|
copyright|disclaimer|image sources|image credits|photo credits|picture credits|how to cite|how to cite this article|
cite this article|citation|acknowledgments|acknowledgements|funding|conflict of interest|conflicts of interest|
competing interests|author contributions|supplementary material|appendix|data availability|
verwandte artikel|ahnliche artikel|das konnte sie auch interessieren|kommentare|uber den autor|mehr zum thema|werbung|
articles similaires|articles lies|a lire aussi|commentaires|a propos de l'auteur|publicite|
articulos relacionados|comentarios|sobre el autor|tambien te puede interesar|publicidad|
lees ook|lees verder|lesen sie auch|auch interessant|lire aussi|lea tambien|leer tambien|leggi anche|leia tambem|
veja tambem|las ocksa|les ogsa|laes ogsa|czytaj takze|prectete si take|
articoli correlati|commenti|l'autore|artigos relacionados|gerelateerde artikelen|reacties|
相关文章|相關文章|关于作者|評論|评论|関連記事|著者について|コメント|관련 기사|댓글
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(w.strip() for w in words.replace("\n", "").split("|") if w.strip())


_NOUN = r"(?:references?|sources|citations|bibliography|studies|literature)"
_QUALIFIED = re.compile(
    r"(?:(?:(?:a |the )?(?:full |complete |short )?list of|key|main|selected|primary|medical|scientific|clinical|"
    r"academic|peer-reviewed|research|article|journal|web|online|all|our|the) ){0,3}"
    rf"{_NOUN}(?: (?:cited|used|consulted|quoted|mentioned|list|section|(?:for|in|of) (?:this|the) \w{{4,10}})){{0,2}}"
)
"""Headings that only add words to the usual ones: "Key references", "Sources used", "Studies cited in this article"."""
_BARE = frozenset(("studies", "the studies", "literature", "all studies", "our studies"))
_AND = re.compile(r"\s+(?:and|&|und|et|y|e|en|och|og|i|ve|и)\s+|\s*[/,+]\s*")
_KINDS = {"references": _set(_STRONG), "maybe": _set(_WEAK), "outside": _set(_ENDERS)}
_PREFIX = re.compile(r"^(?:#+\s*)?(?:\(?(?:\d{1,2}(?:\.\d{1,2})*|[ivxIVX]{1,5}|[A-Z])[.):]\s+|\d{1,2}\s+)?")
_VERB = re.compile(r"(?:show|view|see|hide|read|expand|open|toggle|all|our|the)(?: all| the| our)? (?=\w)", re.I)
_COUNT = re.compile(r"\s*[(\[]\s*\d{1,4}\s*[)\]]\s*$|\s+\d{1,4}$")
_LABEL = re.compile(r"\s*[^\s:：]{2,24}(?: [^\s:：]{1,20}){0,4}\s*[:：]\s*(?=\S)")


@lru_cache(maxsize=4096)
def classify_heading(text: str) -> str | None:
    """ "references", "maybe" (a list that may be one), "outside" (not part of the article), or None.

    Upper and lower case, accents, numbering ("7. References"), a count ("Comments (12)") and a colon do not matter.
    """
    line = text.strip()
    if not line or len(line) > 80 or "\n" in line or line.count(" ") > 9:
        return None
    plain = line.strip("*_#=~-—– \t【】[]").rstrip(":：.…▼▾+ \t")
    bare = _COUNT.sub("", _PREFIX.sub("", plain))
    for candidate in (plain, bare, _VERB.sub("", bare, count=1)):
        name = " ".join(fold(candidate).casefold().split())
        for kind, names in _KINDS.items():
            if name in names or candidate.casefold() in names:
                return kind
    first = " ".join(fold(bare).casefold().split())
    if _QUALIFIED.fullmatch(first) and first not in _BARE:
        return "references"
    parts = _AND.split(first)
    kinds = {classify_heading(part) if part != first else None for part in parts}
    if kinds <= {"references", "maybe"}:
        return "references" if "references" in kinds else "maybe"
    return "outside" if first.startswith(("more from ", "comments on ", "about the author")) else None


def find_label(text: str) -> tuple[int, str | None]:
    """Where the content starts behind a label of a reference list on the same line ("Sources: 1. Hansen …"), and what
    kind of list that is; or 0 and None."""
    found = _LABEL.match(text)
    kind = classify_heading(found.group()) if found else None
    return (found.end(), kind) if found and kind in ("references", "maybe") else (0, None)
