"""One headless Chromium for all of these tests; where none is found they are skipped, with the reason."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from neckref.views.graph import render as render_graph
from neckref.views.report import render as render_report
from neckref.views.review import render as render_review
from tests.samples import sample_map
from tests.views.maps import hostile_map, large_map, odd_maps

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(_playwright: Playwright) -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        pytest.skip("no Chromium found on PATH (looked for " + ", ".join(_NAMES) + ")")
    browser = _playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    maps = {
        "sample": sample_map(), "large": large_map(), "hostile": hostile_map(), "dense": large_map(150),
        "bare": odd_maps()["no references"],
    }  # fmt: skip
    out = {}
    for name, emap in maps.items():
        pages = {
            "graph": render_graph(emap, f"{name}-report.html"),
            "report": render_report(emap, f"{name}-graph.html"),
            "review": render_review(emap, "token"),
        }
        for page, text in pages.items():
            out[f"{name}-{page}"] = folder / f"{name}-{page}.html"
            out[f"{name}-{page}"].write_text(text, encoding="utf-8")
    return out


Opener = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, files: dict[str, Path]) -> Iterator[Opener]:
    """`open_page("large-graph", fragment="#claim-8", width=390, scheme="dark")`; whatever the page logs as an error,
    and every request for anything but a page of this folder, fails the test at its end."""
    complaints: list[str] = []
    contexts = []

    def opened(
        name: str, fragment: str = "", width: int = 1280, height: int = 900, scheme: str = "light", script: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce",
            accept_downloads=True, java_script_enabled=script,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        own = (files[name].parent.as_uri(), "blob:", "data:")
        page.on("request", lambda r: None if r.url.startswith(own) else complaints.append(r.url))
        page.goto(files[name].as_uri() + fragment)
        if name.endswith("graph") and script:
            page.wait_for_selector("html[data-ready=yes]", state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
