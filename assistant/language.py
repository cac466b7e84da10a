"""Vietnamese or English? And an English question in the field's Vietnamese terms, so that one lexicon serves both."""

from __future__ import annotations

from functools import cache

from assistant.wording import Found, Phrases, Words, table
from ingest.text import canonical

_CERTAIN = 3  # English function words that settle it, however many Vietnamese names stand beside them


@cache
def _function_words() -> tuple[frozenset[str], frozenset[str]]:
    tables = table("languages")
    english, vietnamese = tables["english"], tables["vietnamese"]
    assert isinstance(english, list)
    assert isinstance(vietnamese, list)
    return frozenset(map(str, english)), frozenset(map(str, vietnamese))


def language_of(text: str) -> str:
    """ "en" where a question is English by its function words; everything else is "vi"."""
    english, vietnamese = _function_words()
    words = Words.of(text)
    found = sum(word.text in english for word in words)
    score = found - sum(word.text in vietnamese for word in words)
    accented = sum(word.text != word.plain for word in words)
    # Names of agencies and places are Vietnamese in an English question too.
    return "en" if score > 0 and (found >= _CERTAIN or accented <= 0.5 * len(words)) and len(words) > 1 else "vi"


@cache
def _terms() -> tuple[Phrases, dict[str, str]]:
    phrases = table("english")["phrases"]
    assert isinstance(phrases, dict)
    terms = {canonical(str(english)): str(vietnamese) for english, vietnamese in phrases.items()}
    return Phrases((english, english) for english in terms), terms


def with_field_terms(words: Words) -> Words:
    """The words with the field's English phrases in Vietnamese; the other words stay as they are."""
    phrases, terms = _terms()
    chosen: list[Found] = []
    for found in sorted(phrases.find(words), key=lambda item: (-len(item), item.start)):
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
