from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from neckref.cli import app
from neckref.library import Library
from tests.fakes.api_server import FakeApis, Fault
from tests.pipeline.literature import HIP, SCAPULAR, SHRUG, WORKS, environment_for, quick_clock

Run = Callable[..., tuple[int, str, str]]
BUNDLED_DOIS = [SHRUG, SCAPULAR, HIP]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("neckref.http.client.Clock", quick_clock)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = app._run(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def apis(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeApis]:
    with FakeApis(WORKS) as server:
        for name, value in environment_for(server).items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CROSSREF", "OPENALEX", "PUBMED", "EUROPEPMC", "OPENCITATIONS", "DATACITE", "DOI"):
        monkeypatch.setenv(f"NECKREF_{name}_URL", "http://127.0.0.1:9")


def test_run_writes_everything_and_says_where_to_look(run: Run, apis: FakeApis, tmp_path: Path) -> None:
    code, out, err = run("run")
    assert code == 0
    assert err == ""
    names = {p.name for p in (tmp_path / "neckref-out").iterdir()}
    assert names == {"report.html", "graph.html", "graph.svg", "graph.graphml", "references.bib", "claims.csv",
                     "audit.json", "neckref.db"}  # fmt: skip
    assert "4 dangling attributions" in out
    assert "3 references, 3 resolved" in out
    assert "report.html" in out


@pytest.mark.usefixtures("no_network")
def test_run_without_a_network_says_so_in_one_line_and_completes(run: Run, tmp_path: Path) -> None:
    code, out, err = run("run")
    assert code == 0
    assert len(err.strip().splitlines()) == 1
    assert "could not ask crossref" in err
    assert "3 references, 3 resolved" in out
    assert (tmp_path / "neckref-out" / "report.html").stat().st_size > 10_000


@pytest.mark.usefixtures("no_network")
def test_audit_json_says_what_was_not_checked(run: Run, tmp_path: Path) -> None:
    run("run")
    written = json.loads((tmp_path / "neckref-out" / "audit.json").read_text("utf-8"))
    shown = json.loads(run("audit", "--library", "neckref-out/neckref.db", "--json")[1])
    assert {name: written[name] for name in shown} == shown
    assert {"subject": "run", "check": "source crossref"}.items() <= written["not_checked"][0].items()


def test_fetch_json_has_the_documented_shape(run: Run, apis: FakeApis) -> None:
    code, out, _ = run("fetch", "--json")
    data = json.loads(out)
    assert code == 0
    assert [r["doi"] for r in data["references"]] == BUNDLED_DOIS
    assert {"id", "verdict", "work", "doi", "pmid", "distance", "gap"} <= set(data["references"][0])
    assert set(data["sources"]["crossref"]) == {"asked", "found", "not_found", "unavailable", "requests"}
    assert data["sources"]["crossref"]["requests"] == apis.count("crossref")
    assert data["works"] >= 3


def test_fetch_leaves_with_3_where_something_stayed_undecided(run: Run, apis: FakeApis) -> None:
    apis.play("crossref", Fault(503), times=30)
    code, _, err = run("fetch", "doi:10.5555/nobody.knows")
    assert code == 3
    assert "could not ask crossref" in err


def test_fetch_leaves_with_0_for_not_found(run: Run, apis: FakeApis) -> None:
    code, out, _ = run("fetch", "doi:10.5555/nobody.knows")
    assert code == 0
    assert "none" in out


def test_export_in_an_empty_folder_uses_the_bundled_article(run: Run, apis: FakeApis, tmp_path: Path) -> None:
    code, out, err = run("export", "--bibtex")
    assert code == 0
    assert "using the bundled one" in err
    assert out.count("@article{") == 3
    assert (tmp_path / "neckref.db").exists()


def test_export_takes_exactly_one_format(run: Run) -> None:
    assert run("export")[0] == 2
    code, _, err = run("export", "--bibtex", "--ris")
    assert code == 2
    assert "exactly one format" in err


def test_export_writes_a_file_whole_or_not_at_all(run: Run, apis: FakeApis, tmp_path: Path) -> None:
    run("fetch", "-q")
    assert run("export", "--bibtex", "-o", "refs.bib")[0] == 0
    first = (tmp_path / "refs.bib").read_bytes()
    assert run("export", "--bibtex", "-o", "refs.bib")[0] == 0
    assert (tmp_path / "refs.bib").read_bytes() == first
    code, _, err = run("export", "--bibtex", "-o", "missing/refs.bib")
    assert code == 2
    assert "cannot write missing/refs.bib" in err


def test_export_json_has_the_documented_shape(run: Run, apis: FakeApis) -> None:
    run("run", "-q")
    code, out, _ = run("export", "--json", "--library", "neckref-out/neckref.db")
    data = json.loads(out)
    assert code == 0
    assert {"works", "claims", "evidence", "citations", "summaries"} <= set(data)
    evidence = data["evidence"][0]
    assert {"claim", "work", "doi", "relation", "directness", "level", "n", "passage", "linker", "score"} <= set(
        evidence
    )
    assert set(evidence["directness"]) == {"population", "intervention", "outcome"}
    work = next(w for w in data["works"] if w["id"] == evidence["work"])
    passage = evidence["passage"]
    assert work[passage["field"]][passage["start"] : passage["end"]] == passage["text"]


def test_read_json_slices_back(run: Run) -> None:
    code, out, _ = run("read", "--json")
    data = json.loads(out)
    assert code == 0
    text = data["article"]["text"]
    for claim in data["claims"]:
        assert text[claim["start"] : claim["end"]] == claim["text"]
    assert [a["status"] for a in data["attributions"]] == ["dangling"] * 4
    assert [r["title"] for r in data["references"]][2].startswith("Hip muscle activity")


def test_read_for_people(run: Run) -> None:
    code, out, _ = run("read")
    assert code == 0
    assert "3 references" in out
    assert "4 attributions, 4 of them dangling" in out


def test_link_then_audit(run: Run, apis: FakeApis) -> None:
    run("fetch", "-q")
    code, out, _ = run("audit")
    assert "NR502" in out
    assert run("link")[0] == 0
    code, out, _ = run("audit")
    assert code == 0
    assert "NR502" not in out
    assert out.count("NR304") == 4
    assert run("audit", "--fail-on", "warning")[0] == 1
    assert run("audit", "--fail-on", "never")[0] == 0


@pytest.mark.parametrize("form", ["text", "json", "markdown", "sarif", "github", "html"])
def test_every_audit_format(run: Run, apis: FakeApis, form: str) -> None:
    run("run", "-q")
    code, out, _ = run("audit", "--library", "neckref-out/neckref.db", "--format", form)
    assert code == 0
    assert "dangling-attribution" in out or "NR304" in out


def test_a_baseline_leaves_out_what_is_known(run: Run, apis: FakeApis) -> None:
    run("run", "-q")
    library = ("--library", "neckref-out/neckref.db")
    assert run("audit", *library, "--format", "json", "-o", "base.json", "--fail-on", "never")[0] == 0
    code, out, _ = run("audit", *library, "--baseline", "base.json", "--format", "json", "--fail-on", "note")
    assert code == 0
    assert json.loads(out)["findings"] == []
    Path("base.json").write_text("[]")
    assert run("audit", *library, "--baseline", "base.json")[0] == 2


def test_annotations_name_lines_of_the_file_itself(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "---\ntitle: x\n---\n\n# Necks\n\nShrugs reduce pain.\n\n## References\n\n1. Doe J. *Shrugs*. 2001.\n"
    )
    for asked, place in ((["audit", str(page)], "page.md,line=11,col=4,"), (["audit"], "page.md,title=")):
        _, printed, _ = run(*asked, "--format", "github", "--offline", "--quiet")
        (undecided,) = [line for line in printed.splitlines() if "NR203" in line]
        assert place in undecided
        page.write_text("Something else.")


def test_audit_of_a_bibliography_compares_every_field(run: Run, apis: FakeApis) -> None:
    entry = f"""@article{{a, author = {{McBeth, Joseph M and Earl-Boehm, Jennifer E and Cobb, Stephen C}},
      title = {{Hip muscle activity during 3 side-lying hip-strengthening exercises in distance runners}},
      journal = {{Journal of Athletic Training}}, year = {{2012}}, volume = {{48}}, pages = {{15--23}},
      doi = {{{HIP}}}}}"""
    Path("mine.bib").write_text(entry)
    code, out, _ = run("audit", "mine.bib", "--select", "NR1", "--format", "json")
    messages = [f["message"] for f in json.loads(out)["findings"]]
    assert code == 0
    assert any("volume" in m and "48" in m and "47" in m for m in messages)
    assert any("3 of 4" in m for m in messages)


def test_decide_is_kept_through_a_rerun(run: Run, apis: FakeApis) -> None:
    run("run", "-q")
    library = ("--library", "neckref-out/neckref.db")
    code, out, _ = run("decide", "1", "ref-3", "disputes", "--note", "Read it.", "--by", "Ann", *library)
    assert code == 0
    assert "claim-1" in out
    run("run", "-q")
    with Library("neckref-out/neckref.db", readonly=True) as held:
        (decision,) = held.map().decisions
    assert (decision.claim, decision.work, decision.relation, decision.person) == (
        "claim-1",
        f"doi:{HIP}",
        "disputes",
        "Ann",
    )
    assert run("decide", "99", "ref-3", "disputes", *library)[0] == 2
    assert run("decide", "1", "ref-9", "disputes", *library)[0] == 2
    assert run("decide", "1", "ref-3", "proves", *library)[0] == 2


def test_show_explain_and_parse(run: Run, apis: FakeApis) -> None:
    run("fetch", "-q")
    code, out, _ = run("show", "ref-1")
    assert code == 0
    assert "said by" in out
    assert "crossref" in out
    code, out, _ = run("explain", "1")
    assert code == 0
    assert "title" in out
    code, out, _ = run("parse", "Doe J. Chin tucks. J Desk Med. 2012;3(2):10-9.", "--json")
    assert code == 0
    assert json.loads(out)["year"] == 2012
    assert run("parse")[0] == 2
    assert run("explain", "99")[0] == 2


@pytest.mark.usefixtures("no_network")
def test_what_find_brought_can_be_shown_and_decided_on(run: Run) -> None:
    paper = next(
        p for p in json.loads(run("find", "8", "--offline", "--json")[1])["papers"] if p["doi"] and not p["cited"]
    )
    assert paper["title"] in " ".join(run("show", paper["doi"])[1].split())
    assert run("decide", "8", paper["doi"], "disputes")[0] == 0
    assert [d["work"] for d in json.loads(run("export", "--json")[1])["decisions"]] == [paper["work"]]
    code, _, err = run("show", "10.5555/unheard-of")
    assert (code, "no work" in err) == (2, True)


def test_graph_files(run: Run, apis: FakeApis) -> None:
    run("fetch", "-q")
    code, out, _ = run("graph", "--html", "g.html", "--svg", "g.svg", "--png", "g.png")
    assert code == 0
    assert "wrote g.html" in out
    assert Path("g.svg").read_text().startswith(("<?xml", "<svg"))
    assert Path("g.png").read_bytes().startswith(b"\x89PNG")


def test_bundle_and_verify(run: Run, apis: FakeApis) -> None:
    run("run", "-q")
    library = ("--library", "neckref-out/neckref.db")
    assert run("bundle", "a.zip", *library)[0] == 0
    assert run("bundle", "b.zip", *library)[0] == 0
    assert Path("a.zip").read_bytes() == Path("b.zip").read_bytes()
    code, out, _ = run("verify", "a.zip")
    assert (code, "as packed" in out) == (0, True)
    damaged = bytearray(Path("a.zip").read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    Path("c.zip").write_bytes(damaged)
    assert run("verify", "c.zip")[0] in (1, 2)
    assert run("verify", "missing.zip")[0] == 2


def test_diff_names_a_new_retraction_first(run: Run, apis: FakeApis) -> None:
    run("fetch", "-q", "doi:10.5555/retracted")
    code, out, _ = run("diff")
    assert code == 0
    assert "0 changes" in out
    from dataclasses import replace

    apis.works = [replace(w, retracted_by=None) if w.doi == "10.5555/retracted" else w for w in apis.works]
    Path("neckref.db").unlink()
    run("fetch", "-q", "doi:10.5555/retracted")
    apis.works = list(WORKS)
    code, out, _ = run("diff", "--json")
    assert json.loads(out)["changes"][0]["field"] == "retraction"


@pytest.mark.usefixtures("no_network")
def test_doctor_says_what_cannot_be_reached_and_hides_secrets(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NCBI_API_KEY", "CANARY")
    monkeypatch.setenv("NECKREF_MAILTO", "canary@example.org")
    code, out, err = run("doctor")
    assert code == 0
    assert "cannot be asked" in out
    assert "canary" not in (out + err).lower()


def test_doctor_leaves_with_2_for_a_damaged_library(run: Run, tmp_path: Path) -> None:
    (tmp_path / "neckref.db").write_bytes(b"nothing like a database" * 100)
    code, out, _ = run("doctor", "--offline")
    assert code == 2
    assert "not a neckref library" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("run", "missing.txt"), "no such file"),
        (("read", "empty.txt"), "is empty"),
        (("fetch", "--jobs", "0"), "jobs"),
        (("nonsense",), "nonsense"),
        (("audit", "--fail-on", "sometimes"), "--fail-on takes"),
        (("fetch", "--source", "scholar"), "no source named"),
        (("link", "--vocabulary", "missing.toml"), "cannot read vocabulary"),
    ],
)
def test_bad_input_is_one_line_and_2(run: Run, arguments: tuple[str, ...], says: str) -> None:
    Path("empty.txt").write_bytes(b"")
    code, out, err = run(*arguments)
    assert code == 2
    assert says in err
    assert "Traceback" not in out + err


