"""References rendered from structured metadata in many styles, with every field's place known: training material.

No style is taken from a style guide as a whole: each entry draws an order of fields, forms of names, dates, volumes
and pages, and the marks between them, so that the tagger learns what fields look like and not one style's habits.
Deterministic: the same works, stock and seed give the same entries.
"""

from __future__ import annotations

import json
import random
import re
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Entry = list[tuple[str, str]]
"""(field, text) pairs; joined without anything between, they are the printed entry."""

PUBLISHERS = """Springer|Springer-Verlag|Wiley|John Wiley & Sons|Elsevier|Academic Press|Cambridge University Press
Oxford University Press|MIT Press|Routledge|Sage|SAGE Publications|Harvard University Press|Princeton University Press
Yale University Press|University of Chicago Press|McGraw-Hill|Prentice Hall|Addison-Wesley|Morgan Kaufmann|ACM|ACM Press
IEEE|IEEE Press|IEEE Computer Society|World Scientific|CRC Press|Taylor & Francis|Penguin|Penguin Books|Random House
Basic Books|Norton|W. W. Norton|Macmillan|Palgrave Macmillan|Blackwell|Lippincott Williams & Wilkins|Saunders|Mosby
Churchill Livingstone|Thieme|Karger|Human Kinetics|Guilford Press|Lawrence Erlbaum|American Psychological Association
World Health Organization|National Academies Press|Gallimard|Seuil|Presses Universitaires de France|PUF|L'Harmattan
Suhrkamp|de Gruyter|Walter de Gruyter|Mohr Siebeck|C. H. Beck|Fischer|Rowohlt|Vandenhoeck & Ruprecht|Hogrefe|Huber
Einaudi|Il Mulino|Laterza|Alianza Editorial|Siglo XXI|Fondo de Cultura Económica|Companhia das Letras|Vozes|Atlas
Brill|Kluwer|North-Holland|Birkhäuser|PWN|Knopf|HarperCollins|Simon & Schuster|Farrar, Straus and Giroux|Faber and Faber
Verso|Polity Press|Edward Elgar|Jossey-Bass|Pearson|Pearson Education|Duke University Press|Cornell University Press
Johns Hopkins University Press|Stanford University Press|University of California Press|Columbia University Press
Hodder Education|Allen & Unwin|Melbourne University Press|University of Toronto Press|Dover|Dover Publications|AMS
American Mathematical Society|SIAM|Plenum Press|Butterworths|Cochrane|NICE|StatPearls Publishing|BMJ Books|Mayo Clinic
Government Printing Office|HMSO|OECD|World Bank|UNESCO|Brookings Institution|RAND Corporation|National Bureau of Economic Research""".replace("\n", "|").split("|")  # fmt: skip
PLACES = """New York|New York, NY|London|Cambridge, MA|Cambridge|Oxford|Berlin|Heidelberg|Paris|Amsterdam|Boston|Chicago
Philadelphia|Philadelphia, PA|San Francisco|San Francisco, CA|Los Angeles|Washington, DC|Washington, D.C.|Princeton, NJ
New Haven|Stuttgart|Frankfurt am Main|München|Munich|Leipzig|Wien|Vienna|Zürich|Basel|Bern|Geneva|Madrid|Barcelona
Mexico City|México|Buenos Aires|São Paulo|Rio de Janeiro|Lisboa|Roma|Milano|Torino|Bologna|Warszawa|Kraków|Praha
Budapest|Moscow|Stockholm|Copenhagen|Oslo|Helsinki|Leiden|The Hague|Dordrecht|Brussels|Bruxelles|Louvain|Lyon|Toronto
Montreal|Ottawa|Sydney|Melbourne|Canberra|Auckland|Tokyo|Beijing|Hong Kong|Singapore|New Delhi|Baltimore|Baltimore, MD
Ithaca, NY|Hillsdale, NJ|Mahwah, NJ|Englewood Cliffs, NJ|Upper Saddle River, NJ|Reading, MA|San Mateo, CA|Menlo Park, CA
Thousand Oaks, CA|Newbury Park, CA|Bethesda, MD|Rockville, MD|Rochester, MN|Atlanta, GA|Seattle, WA|Portland, OR
Boca Raton, FL|Hoboken, NJ|Norwood, MA|Durham, NC|Chapel Hill|Urbana, IL|Bloomington|Ann Arbor|Lanham, MD|Totowa
Basingstoke|Edinburgh|Manchester|Dublin|Göttingen|Tübingen|Hamburg|Köln|Bonn|Champaign, IL|Treasure Island (FL)|Cham
Hoboken|Chichester, UK|Oxford, UK|London, UK|Paris, France|Berlin, Germany|Vancouver, Canada|San Diego, California""".replace("\n", "|").split("|")  # fmt: skip
SITES = """Mayo Clinic|WebMD|Healthline|Cleveland Clinic|NHS|MedlinePlus|Johns Hopkins Medicine|Harvard Health Publishing
Verywell Health|Medscape|American Physical Therapy Association|Centers for Disease Control and Prevention|NICE
National Institute of Neurological Disorders and Stroke|Dystonia Medical Research Foundation|Wikipedia|BBC News
Physiopedia|Spine-health|UpToDate|Radiopaedia|The Guardian|The New York Times|World Health Organization|Statista
National Library of Medicine|Government of Canada|Better Health Channel|American Academy of Orthopaedic Surgeons
GitHub|ResearchGate|YouTube|Medium|ScienceDaily|Nature News|Cancer Research UK|Arthritis Foundation|Patient.info""".replace("\n", "|").split("|")  # fmt: skip
GROUPS = """World Health Organization|National Institute for Health and Care Excellence|American College of Physicians
American Physical Therapy Association|Centers for Disease Control and Prevention|European Medicines Agency|OECD
U.S. Department of Health and Human Services|Ministry of Health|Cochrane Collaboration|GRADE Working Group|NICE|FDA
National Research Council|Institute of Medicine|American Psychiatric Association|World Bank|United Nations|UNESCO
The Neck Pain Task Force|GBD 2019 Collaborators|SPRINT Research Group|European Commission|Royal College of Physicians
Australian Bureau of Statistics|National Academies of Sciences, Engineering, and Medicine|Department for Education
International Headache Society|Deutsche Gesellschaft für Neurologie|Ministère de la Santé|American Heart Association""".replace("\n", "|").split("|")  # fmt: skip
CONDITIONS = """cervical dystonia|neck pain|chronic neck pain|shoulder impingement|trapezius myalgia|tension-type headache
low back pain|whiplash|migraine|osteoarthritis|fibromyalgia|torticollis|rotator cuff tears|tendinopathy|scoliosis""".replace("\n", "|").split("|")  # fmt: skip
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "abbr": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
    "dot": "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(),
}
_ABBREVIATIONS = dict(
    pair.split("=")
    for pair in """journal=J international=Int american=Am european=Eur british=Br medicine=Med medical=Med clinical=Clin
    research=Res science=Sci sciences=Sci review=Rev reviews=Rev annals=Ann archives=Arch physical=Phys therapy=Ther
    rehabilitation=Rehabil neurology=Neurol neurological=Neurol surgery=Surg surgical=Surg physics=Phys chemistry=Chem
    chemical=Chem biology=Biol biological=Biol engineering=Eng transactions=Trans proceedings=Proc national=Natl academy=Acad
    applied=Appl mathematics=Math mathematical=Math society=Soc psychology=Psychol psychological=Psychol psychiatry=Psychiatry
    education=Educ educational=Educ health=Health public=Public environmental=Environ technology=Technol materials=Mater
    molecular=Mol cellular=Cell cell=Cell genetics=Genet experimental=Exp orthopaedic=Orthop orthopedic=Orthop sports=Sports
    physiology=Physiol pharmacology=Pharmacol biochemistry=Biochem bulletin=Bull letters=Lett quarterly=Q computer=Comput
    computing=Comput systems=Syst economics=Econ economic=Econ management=Manag social=Soc studies=Stud zeitschrift=Z
    rheumatology=Rheumatol arthritis=Arthritis cardiology=Cardiol cardiovascular=Cardiovasc oncology=Oncol cancer=Cancer
    nursing=Nurs dental=Dent pediatric=Pediatr pediatrics=Pediatr radiology=Radiol nuclear=Nucl electronic=Electron
    electrical=Electr organic=Org royal=R canadian=Can australian=Aust association=Assoc annual=Annu advances=Adv
    plant=Plant marine=Mar geophysical=Geophys astronomical=Astron astrophysical=Astrophys virology=Virol disorders=Disord
    manual=Man manipulative=Manip ergonomics=Ergon movement=Mov disease=Dis diseases=Dis communications=Commun theory=Theory
    history=Hist policy=Policy language=Lang linguistics=Linguist philosophy=Philos law=Law business=Bus marketing=Mark
    botany=Bot zoology=Zool ecology=Ecol agricultural=Agric food=Food water=Water geology=Geol earth=Earth
    immunology=Immunol infectious=Infect microbiology=Microbiol pathology=Pathol toxicology=Toxicol statistics=Stat
    statistical=Stat acoustical=Acoust optical=Opt optics=Opt photonics=Photonics network=Netw networks=Netw""".split()
)  # fmt: skip
_SMALL = frozenset("of the and for in on de la et und der für &".split())


