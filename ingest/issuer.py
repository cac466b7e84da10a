"""Who issues a plan, for which place, in which province; from wherever the text gives it.

The letterhead first, then the sentence that issues ("UBND xã … ban hành Kế hoạch"), then the note of an appendix
("Kèm theo Kế hoạch … của UBND xã …") and the closing sentence. The province is taken only where the text says it of
the plan's own place: its letterhead, "xã …, tỉnh …", a superior ("UBND tỉnh …", "Tỉnh ủy …"), a digital signature of
the issuer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ingest.documents import words
from ingest.layout import Parts
from ingest.letterhead import Letterhead
from ingest.letters import UPPER
from ingest.records import Cell, Locality
from ingest.signature import read_digital_signatures
from ingest.text import NormalText, tone_placed
from ingest.trace import Trace

_TYPES = "xã|phường|đặc khu|thị trấn"
_WORD = rf"(?:[{UPPER}][\w'’]*|\d{{1,2}}(?![\w/.,]))"
NAME = rf"{_WORD}(?:[ -]{_WORD}){{0,4}}"
_PLACE = re.compile(rf"(?<!\w)(?P<type>(?i:{_TYPES}))\s+(?!(?i:hội)(?!\w))(?P<name>{NAME})")
_ISSUES = r"(?:ban hành|xây dựng|triển khai|đề ra|lập|tổ chức|cụ thể|yêu cầu|thống nhất|quyết định)"
_AUTHORITY_PIECE = re.compile(
    r"^(?:ỦY BAN|UỶ BAN|UBND|ĐẢNG ỦY|ĐẢNG UỶ|ĐẢNG BỘ|HỘI ĐỒNG|HĐND|BAN (?:THƯỜNG VỤ|CHẤP HÀNH|CHỈ ĐẠO))"
)
_SUPERIOR = re.compile(
    r"(?:quy định|chỉ đạo|hướng dẫn|kế hoạch|chương trình|nghị quyết|trung ương|ubnd|hđnd"
    r"|ủy ban nhân dân|hội đồng nhân dân|sở)\b[^.;:()]*$",
    re.IGNORECASE,
)
_OWN_LEVEL = re.compile(r"(?<!\w)(?:XÃ(?! HỘI(?!\w))|PHƯỜNG|ĐẶC KHU|THỊ TRẤN)(?!\w)")
_UNIT_PIECE = re.compile(
    r"^(?:PHÒNG|BAN|TRUNG TÂM|TRẠM|TRƯỜNG|VĂN PHÒNG|HỘI|CÔNG AN)(?!\w)(?! (?:CHẤP HÀNH|THƯỜNG VỤ))"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A value with the cell that proves it and the key of its place in data/documents.yaml.

    `named` is the part of an issuer that names its place, where the value goes on with a unit of it.
    """

    value: str
    cell: Cell
    place: str
    named: str = ""


# --- The issuer ---------------------------------------------------------------------------------------------------


def find_issuer(text: NormalText, parts: Parts, letterhead: Letterhead) -> Found | None:
    """The issuer as the text names it, or None."""
    return _in_letterhead(text, letterhead) or next(_in_sentences(text, parts), None)


def _in_letterhead(text: NormalText, letterhead: Letterhead) -> Found | None:
    names = [name for name in letterhead.names if name.text.lower() not in _type_names()]
    own = [index for index, name in enumerate(names) if _OWN_LEVEL.search(name.text)]
    if not own:
        return None
    first = own[-1]
    while not _AUTHORITY_PIECE.match(names[first].text) and first > 0:
        first -= 1
    last = own[-1] + 1
    if last < len(names) and _UNIT_PIECE.match(names[last].text):
        last += 1  # the issuer is a unit, under the name of the body that it belongs to
    cell = text.cell([name.span for name in names[first:last]])
    return Found(cell.text, cell, "letterhead", named=names[own[-1]].text)


@cache
def _type_names() -> frozenset[str]:
    return frozenset(name.lower() for name in words().own_types)


@cache
def _authority() -> str:
    names = "|".join(re.escape(name) for name in sorted(words().authorities, key=len, reverse=True))
    return rf"(?P<issuer>(?i:{names})\s+(?i:{_TYPES})\s+{NAME})"


def _in_sentences(text: NormalText, parts: Parts) -> Iterator[Found]:
    head, notes, closing = opening(text, parts), appendix_notes(text, parts), closing_sentence(text, parts)
    yield from _matches(rf"(?<!của )(?<!\w){_authority()}(?=,?\s+{_ISSUES})", head, "opening")
    for note in notes:
        yield from _matches(rf"của\s+{_authority()}", note, "appendix")
    yield from _matches(rf"của\s+{_authority()}", closing, "closing")


def _matches(pattern: str, trace: Trace, place: str) -> Iterator[Found]:
    for match in reversed(list(re.finditer(pattern, trace.text))):
        yield Found(match["issuer"], trace.cell(*match.span("issuer")), place)


# --- Traces of the parts where a head's values may stand --------------------------------------------------------


def opening(text: NormalText, parts: Parts) -> Trace:
    """The head as one line."""
    return Trace.of_lines(text, (index for index in parts.head if not parts.is_digital(index)))


