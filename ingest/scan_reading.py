"""Pictures of print become words, each read at two sizes; where the two differ a third reading is asked.

What two of the three see stands in the text, and is doubtful all the same: nothing is corrected in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from statistics import mean

import numpy as np
from PIL import Image

from ingest.scan_doubt import is_doubtful, is_spelt
from ingest.scan_image import Grey
from ingest.scan_pairs import is_word, usual_words
from ingest.scan_shapes import by_shape
from ingest.tesseract import ReadWord, read_images

_SIZES = (0.7, 1.0, 0.85)  # of the page at 300 dpi; the first reads best, print of 12 points being 20 pixels high then
_FLAT = 0.6  # of the usual height of a line: accents that were taken for a line of their own
_NOISE = 40.0  # percent: a word without letter or figure that is less certain is a speck
_LETTERS = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class ScanWord:
    """A word in pixels of its picture; `line` numbers the lines of the picture."""

    text: str
    doubtful: bool
    line: int
    x0: float
    top: float
    x1: float
    bottom: float


Alive = Callable[[], None]


def read_print(images: Sequence[Grey], mode: int, alive: Alive) -> list[list[ScanWord]]:
    """The words of each picture by line. `alive` is called after each run of the program. Raises `UnreadableFile`."""
    first, second = (_readings(images, size, mode, alive) for size in _SIZES[:2])
    disputed = [n for n, (one, other) in enumerate(zip(first, second, strict=True)) if _is_disputed(one, other)]
    asked = _readings([images[n] for n in disputed], _SIZES[2], mode, alive) if disputed else []
    third = dict(zip(disputed, asked, strict=True))
    found = []
    for n, (image, one, other) in enumerate(zip(images, first, second, strict=True)):
        words, sure = _agreed(one, other, third.get(n))
        words, sure = _as_usual(words, sure, (one, other, third.get(n, [])))
        found.append(list(_judged(*by_shape(image, words, sure))))
    return found


def _is_disputed(first: Sequence[ReadWord], second: Sequence[ReadWord]) -> bool:
    texts = _texts(first)
    return texts != _texts(second) or bool(usual_words(texts))


def _readings(images: Sequence[Grey], size: float, mode: int, alive: Alive) -> list[list[ReadWord]]:
    found = [_in_lines(words, size) for words in read_images([_sized(image, size) for image in images], mode, alive)]
    alive()
    return found


def _sized(image: Grey, size: float) -> Grey:
    if size == 1.0:
        return image
    height, width = image.shape
    shape = max(1, round(width * size)), max(1, round(height * size))
    return np.asarray(Image.fromarray(image).resize(shape, Image.Resampling.LANCZOS))


def _in_lines(words: Sequence[ReadWord], size: float) -> list[ReadWord]:
    """The words in pixels of the whole size, specks and lines of mere accents left out, from top to bottom."""
    lines = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    heights = sorted(line[0].bottom - line[0].top for line in lines)
    usual = heights[len(heights) // 2] if heights else 0
    kept = [line for line in lines if len(lines) == 1 or not _is_accents(line, usual)]
    found = [word for line in _visual(kept) for word in line if not _is_speck(word)]
    return [
        replace(
            word,
            x0=round(word.x0 / size),
            top=round(word.top / size),
            x1=round(word.x1 / size),
            bottom=round(word.bottom / size),
        )
        for word in found
    ]


def _is_accents(line: Sequence[ReadWord], usual: float) -> bool:
    """Whether a line is the accents of the line below it: scattered signs, flat or read without certainty."""
    if any(len(_LETTERS.findall(word.text)) > 2 for word in line):
        return False
    flat = line[0].bottom - line[0].top < _FLAT * usual
    return (flat and mean(word.confidence for word in line) < 80) or (
        len(line) > 1
        and mean(word.confidence for word in line) < 60
        and not any(is_spelt(word.text) and len(word.text) > 1 and word.confidence > 70 for word in line)
    )


def _is_speck(word: ReadWord) -> bool:
    return word.confidence < _NOISE and not any(character.isalnum() for character in word.text)


def _visual(lines: Sequence[list[ReadWord]]) -> list[list[ReadWord]]:
    """Lines by their middle, those side by side from left to right, numbered anew."""
    rows: list[list[list[ReadWord]]] = []
    for line in sorted(lines, key=_middle):
        height = line[0].bottom - line[0].top
        if rows and abs(_middle(line) - _middle(rows[-1][0])) < 0.4 * height:
            rows[-1].append(line)
        else:
            rows.append([line])
    found = []
    for number, row in enumerate(rows):
        words = [word for line in row for word in line]
        found.append([replace(word, line=(number, 0, 0)) for word in sorted(words, key=lambda word: word.x0)])
    return found


def _middle(line: Sequence[ReadWord]) -> float:
    return (line[0].top + line[0].bottom) / 2


# --- Agreement --------------------------------------------------------------------------------------------------


def _texts(words: Iterable[ReadWord]) -> list[str]:
    return [word.text for word in words]


def _agreed(
    first: Sequence[ReadWord], second: Sequence[ReadWord], third: Sequence[ReadWord] | None
) -> tuple[list[ReadWord], list[bool]]:
    """The words that most readings see, and of each whether the first two agree on it."""
    words: list[ReadWord] = []
    sure: list[bool] = []
    third = third or ()
    passed = False  # one reading sees a word before the next one
    for kind, i1, i2, j1, j2 in _differences(first, second):
        if kind == "equal":
            for one, other in zip(first[i1:i2], second[j1:j2], strict=True):
                words.append(replace(one, confidence=min(one.confidence, other.confidence)))
                sure.append(not passed)
                passed = False
            continue
        chosen = _better(first[i1:i2], second[j1:j2], third)
        words += chosen
        sure += [False] * len(chosen)
        if not chosen and sure:
            sure[-1] = False  # one reading sees a word behind this one
        passed = not chosen and not sure
    if not words:  # most readings see nothing at all: what one sees is better than a cell that seems blank
        words = list(first or second or third)
        sure = [False] * len(words)
    return words, sure


def _differences(first: Sequence[ReadWord], second: Sequence[ReadWord]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, _texts(first), _texts(second), autojunk=False).get_opcodes()


def _better(first: Sequence[ReadWord], second: Sequence[ReadWord], third: Sequence[ReadWord]) -> Sequence[ReadWord]:
    """Of two readings of one stretch the one that the third sees too, else the one that is spelt, else the surer."""

    def rank(words: Sequence[ReadWord]) -> tuple[bool, float, float]:
        spelt = [is_spelt(word.text.strip('.,;:()“”"-/%')) or not word.text.isalpha() for word in words]
        certainty = mean(word.confidence for word in words) if words else 50.0
        return _holds(third, words, first or second), mean(spelt) if words else 0.0, certainty

    return max((first, second), key=rank)


def _holds(reading: Sequence[ReadWord], words: Sequence[ReadWord], near: Sequence[ReadWord]) -> bool:
    """Whether a reading has these words, and no others, where the stretch stands."""
    there, texts = _texts(_at(reading, near)), _texts(words)
    if len({word.line for word in near}) == 1:
        return bool(near) and there == texts
    return _contains(there, texts)


def _at(reading: Iterable[ReadWord], near: Sequence[ReadWord]) -> list[ReadWord]:
    """The words of a reading that stand where this stretch of another one does."""
    if not near:
        return []
    x0, x1 = min(word.x0 for word in near), max(word.x1 for word in near)
    top, bottom = min(word.top for word in near), max(word.bottom for word in near)
    return [
        word
        for word in reading
        if x0 <= (word.x0 + word.x1) / 2 <= x1 and top <= (word.top + word.bottom) / 2 <= bottom
    ]


def _contains(texts: Sequence[str], wanted: Sequence[str]) -> bool:
    length = len(wanted)
    return any(list(texts[n : n + length]) == list(wanted) for n in range(len(texts) - length + 1)) if length else False


def _as_usual(
    words: list[ReadWord], sure: list[bool], readings: Sequence[Sequence[ReadWord]]
) -> tuple[list[ReadWord], list[bool]]:
    """Words that are unlikely beside their neighbours are not sure; what is usual is taken where a reading sees it."""
    for place, usual in usual_words(_texts(words)).items():
        sure[place] = False
        seen = (word for reading in readings for word in _at(reading, words[place : place + 1]))
        words[place] = next((word for word in seen if is_word(word.text, usual)), words[place])
    return words, sure


def _judged(words: Sequence[ReadWord], sure: Sequence[bool]) -> Iterable[ScanWord]:
    before = ""
    for word, agreed in zip(words, sure, strict=True):
        doubtful = not agreed or is_doubtful(word.text, word.confidence, before)
        yield ScanWord(word.text, doubtful, word.line[0], word.x0, word.top, word.x1, word.bottom)
        before = word.text
