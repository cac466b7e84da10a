"""The composer's sentences in a model's words. What the model says is shown where it passes the check, fact by fact.

Lists, headings and what rests on no source stay as they are composed. A fact whose sentences fail, or do not say all
of it, is said in the composer's words; where too many fail, all of it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from assistant.model.calls import Session
from assistant.model.check import missing, says_nothing, wrong
from assistant.model.fact import Fact
from assistant.model.fence import escaped, fact
from assistant.model.language_model import LanguageModel
from assistant.model.sentences import Sentence, sentences
from assistant.turns import Claim, Draft, Query, Status
from assistant.verify import unproved
from ingest.records import Task
from prompts.templates import template

MOST_FACTS = 12
"""Facts that a model gets at once; a longer answer is a list anyway."""
LONGEST_FACT = 1600
"""Characters; a longer passage is better quoted than told again."""
_WORDS = re.compile(r"[^\W\d_]+")
_LANGUAGES = {"vi": "tiếng Việt", "en": "tiếng Anh (tên riêng và trích dẫn giữ nguyên tiếng Việt)"}


@dataclass
class Reworded:
    """An answer while a model words it: what may be shown, what is held back, what was dropped."""

    draft: Draft
    facts: dict[int, Fact]
    shown: list[Sentence] = field(default_factory=list)
    held: list[Sentence] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def take(self, sentence: Sentence) -> list[Sentence]:
        """A sentence of the model; the sentences that may be shown now, because their facts are said in full."""
        if any(sentence.text == earlier.text for earlier in (*self.shown, *self.held)):
            return []
        if not sentence.stretches:
            if not says_nothing(sentence.text, self.language):
                self.dropped.append(sentence.text)
            return []
        if self._faults(sentence):
            self.dropped.append(sentence.text)
            return []
        self.held.append(sentence)
        ready: list[Sentence] = []
        while self.held and all(self._said(number) for number in _cited(self.held[0])):
            ready.append(self.held.pop(0))
            self.shown.append(ready[-1])
        return ready

    @cached_property
    def language(self) -> str:
        return next(iter(self.facts.values())).language

    @cached_property
    def one_place(self) -> bool:
        """Whether all facts are about one place, so that it need be named only once."""
        return len({source.plan for fact in self.facts.values() for source in fact.claim.sources}) == 1

    def finish(self) -> None:
        """The end of the stream: what is still held back is shown where its facts are said, else dropped."""
        for sentence in self.held:
            said = all(self._said(number) for number in _cited(sentence))
            (self.shown if said else self.dropped).append(sentence if said else sentence.text)  # type: ignore[arg-type]
        self.held = []

    @property
    def worded(self) -> bool:
        """Whether the model's words stand: half of the facts are said in them, and most of what it said passed."""
        said = {number for sentence in self.shown for number in _cited(sentence)}
        return bool(said) and 2 * len(said) >= len(self.facts) and len(self.dropped) <= len(self.shown) + 2

    def result(self) -> Draft:
        """The draft with the model's sentences where their facts stood."""
        claims: list[Claim] = []
        given: set[int] = set()
        positions = {id(fact.claim): number for number, fact in self.facts.items()}
        for claim in self.draft.claims:
            number = positions.get(id(claim))
            sentences = [s for s in self.shown if number in _cited(s)] if number is not None else []
            if not sentences:
                claims.append(claim)
            for sentence in sentences:
                if id(sentence) not in given:
                    given.add(id(sentence))
                    claims += self.claims_of(sentence, first=not claims or not claims[-1].worded)
        return replace(self.draft, claims=tuple(claims))

    def claims_of(self, sentence: Sentence, *, first: bool) -> list[Claim]:
        """A sentence as claims, one a stretch; `first` begins a line."""
        found = []
        for at, stretch in enumerate(sentence.stretches):
            last = at + 1 == len(sentence.stretches)
            text = stretch.text.strip() if at == 0 else stretch.text
            text += sentence.rest.rstrip() if last else ""
            if last and text[-1] not in ".!?…":
                text += "."
            facts = [self.facts[number].claim for number in stretch.cited]
            derived = [value for fact in facts for value in (*fact.derived, fact.text)]
            sources = dict.fromkeys(source for fact in facts for source in fact.sources)
            before = ("\n" if first else " ") if at == 0 else " " if stretch.text[:1].isspace() else ""
            found.append(Claim(text, tuple(sources), (*derived, *_beside(text)), before=before, worded=True))
        return found

    def _faults(self, sentence: Sentence) -> list[str]:
        """Why a sentence may not be shown. Each fact that a stretch cites must prove all of it."""
        found: list[str] = []
        for stretch in sentence.stretches:
            for number in stretch.cited:
                if number not in self.facts:
                    return [f"there is no [{number}]"]
                found += wrong(stretch.text, self.facts[number])
        if not says_nothing(sentence.rest, self.language):
            found.append("what stands behind the last citation is not cited")
        if not found:
            found = [fault for claim in self.claims_of(sentence, first=True) for fault in unproved(claim)]
        return found

    def _said(self, number: int) -> bool:
        stretches = [
            stretch.text
            for sentence in (*self.shown, *self.held)
            for stretch in sentence.stretches
            if number in stretch.cited
        ]
        around = [sentence.text for sentence in (*self.shown, *self.held)] if self.one_place else []
        return bool(stretches) and not missing(stretches, self.facts[number], around)


@dataclass
class Reworder:
    """Asks a model to word an answer."""

    model: LanguageModel

    def begin(self, query: Query, draft: Draft) -> Reworded | None:
        """The facts that a model may word, best first, as many as fit; None where there are none."""
        if draft.status is not Status.ANSWERED:
            return None
        room = self.model.room - self.model.count(template("reword").system + query.resolved)
        facts: dict[int, Fact] = {}
        for claim in draft.claims:
            if not _wordable(claim):
                continue
            room -= self.model.count(fact(len(facts) + 1, claim.text))
            if room < 0 or len(facts) == MOST_FACTS:
                break
            facts[len(facts) + 1] = Fact(claim, query.language, _task(claim, draft))
        return Reworded(draft, facts) if facts else None

    def stream(self, query: Query, worded: Reworded, session: Session) -> Iterator[Sentence]:
        """The sentences that may be shown, as they come; afterwards `worded` holds the rest of the matter."""
        values = {
            "language": _LANGUAGES[query.language],
            "question": escaped(query.resolved),
            "facts": "\n".join(fact(number, each.claim.text) for number, each in worded.facts.items()),
        }
        for sentence in sentences(session.stream(self.model.steps.reword, values)):
            yield from worded.take(sentence)
        worded.finish()


def _cited(sentence: Sentence) -> list[int]:
    return [number for stretch in sentence.stretches for number in stretch.cited]


def _wordable(claim: Claim) -> bool:
    """A sentence that rests on sources; no line of a list, no heading of one."""
    text = claim.text.strip()
    return bool(claim.sources) and not text.startswith("- ") and not text.endswith(":") and len(text) <= LONGEST_FACT


def _task(claim: Claim, draft: Draft) -> Task | None:
    """The row that a claim rests on, where it rests on one alone."""
    if len(claim.sources) != 1:
        return None
    source = claim.sources[0]
    rows = (record for record in draft.records if isinstance(record, Task))
    return next((row for row in rows if row.plan == source.plan and row.spans == source.spans), None)


def _beside(text: str) -> tuple[str, ...]:
    """Words with a small word behind them ("Theo kế", "La đặt"): neighbours that make no name, each of them checked."""
    return tuple(f"{first} {second}" for first, second in pairwise(_WORDS.findall(text)) if second == second.lower())
