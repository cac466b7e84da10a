"""What the store's plans make known to understanding: their places, agencies and words. Nothing is fixed in code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import log
from typing import Any, TypeVar

from assistant.word_counts import WordCounts
from assistant.wording import Phrases, content_words
from ingest.agencies import spellings
from ingest.records import Agency, Basis, Duty, HeaderField, Locality, Passage, Plan, Task
from ingest.text import unaccented
from vectorstore.snapshot import Change

_PLURAL = ("các", "những")

Value = TypeVar("Value")
Making = Callable[[Plan, Sequence[Passage]], Value]


@dataclass(frozen=True)
class Known:
    """One state of the store, as understanding and matching need it; `changed` gives another without a new count."""

    plans: Mapping[str, Plan]
    passages: Sequence[Passage]
    _made: dict[tuple[Making[Any], str], tuple[Plan, Any]] = field(default_factory=dict, compare=False, repr=False)

    def changed(self, plans: Mapping[str, Plan], passages: Sequence[Passage], change: Change) -> Known:
        """Another state, with what is known of the plans and passages that stay."""
        made = {key: kept for key, kept in self._made.items() if plans.get(key[1]) is kept[0]}
        known = Known(plans, passages, made)
        if "counts" in self.__dict__:
            gone, fresh = ([passage.text for passage in found] for found in (change.gone, change.fresh))
            known.__dict__["counts"] = self.counts.changed(gone, fresh)
        return known

    def of_plan(self, make: Making[Value], plan: Plan) -> Value:
        """What follows from a plan and its passages alone: made when it is first asked for, kept while they stay."""
        kept = self._made.get((make, plan.id))
        if kept is None or kept[0] is not plan:
            kept = self._made[make, plan.id] = plan, make(plan, self._passages_by_plan.get(plan.id, ()))
        value: Value = kept[1]
        return value

    @cached_property
    def _passages_by_plan(self) -> dict[str, list[Passage]]:
        found: dict[str, list[Passage]] = {}
        for passage in self.passages:
            found.setdefault(passage.plan, []).append(passage)
        return found

    @cached_property
    def counts(self) -> WordCounts:
        """The words of all passages."""
        return WordCounts.of(passage.text for passage in self.passages)

    @cached_property
    def localities(self) -> dict[str, Locality | None]:
        return {plan.id: plan.locality for plan in self.plans.values()}

    @cached_property
    def agencies(self) -> dict[str, tuple[str, ...]]:
        """Names of every agency in the plans, by key; generic parties are left out."""
        names: dict[str, set[str]] = {}
        for plan in self.plans.values():
            for key, name in self.of_plan(_named_agencies, plan):
                names.setdefault(key, set()).add(name)
        return {key: tuple(sorted(found)) for key, found in names.items()}

    @cached_property
    def agency_phrases(self) -> Phrases:
        """The agencies as people may write them: as the plans and the lexicon do, without the tail of the place."""
        forms = (
            (key, form)
            for key, names in self.agencies.items()
            for name in (*names, *(spelling for spelling in spellings(key) if " " in spelling))
            for form in (*_forms(key, content_words(name)), *_each_of_them(name))
        )
        return Phrases(forms, named=True)

    @cached_property
    def short_agency_phrases(self) -> Phrases:
        """The agencies without the noun that their names begin with ("văn hóa xã hội", "kinh tế"), where this short
        name is that of one agency, or of a few (`sharing`)."""
        return Phrases((keys[0], short) for short, keys in self._by_short_name.items() if len(keys) <= _FEW)

    @cached_property
    def _by_short_name(self) -> dict[str, tuple[str, ...]]:
        keys: dict[str, set[str]] = {}
        for key, names in self.agencies.items():
            for form in {form for name in names for form in _forms(key, content_words(name))}:
                if short := _without_head(form):
                    keys.setdefault(short, set()).add(key)
        return {short: tuple(sorted(found)) for short, found in keys.items()}

    def sharing(self, name: str) -> tuple[str, ...]:
        """The agencies that are all called by a short name: "y tế" is the station and the centre."""
        return next((keys for short, keys in self._by_short_name.items() if name in (short, unaccented(short))), ())

    @cached_property
    def signer_phrases(self) -> Phrases:
        """The names of those who signed the plans."""
        names = {name for plan in self.plans.values() for name in self.of_plan(_signers, plan)}
        return Phrases((name, " ".join(content_words(name))) for name in names)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The numbers by which plans are called after what they carry out ("kế hoạch 72"), where no plan cites a plan
        or programme of that number."""
        made = [self.of_plan(_numbers, plan) for plan in self.plans.values()]
        return frozenset().union(*(titles for titles, _ in made)) - frozenset().union(*(cited for _, cited in made))

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every syllable of the plans."""
        return self.counts.vocabulary

    @property
    def plain_vocabulary(self) -> frozenset[str]:
        return self.counts.plain_vocabulary

    def holds(self, name: str) -> bool:
        """Whether a name of two or more words stands in a plan: then it is the plan's word, and no place elsewhere."""
        counts = self.counts.accented
        words = name.split()
        return len(words) > 1 and all(counts[" ".join(pair)] for pair in pairwise(words))

    def weight_of_count(self, count: int) -> float:
        """The weight of a term that stands in this many passages."""
        return log(1 + (len(self.passages) + 1) / (count + 0.5))

    def weight(self, term: str, plain: bool) -> float:
        """Inverse document frequency of a syllable or pair over the passages; highest for what no plan holds."""
        counts = self.counts.plain if plain else self.counts.accented
        return log(1 + (len(self.passages) + 1) / (counts[term] + 0.5))


