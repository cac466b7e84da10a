"""Which words of a question are taken by what was recognised in it, and what those that are left say: its topic."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from assistant.compounds import compounds, kept_syllables
from assistant.cues import DECIDING, INTERROGATIVE, TAKEN, all_cues
from assistant.known import Known
from assistant.measures import AskedMeasure, asked_measure
from assistant.signs import Signs
from assistant.turns import Ask, Scope, Timeframe
from assistant.wording import (
    Found,
    Phrases,
    Words,
    compound_parts,
    content_words,
    filler_phrases,
    is_filler,
    table,
    written_out,
)
from ingest.letters import UPPER
from ingest.records import HeaderField
from ingest.text import canonical, unaccented

_PART = "thôn|bản|ấp|buôn|làng|khu phố|tổ dân phố|tổ|nóc|khóm|tiểu khu|xóm"
_CAPITAL = rf"[{UPPER}][^\W\d_]*"
_NAME = re.compile(rf"\b(?i:{_PART})\s+(?:số\s+)?(?:\d+|{_CAPITAL}(?:\s+{_CAPITAL})*)")
"""A part of a commune with its number or its name."""
_OF_THE_WHOLE = (Ask.HEADER, Ask.RECIPIENTS, Ask.FUNDING, Ask.REPORTS, Ask.OVERVIEW)
"""What is asked of a plan as a whole: its title only names it."""
_OF = frozenset({"cua", "o", "tai", "of"})
_OF_CLOCK = frozenset({"overdue", "due_soon"})
_MEASURED = (Ask.FIGURE, Ask.COMPARE, Ask.TEXT)
_COUNTED = (
    Ask.TASKS,
    Ask.FIGURE,
    Ask.FUNDING,
    Ask.MENTIONS,
    Ask.DUTIES,
    Ask.BASES,
    Ask.RECIPIENTS,
    Ask.PLANS,
    Ask.REPORTS,
)


@dataclass
class WordUse:
    """The words of one question, their ranges, and who has taken them."""

    known: Known
    restore: Callable[[str], str]
    words: Words
    raw: str
    scope: Scope
    places: Sequence[tuple[int, int]]

    def taken(self, ranges: Iterable[tuple[int, int]], before: list[bool] | None = None) -> list[bool]:
        taken = list(before) if before else [False] * len(self.words)
        for start, end in ranges:
            taken[start:end] = [True] * (end - start)
        return taken

    def ranges(self, text: str) -> list[tuple[int, int]]:
        """Where a stretch of the question stands among its words: the first place, if any."""
        parts = [word.text for word in Words.of(" ".join(written_out(text.split())))]
        forms = [word.text for word in self.words]
        starts = (at for at in range(len(forms) - len(parts) + 1) if parts and forms[at : at + len(parts)] == parts)
        return [(at, at + len(parts)) for at in starts][:1]

    def unpointed(self, texts: Sequence[str]) -> str:
        """The question without its references, in which "72" of "nghị quyết 72" is no year."""
        hidden = self.taken(at for text in texts for at in self.ranges(text))
        return " ".join("·" if is_hidden else word.text for is_hidden, word in zip(hidden, self.words, strict=True))

    def time_ranges(self, time: Timeframe | None) -> list[tuple[int, int]]:
        return self.ranges(time.text) if time and time.text else []

    def content(self, taken: list[bool], found: Sequence[Found], time: Timeframe | None) -> int:
        """How many words neither cue, filler, place, agency nor time has taken."""
        used = (*found, *filler_phrases().find(self.words), *self.title, *self.plan)
        free = self.taken([*((item.start, item.end) for item in used), *self.time_ranges(time)], taken)
        return sum(not is_used and not self.says_nothing(at) for at, is_used in enumerate(free))

    def topic(self, before: list[bool], signs: Signs, ask: Ask, asked_for: AskedMeasure | None) -> list[int]:
        """The words that nothing else took. In a list's question agencies are conditions, elsewhere part of a topic."""
        used = [cue for cue in signs.cues if cue.name in TAKEN | DECIDING.get(ask, frozenset())]
        used += signs.fields if ask in (Ask.HEADER, Ask.BASES) else ()
        used += self.title if ask in _OF_THE_WHOLE else ()
        used += self.plan
        used += [p for p in filler_phrases().find(self.words) if not self.kept & set(range(p.start, p.end))]
        used += (*signs.agencies, *signs.unknown_agencies) if ask in (Ask.TASKS, Ask.DUTIES) else ()
        taken = self.taken([*((item.start, item.end) for item in used), *self.time_ranges(signs.time)], before)
        if asked_for:  # "bao nhiêu ha quế": the measure is no topic
            taken = self.taken([(asked_for.start, asked_for.end)], taken)
        named = {at for agency in signs.agencies for at in range(agency.start, agency.end)}
        return [at for at, used_ in enumerate(taken) if not used_ and (at in named or not self.says_nothing(at))]

    def measure(self, before: list[bool], signs: Signs, ask: Ask) -> AskedMeasure | None:
        """What has to be counted; records that are counted ("bao nhiêu chỉ tiêu") are no measure."""
        if ask not in _MEASURED or is_counted(ask, signs):
            return None
        taken = self.taken(self.time_ranges(signs.time), before)
        return asked_measure(signs, taken, [self.says_nothing(at) for at in range(len(self.words))])

    def gist(self) -> list[int]:
        """Every word of content, whatever else it was taken for; without places and interrogatives."""
        asked = [(cue.start, cue.end) for cue in all_cues(self.words) if cue.name in INTERROGATIVE | _OF_CLOCK]
        taken = self.taken([*self.places, *asked])
        return [at for at, used in enumerate(taken) if not used and not self.says_nothing(at)]

    def length(self) -> int:
        """How many words say anything at all."""
        polite = self.taken((found.start, found.end) for found in filler_phrases().find(self.words))
        return sum(not polite[at] and not self.says_nothing(at) for at in range(len(self.words)))

    def names(self, signs: Signs, ask: Ask) -> tuple[str, ...]:
        """Proper names that are no place of a plan and no agency ("Thôn 2", "bản Huổi Cọ"): evidence must hold them."""
        taken = self.taken(self.places)
        found = []
        for match in _NAME.finditer(self.raw):
            ranges = self.ranges(canonical(match.group()))
            if ranges and not any(taken[slice(*ranges[0])]):
                found.append(canonical(match.group()))
        if ask is Ask.FIGURE:
            # "Bệnh viện đa khoa X có bao nhiêu bác sĩ", but not "tổ trưởng tổ bảo vệ rừng"
            found += [agency.name for agency in signs.unknown_agencies if self._is_proper(agency.name)]
        return tuple(found)

    def _is_proper(self, name: str) -> bool:
        """Whether a name has a capital behind its first word; where nothing is typed with one, any name may be."""
        folded = canonical(self.raw)
        at = folded.find(name) if len(folded) == len(self.raw) else -1
        rest = self.raw[at : at + len(name)].partition(" ")[2] if at >= 0 else self.raw
        return rest != rest.lower() or self.raw[1:] == self.raw[1:].lower()

    def starts_with(self, signs: Signs, name: str) -> bool:
        """Whether a cue stands first, but for words that say nothing ("Dạ, em muốn hỏi thế còn …")."""
        starts = [cue.start for cue in signs.cues if cue.name == name]
        denied = [(cue.start, cue.end) for cue in signs.cues if cue.name == "not" and cue.start == 0]  # "không phải, …"
        polite = self.taken([*denied, *((p.start, p.end) for p in filler_phrases().find(self.words))])
        return any(all(polite[at] or self.says_nothing(at) for at in range(start)) for start in starts)

    @cached_property
    def title(self) -> tuple[Found, ...]:
        """Where the question names the plan of its place by title: "kế hoạch phòng chống thiên tai"."""
        plans = (self.known.plans[plan] for plan in self.scope.plans if self.scope.named)
        fields = (record for plan in plans for record in plan.records if isinstance(record, HeaderField))
        titles = [field.value for field in fields if field.field == "title" and field.value]
        texts = [f" {' '.join(content_words(title))} " for title in titles]
        texts = [unaccented(text) for text in texts] if self.words.unaccented else texts
        starts = [found.end for found in _documents().find(self.words)]
        return tuple(
            Found("title", start, end)
            for start in starts
            for end in range(len(self.words), start + 1, -1)
            if any(f" {' '.join(word.text for word in self.words[start:end])} " in text for text in texts)
        )

    @cached_property
    def plan(self) -> tuple[Found, ...]:
        """Where the question names the plan by its kind and its place: "chương trình của xã …"."""
        starts = {start for start, _ in self.places}
        return tuple(
            found
            for found in _documents().find(self.words)
            if found.end in starts or (self._is_of(found.end) and found.end + 1 in starts)
        )

    def _is_of(self, position: int) -> bool:
        return position < len(self.words) and self.words[position].plain in _OF

    @cached_property
    def kept(self) -> frozenset[int]:
        """Filler syllables that belong to a word of the topic here ("số" in "dân số")."""
        return kept_syllables(self.words)

    def says_nothing(self, position: int) -> bool:
        if re.fullmatch(r"\d+(?:[/.,]\d+)*%?", self.words[position].text):
            return True  # dates and numbers are conditions, no topic
        return position not in self.kept and is_filler(self.words, position)

    def forms(self, positions: Iterable[int]) -> tuple[str, ...]:
        words = [self.words[position] for position in positions]
        forms = [word.plain if self.words.unaccented else word.text for word in words]
        return tuple(part for form in forms for part in compound_parts(form))

    def subject(self, positions: list[int]) -> str:
        if not positions:
            return ""
        subject = " ".join(word.text for word in self.words[positions[0] : positions[-1] + 1])
        return self.restore(subject) if self.words.unaccented else subject

    def cut_from_word(self, cue: Found) -> bool:
        """Whether a phrase begins in the middle of a word of the topic ("số bao nhiêu" in "dân số bao nhiêu")."""
        return any(c.start < cue.start < c.end for c in compounds().find(self.words))


@cache
def _documents() -> Phrases:
    entries = table("words")["documents"]
    assert isinstance(entries, list)
    return Phrases(("document", str(entry)) for entry in entries)


def is_counted(ask: Ask, signs: Signs) -> bool:
    """Whether records are counted ("bao nhiêu nhiệm vụ"), and not something that the plans count."""
    if ask is Ask.FIGURE:
        return signs.near("how_many", "target", 1)
    return ask in _COUNTED and signs.has("how_many")
