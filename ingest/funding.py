"""Where the money comes from: the section "Kinh phí thực hiện", one record a source as the plan lists them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.records import Block, HeaderField
from ingest.sections import holds_funding, in_funding
from ingest.structure import place_of
from ingest.trace import Trace

_NUMBER = re.compile(r"^\s*(?:[-–+•*]\s*)?(?:(?:\d+(?:\.\d+)*|[a-zđ])[.)]\s*)?")
_AMOUNT = re.compile(r"\d\s*(?:triệu|tỷ|tỉ|nghìn|ngàn)?\s*đồng(?!\w)")
_OPENS = re.compile(
    r"(?:Nguồn )?[Kk]inh phí (?:để )?(?:tổ chức |triển khai )?thực hiện[^:.;]{0,60}?"
    r"(?::\s*|(?=\s(?:từ|do|được|bố trí)\b))"
)


def read_funding(blocks: Iterable[Block], verbatim: str, plan_id: str) -> tuple[HeaderField, ...]:
    """One record a paragraph or bullet of the section; a line that only opens the list, without an amount, is none."""
    found = []
    for block in blocks:
        trace = Trace(verbatim, block.cell.spans)
        start = _NUMBER.match(trace.text).end()  # type: ignore[union-attr]
        opens = _OPENS.match(trace.text, start)
        ends = trace.text.rstrip().endswith(":")
        amount = _AMOUNT.search(trace.text) is not None
        if not (holds_funding(block.path) or opens or (amount and in_funding(block.path))):
            continue
        if (block.kind == "heading" or ends) and not amount:
            continue
        if opens and trace.text[: opens.end()].rstrip().endswith(":"):
            start = opens.end()
        found.append(
            HeaderField(
                plan=plan_id,
                place=place_of(block.path, block.label),
                quote=block.cell.text,
                spans=block.cell.spans,
                path=block.path,
                field="funding",
                value=trace.cell(start).text.rstrip(" ;.:"),
            )
        )
    return tuple(found)