@dataclass
class Stock:
    """Printed bits to render from, besides works: each a list of texts without marks at the ends."""

    titles: list[str]
    containers: list[str]
    journals: list[str]
    publishers: list[str]
    places: list[str]
    families: list[str]
    givens: list[str]
    literal: dict[str, list[str]]
    """Other fields' texts as printed ("genre", "edition", "note", "collection")."""


def read_works(path: Path) -> list[dict[str, Any]]:
    """Works of a JSON-lines file with title, authors, journal, year, volume, issue, pages, doi."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def render_entries(works: Sequence[dict[str, Any]], stock: Stock, count: int, seed: int) -> Iterator[Entry]:
    """`count` entries: journal articles, books, chapters, papers in proceedings, reports, web pages, with noise."""
    rng = random.Random(seed)
    kinds: list[tuple[Callable[[Draw], Entry], int]] = [
        (_article, 46), (_untitled, 10), (_title_first, 4), (_book, 13), (_chapter, 9), (_paper, 12), (_report, 4),
        (_web, 6), (_bare, 2), (_newspaper, 3),
    ]  # fmt: skip
    kinds_list, weights = zip(*kinds, strict=True)
    for _ in range(count):
        draw = Draw(rng, works, stock)
        entry = rng.choices(kinds_list, weights)[0](draw)
        yield _finish(rng, entry)


class Draw:
    """One entry's choices: its work, and the forms of names, dates and numbers it is printed in."""

    def __init__(self, rng: random.Random, works: Sequence[dict[str, Any]], stock: Stock) -> None:
        self.rng, self.stock = rng, stock
        self.work = rng.choice(works)
        self.year = str(self.work.get("year") or rng.randint(1950, 2024))
        self.name_style = rng.choice(
            "Family, G. H.|Family, G.H.|Family GH|Family G.H.|G. H. Family|G.H. Family|Given Family|Family, Given"
            "|Family, Given|FAMILY, G.|FAMILY Given|Family G. H.|Family, G. H.|Family GH|Given Family|mixed|mixed".split(
                "|"
            )
        )
        self.quote = rng.choice(
            [("", "")] * 6 + [("“", "”"), ('"', '"'), ("“", "”"), ("‘", "’"), ("« ", " »"), ("„", "“"), ("``", "''")]
        )

    def pick(self, *options: str) -> str:
        return self.rng.choice(options)

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    # Names

    def people(self, most: int = 6) -> list[tuple[str, str]]:
        """(family, given) pairs: the work's authors or drawn ones."""
        real = [(a["family"], a.get("given", "")) for a in self.work.get("authors") or () if a.get("family")]
        if real and self.chance(0.6):
            return real[: self.rng.choice([len(real), len(real), most])]
        size = self.rng.choice([1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 8])
        return [self.person() for _ in range(min(size, most + 2))]

    def person(self) -> tuple[str, str]:
        family, given = self.rng.choice(self.stock.families), self.rng.choice(self.stock.givens)
        if self.chance(0.06):
            family = self.pick("van", "van der", "de", "von", "di", "Di", "Le", "El", "dos", "van den") + " " + family
        if self.chance(0.06):
            family += "-" + self.rng.choice(self.stock.families)
        if self.chance(0.35):
            given += " " + self.rng.choice(string.ascii_uppercase) + "."
        elif self.chance(0.08):
            given += " " + self.rng.choice(self.stock.givens)
        return family, given

    def authors(self) -> str:
        if self.chance(0.06):
            return self.rng.choice(GROUPS)
        if self.chance(0.012):
            return self.pick("———", "______", "–––––", "---", "________")
        return self.name_list(self.people(), cut=True)

    def name_list(self, people: list[tuple[str, str]], cut: bool = False) -> str:
        style = self.name_style
        if not any(given for _, given in people):
            style = "Family, G. H."
        names = []
        for i, (family, given) in enumerate(people):
            own = ("Family, Given" if i == 0 else "Given Family") if style == "mixed" else style
            if style == "mixed" and len(given) < 3:
                own = "Family, G. H." if i == 0 else "G. H. Family"
            names.append(_print_name(family, given, own))
        semicolon = style.startswith("Family, ") and self.chance(0.25)
        comma = "; " if semicolon else " and " if self.chance(0.04) else ", "
        end = (
            self.pick("", "", " et al", ", et al.", " et al.", ", and others", " u.a.", ", …", ", . . .")
            if cut and self.chance(0.13)
            else ""
        )
        if end and self.chance(0.6):
            names = names[: self.rng.choice([1, 1, 3, 6])]
        if end:
            if end == ", …" or end == ", . . .":
                return (
                    comma.join(names)
                    + end
                    + " "
                    + _print_name(*people[-1], style if style != "mixed" else "Given Family")
                )
            return comma.join(names) + end
        last = self.pick(" and ", " & ", ", and ", ", & ", comma, comma, " und ", " et ", " y ", " e ")
        if self.chance(0.7) and last.strip(", ") not in ("and", "&", ""):
            last = " and "
        if semicolon:
            last = self.pick("; ", "; ", "; and ", "; & ")
        return comma.join(names[:-1]) + last + names[-1] if len(names) > 1 else names[0]

    # Dates and numbers

    def date(self, bare: bool = False) -> str:
        """A date without brackets."""
        if self.chance(0.012):
            return self.pick("in press", "n.d.", "forthcoming", "to appear", "undated", "s.d.", "s.a.")
        letter = self.pick("a", "b") if self.chance(0.04) else ""
        if bare or self.chance(0.62):
            return self.year + letter
        months = MONTHS[self.pick("en", "en", "abbr", "abbr", "dot", "dot", "de", "fr", "es", "pt")]
        month = self.rng.choice(months)
        if self.chance(0.08):
            month += self.pick("-", "/", "–") + self.rng.choice(months)
        if self.chance(0.06):
            month = self.pick("Spring", "Summer", "Fall", "Winter", "Autumn")
        day = str(self.rng.randint(1, 31))
        forms = [f"{month} {self.year}"] * 4 + [f"{self.year} {month}", f"{day} {month} {self.year}", f"{month} {day}, {self.year}",
            f"{self.year} {month} {day}", f"{month}, {self.year}", f"{self.year}, {month} {day}", f"{self.year}, {month}"]  # fmt: skip
        if self.chance(0.04):
            return f"{self.year}-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}"
        return self.rng.choice(forms)

    def volume(self) -> str:
        work = self.work
        volume = str(work.get("volume") or self.rng.randint(1, 140))
        issue = str(work.get("issue") or self.rng.randint(1, 12))
        if self.chance(0.03):
            volume = self.pick("I", "II", "IV", "XII", "XX", "XIV", "IX", "XXI")
        forms = [f"{volume}({issue})"] * 5 + [f"{volume} ({issue})"] * 3 + [volume] * 7 + [
            f"vol. {volume}, no. {issue}", f"vol. {volume}, no. {issue}", f"Vol. {volume}, No. {issue}", f"vol. {volume}", f"v. {volume}",
            f"{volume}, no. {issue}", f"{volume}.{issue}", f"{volume}:{issue}", f"Vol. {volume}({issue})", f"{volume}, n° {issue}",
            f"volume {volume}", f"Vol. {volume}", f"{volume}, ({issue})", f"{volume}/{issue}", f"Bd. {volume}", f"n° {issue}",
            f"{volume}({issue}–{int(issue) + 1 if issue.isdigit() else issue})", f"{volume}(Suppl {self.rng.randint(1, 4)})", f"no. {issue}", f"{volume}, {issue}",
        ]  # fmt: skip
        return self.rng.choice(forms)

    def pages(self) -> str:
        first, last = self._page_numbers()
        if self.chance(0.06):
            return self.pick(
                f"e{self.rng.randint(1000, 99999)}",
                f"Article {self.rng.randint(10, 99999)}",
                f"{self.rng.randint(10000, 999999)}",
                f"CD{self.rng.randint(1, 15999):06}",
            )
        short = last[-2:] if len(first) == len(last) > 2 and first[:-2] == last[:-2] and self.chance(0.5) else last
        dash = self.pick("-", "-", "-", "–", "–", "–", "—", " - ", "--")
        span = first + dash + (short if self.chance(0.5) else last) if self.chance(0.88) else first
        return self.pick("", "", "", "", "", "pp. ", "pp. ", "p. ", "pages ", "pp ", "S. ", "p.", "pp.") + span

    def _page_numbers(self) -> tuple[str, str]:
        printed = re.fullmatch(r"([A-Za-z]{0,2}\d+)-([A-Za-z]{0,2}\d+)", str(self.work.get("pages") or ""))
        if printed and self.chance(0.7):
            return printed[1], printed[2]
        start = self.rng.choice([self.rng.randint(1, 99), self.rng.randint(100, 999), self.rng.randint(1000, 9999)])
        return str(start), str(start + self.rng.randint(1, 40))

    # Words

    def title(self) -> str:
        title = self.rng.choice(self.stock.titles) if self.chance(0.35) else str(self.work["title"])
        title = " ".join(title.split()).strip(" .") or "Untitled"
        if self.chance(0.1):
            title = title.title()
        elif self.chance(0.1):
            title = title[:1] + title[1:].lower()
        return title

    def journal(self) -> str:
        journal = (
            self.rng.choice(self.stock.journals)
            if self.chance(0.3)
            else str(self.work.get("journal") or self.rng.choice(self.stock.journals))
        )
        journal = " ".join(journal.split()).strip(" .")
        return abbreviate(journal, self.pick(".", "", "")) if self.chance(0.45) else journal

    def container(self) -> str:
        """A book's or proceedings' name."""
        return self.rng.choice(self.stock.containers) if self.chance(0.55) else self.title()

    def proceedings(self) -> str:
        if self.chance(0.3):
            return self.rng.choice(self.stock.containers)
        topic = " ".join(self.title().split()[: self.rng.randint(2, 5)]).strip(",:;").title()
        ordinal = self.pick(
            "",
            "",
            f"{self.rng.randint(4, 30)}th ",
            "Third ",
            "Second ",
            "First ",
            "22nd ",
            "Fifth ",
            "Twentieth ",
            f"{self.year} ",
        )
        kind = self.pick(
            "International Conference on",
            "Conference on",
            "Symposium on",
            "Int. Conf. on",
            "Workshop on",
            "Annual Symposium on",
            "European Conference on",
            "Congress of",
        )
        society = self.pick("", "", "", "IEEE ", "ACM ", "IEEE/ACM ", "AAAI ", "USENIX ", "ACM SIGPLAN ")
        start = self.pick(
            "Proceedings of the ", "Proceedings of the ", "Proc. ", "Proc. of the ", "", "Proceedings of ", "Proc. of "
        )
        tail = self.pick("", "", "", f" ({self.acronym()})", f" ({self.acronym()} '{self.year[2:]})", f" {self.year}")
        return f"{start}{ordinal}{society}{kind} {topic}{tail}"

    def acronym(self) -> str:
        return "".join(self.rng.choices(string.ascii_uppercase, k=self.rng.randint(3, 6)))

    def imprint(self) -> Entry:
        place = self.rng.choice(self.stock.places) if self.chance(0.4) else self.rng.choice(PLACES)
        name = self.rng.choice(self.stock.publishers) if self.chance(0.4) else self.rng.choice(PUBLISHERS)
        roll = self.rng.random()
        if roll < 0.5:
            return [("location", place + self.pick(": ", ": ", ": ", " : ", ", ")), ("publisher", name)]
        if roll < 0.75:
            return [("publisher", name + self.pick(", ", ", ", ": ")), ("location", place)]
        return [("publisher", name)] if roll < 0.92 else [("location", place)]

    def editors(self) -> str:
        names = self.name_list(self.people(2))
        return self.pick(f"In {names} (Eds.)", f"In {names} (Ed.)", f"{names} (Eds.)", f"In {names}, editors", f"In {names}, editor", f"edited by {names}",
            f"Ed. {names}", f"In: {names}, eds", f"In {names} (eds)", f"{names}, eds.", f"In: {names} (Hrsg.)", f"ed. {names}", f"In: {names}, editors")  # fmt: skip

    def tail(self) -> Entry:
        """Identifiers, address and remarks at the end."""
        out: Entry = []
        doi = (
            self.work.get("doi")
            or f"10.{self.rng.randint(1000, 9999)}/{self.acronym().lower()}.{self.rng.randint(100, 9999)}"
        )
        if self.chance(0.22):
            out.append(
                (
                    "doi",
                    self.pick(
                        "doi:", "doi: ", "DOI: ", "https://doi.org/", "http://dx.doi.org/", "doi.org/", "doi ", ""
                    )
                    + doi
                    + self.pick(".", "", ""),
                )
            )
        if self.chance(0.06):
            out.append(
                (
                    "pmid",
                    self.pick("PMID: ", "PMID ", "PMID:", "PubMed PMID: ")
                    + str(self.rng.randint(10**5, 4 * 10**7))
                    + self.pick(".", ";", ""),
                )
            )
            if self.chance(0.3):
                out.append(
                    ("pmid", self.pick("PMCID: PMC", "PMC") + str(self.rng.randint(10**5, 10**7)) + self.pick(".", ""))
                )
        if self.chance(0.05):
            out += self.address()
        if self.chance(0.03):
            out.append(
                (
                    "note",
                    self.pick(
                        "[PubMed]",
                        "[Google Scholar]",
                        "[Crossref]",
                        "(in German)",
                        "[Article in French]",
                        "Epub ahead of print.",
                        "[Free full text]",
                        f"Epub {self.year} Mar 3.",
                    ),
                )
            )
        return out

    def address(self) -> Entry:
        host = (
            self.pick("www.", "", "en.", "news.")
            + self.rng.choice(self.stock.families).lower().replace(" ", "")
            + self.pick(".com", ".org", ".edu", ".gov", ".co.uk", ".net", ".de", ".fr")
        )
        path = "/".join(
            self.rng.choice(self.stock.families).lower().replace(" ", "-") for _ in range(self.rng.randint(0, 3))
        )
        url = (
            self.pick("https://", "http://", "https://", "www.").removesuffix("www.")
            + ("www." if self.chance(0.1) else "")
            + f"{host}/{path}"
            + self.pick("", "/", ".html", ".pdf", ".")
        )
        if "://" not in url and not url.startswith("www."):
            url = "www." + url
        out: Entry = []
        if self.chance(0.45):
            out.append(
                (
                    "note",
                    self.pick(
                        "Retrieved from",
                        "Available at",
                        "Available from:",
                        "Available:",
                        "Retrieved from",
                        "[Online]. Available:",
                        "URL:",
                        "Disponible en:",
                        "Verfügbar unter",
                    ),
                )
            )
        if self.chance(0.08):
            url = f"<{url}>"
        out.append(("url", url))
        if self.chance(0.4):
            when = (
                f"{self.rng.choice(MONTHS[self.pick('en', 'abbr', 'dot')])} {self.rng.randint(1, 30)}, {self.year}"
                if self.chance(0.6)
                else f"{self.rng.randint(1, 30)} {self.rng.choice(MONTHS['en'])} {self.year}"
            )
            if self.chance(0.25):
                when = f"{self.rng.choice(MONTHS['en'])} {self.year}"
            note = self.pick(
                f"Accessed {when}.",
                f"(accessed {when}).",
                f"Accessed: {when}.",
                f"[Accessed {when}].",
                f"Retrieved {when}.",
                f"Accessed on {when}",
                f"Last accessed {when}.",
                f"Accessed {when}",
            )
            if out[0][0] == "note" or self.chance(0.7):
                out.append(("note", note))
            else:
                out = [("note", f"Retrieved {when}, from"), *out]
        return out


