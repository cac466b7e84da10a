"""What a plan promises: the figures of its section "Mục tiêu", and the typed values of appendix rows.

A year is that of the sentence, else of the line that opens the list ("Đến năm 2030:"), else of the nearest heading
("Mục tiêu đến năm 2030"). Figures promised to an agency under "Tổ chức thực hiện" count where they are not only the
section's own again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from ingest.figures import Figure, figure
from ingest.indicators import indicator_of, lexicon
from ingest.promises import Promise, last_year, promises
from ingest.records import Block, Cell, Span, Target, Task
from ingest.sections import duty_section, holds_targets
from ingest.structure import place_of
from ingest.trace import Trace

_YEARS = re.compile(r"\b(20\d\d)\b")


def read_targets(blocks: Iterable[Block], verbatim: str, plan_id: str) -> tuple[Target, ...]:
    """The targets of the body, in order. A promise without a figure ("được miễn viện phí") has no value."""
    blocks = tuple(blocks)
    stated = [one for block, year in _listed(blocks) for one in _targets(block, year, verbatim, plan_id)]
    known = {_key(target) for target in stated}
    duties = (block for block in blocks if block.kind != "heading" and duty_section(block.path) is not None)
    more = [one for block in duties for one in _targets(block, None, verbatim, plan_id) if one.value]
    return (*stated, *(one for one in more if (one.unit == "%" or one.indicator_id) and _key(one) not in known))


def annotated(target: Target) -> Target:
    """A target of an appendix row with its indicator and the numbers of its value; other fields as they are.

    A share of a hamlet or a school is no figure of the commune: it has no indicator to be compared by.
    """
    found = None if target.holder else indicator_of(target.indicator, target.unit) or indicator_of(target.indicator)
    unit = target.unit or _unit_in(target.value)
    value = figure(target.value) or _in_words(target)
    return replace(
        target,
        indicator_id=found.id if found and (unit is None or found.counts_in(unit)) else None,
        direction=value.direction if value else None,
        low=value.low if value else None,
        high=value.high if value else None,
    )


@lru_cache(20_000)  # plans are compared again and again; a task stays what it is
def promised_by(task: Task) -> tuple[Target, ...]:
    """The figures in the words of a task that is a promise itself ("Tuổi thọ trung bình đạt 75 tuổi, …").

    They are for comparing; the task stays the record. Its year is that of its deadline.
    """
    due = task.due.end or task.due.start if task.due else None
    text = " ".join(task.task.split())
    return tuple(
        replace(
            _typed(promise, text),
            plan=task.plan,
            place=task.place,
            quote=task.quote,
            spans=task.spans,
            path=task.path,
            appendix=task.appendix,
            group=task.group,
            number=task.number,
            year=promise.year or (due.year if due else None),
        )
        for promise in promises(text)
    )


# --- Where targets stand ------------------------------------------------------------------------------------------


def _listed(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, int | None]]:
    """The blocks of target sections with the year of the list in which they stand."""
    opened: tuple[tuple[str, ...], int | None] = ((), None)
    for block in blocks:
        if block.kind == "heading" or not holds_targets(block.path):
            continue
        if block.cell.text.rstrip().endswith(":"):
            opened = (block.path, last_year(block.cell.text))
        in_list = opened[1] if opened[0] == block.path else None
        yield block, in_list or _year_of(block.path)


def _year_of(path: tuple[str, ...]) -> int | None:
    """The one year of the nearest heading that names any."""
    for heading in reversed(path):
        years = set(_YEARS.findall(heading))
        if years:
            return int(years.pop()) if len(years) == 1 else None
    return None


# --- Promises as records ------------------------------------------------------------------------------------------


def _targets(block: Block, year: int | None, verbatim: str, plan_id: str) -> Iterator[Target]:
    trace = Trace(verbatim, block.cell.spans)
    sentences: dict[Span, Cell] = {}
    for promise in promises(trace.text):
        if promise.sentence not in sentences:
            sentences[promise.sentence] = trace.cell(*promise.sentence)
        sentence = sentences[promise.sentence]
        typed = _typed(promise, trace.text)
        yield replace(
            typed,
            plan=plan_id,
            place=place_of(block.path, block.label),
            quote=sentence.text,
            spans=sentence.spans,
            path=block.path,
            indicator=trace.cell(*promise.what).text,
            value=trace.cell(*promise.value).text if promise.value else None,
            unit=trace.cell(*promise.unit).text if promise.unit else None,
            year=promise.year or year,
        )


def _typed(promise: Promise, text: str) -> Target:
    value = text[slice(*promise.value)] if promise.value else None
    typed = Figure("exactly", promise.word, promise.word) if promise.word is not None else figure(value)
    return Target(
        plan="",
        place="",
        quote="",
        spans=(),
        indicator=text[slice(*promise.what)],
        value=value,
        unit=text[slice(*promise.unit)] if promise.unit else None,
        year=promise.year,
        indicator_id=promise.indicator.id if promise.indicator else None,
        direction=typed.direction if typed else None,
        low=typed.low if typed else None,
        high=typed.high if typed else None,
    )


def _key(target: Target) -> tuple[object, ...]:
    what = target.indicator_id or target.indicator
    return what, target.direction, target.low, target.high


def _unit_in(value: str | None) -> str | None:
    found = [unit for unit in lexicon().units if re.search(rf"\d\s*{re.escape(unit)}(?!\w)", value or "")]
    return found[0] if found else None


def _in_words(target: Target) -> Figure | None:
    found = indicator_of(target.indicator, target.unit)
    for word, number in found.words if found else ():
        if word in (target.value or "").lower():
            return Figure("exactly", number, number)
    return None
