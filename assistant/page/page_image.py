"""A page of a PDF as an image, drawn once and kept. The one home of PDFium on the page.

A PDF is drawn in a process of its own with a time limit, so that no file can crash or hang the server.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

SCALE = 1.7  # pixels a point: 122 dpi, readable on a screen, about 150 kB a page
SECONDS = 30
_DRAWING = threading.Semaphore(2)
_IMPORTS = "import sys; sys.path[:] = sys.argv[1].split(chr(0x1F)); import assistant.page.page_image as it; it.draw()"


def page_image(original: Path, page: int, folder: Path) -> Path | None:
    """The image of a page, from 1, in `folder`; None where the file is no PDF that can be drawn."""
    if original.suffix.lower() != ".pdf":
        return None
    kept = folder / f"{page}.png"
    if kept.is_file():
        return kept
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = folder / f".{page}.{os.getpid()}.{threading.get_ident()}.png"
    command = [sys.executable, "-c", _IMPORTS, chr(0x1F).join(sys.path), str(original), str(page), str(new)]
    try:
        with _DRAWING:
            drawn = subprocess.run(command, timeout=SECONDS, check=False, capture_output=True)
    except subprocess.TimeoutExpired:
        drawn = None
    if drawn is None or drawn.returncode or not new.is_file():
        new.unlink(missing_ok=True)
        return None
    new.replace(kept)
    return kept


def draw() -> None:
    """What the process does: the file, the page and where its image goes are its arguments."""
    import pypdfium2  # noqa: PLC0415  (only the process that draws loads it)

    original, page, target = sys.argv[2:5]
    document = pypdfium2.PdfDocument(original)
    document[int(page) - 1].render(scale=SCALE).to_pil().save(target, optimize=True)
