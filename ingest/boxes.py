"""From a citation's spans to the places on the pages where they stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ingest.records import Box, Source, Spans


def boxes_of(source: Source, spans: Spans) -> tuple[Box, ...]:
    """The boxes of the lines and table cells that these spans touch, in the order of the text, each place once.

    Empty for a file without pages.
    """
    found: dict[tuple[float, ...], Box] = {}
    for start, end in sorted(spans):
        for box in _touching(source.boxes, start, end):
            found.setdefault((box.page, box.x0, box.top, box.x1, box.bottom), box)
    return tuple(found.values())


def _touching(boxes: Sequence[Box], start: int, end: int) -> Sequence[Box]:
    """Boxes are in the order of the text and do not overlap in it."""
    first = bisect_right(boxes, start, key=lambda box: box.end)
    last = bisect_left(boxes, end, key=lambda box: box.start)
    return boxes[first:last]
