"""Vietnamese letters as character classes for patterns.

A range such as À-Ỹ holds small letters too: in Unicode capitals and small letters alternate.
"""

from __future__ import annotations

import unicodedata

_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_VOWELS = "AĂÂEÊIOÔƠUƯY"
_ACCENTED = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES)

UPPER = "A-ZĐ" + "".join(letter for letter in _ACCENTED if letter > "\x7f")
LOWER = "a-zđ" + "".join(letter.lower() for letter in _ACCENTED if letter > "\x7f")