def abbreviate(journal: str, mark: str) -> str:
    """A journal's name cut in the way of ISO 4: small words out, known words shortened, `mark` after each cut."""
    words = [w for w in re.split(r"\s+", journal) if w.lower() not in _SMALL]
    if len(words) < 2:
        return journal
    out = []
    for word in words:
        plain = word.strip(",:;").lower()
        short = _ABBREVIATIONS.get(plain)
        out.append(word.strip(",:;") if short in (None, word) else short + (mark if short.lower() != plain else ""))
    return " ".join(out)


def _print_name(family: str, given: str, style: str) -> str:
    letters = [p[0].upper() for p in re.split(r"[\s.]+", given) if p and p[0].isalpha()]
    dotted = " ".join(f"{x}." for x in letters)
    full = given.strip() or dotted
    match style:
        case "Family, G. H.":
            out = f"{family}, {dotted}"
        case "Family, G.H.":
            out = f"{family}, {dotted.replace(' ', '')}"
        case "Family GH":
            out = f"{family} {''.join(letters)}"
        case "Family G.H.":
            out = f"{family} {dotted.replace(' ', '')}"
        case "Family G. H.":
            out = f"{family} {dotted}"
        case "G. H. Family":
            out = f"{dotted} {family}"
        case "G.H. Family":
            out = f"{dotted.replace(' ', '')} {family}"
        case "Given Family":
            out = f"{full} {family}"
        case "FAMILY, G.":
            out = f"{family.upper()}, {dotted}"
        case "FAMILY Given":
            out = f"{family.upper()} {full}"
        case _:
            out = f"{family}, {full}"
    return out.strip(" ,")


