"""Neighbours that a scan has most likely misread: "chỉ phí", "tỉnh thần" for "chi phí", "tinh thần".

Both readings may take one accent for another, and be sure of it. Two syllables that differ in one accent only from a
pair that stands together far more often than chance (data/common_pairs.txt), and are no such pair themselves, are
rare: 4 in 1,000 in the plans as they are written. Nothing is corrected: the syllable is doubtful, and what is usual
is taken where one of the readings has seen it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from ingest.text import canonical, unaccented

Pair = tuple[str, str]

_BEFORE = re.compile(r"[^\W\d_]+$")
_BEHIND = re.compile(r"^[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+")


def usual_words(words: Sequence[str]) -> Mapping[int, str]:
    """Of words in their order the unlikely ones by their place, each with what is usual beside its neighbour."""
    found: dict[int, str] = {}
    for place in range(len(words) - 1):
        before, behind = _BEFORE.search(words[place]), _BEHIND.search(words[place + 1])
        if not before or not behind:
            continue
        pair = canonical(before.group()), canonical(behind.group())
        usual = _by_letters().get(_letters(pair), ())
        if not usual or pair in usual:
            continue
        for one, other in usual:
            if other == pair[1]:
                found[place] = one
            elif one == pair[0]:
                found[place + 1] = other
    return found


def is_word(text: str, word: str) -> bool:
    """Whether these are the letters of what was read, whatever stands around them."""
    return [canonical(letters) for letters in _WORD.findall(text)] == [word]


def _letters(pair: Pair) -> Pair:
    return unaccented(pair[0]), unaccented(pair[1])


@cache
def _by_letters() -> Mapping[Pair, Sequence[Pair]]:
    """The common pairs by their letters without accents."""
    text = files("ingest").joinpath("data/common_pairs.txt").read_text(encoding="utf-8")
    found: dict[Pair, list[Pair]] = defaultdict(list)
    for line in text.splitlines():
        one, other = canonical(line).split(" ")
        found[_letters((one, other))].append((one, other))
    return found
