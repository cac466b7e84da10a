"""A question → `Query`: places, time, agencies, numbers and codes are recognised, what is asked is decided, and the
words that are left are the topic. Everything that is recognised comes from data or from the plans in the store."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from assistant.asking import Signs, asked_fields, expected_kind, what_is_asked
from assistant.indicators import indicators_in
from assistant.known import Known
from assistant.language import language_of, with_field_terms
from assistant.places import Places
from assistant.spelling import respelled
from assistant.timeframe import timeframe
from assistant.turns import Ask, AskedAgency, Query, Role, Scope, Timeframe
from assistant.wording import Found, Phrases, Words, filler_phrases, is_filler, named_phrases, table, written_out
from ingest.agencies import agency_key
from ingest.errors import BadInput
from ingest.text import canonical, normalise

LONGEST = 4000
"""Characters of a question; a page of a plan has about 2,500."""

_IN_APPENDIX = re.compile(r"\b(?:phụ lục|phu luc|danh mục|danh muc|biểu kèm|appendix|annex)\b")
_IN_BODY = re.compile(
    r"\b(?:phần mục tiêu|phan muc tieu|phần lời|phần nội dung|thân văn bản|nội dung kế hoạch|in the text|in the body)\b"
)
_NUMBER = r"(\d{1,3}(?:\.\d{1,2})*)"
_ROW = re.compile(
    r"\b(?:(?:mục tiêu|muc tieu|tt|mục|muc|nhiệm vụ|nhiem vu|dòng|dong|hàng|stt|số thứ tự|việc|viec|đầu việc|chỉ tiêu|chi tieu|row|item|task|no\.|number)"
    r"(?:\s+(?:số|so|thứ|thu|no\.?|number))?\s*"
    + _NUMBER
    + r"|stt\s*"
    + _NUMBER
    + r")\b(?!\s*(?:%|tháng|thang|năm|nam|xã|xa|địa|dia|kế|ke|nhiệm|nhiem|/|-\s*\d))"
)
_APPENDIX = re.compile(r"\b(?:phụ lục|phu luc|appendix|annex|pl)\s*(?:số|so)?\s*(\d{1,2}|[ivx]+)\b")
_GROUP = re.compile(r"\b(?:nhóm|nhom|phần|phan|group|section)\s*(?:số|so)?\s*([ivx]+|\d{1,2})\b")
_CODE = re.compile(r"\b\d{1,4}(?:/\d{4})?\s*[-/]\s*[a-zđ]{1,5}\d{0,2}(?:\s*[-/]\s*[a-zđ]{1,6})*\b", re.IGNORECASE)
_NAMED_CODE = re.compile(
    r"\b(?:nghị quyết|nghi quyet|nq|chỉ thị|chi thi|quyết định|quyet dinh|qđ|kế hoạch|ke hoach|kh|nghị định|nghi dinh|kết luận|ket luan|chương trình hành động|chuong trinh hanh dong|ctr|resolution|directive|decision|decree|conclusion)"
    r"\s+(?:số\s+|so\s+|no\.?\s*)?(\d{1,4}(?:/20\d\d)?)\b(?!\s*[-/]|\s*(?:năm|nam|xã|xa|%))"
)

_TOPICAL = frozenset(
    {"report", "funding", "basis", "target", "duties", "recurring", "done", "blank", "money", "contact"}
)
"""Cues whose words may be the topic itself; they are taken away only where they decided what is asked."""
_DECIDING = {
    Ask.REPORTS: {"report", "report_detail", "recipients", "send"},
    Ask.FUNDING: {"funding", "money"},
    Ask.BASES: {"basis", "issue_verb"},
    Ask.RECIPIENTS: {"recipients", "send"},
    Ask.DUTIES: {"duties"},
    Ask.FIGURE: {"target"},
    Ask.COMPARE: {"target"},
    Ask.TASKS: {"recurring", "blank", "done", "overdue", "due_soon", "target"},
    Ask.DEADLINE: {"done"},
    Ask.CONTRADICTIONS: {"target", "compare"},
    Ask.MENTIONS: {"basis", "send"},
    Ask.HEADER: {"basis", "issue_verb", "office"},
}
_ALWAYS = frozenset(
    "lead coordinating who who_does when how_many how_much which_plans what_tasks what list each task compare highest"
    " lowest higher why elsewhere_too document_which contradiction overdue due_soon follow anaphora plans_held mentions yes_no everywhere mine greeting thanks help".split()
)
_INTERROGATIVE = frozenset(
    "who who_does when how_many how_much which_plans what_tasks what list each follow anaphora mentions yes_no"
    " everywhere mine why elsewhere_too document_which contradiction".split()
)


@cache
def _cues() -> Phrases:
    return named_phrases("cues")


@cache
def _fields() -> Phrases:
    return named_phrases("fields")


@dataclass(frozen=True)
class Understanding:
    """Understands questions against one state of the store."""

    known: Known
    places: Places
    restore: Callable[[str], str] = str

    def query(self, question: str, today: date, plans: Sequence[str] = ()) -> Query:
        """The question as it stands, without what was said before it. Raises BadInput for no words or too many."""
        folded = cleaned(question)
        language = language_of(folded)
        words = Words.of(" ".join(written_out([word.text for word in Words.of(_acronyms(folded))])))
        if language == "en":
            words = with_field_terms(words)
        scope, named = self.places.scope(words, folded, plans)
        if language == "vi" and not words.unaccented:
            words = respelled(words, self.known, named)
        text, words = _indexed(words)
        reading = _Reading(self, words, text, canonical(folded), today, scope, named)
        return reading.query(question.strip(), language, tuple(plans))


def cleaned(question: str) -> str:
    """The question without control characters, white space folded. Raises BadInput where nothing can be read."""
    folded = " ".join(re.sub(r"[\x00-\x08\x0b-\x1f\x7f]|</?[a-zA-Z][^<>]*>", " ", normalise(question)).split())
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
        again.unaccented = words.unaccented
        return text, again
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

    def query(self, question: str, language: str, plans: tuple[str, ...]) -> Query:
        known = self.understanding.known
        taken = [False] * len(self.words)
        scope = self.scope
        for start, end in self.places:
            taken[start:end] = [True] * (end - start)
        cues = tuple(cue for cue in _cues().find(self.words) if not all(taken[cue.start : cue.end]))
        cues = _without_ignored(cues, self.words)
        if any(cue.name == "everywhere" for cue in cues) and not scope.named:
            scope = Scope(plans=plans, everywhere=True)
        if any(cue.name == "mine" for cue in cues) and not scope.named:
            scope = Scope(plans=plans, mine=True)
        numbers, appendix, group, codes, ranges = self._references()
        self._take(taken, ranges)
        time = timeframe(self._without(ranges), self.today)
        agencies, unknown = self._agencies(taken)
        indicators, _ = indicators_in(self.words)
        signs = Signs(
            words=self.words,
            cues=cues,
            fields=_fields().find(self.words),
            agencies=agencies,
            unknown_agencies=unknown,
            indicators=indicators,
            numbers=numbers,
            codes=codes,
            time=time,
            places=len(scope.plans) + len(scope.elsewhere),
            content=self._content(taken, cues, agencies, time),
        )
        ask, explicit = what_is_asked(signs)
        filters = ask in (Ask.TASKS, Ask.DUTIES)
        topic_positions = self._topic(list(taken), signs, ask, filters)
        if (
            ask is Ask.TASKS
            and not topic_positions
            and not _narrowed(signs)
            and not signs.has("what_tasks", "task", "list", "how_many")
        ):
            ask, explicit = Ask.TEXT, False
        asked = tuple(self._asked(found, signs) for found in (*agencies, *unknown))
        return Query(
            question=question,
            resolved=question,
            language=language,
            ask=ask,
            expected=expected_kind(ask, signs),
            scope=scope,
            topic=tuple(self._form(position) for position in topic_positions),
            subject=self._subject(topic_positions),
            gist=tuple(self._form(position) for position in self._gist()),
            core=tuple(self._form(position) for position in topic_positions if position not in _inside(agencies)),
            in_appendix=_IN_APPENDIX.search(self.folded) is not None and not _IN_BODY.search(self.folded),
            explicit=explicit,
            agencies=asked
            if filters or signs.has("yes_no", "lead", "coordinating")
            else tuple(a for a in asked if a.known),
            time=self._time(time, signs),
            numbers=numbers,
            appendix=appendix,
            group=group,
            codes=codes,
            indicators=indicators,
            fields=asked_fields(signs) if ask in (Ask.HEADER, Ask.BASES) else (),
            blank=_blank(signs) if ask is Ask.TASKS else None,
            count=signs.has("how_many")
            and (ask is not Ask.FIGURE or signs.near("how_many", "target", 1))
            and ask
            in (
                Ask.TASKS,
                Ask.FIGURE,
                Ask.FUNDING,
                Ask.MENTIONS,
                Ask.DUTIES,
                Ask.BASES,
                Ask.RECIPIENTS,
                Ask.PLANS,
                Ask.REPORTS,
            ),
            extreme=_extreme(signs),
            yes_no=signs.has("yes_no"),
            why=signs.has("why"),
            role_asked=signs.has("lead"),
            unaccented=self.words.unaccented and language == "vi",
            anaphoric=signs.has("anaphora"),
            ordinal=_ordinal(self.folded),
            followed=signs.has("follow") and _starts_with(signs, "follow") or signs.has("anaphora"),
            today=self.today,
        )

    # --- references

    def _references(self) -> tuple[tuple[str, ...], str | None, str | None, tuple[str, ...], list[tuple[int, int]]]:
        ranges: list[tuple[int, int]] = []
        codes = [m for m in _CODE.finditer(self.folded) if re.search(r"[a-zđ]{2}", m.group())]
        named = [m for m in _NAMED_CODE.finditer(self.folded)]
        numbers = []
        for match in _ROW.finditer(self.folded):
            if any(code.start() <= match.start(1) < code.end() for code in codes):
                continue
            numbers.append(match.group(1) or match.group(2))
            ranges += self._word_ranges(match.group())
        ordinal = _ORDINAL.search(self.folded)
        if ordinal:
            ranges += self._word_ranges(ordinal.group())
        appendix = _APPENDIX.search(self.folded)
        group = _GROUP.search(self.folded)
        for found in (appendix, group, *codes, *named):
            if found:
                ranges += self._word_ranges(found.group())
        return (
            tuple(dict.fromkeys(numbers)),
            appendix.group(1) if appendix else None,
            group.group(1) if group else None,
            tuple(dict.fromkeys([*(re.sub(r"\s+", "", m.group()) for m in codes), *(m.group(1) for m in named)])),
            ranges,
        )

    def _word_ranges(self, text: str) -> list[tuple[int, int]]:
        parts = [word.text for word in Words.of(" ".join(written_out(text.split())))]
        forms = [word.text for word in self.words]
        return [
            (at, at + len(parts))
            for at in range(len(forms) - len(parts) + 1)
            if parts and forms[at : at + len(parts)] == parts
        ][:1]

    def _without(self, ranges: list[tuple[int, int]]) -> str:
        hidden = {position for start, end in ranges for position in range(start, end)}
        return " ".join("·" if position in hidden else word.text for position, word in enumerate(self.words))

    @staticmethod
    def _take(taken: list[bool], ranges: list[tuple[int, int]]) -> None:
        for start, end in ranges:
            taken[start:end] = [True] * (end - start)

    # --- agencies

    def _agencies(self, taken: list[bool]) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
        """Agencies of the plans, and others by their head noun ("Sở Tư pháp"), which must not be taken for a topic."""
        found = _longest(self.understanding.known.agency_phrases.find(self.words))
        covered = {position for agency in found for position in range(agency.start, agency.end)}
        unknown = []
        for phrase in _agency_heads().find(self.words):
            if phrase.start in covered:
                continue
            end = phrase.end
            while (
                end < len(self.words) and end - phrase.end < 4 and not self._breaks(end, taken) and end not in covered
            ):
                end += 1
            if end > phrase.end:
                name = " ".join(word.text for word in self.words[phrase.start : end])
                unknown.append(Found(name, phrase.start, end))
        return found, tuple(unknown)

    def _breaks(self, position: int, taken: list[bool]) -> bool:
        if taken[position] or is_filler(self.words[position], self.words.unaccented):
            return True
        return any(cue.start == position and cue.name in _ALWAYS | {"duties"} for cue in _cues().find(self.words))

    def _asked(self, found: Found, signs: Signs) -> AskedAgency:
        known = found in signs.agencies
        name = " ".join(word.text for word in self.words[found.start : found.end])
        return AskedAgency(name, found.name if known else agency_key(name), _role(found, signs), known)

    # --- topic

    def _content(
        self, taken: list[bool], cues: tuple[Found, ...], agencies: tuple[Found, ...], time: Timeframe | None
    ) -> int:
        free = list(taken)
        for cue in (*cues, *filler_phrases().find(self.words), *agencies):
            free[cue.start : cue.end] = [True] * len(cue)
        self._take_time(free, time)
        return sum(not used and not self._says_nothing(at, free) for at, used in enumerate(free))

    def _topic(self, taken: list[bool], signs: Signs, ask: Ask, filters: bool) -> list[int]:
        deciding = _DECIDING.get(ask, set())
        for cue in signs.cues:
            if cue.name in _ALWAYS or cue.name in deciding:
                taken[cue.start : cue.end] = [True] * len(cue)
        if ask in (Ask.HEADER, Ask.BASES):
            for cue in signs.fields:
                taken[cue.start : cue.end] = [True] * len(cue)
        for phrase in filler_phrases().find(self.words):
            if not self._kept & set(range(phrase.start, phrase.end)):
                taken[phrase.start : phrase.end] = [True] * len(phrase)
        if filters:
            for agency in (*signs.agencies, *signs.unknown_agencies):
                taken[agency.start : agency.end] = [True] * len(agency)
        self._take_time(taken, signs.time)
        inside = {position for agency in signs.agencies for position in range(agency.start, agency.end)}
        return [
            position
            for position, word in enumerate(self.words)
            if not taken[position] and (position in inside or not self._says_nothing(position, taken))
        ]

    def _gist(self) -> list[int]:
        """Every word of content, whatever else it was taken for; without places and interrogatives."""
        taken = [False] * len(self.words)
        self._take(taken, self.places)
        for cue in _cues().find(self.words):
            if cue.name in _INTERROGATIVE:
                taken[cue.start : cue.end] = [True] * len(cue)
        return [at for at in range(len(self.words)) if not taken[at] and not self._says_nothing(at, taken)]

    @cached_property
    def _kept(self) -> frozenset[int]:
        """Filler syllables that belong to a word of the topic here ("số" in "dân số")."""
        return frozenset(at for found in _compounds().find(self.words) for at in range(found.start, found.end))

    def _says_nothing(self, position: int, taken: list[bool]) -> bool:
        if position in self._kept:
            return False
        return is_filler(self.words[position], self.words.unaccented) or self.words[position].text == "·"

    def _take_time(self, taken: list[bool], time: Timeframe | None) -> None:
        if time and time.text:
            self._take(taken, self._word_ranges(time.text))

    def _form(self, position: int) -> str:
        word = self.words[position]
        return word.plain if self.words.unaccented else word.text

    def _subject(self, positions: list[int]) -> str:
        if not positions:
            return ""
        inner = self.words[positions[0] : positions[-1] + 1]
        subject = " ".join(word.text for word in inner)
        return self.understanding.restore(subject) if self.words.unaccented else subject

    # --- time

    def _time(self, time: Timeframe | None, signs: Signs) -> Timeframe | None:
        if signs.has("overdue"):
            return Timeframe(
                "overdue", time.start if time else None, time.end if time else None, time.text if time else ""
            )
        if signs.has("due_soon") and time is None:
            return Timeframe("due_soon")
        if time is None and signs.has("recurring") and signs.has("what_tasks", "task", "how_many", "list"):
            cue = signs.first("recurring")
            assert cue
            return Timeframe("recurring", text=" ".join(word.text for word in self.words[cue.start : cue.end]))
        return time


def _inside(agencies: Sequence[Found]) -> frozenset[int]:
    return frozenset(at for agency in agencies for at in range(agency.start, agency.end))


@cache
def _compounds() -> Phrases:
    entries = table("words")["compounds"]
    assert isinstance(entries, list)
    return Phrases(("compound", str(entry)) for entry in entries)


@cache
def _agency_heads() -> Phrases:
    heads = table("agency_heads")["heads"]
    assert isinstance(heads, list)
    return Phrases(("head", str(head)) for head in heads)


def _longest(found: Sequence[Found]) -> tuple[Found, ...]:
    """Of overlapping phrases the longest; "phòng kinh tế, hạ tầng và đô thị" before "phòng kinh tế"."""
    chosen: list[Found] = []
    for phrase in sorted(found, key=lambda item: (-len(item), item.start)):
        if all(phrase.end <= other.start or phrase.start >= other.end for other in chosen):
            chosen.append(phrase)
    return tuple(sorted(chosen, key=lambda item: item.start))


def _without_ignored(cues: tuple[Found, ...], words: Words) -> tuple[Found, ...]:
    """Cues less those inside a phrase that only looks like one ("hạn" in "hạn chế")."""
    ignored = _ignored().find(words)
    return tuple(
        cue
        for cue in cues
        if not any(phrase.start <= cue.start and cue.end <= phrase.end and len(phrase) > len(cue) for phrase in ignored)
    )


@cache
def _ignored() -> Phrases:
    entries = table("words").get("not_cues", [])
    assert isinstance(entries, list)
    return Phrases(("ignored", str(entry)) for entry in entries)


def _role(agency: Found, signs: Signs) -> Role:
    """An agency's part: by the role word right after it ("Phòng Kinh tế chủ trì"), else the one before it."""
    roles = [cue for cue in signs.cues if cue.name in ("lead", "coordinating")]
    after = [cue for cue in roles if cue.start >= agency.end]
    before = [cue for cue in roles if cue.end <= agency.start]
    names = {cue.name for cue in roles}
    if len(names) == 1:
        return Role.LEAD if "lead" in names else Role.COORDINATING
    nearest = min(
        [*after, *before],
        key=lambda cue: (cue.start - agency.end) if cue in after else (agency.start - cue.end + 1),
        default=None,
    )
    if nearest is None:
        return Role.ANY
    return Role.LEAD if nearest.name == "lead" else Role.COORDINATING


