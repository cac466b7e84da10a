"""Which places does a text name? Mentions of units of the gazetteer, with or without accents, type words and province.

A mention says what was written and which units it may mean; choosing among homonyms ("kien hai" is đặc khu Kiên Hải
and xã Kiến Hải) is left to the caller, who knows which plans there are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.gazetteer import FormerUnit, Gazetteer, Unit, gazetteer
from ingest.place_scan import Found, Scan
from ingest.text import NormalText

__all__ = ["FormerUnit", "Gazetteer", "Mention", "Unit", "find", "gazetteer"]

_BEFORE_PROVINCE = re.compile(r"\s*[,(–-]\s*|\s+")  # "Cao Minh, Thái Nguyên", "Cao Minh (Thái Nguyên)"
_COMMUNE_TYPES = frozenset({"xã", "phường", "đặc khu", "thị trấn"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A place as a text names it, at `start` to `end` of it (type word and province included).

    `candidates` are today's units of that name, those of the written type first; where only former units have the
    name, or the written type is a former one ("huyện"), `former` has them and `candidates` what they became.
    `province` is the one written, else the one of all candidates, else None; `contradicts` says that the written
    province has no unit of this name (then all candidates are kept). `accented`: written with the name's own accents.
    `typed`: a type word or a word such as "ở" stands before it. `type` is the written type, else the one of all
    candidates.
    """

    name: str
    type: str | None
    province: str | None
    start: int
    end: int
    accented: bool
    typed: bool
    candidates: tuple[Unit, ...]
    former: tuple[FormerUnit, ...] = ()
    contradicts: bool = False

    @property
    def old(self) -> FormerUnit | None:
        """The former unit that leads to today's, where the mention means one and only one."""
        return self.former[0] if len(self.former) == 1 else None


def find(text: str) -> tuple[Mention, ...]:
    """The places that a text names, in their order; of overlapping names the longest."""
    normal = NormalText(text)
    scan = Scan(normal.normal, gazetteer())
    mentions = []
    for mention in _with_provinces(scan, scan.names()):
        start, end = normal.source(mention.start, mention.end)
        mentions.append(replace(mention, start=start, end=end))
    return tuple(mentions)


def _with_provinces(scan: Scan, names: list[Found]) -> list[Mention]:
    """The mentions; a province right behind a name becomes part of it ("xã Cao Minh, Thái Nguyên")."""
    mentions: list[Mention] = []
    index = 0
    while index < len(names):
        name, after = names[index], names[index + 1] if index + 1 < len(names) else None
        mention = _mention(scan, name, None)
        index += 1
        if after is not None and _may_qualify(scan, name, after):
            within = _mention(scan, name, after)
            if not within.contradicts or not any(map(_was_province, name.former)):
                mention = within
                index += 1
        mentions.append(mention)
    return mentions


def _may_qualify(scan: Scan, name: Found, after: Found) -> bool:
    """Whether the next name may be the province of this one: a province, right behind what is none."""
    between = scan.text[scan.tokens[name.last - 1].end : after.start]
    is_province = any(unit.is_province and name.type in (None, unit.type) for unit in name.units)
    below = any(not unit.is_province for unit in name.units) or not all(map(_was_province, name.former))
    return (
        (any(unit.is_province for unit in after.units) or any(map(_was_province, after.former)))
        and after.type in (None, "tỉnh", "thành phố")
        and (not is_province or (name.type == "thành phố" and bool(name.former) and after.type == "tỉnh"))
        and below
        and _BEFORE_PROVINCE.fullmatch(between) is not None
    )


def _mention(scan: Scan, name: Found, province: Found | None) -> Mention:
    last = province.last if province else name.last
    units, former = _of_type(name)
    written = _province_names(province) if province else None
    contradicts = False
    if written:
        here = tuple(unit for unit in units if unit.province in written)
        there = tuple(unit for unit in former if {unit.province, *(u.province for u in unit.became)} & written)
        contradicts = not here and not there
        if not contradicts:
            units, former = here, there
    if not units:
        units = tuple(dict.fromkeys(unit for old in former for unit in old.became))
    provinces = {unit.province or unit.name for unit in units}
    types = {unit.type for unit in former} or {unit.type for unit in units}
    tokens = scan.tokens[name.first : name.last]
    return Mention(
        name=_name_of(name) if name.exact else scan.text[tokens[0].start : tokens[-1].end],
        type=name.type or (types.pop() if len(types) == 1 else None),
        province=_written(province) if province else (provinces.pop() if len(provinces) == 1 else None),
        start=name.start,
        end=scan.tokens[last - 1].end,
        accented=name.exact,
        typed=name.type is not None or name.after_in,
        candidates=units,
        former=former,
        contradicts=contradicts,
    )


def _written(province: Found) -> str:
    """Today's name of a written province."""
    units = tuple(unit for unit in province.units if unit.is_province)
    return (units or next(former.became for former in province.former if _was_province(former)))[0].name


def _of_type(name: Found) -> tuple[tuple[Unit, ...], tuple[FormerUnit, ...]]:
    """What a name means with the type word before it.

    Where accents are written, a unit of today of that type is meant, else a former one of that type. Without accents
    the type only sets the order, since a slip in it is likelier than a place that nobody asks about.
    """
    same = tuple(unit for unit in name.units if unit.type == name.type)
    former = tuple(unit for unit in name.former if unit.type == name.type)
    if name.type is None:
        provinces = tuple(unit for unit in name.units if unit.is_province)
        units = provinces + tuple(unit for unit in name.units if not unit.is_province)
        old = tuple(unit for unit in name.former if _was_province(unit) and not provinces)
        return units, (old if units else name.former)
    if name.exact and same:
        return same, ()
    if former and name.type not in _COMMUNE_TYPES:
        return (), former
    if name.exact and former:
        return (), former
    others = tuple(unit for unit in name.units if unit not in same)
    return same + others, former if not same else ()


def _was_province(unit: FormerUnit) -> bool:
    return unit.name == unit.province and unit.became[0].is_province


def _province_names(province: Found) -> set[str]:
    """Today's names of a written province, and its own where it is a former one."""
    names = {unit.name for unit in province.units if unit.is_province}
    for former in province.former:
        if _was_province(former):
            names |= {former.name, *(unit.name for unit in former.became)}
    return names


def _name_of(name: Found) -> str:
    return name.units[0].name if name.units else name.former[0].name
