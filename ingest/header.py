"""The head of a plan as records: one field each, given, blank, filled in part, or lost.

What the letterhead has lost is taken from where the text still gives it: the type from the closing sentence or an
appendix's note, the number and date from that note ("Kèm theo Kế hoạch số /KH-UBND ngày /01/2026 của …").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from ingest.bases import read_bases
from ingest.documents import parsed_date, words
from ingest.issuer import Found, appendix_notes, closing_sentence, find_issuer, find_locality, find_province, opening
from ingest.layout import Parts
from ingest.letterhead import Letterhead, blank, read_letterhead
from ingest.recipients import read_recipients
from ingest.records import EMPTY, Basis, Cell, HeaderField, Locality, Recipient, Span
from ingest.signature import read_digital_signatures, read_signature
from ingest.text import NormalText, joined
from ingest.title import Title, read_title
from ingest.trace import Trace

_NOTE_NUMBER = re.compile(
    r"(?i:số)\s*:?\s*(?P<digits>[\d.…_ ]*)\s?(?P<code>[-/–]\s?[A-ZĐ][A-Za-zĐđ]*(?:\s?[-/]\s?[A-ZĐ][A-Za-z0-9Đđ]*)*)"
)
_NOTE_DATE = re.compile(
    r"(?P<date>ngày\s*(?P<day>[\d.…_ ]*)\s*(?:/|tháng)\s*(?P<month>[\d.…_ ]*)\s*(?:/|năm)\s*(?P<year>\d{4}|[.…_]*))"
)


@dataclass(frozen=True, slots=True)
class Head:
    """The head's records, and what the plan is called by: its place, its title, how it is cited."""

    records: tuple[HeaderField | Basis | Recipient, ...]
    locality: Locality | None
    title: str | None
    document: str


def read_header(text: NormalText, parts: Parts, plan_id: str) -> Head:
    """Every header field once, then the bases and recipients. No input makes it fail."""
    title = read_title(text, parts)
    letterhead = read_letterhead(text, _above(text, parts, title))
    fields = _Fields(text, parts, plan_id, title, letterhead)
    kind, number, locality = fields.kind(), fields.number(), fields.locality()
    records = (
        *fields.who(),
        number,
        kind,
        fields.place(),
        fields.date(),
        fields.about(),
        *fields.signed(),
        fields.party_or_state(number),
    )
    cited = title.cell(text).text if title.whole and title.lines else None
    return Head(
        records=(*records, *read_bases(text, parts, plan_id), *read_recipients(text, parts, plan_id)),
        locality=locality,
        title=cited,
        document=_document(kind, number),
    )


def _above(text: NormalText, parts: Parts, title: Title) -> range:
    """The letterhead's lines: above the type, or above the title or opening where the type is lost."""
    end = title.kind_line if title.kind_line is not None else min(title.lines, default=parts.head.stop)
    return range(parts.head.start, end)


def _document(kind: HeaderField, number: HeaderField) -> str:
    """How the plan is cited: "Chương trình hành động 12-CTr/ĐU", "Kế hoạch … /KH-UBND", "Kế hoạch"."""
    name = kind.value or words().places["document"]
    if number.value:
        return f"{name} {number.value}"
    code = re.search(r"[-/–]\s?[A-ZĐ][\w\s/-]*$", joined(number.quote)) if number.state == "blank" else None
    return f"{name} … {code.group(0).replace(' ', '')}" if code else name


