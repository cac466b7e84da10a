"""Kinds of documents, and who issues them, that a question names (lexicon/documents.yaml)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from assistant.wording import Found, Phrases, Words, table, written_out
from ingest.text import canonical


def documents_in(words: Words) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Kinds and issuers, each in the order of the question; of overlapping phrases the longest, a level last."""
    chosen: list[Found] = []
    for phrase in sorted(_phrases().find(words), key=lambda found: (is_level(found.name), -len(found), found.start)):
        if all(phrase.end <= other.start or phrase.start >= other.end for other in chosen):
            chosen.append(phrase)
    named = dict.fromkeys(found.name for found in sorted(chosen, key=lambda found: found.start))
    issuers = _entries("issuers")
    return tuple(name for name in named if name not in issuers), tuple(name for name in named if name in issuers)


def is_numbered(kind: str) -> bool:
    """Whether plans cite documents of this kind by their number ("nghị quyết", not "luật")."""
    return kind in _entries("numbered")


def issued_by(issuers: Sequence[str], citation: str) -> bool:
    """Whether a citation is of every issuer that is named, by its name or by a code; true where none is."""
    folded = canonical(citation)
    text = f"{folded} {' '.join(written_out(folded.split()))}"
    return all(any(sign in text for sign in _signs().get(issuer, (issuer,))) for issuer in issuers)


def is_level(issuer: str) -> bool:
    """Whether an issuer is a level with several bodies."""
    return issuer in _entries("levels")


@cache
def _signs() -> dict[str, tuple[str, ...]]:
    signs = table("documents")["signs"]
    assert isinstance(signs, dict)
    return {str(issuer): tuple(map(str, found)) for issuer, found in signs.items()}


@cache
def _entries(section: str) -> frozenset[str]:
    entries = table("documents")[section]
    assert isinstance(entries, list)
    return frozenset(map(str, entries))


@cache
def _phrases() -> Phrases:
    return Phrases((entry, entry) for section in ("numbered", "named", "issuers") for entry in _entries(section))
