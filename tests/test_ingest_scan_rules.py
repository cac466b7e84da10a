"""A page as a scanner gives it: its angle, its paper and its rules, found without any reading."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest.scan_image import Grey, ScanImage
from ingest.scan_paper import whitened
from ingest.scan_rules import ruled_tables
from ingest.scan_upright import skew, turned, upright

XS, YS = (200, 500, 1000, 1800), (300, 420, 700, 900)


def page(*breaks: tuple[int, int, int, int], width: int = 3) -> Image.Image:
    """An empty table of three rows and three columns at 300 dpi; `breaks` are painted over."""
    image = Image.new("L", (2000, 1400), 255)
    draw = ImageDraw.Draw(image)
    for x in XS:
        draw.line((x, YS[0], x, YS[-1]), 0, width)
    for y in YS:
        draw.line((XS[0], y, XS[-1], y), 0, width)
    for rectangle in breaks:
        draw.rectangle(rectangle, 255)
    return image


def cells(image: Image.Image) -> list[tuple[range, range]]:
    (table,), _ = ruled_tables(np.asarray(image))
    return [(cell.rows, cell.columns) for cell in table.cells]


def lines_of_print(image: Image.Image) -> Image.Image:
    draw = ImageDraw.Draw(image)
    for y in range(1000, 1350, 50):
        for x in range(200, 1800, 30):
            draw.rectangle((x, y, x + 18, y + 22), 0)
    return image


ALL = [(range(r, r + 1), range(c, c + 1)) for r in range(3) for c in range(3)]


def test_a_ruled_table_has_its_cells() -> None:
    assert cells(page()) == ALL


def test_broken_rules_are_rules() -> None:
    assert cells(page((480, 500, 520, 540), (700, 410, 760, 430))) == ALL


def test_without_a_rule_between_them_places_are_one_cell() -> None:
    merged = cells(page((490, 305, 510, 415), (990, 305, 1010, 415), (1010, 690, 1790, 710)))
    assert (range(0, 1), range(0, 3)) in merged and (range(1, 3), range(2, 3)) in merged
    assert len(merged) == 6


def test_print_across_a_merged_row_does_not_part_it() -> None:
    image = page((490, 305, 510, 415), (990, 305, 1010, 415))
    draw = ImageDraw.Draw(image)
    for x in range(210, 1780, 22):
        draw.rectangle((x, 330, x + 14, 385), 0)
    assert cells(image)[0] == (range(0, 1), range(0, 3))


def test_a_table_without_outer_rules_has_its_outer_cells() -> None:
    assert cells(page((190, 290, 210, 910), (1790, 290, 1810, 910))) == ALL


def test_a_frame_and_an_underline_are_no_table() -> None:
    image = Image.new("L", (2000, 1400), 255)
    draw = ImageDraw.Draw(image)
    draw.rectangle((200, 300, 1800, 900), outline=0, width=3)
    draw.line((300, 1000, 900, 1000), 0, 3)
    assert ruled_tables(np.asarray(image))[0] == ()


@pytest.mark.parametrize("angle", [-4.0, -1.3, -0.3, 0.0, 0.5, 1.5, 5.0])
def test_a_turned_page_is_set_upright_and_its_places_lead_back(angle: float) -> None:
    lying = lines_of_print(page()).rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert skew(np.asarray(lying)) == pytest.approx(-angle, abs=0.06)
    image = ScanImage(np.asarray(lying), 300 / 72, 2000 * 0.24, 1400 * 0.24)
    found = upright(image)
    assert cells(Image.fromarray(found.grey)) == ALL
    x0, top, x1, bottom = found.place(200 * 0.24, 300 * 0.24, 500 * 0.24, 420 * 0.24)
    there = np.asarray(lying)[int(top / 0.24) : int(bottom / 0.24) + 1, int(x0 / 0.24) : int(x1 / 0.24) + 1]
    assert (there < 128).any(axis=1).mean() > 0.9 or (there < 128).any(axis=0).mean() > 0.9


def test_four_quarters_are_a_whole_turn() -> None:
    image = ScanImage(np.arange(12, dtype=np.uint8).reshape(3, 4), 1.0, 4.0, 3.0)
    again = turned(turned(turned(turned(image, 1), 1), 1), 1)
    assert np.array_equal(again.grey, image.grey) and (turned(image, 1).width, turned(image, 1).height) == (3.0, 4.0)


def test_yellow_shaded_and_grainy_paper_becomes_white() -> None:
    chance = np.random.default_rng(7)
    shade = np.linspace(150, 230, 1400)[:, None] * np.ones((1, 2000))
    printed = np.asarray(lines_of_print(page()), dtype=np.float64) / 255
    grey: Grey = np.clip(shade * (0.2 + 0.8 * printed) + chance.normal(0, 5, printed.shape), 0, 255).astype(np.uint8)
    white = whitened(grey)
    assert (white[printed == 1] > 200).mean() > 0.99 and (white[printed == 0] < 110).mean() > 0.95
