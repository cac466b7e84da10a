"""A claim that may be reworded: what it says, and what stands in it by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant.model.tokens import JOIN, STOP, Lexicon, is_value, joined_out, labels, lexicon, tokens
from assistant.turns import Claim
from ingest.records import Task

Tokens = Sequence[str]


@dataclass(frozen=True)
class Fact:
    """A claim that may be reworded; `task` is its row, where it rests on one row alone."""

    claim: Claim
    language: str
    task: Task | None = None

    @cached_property
    def words(self) -> Lexicon:
        return lexicon(self.language)

    @cached_property
    def said(self) -> list[str]:
        return tokens(self.claim.text)

    @cached_property
    def placed(self) -> list[str]:
        """What the sources say of themselves: anyone may repeat it."""
        found: list[str] = []
        for source in self.claim.sources:
            for text in (source.locality, source.place, source.document):
                found += [*tokens(text), STOP]
        return found

    @cached_property
    def where(self) -> list[str]:
        """The names of its places."""
        return [token for source in self.claim.sources for token in tokens(source.locality) if not is_value(token)]

    @cached_property
    def name(self) -> list[str]:
        return [token for token in tokens(self.task.task) if token != STOP] if self.task else []

    @cached_property
    def rest(self) -> list[str]:
        """The fact without its task's name: what else a sentence may say of it."""
        return without(self.said, self.name) if self.name else self.said

    @cached_property
    def names(self) -> list[tuple[str, ...]]:
        """Places, and of a row its agencies: said whole they stand for themselves, whatever stands beside them."""
        cells = [agency.name for agency in (*self.task.leads, *self.task.coordinators)] if self.task else []
        cells += [self.task.lead or "", self.task.coordinating or ""] if self.task else []
        places = [source.locality for source in self.claim.sources]
        places += [place.split(" ", 1)[-1].removeprefix("khu ") for place in places]
        return sorted(named([*cells, *places]), key=len, reverse=True)

    @cached_property
    def labels(self) -> list[tuple[str, ...]]:
        """Names of fields that stand for themselves: all of them in a row, whose parts are looked at apart; elsewhere
        the one part that is said, since there is no other to take it for."""
        if self.task:
            return [phrase for phrases in labels().values() for phrase in phrases]
        parts = [phrase for field in ("lead", "coordinating") for phrase in labels()[field]]
        text = f" {' '.join(self.said)} "
        found = [phrase for phrase in parts if f" {' '.join(phrase)} " in text]
        return found if len(found) == 1 else []

    @cached_property
    def years(self) -> list[tuple[str, ...]]:
        """ "Năm 2030", where the fact has it."""
        return [pair for pair in pairwise(self.said) if pair[0] in ("năm", "year") and is_value(pair[1])]

    @cached_property
    def content(self) -> list[str]:
        return content_of(self.said, self.words)

    @cached_property
    def ordered(self) -> bool:
        """Whether values of one kind stand side by side, so that their order tells whose they are."""
        if self.task:
            return False
        kinds = Counter(_kinds(self.said))
        plans = {source.plan for source in self.claim.sources}
        return len(plans) > 1 or len(self.said) > 60 or any(count > 1 for count in kinds.values())

    @cached_property
    def quoted(self) -> bool:
        """Whether the claim quotes a passage: where it stands is then said by the citation."""
        return self.task is None and "“" in self.claim.text


def named(texts: Iterable[str | None]) -> list[tuple[str, ...]]:
    found = [tuple(token for token in tokens(text) if token != STOP) for text in texts if text]
    return list(dict.fromkeys(name for name in found if name))


def _kinds(said: Tokens) -> Iterable[str]:
    """The kind of each value: its measure behind it, or the word before it."""
    for before, value, behind in zip([STOP, *said], said, [*said[1:], STOP], strict=False):
        if is_value(value):
            yield behind if behind != STOP and not is_value(behind) else before


def content_of(said: Tokens, words: Lexicon) -> list[str]:
    return [token for token in joined_out(list(said), words) if token not in (STOP, JOIN)]


def without(said: Tokens, name: Tokens, least: int | None = None) -> list[str]:
    """The tokens with each run that stands in `name` (all of it, or at least `least` of it) as one stop."""
    plain = [at for at, token in enumerate(said) if token != STOP]
    least = min(least or len(name), len(name))
    gone: set[int] = set()
    at = 0
    while at < len(plain):
        length = _longest([said[index] for index in plain[at:]], name) if name else 0
        if length >= least:
            gone.update(range(plain[at], plain[at + length - 1] + 1))
            at += length
        else:
            at += 1
    kept = [STOP if index in gone else token for index, token in enumerate(said)]
    return [token for index, token in enumerate(kept) if token != STOP or not index or kept[index - 1] != STOP]


def _longest(said: Tokens, name: Tokens) -> int:
    """The longest beginning of `said` that stands somewhere in `name`."""
    best = 0
    for start, token in enumerate(name):
        if token != said[0]:
            continue
        length = 0
        while length < len(said) and start + length < len(name) and said[length] == name[start + length]:
            length += 1
        best = max(best, length)
    return best
