"""No test reaches further than this machine, unless it is marked `live`."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from pytest_socket import socket_allow_hosts

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def _loopback_only(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("live") is None:
        socket_allow_hosts(["127.0.0.1", "localhost", "::1"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys and addresses in the developer's environment never change a test."""
    if request.node.get_closest_marker("live") is None:
        import os

        for name in list(os.environ):
            if name.startswith("NECKREF_") or name in ("OPENALEX_API_KEY", "NCBI_API_KEY", "S2_API_KEY"):
                monkeypatch.delenv(name)