# Kinds of entries. Each gives fields with the marks that follow them; `_end` adds a mark unless one is there.


def _end(text: str, mark: str) -> str:
    text = text.rstrip(" ")
    if mark.strip() and (text.endswith(mark.strip()) or (text[-1:] in "?!" and mark.strip() in (".", ","))):
        return text + " " if mark.endswith(" ") else text
    return text + mark


def _titled(d: Draw, title: str, mark: str) -> str:
    left, right = d.quote
    if left and mark.strip() in (".", ",") and d.chance(0.6):
        return f"{left}{_end(title, mark.strip())}{right} "
    return f"{left}{title}{right}{mark}" if left else _end(title, mark)


def _head(d: Draw, authors: str, title: str, dated: bool | None = None) -> tuple[Entry, bool]:
    """Authors, maybe the date, and the title; whether the date is done."""
    roll = d.rng.random() if dated is None else (0.1 if dated else 0.9)
    mark = d.pick(". ", ". ", ". ", ", ", ", ", ": ", " ")
    title_mark = d.pick(". ", ". ", ". ", ". ", ", ", ", ")
    if roll < 0.3:
        date = d.pick("({}). ", "({}). ", "({}) ", "({}), ", "({}): ", "[{}]. ").format(d.date())
        return [
            ("author", _end(authors, d.pick(" ", " ", ". ", ", "))),
            ("date", date),
            ("title", _titled(d, title, title_mark)),
        ], True
    if roll < 0.45:
        date = d.date(bare=d.chance(0.8)) + d.pick(". ", ". ", ", ", ": ", " ")
        return [
            ("author", _end(authors, d.pick(". ", ", ", " "))),
            ("date", date),
            ("title", _titled(d, title, title_mark)),
        ], True
    return [("author", _end(authors, mark)), ("title", _titled(d, title, title_mark))], False


