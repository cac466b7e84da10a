"""An answer to take away: a Word document, an Excel workbook. Each quote with its citation as officials write it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from docx import Document
from docx.shared import Pt

from assistant import record_sheet
from assistant.page.answer_tables import COLUMNS
from assistant.page.citing import cited
from assistant.page.formulas import readable
from assistant.page.strings import Strings
from assistant.page.turns import Answer
from ingest.records import Plan

FONT, POINTS = "Times New Roman", 13  # as in Nghị định 30/2020/NĐ-CP, Phụ lục I
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_docx(answer: Answer, plans: Mapping[str, Plan], words: Strings, out: BinaryIO) -> None:
    """Question, answer, records as tables, then every quote with its citation."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(POINTS)
    document.add_heading(_clean(answer["question"]), level=1)
    for line in str(answer["answer"]).split("\n"):
        if line.strip():
            document.add_paragraph(_clean(line))
    records: Sequence[Mapping[str, Any]] = answer.get("records") or ()
    for kind in dict.fromkeys(str(record["kind"]) for record in records):
        _table(document, [record for record in records if record["kind"] == kind], kind, words)
    for warning in answer.get("warnings") or ():
        document.add_paragraph(_clean(warning))
    if answer["citations"]:
        document.add_heading(words("evidence"), level=2)
    for each in answer["citations"]:
        document.add_paragraph(_clean(f"[{each['number']}] “{each['quote']}” {cited(each, plans, words)}"))
    document.save(out)


def write_xlsx(answer: Answer, plans: Mapping[str, Plan], words: Strings, out: BinaryIO) -> None:
    """A sheet for each kind of record, and one of the quotes."""
    evidence = [
        {
            "plan": each["plan"],
            "kind": words("evidence"),
            "number": each["number"],
            "quote": each["quote"],
            "citation": cited(each, plans, words),
        }
        for each in answer["citations"]
    ]
    record_sheet.write_xlsx([*(answer.get("records") or ()), *evidence], out)


def _table(document: Any, records: Sequence[Mapping[str, Any]], kind: str, words: Strings) -> None:
    columns = [
        (field, words(title))
        for field, title, always in COLUMNS[kind]
        if always or any(record.get(field) is not None for record in records)
    ]
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, (_, title) in zip(table.rows[0].cells, columns, strict=True):
        cell.text = title
    for record in records:
        for cell, (field, _) in zip(table.add_row().cells, columns, strict=True):
            value = record.get(field)
            cell.text = words("blank") if value is None else _clean(value)
    document.add_paragraph()


def _clean(text: object) -> str:
    """Text that a Word document can hold."""
    return _UNPRINTABLE.sub(" ", readable(str(text)))
