"""The indicators that plans share, from data/indicators.yaml: the same promise has the same id in every plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from ingest.text import canonical


@dataclass(frozen=True)
class Indicator:
    """One indicator; `units` mean the same to it, `words` are values in words ("toàn dân": 100)."""

    id: str
    vi: str
    en: str
    units: tuple[str, ...]
    better: str
    patterns: tuple[str, ...]
    excluded: tuple[str, ...]
    words: tuple[tuple[str, float], ...]
    commitment: tuple[str, ...]

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern) for pattern in self.patterns)

    @cached_property
    def _excluded(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern) for pattern in self.excluded)

    @cached_property
    def promises(self) -> tuple[re.Pattern[str], ...]:
        """Patterns of a promise without a figure, over canonical text."""
        return tuple(re.compile(pattern) for pattern in self.commitment)

    def position(self, words: str) -> int | None:
        """Where the canonical words begin to speak of it; None where they do not."""
        starts = [found.start() for pattern in self._patterns if (found := pattern.search(words))]
        return None if not starts or any(pattern.search(words) for pattern in self._excluded) else min(starts)

    def counts_in(self, unit: str | None) -> bool:
        """Whether it can have this unit; an unknown unit fits every indicator."""
        return unit is None or canonical(unit) in self.units


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All of data/indicators.yaml."""

    indicators: tuple[Indicator, ...]
    units: tuple[str, ...]
    counted: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The list, read once."""
    data = yaml.safe_load((Path(__file__).parent / "data" / "indicators.yaml").read_text(encoding="utf-8"))
    return Lexicon(
        indicators=tuple(_indicator(entry) for entry in data["indicators"]),
        units=tuple(sorted(data["units"], key=len, reverse=True)),
        counted=frozenset(data["counted"]),
    )


def _indicator(entry: dict[str, Any]) -> Indicator:
    return Indicator(
        id=entry["id"],
        vi=entry["name"]["vi"],
        en=entry["name"]["en"],
        units=tuple(entry["units"]),
        better=entry["better"],
        patterns=tuple(entry["patterns"]),
        excluded=tuple(entry.get("not", ())),
        words=tuple((word, float(number)) for word, number in entry.get("words", {}).items()),
        commitment=tuple(entry.get("commitment", ())),
    )


def indicator(id_: str) -> Indicator:
    """The indicator of this id; KeyError where there is none."""
    return {one.id: one for one in lexicon().indicators}[id_]


def indicator_of(words: str, unit: str | None = None) -> Indicator | None:
    """The indicator that the words speak of first, among those counted in the unit; None where the list has none."""
    text = canonical(words)
    among = [one for one in lexicon().indicators if one.counts_in(unit)]
    found = [(place, one) for one in among if (place := one.position(text)) is not None]
    return min(found, key=lambda pair: pair[0])[1] if found else None
