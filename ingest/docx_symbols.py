"""Signs that Word sets in its Symbol font, as letters of their own: "≥" is code B3 there, and no "≥" of Unicode."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Adobe's Symbol encoding, the signs that stand beside figures; 20 to 3F are those of ASCII.
_SIGNS = {0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xAE: "→", 0xD7: "·"}
_SIGNS |= {code: chr(code) for code in range(0x20, 0x40)}
_OWN = re.compile("[\uf020-\uf0ff]")  # where Unicode leaves room for a font's own letters


def symbol(element: Element) -> str:
    """The sign of a `w:sym`; nothing where it is of another font (a bullet, a box) or stands for no figure's sign."""
    code = element.get(f"{W}char", "")
    if element.get(f"{W}font", "").lower() != "symbol" or not re.fullmatch(r"[0-9A-Fa-f]{2,4}", code):
        return ""
    return _SIGNS.get(int(code, 16) & 0xFF, "")


def shown(text: str) -> str:
    """Text with the signs of the Symbol font as Unicode has them; other fonts' own letters stay."""
    return _OWN.sub(lambda own: _SIGNS.get(ord(own.group()) & 0xFF, own.group()), text)
