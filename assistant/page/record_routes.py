"""Files of the tabs beside the conversation: the records that were looked up, the deadlines as a calendar."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from assistant import record_output, record_sheet
from assistant.page.calendar_file import calendar
from assistant.page.deadlines import Deadlines
from assistant.page.lookup import Lookup, Wanted, line
from assistant.page.office import Office
from assistant.page.routes import attached
from assistant.page.strings import LANGUAGES, strings
from assistant.page.titled import tables
from ingest.serial import record_fields

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def record_routes(office: Office) -> APIRouter:
    """The routes of Tra cứu and Thời hạn."""
    router = APIRouter(prefix="/page")
    lookups = {language: Lookup(office, strings(language)) for language in LANGUAGES}

    @router.get("/records.{suffix}")
    def records(suffix: str, wanted: Annotated[Wanted, Depends()], language: str = LANGUAGES[0]) -> Response:
        language = language if language in LANGUAGES else LANGUAGES[0]
        words, found = strings(language), lookups[language].found(wanted)
        if suffix == "csv":
            text = io.StringIO()
            record_output.write_csv([_harmless(line(entry, words)) for entry in found], text)
            # Excel takes a CSV for UTF-8 only where it begins with this mark.
            return attached(("\ufeff" + text.getvalue()).encode(), f"{words('file_records')}.csv")
        if suffix == "xlsx":
            rows = [{**record_fields(entry.record), "place": entry.record.place} for entry in found]
            places = {entry.record.plan: entry.locality for entry in found}
            sheets = [
                record_sheet.Sheet(each.name, each.columns, each.rows)
                for each in tables(rows, places, words, extra=("place",))
            ]
            none = record_sheet.Sheet(words("tab_lookup"), ((words("lookup_none"), 60),), ())
            book = io.BytesIO()
            record_sheet.write_book(sheets or [none], book)
            return attached(book.getvalue(), f"{words('file_records')}.xlsx")
        return Response(status_code=404)

    @router.get("/deadlines.ics")
    def deadlines(place: str = "", agency: str = "", language: str = LANGUAGES[0]) -> Response:
        language = language if language in LANGUAGES else LANGUAGES[0]
        words = strings(language)
        found = Deadlines(lookups[language], words).found(place, agency)
        return attached(calendar(found, office.plans(), words), f"{words('file_deadlines')}.ics")

    return router


def _harmless(row: Mapping[str, object]) -> dict[str, object]:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it, which the spreadsheet hides."""
    return {
        name: f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
        for name, value in row.items()
    }
