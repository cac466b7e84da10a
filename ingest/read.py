"""Reads a source into a plan: cut into parts, read head, body and tables, gather the records, report on it all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from ingest.bases import listed_bases
from ingest.chunk import page_at
from ingest.contents import Contents, read_contents
from ingest.disagreements import within
from ingest.doubt import without_unsure_values
from ingest.duties import read_duties, read_funding, read_reports
from ingest.duty_tables import table_duties
from ingest.header import Head, read_header
from ingest.layout import Parts, parts
from ingest.paragraphs import Print
from ingest.past_years import with_results, year_of_plan
from ingest.plan_ids import Taken, plan_id
from ingest.prose_tasks import read_prose_tasks
from ingest.records import AnyRecord, Basis, Block, HeaderField, Page, Plan, Recipient, Source, Target, Task
from ingest.report import Findings, report
from ingest.rows import records_of
from ingest.structure import OPENING, Structure, read_structure
from ingest.targets import annotated, read_targets
from ingest.text import NormalText

READER = "21"
"""The reader's version: part of a plan's fingerprint, so that a better reader reads stored plans again."""

_ABOVE_OPENING = ("type", "number", "place", "title")
_FEWEST_WORDS = 8
_NONE_TAKEN: Mapping[str, Taken] = MappingProxyType({})


def read(source: Source, taken: Mapping[str, Taken] = _NONE_TAKEN) -> Plan:
    """The plan in a source. No text makes it fail: what is not understood is in the report.

    `taken` are the ids that other plans have, with the source of each.
    """
    text = NormalText(source.text)
    cut = parts(text)
    head = read_header(text, cut, "")
    body = read_structure(text, (cut.body,), cut)
    contents = read_contents(text, cut, body.blocks, body.grids)
    opening = _opening(text, cut, head, body.form)
    blocks = _in_order((*opening.blocks, *body.blocks, *contents.blocks))
    name = plan_id(head.locality, source, taken)
    known = [record for record in head.records if isinstance(record, Basis)]
    bases = listed_bases(body.blocks, known, source.text, "")
    rows = _rows(source.text, contents, year_of_plan(head.records))
    body_records = _records(source.text, body.blocks, _named(rows, head.records))
    given_out = read_prose_tasks(body.blocks, source.text, tables=any(isinstance(row, Task) for row in rows))
    in_tables = (*table_duties(contents.duties, source.text, ""), *rows)
    found = (*head.records, *bases, *body_records, *given_out, *in_tables)
    records = _of_plan(name, source.pages, without_unsure_values(found, source))
    findings = Findings(
        blocks=blocks,
        records=records,
        noise=(*opening.noise, *body.noise, *contents.noise),
        warnings=(*body.warnings, *contents.warnings),
    )
    return Plan(
        id=name,
        locality=head.locality,
        title=head.title,
        document=head.document,
        source=source,
        blocks=blocks,
        records=records,
        disagreements=tuple(within(records)),
        report=report(text, cut, findings),
        reader=READER,
    )


def called(plan: Plan, name: str, file: str) -> Plan:
    """The same plan under another id, from a file of another name."""
    if name == plan.id and file == plan.source.name:
        return plan

    return replace(
        plan,
        id=name,
        source=replace(plan.source, name=file),
        records=tuple(replace(record, plan=name) for record in plan.records),
        disagreements=tuple(
            replace(found, first=replace(found.first, plan=name), second=replace(found.second, plan=name))
            for found in plan.disagreements
        ),
    )


def _records(verbatim: str, blocks: tuple[Block, ...], names: frozenset[str]) -> Iterable[AnyRecord]:
    yield from read_targets(blocks, verbatim, "")
    yield from read_duties(blocks, verbatim, "", names)
    yield from read_reports(blocks, verbatim, "", names)
    yield from read_funding(blocks, verbatim, "")


def _rows(verbatim: str, contents: Contents, year: int | None) -> tuple[Task | Target, ...]:
    tables = [(label, with_results(table, year)) for label, table in contents.tables]
    rows = [record for label, table in tables for record in records_of(table, label, "", verbatim)]
    return tuple(annotated(record) if isinstance(record, Target) else record for record in rows)


def _named(rows: Iterable[Task | Target], head: Iterable[AnyRecord]) -> frozenset[str]:
    """The agencies that the plan names in its tables and among its recipients, as it writes them."""
    tasks = [row for row in rows if isinstance(row, Task)]
    among = {agency.name for task in tasks for agency in (*task.leads, *task.coordinators)}
    return frozenset(among | {record.name for record in head if isinstance(record, Recipient)})


def _opening(text: NormalText, cut: Parts, head: Head, form: Print) -> Structure:
    """The head's paragraphs under the title (the bases) as blocks; what stands above them is a record or letterhead."""
    fields = [record for record in head.records if isinstance(record, HeaderField)]
    above = [record for record in fields if record.field in _ABOVE_OPENING and record.state != "absent"]
    last_line = text.lines[cut.head.stop - 1].end if cut.head else 0
    _, end = text.source(0, last_line)
    title_end = max((span[1] for record in above for span in record.spans if span[1] <= end), default=0)
    lines = [index for index in cut.head if text.source(*text.lines[index].content())[0] >= title_end]
    ranges = [range(lines[0], lines[-1] + 1)] if lines else []
    structure = read_structure(text, ranges, cut, above=(OPENING,), form=form)
    kept = tuple(block for block in structure.blocks if len(block.cell.text.split()) >= _FEWEST_WORDS)
    return replace(structure, blocks=kept)


def _in_order(blocks: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(sorted(blocks, key=lambda block: block.cell.spans))


def _of_plan(name: str, pages: Sequence[Page], records: Iterable[AnyRecord]) -> tuple[AnyRecord, ...]:
    """The records with the plan's id, and with the page on which each begins."""
    return tuple(replace(record, plan=name, page=page_at(pages, record.spans)) for record in records)
