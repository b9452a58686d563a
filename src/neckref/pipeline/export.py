"""EvidenceMap → files. A file is written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from neckref import registry
from neckref.errors import UserError
from neckref.model import EvidenceMap

GRAPHS = ("graphml", "gexf", "cytoscape")


def export(emap: EvidenceMap, form: str, *, communities: bool = False) -> str:
    """The map in an installed export format ("bibtex", "csl-json", …); in a graph format, where wanted, works with the
    number of their community. Raises ExtensionError for an unknown format, UserError where it holds no communities."""
    if communities and form not in GRAPHS:
        raise UserError(f"communities go into {', '.join(GRAPHS)}: {form} has no place for them")
    exporter = registry.load("exporters", form)
    text: str = exporter(emap, communities=True) if communities else exporter(emap)
    return text


def draw(emap: EvidenceMap, view: str, **beside: str) -> str | bytes:
    """The map as a page or picture ("report", "graph", "svg", "png"). `beside`: for the report the relative address of
    its `graph`, for the graph of its `report`, where the other lies beside it."""
    drawn: str | bytes = registry.load("views", view)(emap, **beside)
    return drawn


def write_file(path: Path, content: str | bytes) -> None:
    """Write through a temporary file in the same folder, so that an older file stays whole until the new one is.

    Raises UserError where the folder does not exist or cannot be written.
    """
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    if path.is_dir():
        raise UserError(f"{path} is a folder: name a file in it")
    if not path.parent.is_dir():
        raise UserError(f"cannot write {path}: the folder {path.parent} does not exist; make it first")
    temporary: Path | None = None
    try:
        if path.exists() and not path.is_file():  # a device or a pipe is written to, never replaced
            path.write_bytes(data)
            return
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise UserError(f"cannot write {path}: {error.strerror}") from error


def make_folder(path: Path) -> None:
    """Make an output folder. Raises UserError where that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot make the folder {path}: {error.strerror}; name another") from error