def _narrowed(signs: Signs) -> bool:
    return bool(
        signs.names_agency or signs.time or signs.numbers or signs.has("blank", "overdue", "due_soon", "recurring")
    )


def _blank(signs: Signs) -> str | None:
    if not signs.has("blank"):
        return None
    for cue, field in (("when", "deadline"), ("coordinating", "coordinating"), ("lead", "lead")):
        if signs.has(cue):
            return field
    return None


def _extreme(signs: Signs) -> str | None:
    if signs.has("highest"):
        return "highest"
    return "lowest" if signs.has("lowest") else None


def _starts_with(signs: Signs, name: str) -> bool:
    return any(cue.name == name and cue.start == 0 for cue in signs.cues)


_ORDINALS = {
    "nhất": 1, "đầu tiên": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "nhat": 1, "dau tien": 1, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
}  # fmt: skip
_ORDINAL = re.compile(
    r"\b(?:(?:cái|cai|nhiệm vụ|nhiem vu|việc|viec|mục|muc|dòng|dong|kết quả|ket qua|số|so)\s+(?:thứ|thu)\s+(nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|nhat|tu|bon|nam|sau|bay|tam|chin|muoi|\d{1,2})"
    r"|(?:cái|cai|nhiệm vụ|nhiem vu|việc|viec|mục|muc)\s+(đầu tiên|dau tien)"
    r"|the\s+(first|second|third|fourth|fifth)(?:\s+(?:one|task|item))?)\b"
)


def _ordinal(text: str) -> int | None:
    match = _ORDINAL.search(text)
    if not match:
        return None
    word = next(group for group in match.groups() if group)
    return int(word) if word.isdigit() else _ORDINALS[word]
