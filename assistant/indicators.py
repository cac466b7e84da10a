"""Which indicators a question names, by the phrases of lexicon/indicators.yaml; the longest phrase at a place wins."""

from __future__ import annotations

from functools import cache

from assistant.wording import Found, Phrases, Words, named_phrases

NO_INDICATOR = "_"
_JOINING = frozenset(
    {"va", "hay", "hoac", "voi", "cung", "lan", "so", "and", "or", "with", "versus", "con", "nhieu", "may"}
)


@cache
def _phrases() -> Phrases:
    return named_phrases("indicators")


def indicators_in(words: Words) -> tuple[tuple[str, ...], tuple[Found, ...]]:
    """The ids of the indicators that are named, in their order, and where."""
    chosen: list[Found] = []
    for phrase in sorted(_phrases().find(words), key=lambda found: (-len(found), found.start)):
        if all(phrase.end <= other.start or phrase.start >= other.end for other in chosen):
            chosen.append(phrase)
    ordered = sorted((found for found in chosen if found.name != NO_INDICATOR), key=lambda found: found.start)
    named = tuple(found for at, found in enumerate(ordered) if at == 0 or _joined(words, ordered[at - 1], found))
    return tuple(dict.fromkeys(found.name for found in named)), named


def _joined(words: Words, before: Found, found: Found) -> bool:
    """Whether an indicator is named beside the one before, not as part of it ("thu nhập bình quân của hộ nghèo")."""
    between = [word.plain for word in words[before.end : found.start]]
    return not between or bool(_JOINING & set(between))
