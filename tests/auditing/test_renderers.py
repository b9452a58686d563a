from __future__ import annotations

import json
from dataclasses import replace

import pytest

from neckref import registry
from neckref.auditing import run_rules
from neckref.auditing.renderers import (
    fingerprint,
    render_github,
    render_json,
    render_markdown,
    render_sarif,
    render_text,
)
from neckref.model import EvidenceMap, Finding, Span
from neckref.pipeline.assemble import all_rules
from tests.samples import sample_map

BASE = replace(sample_map(), steps=("read", "fetch", "link"))
MAP = replace(BASE, findings=run_rules(BASE, all_rules()))
RULES = all_rules()


def with_message(message: str) -> EvidenceMap:
    return replace(
        MAP, findings=(Finding("NR304", "dangling-attribution", "warning", "a", message, "Fix.", Span(5, 9)),)
    )


def test_text_has_a_line_a_finding_and_what_was_not_checked() -> None:
    text = render_text(MAP, RULES)
    for finding in MAP.findings:
        assert f"{finding.code} {finding.name}: " in text
    assert "Not checked:" in text
    assert MAP.article is not None
    column = MAP.article.text.splitlines()[2].index("according to") + 1
    assert f"3:{column}  warning NR304 dangling-attribution" in text
    assert text.endswith("notes\n") or text.endswith("note\n")


def test_json_has_the_documented_shape() -> None:
    data = json.loads(render_json(MAP, RULES))
    assert set(data) == {"findings", "not_checked"}
    for finding in data["findings"]:
        assert {"code", "severity", "subject", "message", "remedy", "span"} <= set(finding)
        if finding["span"]:
            assert set(finding["span"]) == {"start", "end"}


def test_markdown_is_a_table_that_nothing_breaks_out_of() -> None:
    text = render_markdown(with_message("a | b `code` [x](javascript:alert(1)) <img src=x>\nnext"), RULES)
    (row,) = [line for line in text.splitlines() if "NR304" in line]
    assert row.count(" | ") == 4
    assert "<img" not in text
    assert "](" not in text


def test_github_commands_keep_to_their_line() -> None:
    (line,) = render_github(with_message("50% of\nlines ::error::x"), RULES).splitlines()
    assert line.startswith("::warning file=desk.txt,line=1,col=6,title=NR304 dangling-attribution::50%25 of%0Alines")


def test_github_annotates_no_line_of_an_address() -> None:
    assert MAP.article is not None
    emap = replace(MAP, article=replace(MAP.article, origin="https://example.org/a"))
    assert "file=" not in render_github(emap, RULES)
    assert "::warning title=" in render_github(emap, RULES)


def test_sarif_messages_hold_no_links() -> None:
    text = render_sarif(with_message("[a](javascript:alert(1)) and [x]"), RULES)
    message = json.loads(text)["runs"][0]["results"][0]["message"]["text"]
    assert message == "\\[a\\](javascript:alert(1)) and [x] Fix."


def test_sarif_points_at_lines_and_describes_its_rules() -> None:
    run = json.loads(render_sarif(MAP, RULES))["runs"][0]
    described = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} <= described
    dangling = next(r for r in run["results"] if r["ruleId"] == "NR304")
    region = dangling["locations"][0]["physicalLocation"]["region"]
    assert region["startLine"] == region["endLine"] == 3
    assert region["endColumn"] - region["startColumn"] == len("according to")


@pytest.mark.parametrize("name", registry.names("renderers"))
def test_terminal_sequences_are_shown_not_obeyed(name: str) -> None:
    text = registry.load("renderers", name)(with_message("\x1b]52;c;x\x07\x9b31m \u202e \udcff abc"), RULES)
    assert not set(text) & set("\x1b\x07\x9b\u202e")
    text.encode("utf-8")


def test_a_finding_is_the_same_one_where_claims_before_it_were_added() -> None:
    assert fingerprint("NR301", "claim-3", "x") == fingerprint("NR301", "claim-4", "x")
    assert fingerprint("NR503", "doi:10.1/x-3", "x") != fingerprint("NR503", "doi:10.1/x-4", "x")
    assert len({fingerprint("NR301", "claim-3", "x"), fingerprint("NR301", "ref-3", "x")}) == 2


def test_markdown_shows_entities_and_calls_nobody() -> None:
    text = render_markdown(with_message("&lt;b&gt; by @someone"), RULES)
    assert "&#38;lt;b&#38;gt; by @&#8203;someone" in text


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("pages/neck pain.html", "pages/neck%20pain.html"),
        ("a#b?c%d<e>\n.txt", "a%23b%3Fc%25d%3Ce%3E%0A.txt"),
        ("https://example.org/a?b=c%20d#e", "https://example.org/a?b=c%20d#e"),
        ("sub\\næck.md", "sub/n%C3%A6ck.md"),
    ],
)
def test_sarif_names_the_article_by_a_valid_uri(origin: str, expected: str) -> None:
    assert MAP.article is not None
    emap = replace(MAP, article=replace(MAP.article, origin=origin))
    result = json.loads(render_sarif(emap, RULES))["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == expected


@pytest.mark.parametrize("name", registry.names("renderers"))
def test_every_renderer_takes_a_map_without_findings_or_article(name: str) -> None:
    assert isinstance(registry.load("renderers", name)(EvidenceMap(None), RULES), str)
