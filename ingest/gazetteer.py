"""The administrative units of Vietnam, as data: today's provinces and communes, and the former units that became them.

data/gazetteer.csv has a line for each unit: its unaccented key, its level (P province, C commune, p, d, c a former
province, district or commune, a another name of a province), name, type, the line number of the unit above it, and
for a former unit the line numbers of today's units that hold its ground (the one of the same name, or the main one,
first). Where it is from: data/NOTICE.md. Lines are parsed only when a text names them, so that loading is fast.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of today: "Kiên Hải", "đặc khu", "An Giang"; a province has no province above it."""

    name: str
    type: str
    province: str | None = None

    @property
    def is_province(self) -> bool:
        return self.province is None

    def __str__(self) -> str:
        return f"{self.type} {self.name}"


@dataclass(frozen=True, slots=True)
class FormerUnit:
    """A unit from before July 2025 (or another name of a province) and what it became, the most likely one first."""

    name: str
    type: str
    province: str
    became: tuple[Unit, ...]
    district: str | None = None

    def __str__(self) -> str:
        return f"{self.type} {self.name}"


class Gazetteer:
    """All units by their unaccented key ("kien hai"). Get it from `gazetteer()`, which loads it once."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._by_key: dict[str, list[int]] = {}
        for index, line in enumerate(lines):
            self._by_key.setdefault(line[: line.index(",")], []).append(index)
        self.longest = max(key.count(" ") for key in self._by_key) + 1

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def named(self, key: str) -> tuple[tuple[Unit, ...], tuple[FormerUnit, ...]]:
        """The units and former units whose unaccented name is this."""
        units, former = [], []
        for index in self._by_key.get(key, ()):
            _, level, name, type_, parent, leads_to = self._row(index)
            if level in "PC":
                units.append(self._unit(index))
            else:
                became = tuple(self._unit(int(line)) for line in leads_to.split())
                former.append(FormerUnit(name, type_, *self._above(name, level, parent, became)))
        return tuple(dict.fromkeys(units)), tuple(former)

    def units(self) -> tuple[Unit, ...]:
        """Every unit of today, provinces first."""
        return tuple(self._unit(index) for index, line in enumerate(self._lines) if line.split(",", 2)[1] in "PC")

    def _above(
        self, name: str, level: str, parent: str, became: tuple[Unit, ...]
    ) -> tuple[str, tuple[Unit, ...], str | None]:
        """The former province, today's units and the former district of a former unit."""
        if level in "pa":
            return name, became, None
        above = self._row(int(parent))
        if level == "d":
            return above[2], became, None
        return self._row(int(above[4]))[2], became, above[2]

    def _unit(self, index: int) -> Unit:
        _, level, name, type_, parent, _ = self._row(index)
        return Unit(name, type_, None if level == "P" else self._row(int(parent))[2])

    def _row(self, index: int) -> list[str]:
        return next(csv.reader([self._lines[index]]))


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of data/gazetteer.csv."""
    text = files("ingest").joinpath("data/gazetteer.csv").read_text(encoding="utf-8")
    return Gazetteer(text.splitlines()[1:])
