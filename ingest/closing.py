"""The end of a document: who receives it and who signs it.

In print the two stand side by side (Nghị định 30/2020/NĐ-CP, phụ lục I, mục IV: ô số 7 and ô số 9), so in text they
come one after the other, in either order, or line by line mixed. Their ranges may therefore overlap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.letters import LOWER, UPPER
from ingest.text import NormalText, unaccented

_TRIM = " \t|*_#>"
_RECIPIENTS = re.compile(r"^(?:\W*)noi nhan\s*(?::|$|\t| {3}|\||/)")
_AUTHORITY = re.compile(
    r"^(?:TM|T/M|T\.M|KT|K/T|K\.T|TL|T/L|T\.L|TUQ|T/UQ|T\.UQ|Q|TP)(?:\s*[./]\s*|\s+)(?=[" + UPPER + r"]{2})"
    r"|^(?:THAY MẶT|THỪA LỆNH|THỪA ỦY QUYỀN)\b"
)
_POSITION = re.compile(
    r"^(?:PHÓ\s+|QUYỀN\s+|Q\.\s*)?(?:CHỦ TỊCH|BÍ THƯ|CHÁNH VĂN PHÒNG|TRƯỞNG BAN|TRƯỞNG PHÒNG|GIÁM ĐỐC|CHỦ NHIỆM"
    r"|VĂN PHÒNG|THƯỜNG TRỰC|TRẠM TRƯỞNG|HIỆU TRƯỞNG|TỔNG GIÁM ĐỐC|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|ỦY VIÊN|UỶ VIÊN)\b"
)
_SIGNED = re.compile(r"^[(\[]\s*(?:đã ký|ký|chữ ký|ký tên)", re.IGNORECASE)
_NAME = re.compile(
    rf"^(?:(?:Đ/c|Ông|Bà|BS|BSCKI+|ThS|TS)\.?\s+)?(?:[{UPPER}][{LOWER}']*)(?:[\s-]+[{UPPER}][{LOWER}']*){{1,5}}$"
)
_NAME_UPPER = re.compile(rf"^(?:[{UPPER}]{{2,}}\s+){{1,4}}[{UPPER}]{{2,}}$")
_BULLET = re.compile(r"^\s*(?:[-–—−+•]\s*|\*\s+)[^\s*]")
_FILED = re.compile(r"^\W*lưu\b", re.IGNORECASE)
_COLUMNS = re.compile(r"\t+|\s{3,}|\s*\|\s*|\s*<br\s*/?>\s*|(?<=\S)\*\*\s+\*\*(?=\S)", re.IGNORECASE)
_LONGEST_LINE = 90
_LONGEST_GAP = 12  # blank lines inside a signature, where the stamp stands


@dataclass(frozen=True, slots=True)
class Closing:
    """The lines of the recipients and of the signature; either may be empty, and they may overlap."""

    recipients: range
    signature: range

    @property
    def start(self) -> int | None:
        return min((lines.start for lines in (self.recipients, self.signature) if lines), default=None)

    @property
    def end(self) -> int:
        return max(self.recipients.stop if self.recipients else 0, self.signature.stop if self.signature else 0)


NOTHING = Closing(range(0), range(0))


def read_closing(text: NormalText, lines: range, stops: frozenset[int], certain: bool = False) -> Closing:
    """The closing inside these lines; `stops` are lines of something else (appendix headings, e-signatures).

    `certain`: without "Nơi nhận" only an authority ("TM. …") begins it; a position alone may be a table's cell.
    """
    start = _start(text, lines, stops, certain)
    if start is None:
        return NOTHING
    return _walk(text, range(start, lines.stop), stops)


def _start(text: NormalText, lines: range, stops: frozenset[int], certain: bool) -> int | None:
    """The line of "Nơi nhận", or of the authority above it; without recipients the last authority or position."""
    candidates = [index for index in lines if index not in stops]
    recipients = next((index for index in candidates if heads_recipients(text.lines[index].text)), None)
    if recipients is None:
        signing = [index for index in candidates if _signs(text, index, certain)]
        return _block_start(text, signing[-1], lines, stops) if signing else None
    return _block_start(text, recipients, lines, stops)


def _block_start(text: NormalText, anchor: int, lines: range, stops: frozenset[int]) -> int:
    """The first line of a signature block that stands above the anchor without other text between."""
    first, gap = anchor, 0
    for index in range(anchor - 1, lines.start - 1, -1):
        content = text.lines[index].text.strip(_TRIM)
        if index in stops:
            break
        if not content:
            gap += 1
            if gap > _LONGEST_GAP:
                break
            continue
        if _signs(text, index):
            first = index
        elif not (_SIGNED.match(content) or _is_name(content)):
            break
        gap = 0
    return first


def heads_recipients(line: str) -> bool:
    """Whether a line begins the list of recipients ("Nơi nhận:", in any letters, alone or beside the signature)."""
    return len(line) < 200 and bool(_RECIPIENTS.match(unaccented(line[:40]).lstrip(_TRIM)))


def is_authority(content: str) -> bool:
    """Whether these words stand above a signature: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "T/M BAN THƯỜNG VỤ"."""
    return len(content) <= _LONGEST_LINE and content == content.upper() and bool(_AUTHORITY.match(content))


def is_position(content: str) -> bool:
    """Whether these words are a signer's position, in capitals: "PHÓ CHỦ TỊCH"."""
    return len(content) <= 60 and content == content.upper() and bool(_POSITION.match(content))