def _where(d: Draw, dated: bool) -> Entry:
    """Journal, volume, pages and the date if it is still missing."""
    journal, volume, pages = d.journal(), d.volume(), d.pages()
    has_volume, has_pages = d.chance(0.92), d.chance(0.9)
    roll = d.rng.random()
    if not dated and roll < 0.22:  # 2008 Jun;88(6):703-11.
        glue = d.pick("", "", " ")
        return [("journal", _end(journal, d.pick(". ", ". ", " ", ", "))), ("date", d.date() + d.pick(";", ";", "; ", ", ", ":") .rstrip() + (glue or "")),
                ("volume", volume + ":" + glue), ("pages", pages + ". ")]  # fmt: skip
    if not dated and roll < 0.34:  # 88 (2008) 703
        out: Entry = [
            ("journal", _end(journal, d.pick(" ", ", ", ". "))),
            ("volume", volume + d.pick(" ", ", ")),
            ("date", f"({d.date()})" + d.pick(", ", " ", ": ", ":")),
        ]
        return [*out, ("pages", pages + ". ")]
    if not dated and roll < 0.44:  # 2008, 88, 703
        return [
            ("journal", _end(journal, d.pick(" ", ". ", ", "))),
            ("date", d.date(bare=True) + ", "),
            ("volume", volume + ", "),
            ("pages", pages + ". "),
        ]
    out = [("journal", _end(journal, d.pick(", ", ", ", " ", ". ", ": ")))]
    if has_volume:
        glued = d.chance(0.25)
        out.append(
            (
                "volume",
                volume
                + (
                    d.pick(":", ":", ",")
                    if glued
                    else d.pick(", ", ", ", ": ", " ", ". ")
                    if has_pages
                    else d.pick(", ", ". ")
                ),
            )
        )
    early = not dated and d.chance(0.3)
    if early:
        out.append(("date", d.pick("{}, ", "({}): ", "({}), ", "{}: ", "{}; ").format(d.date())))
    if has_pages:
        out.append(("pages", pages + (". " if dated or early else d.pick(", ", " ", ". "))))
    if not dated and not early:
        out.append(("date", d.pick("({}). ", "{}. ", "({}) ", "{} ").format(d.date())))
    return out


