"""Documents as plans cite them: "Nghị quyết số 72-NQ/TW ngày 09/9/2025 của Bộ Chính trị".

The form of number and code is set by Nghị định 30/2020/NĐ-CP (Phụ lục I, II.3: "57/KH-UBND") and for the Party by
Hướng dẫn 36-HD/VPTW ("12-CTr/ĐU"); the first citation names type, number, date and issuer (II.6.b), a law is cited
by its name. Words are data: data/documents.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from ingest.letters import LOWER, UPPER


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of data/documents.yaml."""

    types: tuple[str, ...]
    own_types: tuple[str, ...]
    named_types: tuple[str, ...]
    issuer_ends: tuple[str, ...]
    authorities: tuple[str, ...]
    openings: tuple[str, ...]
    provinces: tuple[str, ...]
    places: dict[str, str]


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of a document; `start` and `end` are its range in the text that was read."""

    document_type: str
    number: str | None
    date: str | None
    issuer: str | None
    start: int
    end: int

    @property
    def key(self) -> str:
        """The same for "72-NQ/TW" and "72 NQ/TW"; a document without number is known by its name."""
        return re.sub(r"[\W_]", "", self.number or self.document_type).lower()

    @property
    def fields(self) -> int:
        """How much of number, date and issuer this mention gives."""
        return sum(field is not None for field in (self.number, self.date, self.issuer))


@cache
def words() -> Words:
    """The word lists, read once."""
    path = Path(__file__).parent / "data" / "documents.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    places = data.pop("places")
    return Words(places=places, **{name: tuple(values) for name, values in data.items()})


_CODE = r"(?:QH\d{1,2}|[A-ZĐ][A-Za-zĐđ]{0,4}(?:\s?[-–/]\s?|\s)[A-ZĐ][A-ZĐa-z0-9]+(?:[-–/.][A-ZĐ][A-ZĐa-z0-9]*)*)"
NUMBER = rf"\d{{1,5}}[a-z]?(?:/\d{{4}})?(?:\s?[-–/]\s?|\s){_CODE}"
DATE = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}"
_DATED = re.compile(rf"[\s,(]*(?i:ngày)\s*(?P<date>{DATE})")
_MORE = re.compile(rf"\s*(?:,|;|và)?\s*(?:(?i:số)\s*)?(?P<number>{NUMBER})")
_NAME_ENDS = re.compile(
    rf"\s+(?i:số)\s+\d|\s+(?i:ngày)\s|[;.:()]|,(?!\s[{LOWER}])|,\s(?:các|và)\s|\s+(?i:được)\s|\s+(?i:và các)\s|$"
)

_AMENDS = re.compile(r"\w+(?: \w+)? (?:sửa đổi|bãi bỏ)")
_AND_LAW = re.compile(r"\s+(?:và|và các)\s+(?=Luật|Bộ luật|Pháp lệnh)")


@cache
def _typed() -> re.Pattern[str]:
    types = "|".join(re.escape(name) for name in words().types)
    return re.compile(rf"(?<!\w)(?P<type>(?i:{types}))\s+(?:(?i:số)\s*:?\s*)?(?P<number>{NUMBER})")


@cache
def _named() -> re.Pattern[str]:
    types = "|".join(re.escape(name) for name in words().named_types)
    return re.compile(rf"(?<!\w)(?P<type>{types})\s+(?=[{UPPER}]|sửa đổi)")


@cache
def _based() -> re.Pattern[str]:
    types = "|".join(re.escape(name) for name in words().types)
    return re.compile(rf"(?<!\w)Căn cứ(?:\s+(?:các|vào))?\s+(?P<type>{types})(?!\w)")


@cache
def _issuer() -> re.Pattern[str]:
    ends = "|".join(sorted(map(re.escape, words().issuer_ends), key=len, reverse=True))
    types = "|".join(re.escape(name) for name in words().types)
    stop = rf"\b(?:{ends}|{ends.upper()})\b|\b(?:và|VÀ)\s+(?:[{LOWER}]|(?i:{types}))|\b(?i:{types})\b"
    return re.compile(rf"[\s,]*(?i:của)\s+(?P<issuer>(?:(?!{stop})[^,;.:()“”\"])+)")


def parsed_date(text: str | None) -> date | None:
    """The day of "09/9/2025" or "24 tháng 11 năm 2025"; None where a part is missing or no such day exists."""
    numbers = [int(number) for number in re.findall(r"\d+", text or "")]
    if len(numbers) != 3:
        return None
    try:
        return date(numbers[2], numbers[1], numbers[0])
    except ValueError:
        return None


def citations(text: str) -> tuple[Citation, ...]:
    """Every mention of a document by type and number, of a law by name, in the order of the text."""
    found = [*_numbered(text), *_laws(text)]
    taken = [range(one.start, one.end) for one in found]
    found += [one for one in _bases_without_number(text) if not any(one.start in span for span in taken)]
    return tuple(sorted(found, key=lambda one: one.start))


def _numbered(text: str) -> Iterator[Citation]:
    for match in _typed().finditer(text):
        name = _spelling(match["type"])
        run = [_completed(text, Citation(name, match["number"], None, None, match.start(), match.end()))]
        while more := _MORE.match(text, run[-1].end):
            run.append(_completed(text, Citation(name, more["number"], None, None, more.start("number"), more.end())))
        shared = run[-1].issuer
        yield from (replace(one, issuer=one.issuer or shared) for one in run)


def _laws(text: str) -> Iterator[Citation]:
    """Laws, with or without a number; without either number or date only as a basis ("Căn cứ Luật …")."""
    amended = 0
    for match in _named().finditer(text):
        if match.start() < amended:
            continue
        ends = _NAME_ENDS.search(text, match.end())
        end = ends.start() if ends else len(text)
        if _AMENDS.match(text, match.start()):
            amended = end  # the laws in its name are no bases of their own
        elif joined := _AND_LAW.search(text, match.end(), end):
            end = joined.start()
        number = re.compile(rf"\s+(?:số\s+)?(?P<number>\d{{1,3}}/\d{{4}}/{_CODE})").match(text, end)
        law = Citation(text[match.start() : end], None, None, None, match.start(), end)
        if number:
            law = replace(law, number=number["number"], end=number.end())
        law = _completed(text, law)
        if law.fields or text[: match.start()].rstrip().endswith(("Căn cứ", "Căn cứ các")):
            yield law


def _bases_without_number(text: str) -> Iterator[Citation]:
    """ "Căn cứ Nghị quyết Đại hội Đảng bộ xã lần thứ I;": cited by its name, up to its date, issuer or subject."""
    for match in _based().finditer(text):
        ends = re.compile(r"\s+(?:ngày|của|về|số)\s|[;,.:()]|$").search(text, match.end())
        end = ends.start() if ends else len(text)
        yield _completed(text, Citation(text[match.start("type") : end], None, None, None, match.start("type"), end))


def _completed(text: str, citation: Citation) -> Citation:
    """The citation with the date and issuer that follow it, in either order."""
    end, day, issuer = citation.end, None, None
    for _ in range(2):
        if day is None and (dated := _DATED.match(text, end)):
            day, end = dated["date"], dated.end()
        if issuer is None and (by := _issuer().match(text, end)):
            issuer, end = by["issuer"].strip(), by.start("issuer") + len(by["issuer"].rstrip())
    return replace(citation, date=day, issuer=issuer, end=end)


def _spelling(found: str) -> str:
    """The type as running text spells it, also where the title is in capitals."""
    return next(name for name in words().types if name.lower() == found.lower())
