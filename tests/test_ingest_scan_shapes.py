"""Signs that are told by their shape: "I" and "1", how many of them, and "≥"."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.scan_image import Grey
from ingest.scan_shapes import by_shape
from ingest.tesseract import ReadWord

HEIGHT = 40


def sign(name: str) -> Grey:
    """A sign as serif type draws it, 40 pixels high, black on white."""
    shape = np.full((HEIGHT, {"/": 20, ">": 30, "≥": 30, " ": 16}.get(name, 24)), 255, np.uint8)
    if name in "I1":
        shape[:, 10:14] = 0
        shape[HEIGHT - 3 :, 4:20] = 0
        shape[:3, 4 : 20 if name == "I" else 14] = 0
    elif name == "/":
        for row in range(HEIGHT):
            shape[row, 15 - row * 12 // HEIGHT : 18 - row * 12 // HEIGHT] = 0
    elif name == "2":
        shape[0:4, 4:20] = shape[18:22, 4:20] = shape[-4:, 4:20] = 0
        shape[:20, 16:20] = shape[20:, 4:8] = 0
    elif name in ">≥":
        for row in range(28):
            at = 2 + (row if row < 14 else 28 - row) * 24 // 14
            shape[row, at : at + 4] = 0
        if name == "≥":
            shape[34:38, 2:28] = 0
    return shape


def read(printed: str, as_text: str) -> str:
    """What a word becomes that was printed so and read as this text; "?" behind what is not sure."""
    gap = np.full((HEIGHT, 3), 255, np.uint8)
    picture = np.pad(np.hstack([part for name in printed for part in (sign(name), gap)]), 20, constant_values=255)
    word = ReadWord(as_text, 95.0, (0, 0, 0), 20, 20, picture.shape[1] - 20, picture.shape[0] - 20)
    words, sure = by_shape(picture, [word], [True])
    return " ".join(word.text + "?" * (not certain) for word, certain in zip(words, sure, strict=True))


@pytest.mark.parametrize(
    ("printed", "as_text", "expected"),
    [
        ("I/22", "1/22", "I/22?"),
        ("II/22", "11/22", "II/22?"),
        ("III", "II", "III?"),
        ("1/22", "I/22", "1/22?"),
        ("11", "11", "11"),
        ("I/22", "I/22", "I/22"),
        ("II", "ll", "II?"),
    ],
)
def test_strokes_are_counted_and_told_by_their_flag(printed: str, as_text: str, expected: str) -> None:
    assert read(printed, as_text) == expected


@pytest.mark.parametrize(("printed", "as_text"), [("I1", "11"), ("12", "11"), ("I2/22", "II/22"), ("2", "1")])
def test_what_is_neither_or_both_stays_as_it_was_read(printed: str, as_text: str) -> None:
    assert read(printed, as_text) == as_text


@pytest.mark.parametrize(
    ("printed", "as_text", "expected"),
    [("≥ 22", ">22", "≥? 22?"), ("≥22", ">22", "≥22?"), ("> 22", ">22", ">? 22?"), ("≥", ">", "≥?"), (">", "≥", ">?")],
)
def test_a_bar_below_it_makes_it_or_equal(printed: str, as_text: str, expected: str) -> None:
    assert read(printed, as_text) == expected
