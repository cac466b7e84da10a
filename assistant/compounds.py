"""Words of several syllables, of which no part means what it means alone: "trụ sở", "cơ sở", "trong nước"."""

from __future__ import annotations

from functools import cache

from assistant.wording import Phrases, Words, table


@cache
def compounds() -> Phrases:
    """The compounds of lexicon/words.yaml."""
    entries = table("words")["compounds"]
    assert isinstance(entries, list)
    return Phrases(("compound", str(entry)) for entry in entries)


def kept_syllables(words: Words) -> frozenset[int]:
    """Where a syllable that says nothing elsewhere belongs to a compound."""
    return frozenset(at for found in compounds().find(words) for at in range(found.start, found.end))
