"""What a threshold of certainty costs: cells of scans that are wrong in silence, and right ones that are doubtful.

    python -m tests.calibrate_scans --dpi 150 200 --seeds 1 2

typesets the plans (LibreOffice), makes scans of the pages that show tables, reads each once (Tesseract) and judges it
at every threshold. SURE of ingest/scan_doubt.py is chosen on what it prints.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest.mock import patch

import ingest.scan_doubt
import ingest.scan_reading
from ingest.load import bundled_plans, load
from ingest.records import Source
from ingest.scan_image import Grey
from ingest.tesseract import ReadWord, read_images
from tests.office import converted
from tests.scanned import WHOLE, Score, pages_of, scan, score
from tests.typeset import flat_odt
from tests.typeset_content import content_of

SURE = (70.0, 80.0, 85.0, 88.0, 90.0, 92.0, 94.0, 96.0)
OF_FIGURES = ingest.scan_doubt.SURE_OF_FIGURES - ingest.scan_doubt.SURE  # more is asked of figures


class Remembering:
    """Tesseract, which reads each picture once."""

    def __init__(self) -> None:
        self._read: dict[bytes, list[ReadWord]] = {}

    def __call__(self, images: Sequence[Grey], mode: int, alive: Callable[[], None]) -> list[list[ReadWord]]:
        keys = [hashlib.sha256(repr((image.shape, mode)).encode() + image.tobytes()).digest() for image in images]
        new = {key: image for key, image in zip(keys, images, strict=True) if key not in self._read}
        self._read.update(zip(new, read_images(list(new.values()), mode, alive), strict=True))
        return [self._read[key] for key in keys]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a line for each threshold."""
    options = _parser().parse_args(arguments)
    totals = dict.fromkeys(SURE, Score(0, 0, 0, (), ()))
    with tempfile.TemporaryDirectory(prefix="plan-assistant-scans-") as temporary:
        folder = Path(temporary)
        for name, printed in _printed(folder, options.plans).items():
            if not (tables := _pages_with_tables(load(printed))):
                continue
            truth = load(pages_of(printed, tables, folder / "truth.pdf"))
            for dpi in options.dpi:
                for seed in options.seeds:
                    picture = scan(printed, folder / "scan.pdf", dpi, tables, seed)
                    for sure, found in _judged(truth, picture).items():
                        totals[sure] += found
                    print(f"{name}, {dpi} dpi, seed {seed}: {totals[ingest.scan_doubt.SURE]} so far", file=sys.stderr)
    print("| sure, % | of figures, % | cells | right | right but doubtful | wrong and marked | wrong in silence |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    for sure, found in totals.items():
        print(
            f"| {sure:g} | {sure + OF_FIGURES:g} | {found.cells} | {found.right} | {found.right_but_doubtful} "
            f"| {len(found.marked)} | {len(found.silent)} |"
        )
    return 0


def _printed(folder: Path, names: Sequence[str]) -> dict[str, Path]:
    for path in bundled_plans():
        if not names or path.stem in names:
            (folder / f"{path.stem}.fodt").write_text(flat_odt(content_of(load(path)), WHOLE), encoding="utf-8")
    return converted(sorted(folder.glob("*.fodt")), "pdf", folder)


def _pages_with_tables(source: Source) -> list[int]:
    """Numbers from 0."""
    return [page.number - 1 for page in source.pages if "| " in source.text[page.start : page.end]]


def _judged(truth: Source, picture: Path) -> dict[float, Score]:
    """A scan's score at each threshold."""
    scores = {}
    with patch.object(ingest.scan_reading, "read_images", Remembering()):
        for sure in SURE:
            with (
                patch.object(ingest.scan_doubt, "SURE", sure),
                patch.object(ingest.scan_doubt, "SURE_OF_FIGURES", sure + OF_FIGURES),
            ):
                scores[sure] = score(truth, load(picture))
    return scores


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.calibrate_scans", description=__doc__)
    parser.add_argument("--dpi", type=int, nargs="+", default=[150, 200])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--plans", nargs="*", default=[], help="of the five (default: all that have tables)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
