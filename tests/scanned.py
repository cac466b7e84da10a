"""Scans made of PDFs, slightly turned, with grain and a soft JPEG; and how many of their table cells are read right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image
from pypdf import PdfReader, PdfWriter

from ingest.records import Source
from ingest.tesseract import INSTALL, missing
from ingest.text import joined
from tests.programs import left_out
from tests.typeset import Layout

WHOLE = Layout("whole", "DejaVu Serif", size=12, landscape=True)
"""The form of Nghị định 30/2020 in a font that has all Vietnamese letters, as Times New Roman has."""

Row = list[tuple[str, tuple[int, int]]]
"""The cells of a table's row: their text, and where it stands in the source."""

_CELL = re.compile(r"(?<=\| )(?:\\\||[^|])*?(?= \|)")


def need_tesseract() -> None:
    if what := missing():
        left_out(f"{what}: the tests of scans were left out ({INSTALL})")


def scanned_image(pdf: Path, page: int, dpi: int, seed: int = 0) -> Image.Image:
    """A page, from 0, as a scanner gives it: turned by 0.3 to 1.5 degrees, grainy, neither quite black nor white."""
    chance = np.random.default_rng((seed, page, dpi))
    with pypdfium2.PdfDocument(pdf) as document:
        sharp = document[page].render(scale=2 * dpi / 72, grayscale=True).to_pil()
    angle = float(chance.choice([-1, 1]) * chance.uniform(0.3, 1.5))
    turned = sharp.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(turned.resize((turned.width // 2, turned.height // 2), Image.Resampling.BOX), dtype=np.float64)
    grainy = np.clip(30 + grey * 225 / 255 + chance.normal(0, 6, grey.shape), 0, 255)
    packed = BytesIO()
    Image.fromarray(grainy.astype(np.uint8)).save(packed, "JPEG", quality=70)
    return Image.open(packed)


def scan(pdf: Path, to: Path, dpi: int, pages: Sequence[int] | None = None, seed: int = 0) -> Path:
    """A PDF of pictures of these pages, from 0; of all."""
    with pypdfium2.PdfDocument(pdf) as document:
        numbers = range(len(document)) if pages is None else pages
    images = [scanned_image(pdf, number, dpi, seed) for number in numbers]
    images[0].save(to, "PDF", save_all=True, append_images=images[1:], resolution=dpi)
    return to


def pages_of(pdf: Path, pages: Sequence[int], to: Path) -> Path:
    """A PDF of these pages, from 0, with their text layer."""
    writer = PdfWriter()
    for number in pages:
        writer.add_page(PdfReader(pdf).pages[number])
    writer.write(to)
    return to


# --- Right, doubtful, wrong -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    """Cells of tables: how many there are, are right, are right but marked doubtful; the wrong ones, "right → read"."""

    cells: int
    right: int
    right_but_doubtful: int
    marked: tuple[str, ...]
    silent: tuple[str, ...]

    def __add__(self, other: Score) -> Score:
        return Score(
            self.cells + other.cells,
            self.right + other.right,
            self.right_but_doubtful + other.right_but_doubtful,
            self.marked + other.marked,
            self.silent + other.silent,
        )

    def __str__(self) -> str:
        return (
            f"{self.right} of {self.cells} cells right ({self.right / max(self.cells, 1):.1%}), "
            f"{self.right_but_doubtful} of these doubtful, {len(self.marked)} wrong and marked, "
            f"{len(self.silent)} wrong in silence"
        )


def score(truth: Source, read: Source) -> Score:
    """The cells of a scan against those of the text layer; a row that was lost counts with all its cells."""
    expected, found = _rows(truth), _rows(read)
    marked, silent = [], []
    right = doubtful_right = 0
    for row, best in _paired(expected, found):
        for index, (text, _) in enumerate(row):
            got, (start, end) = best[index] if index < len(best) else ("(lost)", (0, 0))
            doubtful = any(first < end and start < last for first, last in read.doubtful)
            if got == text:
                right += 1
                doubtful_right += doubtful
            else:
                (marked if doubtful else silent).append(f"{text} → {got}")
    return Score(sum(map(len, expected)), right, doubtful_right, tuple(marked), tuple(silent))


def _rows(source: Source) -> list[Row]:
    """The cells of each table row, with their places."""
    rows, start = [], 0
    for line in source.text.splitlines(keepends=True):
        if line.startswith("|") and not line.startswith("|---"):
            cells = _CELL.finditer(line)
            rows.append([(_folded(cell[0]), (start + cell.start(), start + cell.end())) for cell in cells])
        start += len(line)
    return rows


def _paired(expected: Sequence[Row], found: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Each row with the one that was read for it; with the likeliest where rows were lost or cut."""
    if len(expected) == len(found):
        yield from zip(expected, found, strict=True)
    else:
        for row in expected:
            yield row, max(found, key=lambda other: _likeness(_words(row), _words(other)), default=[])


def _words(row: Row) -> str:
    return " ".join(text for text, _ in row)


def _folded(text: str) -> str:
    return joined(" ".join(text.split()))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).quick_ratio()
