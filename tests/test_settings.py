from __future__ import annotations

from pathlib import Path

import pytest

from neckref.errors import UserError
from neckref.settings import BASE_URLS, read_settings


def test_defaults(tmp_path: Path) -> None:
    settings = read_settings({}, tmp_path)
    assert settings.library == Path("neckref.db")
    assert settings.mailto is None
    assert settings.keys == {}
    assert settings.base_urls == BASE_URLS


def test_environment_over_file_over_default(tmp_path: Path) -> None:
    (tmp_path / "neckref.toml").write_text(
        'mailto = "file@example.org"\ncrossref_url = "https://mirror.example/api/"\n'
    )
    settings = read_settings({"NECKREF_MAILTO": "env@example.org"}, tmp_path)
    assert settings.mailto == "env@example.org"
    assert settings.base_urls["crossref"] == "https://mirror.example/api"
    assert settings.base_urls["doi"] == "https://doi.org"


def test_blank_is_absent(tmp_path: Path) -> None:
    settings = read_settings({"NECKREF_MAILTO": " ", "OPENALEX_API_KEY": "", "NECKREF_DOI_URL": ""}, tmp_path)
    assert settings.mailto is None
    assert settings.keys == {}
    assert settings.base_urls["doi"] == "https://doi.org"


def test_pyproject_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.neckref]\nlibrary = "x.db"\n[tool.neckref.severity]\nNR301 = "off"\n'
    )
    settings = read_settings({}, tmp_path)
    assert settings.library == Path("x.db")
    assert settings.severities == {"NR301": "off"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("mailto = ", "not valid TOML"),
        ('library = ["a"]', "library must be text"),
        ('colour = "red"', "unknown setting 'colour'"),
        ('crossref_url = "ftp://example.org"', "must be http"),
        ('crossref_url = "http://[bad"', "must be http"),
        ('crossref_url = "http://example.org:99999"', "must be http"),
        ('severity = "high"', "must map finding codes"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "neckref.toml").write_text(text)
    with pytest.raises(UserError, match=says):
        read_settings({}, tmp_path)


@pytest.mark.parametrize("mailto", ["nobody", "a\nX: y@b.c", "ü@example.org", "a b@c.d", "a" * 70 + "@b.c"])
def test_a_contact_address_is_one(tmp_path: Path, mailto: str) -> None:
    with pytest.raises(UserError, match="must be an e-mail address"):
        read_settings({"NECKREF_MAILTO": mailto}, tmp_path)


def test_a_key_that_no_request_could_carry_is_refused_and_not_shown(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="S2_API_KEY") as caught:
        read_settings({"S2_API_KEY": "CANARY\nKEY"}, tmp_path)
    assert "CANARY" not in str(caught.value)


def test_a_home_that_nobody_has_is_a_plain_name(tmp_path: Path) -> None:
    assert read_settings({"NECKREF_LIBRARY": "~nobody-of-that-name/x.db"}, tmp_path).library.name == "x.db"


def test_a_pyproject_without_tools_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("tool = 4\n")
    assert read_settings({}, tmp_path) == read_settings({}, tmp_path / "none")


def test_secrets_are_never_described(tmp_path: Path) -> None:
    environment = {
        "NECKREF_MAILTO": "canary@example.org",
        "NCBI_API_KEY": "CANARYKEY",
        "NECKREF_CROSSREF_URL": "https://user:CANARYPASS@proxy.example/crossref",
    }
    described = str(read_settings(environment, tmp_path).describe())
    assert "canary" not in described.lower()
    assert "proxy.example" in described


def test_an_address_with_a_password_is_hidden_in_the_error_too(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_settings({"NECKREF_CROSSREF_URL": "ftp://user:CANARYPASS@proxy.example"}, tmp_path)
    assert "CANARYPASS" not in str(caught.value)