def _article(d: Draw) -> Entry:
    head, dated = _head(d, d.authors(), d.title())
    if d.chance(0.05):
        head[-1:] = [
            head[-1],
            ("note", d.pick("[Review] ", "(abstract). ", "[Article in German]. ", "Special Issue, ")),
        ]
    return head + _where(d, dated) + d.tail()


def _untitled(d: Draw) -> Entry:
    """Journal-only entries of physics and chemistry, and "Andersen et al. (2008) Phys Ther 88:703"."""
    dated = d.chance(0.3)
    head: Entry = [("author", _end(d.authors(), d.pick(", ", ", ", " ", ". ")))]
    if dated:
        head.append(("date", d.pick("({}) ", "{}, ", "({}). ", "{}. ").format(d.date(bare=True))))
    return head + _where(d, dated) + (d.tail() if d.chance(0.5) else [])


def _title_first(d: Draw) -> Entry:
    """ "Title. Author. Journal 2012": lists of links and of search results."""
    out: Entry = [("title", _titled(d, d.title(), d.pick(". ", ". ", " ", ", ", " - ")))]
    if d.chance(0.7):
        out.append(("author", _end(d.authors(), d.pick(". ", ", ", " "))))
    return out + _where(d, False) + d.tail()


def _bare(d: Draw) -> Entry:
    """Title and date only, or title and journal."""
    out: Entry = [("title", _titled(d, d.title(), d.pick(". ", ", ", " ")))]
    if d.chance(0.4):
        out.append(("journal", _end(d.journal(), d.pick(". ", ", ", " "))))
    return [*out, ("date", d.pick("({}). ", "{}. ", "({})", "{}").format(d.date()))] if d.chance(0.85) else out


def _edition(d: Draw) -> Entry:
    literal = d.stock.literal.get("edition") or ["2nd ed."]
    n = d.rng.randint(2, 12)
    return [
        (
            "edition",
            d.pick(
                f"({n}th ed.). ",
                f"{n}th ed. ",
                f"{n}th edition, ",
                "2nd ed. ",
                "(2nd ed.). ",
                "Revised ed. ",
                "3. Aufl. ",
                "third edition, ",
                d.rng.choice(literal) + " ",
            ),
        )
    ]


