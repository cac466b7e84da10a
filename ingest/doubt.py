"""What rests on words that character recognition was not sure of: the words of a span, and values not to be parsed.

The text of a record stays as it was read. A date or figure parsed from a doubtful word is `None`: it would be compared,
sorted and counted, where nobody sees the word that it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ingest.records import AnyRecord, Basis, HeaderField, Report, Source, Spans, Target, Task


def doubtful_words(source: Source, spans: Spans) -> tuple[str, ...]:
    """The doubtful words within spans of a source, each once, in order."""
    found = (
        source.text[start:end]
        for start, end in source.doubtful
        if any(start < last and first < end for first, last in spans)
    )
    return tuple(dict.fromkeys(found))


def without_unsure_values(records: Iterable[AnyRecord], source: Source) -> tuple[AnyRecord, ...]:
    """The records; where a field holds a doubtful word, what was parsed from that field is `None`."""
    if not source.doubtful:
        return tuple(records)
    return tuple(_without(record, doubtful_words(source, record.spans)) for record in records)


def _without(record: AnyRecord, words: tuple[str, ...]) -> AnyRecord:
    if not words:
        return record
    if isinstance(record, Task | Report) and _holds(record.deadline, words):
        return replace(record, due=None)
    if isinstance(record, Target) and _holds(record.value, words):
        return replace(record, low=None, high=None, direction=None)
    if isinstance(record, Basis) and _holds(record.date, words):
        return replace(record, issued=None)
    if isinstance(record, HeaderField) and _holds(record.value, words):
        return replace(record, issued=None)
    return record


def _holds(text: str | None, words: Iterable[str]) -> bool:
    return text is not None and any(re.search(rf"(?<!\S){re.escape(word)}(?!\S)", text) for word in words)
