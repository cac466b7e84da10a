"""Vietnamese or English? And an English question in the field's Vietnamese terms, so that one lexicon serves both."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, reduce

from assistant.wording import Found, Phrases, Words, table
from ingest.spelling import is_plain_syllable
from ingest.text import canonical

_CERTAIN = 3  # English function words that settle it, however many Vietnamese names stand beside them


@cache
def _function_words(name: str) -> frozenset[str]:
    entries = table("languages")[name]
    assert isinstance(entries, list)
    return frozenset(map(str, entries))


def language_of(text: str, spoken: str = "vi") -> str:
    """ "en" where a question is English by its function words; what could be both is what was `spoken` before."""
    words = Words.of(text)
    found = sum(word.text in _function_words("english") for word in words)
    shared = sum(word.text in _function_words("both") for word in words)
    vietnamese = sum(word.text in _function_words("vietnamese") for word in words)
    accented = sum(word.text != word.plain for word in words)
    if not found and shared and not vietnamese and (spoken == "en" or _foreign(words)):
        return "en"
    if spoken == "en" and found + shared and not vietnamese:
        return "en"  # "And Công an xã?": a name with an English word before it, in an English conversation
    score = found + (shared if found else 0) - vietnamese
    # Names of agencies and places are Vietnamese in an English question too.
    certain = found + shared >= _CERTAIN or accented <= 0.5 * len(words)
    return "en" if score > 0 and certain and len(words) > 1 else "vi"


def spoken_in(history: Sequence[str]) -> str:
    """The language of a conversation so far, from its questions, oldest first."""
    return reduce(lambda spoken, said: language_of(said, spoken), history, "vi")


def _foreign(words: Words) -> bool:
    """Whether most of the longer words are spelt as no Vietnamese syllable is ("the overall budget")."""
    longer = [word.text for word in words if len(word.text) > 3 and word.text.isalpha()]
    return 2 * sum(not is_plain_syllable(word) for word in longer) > len(longer)


_PLURAL = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", ""))


def singular(word: str) -> str:
    """An English noun as dictionaries have it: "agencies" is "agency", "doctors'" is "doctor"."""
    bare = word.rstrip("'’")
    if len(bare) < 4 or not bare.isascii() or bare.endswith(("ss", "us", "is")):
        return bare
    return next((bare[: -len(ending)] + other for ending, other in _PLURAL if bare.endswith(ending)), bare)


@cache
def _terms() -> tuple[Phrases, dict[str, str]]:
    phrases = table("english")["phrases"]
    assert isinstance(phrases, dict)
    terms = {_singulars(canonical(str(english))): str(vietnamese) for english, vietnamese in phrases.items()}
    return Phrases((english, english) for english in terms), terms


def _singulars(text: str) -> str:
    return " ".join(map(singular, text.split()))


def with_field_terms(words: Words) -> Words:
    """The words with the field's English phrases in Vietnamese; the other words stay as they are."""
    phrases, terms = _terms()
    chosen: list[Found] = []
    singulars = Words.of(" ".join(singular(word.text) for word in words))
    if len(singulars) != len(words):
        singulars = words
    singulars.unaccented = False  # names in it have their accents, and English has none
    for found in sorted(phrases.find(singulars), key=lambda item: (-len(item), item.start)):
        if all(found.end <= other.start or found.start >= other.end for other in chosen):
            chosen.append(found)
    starts = {found.start: found for found in chosen}
    parts: list[str] = []
    position = 0
    while position < len(words):
        found_here = starts.get(position)
        parts.append(terms[found_here.name] if found_here else words[position].text)
        position = found_here.end if found_here else position + 1
    translated = Words.of(" ".join(parts))
    translated.unaccented = False
    return translated
