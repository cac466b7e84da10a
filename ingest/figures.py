"""The numbers of a target's value: "tối thiểu 1,5", "$\\geq 1,5$", "Đạt 98", "4 - 5", "từ 75,5 tuổi trở lên"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.text import canonical, joined

NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d+(?:[,.]\d+)?"
_SIGNS = {"\\geq": "≥", "\\ge": "≥", "\\leq": "≤", "\\le": "≤", "\\gt": ">", "\\lt": "<", ">=": "≥", "<=": "≤"}
_AT_LEAST = re.compile(r"tối thiểu|ít nhất|≥|không dưới|không thấp hơn|không ít hơn|trở lên")
_AT_MOST = re.compile(
    r"tối đa|không (?:(?:để )?(?:xảy ra|phát sinh) )?quá|không vượt quá|không cao hơn|≤|<|dưới|trở xuống|ít hơn"
)
_MORE = re.compile(r"trên|hơn|>|vượt")
_INCREASE = re.compile(r"tăng|thêm|nâng")
_DECREASE = re.compile(r"giảm")
_NUMBER = re.compile(NUMBER)
_OUT_OF = re.compile(r"(?<![\d/])(?P<part>\d{1,3})/\d{1,3}(?![\d/])")  # "9/11 trường": nine of them
# "tăng từ 82% lên 95%" promises 95, "giảm còn 11%" promises 11: what it comes from and the way there are no bounds.
_WAY = re.compile(
    rf"(?:từ\s+(?:mức\s+)?(?:{NUMBER})\D{{0,40}}?(?<!\w)(?:(?<!trở )lên|(?<!trở )xuống)"
    r"|(?<!\w)(?:tăng|giảm|nâng|hạ)\s+(?:lên|xuống|còn))"
    r"(?:\s+(?:còn|đến|tới|mức))*(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value's direction and bounds. An open bound is None; a range has both, also "ít nhất từ 4 đến 5"."""

    direction: str
    low: float | None
    high: float | None

    @property
    def point(self) -> tuple[float | None, float | None]:
        """The numbers themselves, whatever the direction: what two plans must agree on."""
        return (self.low if self.low is not None else self.high), (self.high if self.high is not None else self.low)


def figure(value: str | None) -> Figure | None:
    """The figure of a value as a plan writes it; None where it holds no number, or more than two."""
    words = canonical(joined(value or "")).replace("$", " ")
    for written, sign in _SIGNS.items():
        words = words.replace(written, sign)
    if way := _WAY.search(words):
        words = words[way.end() :]
    if share := _OUT_OF.search(words):
        words = share["part"]
    numbers = [number_of(found) for found in _NUMBER.findall(words)]
    if not 1 <= len(numbers) <= 2 or (len(numbers) == 2 and numbers[0] > numbers[1]):
        return None
    return bounded(direction_of(words), numbers[0], numbers[-1])


def bounded(direction: str, low: float, high: float) -> Figure:
    """A single number is an open bound where the direction says so."""
    if low == high and direction in ("at_least", "more_than"):
        return Figure(direction, low, None)
    if low == high and direction == "at_most":
        return Figure(direction, None, high)
    return Figure(direction, low, high)


def direction_of(words: str) -> str:
    """The direction that canonical words give; a bound outweighs "tăng"."""
    for pattern, direction in (
        (_AT_LEAST, "at_least"),
        (_AT_MOST, "at_most"),
        (_MORE, "more_than"),
        (_INCREASE, "increase"),
        (_DECREASE, "decrease"),
    ):
        if pattern.search(words):
            return direction
    return "exactly"


def number_of(text: str) -> float:
    """ "75,5" is 75.5, "1.200" is 1200, "01" is 1."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    return float(text.replace(",", "."))