@pytest.mark.parametrize("content", [b"", b"not a database at all, sorry" * 50])
def test_a_library_that_is_none_is_left_alone(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "neckref.db").write_bytes(content)
    for command in ("fetch", "link", "audit"):
        code, _, err = run(command)
        assert code == 2
        assert "neckref.db" in err
    assert (tmp_path / "neckref.db").read_bytes() == content


def test_interrupted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("neckref.cli.read.read_article", interrupt)
    code, _, err = run("read")
    assert code == 130
    assert "run the same command again" in err


@pytest.mark.parametrize(
    "arguments",
    [("explain",), ("run", "--frob"), ("fetch", "--jobs", "0"), ("nonsense",), ("audit", "--format"), ("decide",),
     ("decide", "8", "--export", "f"), ("decide", "8", "ref-1", "likes"), ("audit", "--select", "NR9"),
     ("audit", "--ignore", "dangling"), ("audit", "--json", "--format", "text"), ("parse", " "),
     ("audit", "--baseline", "none.json")],
)  # fmt: skip
def test_wrong_usage_is_one_line_and_makes_nothing(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("neckref: ")
    assert err.count("\n") == 1
    assert "Errno" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_severity_of_no_finding_is_refused_before_anything_is_asked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "neckref.toml").write_text('[severity]\nNR999 = "off"\n')
    code, _, err = run("run")
    assert code == 2
    assert "no finding is called 'NR999'" in err
    assert not (tmp_path / "neckref-out").exists()


