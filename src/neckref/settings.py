"""Settings: from the environment, else from neckref.toml, else from [tool.neckref] of pyproject.toml, else default."""

from __future__ import annotations

import contextlib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from neckref.errors import UserError

BASE_URLS: Mapping[str, str] = {
    "crossref": "https://api.crossref.org",
    "openalex": "https://api.openalex.org",
    "pubmed": "https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
    "europepmc": "https://www.ebi.ac.uk/europepmc/webservices/rest",
    "opencitations": "https://api.opencitations.net",
    "semanticscholar": "https://api.semanticscholar.org/graph/v1",
    "unpaywall": "https://api.unpaywall.org",
    "datacite": "https://api.datacite.org",
    "doi": "https://doi.org",
}
"""Default base address of each source that is asked over the network."""

DEFAULT_LIBRARY = Path("neckref.db")
"""In the current folder; `neckref run` keeps its library in its output folder where no other is named."""
_KEYS: Mapping[str, str] = {"openalex": "OPENALEX_API_KEY", "pubmed": "NCBI_API_KEY", "semanticscholar": "S2_API_KEY"}
_ADDRESS = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,255}")
_PLAIN = ("mailto", "library", "vocabulary", "retractionwatch", "nli")


@dataclass(frozen=True, slots=True)
class Settings:
    """One frozen value; the command line's options are applied with `dataclasses.replace`."""

    library: Path = DEFAULT_LIBRARY
    mailto: str | None = None
    """Given to sources that ask for a contact address; never stored."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Source name → API key; only those that are set."""
    base_urls: Mapping[str, str] = field(default_factory=lambda: dict(BASE_URLS))
    vocabulary: Path | None = None
    """A vocabulary file of the user's own."""
    retractionwatch: Path | None = None
    """A copy of the Retraction Watch CSV."""
    nli: Path | None = None
    """Folder of a local model that may take back what a passage is said to say (the extra `nli`)."""
    severities: Mapping[str, str] = field(default_factory=dict)
    """Finding code or name → severity ("off" leaves it out)."""

    def describe(self) -> tuple[tuple[str, str], ...]:
        """Name and value of each setting for people; keys and the e-mail address are only "set" or "not set"."""
        rows = [("library", str(self.library)), ("mailto", "set" if self.mailto else "not set")]
        rows += [(variable, "set" if self.keys.get(name) else "not set") for name, variable in _KEYS.items()]
        rows += [(f"{name} address", _without_password(url)) for name, url in self.base_urls.items()]
        rows += [("vocabulary", str(self.vocabulary or "built-in"))]
        rows += [("retractionwatch", str(self.retractionwatch or "not set"))]
        rows += [("nli", str(self.nli or "not set"))]
        return tuple(rows)


def read_settings(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Settings for a run in `folder` (the current one by default). Blank values count as absent.

    Raises UserError for an unknown name in a file, a broken file, or an address that is not http(s).
    """
    environment = os.environ if environment is None else environment
    table = _read_file(folder or Path())

    def value(name: str, variable: str) -> str | None:
        text = environment.get(variable, "").strip() or str(table.get(name, "")).strip()
        return text or None

    urls = {name: value(f"{name}_url", f"NECKREF_{name.upper()}_URL") or url for name, url in BASE_URLS.items()}
    for name, url in urls.items():
        if not _is_address(url):
            raise UserError(
                f"the address of {name} must be http:// or https:// with a host, got {_without_password(url)!r}"
            )
    mailto = value("mailto", "NECKREF_MAILTO")
    if mailto is not None:
        check_mailto(mailto)
    keys = {name: key for name, variable in _KEYS.items() if (key := value(variable.lower(), variable))}
    for name, key in keys.items():
        if not (key.isascii() and key.isprintable()):
            raise UserError(f"{_KEYS[name]} holds what no key holds: copy it anew")
    vocabulary = value("vocabulary", "NECKREF_VOCABULARY")
    retractions = value("retractionwatch", "NECKREF_RETRACTIONWATCH")
    nli = value("nli", "NECKREF_NLI")
    severities = table.get("severity", {})
    if not isinstance(severities, dict) or not all(isinstance(v, str) for v in severities.values()):
        raise UserError('[severity] must map finding codes to "error", "warning", "note" or "off"')
    return Settings(
        library=_path(value("library", "NECKREF_LIBRARY")) or DEFAULT_LIBRARY,
        mailto=mailto,
        keys=keys,
        base_urls={name: url.rstrip("/") for name, url in urls.items()},
        vocabulary=_path(vocabulary),
        retractionwatch=_path(retractions),
        nli=_path(nli),
        severities=severities,
    )


def _path(text: str | None) -> Path | None:
    """A path with its ~ filled in, as far as that names a home."""
    path = Path(text) if text else None
    with contextlib.suppress(RuntimeError):
        return path.expanduser() if path else None
    return path


def check_mailto(mailto: str) -> None:
    """Raises UserError for what is no e-mail address: no request could carry it."""
    if not (mailto.isascii() and _ADDRESS.fullmatch(mailto)):
        raise UserError("the contact address (mailto) must be an e-mail address such as desk@example.org")


def _read_file(folder: Path) -> dict[str, Any]:
    own = folder / "neckref.toml"
    if own.is_file():
        return _known(_parse(own), own)
    project = folder / "pyproject.toml"
    if project.is_file():
        tools = _parse(project).get("tool", {})
        return _known(tools.get("neckref", {}) if isinstance(tools, dict) else {}, project)
    return {}


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError(f"{path} is not valid TOML: {error}") from error


def _known(table: Any, path: Path) -> dict[str, Any]:
    names = {*_PLAIN, "severity", *(f"{n}_url" for n in BASE_URLS), *(v.lower() for v in _KEYS.values())}
    if not isinstance(table, dict):
        raise UserError(f"{path}: [tool.neckref] must be a table")
    unknown = sorted(set(table) - names)
    if unknown:
        raise UserError(f"{path}: unknown setting {unknown[0]!r}; known: {', '.join(sorted(names))}")
    wrong = next((name for name, value in table.items() if name != "severity" and not isinstance(value, str)), None)
    if wrong is not None:
        raise UserError(f"{path}: {wrong} must be text in quotation marks")
    return table


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # brackets that are no IPv6 address, a port that is none
        return False


def _without_password(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "what is no address"
    if "@" not in parts.netloc:
        return url
    return parts._replace(netloc="***@" + parts.netloc.rpartition("@")[2]).geturl()
