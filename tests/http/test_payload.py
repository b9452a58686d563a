"""Strict JSON and XML that expands nothing."""

from __future__ import annotations

import contextlib
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.http.limits import TooLargeError, is_private_host, is_public_address, read_capped
from neckref.http.payload import looks_like_html, parse_json, parse_xml, parse_xml_elements

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_proper_json_is_read_as_it_is(value: object) -> None:
    assert parse_json(json.dumps(value).encode()) == value
    assert (
        parse_json(b"\xef\xbb\xbf" + json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")) is not Ellipsis
    )


@given(st.binary(max_size=60))
def test_anything_else_is_a_value_error(body: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert parse_json(body) == parse_json(body)
    with contextlib.suppress(ValueError):
        assert parse_xml(body).tag is not None


def test_numbers_that_are_none_become_none() -> None:
    assert parse_json(b"[NaN, Infinity, -Infinity, 1e999, -1e999, 1.5]") == [None, None, None, None, None, 1.5]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{"a": 1, "a": 2}', "key twice"),
        (b'{"a": {"b": 1, "b": 1}}', "key twice"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"", "Expecting value"),
        (b'{"a": 1', "delimiter"),
        (b"[" + b"9" * 5000 + b"]", "digits"),
    ],
)
def test_json_that_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_json(body)


def test_half_a_surrogate_pair_can_be_stored() -> None:
    value = parse_json(rb'{"t\ud800": ["\udc00x", "\ud83d\ude00"]}')
    assert value == {"t\ufffd": ["\ufffdx", "😀"]}
    str(value).encode()


def test_bytes_that_are_no_utf8_do_not_lose_the_record() -> None:
    assert parse_json(b'{"a": "caf\xe9"}') == {"a": "caf\ufffd"}


BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(12))
    + b"]><x>&m;</x>"
)


def test_entities_are_not_expanded(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret"
    secret.write_text("canary")
    for body in (
        BOMB,
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><x>&e;</x>'.encode(),
        f'<!DOCTYPE x SYSTEM "file://{secret}"><x>fine</x>'.encode(),
    ):
        try:
            text = "".join(str(t) for t in parse_xml(body).itertext())
        except ValueError:
            continue
        assert len(text) < 50
        assert "canary" not in text


def test_a_doctype_is_no_error() -> None:
    root = parse_xml(
        b'<?xml version="1.0"?><!DOCTYPE S PUBLIC "-//NLM//DTD x//EN" "https://x.example/x.dtd"><S><A>1</A></S>'
    )
    assert root.findtext("A") == "1"


def test_elements_before_a_break_are_kept() -> None:
    found, broken = parse_xml_elements(b"<s><a>1</a>\n<b/><a>2", ("a", "b"))
    assert [e.tag for e in found] == ["a", "b"]
    assert broken is not None
    assert broken.startswith("broken XML at byte 20: ")
    assert parse_xml_elements(b"<s><a/></s>", "a")[1] is None


def test_a_break_is_told_by_its_byte() -> None:
    body = "<s>\n<a>für</a>\n<b>&nothing;</b></s>".encode()
    with pytest.raises(ValueError, match=r"at byte (\d+)") as raised:
        parse_xml(body)
    at = int(re.findall(r"at byte (\d+)", str(raised.value))[0])
    assert body[at - 10 : at + 1].find(b"nothing") >= 0


def test_web_pages_are_recognised() -> None:
    assert looks_like_html(b"\xef\xbb\xbf\n <!DOCTYPE HTML><html>")
    assert looks_like_html(b"<HTML>")
    assert not looks_like_html(b"<?xml version='1.0'?><a/>")
    assert not looks_like_html(b"{}")


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    assert is_public_address(address)
    assert not is_private_host(address)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
     "not an address", ""],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public_address(address)


def test_private_hosts_by_name() -> None:
    assert is_private_host("LOCALHOST.")
    assert is_private_host("db.internal")
    assert is_private_host("[::1]")
    assert not is_private_host("example.org")


def test_reading_stops_at_the_cap() -> None:
    taken = []

    def pieces():  # type: ignore[no-untyped-def]
        for n in range(2000):
            taken.append(n)
            yield b"x" * 1000

    with pytest.raises(TooLargeError, match="more than 5000 bytes"):
        read_capped(pieces(), lambda: 10**9, most=5000, expansion=200)
    assert len(taken) == 6
    with pytest.raises(TooLargeError, match="times larger"):
        read_capped(pieces(), lambda: 50, most=10**9, expansion=200)
    assert read_capped([b"a", b"b"], lambda: 2, most=5, expansion=2) == b"ab"
