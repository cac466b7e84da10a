"""One question while it is read: its signs, its conditions and its topic, as a `Query`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.asked_agencies import asked_agency, find_agencies
from assistant.asking import expected_kind, what_is_asked
from assistant.asking_documents import asked_fields
from assistant.cues import cues, field_cues
from assistant.days import days_in
from assistant.documents import documents_in
from assistant.indicators import indicators_in
from assistant.references import References, references
from assistant.signs import Signs
from assistant.timeframe import timeframe
from assistant.turns import Ask, AskedAgency, Query, Role, Scope, Timeframe
from assistant.word_use import WordUse, is_counted
from assistant.wording import Found

_ABOUT = frozenset({"về", "ve", "about", "cho"})
_GIVEN = frozenset({"giao", "cong"})  # "giao cho", "phân công cho"
_FAR = 7  # words from "giao" to its agency: "giao những việc gì cho …"

_AND = frozenset({"va", "hay", "hoac", "voi", "cung", "lan", "and", "or", "nor"})
_BESIDE = 2  # words between "ngoài" and the topic: "ngoài việc tuyên truyền"
_IN_COMMON = re.compile(
    r"\b(?:giống(?: nhau)?|giong(?: nhau)?|trùng nhau|trung nhau|vừa .{1,40} vừa|vua .{1,40} vua"
    r"|in common|the same tasks)\b"
)
_WHOSE = frozenset({"cua", "do", "thuoc", "phan", "viec"})
_LEADING_TO_TIME = frozenset("la han thoi trong vao nam quy thang lam viec ghi den due in".split())
_DENYING = re.compile(r"(?:^| )(?:khong|khong phai|chua|tru|khac|khac voi|ngoai|not|except|than)$")


@dataclass
class Question:
    """One question: its words and how they are used, its text, and the plans that are there to be asked about."""

    use: WordUse
    text: str
    folded: str
    today: date
    plans: tuple[str, ...]

    def query(self, question: str, language: str, plans: tuple[str, ...]) -> Query:
        """The question as understood, from what stands in it alone."""
        pointed = self._less_own(references(self.folded))
        taken = self.use.taken([*self.use.places, *(at for text in pointed.texts for at in self.use.ranges(text))])
        time = timeframe(self.use.unpointed(pointed.texts), self.today)
        signs = self._signs(taken, pointed, time)
        ask, explicit = what_is_asked(signs)
        asked = self._agencies(signs)
        if ask is Ask.DUTIES and asked and all(agency.excluded for agency in asked):
            ask = Ask.TASKS  # "nhiệm vụ … trừ của Phòng Kinh tế"
        lists = ask in (Ask.TASKS, Ask.DUTIES)
        asked_for = self.use.measure(taken, signs, ask)
        topic = self.use.topic(taken, signs, ask, asked_for)
        named = {at for agency in signs.agencies for at in range(agency.start, agency.end)}
        return Query(
            question=question,
            resolved=question,
            written=" ".join(self.use.words.restored) or self.text,
            language=language,
            ask=ask,
            expected=expected_kind(ask, signs),
            scope=self._scope(signs, plans),
            topic=self.use.forms(topic),
            subject=self.use.subject(topic),
            gist=self.use.forms(self.use.gist()),
            names=self.use.names(signs, ask),
            length=self.use.length(),
            core=self.use.forms(at for at in topic if at not in named),
            in_appendix=pointed.in_appendix,
            explicit=explicit,
            agencies=tuple(a for a in asked if a.known or lists or signs.has("yes_no", "lead", "coordinating")),
            time=self._denied(self._time(time, signs), signs) if ask is Ask.TASKS else self._time(time, signs),
            numbers=pointed.numbers,
            appendix=pointed.appendix,
            group=pointed.group,
            codes=pointed.codes,
            days=days_in(self.folded),
            documents=signs.documents,
            issuers=signs.issuers,
            indicators=signs.indicators,
            people=tuple(person.name for person in signs.people),
            fields=asked_fields(signs) if ask in (Ask.HEADER, Ask.BASES) else (),
            blank=_blank(signs) if ask is Ask.TASKS else None,
            count=is_counted(ask, signs),
            extreme=_extreme(signs),
            yes_no=signs.has("yes_no"),
            negated=self._negated(signs),
            appendix_asked=signs.has("has_appendix", "no_appendix"),
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
            in_common=_IN_COMMON.search(self.text) is not None,
            excepted=self._excepted(signs, topic),
            others=signs.has("elsewhere_too"),
            measure=asked_for.measure if asked_for else None,
            role_asked=signs.has("lead"),
            unaccented=self.use.words.unaccented and language == "vi",
            accents=self._accents(topic),
            anaphoric=signs.has("anaphora"),
            same_agency=signs.has("same_agency"),
            coordinating=signs.has("coordinating") and not signs.has("lead"),
            ordinal=pointed.ordinal,
            followed=self.use.starts_with(signs, "follow") or signs.has("anaphora", "same_agency"),
            today=time.end if time and time.end and signs.has("overdue") and self._is_clock(time) else self.today,
        )

    def _accents(self, topic: list[int]) -> tuple[tuple[str, str], ...]:
        """Each plain word with its restored form; the topic's last: its "tri" is "trí", another "trì"."""
        pairs = list(zip((word.plain for word in self.use.words), self.use.words.restored, strict=False))
        return (*pairs, *(pairs[at] for at in topic if at < len(pairs)))

    def _less_own(self, pointed: References) -> References:
        """Without the numbers that only say which plan is meant: "kế hoạch 72 số bao nhiêu" asks for its own."""
        own = {code for code in pointed.perhaps_own if code in self.use.known.subjects}
        return replace(pointed, codes=tuple(code for code in pointed.codes if code not in own)) if own else pointed

    def _only_about(self, agency: Found) -> bool:
        """Whether a word before an agency makes it what something is about, or for, and not whose it is."""
        before = [word.plain for word in self.use.words[max(0, agency.start - _FAR) : agency.start]]
        given = bool(_GIVEN & set(before[-2:])) or (before[-1:] == ["cho"] and bool(_GIVEN & set(before)))
        return bool(before) and before[-1] in _ABOUT and not given

    def _over_a_stop(self, cue: Found) -> bool:
        """Whether a comma stands inside a phrase wherever its words stand ("… không, ai chủ trì")."""
        words = r"\W+".join(re.escape(word.text) for word in self.use.words[cue.start : cue.end])
        stretches = re.findall(rf"(?<!\w){words}(?!\w)", self.folded) if len(cue) > 1 else []
        return bool(stretches) and all(re.search("[,;?!]", stretch) for stretch in stretches)

    def _signs(self, taken: list[bool], pointed: References, time: Timeframe | None) -> Signs:
        found = tuple(cue for cue in cues(self.use.words, taken) if not self._over_a_stop(cue))
        agencies, unknown = find_agencies(self.use.words, self.use.known, taken)
        if not any(cue.name in ("lead", "coordinating") for cue in found):
            # "Nhiệm vụ về trường học" is about schools, not theirs; "nhiệm vụ giao cho Công an" is the police's.
            agencies = tuple(a for a in agencies if not self._only_about(a))
        indicators, indicated = indicators_in(self.use.words)
        documents, issuers = documents_in(self.use.words)
        people = self.use.known.signer_phrases.find(self.use.words)
        return Signs(
            words=self.use.words,
            cues=found,
            fields=tuple(cue for cue in field_cues(self.use.words) if not self.use.cut_from_word(cue)),
            agencies=agencies,
            unknown_agencies=unknown,
            indicators=indicators,
            indicated=indicated,
            numbers=pointed.numbers,
            codes=pointed.codes,
            part=pointed.in_appendix or bool(pointed.group),
            documents=documents,
            issuers=issuers,
            time=time,
            places=len(self.use.scope.plans) + len(self.use.scope.elsewhere),
            people=people,
            content=self.use.content(taken, (*found, *agencies, *people), time),
        )

    def _scope(self, signs: Signs, plans: tuple[str, ...]) -> Scope:
        if self.use.scope.named:
            return self._less_excepted(signs)
        if signs.has("mine"):
            return Scope(plans=plans, mine=True)
        return Scope(plans=plans, everywhere=True) if signs.has("everywhere") else self.use.scope

    def _less_excepted(self, signs: Signs) -> Scope:
        """ "Trừ Kiên Hải", "ngoài Mường La ra": every plan but those."""
        ends = {cue.end for cue in signs.cues if cue.name == "except"}
        if not self.use.scope.plans or not any(start in ends for start, _ in self.use.places):
            return self.use.scope
        rest = tuple(plan for plan in self.plans if plan not in self.use.scope.plans)
        return replace(self.use.scope, plans=rest, excluded=self.use.scope.plans)

    def _agencies(self, signs: Signs) -> tuple[AskedAgency, ...]:
        """The agencies with their parts and their polarity; the generic party where it is named."""
        negated = {cue.end for cue in signs.cues if cue.name in ("except", "not")}
        lacking = {cue.end for cue in signs.cues if cue.name == "blank"}  # "không có Phòng Kinh tế phối hợp"
        asked = []
        last: tuple[Found, bool] | None = None
        for found in (*signs.agencies, *signs.unknown_agencies):
            agency = asked_agency(found, signs, self.use.known)
            roles = [cue for cue in signs.cues if cue.name in ("lead", "coordinating") and cue.start in negated]
            against = bool({found.start, self._owner(found.start)} & (negated | lacking)) or any(
                found.end <= cue.start <= found.end + 2 or cue.end <= found.start <= cue.end + 1 for cue in roles
            )
            joined = last is not None and last[1] and self._joined(last[0], found)
            asked.append(replace(agency, excluded=against or joined))
            last = found, against or joined
        generic = signs.first("generic_party")
        if generic and not asked and signs.has("lead", "coordinating", "what_tasks", "task"):
            name = " ".join(word.text for word in self.use.words[generic.start : generic.end])
            role = Role.COORDINATING if signs.has("coordinating") and not signs.has("lead") else Role.LEAD
            asked.append(AskedAgency(name, "", role, generic=True))
        return tuple(asked)

    def _joined(self, one: Found, other: Found) -> bool:
        """Whether only "hay", "và", "hoặc" stands between two agencies, so that what denies the one denies both."""
        return 0 <= other.start - one.end <= 1 and all(
            word.plain in _AND for word in self.use.words[one.end : other.start]
        )

    def _owner(self, start: int) -> int:
        """Where an agency begins, with the words before it that say whose something is ("không phải của …")."""
        while start and self.use.words[start - 1].plain in _WHOSE:
            start -= 1
        return start

    def _unclear(self, signs: Signs, asked: tuple[AskedAgency, ...]) -> bool:
        """Whether a role is denied ("không chủ trì") and no agency or blank field takes the denial up."""
        ends = {cue.end for cue in signs.cues if cue.name == "not"}
        denied = any(cue.start in ends for cue in signs.cues if cue.name in ("lead", "coordinating"))
        return denied and not signs.has("blank", "yes_no") and not any(agency.excluded for agency in asked)

    def _excepted(self, signs: Signs, topic: list[int]) -> bool:
        """ "Ngoài tuyên truyền còn làm gì": whether "ngoài" stands before the topic, and what else is asked."""
        ends = {cue.end for cue in signs.cues if cue.name == "except"}
        return bool(topic) and any(0 <= topic[0] - end <= _BESIDE for end in ends)

    def _negated(self, signs: Signs) -> bool:
        """Whether "không" stands right before what is said of plans: "kế hoạch nào không nhắc đến …"."""
        ends = {cue.end for cue in signs.cues if cue.name == "not"}
        said = ("mentions", "send", "target", "recipients", "basis", "report")
        direct = signs.has("no_appendix") or any(cue.start in ends for cue in signs.cues if cue.name in said)
        return direct or (
            signs.has("which_plans") and any(0 < end < len(self.use.words) for end in ends) and not signs.has("blank")
        )

    def _time(self, time: Timeframe | None, signs: Signs) -> Timeframe | None:
        if signs.has("overdue") and self._is_clock(time):
            return Timeframe("overdue")  # "tính tới hôm nay", "tính đến 1/8/2026": the clock, and no day of its own
        if signs.has("overdue"):
            return Timeframe("overdue", time.start, time.end, time.text) if time else Timeframe("overdue")
        if signs.has("due_soon") and time is None:
            return Timeframe("due_soon")
        waits = signs.first("conditional")
        if time is None and waits and signs.has("what_tasks", "task", "how_many", "list"):
            return Timeframe(
                "conditional", text=" ".join(word.text for word in self.use.words[waits.start : waits.end])
            )
        cue = signs.first("recurring")
        if time is None and cue and signs.has("what_tasks", "task", "how_many", "list"):
            return Timeframe("recurring", text=" ".join(word.text for word in self.use.words[cue.start : cue.end]))
        return time

    def _is_clock(self, time: Timeframe | None) -> bool:
        """Whether a time is the day of the clock: one day, or "tính đến 1/8/2026"."""
        if time is None or time.end is None:
            return False
        return time.start == time.end or _AS_OF.search(self.folded) is not None

    def _denied(self, time: Timeframe | None, signs: Signs) -> Timeframe | None:
        """The time, denied where "không phải", "trừ" or "khác" stands before it: "hạn không phải thường xuyên"."""
        starts = [cue.start for cue in signs.cues if time and cue.name == time.what]
        starts += [start for start, _ in self.use.ranges(time.text)] if time and time.text else []
        if time is None or not starts:
            return time
        at = starts[0]
        while at and self.use.words[at - 1].plain in _LEADING_TO_TIME:
            at -= 1
        before = " ".join(word.plain for word in self.use.words[max(0, at - 2) : at])
        return replace(time, negated=True) if _DENYING.search(before) else time


_AS_OF = re.compile(r"\btính (?:đến|tới)\b|\btinh (?:den|toi)\b|\bas of\b")
_MOST_OF = re.compile(r"\b(?:nhieu|cao|lon)(?: (?!thong\b)\w+){1,3} nhat\b")
_LEAST_OF = re.compile(r"\b(?:it|thap|nho)(?: (?!thong\b)\w+){1,3} nhat\b")
"""What is counted stands inside: "nhiều bác sĩ nhất"."""


def _blank(signs: Signs) -> str | None:
    named = signs.left_blank
    return {"when": "deadline"}.get(named.name, named.name) if named else None


def _extreme(signs: Signs) -> str | None:
    if signs.has("earliest"):
        return "earliest"
    if signs.has("latest"):
        return "latest"
    said = " ".join(word.plain for word in signs.words)
    if signs.has("highest") or _MOST_OF.search(said):
        return "highest"
    return "lowest" if signs.has("lowest") or _LEAST_OF.search(said) else None
