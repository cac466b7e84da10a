"""Vietnamese encodings from before Unicode: TCVN3 (ABC), VNI-Windows, VISCII; bytes or Windows-1252 text to letters.

The first two were font encodings: a text typed in them and saved as Unicode shows "KÕ ho¹ch" (TCVN3) or "Keá hoaïch"
(VNI), so they are met as bytes and as Unicode text. The table is data/legacy_encodings.csv (TCVN 5712:1993, RFC 1456,
VNI's published table); the other byte values are those of Windows-1252.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# The byte values that Windows-1252 leaves undefined stay themselves, as browsers read them.
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(256)}
_BYTE_OF = {character: code for code, character in _WINDOWS.items()} | {chr(code): code for code in range(0x80, 0xA0)}
_WORD = re.compile(r"[^\W\d_]+")
_CAPITALS_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class LegacyEncoding:
    """One encoding: the letter for each of its byte sequences (one or two bytes)."""

    name: str
    letters: dict[bytes, str]
    has_capitals: bool

    def decode(self, data: bytes) -> str:
        """Every byte becomes what it stands for; this never fails, so the caller judges the result."""
        out, position = [], 0
        while position < len(data):
            pair = self.letters.get(data[position : position + 2]) if position + 1 < len(data) else None
            if pair is not None:
                out.append(pair)
                position += 2
                continue
            byte = data[position]
            out.append(self.letters.get(bytes([byte])) or (chr(byte) if byte < 0x80 else _WINDOWS[byte]))
            position += 1
        text = "".join(out)
        return text if self.has_capitals else "".join(map(_capitals_restored, text.splitlines(keepends=True)))


@cache
def legacy_encodings() -> tuple[LegacyEncoding, ...]:
    """The encodings of data/legacy_encodings.csv. A VNI mark may have the other case than its letter ("VIEäT")."""
    table = files("ingest").joinpath("data/legacy_encodings.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    encodings = []
    for name, column in (("TCVN3", "tcvn3"), ("VISCII", "viscii"), ("VNI-Windows", "vni")):
        letters = {bytes.fromhex(row[column]): row["letter"] for row in rows if row[column]}
        for sequence, letter in list(letters.items()):
            if len(sequence) == 2:
                letters.setdefault(bytes([sequence[0], sequence[1] ^ 0x20]), letter)
        encodings.append(LegacyEncoding(name, letters, has_capitals=name != "TCVN3"))
    return tuple(encodings)


def as_bytes(text: str) -> bytes | None:
    """The Windows-1252 bytes of a text, or None where it has characters that are not in it."""
    try:
        return bytes(_BYTE_OF[character] for character in text)
    except KeyError:
        return None


def _capitals_restored(line: str) -> str:
    """TCVN3 has no accented capitals (a font of capitals showed them): in a line or word of capitals they are meant."""
    plain = [character for character in line if character.isascii() and character.isalpha()]
    if len(plain) > _CAPITALS_ENOUGH and all(map(str.isupper, plain)):
        return line.upper()
    return _WORD.sub(lambda word: _capital_word(word.group()), line)


def _capital_word(word: str) -> str:
    plain = [character for character in word if character.isascii()]
    return word.upper() if len(plain) >= _CAPITALS_ENOUGH and all(map(str.isupper, plain)) else word
