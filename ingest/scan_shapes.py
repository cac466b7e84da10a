"""Signs that are told by their shape where the program is wrong about them: "I" and "1", how many, and "≥".

Tesseract reads "Quý II" as "Quý 11" and "III." as "II.", and its Vietnamese knows no "≥". In print they are told by
simple things: a "1" has a flag on its left and none on its right, a "≥" a bar below it as wide as itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ingest.scan_image import Grey
from ingest.tesseract import ReadWord

_INK = 128  # of a whitened page
_MARGIN = 3  # pixels around a word's box that may hold a part of it
_ONES = re.compile(r"[1Il|]{1,4}(?P<behind>[/.,:;)].*)?")
_TALL = re.compile(r"[\w/()%]")
_SIGN = re.compile(r"(?P<sign>[<>≤≥])(?P<behind>.*)")
_OR_EQUAL = {"<": "≤", "≤": "≤", ">": "≥", "≥": "≥"}
_BARE = {"<": "<", "≤": "<", ">": ">", "≥": ">"}

# Shares of the height of a figure.
_LOWEST = 0.6  # what is lower is a stop, an accent, or of the line below
_SHIFT = 0.05  # of a stem's middle from its upper to its lower half: more is a stroke ("/")
_STEM = 0.35  # of a stem's width
_FLAG = 0.1  # by which the left side of a "1" reaches farther than its right
_LEVEL = 0.05  # by which the sides of an "I" may differ
_SPACE = 0.28  # between a sign and what follows
_BAR = 0.75  # of a sign's width: the ink of its lowest rows


@dataclass(frozen=True, slots=True)
class _Shape:
    """A connected piece of ink and the column at which it begins."""

    ink: npt.NDArray[np.bool_]
    x0: int

    @property
    def x1(self) -> int:
        return self.x0 + int(self.ink.shape[1])


def by_shape(picture: Grey, words: Sequence[ReadWord], sure: Sequence[bool]) -> tuple[list[ReadWord], list[bool]]:
    """The words with such signs as their shape says; a word that was changed is not sure."""
    found: list[ReadWord] = []
    kept: list[bool] = []
    for word, certain in zip(words, sure, strict=True):
        read = list(_by_shape(picture, word))
        found += read
        kept += [certain] if read == [word] else [False] * len(read)
    return found, kept


def _by_shape(picture: Grey, word: ReadWord) -> Iterator[ReadWord]:
    if ones := _ONES.fullmatch(word.text):
        behind = ones["behind"] or ""
        told = _ones(_shapes(picture, word), len(_TALL.findall(behind)))
        yield replace(word, text=told + behind) if told else word
    elif sign := _SIGN.fullmatch(word.text):
        yield from _signs(picture, word, sign["sign"], sign["behind"])
    else:
        yield word


def _shapes(picture: Grey, word: ReadWord) -> list[_Shape]:
    """The letters of a word from left to right, as far as they do not touch."""
    top, left = max(0, int(word.top) - _MARGIN), max(0, int(word.x0) - _MARGIN)
    ink = picture[top : int(word.bottom) + _MARGIN, left : int(word.x1) + _MARGIN] < _INK
    labels, _ = ndimage.label(ink, np.ones((3, 3)))
    places = ndimage.find_objects(labels)
    return sorted(
        (_Shape(labels[place] == number, place[1].start) for number, place in enumerate(places, 1)),
        key=lambda shape: shape.x0,
    )


# --- "I" and "1" --------------------------------------------------------------------------------------------------


def _ones(shapes: Sequence[_Shape], behind: int) -> str:
    """The run of "I" or of "1" with which a word begins that has so many tall signs behind it.

    Nothing where its shapes are neither, or both, or of another number.
    """
    height = max((len(shape.ink) for shape in shapes), default=0)
    tall = [shape for shape in shapes if len(shape.ink) >= _LOWEST * height]
    told = "".join(_stems(shape.ink) for shape in tall[: len(tall) - behind])
    alike = all(_stems(shape.ink) for shape in tall[: len(tall) - behind])
    return told if alike and len(set(told)) == 1 and "?" not in told else ""


def _stems(ink: npt.NDArray[np.bool_]) -> str:
    """ "I" or "1" for each upright stroke of a shape, "?" where that cannot be told; nothing for another shape."""
    height = len(ink)
    upper, lower = (_runs(ink[round(height * at)]) for at in (0.4, 0.82))
    if not upper or len(upper) != len(lower):
        return ""
    for (a, b), (c, d) in zip(upper, lower, strict=True):
        if abs(a + b - c - d) / 2 > _SHIFT * height or max(b - a, d - c) > _STEM * height:
            return ""
    top = np.flatnonzero(ink[: round(height * 0.33)].any(axis=0))
    left, right = upper[0][0] - top[0], top[-1] + 1 - upper[-1][1]
    if abs(left - right) <= max(1.0, _LEVEL * height):
        foot = ink[round(height * 0.9) :].any(axis=0) if len(upper) > 1 else np.ones(1, bool)
        return "I" * len(upper) if foot.all() else ""  # "0" has two upright strokes, and no foot below each
    return "1" if len(upper) == 1 and left - right > _FLAG * height else "?"


def _runs(row: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


# --- "≥" ----------------------------------------------------------------------------------------------------------


def _signs(picture: Grey, word: ReadWord, sign: str, behind: str) -> Iterator[ReadWord]:
    """The sign as its bar says, apart from what follows where there is a space."""
    shapes = [shape for shape in _shapes(picture, word) if shape.ink.sum() > 3]
    if not shapes:
        yield word
        return
    end = shapes[0].x1
    rest = [shape for shape in shapes if shape.x0 >= end]
    left, top = max(0, int(word.x0) - _MARGIN), max(0, int(word.top) - _MARGIN)
    ink = picture[top : int(word.bottom) + _MARGIN, left + shapes[0].x0 : left + end] < _INK
    rows = np.flatnonzero(ink.any(axis=1))
    ink = ink[rows[0] : rows[-1] + 1]
    bar = ink[-max(2, len(ink) // 8) :].any(axis=0).mean()
    told = (_OR_EQUAL if bar > _BAR else _BARE)[sign]
    height = max((len(shape.ink) for shape in rest), default=0)
    if behind and rest and rest[0].x0 - end > _SPACE * height:
        yield replace(word, text=told, x1=left + end)
        yield replace(word, text=behind, x0=left + rest[0].x0)
    else:
        yield replace(word, text=told + behind)