class _Fields:
    """Reads the fields of one head; each method gives one record, with the quote that proves it."""

    def __init__(self, text: NormalText, parts: Parts, plan_id: str, title: Title, letterhead: Letterhead) -> None:
        self.text, self.parts, self.plan = text, parts, plan_id
        self.title, self.letterhead = title, letterhead
        self.issuer = find_issuer(text, parts, letterhead)
        self.notes = appendix_notes(text, parts)

    def record(self, field: str, found: Found | None, state: str = "given") -> HeaderField:
        """A field; without a find it is absent, and the quote is where the text begins without it."""
        if found is None:
            return self._record(field, None, self._beginning(), "letterhead", "absent")
        return self._record(field, found.value or None, found.cell, found.place, state)

    def _record(self, field: str, value: str | None, cell: Cell, place: str, state: str) -> HeaderField:
        return HeaderField(
            plan=self.plan,
            place=words().places[place],
            quote=cell.text,
            spans=cell.spans,
            field=field,
            value=value,
            state=state,
        )

    def _beginning(self) -> Cell:
        """The letterhead down to the type, or the first lines that are left: what stands where a lost field should."""
        lines: list[int] = []
        for index in self.parts.head:
            if self.title.kind_line is not None and index > self.title.kind_line:
                break
            if self.title.kind_line is None and self.text.lines[index].blank and lines:
                break
            if not self.text.lines[index].blank:
                lines.append(index)
        return Trace.of_lines(self.text, lines).cell() if lines else EMPTY

    def _of(self, span: Span | None, place: str) -> Found | None:
        if span is None:
            return None
        cell = self.text.cell([span])
        return Found(cell.text, cell, place)

    # --- Who and where

    def locality(self) -> Locality | None:
        """The plan's place with its province, where the text gives it."""
        found = self._locality()
        if found is None:
            return None
        province = self._province(found[0])
        return replace(found[0], province=province.value if province else None)

    def _locality(self) -> tuple[Locality, Cell] | None:
        day = self.letterhead.date
        return find_locality(self.text, self.issuer, " ".join(day["place"].split()) if day and day["place"] else None)

    def _province(self, locality: Locality | None) -> Found | None:
        return find_province(self.text, self.parts, self.letterhead, locality)

    def who(self) -> tuple[HeaderField, ...]:
        """Issuer, locality and province."""
        found = self._locality()
        place = self.issuer.place if self.issuer else "body"
        locality = Found(str(found[0]), found[1], place) if found else None
        province = self._province(found[0] if found else None)
        return (
            self.record("issuer", self.issuer),
            self.record("locality", locality),
            self.record("province", province),
        )

    # --- Number, type, place and date

    def number(self) -> HeaderField:
        """The number: given, blank (only its code is printed), or absent."""
        if match := self.letterhead.number:
            return self._number(match, self.text.cell([match.span()]), "letterhead")
        for note in self.notes:
            if match := _NOTE_NUMBER.search(note.text):
                return self._number(match, note.cell(*match.span()), "appendix")
        return self.record("number", None)

    def _number(self, match: re.Match[str], cell: Cell, place: str) -> HeaderField:
        if blank(match, "digits"):
            return self._record("number", None, cell, place, "blank")
        return self._record("number", "".join((match["digits"] + match["code"]).split()), cell, place, "given")

    def kind(self) -> HeaderField:
        """The type of the document, spelt as running text spells it."""
        if self.title.kind and self.title.kind_span:
            return self._record("type", self.title.kind, self.text.cell([self.title.kind_span]), "title", "given")
        closing = closing_sentence(self.text, self.parts)
        traces = [(closing, "closing"), *((note, "appendix") for note in self.notes)]
        for trace, place in (*traces, (opening(self.text, self.parts), "opening")):
            if match := _own_type(place).search(trace.text):
                name = next(name for name in words().own_types if name.lower() == match["type"].lower())
                return self._record("type", name, trace.cell(*match.span()), place, "given")
        return self.record("type", None)

    def place(self) -> HeaderField:
        """The place before the date ("Kiên Hải, ngày …")."""
        day = self.letterhead.date
        return self.record("place", self._of(day.span("place") if day and day["place"] else None, "letterhead"))

    def date(self) -> HeaderField:
        """The date of issue, in full, in part or blank; never that of a digital signature."""
        if match := self.letterhead.date:
            return self._date(match, self.text.cell([match.span("date")]), "letterhead")
        for note in self.notes:
            if match := _NOTE_DATE.search(note.text):
                return self._date(match, note.cell(*match.span("date")), "appendix")
        return self.record("date", None)

    def _date(self, match: re.Match[str], cell: Cell, place: str) -> HeaderField:
        empty = [blank(match, part) for part in ("day", "month", "year")]
        if all(empty):
            return self._record("date", None, cell, place, "blank")
        record = self._record("date", cell.text, cell, place, "partial" if any(empty) else "given")
        return record if any(empty) else replace(record, issued=parsed_date(cell.text))

    def about(self) -> HeaderField:
        """The title; what is left of it where the head is lost."""
        if not self.title.lines:
            return self.record("title", None)
        cell = self.title.cell(self.text)
        return self._record("title", cell.text, cell, "title", "given" if self.title.whole else "partial")

    # --- Signature

    def signed(self) -> tuple[HeaderField, ...]:
        """Signer, position, on whose behalf, and every digital signature."""
        signature = read_signature(self.text, self.parts)
        behalf = self.text.cell(signature.behalf)
        return (
            self._signed("signer", self._of(signature.signer, "signature")),
            self._signed("position", self._of(signature.position, "signature")),
            self._signed("on_behalf", Found(behalf.text, behalf, "signature") if behalf else None),
            *self._digital(),
        )

    def _signed(self, field: str, found: Found | None) -> HeaderField:
        if found is None and self.parts.signature:
            cell = Trace.of_lines(self.text, self.parts.signature).cell()
            return self._record(field, None, cell, "signature", "absent")
        return self.record(field, found)

    def _digital(self) -> tuple[HeaderField, ...]:
        found = []
        for signature in read_digital_signatures(self.text, self.parts):
            spans = [span for span in (signature.name, signature.time) if span]
            value = ", ".join(self.text.cell([span]).text for span in spans)
            cell = self.text.cell([signature.lines])
            found.append(self._record("digital_signature", value, cell, "digital_signature", "given"))
        return tuple(found)

    def party_or_state(self, number: HeaderField) -> HeaderField:
        """ "party" or "state": by the motto, else by the issuer or the number's code."""
        for span, value in ((self.letterhead.party, "party"), (self.letterhead.state, "state")):
            if span:
                return self._record("party_or_state", value, self.text.cell([span]), "letterhead", "given")
        if self.issuer:
            party = re.search(r"(?i:đảng|ban thường vụ|ban chấp hành)", self.issuer.value)
            return self.record("party_or_state", replace(self.issuer, value="party" if party else "state"))
        if number.quote and number.state != "absent":
            value = "party" if re.search(r"/\s?(?:ĐU|TU|TW|ĐB)\b", number.quote) else "state"
            return replace(number, field="party_or_state", value=value, state="given")
        return self.record("party_or_state", None)


@cache
def _own_type(place: str) -> re.Pattern[str]:
    types = "|".join(re.escape(name) for name in sorted(words().own_types, key=len, reverse=True))
    before = {
        "closing": r"[Tt]rên đây là\s+(?:nội dung\s+)?(?:toàn bộ\s+)?",
        "appendix": r"[Kk]èm theo\s+",
        "opening": r"(?:ban hành|xây dựng)\s+",
    }[place]
    return re.compile(rf"{before}(?P<type>(?i:{types}))(?!\w)(?!\s+số\b)")
