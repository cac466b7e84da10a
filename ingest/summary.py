"""How one file was read, in a few figures: for the terminal, as JSON and for the page. And whether it holds a plan.

`why_no_plan` keeps out what would only be noise among the plans: a letter in another language, a log, an empty form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.documents import words as documents
from ingest.letterhead import has_motto
from ingest.records import HeaderField, Plan, Target, Task
from ingest.spelling import accented_words, is_syllable

HEADER = ("issuer", "locality", "number", "date", "type", "title", "signer")  # what a head should give
_WORD = re.compile(r"[^\W\d_]+")
_JUDGED = 5000  # words; more do not change the share
_FEWEST_WORDS = 20
_PARAGRAPH = 12  # words; a letterhead's lines have fewer
_VIETNAMESE = 0.5  # an English text has 0.3, a Vietnamese one 0.95 and more, also typed without accents


@dataclass(frozen=True, slots=True)
class FileReading:
    """How a file was read.

    `pages` is None where the kind of file has none; `scanned` of them were read by character recognition; `doubtful`
    words were marked there. `quality` is the share of accented words that are spelt as Vietnamese, in percent, None
    without such words. `header` are the fields that were found, `missing` those that should be there and are blank or
    lost. `sections` are headings, `rows` those of appendices, `covered` the percent of the characters that belong to
    a passage, a record or named noise.
    """

    kind: str
    pages: int | None
    scanned: int
    doubtful: int
    quality: float | None
    header: tuple[str, ...]
    missing: tuple[str, ...]
    sections: int
    rows: int
    records: int
    covered: float
    warnings: tuple[str, ...]


def file_reading(plan: Plan) -> FileReading:
    """The figures of a plan's reading."""
    fields = {record.field: record for record in plan.records if isinstance(record, HeaderField)}
    found = tuple(name for name in HEADER if name in fields and fields[name].state == "given")
    words, valid = accented_words(plan.source.text)
    return FileReading(
        kind=plan.source.encoding,
        pages=len(plan.source.pages) or None,
        scanned=sum(page.scanned for page in plan.source.pages),
        doubtful=len(plan.source.doubtful),
        quality=_percent(valid, words) if words else None,
        header=found,
        missing=tuple(name for name in HEADER if name not in found),
        sections=plan.report.found.get("heading", 0),
        rows=sum(1 for record in plan.records if isinstance(record, Task | Target) and record.appendix),
        records=len(plan.records),
        covered=_percent(plan.report.covered, plan.report.characters) if plan.report.characters else 100.0,
        warnings=(*plan.source.warnings, *plan.report.warnings),
    )


def why_no_plan(plan: Plan) -> str | None:
    """What is wrong with a text that holds no plan, as the rest of a line that begins with its name; else None."""
    words = _WORD.findall(plan.source.text)[:_JUDGED]
    share = _share(words)
    if len(words) >= _FEWEST_WORDS and share < _VIETNAMESE:
        return f"only {share:.0%} of its words are Vietnamese; it is another language, or its letters were read wrongly"
    if _has_body(plan):
        return None
    if has_motto(plan.source.text) or any(isinstance(one, HeaderField) and one.value for one in plan.records):
        return "holds a letterhead and no plan: no list, table or paragraph was found"
    return "holds no plan: no letterhead, list, table or paragraph was found"


def _has_body(plan: Plan) -> bool:
    """Whether there is more than a head: a record of another kind, a list, headings, or a paragraph of some length."""
    if any(not isinstance(record, HeaderField) for record in plan.records):
        return True
    headings = [block.cell.text for block in plan.blocks if block.kind == "heading"]
    if plan.report.found.get("bullet", 0) or sum(not _is_of_letterhead(words) for words in headings) > 1:
        return True
    paragraphs = [block.cell.text for block in plan.blocks if block.kind == "paragraph"]
    return any(len(words.split()) >= _PARAGRAPH and not has_motto(words) for words in paragraphs)


def _is_of_letterhead(heading: str) -> bool:
    """Whether what looks like a heading is the motto or an issuer's name, in a text that has no more."""
    names = (name.casefold() for name in documents().authorities)
    return has_motto(heading) or heading.casefold().startswith(tuple(names))


def _share(words: Iterable[str]) -> float:
    judged = [is_syllable(word) for word in words if len(word) > 1]
    return sum(judged) / len(judged) if judged else 1.0


def _percent(part: int, whole: int) -> float:
    """Cut and never rounded up: 100 means every one."""
    return int(10_000 * part / whole) / 100
