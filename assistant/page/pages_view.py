"""The pages of a PDF or a scan on which something stands, as images with a box round it."""

from __future__ import annotations

from itertools import groupby

from assistant.page.escaping import escaped
from assistant.page.strings import Strings
from ingest.boxes import boxes_of
from ingest.records import Box, Page, Plan, Spans

SHOWN = 4  # pages of one quote; a row cut by a page has two
_MARGIN = 2.0  # points round the letters


def pages(plan: Plan, spans: Spans, words: Strings) -> str:
    """Images of the pages with the boxes of the spans; "" for a file without pages."""
    sizes = {page.number: page for page in plan.source.pages}
    found = groupby(boxes_of(plan.source, spans), key=lambda box: box.page)
    parts = [
        _page(plan, sizes[number], list(boxes), words)
        for number, boxes in found
        if number in sizes and sizes[number].width and sizes[number].height
    ]
    return "".join(parts[:SHOWN]).replace('class="box"', 'class="box" id="cited" tabindex="-1"', 1)


def _page(plan: Plan, page: Page, boxes: list[Box], words: Strings) -> str:
    assert page.width and page.height
    name = words("page_of", number=page.number, name=plan.source.name)
    drawn = "".join(_box(box, page.width, page.height) for box in boxes)
    address = f"/page/images/{plan.id}/{plan.source.sha256[:16]}/{page.number}.png"
    return (
        f'<figure class="pdf-page"><figcaption>{escaped(name)}</figcaption><div>'
        f'<img src="{escaped(address)}" alt="{escaped(name)}" width="{page.width:.0f}" height="{page.height:.0f}">'
        f"{drawn}</div></figure>"
    )


def _box(box: Box, width: float, height: float) -> str:
    left, top = 100 * (box.x0 - _MARGIN) / width, 100 * (box.top - _MARGIN) / height
    wide = 100 * (box.x1 - box.x0 + 2 * _MARGIN) / width
    tall = 100 * (box.bottom - box.top + 2 * _MARGIN) / height
    return f'<span class="box" style="left:{left:.2f}%;top:{top:.2f}%;width:{wide:.2f}%;height:{tall:.2f}%"></span>'
