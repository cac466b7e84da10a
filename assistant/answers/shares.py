"""Shares: what each hamlet, school or office is given in a table of figures ("Ấp Cà Hom: số hộ nghèo giảm 10").

A share answers only where its holder is asked for, by its name ("Ấp Cà Hom giảm mấy hộ?") or as one of many ("các ấp",
"thôn nào nhiều nhất"), and then nothing else does: no hamlet's figure is the commune's, nor the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from assistant.turns import Query
from assistant.wording import content_words, table
from ingest.columns import Role, phrases
from ingest.figures import figure
from ingest.records import Target
from ingest.text import canonical, syllables, unaccented

_OF_MANY = "(?:cac|tung|moi|nhung|theo|tat ca)"
_HIGHEST = re.compile(r" (?:nhieu|cao|lon|dong)(?: [^ ]+)* nhat ")
_LOWEST = re.compile(r" (?:it|thap|nho)(?: [^ ]+)* nhat ")
_YEAR = re.compile(r"\b20\d\d\b")
_FIT = 0.6  # of the words of a question that a column's title must have


def asked_shares(query: Query, targets: Sequence[Target]) -> tuple[Target, ...] | None:
    """The shares that a question asks for, () where there are none of what it asks; None where it asks for no share."""
    shares = [target for target in targets if target.holder]
    question = _folded(query.written)
    held = [share for share in shares if _is_named(share, query)]
    words = {word for share in held for word in _folded(share.holder or "").split()}
    if not held:
        held = [share for share in shares if (kind := _kind(share)) and _asks_of_many(kind, question)]
        words = {kind for share in held if (kind := _kind(share))} | set("cac tung moi nhung nhieu it nhat".split())
    if not held:
        return None
    topic = {unaccented(word) for word in query.topic} - words
    return _at_the_end(_fitting(held, topic, question), question)


def _fitting(shares: Sequence[Target], topic: set[str], question: str) -> tuple[Target, ...]:
    """Of these shares, those of the columns that the topic names best; of all columns where it names none."""
    years = set(_YEAR.findall(question))
    scores: dict[str, float] = {}
    for title in dict.fromkeys(share.indicator for share in shares):
        own = set(_folded(title).split())
        of_year = not years or not _YEAR.search(title) or bool(years & set(_YEAR.findall(title)))
        if of_year and len(topic & own) >= _FIT * len(topic):
            telling = own - _any_indicator()
            scores[title] = len(topic & own) + len(telling & set(question.split())) / max(1, len(telling))
    best = max(scores.values(), default=0.0)
    chosen = {title for title, score in scores.items() if score == best or not topic}
    return tuple(share for share in shares if share.indicator in chosen)


def _at_the_end(shares: tuple[Target, ...], question: str) -> tuple[Target, ...]:
    """The highest or the lowest of these, where that is asked for; those that are no certain number are left out."""
    pick = max if _HIGHEST.search(question) else min if _LOWEST.search(question) else None
    numbers = [(found.low, share) for share in shares if (found := figure(share.value)) and found.low is not None]
    if pick is None or not numbers or len({share.indicator for share in shares}) > 1:
        return shares
    end = pick(number for number, _ in numbers)
    return tuple(share for number, share in numbers if number == end)


def _is_named(share: Target, query: Query) -> bool:
    """Whether the question has the holder's name, with its kind where the name is short ("Ấp Chợ", "Thôn 3")."""
    name = share.holder or ""
    bare = [word for word in syllables(name) if unaccented(word) not in holder_kinds()]
    wanted = " ".join(bare) if len(bare) > 1 else name
    plain = query.unaccented or query.language == "en"
    return (_folded if plain else _spelt)(wanted) in (_folded if plain else _spelt)(query.written)


def _asks_of_many(kind: str, question: str) -> bool:
    return re.search(rf" (?:{_OF_MANY} {kind}|{kind} nao) ", question) is not None


def _kind(share: Target) -> str | None:
    """What a holder is, by the first word of its name ("Ấp"), without accents."""
    first = _folded(share.holder or "").split()[:1]
    return first[0] if first and first[0] in holder_kinds() else None


def _spelt(text: str) -> str:
    return f" {' '.join(syllables(canonical(text)))} "


def _folded(text: str) -> str:
    return unaccented(_spelt(text))


@cache
def holder_kinds() -> frozenset[str]:
    """The words for holders that one word says, without accents ("ap", "thon")."""
    return frozenset(phrase for phrase, role in phrases() if role is Role.HOLDER and " " not in phrase)


@cache
def _any_indicator() -> frozenset[str]:
    entries = table("words")["any_indicator"]
    assert isinstance(entries, Iterable)
    return frozenset(unaccented(word) for entry in entries for word in content_words(str(entry)))
