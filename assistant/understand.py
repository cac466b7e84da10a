"""A question → `Query`: places, time, agencies, numbers and codes are recognised, what is asked is decided, and the
words that are left are the topic. Everything that is recognised comes from data or from the plans in the store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from itertools import pairwise

from assistant.asked_agencies import asked_agency, find_agencies
from assistant.asking import asked_fields, expected_kind, what_is_asked
from assistant.cues import DECIDING, INTERROGATIVE, TAKEN, all_cues, cues, field_cues
from assistant.documents import documents_in
from assistant.indicators import indicators_in
from assistant.known import Known
from assistant.language import language_of, with_field_terms
from assistant.measures import AskedMeasure, asked_measure
from assistant.places import Places
from assistant.references import references
from assistant.signs import Signs
from assistant.spelling import keyed, respelled, respelled_text
from assistant.timeframe import timeframe
from assistant.turns import Ask, AskedAgency, Query, Role, Scope, Timeframe
from assistant.wording import (
    Found,
    Phrases,
    Words,
    content_words,
    filler_phrases,
    is_filler,
    table,
    written_out,
)
from ingest.errors import BadInput
from ingest.letters import UPPER
from ingest.records import HeaderField
from ingest.text import canonical, normalise

LONGEST = 4000
"""Characters of a question; a page of a plan has about 2,500."""

_ABOUT = frozenset({"về", "ve", "about", "cho"})
_GIVEN = frozenset({"giao", "cong"})  # "giao cho", "phân công cho"
_PART = "thôn|bản|ấp|buôn|làng|khu phố|tổ dân phố|tổ|nóc|khóm|tiểu khu|xóm"
_CAPITAL = rf"[{UPPER}][^\W\d_]*"
_NAME = re.compile(rf"\b(?i:{_PART})\s+(?:số\s+)?(?:\d+|{_CAPITAL}(?:\s+{_CAPITAL})*)")
"""A part of a commune with its number or its name."""
_MARKUP = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]|</?[a-zA-Z][^<>]*>|\]\([^()\s]*\)|https?://[^\s)\]]+")
"""Control characters, tags, the address of a link: none of them is a word."""
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


@dataclass(frozen=True)
class Understanding:
    """Understands questions against one state of the store."""

    known: Known
    places: Places
    restore: Callable[[str], str] = str

    def query(self, question: str, today: date, plans: Sequence[str] = (), spoken: str = "vi") -> Query:
        """The question as it stands, without what was said before it. Raises BadInput for no words or too many.

        `spoken` is the language of the conversation, for words that two languages share.
        """
        folded = re.sub(r"(?<=[^\W\d_])\s*%", " phần trăm", cleaned(question))  # "bao nhiêu %"
        language = language_of(folded, spoken)
        if language == "vi":
            folded = keyed(folded, self.known)
        words = _spelt_out(folded)
        if language == "en":
            words = with_field_terms(words)
        scope, named = self.places.scope(words, folded, plans)
        if language == "vi":
            typed, words = words, respelled(words, self.known, named)
            folded = respelled_text(folded, typed, words)
        text, words = _indexed(words)
        if words.unaccented and language == "vi":
            words = self._restored(text, words)
        reading = _Reading(self, words, text, canonical(folded), today, scope, named, folded)
        return reading.query(question.strip(), language, tuple(plans))

    def _restored(self, text: str, words: Words) -> Words:
        """The words with the accents that were left out, and which of these the plans have beside a neighbour."""
        restored = tuple(word.text for word in Words.of(self.restore(text)))
        if len(restored) == len(words):
            unseen = self.known.weight("\x00", plain=False)
            seen = [self.known.weight(" ".join(pair), plain=False) < unseen for pair in pairwise(restored)]
            words.restored = restored
            words.certain = tuple(left or right for left, right in zip([False, *seen], [*seen, False], strict=True))
        return words


def _spelt_out(folded: str) -> Words:
    """The words of a question, abbreviations written out; that does not make its typing accented."""
    typed = Words.of(_acronyms(folded))
    return Words.of(" ".join(written_out([word.text for word in typed]))).keep(typed)


def cleaned(question: str) -> str:
    """The question without control characters, white space folded. Raises BadInput where nothing can be read."""
    folded = " ".join(_MARKUP.sub(" ", normalise(question)).split())
    if len(folded) > LONGEST:
        raise BadInput(f"the question has {len(folded)} characters, the most is {LONGEST}: ask in fewer words")
    if not any(character.isalnum() for character in folded):
        raise BadInput("the question has no words: type what you want to know, for example who chairs a task")
    return folded


def _acronyms(folded: str) -> str:
    """Acronyms that lower case would turn into another word ("AI" and "ai"), written out where the case shows it."""
    if folded.isupper():
        return folded
    acronyms = table("words").get("case_sensitive", {})
    assert isinstance(acronyms, dict)
    for acronym, meaning in acronyms.items():
        folded = re.sub(rf"(?<=\S )\b{re.escape(str(acronym))}\b", str(meaning), folded)
    return folded


def _indexed(words: Words) -> tuple[str, Words]:
    """The words joined by single spaces, with their ranges in that text."""
    text = " ".join(word.text for word in words)
    again = Words.of(text)
    if len(again) == len(words):
        return text, again.keep(words)
    return text, words


@dataclass
class _Reading:
    """One question while it is read: which words are taken, and by what."""

    understanding: Understanding
    words: Words
    text: str
    folded: str
    today: date
    scope: Scope
    places: list[tuple[int, int]]
    raw: str

    def query(self, question: str, language: str, plans: tuple[str, ...]) -> Query:
        """The question as understood, from what stands in it alone."""
        pointed = references(self.folded)
        taken = self._taken([*self.places, *(at for text in pointed.texts for at in self._ranges(text))])
        time = timeframe(self._unpointed(pointed.texts), self.today)
        signs = self._signs(taken, pointed.numbers, pointed.codes, time)
        ask, explicit = what_is_asked(signs)
        lists = ask in (Ask.TASKS, Ask.DUTIES)
        asked_for = self._measure(taken, signs, ask)
        topic = self._topic(taken, signs, ask, asked_for)
        asked = self._agencies(signs)
        named = {at for agency in signs.agencies for at in range(agency.start, agency.end)}
        return Query(
            question=question,
            resolved=question,
            written=" ".join(self.words.restored) or self.text,
            language=language,
            ask=ask,
            expected=expected_kind(ask, signs),
            scope=self._scope(signs, plans),
            topic=self._forms(topic),
            subject=self._subject(topic),
            gist=self._forms(self._gist()),
            names=self._names(signs, ask),
            length=self._length(),
            core=self._forms(at for at in topic if at not in named),
            in_appendix=pointed.in_appendix,
            explicit=explicit,
            agencies=tuple(a for a in asked if a.known or lists or signs.has("yes_no", "lead", "coordinating")),
            time=self._time(time, signs),
            numbers=pointed.numbers,
            appendix=pointed.appendix,
            group=pointed.group,
            codes=pointed.codes,
            documents=signs.documents,
            issuers=signs.issuers,
            indicators=signs.indicators,
            fields=asked_fields(signs) if ask in (Ask.HEADER, Ask.BASES) else (),
            blank=_blank(signs) if ask is Ask.TASKS else None,
            count=_counted(ask, signs),
            extreme=_extreme(signs),
            yes_no=signs.has("yes_no"),
            negated=self._negated(signs),
            unclear=self._unclear(signs, asked),
            present=signs.has("present"),
            above=signs.has("above"),
            last=signs.has("last"),
            again=signs.has("again") and not topic,
            blank_asked=signs.has("blank"),
            why=signs.has("why"),
            about_targets=signs.has("target", "goal"),
            alone=signs.has("alone"),
            by_plan=signs.has("which_plans"),
            measure=asked_for.measure if asked_for else None,
            role_asked=signs.has("lead"),
            unaccented=self.words.unaccented and language == "vi",
            accents=tuple(zip((word.plain for word in self.words), self.words.restored, strict=False)),
            anaphoric=signs.has("anaphora"),
            same_agency=signs.has("same_agency"),
            coordinating=signs.has("coordinating") and not signs.has("lead"),
            ordinal=pointed.ordinal,
            followed=self._starts_with(signs, "follow") or signs.has("anaphora", "same_agency"),
            today=self.today,
        )

    def _only_about(self, agency: Found) -> bool:
        """Whether a word before an agency makes it what something is about, or for, and not whose it is."""
        before = [word.plain for word in self.words[max(0, agency.start - 2) : agency.start]]
        return bool(before) and before[-1] in _ABOUT and not _GIVEN & set(before)

    def _signs(
        self, taken: list[bool], numbers: tuple[str, ...], codes: tuple[str, ...], time: Timeframe | None
    ) -> Signs:
        found = cues(self.words, taken)
        agencies, unknown = find_agencies(self.words, self.understanding.known, taken)
        if not any(cue.name in ("lead", "coordinating") for cue in found):
            # "Nhiệm vụ về trường học" is about schools, not theirs; "nhiệm vụ giao cho Công an" is the police's.
            agencies = tuple(a for a in agencies if not self._only_about(a))
        indicators, indicated = indicators_in(self.words)
        documents, issuers = documents_in(self.words)
        return Signs(
            words=self.words,
            cues=found,
            fields=tuple(cue for cue in field_cues(self.words) if not self._cut_from_word(cue)),
            agencies=agencies,
            unknown_agencies=unknown,
            indicators=indicators,
            indicated=indicated,
            numbers=numbers,
            codes=codes,
            documents=documents,
            issuers=issuers,
            time=time,
            places=len(self.scope.plans) + len(self.scope.elsewhere),
            content=self._content(taken, (*found, *agencies), time),
        )

    def _cut_from_word(self, cue: Found) -> bool:
        """Whether a phrase begins in the middle of a word of the topic ("số bao nhiêu" in "dân số bao nhiêu")."""
        return any(c.start < cue.start < c.end for c in _compounds().find(self.words))

    def _scope(self, signs: Signs, plans: tuple[str, ...]) -> Scope:
        if self.scope.named:
            return self._less_excepted(signs)
        if signs.has("mine"):
            return Scope(plans=plans, mine=True)
        return Scope(plans=plans, everywhere=True) if signs.has("everywhere") else self.scope

    def _less_excepted(self, signs: Signs) -> Scope:
        """ "Trừ Kiên Hải", "ngoài Mường La ra": every plan but those."""
        ends = {cue.end for cue in signs.cues if cue.name == "except"}
        if not self.scope.plans or not any(start in ends for start, _ in self.places):
            return self.scope
        every = self.understanding.places.localities
        rest = tuple(plan for plan in every if plan not in self.scope.plans)
        return replace(self.scope, plans=rest, excluded=self.scope.plans)

    def _agencies(self, signs: Signs) -> tuple[AskedAgency, ...]:
        """The agencies with their parts and their polarity; the generic party where it is named."""
        negated = {cue.end for cue in signs.cues if cue.name in ("except", "not")}
        asked = []
        for found in (*signs.agencies, *signs.unknown_agencies):
            agency = asked_agency(found, signs, self.understanding.known)
            roles = [cue for cue in signs.cues if cue.name in ("lead", "coordinating") and cue.start in negated]
            against = found.start in negated or any(found.end <= cue.start <= found.end + 2 for cue in roles)
            asked.append(replace(agency, excluded=against))
        generic = signs.first("generic_party")
        if generic and not asked and signs.has("lead", "coordinating", "what_tasks", "task"):
            name = " ".join(word.text for word in self.words[generic.start : generic.end])
            role = Role.COORDINATING if signs.has("coordinating") and not signs.has("lead") else Role.LEAD
            asked.append(AskedAgency(name, "", role, generic=True))
        return tuple(asked)

    def _unclear(self, signs: Signs, asked: tuple[AskedAgency, ...]) -> bool:
        """Whether a role is denied ("không chủ trì") and no agency or blank field takes the denial up."""
        ends = {cue.end for cue in signs.cues if cue.name == "not"}
        denied = any(cue.start in ends for cue in signs.cues if cue.name in ("lead", "coordinating"))
        return denied and not signs.has("blank", "yes_no") and not any(agency.excluded for agency in asked)

    def _negated(self, signs: Signs) -> bool:
        """Whether "không" stands right before what is said of plans: "kế hoạch nào không nhắc đến …"."""
        ends = {cue.end for cue in signs.cues if cue.name == "not"}
        said = ("mentions", "send", "target", "recipients", "basis", "report")
        direct = any(cue.start in ends for cue in signs.cues if cue.name in said)
        return direct or (
            signs.has("which_plans") and any(0 < end < len(self.words) for end in ends) and not signs.has("blank")
        )

    # --- which words are taken

    def _taken(self, ranges: Iterable[tuple[int, int]], before: list[bool] | None = None) -> list[bool]:
        taken = list(before) if before else [False] * len(self.words)
        for start, end in ranges:
            taken[start:end] = [True] * (end - start)
        return taken

    def _ranges(self, text: str) -> list[tuple[int, int]]:
        """Where a stretch of the question stands among its words: the first place, if any."""
        parts = [word.text for word in Words.of(" ".join(written_out(text.split())))]
        forms = [word.text for word in self.words]
        starts = (at for at in range(len(forms) - len(parts) + 1) if parts and forms[at : at + len(parts)] == parts)
        return [(at, at + len(parts)) for at in starts][:1]

    def _unpointed(self, texts: Sequence[str]) -> str:
        """The question without its references, in which "72" of "nghị quyết 72" is no year."""
        hidden = self._taken(at for text in texts for at in self._ranges(text))
        return " ".join("·" if is_hidden else word.text for is_hidden, word in zip(hidden, self.words, strict=True))

    def _time_ranges(self, time: Timeframe | None) -> list[tuple[int, int]]:
        return self._ranges(time.text) if time and time.text else []

    # --- the topic

    def _content(self, taken: list[bool], found: Sequence[Found], time: Timeframe | None) -> int:
        """How many words neither cue, filler, place, agency nor time has taken."""
        used = (*found, *filler_phrases().find(self.words), *self._title)
        free = self._taken([*((item.start, item.end) for item in used), *self._time_ranges(time)], taken)
        return sum(not is_used and not self._says_nothing(at) for at, is_used in enumerate(free))

    def _topic(self, before: list[bool], signs: Signs, ask: Ask, asked_for: AskedMeasure | None) -> list[int]:
        """The words that nothing else took. In a list's question agencies are conditions, elsewhere part of a topic."""
        used = [cue for cue in signs.cues if cue.name in TAKEN | DECIDING.get(ask, frozenset())]
        used += signs.fields if ask in (Ask.HEADER, Ask.BASES) else ()
        used += [p for p in filler_phrases().find(self.words) if not self._kept & set(range(p.start, p.end))]
        used += (*signs.agencies, *signs.unknown_agencies) if ask in (Ask.TASKS, Ask.DUTIES) else ()
        taken = self._taken([*((item.start, item.end) for item in used), *self._time_ranges(signs.time)], before)
        if asked_for:  # "bao nhiêu ha quế": the measure is no topic
            taken = self._taken([(asked_for.start, asked_for.end)], taken)
        named = {at for agency in signs.agencies for at in range(agency.start, agency.end)}
        return [at for at, used_ in enumerate(taken) if not used_ and (at in named or not self._says_nothing(at))]

    def _measure(self, before: list[bool], signs: Signs, ask: Ask) -> AskedMeasure | None:
        """What has to be counted; records that are counted ("bao nhiêu chỉ tiêu") are no measure."""
        if ask not in _MEASURED or _counted(ask, signs):
            return None
        taken = self._taken(self._time_ranges(signs.time), before)
        return asked_measure(signs, taken, [self._says_nothing(at) for at in range(len(self.words))])

    def _gist(self) -> list[int]:
        """Every word of content, whatever else it was taken for; without places and interrogatives."""
        asked = [(cue.start, cue.end) for cue in all_cues(self.words) if cue.name in INTERROGATIVE]
        taken = self._taken([*self.places, *asked])
        return [at for at, used in enumerate(taken) if not used and not self._says_nothing(at)]

    def _length(self) -> int:
        """How many words say anything at all."""
        polite = self._taken((found.start, found.end) for found in filler_phrases().find(self.words))
        return sum(not polite[at] and not self._says_nothing(at) for at in range(len(self.words)))

    def _names(self, signs: Signs, ask: Ask) -> tuple[str, ...]:
        """Proper names that are no place of a plan and no agency ("Thôn 2", "bản Huổi Cọ"): evidence must hold them."""
        taken = self._taken(self.places)
        found = []
        for match in _NAME.finditer(self.raw):
            ranges = self._ranges(canonical(match.group()))
            if ranges and not any(taken[slice(*ranges[0])]):
                found.append(canonical(match.group()))
        if ask is Ask.FIGURE:
            found += [agency.name for agency in signs.unknown_agencies]  # "bệnh viện đa khoa X có bao nhiêu bác sĩ"
        return tuple(found)

    def _starts_with(self, signs: Signs, name: str) -> bool:
        """Whether a cue stands first, but for words that say nothing ("Dạ, em muốn hỏi thế còn …")."""
        starts = [cue.start for cue in signs.cues if cue.name == name]
        polite = self._taken((p.start, p.end) for p in filler_phrases().find(self.words))
        return any(all(polite[at] or self._says_nothing(at) for at in range(start)) for start in starts)

    @cached_property
    def _title(self) -> tuple[Found, ...]:
        """Where the question names the plan of its place by title: "kế hoạch phòng chống thiên tai"."""
        plans = (self.understanding.known.plans[plan] for plan in self.scope.plans if self.scope.named)
        fields = (record for plan in plans for record in plan.records if isinstance(record, HeaderField))
        titles = [field.value for field in fields if field.field == "title" and field.value]
        texts = [f" {' '.join(content_words(title))} " for title in titles]
        starts = [found.end for found in _documents().find(self.words)]
        return tuple(
            Found("title", start, end)
            for start in starts
            for end in range(len(self.words), start + 1, -1)
            if any(f" {' '.join(word.text for word in self.words[start:end])} " in text for text in texts)
        )

    @cached_property
    def _kept(self) -> frozenset[int]:
        """Filler syllables that belong to a word of the topic here ("số" in "dân số")."""
        return frozenset(at for found in _compounds().find(self.words) for at in range(found.start, found.end))

    def _says_nothing(self, position: int) -> bool:
        if re.fullmatch(r"\d+(?:[/.,]\d+)*%?", self.words[position].text):
            return True  # dates and numbers are conditions, no topic
        return position not in self._kept and is_filler(self.words, position)

    def _forms(self, positions: Iterable[int]) -> tuple[str, ...]:
        words = [self.words[position] for position in positions]
        forms = [word.plain if self.words.unaccented else word.text for word in words]
        return tuple(
            part for form in forms for part in (form.split("/") if form.replace("/", "").isalpha() else [form])
        )

    def _subject(self, positions: list[int]) -> str:
        if not positions:
            return ""
        subject = " ".join(word.text for word in self.words[positions[0] : positions[-1] + 1])
        return self.understanding.restore(subject) if self.words.unaccented else subject

    def _time(self, time: Timeframe | None, signs: Signs) -> Timeframe | None:
        if signs.has("overdue"):
            return Timeframe("overdue", time.start, time.end, time.text) if time else Timeframe("overdue")
        if signs.has("due_soon") and time is None:
            return Timeframe("due_soon")
        waits = signs.first("conditional")
        if time is None and waits and signs.has("what_tasks", "task", "how_many", "list"):
            return Timeframe("conditional", text=" ".join(word.text for word in self.words[waits.start : waits.end]))
        cue = signs.first("recurring")
        if time is None and cue and signs.has("what_tasks", "task", "how_many", "list"):
            return Timeframe("recurring", text=" ".join(word.text for word in self.words[cue.start : cue.end]))
        return time


@cache
def _documents() -> Phrases:
    entries = table("words")["documents"]
    assert isinstance(entries, list)
    return Phrases(("document", str(entry)) for entry in entries)


@cache
def _compounds() -> Phrases:
    entries = table("words")["compounds"]
    assert isinstance(entries, list)
    return Phrases(("compound", str(entry)) for entry in entries)


def _counted(ask: Ask, signs: Signs) -> bool:
    if ask is Ask.FIGURE:
        return signs.near("how_many", "target", 1)
    return ask in _COUNTED and signs.has("how_many")


def _blank(signs: Signs) -> str | None:
    if not signs.has("blank"):
        return None
    fields = {"when": "deadline", "coordinating": "coordinating", "lead": "lead"}
    blanks = [cue for cue in signs.cues if cue.name == "blank"]
    named = [cue for cue in signs.cues if cue.name in fields]
    pairs = [(abs(cue.start - blank.end), cue.start < blank.start, cue.name) for cue in named for blank in blanks]
    return fields[min(pairs)[2]] if pairs else None


def _extreme(signs: Signs) -> str | None:
    if signs.has("highest"):
        return "highest"
    return "lowest" if signs.has("lowest") else None
