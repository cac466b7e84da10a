"""Formulas that a converter left in a plan's text, as signs: "$\\geq 1,5$" reads "≥ 1,5". For the page alone.

Only what is a comparison and a figure and nothing else is rewritten; whatever else stands between dollar signs stays.
"""

from __future__ import annotations

import re

_SIGNS = {"geq": "≥", "geqslant": "≥", "ge": "≥", "leq": "≤", "leqslant": "≤", "le": "≤", "gt": ">", "lt": "<"}
_SIGNS |= {"pm": "±", "times": "×", "approx": "≈", "sim": "~", "%": "%"}
_FORMULA = re.compile(r"\$([^$\n]{1,60})\$")
_COMMAND = re.compile(r"\\([A-Za-z]+|%)")
_FIGURE = re.compile(r"[-–+<>=≥≤±×≈~%/.,\d\s]*\d[-–+<>=≥≤±×≈~%/.,\d\s]*")


def readable(text: str) -> str:
    """The text with its formulas of figures in plain signs."""
    return _FORMULA.sub(_plain, text) if "$" in text else text


def _plain(formula: re.Match[str]) -> str:
    inside = _COMMAND.sub(lambda command: _SIGNS.get(command.group(1), command.group()), formula.group(1))
    return " ".join(inside.split()) if _FIGURE.fullmatch(inside) else formula.group()
