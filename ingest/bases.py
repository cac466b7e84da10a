"""The documents that a plan's opening cites, one record each.

The opening is everything above the first section: title, bases ("Căn cứ …;") and the sentence that begins
"Thực hiện …". What sections cite later is no basis.
"""

from __future__ import annotations

from ingest.documents import Citation, citations, parsed_date, words
from ingest.layout import Parts
from ingest.records import Basis
from ingest.text import NormalText
from ingest.trace import Trace


def read_bases(text: NormalText, parts: Parts, plan_id: str) -> tuple[Basis, ...]:
    """The documents cited in the head, in the order of their first mention, each by its fullest mention."""
    trace = Trace.of_lines(text, (index for index in parts.head if not parts.is_digital(index)))
    mentions: dict[str, list[Citation]] = {}
    for citation in citations(trace.text):
        mentions.setdefault(citation.key, []).append(citation)
    return tuple(_basis(max(same, key=lambda one: one.fields), trace, plan_id) for same in mentions.values())


def _basis(citation: Citation, trace: Trace, plan_id: str) -> Basis:
    cell = trace.cell(citation.start, citation.end)
    return Basis(
        plan=plan_id,
        place=words().places["opening"],
        quote=cell.text,
        spans=cell.spans,
        document_type=citation.document_type,
        number=citation.number,
        date=citation.date,
        issued=parsed_date(citation.date),
        issuer=citation.issuer,
    )
