"""The report in a real browser: nothing asked of any network, no complaint, nothing cut off on a telephone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import escape, unescape
from pathlib import Path

import pytest
from tests.unit.report.invented_run import invented_run

from thinkfamily.engine.report import report

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine; test_report_page checks the HTML")

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
)
# A window is never narrower than 500 pixels; a frame in it can be. The frame's page holds no script and forbids any, so
# the page around it measures.
AROUND = """<!DOCTYPE html><title>frame</title><iframe width="{width}" height="900" srcdoc="{page}"></iframe><script>
addEventListener('load', () => {{
  const frame = document.querySelector('iframe'), page = frame.contentDocument, root = page.documentElement;
  const right = each => each.getBoundingClientRect().right;
  const all = [...page.querySelectorAll('body *')].filter(each => !each.closest('.scroll, svg') && each.className != 'skip');
  const words = [...page.querySelectorAll('svg text')].map(word => [word, word.closest('svg')]);
  const size = ([word, chart]) => parseFloat(frame.contentWindow.getComputedStyle(word).fontSize)
    * chart.getBoundingClientRect().width / chart.viewBox.baseVal.width;
  document.body.dataset.seen = JSON.stringify({{
    width: root.clientWidth,
    sideways: root.scrollWidth > root.clientWidth,
    beyond: all.filter(each => right(each) > root.clientWidth + 1).map(each => each.tagName),
    cut: words.filter(([word, chart]) => right(word) > right(chart) + 1).map(([word]) => word.textContent),
    captions: [...page.querySelectorAll('caption span')].filter(each => right(each) > root.clientWidth + 1).length,
    smallest: Math.min(...words.map(size)),
    words: words.length,
    asked: frame.contentWindow.performance.getEntriesByType('resource').length,
  }});
}});
</script>"""


@pytest.fixture(scope="module")
def page() -> str:
    """The report of an invented borough."""
    return report(*invented_run(600))


def browse(html: str, folder: Path, width: int) -> tuple[str, str]:
    """The page's elements after loading, and what the browser said."""
    file = folder / "report.html"
    file.write_text(html, encoding="utf-8")
    assert BROWSER is not None
    ended = subprocess.run(
        [
            BROWSER,
            *QUIET,
            f"--user-data-dir={folder / 'profile'}",
            f"--window-size={width},900",
            "--dump-dom",
            file.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return ended.stdout, ended.stderr


def test_it_loads_without_a_complaint(page: str, tmp_path: Path) -> None:
    elements, said = browse(page, tmp_path, 1280)
    assert "What this page cannot say" in elements
    assert "CONSOLE" not in said


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_cut_off_or_too_small_to_read(page: str, tmp_path: Path, width: int) -> None:
    elements, _ = browse(AROUND.format(width=width, page=escape(page)), tmp_path, 1400)
    seen = json.loads(unescape(re.search(r'data-seen="([^"]*)"', elements)[1]))  # type: ignore[index]
    assert abs(seen["width"] - width) < 20
    assert seen["words"] > 50
    assert seen["smallest"] >= 9
    assert not seen["sideways"]
    assert (seen["beyond"], seen["cut"], seen["captions"], seen["asked"]) == ([], [], 0, 0)
