"""Bytes to text: UTF-8, UTF-16 and UTF-32 with or without a mark, and the Vietnamese encodings from before Unicode.

Nothing is guessed from statistics of bytes alone: a legacy decoding counts only where what comes out is spelt as
Vietnamese and every other reading is clearly worse. Otherwise the text is refused, in one line.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass

from ingest.errors import UnreadableFile
from ingest.legacy import as_bytes, legacy_encodings
from ingest.spelling import accented_words

# The longer marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_TEXT_CHARACTER = re.compile(r"[\t\n\r\x0b\x0c\x20-\x7e\u00a0-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u22ff\ufeff]")

_SURE = 0.95  # share of accented words that are spelt as Vietnamese
_CLEARLY_WORSE = 0.10  # by which every other reading must be behind
_NOT_VIETNAMESE = 0.70  # a Unicode text below this may be legacy text in disguise
_WORDS_TO_JUDGE = 4
_SAVE_AS = "open it in its editor and save it as UTF-8"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text (no byte-order mark), the name of its encoding, and what the reader should know about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """The text of a file's bytes. Raises `UnreadableFile` for binary data and for an encoding that is not certain."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name)
    if b"\x00" in data:
        return _wide(data, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(data, name, error)
    _refuse_binary(text, name)
    return disguised(text)


def _strict(data: bytes, encoding: str, name: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{name}: says that it is {encoding} but is broken at byte {error.start}; {_SAVE_AS}"
        ) from error
    _refuse_binary(text, name)
    return Decoded(text, encoding)


def _wide(data: bytes, name: str) -> Decoded:
    """UTF-16 or UTF-32 without a mark: the one reading in which all is text; NUL bytes mean that it is nothing else."""
    for encoding in _WIDE:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text and len(_TEXT_CHARACTER.findall(text)) >= 0.99 * len(text):
            return Decoded(text, encoding)
    raise UnreadableFile(f"{name}: is not text (it contains NUL bytes); give a text, PDF or Word file")


def _legacy(data: bytes, name: str, utf8: UnicodeDecodeError) -> Decoded:
    readings = [(encoding.name, encoding.decode(data)) for encoding in legacy_encodings()]
    readings.append(("windows-1258", data.decode("cp1258", "replace")))
    found = _certain(readings)
    if found is None:
        raise UnreadableFile(
            f"{name}: is neither Unicode (byte {utf8.start} is not UTF-8) nor certainly TCVN3, VNI, VISCII or"
            f" windows-1258; {_SAVE_AS}"
        )
    _refuse_binary(found.text, name)
    return found


def disguised(text: str) -> Decoded:
    """Unicode by its bytes, but showing a legacy font's letters ("KÕ ho¹ch") or UTF-8 read as Windows-1252."""
    words, valid = accented_words(text)
    raw = as_bytes(text) if words >= _WORDS_TO_JUDGE and valid < _NOT_VIETNAMESE * words else None
    if raw is None:
        return Decoded(text, "utf-8")
    readings = [(f"{encoding.name} as utf-8", encoding.decode(raw)) for encoding in legacy_encodings()]
    with suppress(UnicodeDecodeError):
        readings.append(("utf-8 read as windows-1252", raw.decode("utf-8")))
    return _certain(readings) or Decoded(
        text, "utf-8", ("the accented words of this text are not Vietnamese; its encoding may be wrong",)
    )


def _certain(readings: list[tuple[str, str]]) -> Decoded | None:
    """The reading that is Vietnamese where all others clearly are not; None where that cannot be said."""
    judged = []
    for encoding, text in readings:
        words, valid = accented_words(text)
        judged.append((valid / words if words >= _WORDS_TO_JUDGE else 0.0, encoding, text))
    judged.sort(key=lambda reading: reading[0], reverse=True)
    (share, encoding, text), (second, *_) = judged[0], judged[1]
    if share < _SURE or second > share - _CLEARLY_WORSE:
        return None
    return Decoded(text, encoding, (f"converted from {encoding}",))


def _refuse_binary(text: str, name: str) -> None:
    controls = len(_CONTROL.findall(text))
    if controls > max(8, len(text) // 200):
        raise UnreadableFile(f"{name}: is not text ({controls} control characters); give a text, PDF or Word file")
