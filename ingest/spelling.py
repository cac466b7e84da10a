"""Is this a Vietnamese syllable? Onset, rhyme and tone form a closed system, so that a rule can say.

It judges a decoding or a PDF's text layer: text read wrongly is made of syllables that Vietnamese does not have.
Source: the syllable structure of Vietnamese spelling (Quyết định 240/QĐ of 1984, Quyết định 1989/QĐ-BGDĐT of 2018).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ingest.text import unaccented

_ONSETS = frozenset("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()) | {""}
_RHYMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oc oe oen oeo oet oi om on ong ooc
    oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơng ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh uêu ui um un ung uô uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh
    uyp uyt uyu uơ uơn ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu ynh yt ych yp
    """.split()
)
_PLAIN_ONSETS, _PLAIN_RHYMES = ({unaccented(part) for part in parts} for parts in (_ONSETS, _RHYMES))
_REMEMBERED_TEXTS = 512  # plans that a page shows again and again
_REMEMBERED_WORDS = 1 << 16
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_RISING = frozenset("\u0301\u0323")  # a rhyme that ends in a stop takes only these two
_STOPS = ("c", "p", "t", "ch")
_WORD = re.compile(r"[^\W\d_]+")
_ENDS = frozenset("n m t p ng nh ch".split())  # letters that end a syllable and are no word, nor an item's letter
_CODE = re.compile(r"[A-ZĐƯÔÊ]{2,8}")
_PUNCTUATION = frozenset("“”‘’–—…•·°×÷±≥≤→⇒■□▪●◦©®™§½¼¾²³«»\u00a0\u00ad\u200b\ufeff\u2028\u2029") | frozenset(
    chr(code) for code in range(0x2000, 0x2070)
)
_TOKEN = re.compile(r"[^\s!-/:-@\[-`{-~]+")


def is_syllable(word: str) -> bool:
    """Whether this is spelt as a Vietnamese syllable: "nguyễn", "Định", "quyết", but not "ngyuễn" or "tấg"."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in decomposed if mark in _TONES]
    plain = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
    if len(tones) > 1:
        return False
    for length in range(min(3, len(plain)), -1, -1):
        onset, rhyme = plain[:length], plain[length:]
        if onset in _ONSETS and rhyme in _RHYMES:
            return not rhyme.endswith(_STOPS) or not tones or tones[0] in _RISING
    return plain == "gi"


@lru_cache(_REMEMBERED_WORDS)
def is_plain_syllable(word: str) -> bool:
    """Whether this is a syllable whose accents were left out: "kien", "muong", but not "dnog" or "budget"."""
    plain = unaccented(word.lower())
    return any(
        plain[:length] in _PLAIN_ONSETS and plain[length:] in _PLAIN_RHYMES
        for length in range(min(3, len(plain)), -1, -1)
    )


@lru_cache(_REMEMBERED_TEXTS)
def accented_words(text: str) -> tuple[int, int]:
    """How many words of a text carry a character beyond ASCII, and how many of those are Vietnamese syllables.

    A symbol inside a word ("ho¹ch") makes the word wrong; typographic punctuation is none of it.
    """
    words = valid = 0
    for token in _TOKEN.findall(text):
        bare = "".join(character for character in token if character not in _PUNCTUATION)
        if bare.isascii():
            continue
        words += 1
        letters = _WORD.findall(unicodedata.normalize("NFC", bare))
        valid += bool(letters) and "".join(letters) == _without_digits(bare) and all(map(_good, letters))
    return words, valid


def share_of_words(text: str) -> float:
    """Which share of a text's words are words: syllables, plain ones, codes; not an end of a syllable standing alone.

    1 for a text without words. It falls where letters are wrong and where spaces are lost or put in.
    """
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    if not words:
        return 1.0
    return sum(_good(word) and word not in _ENDS for word in words) / len(words)


def _without_digits(token: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", token) if not c.isdigit() and c != "_")


def _good(word: str) -> bool:
    """A syllable, plain letters, or a code in capitals: "CTr", "ĐU", "HĐND"."""
    return word.isascii() or is_syllable(word) or bool(_CODE.fullmatch(word))
