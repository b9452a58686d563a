"""A bundle holds and replays, and says so where it was tampered with."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from neckref.errors import UserError
from neckref.library import Library
from neckref.pipeline.bundle import MANIFEST, bundle, verify
from neckref.pipeline.fetch import fetch
from neckref.pipeline.link import link
from neckref.pipeline.read import read
from tests.fakes.api_server import FakeApis
from tests.pipeline.literature import WORKS, quick_clock, settings_for


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    with FakeApis(WORKS) as apis, Library(folder / "neckref.db") as library:
        settings = settings_for(apis, folder)
        fetch(library, read(None, settings), settings, clock=quick_clock())
        link(library, settings)
        bundle(library, folder / "one.zip", settings)
        bundle(library, folder / "two.zip", settings)
    assert (folder / "one.zip").read_bytes() == (folder / "two.zip").read_bytes()
    return folder / "one.zip"


def members_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def with_hashes(members: dict[str, bytes]) -> dict[str, bytes]:
    """The members with a manifest that fits them, as a careful forger would write it."""
    rest = {name: data for name, data in members.items() if name != MANIFEST}
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in rest.items()}
    return {**rest, MANIFEST: json.dumps({"form": 1, "members": hashes}).encode()}


def test_a_bundle_holds(packed: Path) -> None:
    result = verify(packed)
    assert result.problems == ()
    assert result.members == len(members_of(packed)) - 1
    assert {"neckref.db", "article.txt", "report.html", "audit.json", "references.bib"} <= set(members_of(packed))


def test_every_member_that_is_changed_is_named(packed: Path, tmp_path: Path) -> None:
    members = members_of(packed)
    for name in members:
        if name == MANIFEST:
            continue
        data = members[name]
        for forged in (data + b" ", data[:-1], bytes([data[0] ^ 1]) + data[1:], b""):
            target = pack(tmp_path / "forged.zip", {**members, name: forged})
            assert verify(target).problems == (f"{name} has been changed",)
        missing = pack(tmp_path / "missing.zip", {n: d for n, d in members.items() if n != name})
        assert verify(missing).problems == (f"{name} is missing",)


def test_a_member_too_many_is_named(packed: Path, tmp_path: Path) -> None:
    target = pack(tmp_path / "more.zip", {**members_of(packed), "../../evil.txt": b"x"})
    assert verify(target).problems == ("../../evil.txt is not in the manifest",)
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["article.txt", "report.html", "references.bib", "claims.csv", "graph.graphml"])
def test_a_forged_manifest_does_not_help(packed: Path, tmp_path: Path, name: str) -> None:
    members = members_of(packed)
    target = pack(tmp_path / "forged.zip", with_hashes({**members, name: members[name] + b"\n"}))
    assert verify(target).problems == (f"{name} differs from what the library gives now",)


def test_a_forged_library_is_found_out(packed: Path, tmp_path: Path) -> None:
    members = members_of(packed)
    forged = members["neckref.db"].replace(b"Hip muscle activity", b"Leg muscle activity")
    assert forged != members["neckref.db"]
    target = pack(tmp_path / "forged.zip", with_hashes({**members, "neckref.db": forged}))
    assert "references.bib differs from what the library gives now" in verify(target).problems
    for broken in (b"", b"SQLite format 3\x00nonsense", members["neckref.db"][:5000]):
        target = pack(tmp_path / "broken.zip", with_hashes({**members, "neckref.db": broken}))
        assert verify(target).problems != ()


@pytest.mark.parametrize(
    "manifest", [b"", b"{", b"[]", b'{"members": 3}', b'{"form": 1}', b'{"members": {"a": null}}', b"\xff\xfe", b"null"]
)
def test_a_manifest_that_makes_no_sense(packed: Path, tmp_path: Path, manifest: bytes) -> None:
    target = pack(tmp_path / "forged.zip", {**members_of(packed), MANIFEST: manifest})
    try:
        assert verify(target).problems != ()
    except UserError as error:
        assert "is not a neckref bundle" in str(error)


def test_what_is_no_bundle(tmp_path: Path, packed: Path) -> None:
    whole = packed.read_bytes()
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("a.txt", "x")
    for n, data in enumerate((b"", b"text", whole[: len(whole) // 2], plain.getvalue())):
        path = tmp_path / f"{n}.zip"
        path.write_bytes(data)
        with pytest.raises(UserError, match="is not a neckref bundle"):
            verify(path)
    with pytest.raises(UserError, match="cannot read"):
        verify(tmp_path / "none.zip")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_and_a_bomb_are_refused(packed: Path, tmp_path: Path) -> None:
    twice = tmp_path / "twice.zip"
    twice.write_bytes(packed.read_bytes())
    with zipfile.ZipFile(twice, "a") as archive:
        archive.writestr("article.txt", "another text")
    with pytest.raises(UserError, match="two members of one name"):
        verify(twice)
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as member:
        for _ in range(1100):
            member.write(bytes(1 << 20))
    with pytest.raises(UserError, match="would unpack to more than 1024 MB"):
        verify(bomb)


def test_flipped_bytes_never_end_in_a_traceback(packed: Path, tmp_path: Path) -> None:
    whole = packed.read_bytes()
    for n in range(0, len(whole), max(1, len(whole) // 40)):
        path = tmp_path / "flipped.zip"
        path.write_bytes(whole[:n] + bytes([whole[n] ^ 0x55]) + whole[n + 1 :])
        try:
            found = verify(path)
        except UserError as error:
            assert "\n" not in str(error)
        else:
            assert all("\n" not in problem for problem in found.problems)
