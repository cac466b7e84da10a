"""A model's stream cut into sentences, each into stretches with the facts that they cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.letters import UPPER

_MARKS = re.compile(r"(?:\s*\[\d{1,3}(?:\s*,\s*\d{1,3})*\])+")
_CITED = r"\[\d{1,3}(?:\s*,\s*\d{1,3})*\]"
_NEXT = rf"(?=\s+[{UPPER}“])"
_END = re.compile(rf"(?:{_CITED}\s*)+[.!?]?{_NEXT}|[.!?](?:\s*{_CITED})*{_NEXT}|\n+")
"""A sentence ends behind its citations or at its full stop, where a capital follows; and with its line."""
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_MARKUP = re.compile(r"\*\*|__|`|^\s*(?:#+|[-*•])\s+", re.MULTILINE)
_ABBREVIATION = re.compile(r"(?:^|[\s(“])[A-ZĐ]{1,3}\.$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a sentence and the numbers of the facts that it cites."""

    text: str
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the model wrote it; `rest` is what stands behind its last citation."""

    text: str
    stretches: tuple[Stretch, ...]
    rest: str = ""


def sentences(pieces: Iterable[str]) -> Iterator[Sentence]:
    """The sentences of a stream, each as soon as its end is seen; a model's thoughts and markup are left out."""
    buffer = ""
    for piece in pieces:
        buffer += piece
        if "<think>" in buffer and "</think>" not in buffer:
            continue
        buffer, at = _clean(buffer), 0
        for end in _ends(buffer):
            if buffer[at:end].strip():
                yield sentence(buffer[at:end])
            at = end
        buffer = buffer[at:]
    if (rest := _clean(buffer)).strip():
        yield sentence(rest)


def sentence(text: str) -> Sentence:
    """One sentence, cut at its citations."""
    text = " ".join(text.split())
    found, at = [], 0
    for marks in _MARKS.finditer(text):
        cited = tuple(dict.fromkeys(int(number) for number in re.findall(r"\d+", marks.group())))
        found.append(Stretch(text[at : marks.start()], cited))
        at = marks.end()
    return Sentence(text, tuple(found), text[at:])


def _clean(text: str) -> str:
    return _MARKUP.sub("", _THOUGHT.sub("", text))


def _ends(text: str) -> Iterator[int]:
    """Where sentences end, quotations left whole and abbreviations ("TT. Đảng ủy") passed over."""
    start = 0
    for match in _END.finditer(text):
        before = text[start : match.end()]
        inside = before.count("“") > before.count("”")
        if "\n" not in match.group() and (inside or _ABBREVIATION.search(text[start : match.start() + 1])):
            continue
        yield match.end()
        start = match.end()