def _signs(text: NormalText, index: int, certain: bool = False) -> bool:
    parts = columns(text.lines[index].text)
    return any(is_authority(part) or (not certain and is_position(part)) for part in parts)


def columns(line: str) -> list[str]:
    """The pieces of a line that a tab, a bar or a wide space sets apart, without Markdown signs."""
    return [piece for part in _COLUMNS.split(line.strip(_TRIM)) if (piece := part.strip(_TRIM))]


def _is_name(content: str) -> bool:
    return len(content) <= 45 and bool(_NAME.match(content) or _NAME_UPPER.match(content))


def _walk(text: NormalText, lines: range, stops: frozenset[int]) -> Closing:
    """Line by line from the closing's start, each to the recipients, the signature, or both, until neither fits."""
    recipients: list[int] = []
    signature: list[int] = []
    filed = named = False
    gap = 0
    for index in lines:
        if index in stops:
            break
        line = text.lines[index].text
        parts = columns(line)
        if not parts:
            gap += 1
            continue
        bullet = bool(_BULLET.match(line)) or heads_recipients(line) or bool(_FILED.match(parts[0]))
        signed = [part for part in parts if _signature_part(part, bool(signature))]
        if bullet and (not filed or not named):
            recipients.append(index)
            filed = filed or bool(_FILED.match(parts[0]))
        if signed and not (named and is_last_of_two(filed, recipients)):
            signature.append(index)
            named = named or any(_is_name(part) and not is_position(part) for part in signed)
        elif not bullet:
            if not _goes_on(text, recipients, index, filed, gap):
                break
            recipients.append(index)
        gap = 0
    return Closing(_cover(recipients), _cover(signature))


def is_last_of_two(filed: bool, recipients: list[int]) -> bool:
    """Whether nothing of the recipients is still to come once the signer is named."""
    return filed or not recipients


def _signature_part(part: str, open_block: bool) -> bool:
    if is_authority(part) or is_position(part) or _SIGNED.match(part):
        return True
    return open_block and len(part) <= _LONGEST_LINE and (_is_name(part) or _is_capitals(part))


def _is_capitals(part: str) -> bool:
    return part == part.upper() and any(letter.isalpha() for letter in part) and not part.endswith((";", ","))


def _goes_on(text: NormalText, recipients: list[int], index: int, filed: bool, gap: int) -> bool:
    """A line without a bullet goes on the recipient above it, or is one itself in a list without bullets."""
    if not recipients or gap > 1:
        return False
    above = text.lines[recipients[-1]].text.strip(_TRIM)
    here = text.lines[index].text.strip()
    if len(here) > _LONGEST_LINE:
        return False
    goes_on = here[:1].islower() or here[:1] in "(,;"
    if filed:
        return not above.endswith(".") and (goes_on or here.endswith((".", ").")))
    return goes_on or here.endswith((";", ",", ".")) or not above.endswith((";", ".", ","))


def _cover(indices: list[int]) -> range:
    return range(indices[0], indices[-1] + 1) if indices else range(0)
