"""Documents set in type: every plan in every layout, made PDF, Word or OpenDocument files by LibreOffice."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from ingest.load import bundled_plans, load
from tests.programs import soffice
from tests.typeset import LAYOUTS, flat_odt
from tests.typeset_content import content_of

SECONDS = 240


def typeset(folder: Path) -> list[Path]:
    """The five plans in every layout as flat OpenDocument files, "<plan>.<layout>.fodt"."""
    written: list[Path] = []
    for path in bundled_plans():
        content = content_of(load(path))
        for layout in LAYOUTS:
            written.append(folder / f"{content.id}.{layout.name}.fodt")
            written[-1].write_text(flat_odt(content, layout), encoding="utf-8")
    return written


def converted(files: Iterable[Path], kind: str, folder: Path) -> dict[str, Path]:
    """These files as "pdf", "docx", "odt", … in a folder, by the stem of their names; all in one run."""
    command = [soffice(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", kind, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
    return {path.name.removesuffix(f".{kind}"): path for path in sorted(folder.glob(f"*.{kind}"))}


if __name__ == "__main__":  # python -m tests.office FOLDER: PDFs and Word files for the benchmark
    here = Path(sys.argv[1])
    here.mkdir(parents=True, exist_ok=True)
    for wanted in ("pdf", "docx"):
        converted(typeset(here), wanted, here)
