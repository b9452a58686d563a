"""Articles whose references are traps, and the records they meet. All papers, people and findings are invented."""

from __future__ import annotations

from typing import Any

from tests.fakes.works import FakeWork

TRIAL = ("Journal Article", "Randomized Controlled Trial")


def _trial(doi: str, pmid: str, title: str, author: str, year: int, journal: str, text: str, **more: Any) -> FakeWork:
    parts = (("RESULTS", text),)
    return FakeWork(
        title, doi=doi, pmid=pmid, authors=((author, "Ida"), ("Okafor", "Chidi")), year=year, journal=journal,
        volume="4", issue="1", pages="11-19", abstract=parts, publication_types=TRIAL, **more,
    )  # fmt: skip


KNEE, MAGNET, SPLINT, HEEL = "10.5555/t.knee", "10.5555/t.magnet", "10.5555/t.splint", "10.5555/t.heel"
PREPRINT, PUBLISHED, FIXED, DOUBTED = "10.5555/t.pre", "10.5555/t.pub", "10.5555/t.err", "10.5555/t.conc"
GRIP, REVIEW, RAT = "10.5555/t.grip", "10.5555/t.lbp", "10.5555/t.rat"
WORKS = (
    _trial(KNEE, "90000001", "Calf stretching for pain in knee osteoarthritis: a randomized controlled trial",
           "Lindqvist", 2014, "Invented Rheumatology",
           "Calf stretching reduced pain in 90 adults with knee osteoarthritis (P < .001)."),
    _trial(MAGNET, "90000003", "Magnetic insoles for heel pain in plantar fasciitis: a randomized trial", "Quill", 2011,
           "Foot Trials", "Magnetic insoles reduced heel pain in 80 adults with plantar fasciitis (P = .01).",
           retracted_by="10.5555/t.magnet.notice"),
    _trial(SPLINT, "90000004", "Night splints for plantar fasciitis: a randomised controlled trial", "Haddad", 2018,
           "Foot Trials", "Compared with no splints, night splints did not reduce heel pain in 100 adults with "
           "plantar fasciitis (P = .71)."),
    _trial(HEEL, "90000002", "Plantar fascia stretching for plantar fasciitis: a randomised controlled trial", "Brandt",
           2017, "Foot Trials", "Plantar fascia stretching reduced heel pain in 120 adults with plantar fasciitis "
           "(P < .001)."),
    FakeWork("Eccentric wrist exercise reduces pain in tennis elbow", doi=PREPRINT, authors=(("Abe", "Rin"),),
             year=2020, type="posted-content", known_to=("crossref", "openalex")),
    _trial(PUBLISHED, "90000006", "Eccentric wrist exercise for tennis elbow: a randomised trial", "Abe", 2021,
           "Elbow Medicine", "Eccentric wrist exercise reduced elbow pain in 60 adults with tennis elbow (P = .002)."),
    _trial(FIXED, "90000007", "Steroid injection and pain in tennis elbow: a randomised trial", "Vance", 2009,
           "Elbow Medicine", "Steroid injection reduced pain in 70 adults with tennis elbow (P = .02)."),
    _trial(DOUBTED, "90000008", "Elbow braces for pain in tennis elbow: a randomised trial", "Marsh", 2013,
           "Elbow Medicine", "Elbow braces reduced pain in 50 adults with tennis elbow (P = .03)."),
    FakeWork("Grip strength norms in healthy children aged six to twelve", doi=GRIP, pmid="90000009",
             authors=(("Ng", "Wei"),), year=2012, journal="Growth Data", volume="7", issue="2", pages="30-39",
             abstract=(("RESULTS", "Grip strength rose with age in 900 healthy children."),)),
    FakeWork("Exercise for chronic low back pain: a systematic review and meta-analysis", doi=REVIEW, pmid="90000011",
             authors=(("Olsen", "Per"), ("Dias", "Rui")), year=2019, journal="Reviews of Back Pain", volume="3",
             issue="2", pages="120-141", publication_types=("Journal Article", "Systematic Review"),
             abstract=(("RESULTS", "Exercise reduced pain in 3143 adults with chronic low back pain."),)),
    FakeWork("Curcumin reduces joint pain in rats with induced arthritis", doi=RAT, pmid="90000010",
             authors=(("Iyer", "Dev"),), year=2016, journal="Laboratory Pain", volume="3", issue="3", pages="44-52",
             abstract=(("RESULTS", "Curcumin reduced joint pain in thirty rats with arthritis (P < .01)."),)),
)  # fmt: skip

