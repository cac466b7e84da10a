"""Everything that was recognised in a question, before it is decided what is asked."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.turns import Timeframe
from assistant.wording import Found, Words


@dataclass(frozen=True)
class Signs:
    """Everything that was recognised in a question, before it is decided what is asked."""

    words: Words
    cues: tuple[Found, ...]
    fields: tuple[Found, ...]
    agencies: tuple[Found, ...]
    unknown_agencies: tuple[Found, ...]
    indicators: tuple[str, ...]
    indicated: tuple[Found, ...]  # where they are named
    numbers: tuple[str, ...]
    codes: tuple[str, ...]
    part: bool  # whether an appendix or a group of one is named
    documents: tuple[str, ...]  # kinds of documents, and who issues them
    issuers: tuple[str, ...]
    time: Timeframe | None
    places: int
    people: tuple[Found, ...]  # who signed a plan of the store, by name
    content: int  # words that are neither cue, filler, place nor time

    def has(self, *names: str) -> bool:
        return any(cue.name in names for cue in self.cues)

    def gives_to(self, agency: Found) -> bool:
        """Whether a work is said to be given to an agency: "sao lại giao Công an xã …"."""
        return any(word.plain == "giao" for word in self.words[max(0, agency.start - 2) : agency.start])

    def first(self, *names: str) -> Found | None:
        return next((cue for cue in self.cues if cue.name in names), None)

    def near(self, first: str, second: str, gap: int = 2) -> bool:
        """Whether a `second` phrase starts within `gap` words after a `first` one ends."""
        return any(
            one.name == first and two.name == second and 0 <= two.start - one.end <= gap
            for one in self.cues
            for two in self.cues
        )

    def involves(self, agency: Found) -> bool:
        """Whether what an agency has to do with in any part is asked for: "liên quan tới Công an"."""
        return any(cue.name == "involving" and 0 <= agency.start - cue.end <= 1 for cue in self.cues)

    @property
    def left_blank(self) -> Found | None:
        """The phrase for the field that a question says is blank: "phối hợp" of "không có cơ quan phối hợp"."""
        whose = {agency.start for agency in (*self.agencies, *self.unknown_agencies)}  # "không có Phòng X phối hợp"
        blanks = [cue for cue in self.cues if cue.name == "blank" and cue.end not in whose]
        named = [cue for cue in self.cues if cue.name in ("when", "coordinating", "lead")]
        pairs = [(abs(cue.start - blank.end), cue.start < blank.start, cue) for cue in named for blank in blanks]
        return min(pairs, key=lambda pair: pair[:2])[2] if pairs else None

    @property
    def starts_with_task(self) -> bool:
        """Whether a question is a noun phrase: "nhiệm vụ về trường học ở …"."""
        return any(cue.name == "task" and cue.start == 0 for cue in self.cues)

    @property
    def rate(self) -> bool:
        """Whether a rate is asked for: "tỷ lệ hồ sơ quá hạn"."""
        return any(
            cue.name in ("target", "quantity") and self.words[cue.start].plain in ("ty", "ti") for cue in self.cues
        )

    @property
    def names_agency(self) -> bool:
        return bool(self.agencies or self.unknown_agencies or self.has("generic_party"))

    @property
    def does(self) -> bool:
        """Whether an agency is the subject and its work is asked for: "Phòng Kinh tế chủ trì gì"."""
        lead = self.first("lead", "coordinating")
        what = [cue for cue in self.cues if cue.name in ("what", "what_tasks")]
        named = [*self.agencies, *self.unknown_agencies]
        return lead is not None and any(a.end <= lead.start for a in named) and any(w.start >= lead.end for w in what)
