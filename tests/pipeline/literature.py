"""Works for the fake APIs: bibliographic facts of the bundled article's papers and neighbours, invented abstracts."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from neckref.http import Clock
from neckref.settings import Settings
from tests.fakes.api_server import FakeApis, FakeWork

SHRUG = "10.2522/ptj.20070304"
SCAPULAR = "10.1519/jsc.0b013e31823f8d24"
HIP = "10.4085/1062-6050-47.1.15"

WORKS = (
    FakeWork(
        "Muscle activation during selected strength exercises in women with chronic neck muscle pain",
        doi=SHRUG,
        pmid="18339796",
        authors=(("Andersen", "Lars L"), ("Kjær", "Michael"), ("Andersen", "Christoffer H"), ("Hansen", "Peter B"),
                 ("Zebis", "Mette K"), ("Hansen", "Klaus"), ("Sjøgaard", "Gisela")),
        year=2008, month=6, journal="Physical Therapy", volume="88", issue="6", pages="703-711",
        abstract=(("OBJECTIVE", "Invented for this test: to measure how much the trapezius works."),
                  ("METHODS", "Twelve women with neck pain did shoulder shrugs and other exercises under EMG."),
                  ("RESULTS", "Activity of the trapezius in the shoulder shrug was high, 102% of maximum.")),
        mesh=("Electromyography", "Neck Pain"), publication_types=("Journal Article", "Randomized Controlled Trial"),
        cites=("10.5555/cited.1", "10.5555/cited.2"),
    ),
    FakeWork(
        "Scapular muscle activity from selected strengthening exercises performed at low and high intensities",
        doi=SCAPULAR, pmid="22076101",
        authors=(("Andersen", "Christoffer H"), ("Zebis", "Mette K"), ("Saervoll", "Charlotte"), ("Sundstrup", "Emil"),
                 ("Jakobsen", "Markus D"), ("Sjøgaard", "Gisela"), ("Andersen", "Lars L")),
        year=2012, month=9, journal="Journal of Strength and Conditioning Research", volume="26", issue="9",
        pages="2408-2416", cites=(SHRUG,),
    ),
    FakeWork(
        "Hip muscle activity during 3 side-lying hip-strengthening exercises in distance runners",
        doi=HIP, pmid="22488226", pmcid="PMC3418110",
        authors=(("McBeth", "Joseph M"), ("Earl-Boehm", "Jennifer E"), ("Cobb", "Stephen C"),
                 ("Huddleston", "Wendy E")),
        year=2012, month=1, journal="Journal of Athletic Training", volume="47", issue="1", pages="15-23",
    ),
    FakeWork(
        "Effect of two contrasting types of physical exercise on chronic neck muscle pain", doi="10.1002/art.23256",
        authors=(("Andersen", "Lars L"), ("Kjær", "Michael")), year=2008, journal="Arthritis and Rheumatism",
        volume="59", pages="84-91",
    ),
    FakeWork(
        "Muscle Activation and Perceived Loading During Rehabilitation Exercises: Comparison of Dumbbells and Elastic "
        "Resistance", doi="10.2522/ptj.20090167", authors=(("Andersen", "Lars L"), ("Andersen", "Christoffer H")),
        year=2010, journal="Physical Therapy",
    ),
    FakeWork("First paper that is cited", doi="10.5555/cited.1", authors=(("Early", "Ann"),), year=1999),
    FakeWork("Second paper that is cited", doi="10.5555/cited.2", authors=(("Early", "Bob"),), year=2001),
    FakeWork("A later paper", doi="10.5555/later", authors=(("Late", "Cy"),), year=2015, cites=(SHRUG, HIP)),
    FakeWork(
        "A trial that was withdrawn later", doi="10.5555/retracted", pmid="99000002", authors=(("Doe", "J"),),
        year=2010, journal="Journal of Desk Medicine", retracted_by="10.5555/notice",
    ),
)  # fmt: skip


def settings_for(apis: FakeApis, folder: Path) -> Settings:
    """Settings under which every source is the fake one."""
    return Settings(library=folder / "neckref.db", base_urls=apis.urls)


def environment_for(apis: FakeApis) -> dict[str, str]:
    """The same as environment variables, for the command line."""
    return {f"NECKREF_{name.upper()}_URL": url for name, url in apis.urls.items()}


def quick_clock() -> Clock:
    """A clock on which waiting takes no time: sleeping moves it forward, for the thread that sleeps."""
    own = threading.local()

    def sleep(seconds: float) -> None:
        own.ahead = getattr(own, "ahead", 0.0) + max(0.0, seconds)

    return Clock(lambda: time.monotonic() + getattr(own, "ahead", 0.0), sleep, lambda: datetime.now(UTC))
