"""What a figure of a collapsed table looks like, as a word among words."""

from __future__ import annotations

import re

_BOUND = r"(?:(?:đạt|trên|dưới|từ|hơn|khoảng|tối thiểu|ít nhất|≥|≤|>=|<=|>|<|\+)\s*)*"
FIGURE = re.compile(rf"(?<!\S){_BOUND}\d[\d.,]*(?:[-–]\d[\d.,]*)?%?(?:\s+trở (?:lên|xuống))?(?!\S)", re.IGNORECASE)


def ends_in_figure(text: str) -> bool:
    """Whether the words end with a figure that may be the last cell of a row."""
    found = list(FIGURE.finditer(text))
    return bool(found) and found[-1].end() == len(text.rstrip())
