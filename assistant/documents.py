"""Kinds of documents, and who issues them, that a question names (lexicon/documents.yaml)."""

from __future__ import annotations

from functools import cache

from assistant.wording import Found, Phrases, Words, table


def documents_in(words: Words) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kinds and the issuers, each in the order of the question; of overlapping phrases the longest."""
    chosen: list[Found] = []
    for phrase in sorted(_phrases().find(words), key=lambda found: (-len(found), found.start)):
        if all(phrase.end <= other.start or phrase.start >= other.end for other in chosen):
            chosen.append(phrase)
    named = dict.fromkeys(found.name for found in sorted(chosen, key=lambda found: found.start))
    issuers = _entries("issuers")
    return tuple(name for name in named if name not in issuers), tuple(name for name in named if name in issuers)


def is_numbered(kind: str) -> bool:
    """Whether plans cite documents of this kind by their number ("nghị quyết", not "luật")."""
    return kind in _entries("numbered")


@cache
def _entries(section: str) -> frozenset[str]:
    entries = table("documents")[section]
    assert isinstance(entries, list)
    return frozenset(map(str, entries))


@cache
def _phrases() -> Phrases:
    return Phrases((entry, entry) for section in ("numbered", "named", "issuers") for entry in _entries(section))
