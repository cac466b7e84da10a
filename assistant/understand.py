"""A question → `Query`: places, time, agencies, numbers and codes are recognised, what is asked is decided, and the
words that are left are the topic. Everything that is recognised comes from data or from the plans in the store."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assistant.known import Known
from assistant.language import language_of, with_field_terms
from assistant.places import Places
from assistant.question import Question
from assistant.spelling import keyed, remarked, respelled, respelled_text
from assistant.turns import Query
from assistant.word_use import WordUse
from assistant.wording import (
    Words,
    table,
    written_out,
)
from ingest.errors import BadInput
from ingest.text import canonical, normalise, unaccented

LONGEST = 4000
"""Characters of a question; a page of a plan has about 2,500."""

_MARKUP = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f]|</?[a-zA-Z][^<>]*>|\]\([^()\s]*\)|https?://[^\s)\]]+"
    r"|(?i:['\"]?\s*;?\s*\b(?:drop\s+(?:table|database)|delete\s+from|truncate\s+table|alter\s+table|insert\s+into"
    r"|union(?:\s+all)?\s+select|select\s+\*\s+from)\s+\w+\s*;?)|--+\s*$|(?<=;)\s*--+"
    r"|(?i:['\"]\s*or\s+['\"]?1['\"]?\s*=\s*['\"]?1['\"]?)"
)
"""Control characters, tags, the address of a link, statements to a database: none of them is a word."""


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
            folded = keyed(remarked(_ending_not(folded), self.known), self.known)
        words = _spelt_out(folded)
        if language == "en":
            words = with_field_terms(words)
        agencies = [(agency.start, agency.end) for agency in self.known.agency_phrases.find(words)]
        scope, named = self.places.scope(words, folded, plans, agencies)
        if language == "vi":
            typed, words = words, respelled(words, self.known, named)
            folded = respelled_text(folded, typed, words)
        text, words = _indexed(words)
        if words.unaccented and language == "vi":
            words = self._restored(text, words)
        use = WordUse(self.known, self.restore, words, folded, scope, named)
        asked = Question(use, text, canonical(folded), today, tuple(self.places.localities))
        return asked.query(question.strip(), language, tuple(plans))

    def _restored(self, text: str, words: Words) -> Words:
        """The words with the accents that were left out, and which of these the plans have beside a neighbour."""
        restored = tuple(word.text for word in Words.of(self.restore(text)))
        if len(restored) == len(words):
            unseen = self.known.weight("\x00", plain=False)
            words.restored = restored
            words.paired = tuple(self.known.weight(" ".join(pair), plain=False) < unseen for pair in pairwise(restored))
        return words


def _spelt_out(folded: str) -> Words:
    """The words of a question, abbreviations written out; that does not make its typing accented."""
    typed = Words.of(_acronyms(folded))
    return Words.of(" ".join(written_out([word.text for word in typed]))).keep(typed)


def _ending_not(folded: str) -> str:
    """ "… có nhắc nghị quyết 57 k?": the letter at the end is "không", typed as the rest is."""
    said = "khong" if folded == unaccented(folded) else "không"
    return re.sub(r"(?<=\w)\s+(?:k|hk)\s*\?*$", f" {said}", folded, flags=re.IGNORECASE)


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
