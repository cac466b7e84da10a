"""Which words of a scan are not to be trusted: what two readings see differently, and what print is often taken for.

A word is certain only where two readings at different sizes agree on it, both are sure, and it is spelt as Vietnamese
or is a code. A name, a date or a figure read wrongly in silence is worse than one marked in vain.
"""

from __future__ import annotations

import re

from ingest.spelling import is_plain_syllable, is_syllable

SURE = 90.0
"""Percent: below it a reading is not sure of a word. Measured by tests/calibrate_scans.py (docs/scans.md)."""

SURE_OF_FIGURES = 92.0

_PARTS = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"[A-ZĐƯÔÊƠĂÂ]{2,}[a-z]?|[A-ZĐ]|CTr|TTg|QĐ|NĐ")
_KNOWN = re.compile(r"[\w\s.,;:()/%\-–—“”\"'’+&*…]+")
_ACCENTS_LOST = 4  # letters: as long as a syllable must be to be told from a code
# What is taken for one another by both readings alike: "≥" for ">" (Tesseract's Vietnamese has no "≥"), "cm" for "em",
# "II" for "11"; and letters among figures.
_ALIKE = re.compile(r"[<>≥≤]|^\W*(?:[Il1|]{2,3}|em|cm|rn|nn)\W*$|\W*\d+[^\W\d_]\W*$|\d[lIOoSB]|[lIOSB]\d")
# Behind these words stands "I" or "1", and the two look alike: "Quý I/2026".
_NUMBERED = re.compile(r"\W*(?:quý|lục|phần|chương|mục|khóa|lần|thứ|số|biểu|mẫu|đợt|giai|cấp|hạng|loại)", re.IGNORECASE)
_ONE = re.compile(r"\W*[Il1|]{1,3}(?!\d)")


def is_doubtful(text: str, confidence: float, before: str = "") -> bool:
    """Whether a word on which two readings agree is doubtful all the same; `before` is the word before it."""
    figures = any(character.isdigit() for character in text)
    if confidence < (SURE_OF_FIGURES if figures else SURE):
        return True
    if not _KNOWN.fullmatch(text) or _ALIKE.search(text):
        return True
    if _NUMBERED.fullmatch(before) and _ONE.match(text):
        return True
    return not all(is_spelt(part) for part in _PARTS.findall(text))


def is_spelt(letters: str) -> bool:
    """Whether letters without a break are a Vietnamese syllable in whole capitals, a capital first or small, or a code.

    "vỆ" and "tẾ" are neither; "KIEN" and "DUONG" are no codes but names that lost their accents.
    """
    if _CODE.fullmatch(letters):
        return len(letters) < _ACCENTS_LOST or is_syllable(letters) or not is_plain_syllable(letters)
    cased = letters.islower() or letters.isupper() or (letters[:1].isupper() and letters[1:].islower())
    return cased and is_syllable(letters)