def _book(d: Draw) -> Entry:
    editors = d.chance(0.15)
    title = d.rng.choice(d.stock.titles) if d.chance(0.7) else d.title()
    head, dated = _head(d, d.authors(), title)
    if editors:
        head[0] = (
            "editor",
            d.name_list(d.people(3)) + d.pick(" (Eds.). ", " (Ed.). ", ", eds. ", ", editors. ", " (eds.), ", ", ed. "),
        )
    if d.chance(0.15):
        head += _edition(d)
    if d.chance(0.08):
        head.append(
            (
                "volume",
                d.pick("Vol. {}. ", "2 vols. ", "vol. {}, ", "volume {}. ", "Bd. {}. ").format(d.rng.randint(1, 9)),
            )
        )
    if d.chance(0.07):
        head.append(
            (
                "editor",
                d.pick("Trans. ", "Translated by ", "trans. ", "Edited by ", "Ed. ")
                + d.name_list([d.person()])
                + d.pick(". ", ", "),
            )
        )
        if d.chance(0.2) and d.stock.literal.get("collection"):
            head.append(("collection", _end(d.rng.choice(d.stock.literal["collection"]), ". ")))
    imprint = d.imprint()
    if imprint and d.chance(0.15):
        imprint[0] = (imprint[0][0], "(" + imprint[0][1])
        if dated:
            return [*head, *imprint[:-1], (imprint[-1][0], imprint[-1][1] + "). "), *_pages_at(d)]
        return [*head, *imprint[:-1], (imprint[-1][0], imprint[-1][1] + ", "), ("date", d.year + "). "), *_pages_at(d)]
    if dated:
        return [*head, *imprint[:-1], (imprint[-1][0], _end(imprint[-1][1], ". ")), *_pages_at(d), *_isbn(d)]
    last = (imprint[-1][0], _end(imprint[-1][1], d.pick(", ", ", ", "; ", " ")))
    return [
        *head,
        *imprint[:-1],
        last,
        ("date", d.pick("{}. ", "{}. ", "({}). ", "{}").format(d.date(bare=True))),
        *_pages_at(d),
        *_isbn(d),
    ]


def _pages_at(d: Draw) -> Entry:
    return (
        [
            (
                "pages",
                d.pick("{} p. ", "{} pp. ", "p. {}. ", "pp. {}. ", "{} S. ", "{} pages. ").format(
                    d.rng.randint(3, 700)
                ),
            )
        ]
        if d.chance(0.12)
        else []
    )


def _isbn(d: Draw) -> Entry:
    if d.chance(0.95):
        return []
    return [
        (
            "isbn",
            d.pick("ISBN ", "ISBN: ", "ISBN-13: ")
            + "978-"
            + "-".join(str(d.rng.randint(0, 9999)) for _ in range(3))
            + "-"
            + str(d.rng.randint(0, 9))
            + ".",
        )
    ]


def _chapter(d: Draw) -> Entry:
    head, dated = _head(d, d.authors(), d.title())
    editors, container = d.editors(), d.container()
    inside = editors.startswith(("In ", "In: "))
    order = d.rng.random()
    if order < 0.6 and (inside or d.chance(0.3)):
        body: Entry = [
            ("editor", editors + d.pick(", ", ", ", " ", ". ", ": ")),
            ("container", _end(container, d.pick(" ", ", ", ". "))),
        ]
    elif order < 0.85:
        lead = d.pick("In ", "In ", "in ", "In: ", "")
        plain = editors.removeprefix("In: ").removeprefix("In ")
        body = [
            ("container", _end(lead + container, d.pick(", ", ". ", " "))),
            ("editor", plain + d.pick(". ", ", ", " ")),
        ]
    else:
        body = [("container", _end(d.pick("In ", "in ", "In: ", "In: ", "Dans ") + container, d.pick(". ", ", ", " ")))]
    if d.chance(0.1):
        body.append(
            ("volume", d.pick("(Vol. {}, ", "Vol. {}, ", "vol. {}. ", "volume {} ").format(d.rng.randint(1, 30)))
        )
        if d.chance(0.4) and d.stock.literal.get("collection"):
            body.append(("collection", _end(d.rng.choice(d.stock.literal["collection"]), ", ")))
    first, last = d._page_numbers()
    dash = d.pick("-", "–", "–")
    pages = (
        [
            (
                "pages",
                d.pick(
                    "(pp. {}). ", "(pp. {}). ", "pp. {}. ", "{}. ", "pages {}. ", "p. {}. ", "pp. {}, ", "S. {}. "
                ).format(first + dash + last),
            )
        ]
        if d.chance(0.8)
        else []
    )
    imprint = d.imprint()
    imprint[-1] = (imprint[-1][0], _end(imprint[-1][1], ". " if dated else ", "))
    date = [] if dated else [("date", d.pick("{}. ", "{}. ", "({}). ", "{}, ").format(d.date(bare=True)))]
    late = d.chance(0.3)
    return [
        *head,
        *body,
        *([] if late else pages),
        *imprint,
        *date,
        *(pages if late else []),
        *(d.tail() if d.chance(0.4) else []),
    ]


def _paper(d: Draw) -> Entry:
    head, dated = _head(d, d.authors(), d.title())
    container = (
        "container",
        _end(d.pick("In ", "In ", "In ", "in ", "", "In: ") + d.proceedings(), d.pick(", ", ", ", ". ")),
    )
    pages = [("pages", _end(d.pages(), d.pick(", ", ". ")))] if d.chance(0.7) else []
    place = (
        [("location", _end(d.rng.choice(PLACES + d.stock.places), d.pick(", ", ", ", ". ")))] if d.chance(0.3) else []
    )
    name = (
        [("publisher", _end(d.rng.choice(PUBLISHERS[:45] + ["ACM", "IEEE"] * 10), d.pick(", ", ". ")))]
        if d.chance(0.3)
        else []
    )
    date = [] if dated else [("date", _end(d.pick("{}", "{}", "({})").format(d.date()), ". "))]
    volume = (
        [("volume", d.pick("volume {} ", "vol. {}, ", "Vol. {}, ").format(d.rng.randint(1, 400)))]
        if d.chance(0.12)
        else []
    )
    if volume and d.stock.literal.get("collection") and d.chance(0.6):
        volume.append(("collection", _end("of " * d.chance(0.5) + d.rng.choice(d.stock.literal["collection"]), ", ")))
    groups = (
        [place, pages, name, date]
        if d.chance(0.3)
        else [pages, place, date, name]
        if d.chance(0.3)
        else [pages, name, place, date]
    )
    if d.chance(0.2):
        groups = [place, date, pages, name]
    return [*head, container, *volume, *(x for g in groups for x in g), *(d.tail() if d.chance(0.4) else [])]


