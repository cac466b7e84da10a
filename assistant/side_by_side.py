"""Questions that only set side by side what was said before: "nơi nào sớm hơn?" (lexicon/several.yaml)."""

from __future__ import annotations

import re
from functools import cache

from assistant.wording import table
from ingest.text import unaccented


def degree_of(text: str) -> str | None:
    """Which end a question asks for that only sets places side by side ("nơi nào cao hơn?"); None of any other."""
    for end in ("highest", "lowest", "earliest", "latest"):
        if _compares(end).fullmatch(unaccented(text.lower()).strip(" ?.!")):
            return end
    return None


@cache
def _compares(end: str) -> re.Pattern[str]:
    """A question that only sets what was said before it side by side (lexicon/several.yaml)."""
    degrees, which = table("several")["degrees"], table("several")["compared"]
    assert isinstance(degrees, dict) and isinstance(which, list)
    first, last = ("|".join(unaccented(str(word)) for word in words) for words in (which, degrees[end]))
    return re.compile(
        rf"(?:thi |vay |the |xem )?(?:{first})(?: (?:la|co|phai|nop|gui|xong|bao cao|is|dat|duoc)){{0,3}} (?:{last})"
    )
