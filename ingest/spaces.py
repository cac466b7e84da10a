"""Spaces that a PDF has lost or put in: "trình độđại học", "Tê n đơn vị". Mended where only one reading is Vietnamese.

Syllables form a closed system: what is none, but falls apart into syllables in one way only, has lost its spaces; what
is the end of a syllable and nothing else belongs to the one before it. Where two readings are possible the text stays
as it is, and the place is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.spelling import is_syllable
from ingest.text import unaccented

_WORD = re.compile(r"[^\W\d_]+")
_END = re.compile(r"(?<=\w) (?P<end>c|ch|m|n|ng|nh|p|t)(?=[ ,;:]|$)")  # what ends a syllable and is none itself
_VOWEL = re.compile(r"[aeiouy]")
_FEWEST = 4  # letters of two syllables that have lost their space
_LONGEST = 40
_SHORT = frozenset("yýởôYÝỞÔ")  # words of one letter


@dataclass(frozen=True, slots=True)
class Mended:
    """A text with its spaces mended: how often, and the words about which there is a doubt."""

    text: str
    mended: int = 0
    doubts: tuple[str, ...] = ()


def mend_spaces(text: str) -> Mended:
    """The text with lost spaces put in and inserted ones taken out, as far as that is certain."""
    mended = 0
    doubts: list[str] = []
    parts: list[str] = []
    at = 0
    for match in _END.finditer(text):
        before = _last_word(text[: match.start()])
        after = _first_word(text[match.end() + 1 :])
        if not before or not is_syllable(before + match["end"]):
            continue  # "điểm c khoản 2"
        if _VOWEL.match(unaccented(after)) and is_syllable(match["end"] + after):  # "tê n ăm": tên ăm, tê năm
            doubts.append(f"{before} {match['end']} {after}")
        else:
            parts.append(text[at : match.start()] + match["end"])
            at, mended = match.end(), mended + 1
    whole = "".join(parts) + text[at:]

    def split(match: re.Match[str]) -> str:
        nonlocal mended
        word = match.group()
        readings = syllable_readings(word)
        if not readings:
            return word
        if len(readings) > 1:
            doubts.append(word)
            return word
        mended += 1
        return " ".join(readings[0])

    return Mended(_WORD.sub(split, whole), mended, tuple(doubts))


@lru_cache(maxsize=4096)
def syllable_readings(word: str) -> tuple[tuple[str, ...], ...]:
    """The ways in which a word that is no syllable falls apart into accented Vietnamese ones; none for other words."""
    if not _FEWEST <= len(word) <= _LONGEST or word.isascii() or is_syllable(word):
        return ()
    return tuple(_readings(word))


def _readings(word: str) -> Iterator[tuple[str, ...]]:
    if not word:
        yield ()
    for length in range(1, min(len(word), 7) + 1):
        if is_syllable(word[:length]) and (length > 1 or word[0] in _SHORT):
            for rest in _readings(word[length:]):
                yield (word[:length], *rest)


def _last_word(text: str) -> str:
    words = _WORD.findall(text[-12:])
    return words[-1] if words and text.endswith(words[-1]) else ""


def _first_word(text: str) -> str:
    match = _WORD.match(text)
    return match.group() if match else ""
