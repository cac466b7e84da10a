"""How plans were read, as JSON: what was found by kind, what is noise, what was not understood, what contradicts.

A disagreement is no record of the text but one made of two of them; it is shown with both quotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from ingest.disagreements import across
from ingest.indicators import indicator
from ingest.records import Disagreement, Plan, Span, Target
from ingest.summary import FileReading, file_reading
from vectorstore.documents import files_of
from vectorstore.intake import Intake
from vectorstore.snapshot import Entry

Fields = dict[str, Any]

RECORD_KINDS = ("task", "target", "duty", "basis", "report", "recipient", "header")


def report_fields(plan: Plan, plans: Iterable[Plan], entry: Entry | None = None) -> Fields:
    """The reading report of a plan; `plans` are those of the store, with which it is compared, `entry` is its own."""
    report = plan.report
    summary = figures(file_reading(plan))
    return {
        "plan": plan.id,
        "locality": str(plan.locality) if plan.locality else None,
        "document": plan.document,
        "file": plan.source.name,
        "encoding": plan.source.encoding,
        **{name: summary[name] for name in summary if name != "kind"},
        "seconds": entry and entry.seconds,
        "files": [asdict(file) for file in files_of(entry)] if entry else [],
        "reader": plan.reader,
        "found": dict(report.found),
        "characters": report.characters,
        "covered": report.covered,
        "coverage": coverage(plan),
        "not_understood": [
            {"start": start, "end": end, "text": plan.source.text[start:end]} for start, end in report.uncovered
        ],
        "warnings": list(warnings(plan)),
        "noise": _noise(plan),
        "disagreements": disagreements((plan,), plans),
    }


def summary_fields(plan: Plan) -> Fields:
    """A plan's reading in a line: how many records of each kind, and how much of the text."""
    found = plan.report.found
    return {"found": {kind: found.get(kind, 0) for kind in RECORD_KINDS}, "coverage": coverage(plan)}


def figures(reading: FileReading | None) -> Fields:
    """How a file was read, in a few figures; each None where it was not read."""
    return {
        "kind": reading and reading.kind,
        "pages": reading and reading.pages,
        "scanned_pages": reading and reading.scanned,
        "doubtful_words": reading and reading.doubtful,
        "text_quality": reading and reading.quality,
        "header": reading and list(reading.header),
        "header_missing": reading and list(reading.missing),
        "sections": reading and reading.sections,
        "rows": reading and reading.rows,
    }


def intake_fields(intake: Intake, plan: Plan | None) -> Fields:
    """What became of a file, and how it was read; of a file that failed the reason.

    `plan` is the store's, which was read from this file unless the file is only kept beside it.
    """
    leads = plan if intake.leads else None
    read = summary_fields(leads) if leads else {"found": None, "coverage": intake.reading and intake.reading.covered}
    return {
        "file": str(intake.path),
        "status": str(intake.status),
        "plan": intake.plan,
        "passages": intake.passages,
        "records": intake.records,
        **figures(intake.reading or (file_reading(leads) if leads else None)),
        **read,
        "seconds": round(intake.seconds, 3),
        "warnings": list(warnings(leads) if leads else intake.warnings),
        "note": intake.note,
        "error": intake.error,
    }


def plan_fields(plan: Plan, entry: Entry) -> Fields:
    """A plan of the store: what it is, how it was read, and its files, the one that it is answered from first."""
    return {
        "plan": plan.id,
        "locality": str(plan.locality) if plan.locality else None,
        "province": plan.locality.province if plan.locality else None,
        "document": plan.document,
        "title": plan.title,
        "records": len(plan.records),
        "passages": entry.passages,
        **summary_fields(plan),
        "warnings": list(warnings(plan)),
        "disagreements": len(plan.disagreements),
        "file": entry.source_name,
        "sha256": entry.source_sha256,
        "added": entry.added,
        "files": [asdict(file) for file in files_of(entry)],
    }


def coverage(plan: Plan) -> float:
    """The share of the characters, white space aside, that belongs to a passage, a record or named noise, in percent.

    Cut and never rounded up: 100 means every character.
    """
    report = plan.report
    return int(10_000 * report.covered / report.characters) / 100 if report.characters else 100.0


def warnings(plan: Plan) -> tuple[str, ...]:
    """What was noticed while the file was loaded and read."""
    return (*plan.source.warnings, *plan.report.warnings)


def disagreements(chosen: Sequence[Plan], plans: Iterable[Plan]) -> list[Fields]:
    """Contradictions inside each chosen plan, then those between a chosen plan and another of the store's."""
    ids = {plan.id for plan in chosen}
    inside = [_disagreement("within", found) for plan in chosen for found in plan.disagreements]
    between = (found for found in across(plans) if ids & {found.first.plan, found.second.plan})
    return inside + [_disagreement("across", found) for found in between]


def _disagreement(scope: str, found: Disagreement) -> Fields:
    return {
        "plan": found.first.plan,
        "kind": "disagreement",
        "scope": scope,
        "differs": found.what,
        "indicator_id": found.indicator_id,
        "indicator": indicator(found.indicator_id).vi,
        "first": _side(found.first),
        "second": _side(found.second),
    }


def _side(target: Target) -> Fields:
    return {
        "plan": target.plan,
        "place": target.place,
        "value": target.value,
        "unit": target.unit,
        "year": target.year,
        "quote": target.quote,
        "spans": [list(span) for span in target.spans],
    }


def _noise(plan: Plan) -> list[Fields]:
    """Each sort of noise with its amount and its stretches, the largest first."""
    sorts: dict[str, list[Span]] = {}
    for item in plan.report.noise:
        sorts.setdefault(item.what, []).append((item.start, item.end))
    found = [
        {
            "what": what,
            "stretches": len(spans),
            "characters": _amount(plan, spans),
            "spans": [list(span) for span in spans],
        }
        for what, spans in sorts.items()
    ]
    return sorted(found, key=lambda sort: -sort["characters"])


def _amount(plan: Plan, spans: Iterable[Span]) -> int:
    """How many characters of the source stand there, white space aside."""
    return sum(len("".join(plan.source.text[start:end].split())) for start, end in spans)
