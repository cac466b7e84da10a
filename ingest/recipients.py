"""The lines of "Nơi nhận", with the purpose that a line gives ("để b/c", "Báo cáo").

Nghị định 30/2020/NĐ-CP, Phụ lục I, II.9: one recipient or group of them a line, each after a dash, the last one
"Lưu: VT, …". A purpose in brackets may stand behind a gap at the end of the line.
"""

from __future__ import annotations

import re

from ingest.documents import words
from ingest.layout import Parts
from ingest.letterhead import Piece, pieces
from ingest.paragraphs import is_cut_pair
from ingest.records import Recipient, Span
from ingest.text import NormalText

_HEAD = re.compile(r"^\W*n[ơo]i nh[ậa]n\s*:?\s*", re.IGNORECASE)
_BULLET = re.compile(r"^\s*[-–—+•]\s*")
_PURPOSE = re.compile(r"\s*\((?P<purpose>[^()]*)\)\s*[;.,/]*\s*$")
_COPIES = re.compile(r"\d{1,3}(?:\s*(?:bản|b))?", re.IGNORECASE)  # "Lưu: VT (02)": how many, not what for
_SMALL = re.compile(r"[a-zđ]")


def read_recipients(text: NormalText, parts: Parts, plan_id: str) -> tuple[Recipient, ...]:
    """One record a line; a line without a dash goes on with the one before it."""
    entries: list[list[Piece]] = []
    for index in parts.recipients:
        line = text.lines[index]
        if line.blank or parts.is_digital(index):
            continue
        for piece in pieces(text, line.start, line.end, markup=" \t*_#>"):
            if _HEAD.match(piece.text):
                continue
            cut = bool(entries) and is_cut_pair(entries[-1][-1].text, piece.text)
            if not cut and (_BULLET.match(piece.text) or piece.text.lower().startswith("lưu")):
                entries.append([piece])
            elif entries and _goes_on(piece.text) and index not in parts.signature:
                entries[-1].append(piece)
    return tuple(_recipient(text, [piece.span for piece in entry], plan_id) for entry in entries)


def _goes_on(words: str) -> bool:
    """Whether a line without a dash is more of a recipient; capitals alone are a signature's, but for "XH;"."""
    return words.startswith("(") or words.endswith((";", ",")) or bool(_SMALL.search(words))


def _recipient(text: NormalText, ranges: list[Span], plan_id: str) -> Recipient:
    cell = text.cell(ranges)
    name = _BULLET.sub("", cell.text)
    purpose = _PURPOSE.search(name)
    if purpose and _COPIES.fullmatch(purpose["purpose"].strip()):
        purpose = None
    if purpose:
        name = name[: purpose.start()]
    return Recipient(
        plan=plan_id,
        place=words().places["recipients"],
        quote=cell.text,
        spans=cell.spans,
        name=name.rstrip(" ;,./"),
        purpose=purpose["purpose"].strip() if purpose else None,
    )
