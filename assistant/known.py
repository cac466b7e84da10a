"""What the store's plans make known to understanding: their places, agencies and words. Nothing is fixed in code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import log

from assistant.wording import Phrases, content_words, plain_word
from ingest.agencies import spellings
from ingest.records import Agency, Duty, Locality, Passage, Plan, Task
from ingest.text import unaccented


@dataclass(frozen=True)
class Known:
    """One state of the store, as understanding and matching need it."""

    plans: Mapping[str, Plan]
    passages: Sequence[Passage]
    _content: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def localities(self) -> dict[str, Locality | None]:
        return {plan.id: plan.locality for plan in self.plans.values()}

    @cached_property
    def agencies(self) -> dict[str, tuple[str, ...]]:
        """Names of every agency in the plans, by key; generic parties are left out."""
        names: dict[str, set[str]] = {}
        for plan in self.plans.values():
            for agency in plan_agencies(plan):
                if not agency.generic:
                    names.setdefault(agency.key, set()).add(agency.name)
        return {key: tuple(sorted(found)) for key, found in names.items()}

    @cached_property
    def agency_phrases(self) -> Phrases:
        """The agencies as people may write them: as the plans and the lexicon do, without the tail of the place."""
        return Phrases(
            (key, form)
            for key, names in self.agencies.items()
            for name in (*names, *(spelling for spelling in spellings(key) if " " in spelling))
            for form in _forms(key, content_words(name))
        )

    def content(self, identity: str, text: str) -> tuple[str, ...]:
        """The content words of a text of the plans, kept under its identity."""
        if identity not in self._content:
            self._content[identity] = tuple(content_words(text))
        return self._content[identity]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every syllable of the plans."""
        return frozenset(word for passage in self.passages for word in self.content(passage.id, passage.text))

    @cached_property
    def plain_vocabulary(self) -> frozenset[str]:
        return frozenset(map(unaccented, self.vocabulary))

    @cached_property
    def _document_counts(self) -> tuple[Counter[str], Counter[str]]:
        accented: Counter[str] = Counter()
        plain: Counter[str] = Counter()
        for passage in self.passages:
            words = self.content(passage.id, passage.text)
            folded = [plain_word(word) for word in words]
            accented.update({*words, *(" ".join(pair) for pair in pairwise(words))})
            plain.update({*folded, *(" ".join(pair) for pair in pairwise(folded))})
        return accented, plain

    def holds(self, name: str) -> bool:
        """Whether a name of two or more words stands in a plan: then it is the plan's word, and no place elsewhere."""
        counts = self._document_counts[0]
        words = name.split()
        return len(words) > 1 and all(counts[" ".join(pair)] for pair in pairwise(words))

    def weight_of_count(self, count: int) -> float:
        """The weight of a term that stands in this many passages."""
        return log(1 + (len(self.passages) + 1) / (count + 0.5))

    def weight(self, term: str, plain: bool) -> float:
        """Inverse document frequency of a syllable or pair over the passages; highest for what no plan holds."""
        counts = self._document_counts[1 if plain else 0]
        return log(1 + (len(self.passages) + 1) / (counts[term] + 0.5))


def _forms(key: str, words: Sequence[str]) -> set[str]:
    """The whole name, and the name without its tail ("công an" of "công an đặc khu"), as the key has it."""
    if words and words[0] in ("các", "những"):
        words = words[1:]
    own = next((n for n in range(len(words), 0, -1) if unaccented(" ".join(words[:n])) == key), len(words))
    return {" ".join(words), " ".join(words[:own])}


def plan_agencies(plan: Plan) -> tuple[Agency, ...]:
    """Every agency of a plan's tasks and duties."""
    found: list[Agency] = []
    for record in plan.records:
        if isinstance(record, Task):
            found += [*record.leads, *record.coordinators]
        elif isinstance(record, Duty):
            found += record.agencies
    return tuple(found)
