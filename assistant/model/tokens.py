"""Sentences as tokens for comparing: words written out and folded, numbers with their range, signs, punctuation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.wording import content_words, table
from ingest.text import canonical, joined, normalise

_FORMULA = re.compile(r"\$\s*([^$]{1,40}?)\s*\$")
_SIGNS = {r"\geq": "≥", r"\ge": "≥", r"\leq": "≤", r"\le": "≤", r"\%": "%", r"\gt": ">", r"\lt": "<"}
_DASHES = re.compile(r"[‐‑‒–—]")
_TOKEN = re.compile(
    r"(?P<range>\d+(?:[.,]\d+)*\s?-\s?\d+(?:[.,]\d+)*(?![\d/]))"
    r"|(?P<word>\d+(?:/\d+)*[-/][^\W\d_]+\d*(?:[-/][^\W\d_]+)*|\d+(?:[.,]\d+)*(?:/\d+)*"
    r"|[^\W\d_]+(?:[-/.][^\W_]+)*)"
    r"|(?P<sign>[≥≤<>%~±])"
    r"|(?P<stop>[^\w\s])"
)
STOP = "·"
"""A token that stands for punctuation: what stands on both sides of it is not beside one another."""

JOIN = "∘"
"""A token that stands for a word that only joins."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word classes of a language."""

    joining: frozenset[tuple[str, ...]]
    operators: frozenset[str]
    negations: frozenset[str]
    passed_over: frozenset[str]


@cache
def lexicon(language: str) -> Lexicon:
    """The tables of `lexicon/model_words.yaml`, folded."""
    entries = table("model_words")

    def words(name: str) -> frozenset[str]:
        entry = entries[name]
        assert isinstance(entry, dict)
        return frozenset(" ".join(phrase.split()) for phrase in canonical(str(entry[language])).split(","))

    joining = frozenset(tuple(content_words(phrase)) for phrase in words("joining"))
    return Lexicon(joining, words("operators"), words("negations"), words("passed_over"))


@cache
def labels() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Names of a row's fields as tokens, the longer first."""
    entries = table("model_words")["labels"]
    assert isinstance(entries, dict)
    return {
        name: tuple(sorted((tuple(canonical(str(phrase)).split()) for phrase in phrases), key=len, reverse=True))
        for name, phrases in entries.items()
    }


@cache
def blank_words() -> frozenset[str]:
    """Words between a denial and the field that it is about."""
    entry = table("model_words")["blank_words"]
    assert isinstance(entry, list)
    return frozenset(map(str, entry))


def tokens(text: str) -> list[str]:
    """The tokens of a text; punctuation is `STOP`."""
    found: list[str] = []
    for match in _TOKEN.finditer(canonical(_DASHES.sub("-", _plain_signs(joined(normalise(text)))))):
        if match.lastgroup == "range":
            found.append(re.sub(r"\s", "", match.group()))
        elif match.lastgroup == "word":
            found.extend([match.group()] if match.group()[0].isdigit() else content_words(match.group()))
        else:
            found.append(match.group() if match.lastgroup == "sign" else STOP)
    return found


def _plain_signs(text: str) -> str:
    """Formulas of figures ("$\\geq 1,5$") as signs."""

    def plain(match: re.Match[str]) -> str:
        inner = match.group(1)
        for name, sign in _SIGNS.items():
            inner = inner.replace(name, sign)
        return f" {inner} "

    return _FORMULA.sub(plain, text)


def joined_out(said: list[str], words: Lexicon) -> list[str]:
    """The tokens with each that belongs to a joining word as `JOIN`; the longest joining word at a place counts."""
    found, at = list(said), 0
    while at < len(said):
        length = next((n for n in (3, 2, 1) if at + n <= len(said) and tuple(said[at : at + n]) in words.joining), 0)
        found[at : at + length] = [JOIN] * length
        at += length or 1
    return found


def is_value(token: str) -> bool:
    """Whether a token is a number, a date, a range or a document's code."""
    return token[0].isdigit()
