"""The documents that a plan's opening cites, one record each.

The opening is everything above the first section: title, bases ("Căn cứ …;") and the sentence that begins
"Thực hiện …". A scheme (Đề án) lists its bases in a section of their own ("2. Căn cứ"). What other sections cite is no
basis.
"""

from __future__ import annotations

from collections.abc import Iterable

from ingest.documents import Citation, citations, parsed_date, words
from ingest.layout import Parts
from ingest.records import Basis, Block
from ingest.sections import holds_bases
from ingest.structure import place_of
from ingest.text import NormalText
from ingest.trace import Trace


def read_bases(text: NormalText, parts: Parts, plan_id: str) -> tuple[Basis, ...]:
    """The documents cited in the head, in the order of their first mention, each by its fullest mention."""
    trace = Trace.of_lines(text, (index for index in parts.head if not parts.is_digital(index)))
    mentions: dict[str, list[Citation]] = {}
    for citation in citations(trace.text):
        mentions.setdefault(citation.key, []).append(citation)
    place = words().places["opening"]
    return tuple(_basis(max(same, key=lambda one: one.fields), trace, plan_id, place) for same in mentions.values())


def listed_bases(blocks: Iterable[Block], known: Iterable[Basis], verbatim: str, plan_id: str) -> tuple[Basis, ...]:
    """The documents cited in a section of bases, without those already known from the opening."""
    seen = {_key(basis) for basis in known}
    found: list[Basis] = []
    for block in blocks:
        if block.kind == "heading" or not holds_bases(block.path):
            continue
        trace = Trace(verbatim, block.cell.spans)
        for citation in citations(trace.text)[:1]:
            basis = _basis(citation, trace, plan_id, place_of(block.path, block.label))
            if _key(basis) not in seen:
                seen.add(_key(basis))
                found.append(basis)
    return tuple(found)


def _key(basis: Basis) -> tuple[str, str | None]:
    return basis.document_type, basis.number


def _basis(citation: Citation, trace: Trace, plan_id: str, place: str) -> Basis:
    cell = trace.cell(citation.start, citation.end)
    return Basis(
        plan=plan_id,
        place=place,
        quote=cell.text,
        spans=cell.spans,
        document_type=citation.document_type,
        number=citation.number,
        date=citation.date,
        issued=parsed_date(citation.date),
        issuer=citation.issuer,
    )
