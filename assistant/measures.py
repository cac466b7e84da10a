"""What a number has to count to answer: "bao nhiêu người" wants one before "người", and no percentage will do.

The measures are data (lexicon/measures.yaml); what stands in no table is counted by its own name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assistant.signs import Signs
from assistant.turns import Measure
from assistant.wording import Found, Phrases, Words, table
from ingest.indicators import lexicon
from ingest.records import Target
from ingest.text import canonical, unaccented

_ASKING = ("how_many", "how_much")
_NAME = 2  # syllables of a counted thing's own name: what Vietnamese words mostly have
_LISTED = re.compile(r"(?<=[^\W\d]), ")
_RATIO = re.compile(r"[^\W\d_]+/[^\W\d_]+")
_NUMBER = r"(?<![\d/.,-])(?!20\d\d\b)\d[\d.,]*|(?<!\w)(?:một|hai|ba|bốn|sáu|bảy|tám|chín|mười)"
"""Digits that are no year, or a number in words but "năm", which is mostly a year."""


@dataclass(frozen=True, slots=True)
class AskedMeasure:
    """A measure, and the words of the question that name it and nothing else (none where they are the topic too)."""

    measure: Measure
    start: int
    end: int


def asked_measure(signs: Signs, taken: Sequence[bool], silent: Sequence[bool]) -> AskedMeasure | None:
    """What a question wants counted: the words behind "bao nhiêu", or behind "số" ("số người").

    `taken` are the words of places, times and rows, `silent` those that say nothing by themselves.
    """
    words = signs.words
    follows = {cue.start for cue in signs.cues if cue.name == "follow"}  # "bao nhieu, con Thanh Dong?"
    found = [
        f for f in _phrases().find(words) if not taken[f.start] and not _is_dated(words, f) and f.start not in follows
    ]
    for cue in (cue for cue in signs.cues if cue.name in _ASKING):
        within = [f for f in found if f.start == cue.end or (cue.start < f.start and f.end <= cue.end)]
        if within:
            return _of_table(max(within, key=len), words)
        if ratio := _ratio(words, cue.end):
            return ratio
        if own := _own_name(signs, cue.end, [t or s for t, s in zip(taken, silent, strict=True)]):
            return own
    numbered = [f for f in found if f.start and words[f.start - 1].text == "số"]
    return _of_table(numbered[0], words) if numbered else None


def _ratio(words: Words, at: int) -> AskedMeasure | None:
    """ "Mấy tấn/ha": a unit of two parts, which says nothing of the topic."""
    if at >= len(words) or not _RATIO.fullmatch(words[at].text):
        return None
    return AskedMeasure(Measure(words[at].text, (words[at].text,), words.unaccented), at, at + 1)


def _is_dated(words: Words, found: Found) -> bool:
    """Whether a number goes on ("bao nhiêu năm 2026"): then the word names a time."""
    return found.end < len(words) and words[found.end].text[0].isdigit()


def _of_table(found: Found, words: Words) -> AskedMeasure:
    section, _, name = found.name.partition(".")
    forms = _table()[section][name]
    asked = " ".join(word.text for word in words[found.start : found.end])
    asked = next((form for form in forms if words.unaccented and unaccented(form) == asked), asked)
    end = found.end if section == "measures" else found.start
    return AskedMeasure(Measure(asked, forms), found.start, end)


def _own_name(signs: Signs, start: int, closed: Sequence[bool]) -> AskedMeasure | None:
    """The name of a thing that no table knows; none where an indicator is named ("bao nhiêu BHYT")."""
    words = signs.words
    if any(found.start == start for found in signs.indicated):
        return None
    agency = next((found for found in signs.agencies if found.start == start), None)
    stops = {cue.start for cue in signs.cues} | {found.start for found in signs.agencies}
    end = start
    while end < len(words) and end - start < _NAME and not closed[end] and end not in stops:
        if not words[end].text.isalpha():
            break
        end += 1
    end = agency.end if agency else end
    if end == start:
        return None
    name = " ".join(word.text for word in words[start:end])
    return AskedMeasure(Measure(name, (name,), words.unaccented), start, start)


def counts(measure: Measure, text: str) -> bool:
    """Whether a number in a text stands before one of the measure's words: "4 - 5 bác sĩ", "mỗi năm một lần"."""
    folded = _LISTED.sub(" ", canonical(text))  # "02 tin, bài" are "tin bài"
    forms = measure.words
    if measure.plain:
        folded, forms = unaccented(folded), tuple(map(unaccented, forms))
    return any(re.search(rf"(?:{_NUMBER})\s*{re.escape(form)}(?!\w)", folded) is not None for form in forms)


def measures_target(measure: Measure, target: Target) -> bool:
    """Whether a target's figure is in the measure. A promise without a figure is in none."""
    if target.low is not None and target.unit is None and "%" in measure.words:
        return True  # "toàn dân" is a share
    if target.unit is None and target.value is None:
        return False
    unit = canonical(target.unit or "")
    forms = measure.words
    if measure.plain:
        unit, forms = unaccented(unit), tuple(map(unaccented, forms))
    if "người" in measure.words and canonical(target.unit or "") in _persons():
        return True
    if any(unit == form or unit.startswith((f"{form} ", f"{form}/")) for form in forms):
        return True
    if unit == "%":
        return False
    # "Số homestay đạt chuẩn | hộ": a thing of its own name is counted where the indicator says it, whatever the unit.
    words = unaccented(canonical(target.indicator)) if measure.plain else canonical(target.indicator)
    own = [form for form in forms if form not in _units(measure.plain)]
    if any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", words) is not None for form in own):
        return True
    # "Số bác sĩ của Trạm Y tế | người": what the indicator begins with is what is counted.
    number = "so" if measure.plain else "số"
    return any(f"{words} ".startswith(f"{number} {form} ") for form in forms)


@cache
def _persons() -> frozenset[str]:
    entries = table("words")["persons"]
    assert isinstance(entries, list)
    return frozenset(canonical(str(entry)) for entry in entries)


@cache
def _units(plain: bool) -> frozenset[str]:
    units = {canonical(unit) for unit in lexicon().units} | {
        form for forms in _table()["measures"].values() for form in forms
    }
    return frozenset(map(unaccented, units)) if plain else frozenset(units)


@cache
def _table() -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        section: {str(name): tuple(canonical(str(form)) for form in forms) for name, forms in entries.items()}
        for section, entries in table("measures").items()
        if isinstance(entries, dict)
    }


@cache
def _phrases() -> Phrases:
    return Phrases(
        (f"{section}.{name}", form)
        for section, entries in _table().items()
        for name, forms in entries.items()
        for form in forms
    )
