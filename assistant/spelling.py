"""Slips of typing put right: Telex keys that were not turned into accents, and one wrong letter in a known word.

Only words that no plan and no table holds are touched, and only where one known word is meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from assistant.known import Known
from assistant.wording import Word, Words, table
from ingest.spelling import is_syllable
from ingest.text import canonical, tone_placed, unaccented

_TELEX_VOWELS = {"aa": "â", "aw": "ă", "ee": "ê", "oo": "ô", "ow": "ơ", "uw": "ư", "dd": "đ"}
_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VOWELS = "aăâeêioôơuưy"
_LETTERS = "abcdđeghiklmnopqrstuvxyăâêôơư"


@cache
def _table_words() -> frozenset[str]:
    """Every word of the lexicon's tables, which is never a slip."""
    found: set[str] = set()
    for name in ("cues", "fields", "words", "english", "agency_heads", "languages"):
        found |= set(re.findall(r"[^\W_]+", canonical(str(table(name)))))
    return frozenset(found)


_MARKED = re.compile(r"[^\W\d_]+")


def remarked(text: str, known: Known) -> str:
    """A text with the marks of a word in their places, where they make no syllable and one known word has them so:
    "mừong" for "mường". Its tone is kept.
    """
    return _MARKED.sub(lambda match: _remarked(match.group(), known), text)


def _remarked(word: str, known: Known) -> str:
    plain = unaccented(word)
    if plain == word.lower() or is_syllable(word):
        return word
    alike = (form for form in known.vocabulary if unaccented(form) == plain)
    forms = [form for form in alike if _tone(form) == _tone(word) and is_syllable(form)]
    return forms[0] if len(forms) == 1 else word


