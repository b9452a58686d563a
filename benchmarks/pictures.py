"""graph.html in a real Chromium: time until it can be used, and from pointing at a mark to the changed picture.

    python benchmarks/pictures.py [--papers 100 1000 5000] [--json]

On an invented map of 13 claims (tests/views/maps.py). `render` is the time Python takes for the page, `ready` that
from navigation to the end of the page's script. In the literature view, over 40 marks: `hover` is the median time from
the pointer entering a mark to the second frame after it; `frame` the median time between frames, `worst` the 95th
percentile of it, and `cpu` the main thread's own time for each, while the pointer enters another mark at each frame. A
frame at 60 Hz is 16.7 ms. No peer: pictures differ too much.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.views.maps import large_map

from neckref.views.graph import render

COLUMNS = {
    "seconds": "render s", "mb": "file MB", "ready_ms": "ready ms", "hover_ms": "hover ms", "frame_ms": "frame ms",
    "worst_ms": "worst ms", "cpu_ms": "cpu ms",
}  # fmt: skip

HOVER = """async () => {
  const nodes = [...document.querySelectorAll('.canvas .picture:not([hidden]) .node')].slice(0, 40), times = [];
  for (const node of nodes) {
    const start = performance.now();
    node.dispatchEvent(new PointerEvent('pointerover', {bubbles: true}));
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    times.push(performance.now() - start);
  }
  return times;
}"""

FRAMES = """async () => {
  const nodes = [...document.querySelectorAll('.canvas .picture:not([hidden]) .node')].slice(0, 40), times = [];
  let last = await new Promise(requestAnimationFrame);
  for (const node of nodes) {
    node.dispatchEvent(new PointerEvent('pointerover', {bubbles: true}));
    const now = await new Promise(requestAnimationFrame);
    times.push(now - last);
    last = now;
  }
  return times.slice(1);
}"""


def measure(browser: Browser, papers: int, folder: Path) -> dict[str, Any]:
    emap = large_map(papers)
    start = time.perf_counter()
    text = render(emap)
    seconds = time.perf_counter() - start
    file = folder / f"{papers}.html"
    file.write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")
    page.click("button[data-view=literature]")
    hover = statistics.median(page.evaluate(HOVER))
    before = _busy(session)
    frames = page.evaluate(FRAMES)
    cpu = (_busy(session) - before) / len(frames)
    page.close()
    return {
        "method": "neckref", "group": f"{papers} papers", "seconds": round(seconds, 3), "mb": round(len(text) / 1e6, 2),
        "ready_ms": round(ready), "hover_ms": round(hover, 1), "frame_ms": round(statistics.median(frames), 1),
        "worst_ms": round(statistics.quantiles(frames, n=20)[-1], 1), "cpu_ms": round(cpu * 1000, 1),
    }  # fmt: skip


def _busy(session: CDPSession) -> float:
    """Seconds the page's main thread has worked so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(metric["value"]) for metric in metrics if metric["name"] == "TaskDuration")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--papers", type=int, nargs="+", default=[100, 1000, 5000])
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        sys.exit("no Chromium on PATH")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        rows = [measure(browser, papers, Path(folder)) for papers in args.papers]
        browser.close()
    if args.json:
        print(json.dumps({"rows": rows}))
        return
    print(f"{'map':14}" + "".join(f"{name:>10}" for name in COLUMNS.values()))
    for row in rows:
        print(f"{row['group']:14}" + "".join(f"{row[name]:10}" for name in COLUMNS))


if __name__ == "__main__":
    main()
