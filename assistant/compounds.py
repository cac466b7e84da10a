"""Words of several syllables, of which no part means what it means alone: "trụ sở", "cơ sở", "trong nước"."""

from __future__ import annotations

from functools import cache

from assistant.wording import Phrases, table


@cache
def compounds() -> Phrases:
    """The compounds of lexicon/words.yaml."""
    entries = table("words")["compounds"]
    assert isinstance(entries, list)
    return Phrases(("compound", str(entry)) for entry in entries)
