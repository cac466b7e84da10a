"""How fast the page is for one person and for twenty at once: first paint, first word, whole answer.

    python -m evals.bench_page [--people 20] [--questions 3]

Twenty people are twenty browser pages of one Chromium; the times are theirs, from the click to what they see. The
figures of a machine with two cores, where the browser takes its share, are upper bounds.
"""

from __future__ import annotations

import argparse
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from shutil import which
from typing import Any

import numpy as np
import uvicorn

from assistant.build import assistant_of
from assistant.library import Library
from assistant.page.office import Office
from assistant.page.server import build_app
from assistant.settings import load_settings

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Pages that nobody looks at are as quick as the one in front.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
)
QUESTIONS = (
    "Ai chủ trì nhiệm vụ khám sàng lọc miễn phí ở {place}?",
    "Liệt kê các nhiệm vụ do Trạm Y tế chủ trì ở {place}",
    "Kế hoạch của {place} làm gì để phát triển y học cổ truyền?",
)
# In the page: when the first words of the newest answer, and what can be done with it, came to be seen.
_WATCH = """(turn) => new Promise(done => {
    const begun = performance.now(), seen = {};
    const look = () => {
        const at = performance.now() - begun;
        if (!seen.word && document.querySelector(`#turn-${turn} .text`)?.textContent.trim()) seen.word = at;
        if (document.querySelector(`#turn-${turn} .said > .tools`)) { done({...seen, whole: at}); return; }
        if (at > 120000) { done(seen); return; }
        setTimeout(look, 10);
    };
    look();
})"""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--questions", type=int, default=3)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder, page_server(Path(folder)) as (address, places):
        alone = measured(address, places, 1, options.questions)
        together = measured(address, places, options.people, options.questions)
    for name in ("first paint", "first word", "whole answer"):
        one, many = np.array(alone[name]), np.array(together[name])
        print(
            f"{name:13} 1 person p50 {np.percentile(one, 50):6.0f} ms, p95 {np.percentile(one, 95):6.0f} ms; "
            f"{options.people} people p50 {np.percentile(many, 50):6.0f} ms, p95 {np.percentile(many, 95):6.0f} ms; "
            f"p50 {np.percentile(many, 50) / np.percentile(one, 50):.1f}×"
        )
    print(f"conversations that showed another person's question: {len(together['strange'])}")
    return 1 if together["strange"] else 0


@contextmanager
def page_server(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The page over a fresh store with the five plans, in a thread."""
    library = Library(load_settings(store=str(folder / "store"), data=folder / "data"))
    library.fill()
    assistant = assistant_of(library)
    office = Office(assistant, lambda: library.store.snapshot().plans, folder / "page", assistant.world, library)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(build_app(office), log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", office.places()
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        library.close()


def measured(address: str, places: Sequence[str], people: int, questions: int) -> dict[str, list[Any]]:
    """Milliseconds of every person and question."""
    sync_playwright = import_module("playwright.sync_api").sync_playwright  # a library of development

    found: dict[str, list[Any]] = {"first paint": [], "first word": [], "whole answer": [], "strange": []}
    path = next(filter(None, map(which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        pages = [browser.new_context().new_page() for _ in range(people)]
        for page in pages:
            page.set_default_timeout(120_000)
            begun = time.perf_counter()
            page.goto(address)
            page.wait_for_selector(".welcome h2")
            found["first paint"].append(1000 * (time.perf_counter() - begun))
        for turn in range(1, questions + 1):
            asked = [QUESTIONS[turn % len(QUESTIONS)].format(place=places[n % len(places)]) for n in range(people)]
            for page, question in zip(pages, asked, strict=True):
                page.locator("#question textarea").fill(question)
            for page in pages:  # all watch and ask before any of them is waited for
                page.evaluate(
                    f"(turn) => {{ window.watched = ({_WATCH})(turn); document.querySelector('#send').click(); }}", turn
                )
            for page in pages:
                seen = page.evaluate("window.watched")
                found["first word"].append(seen.get("word", 120_000))
                found["whole answer"].append(seen.get("whole", 120_000))
            for page, question in zip(pages, asked, strict=True):
                shown = page.locator(f"#turn-{turn} .asked").inner_text()
                found["strange"] += [] if question in shown else [shown]
        browser.close()
    return found


if __name__ == "__main__":
    sys.exit(main())
