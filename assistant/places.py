"""Where a question is about: plans of the store, and places that the store has no plan of.

A stored plan wins over a namesake typed without accents; an exact, accented name of the gazetteer wins over a stored
plan that is only spelt like it. A province in the question must not contradict the plan's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from assistant.place_names import PlaceName, PlaceNames
from assistant.place_words import (
    TYPE_WORDS,
    Range,
    one_off,
    overlap,
    parent_named,
    province_written,
    range_of,
    with_type,
    within,
)
from assistant.turns import Scope
from assistant.wording import Words
from ingest.localities import Mention, Unit, find
from ingest.place_words import ordinary_phrases
from ingest.records import Locality
from ingest.spelling import is_plain_syllable
from ingest.text import canonical, normalise, tone_placed, unaccented

_BEFORE_NAME = frozenset(
    {"ở", "tại", "của", "o", "tai", "cua", "in", "at", "of", "còn", "con", "about", "for", *TYPE_WORDS}
)
_BELONGS = frozenset({"của", "thuộc", "cua", "thuoc", "of"})  # "ở Kiên Hải của Mường La": no commune is in another

_KIND_ASKED = re.compile(r"\b(đặc khu|phường) nào\b")  # "xã nào" is any of them


@dataclass
class _Found:
    """What is being found in one question."""

    chosen: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    by_province: bool = False
    contradicts: bool = False
    ranges: list[Range] = field(default_factory=list)

    def scope(self, plans: Sequence[str]) -> Scope:
        chosen = tuple(dict.fromkeys(plan for plan in self.chosen if not plans or plan in plans))
        return Scope(
            plans=chosen or tuple(plans),
            named=bool(chosen or self.elsewhere),
            elsewhere=tuple(dict.fromkeys(self.elsewhere)),
            ambiguous=tuple(dict.fromkeys(self.ambiguous)),
            notes=tuple(dict.fromkeys(self.notes)),
            by_province=self.by_province,
            contradicts=self.contradicts,
        )


@dataclass
class Places:
    """The localities of the plans in the store, by plan id; None where a plan names no place."""

    localities: dict[str, Locality | None]
    stands_in_plans: Callable[[str], bool] = lambda _: False

    @cached_property
    def _names(self) -> PlaceNames:
        plans: dict[tuple[str, ...], list[str]] = {}
        for plan, locality in self.localities.items():
            if locality:
                plans.setdefault(tuple(canonical(locality.name).split()), []).append(plan)
        return PlaceNames(plans)

    def scope(
        self, words: Words, raw: str, plans: Sequence[str] = (), agencies: Sequence[Range] = ()
    ) -> tuple[Scope, list[Range]]:
        """The scope of a question and the word ranges that name it; `plans` limits what the store offers.

        A place at the end of an agency's name ("Bảo hiểm xã hội cơ sở Đông Hà") is meant only where no other is named.
        """
        found = _Found()
        mentions = [(mention, at) for mention in find(raw) if (at := range_of(mention, raw, words))]
        stored = list(self._stored(words, raw))
        hidden = [at for _, at in stored if any(within(at, name) and at[0] > name[0] + 1 for name in agencies)]
        if hidden and len(hidden) < len(stored):
            stored = [(names, at) for names, at in stored if at not in hidden]
            mentions = [(mention, at) for mention, at in mentions if not any(overlap(at, one) for one in hidden)]
        for names, at in stored:
            around = [(mention, other) for mention, other in mentions if within(at, other) or within(other, at)]
            found.ranges.append(with_type(words, at, [other for _, other in around]))
            self._add_stored(found, names, [mention for mention, _ in around])
        found.contradicts = any(
            one[1] + 1 == two[0] and words[one[1]].text in _BELONGS and names != others
            for (names, one), (others, two) in pairwise(stored)
        )
        for mention, at in mentions:
            if not any(overlap(at, other) for _, other in stored):
                self._add_other(found, mention, at, words, bool(stored))
        for plan, at in self._misspelt(words):
            if not found.elsewhere and not any(overlap(at, other) for other in found.ranges):
                found.chosen.append(plan)
                found.ranges.append(with_type(words, at, []))
                found.notes.append(f"spelt:{plan}")
        return found.scope(plans), found.ranges

    def _add_stored(self, found: _Found, plans: list[str], around: list[Mention]) -> None:
        """A stored place, unless the question puts it into another province than its plan."""
        province = next((m.province for m in around if m.province and province_written(m)), None)
        fitting = [plan for plan in plans if self._fits(plan, province)]
        if not fitting:
            found.elsewhere.append(f"{_title(around[0].type, self.localities[plans[0]])}, {province}")
            return
        # Two plans of one place are no homonyms: both answer.
        different = {(place.type, place.province) for plan in fitting if (place := self.localities[plan])}
        found.ambiguous += fitting if len(different) > 1 else []
        found.chosen += fitting
        found.notes += [note for mention in around if (note := self._former_note(mention, fitting))]
        if province and any((place := self.localities[plan]) and place.province is None for plan in fitting):
            found.notes.append(f"no_province:{province}")

    def _stored(self, words: Words, raw: str) -> Iterator[tuple[list[str], Range]]:
        """Names of stored plans: with their accents, or typed without any."""
        position = 0
        while position < len(words):
            best: tuple[list[str], Range] | None = None
            for name in self._names.standing(words, position):
                end = position + len(name.words)
                if not self._counts(words, position, end, name.text) and not self._as_name(name.plans[0], raw):
                    continue
                if best is None or end > best[1][1]:
                    best = name.plans, (position, end)
                elif end == best[1][1]:
                    best = [*best[0], *name.plans], best[1]
            if best:
                yield best
                position = best[1][1]
            else:
                position += 1

    def _counts(self, words: Words, start: int, end: int, name: str) -> bool:
        """A name that is also ordinary words counts only where the gazetteer's reader takes it for a place."""
        if start and words[start - 1].text in _BEFORE_NAME:
            return True
        return end - start > 1 and not _ordinary(name)

    def _as_name(self, plan: str, raw: str) -> bool:
        """Whether the name is written as one: "chương trình Gia Phù", but "quốc gia phù hợp", "Trung Tâm Y tế"."""
        locality = self.localities[plan]
        words = tone_placed(normalise(raw)).replace(",", " ,").split()
        name = tone_placed(normalise(locality.name)).split() if locality else []
        for at in range(len(words) - len(name) + 1):
            if len(name) > 1 and [word.strip('?.!:;()“”"') for word in words[at : at + len(name)]] == name:
                before, after = "".join(words[at - 1 : at]), "".join(words[at + len(name) : at + len(name) + 1])
                if not after[:1].isupper() and (at <= 1 or not before[:1].isupper()):
                    return True
        return False

    def _fits(self, plan: str, province: str | None) -> bool:
        locality = self.localities[plan]
        if province is None or locality is None or locality.province is None:
            return True
        return canonical(locality.province) == canonical(province)

    def _former_note(self, mention: Mention, plans: list[str]) -> str | None:
        locality = self.localities[plans[0]]
        if mention.old and locality and mention.type and mention.type != locality.type:
            return f"former:{mention.old}" if len(mention.old.became) == 1 else f"former_part:{mention.old}"
        return None

    def _add_other(self, found: _Found, mention: Mention, at: Range, words: Words, named: bool) -> None:
        """A place that is not the name of a stored plan: a province, a former unit, or a place without a plan."""
        province = bool(mention.candidates) and mention.candidates[0].is_province
        if province and named and not parent_named(words, at):
            self._check_province(found, mention)
        if province and (named or parent_named(words, at)):
            return
        today = [plan for unit in mention.candidates for plan in self._plans_of(unit, mention)]
        if province and (asked := _KIND_ASKED.search(" ".join(word.text for word in words))):
            today = [plan for plan in today if (place := self.localities[plan]) and place.type == asked.group(1)]
        if today and mention.old and set(today) <= set(found.chosen) and self.stands_in_plans(canonical(mention.name)):
            return  # "điểm trạm Chi Khê" in the plan of the commune that Chi Khê is part of now: words of its own
        if today:
            found.chosen += dict.fromkeys(today)
            found.by_province = found.by_province or province
            found.ranges.append(at)
            if mention.old and not province:
                kind = "former" if len(mention.old.became) == 1 else "former_part"
                found.notes.append(f"{kind}:{mention.old}")
        elif mention.typed or (mention.accented and not self.stands_in_plans(canonical(mention.name))):
            known = {unit.name for unit in mention.candidates}
            name = mention.name if mention.accented or len(known) != 1 else known.pop()
            label = f"{mention.type} {name}" if mention.type else name
            in_province = mention.province and not province and province_written(mention)
            found.elsewhere.append(f"{label}, {mention.province}" if in_province else label)
            found.ranges.append(at)

    def _check_province(self, found: _Found, mention: Mention) -> None:
        """A province named apart from the place ("Ở Ninh Bình, xã X"): it must not contradict the plan."""
        name = mention.candidates[0].name
        places = [place for plan in found.chosen if (place := self.localities[plan])]
        if any(place.province is None for place in places):
            found.notes.append(f"no_province:{name}")
        elif len(places) == 1 and canonical(places[0].province or "") != canonical(name):
            found.elsewhere.append(f"{places[0]}, {name}")
            found.chosen.clear()

    def _plans_of(self, unit: Unit, mention: Mention) -> Iterator[str]:
        for plan, locality in self.localities.items():
            if locality is None:
                continue
            if unit.is_province and locality.province == unit.name:
                yield plan
            same = not unit.is_province and canonical(locality.name) == canonical(unit.name)
            fits = locality.province in (None, unit.province) and locality.type in (None, unit.type)
            if mention.former and same and fits:
                yield plan

    def _misspelt(self, words: Words) -> Iterator[tuple[str, Range]]:
        """Names of stored plans that are one letter off, after a word such as "ở" or "xã", or in a short question."""
        for name, start in self._names.resembling(words):
            end = start + len(name.words)
            typed = " ".join(word.text for word in words[start:end])
            if not _is_slip(typed, name, words.unaccented) or _ordinary(typed):
                continue
            if (
                (start and words[start - 1].text in _BEFORE_NAME)
                or len(words) <= 6
                or unaccented(typed) == unaccented(name.text)
                or not self.stands_in_plans(typed)
            ):
                yield name.plans[0], (start, end)

    @cached_property
    def titles(self) -> dict[str, str]:
        return {plan: str(locality) if locality else plan for plan, locality in self.localities.items()}


def _is_slip(typed: str, name: PlaceName, without_accents: bool) -> bool:
    """Whether words are one letter off the name. Without accents too many are ("thanh cong"): there one of them has to
    be no syllable ("thanh dnog")."""
    if not without_accents:
        return one_off(typed, name.text)
    return one_off(typed, unaccented(name.text)) and not all(map(is_plain_syllable, typed.split()))


def _ordinary(name: str) -> bool:
    """Whether a name is also ordinary words ("an toàn"), by the gazetteer's table of phrases."""
    accented, _ = ordinary_phrases()
    return canonical(name) in accented


def _title(type_: str | None, locality: Locality | None) -> str:
    name = locality.name if locality else ""
    return f"{type_} {name}" if type_ else str(locality or name)
