"""Answers in the contract's JSON form. The only place that knows its keys."""

from __future__ import annotations

from assistant.turns import Answer, Citation, Source
from ingest.serial import record_fields


def answer_json(answer: Answer) -> dict[str, object]:
    """The answer as the command line and the API give it (see docs/design: "An answer, as JSON")."""
    coverage = answer.coverage
    return {
        "id": None,
        "question": answer.question,
        "resolved_question": answer.resolved_question,
        "language": answer.language,
        "status": str(answer.status),
        "answer": answer.answer,
        "citations": [_citation(citation) for citation in answer.citations],
        "records": [record_fields(record) for record in answer.records],
        "coverage": {"matched": coverage.matched, "total": coverage.total, "plans": coverage.plans}
        if coverage
        else None,
        "see_also": [_source(source) for source in answer.see_also],
        "warnings": list(answer.warnings),
        "composer": answer.composer,
        "dropped": list(answer.dropped),
        "timings_ms": {step: round(spent, 3) for step, spent in answer.timings_ms.items()},
    }


def _citation(citation: Citation) -> dict[str, object]:
    return {"number": citation.number, **_source(citation.source)}


def _source(source: Source) -> dict[str, object]:
    return {
        "plan": source.plan,
        "locality": source.locality,
        "document": source.document,
        "place": source.place,
        "page": source.page,
        "quote": source.quote,
        "spans": [list(span) for span in source.spans],
    }