@pytest.mark.usefixtures("no_network")
def test_run_keeps_to_the_library_that_is_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run("run", "--library", "mine.db", "-o", "out")
    assert code == 0
    assert "mine.db" in out
    assert not (tmp_path / "out" / "neckref.db").exists()
    monkeypatch.setenv("NECKREF_LIBRARY", "other.db")
    assert run("run", "-o", "out")[0] == 0
    with Library(tmp_path / "mine.db", readonly=True) as mine, Library(tmp_path / "other.db", readonly=True) as other:
        assert mine.map().article == other.map().article


@pytest.mark.usefixtures("no_network")
def test_without_an_article_the_current_one_is_taken(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("Neck exercises reduce pain in adults.\n")
    run("run", "mine.txt", "-o", "out")
    assert "mine.txt" in run("run", "-o", "out")[1]
    assert "mine.txt" in run("read", "--library", "out/neckref.db")[1]
    assert "Spasmodic Torticollis" in run("read")[1]
    assert not (tmp_path / "neckref.db").exists()


@pytest.mark.usefixtures("no_network")
def test_offline_is_not_called_could_not_ask(run: Run) -> None:
    _, _, err = run("run", "--offline")
    assert err.startswith("offline: crossref, ")
    assert "could not ask" not in err


@pytest.mark.usefixtures("no_network")
def test_an_audit_with_something_undecided_is_no_pass(run: Run) -> None:
    run("fetch", "doi:10.5555/nowhere.1")
    assert run("audit")[0] == 3
    assert run("audit", "--fail-on", "warning")[0] == 1


@pytest.mark.parametrize("command", sorted(app.COMMANDS))
def test_every_command_takes_quiet(command: str) -> None:
    options = {name for parameter in app._Commands().get_command(None, command).params for name in parameter.opts}
    assert {"--quiet", "-q"} <= options


def test_secrets_are_in_nothing_that_is_written(run: Run, apis: FakeApis, tmp_path: Path,
                                                monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    for name in ("OPENALEX_API_KEY", "NCBI_API_KEY", "S2_API_KEY"):
        monkeypatch.setenv(name, f"CANARY{name}")
    code, out, err = run("run", "--mailto", "canary@example.org")
    assert code == 0
    written = out + err
    assert any("CANARY" in str(s.query) + str(s.headers) for s in apis.seen)
    for path in (tmp_path / "neckref-out").iterdir():
        assert b"canary" not in path.read_bytes().lower(), path.name
    assert "canary" not in written.lower()