def _forms(key: str, words: Sequence[str]) -> set[str]:
    """The whole name, and the name without its tail ("công an" of "công an đặc khu"), as the key has it."""
    if words and words[0] in _PLURAL:
        words = words[1:]
    own = next((n for n in range(len(words), 0, -1) if unaccented(" ".join(words[:n])) == key), len(words))
    return {" ".join(words), " ".join(words[:own])}


def _each_of_them(name: str) -> list[str]:
    """One holder of an office that many hold: "Trưởng các bản, tiểu khu" is each "trưởng bản", "trưởng tiểu khu"."""
    first, *others = (content_words(part) for part in name.split(","))
    at = next((at for at, word in enumerate(first) if at and word in _PLURAL), 0)
    if not at or at + 1 == len(first):
        return []
    office = " ".join(first[:at])
    return [" ".join(first), *(f"{office} {' '.join(item)}" for item in (first[at + 1 :], *others) if item)]


_FEW = 3  # agencies that may share a short name and are all meant by it
_HEADS = ("phòng ", "ban ", "trung tâm ", "trạm ", "văn phòng ")


def _without_head(name: str) -> str:
    """ "kinh tế" of "phòng kinh tế"; "" for a name that begins otherwise or has one more syllable only."""
    rest = next((name.removeprefix(head) for head in _HEADS if name.startswith(head)), "")
    return rest if " " in rest else ""


def _named_agencies(plan: Plan, _: Sequence[Passage]) -> frozenset[tuple[str, str]]:
    """Key and name of each agency that is no generic party."""
    return frozenset((agency.key, agency.name) for agency in plan_agencies(plan) if not agency.generic)


def _signers(plan: Plan, _: Sequence[Passage]) -> frozenset[str]:
    fields = (record for record in plan.records if isinstance(record, HeaderField))
    return frozenset(field.value for field in fields if field.field == "signer" and field.value and " " in field.value)


_CODE = re.compile(r"(?<![\d/])(\d{1,4})(?:/\d{4})?[-/][A-ZĐ]")


def _numbers(plan: Plan, _: Sequence[Passage]) -> tuple[frozenset[str], frozenset[str]]:
    """The numbers of the documents in a plan's title; those of the plans and programmes that it cites, and its own."""
    titles = [r.value or "" for r in plan.records if isinstance(r, HeaderField) and r.field == "title"]
    own = [r.value or "" for r in plan.records if isinstance(r, HeaderField) and r.field == "number"]
    cited = [r.number or "" for r in plan.records if isinstance(r, Basis) and _is_plan(r.document_type)]
    return frozenset(_CODE.findall(" ".join(titles))), frozenset(_CODE.findall(" ".join([*own, *cited])))


def _is_plan(document_type: str) -> bool:
    return unaccented(document_type.lower()).startswith(("ke hoach", "chuong trinh"))


def plan_agencies(plan: Plan) -> tuple[Agency, ...]:
    """Every agency of a plan's tasks and duties."""
    found: list[Agency] = []
    for record in plan.records:
        if isinstance(record, Task):
            found += [*record.leads, *record.coordinators]
        elif isinstance(record, Duty):
            found += record.agencies
    return tuple(found)
