"""Documents set in type once a run: every plan in every layout, and as Word and OpenDocument files, by LibreOffice."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.programs import soffice

SECONDS = 240


def converted(files: Iterable[Path], kind: str, folder: Path) -> dict[str, Path]:
    """These files as "pdf", "docx", "odt", … in a folder, by the stem of their names; all in one run."""
    command = [soffice(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", kind, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
    return {path.name.removesuffix(f".{kind}"): path for path in sorted(folder.glob(f"*.{kind}"))}