def _report(d: Draw) -> Entry:
    head, dated = _head(d, d.authors(), d.title())
    number = d.pick(
        str(d.rng.randint(1, 900)), f"{d.acronym()}-{d.year[2:]}-{d.rng.randint(1, 99)}", f"No. {d.rng.randint(1, 300)}"
    )
    genre = d.pick("PhD thesis", "Ph.D. thesis", "Master's thesis", "Doctoral dissertation", "(Doctoral dissertation)", "Ph.D. dissertation", "[Thesis]",
        f"Technical Report {number}", f"Tech. Rep. {number}", f"Technical report {number}", f"Working paper {number}", f"Report {number}", d.rng.choice(d.stock.literal.get("genre") or ["Report"]))  # fmt: skip
    where = d.pick(
        "University of " + d.rng.choice(PLACES).split(",")[0],
        d.rng.choice(PLACES).split(",")[0] + " University",
        d.rng.choice(PUBLISHERS),
        "Department of Computer Science, University of " + d.rng.choice(PLACES).split(",")[0],
    )
    body: Entry = [("genre", _end(genre, d.pick(", ", ". "))), ("publisher", where)]
    if d.chance(0.3):
        body[-1] = ("publisher", where + ", ")
        body.append(("location", d.rng.choice(PLACES)))
    body[-1] = (body[-1][0], _end(body[-1][1], ". " if dated else ", "))
    return [*head, *body, *([] if dated else [("date", d.date() + ". ")]), *(d.address() if d.chance(0.2) else [])]


def _web(d: Draw) -> Entry:
    title = (
        d.title()
        if d.chance(0.4)
        else d.rng.choice(CONDITIONS).capitalize()
        + d.pick(
            "", "", ": symptoms and causes", " – Treatment", " exercises", ": diagnosis and treatment", ". Overview"
        )
    )
    site = d.rng.choice(SITES)
    who = site if d.chance(0.6) else d.authors()
    head, _ = _head(d, who, title, dated=d.chance(0.4))
    if d.chance(0.1):
        head = [("title", _titled(d, title, ". ")), ("container", site + ". ")]
    elif who != site and d.chance(0.6):
        head.append(("container", site + d.pick(". ", ", ")))
    if len(head) == 2 and d.chance(0.4):
        head.append(("date", d.date() + d.pick(". ", ", ")))
    if d.chance(0.05):
        head.append(("note", d.pick("[Internet]. ", "[Online]. ", "[Web page]. ")))
    return head + _spaced(d.address())


def _newspaper(d: Draw) -> Entry:
    head, dated = _head(d, d.authors(), d.title(), dated=d.chance(0.3))
    paper = d.pick(
        "New York Times",
        "The Guardian",
        "The New York Times",
        "Washington Post",
        "Le Monde",
        "Der Spiegel",
        "New Yorker",
        "El País",
        "Financial Times",
        "The Economist",
        "Time",
        "Newsweek",
        "Wall Street Journal",
    )
    out: Entry = [*head, ("journal", paper + d.pick(", ", " ", ". "))]
    month = d.rng.choice(MONTHS["en"])
    out.append(
        (
            "date",
            (f"{d.rng.randint(1, 30)} {month}" if d.chance(0.5) else f"{month} {d.rng.randint(1, 30)}")
            + ("" if dated else d.pick(", ", " ") + d.year)
            + d.pick(". ", ": ", ", "),
        )
    )
    if d.chance(0.6):
        out.append(("pages", d.pick(d.pages(), f"A{d.rng.randint(1, 30)}", f"p. {d.rng.randint(1, 60)}") + "."))
    elif d.chance(0.4):
        out += _spaced(d.address())
    return out


def _spaced(entry: Entry) -> Entry:
    return [(name, text if text.endswith(" ") else text + " ") for name, text in entry]


# Noise and what stands around an entry


def _finish(rng: random.Random, entry: Entry) -> Entry:
    entry = [(name, text) for name, text in entry if text.strip()]
    glued = {name for name, text in entry if not text.endswith(" ")}
    tail = {"doi", "pmid", "url", "note", "isbn"}
    entry = [
        (n, t if t.endswith(" ") or (n in glued and n not in tail and not t[-1:].isalnum()) else t + " ")
        for n, t in entry
    ]
    if rng.random() < 0.2:
        n = rng.randint(1, 150)
        entry.insert(
            0, ("number", rng.choice([f"[{n}] ", f"{n}. ", f"({n}) ", f"{n} ", f"{n}) ", f"[{n}] ", f"{n}. "]))
        )
    if rng.random() < 0.5:
        name, text = entry[-1]
        text = text.rstrip()
        entry[-1] = (name, text.rstrip(".,;") + "." if rng.random() < 0.6 else text.rstrip(".,;") or text)
    if rng.random() < 0.12:
        entry = [(name, _noisy(rng, text)) for name, text in entry]
    if rng.random() < 0.03:
        entry = [(name, text.upper() if name in ("title", "author") else text) for name, text in entry]
    return [(name, text) for name, text in entry if text.strip()]


def _noisy(rng: random.Random, text: str) -> str:
    """Blanks lost or added, letters swapped for others, words hyphenated: what scans and copying do."""
    out = []
    for c in text:
        roll = rng.random()
        if roll < 0.006 and c != " ":
            out.append(rng.choice(string.ascii_letters))
        elif roll < 0.01 and c.isalpha():
            out.append(c + " ")
        elif roll < 0.025 and c == " ":
            continue
        elif roll < 0.028 and c.isalpha():
            out.append(c + "- ")
        else:
            out.append(c)
    return "".join(out) if out else text
