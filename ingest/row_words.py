"""Words by which a row tells that it is none: a line of sums, a heading over the rows below (data/columns.yaml)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from ingest.text import canonical

_LONGEST_HEADING = 160


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = yaml.safe_load(files("ingest").joinpath("data/columns.yaml").read_text(encoding="utf-8"))
    of_what = _alternatives(data["totals_of"])
    totals = (
        rf"{_alternatives(data['totals'])}(?:\s*(?:\([^)]*\)|[ivx]+|[a-h]|\d{{1,2}}|{of_what}(?!\w)[^.;]*))*[\s:.]*"
    )
    headings, of_time = (rf"{_alternatives(data[key])}(?!\w)" for key in ("headings", "headings_of_time"))
    return re.compile(totals), re.compile(headings), re.compile(of_time)


def _alternatives(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(canonical(word)) for word in sorted(words, key=len, reverse=True)) + ")"


def is_total(words: str) -> bool:
    """Whether a cell's words head a line of sums: "Tổng cộng", "Cộng nhóm I", "Tổng số (A + B)"."""
    return bool(_patterns()[0].fullmatch(canonical(words)))


def could_be_heading(words: str) -> bool:
    """Whether words are short enough for a heading, more than one, and no sentence."""
    bare = words.strip(" *_")
    return len(bare) <= _LONGEST_HEADING and not bare.endswith((".", ";", ",")) and len(bare.split()) > 1


def opens_heading(words: str, timed: bool = True) -> bool:
    """Whether words that stand alone in a row are a heading: they begin as one does and are no sentence.

    `timed`: "Quý I năm 2026" is one too, where it can be no deadline.
    """
    if not could_be_heading(words):
        return False
    _, headings, of_time = _patterns()
    written = canonical(words.strip(" *_"))
    return bool(headings.match(written) or (timed and of_time.match(written)))