def _tone(word: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFD", word.lower()) if mark in _TONES.values())


def respelled(words: Words, known: Known, names: Sequence[tuple[int, int]] = ()) -> Words:
    """The words with slips put right, one for one; those of `names` (word ranges) stay as they are."""
    kept = {position for start, end in names for position in range(start, end)}
    changed = [word.text if at in kept else _respelled(at, words, known) for at, word in enumerate(words)]
    if changed == [word.text for word in words]:
        return words
    result = Words(
        Word(text, unaccented(text), word.start, word.end) for text, word in zip(changed, words, strict=True)
    )
    return result.keep(words)


def _respelled(position: int, words: Words, known: Known) -> str:
    word = words[position]
    if not word.text.isalpha() or word.text in known.vocabulary or word.text in _table_words():
        return word.text
    if words.unaccented:
        return _plainly_respelled(word.plain, known)
    decoded = telex(word.text)
    if decoded != word.text and (decoded in known.vocabulary or decoded in _table_words()):
        return decoded
    if len(word.text) < 3:
        return word.text
    candidates = {form for form in _one_edit(word.text) if form in known.vocabulary or form in _table_words()}
    swapped = candidates & _swapped(word.text)
    if len(swapped) == 1 and not is_syllable(word.text):
        return swapped.pop()
    if word.text == word.plain:
        candidates = {form for form in known.vocabulary if unaccented(form) == word.text} or candidates
    if len(candidates) == 1 and not is_syllable(word.text):
        return candidates.pop()
    fitting = [form for form in candidates if _pairs(form, position, words, known)]
    return fitting[0] if len(fitting) == 1 else word.text


def _plainly_respelled(word: str, known: Known) -> str:
    """A word typed without accents: only two letters that changed places are put right, and only in no syllable."""
    if len(word) < 3 or word in known.plain_vocabulary or word in _plain_table_words():
        return word
    candidates = {form for form in _swapped(word) if form in known.plain_vocabulary or form in _plain_table_words()}
    return candidates.pop() if len(candidates) == 1 else word


@cache
def _plain_table_words() -> frozenset[str]:
    return frozenset(map(unaccented, _table_words()))


def _swapped(word: str) -> set[str]:
    """Words with two neighbouring letters exchanged."""
    return {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}


def _pairs(form: str, position: int, words: Words, known: Known) -> bool:
    """Whether a candidate stands beside its neighbour somewhere in the plans."""
    neighbours = [words[at].text for at in (position - 1, position, position + 1) if 0 <= at < len(words)]
    at = 1 if position else 0
    neighbours[at] = form
    unseen = known.weight("\x00", plain=False)
    return any(known.weight(" ".join(pair), plain=False) < unseen for pair in pairwise(neighbours))


def _one_edit(word: str) -> set[str]:
    """Words one substitution (an accent counts as one), insertion, deletion or swap away."""
    letters = set(_LETTERS) | {accented for letter in word for accented in _accented(letter)}
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    edits = {a + b[1:] for a, b in splits if b}
    edits |= {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    edits |= {a + letter + b[1:] for a, b in splits if b for letter in letters}
    edits |= {a + letter + b for a, b in splits for letter in _LETTERS}
    return edits


@cache
def _accented(letter: str) -> frozenset[str]:
    """All forms of a vowel: "a" gives à á ả ã ạ ă ằ … â ấ …"""
    plain = unaccented(letter)
    bases = [base for base in _VOWELS + "đd" if unaccented(base) == plain]
    return frozenset(canonical(base + tone) for base in bases for tone in ("", *_TONES.values()))


def keyed(text: str, known: Known | None = None) -> str:
    """A text with Telex keys that were not turned into accents, turned: "chur trif" is "chủ trì".

    A word of the plans with two letters exchanged ("torng") is no Telex.
    """

    def turned(match: re.Match[str]) -> str:
        word = match.group()
        slipped = known is not None and any(_is_word(form, known) for form in _swapped(word.lower()))
        return word if slipped else _half_keyed(_keyed(word), known)

    return re.sub(r"[^\W\d_]+", turned, text)


def _is_word(form: str, known: Known) -> bool:
    return form in known.vocabulary or form in _table_words()


def respelled_text(text: str, before: Words, after: Words) -> str:
    """A text with the slips of its words put right in it."""
    for typed, meant in {(b.text, a.text) for b, a in zip(before, after, strict=True) if b.text != a.text}:
        text = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", meant, text, flags=re.IGNORECASE)
    return text


def _keyed(word: str) -> str:
    if not word.isascii() or len(word) < 3 or word.isupper() or is_syllable(word.lower()):
        return word
    decoded = telex(word.lower())
    if decoded == word.lower() or not is_syllable(decoded) or word.lower() in _table_words():
        return word
    return decoded.capitalize() if word[0].isupper() else decoded


def _half_keyed(word: str, known: Known | None) -> str:
    """A word with the key of its tone and none of its vowel's mark: "mienx" is "miễn", where no other word has both."""
    key = re.fullmatch(r"([a-z]+)([sfrxj])", word)
    if known is None or key is None or is_syllable(word) or word in _table_words():
        return word
    tone = _TONES[key.group(2)]
    fits = {w for w in known.vocabulary if unaccented(w) == key.group(1) and tone in unicodedata.normalize("NFD", w)}
    return fits.pop() if len(fits) == 1 else word


def telex(word: str) -> str:
    """A word typed with Telex keys, as they would have turned it: "nhiemej" is none, "nhieemj" is "nhiệm"."""
    text = word
    tone = ""
    # The key of a tone stands at the end, or right behind a vowel, where no syllable has these letters.
    key = re.search(r"[sfrxj]$", text) or re.search(r"(?<=[aăâeêioôơuưyw])[sfrxj]", text)
    if key and re.search(r"[aeiouy]", text[: key.start()]):
        tone, text = _TONES[key.group()], text[: key.start()] + text[key.end() :]
    text = text.replace("uow", "ươ")
    for keys, letter in _TELEX_VOWELS.items():
        text = text.replace(keys, letter)
    return tone_placed(canonical(_toned(text, tone))) if tone else canonical(text)


def _toned(text: str, tone: str) -> str:
    """The tone mark on the vowel that carries it (Vietnamese orthography: the marked vowel, else the nucleus)."""
    vowels = [at for at, letter in enumerate(text) if letter in _VOWELS]
    if text.startswith(("qu", "gi")) and len(vowels) > 1:
        vowels = vowels[1:]
    marked = [at for at in vowels if text[at] in "ăâêôơư"]
    if marked:
        at = marked[-1]
    elif len(vowels) >= 2 and vowels[-1] < len(text) - 1:
        at = vowels[-1]
    elif len(vowels) == 3:
        at = vowels[1]
    else:
        at = vowels[0]
    return text[: at + 1] + tone + text[at + 1 :]
