from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from neckref.library import Library
from tests.fakes.api_server import FakeApis
from tests.pipeline.literature import WORKS


@pytest.fixture
def apis() -> Iterator[FakeApis]:
    with FakeApis(WORKS) as server:
        yield server


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "neckref.db") as opened:
        yield opened
