"""A bundle: library, article and outputs with their hashes in one zip; verifying replays it."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from neckref.errors import NeckrefError, UserError
from neckref.library import Library
from neckref.pipeline.assemble import load_map
from neckref.pipeline.export import draw, export, write_file
from neckref.pipeline.run import EXPORTS, VIEWS
from neckref.settings import Settings, read_settings

MANIFEST = "manifest.json"
FORM = 1
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LARGEST = 1 << 30
"""Bytes that a bundle may unpack to; one that wants more is refused."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found. `problems` is empty for a bundle that holds and replays."""

    members: int
    problems: tuple[str, ...]


def bundle(library: Library, target: Path, settings: Settings | None = None) -> tuple[str, ...]:
    """Write a bundle of the library's current article; returns the names of its members.

    The same library gives the same bytes. Raises UserError where the library holds no article.
    """
    members = _outputs(library, settings or read_settings())
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "neckref.db"
        library.copy_to(copy)
        members["neckref.db"] = copy.read_bytes()
        manifest = {
            "form": FORM,
            "members": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(members.items())},
        }
        members[MANIFEST] = (json.dumps(manifest, indent=2, sort_keys=True) + "\n").encode()
        packed = Path(folder) / "bundle.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(members):
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), members[name], zipfile.ZIP_DEFLATED)
        write_file(target, packed.read_bytes())
    return tuple(sorted(members))


def verify(path: Path, settings: Settings | None = None) -> Verified:
    """Check each member's hash, the library's integrity, and that its replay gives the outputs byte for byte.

    Raises UserError where the file is not a bundle.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = _unpack(archive)
        hashes: dict[str, str] = dict(json.loads(members.pop(MANIFEST))["members"])
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror or error}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, RuntimeError) as error:
        raise UserError(f"{path} is not a neckref bundle: {error}") from error
    problems = [f"{name} is missing" for name in sorted(set(hashes) - set(members))]
    problems += [f"{name} is not in the manifest" for name in sorted(set(members) - set(hashes))]
    problems += [
        f"{name} has been changed"
        for name, data in sorted(members.items())
        if name in hashes and hashlib.sha256(data).hexdigest() != hashes[name]
    ]
    if not problems:
        problems += _replay(members, settings or read_settings())
    return Verified(len(members), tuple(problems))


def _replay(members: dict[str, bytes], settings: Settings) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "neckref.db"
        path.write_bytes(members.get("neckref.db", b""))
        try:
            with Library(path, readonly=True) as library:
                problems = [f"library: {problem}" for problem in library.check()]
                again = _outputs(library, settings)
        except NeckrefError as error:
            return [f"the library cannot be replayed: {error}"]
    wanted = {name: data for name, data in members.items() if name != "neckref.db"}
    return problems + [
        f"{name} differs from what the library gives now"
        for name in sorted({*wanted, *again})
        if wanted.get(name) != again.get(name)
    ]


def _outputs(library: Library, settings: Settings) -> dict[str, bytes]:
    emap = load_map(library, settings)
    if emap.article is None:
        raise UserError("the library holds no article: run `neckref run ARTICLE` first")
    contents: dict[str, str | bytes] = {"article.txt": emap.article.text}
    contents |= {name: draw(emap, view, **beside) for name, (view, beside) in VIEWS.items()}
    contents |= {name: export(emap, form) for name, form in EXPORTS.items()}
    return {n: c.encode("utf-8", "backslashreplace") if isinstance(c, str) else c for n, c in contents.items()}


def _unpack(archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = archive.infolist()
    if sum(info.file_size for info in infos) > _LARGEST:
        raise ValueError(f"it would unpack to more than {_LARGEST >> 20} MB")
    members = {info.filename: archive.read(info) for info in infos}
    if len(members) < len(infos):
        raise ValueError("it holds two members of one name")
    return members