def appendix_notes(text: NormalText, parts: Parts) -> tuple[Trace, ...]:
    """The headings of the appendices, each as one line; the note stands in them."""
    return tuple(Trace.of_lines(text, appendix.heading) for appendix in parts.appendices)


def closing_sentence(text: NormalText, parts: Parts) -> Trace:
    """The paragraph that begins "Trên đây là …", up to the end of the body; empty where there is none."""
    starts = [index for index in parts.body if text.lines[index].text.strip().lower().startswith("trên đây")]
    return Trace.of_lines(text, range(starts[-1], parts.body.stop) if starts else ())


# --- Its place ----------------------------------------------------------------------------------------------------


def find_locality(text: NormalText, issuer: Found | None, place: str | None) -> tuple[Locality, Cell] | None:
    """The commune, ward or special zone of the issuer; without one, the place of the date, if the text types it."""
    if issuer:
        match = _PLACE.search(issuer.named or issuer.value)
        if match:
            name = _recased(text, match["name"]) if match["name"].isupper() else match["name"]
            return Locality(name, match["type"].lower()), issuer.cell
    typed = re.compile(rf"(?<!\w)(?P<type>(?i:{_TYPES}))\s+{re.escape(place)}(?!\w)") if place else None
    found = typed.search(text.normal) if typed else None
    return (Locality(place or "", found["type"].lower()), text.cell([found.span()])) if found else None


def _recased(text: NormalText, capitals: str) -> str:
    """A name in capitals as running text writes it."""
    for match in _PLACE.finditer(text.normal):
        written = match["name"][: len(capitals)]
        if written.upper() == capitals and not written.isupper():
            return written
    return " ".join(word[:1] + word[1:].lower() for word in capitals.split())


# --- Its province -------------------------------------------------------------------------------------------------


def find_province(text: NormalText, parts: Parts, letterhead: Letterhead, locality: Locality | None) -> Found | None:
    """The province of the plan's own place, as one of the 34 of today; None where the text does not give it."""
    return next(_provinces(text, parts, letterhead, locality), None)


def _provinces(text: NormalText, parts: Parts, letterhead: Letterhead, locality: Locality | None) -> Iterator[Found]:
    for name in letterhead.names:
        if match := _province(r"(?:TỈNH(?:\s+ỦY|\s+UỶ)?|THÀNH\s+(?:PHỐ|ỦY|UỶ)|TP\.?)").search(name.text):
            yield Found(_listed(match["province"]), text.cell([name.span]), "letterhead")
    if locality:
        province = _province(r"(?i:tỉnh|thành phố|TP\.?)").pattern
        own = re.compile(rf"{re.escape(locality.name)}\s*,\s*{province}", re.IGNORECASE)
        for match in own.finditer(text.normal):
            yield Found(_listed(match["province"]), text.cell([match.span()]), "body")
    superior = r"(?i:UBND|HĐND|ủy ban nhân dân|uỷ ban nhân dân|hội đồng nhân dân|đảng bộ)\s+(?i:tỉnh|thành phố|TP\.?)"
    trace = opening(text, parts)
    pattern = _province(rf"(?:{superior}|(?i:tỉnh ủy|tỉnh uỷ|thành ủy|thành uỷ|tỉnh|thành phố))")
    for match in pattern.finditer(trace.text):
        yield Found(_listed(match["province"]), trace.cell(*match.span()), "opening")
    yield from _signed(text, parts, locality)
    yield from _only_one(text, _province(r"(?i:tỉnh ủy|tỉnh uỷ|thành ủy|thành uỷ|tỉnh|thành phố)"))


def _signed(text: NormalText, parts: Parts, locality: Locality | None) -> Iterator[Found]:
    """From a certificate that names both the place and its province."""
    pattern = re.compile(rf"(?:L=|O=(?:TỈNH|THÀNH)\s+(?:ỦY|UỶ|PHỐ)?\s*|TỈNH\s+){_province('').pattern}", re.IGNORECASE)
    for signature in read_digital_signatures(text, parts):
        block = text.normal[slice(*signature.lines)]
        named = locality and locality.name.lower() in block.lower()
        if named and (match := pattern.search(block)):
            yield Found(_listed(match["province"]), text.cell([signature.lines]), "digital_signature")


def _only_one(text: NormalText, pattern: re.Pattern[str]) -> Iterable[Found]:
    """Where the whole text speaks of one province only, and once as of a superior, that one."""
    matches = list(pattern.finditer(text.normal))
    superior = [match for match in matches if _SUPERIOR.search(text.normal[max(0, match.start() - 60) : match.start()])]
    if superior and len({_listed(match["province"]) for match in matches}) == 1:
        yield Found(_listed(superior[0]["province"]), text.cell([superior[0].span()]), "body")


@cache
def _province(before: str) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in _spellings())
    province = rf"(?P<province>(?i:{names}))(?!\w)"
    return re.compile(rf"(?<!\w){before}\s*{province}" if before else province)


@cache
def _spellings() -> dict[str, str]:
    """Each way to place the tone marks, with the name it stands for."""
    listed = {name: name for name in words().provinces}
    return listed | {name.replace("Hòa", "Hoà").replace("Hóa", "Hoá"): name for name in listed}


def _listed(found: str) -> str:
    placed = tone_placed(" ".join(found.split())).lower()
    return next(name for name in words().provinces if tone_placed(name).lower() == placed)
