"""Who signs, in which position and on whose behalf; and the digital signatures behind it.

The forms are those of Nghị định 30/2020/NĐ-CP, Phụ lục I, II.7: "TM." for a collective, "KT." for the head, "TL.",
"TUQ.", "Q."; the Party writes "T/M". The signer's name stands last, without titles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.layout import Parts
from ingest.letterhead import Piece, pieces
from ingest.letters import LOWER, UPPER
from ingest.records import Span
from ingest.text import NormalText

_BEHALF = re.compile(rf"^(?:T\s?/\s?M|TM|K\s?/\s?T|KT|T\s?/\s?L|TL|TUQ|T\s?/\s?UQ|Q)(?:\s?\.\s?|\s)(?=[{UPPER}]{{2}})")
_NAME = re.compile(
    rf"(?:(?:Đ/c|Ông|Bà|BS|BSCKI*|ThS|TS)\.?\s+)?(?P<name>[{UPPER}][{LOWER}']*(?:[\s-]+[{UPPER}][{LOWER}']*){{1,5}})$"
)
_POSITION = re.compile(
    r"^(?:QUYỀN\s+|Q\.\s?)?(?:PHÓ\s+)?(?:CHỦ TỊCH|BÍ THƯ|CHÁNH|TRƯỞNG|GIÁM ĐỐC|THƯỜNG TRỰC|TRẠM TRƯỞNG|CHỦ NHIỆM"
    r"|HIỆU TRƯỞNG|ỦY VIÊN|UỶ VIÊN|PHÓ)(?!\w)"
)
_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:[+-]\d{2}:?\d{2}|Z)?"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{4}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?:\s*[+-]\d{2}:?\d{2})?"
)
_BEGINS = re.compile(r"^\s*(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+\s*$|(?:Người ký|Ký bởi|Được ký bởi|Digitally signed by)\b)")
_COMMON_NAME = re.compile(r"(?:\bCN=|(?:Người ký|Ký bởi|Được ký bởi)\s*:?\s*)(?P<name>[^,;\n]+)")


@dataclass(frozen=True, slots=True)
class Signature:
    """The parts of a signature, each a range of `normal`; None where it is not there. `behalf` may be two lines."""

    behalf: tuple[Span, ...] = ()
    position: Span | None = None
    signer: Span | None = None


@dataclass(frozen=True, slots=True)
class DigitalSignature:
    """One digital signature: its lines, the name in the certificate and the time, as ranges of `normal`."""

    lines: Span
    name: Span | None
    time: Span


def read_signature(text: NormalText, parts: Parts) -> Signature:
    """Reads the signature part; in mixed columns the recipients beside it are not in its forms."""
    behalf: list[Span] = []
    position: Span | None = None
    signer: Span | None = None
    for piece in _pieces(text, parts):
        if _BEHALF.match(piece.text):
            behalf.append(piece.span)
        elif _POSITION.match(piece.text) and piece.text.isupper():
            position = position or piece.span
        elif behalf and position is None and piece.text.isupper() and not piece.text.startswith("("):
            behalf.append(piece.span)
        elif name := _NAME.match(piece.text):
            signer = (piece.start + name.start("name"), piece.start + name.end("name"))
    return Signature(tuple(behalf), position, signer)


def _pieces(text: NormalText, parts: Parts) -> list[Piece]:
    lines = [index for index in parts.signature if not parts.is_digital(index)]
    found = [piece for index in lines for piece in pieces(text, text.lines[index].start, text.lines[index].end)]
    return [piece for piece in found if not text.normal[: piece.start].rstrip(" *_").endswith(("\n-", "\n+"))]


def read_digital_signatures(text: NormalText, parts: Parts) -> tuple[DigitalSignature, ...]:
    """Every digital signature; blocks are cut at blank lines, and each holds one time."""
    found: list[DigitalSignature] = []
    for lines in parts.digital_signatures:
        for block in _blocks(text, lines):
            time = _TIME.search(text.normal, *block)
            if not time:
                continue
            name = _COMMON_NAME.search(text.normal, *block)
            found.append(DigitalSignature(block, name.span("name") if name else None, time.span()))
    return tuple(found)


def _blocks(text: NormalText, lines: range) -> list[Span]:
    """Blank lines part them; where there are none, what begins a stamp does so behind one that has its time."""
    blocks: list[Span] = []
    open_block = False
    for index in lines:
        line = text.lines[index]
        timed = open_block and _TIME.search(text.normal, *blocks[-1]) is not None
        if line.blank:
            open_block = False
        elif open_block and not (timed and _BEGINS.match(line.text)):
            blocks[-1] = (blocks[-1][0], line.end)
        else:
            blocks.append((line.start, line.end))
            open_block = True
    return blocks
