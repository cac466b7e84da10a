"""Tesseract reads pictures of print: the one place that knows its command line and its table of words.

The program is called directly. A wrapper would give the same command line; what matters here (many pictures in one
call, a limit of time, one thread a process) is set by hand in any of them. Debian: tesseract-ocr, tesseract-ocr-vie.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from ingest.errors import UnreadableFile
from ingest.scan_image import DPI, Grey

LANGUAGE = "vie"
INSTALL = "apt-get install tesseract-ocr tesseract-ocr-vie"
BLOCK, PAGE, SPARSE = 6, 3, 11  # page segmentation modes

_SECONDS = 300  # a call; a full page takes 3 on an idle machine
_SIGN = 10  # seconds between two signs of life
_ROTATE = re.compile(r"^Rotate: (\d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as it was read: its place in pixels (its line's from top to bottom), how sure the program is of it."""

    text: str
    confidence: float  # percent
    line: tuple[int, int, int]  # block, paragraph, line
    x0: int
    top: int
    x1: int
    bottom: int


@cache
def missing() -> str | None:
    """What is missing for scans to be read; None where all is there."""
    if shutil.which("tesseract") is None:
        return f"Tesseract is not installed; on Debian and Ubuntu: {INSTALL}"
    try:
        command = ["tesseract", "--list-langs"]
        listed = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return f"Tesseract does not start; on Debian and Ubuntu: {INSTALL}"
    if LANGUAGE not in listed.stdout.split():
        return f"Tesseract has no Vietnamese; on Debian and Ubuntu: {INSTALL}"
    return None


def read_images(images: Sequence[Grey], mode: int, alive: Callable[[], None]) -> list[list[ReadWord]]:
    """The words of each picture, in the order of reading; `alive` is called now and then. Raises `UnreadableFile`."""
    if not images:
        return []
    with tempfile.TemporaryDirectory(prefix="plan-scan-") as name:
        folder = Path(name)
        listed = folder / "list.txt"
        files = [folder / f"{number}.pgm" for number in range(len(images))]
        for file, image in zip(files, images, strict=True):
            Image.fromarray(image).save(file)
        listed.write_text("\n".join(map(str, files)) + "\n", encoding="utf-8")
        options = ["-l", LANGUAGE, "--psm", str(mode), "--dpi", str(DPI)]
        table = _run([str(listed), "-", *options, "tsv"], alive)
    return _words(table, len(images))


def quarter_turns(image: Grey, alive: Callable[[], None]) -> int:
    """By how many quarters, counter-clockwise, a page has to be turned to stand upright; 0 where that is not seen."""
    with tempfile.TemporaryDirectory(prefix="plan-scan-") as name:
        file = Path(name) / "page.pgm"
        Image.fromarray(image).save(file)
        try:
            said = _run([str(file), "-", "--psm", "0", "--dpi", str(DPI)], alive)
        except UnreadableFile:  # too few letters to say, or the data for it is not installed
            return 0
    clockwise = _ROTATE.search(said)
    return -int(clockwise[1]) // 90 % 4 if clockwise else 0


def _run(arguments: Sequence[str], alive: Callable[[], None]) -> str:
    """What the program prints. It is killed with its last second, or with whatever ends the waiting for it."""
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        with subprocess.Popen(
            ["tesseract", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        ) as program:
            try:
                said = _awaited(program, alive)
            finally:
                program.kill()
    except OSError as error:
        raise UnreadableFile("Tesseract could not be started") from error
    if program.returncode:
        raise UnreadableFile("Tesseract could not read a page")
    return said.decode("utf-8", "replace")


def _awaited(program: subprocess.Popen[bytes], alive: Callable[[], None]) -> bytes:
    for _ in range(_SECONDS // _SIGN):
        try:
            return program.communicate(timeout=_SIGN)[0]
        except subprocess.TimeoutExpired:
            alive()
    raise UnreadableFile(f"Tesseract did not finish a page in {_SECONDS} s")


def _words(table: str, images: int) -> list[list[ReadWord]]:
    """Rows of `level page block paragraph line word left top width height confidence text`; 4 is a line, 5 a word."""
    found: list[list[ReadWord]] = [[] for _ in range(images)]
    top = bottom = 0
    for row in table.splitlines()[1:]:
        level, page, block, paragraph, line, _, left, up, width, height, confidence, text = row.split("\t", 11)
        if level == "4":
            top, bottom = int(up), int(up) + int(height)
        elif level == "5" and text.strip():
            place = int(block), int(paragraph), int(line)
            x0, x1 = int(left), int(left) + int(width)
            found[int(page) - 1].append(ReadWord(text.strip(), float(confidence), place, x0, top, x1, bottom))
    return found
