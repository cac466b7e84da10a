"""What shows that a file is the signed copy of its document: evidence in the file itself, never its name.

The signed copy counts where a document comes in several files. Strongest first: a digital signature that the file
carries (PDF, Word), the print of one in its text, a scan of the paper, a note that it was signed.
"""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from io import BytesIO

from ingest.records import HeaderField, Plan, Source
from ingest.text import normalise

# ISO 32000-2, 12.8.1: a signature's dictionary names the bytes that it covers, and is never inside a packed object.
_COVERED = re.compile(rb"/ByteRange\s*\[\s*\d+\s+\d+\s+\d+\s+\d+\s*\]")
_WORD_SIGNATURES = "_xmlsignatures/"  # ECMA-376, part 2, clause 10
_MARKED = re.compile(r"\(\s*đã ký\s*\)|^\W*đã ký\W*$", re.IGNORECASE | re.MULTILINE)
_MOSTLY = 0.5


class Evidence(StrEnum):
    """Why a file counts as signed, the strongest first."""

    CARRIED = "digital signature"
    PRINTED = "print of a digital signature"
    SCANNED = "scan"
    MARKED = "marked as signed"


def carries_signature(data: bytes) -> bool:
    """Whether the bytes of a PDF or Word file carry a digital signature."""
    if data.startswith(b"%PDF-"):
        return bool(_COVERED.search(data))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return any(name.startswith(_WORD_SIGNATURES) for name in archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError):
        return False


def evidence(plan: Plan) -> Evidence | None:
    """The strongest evidence in a plan's file; None where nothing shows that it was signed."""
    if plan.source.signed:
        return Evidence.CARRIED
    if any(isinstance(record, HeaderField) and record.field == "digital_signature" for record in plan.records):
        return Evidence.PRINTED
    if _scanned(plan.source):
        return Evidence.SCANNED
    return Evidence.MARKED if _MARKED.search(normalise(plan.source.text)) else None


def _scanned(source: Source) -> bool:
    """A paper that was scanned; one page put into a file that is text elsewhere makes no scan of it."""
    return sum(page.scanned for page in source.pages) > _MOSTLY * len(source.pages)
