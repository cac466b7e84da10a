"""The pictures of docs/img: every tab, on a desktop and on a phone, over a fresh store with the five plans.

python -m evals.page_pictures [FOLDER]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from shutil import which
from typing import Any

from evals.bench_page import BROWSERS, page_server

DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
TABS = {"lookup": "Tra cứu", "compare": "So sánh", "deadlines": "Thời hạn", "documents": "Văn bản"}
CHAIR, FIGURE = 0, 3  # of the examples that the page offers


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/img"))
    folder = parser.parse_args(argv).folder
    folder.mkdir(parents=True, exist_ok=True)
    sync_playwright = import_module("playwright.sync_api").sync_playwright  # a library of development
    path = next(filter(None, map(which, BROWSERS)), None)
    with (
        tempfile.TemporaryDirectory() as store,
        page_server(Path(store)) as (address, _),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for size, before in ((DESKTOP, "desktop-"), (PHONE, "phone-")):
            page = browser.new_context(viewport=size, device_scale_factor=1 if size is DESKTOP else 2).new_page()
            page.set_default_timeout(60_000)
            page.goto(address)
            _pictures(page, partial(_picture, page, f"{folder}/{before}"))
        browser.close()
    (folder / "desktop-chat.png").replace(folder / "chat.png")
    return 0


def _pictures(page: Any, take: Callable[[str], None]) -> None:
    """The conversation, the plan that it cites, and the other tabs."""
    _ask(page, FIGURE if page.viewport_size == PHONE else CHAIR)
    take("chat")
    page.locator("#turn-1 .cited").first.click()
    page.locator("#sheet #cited").wait_for()
    take("source")
    page.keyboard.press("Escape")
    for name, title in TABS.items():
        page.get_by_role("tab", name=title).click()
        page.locator(f"#tab-{name} table, #tab-{name} .timeline, #tab-{name} .shelf").first.wait_for()
        take(name)


def _ask(page: Any, example: int) -> None:
    page.locator("#examples button").nth(example).click()
    page.locator("#turn-1 .following button").first.wait_for()


def _picture(page: Any, before: str, name: str) -> None:
    page.wait_for_timeout(800)  # what moves has come to rest
    page.screenshot(path=f"{before}{name}.png")


if __name__ == "__main__":
    sys.exit(main())
