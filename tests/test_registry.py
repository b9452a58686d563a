from __future__ import annotations

import pytest

from neckref import registry
from neckref.errors import ExtensionError


def test_every_installed_extension_loads() -> None:
    for kind in registry.KINDS:
        assert registry.names(kind), kind
        for name in registry.names(kind):
            assert registry.load(kind, name) is not None


def test_unknown_names_say_what_there_is() -> None:
    with pytest.raises(ExtensionError, match=r"no exporter named 'word'; installed: .*bibtex"):
        registry.load("exporters", "word")
    with pytest.raises(ExtensionError, match="unknown kind of extension 'colours'"):
        registry.names("colours")