NOTICES: dict[str, dict[str, Any]] = {
    PREPRINT: {"relation": {"is-preprint-of": [{"id-type": "doi", "id": PUBLISHED, "asserted-by": "subject"}]}},
    FIXED: {"updated-by": [{"DOI": "10.5555/t.fix", "type": "erratum", "source": "publisher",
                            "updated": {"date-parts": [[2009, 9, 1]]}}]},
    DOUBTED: {"updated-by": [{"DOI": "10.5555/t.eoc", "type": "expression_of_concern", "source": "publisher",
                              "updated": {"date-parts": [[2019, 5, 1]]}}]},
}  # fmt: skip
"""What Crossref's message also says of a work."""

HEEL_PAGE = """# Getting rid of heel pain

Calf stretching reduces heel pain in adults with plantar fasciitis [1]. Magnetic insoles reduce heel pain in adults \
with plantar fasciitis [2]. Night splints reduce heel pain in adults with plantar fasciitis [3]. Plantar fascia \
stretching reduces heel pain in adults with plantar fasciitis [1]. Copper socks cure plantar fasciitis [5]. According \
to researchers, most people recover within a year. Ice massage reduces heel pain in runners [9].

## References

1. Lindqvist I, Okafor C. Calf stretching for pain in knee osteoarthritis: a randomized controlled trial. Invented \
Rheumatology. 2014;4(1):11-19.
2. Quill I, Okafor C. Magnetic insoles for heel pain in plantar fasciitis: a randomized trial. Foot Trials. \
2011;4(1):11-19.
3. Haddad I, Okafor C. Night splints for plantar fasciitis: a randomised controlled trial. Foot Trials. 2018;4(1):11-19.
4. Brandt I, Okafor C. Plantar fascia stretching for plantar fasciitis: a randomised controlled trial. Foot Trials. \
2017;4(1):11-19.
5. Zorb X, Quux Y. Copper socks cure plantar fasciitis in three days. Journal of Advanced Everything. 2022;99(12):1-2.
"""
ELBOW_PAGE = """# Tennis elbow: what helps

Eccentric wrist exercise reduces elbow pain in adults with tennis elbow [1]. Steroid injection reduces pain in adults \
with tennis elbow [2]. Elbow braces reduce pain in adults with tennis elbow [3]. Squeezing a rubber ball cures tennis \
elbow [4].

## References

1. Abe R. Eccentric wrist exercise reduces pain in tennis elbow. 2020. https://doi.org/10.5555/t.pre
2. Vance I, Okafor C. Steroid injection and pain in tennis elbow: a randomised trial. Elbow Medicine. 2008;4(1):11-19.
3. Marsh I, Okafor C. Elbow braces for pain in tennis elbow: a randomised trial. Elbow Medicine. 2013;4(1):11-19.
4. Ng W. Grip strength norms in healthy children aged six to twelve. Growth Data. 2012;7(2):30-39.
"""
BACK_PAGE = """# Moving with a sore back

Exercise reduces pain in adults with chronic low back pain [1]. Curcumin reduces joint pain in people with \
arthritis [3].

## References

1. Olsen P, Dias R. Exercise for chronic low back pain: a systematic review and meta-analysis. Reviews of Back Pain. \
2019;3(2):120-141.
2. Olsen P, et al. Exercise for chronic low back pain. Rev Back Pain 2019. doi:10.5555/t.lbp
3. Iyer D. Curcumin reduces joint pain in rats with induced arthritis. Laboratory Pain. 2016;3(3):44-52. \
doi:10.5555/t.grip
"""
