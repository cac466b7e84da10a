"""Whether a sentence of a language model says no more than the fact that it cites, and whether it says all of it.

The fact is a sentence of the composer, which has passed the gate. The model may put it in another order and join it in
other words, and nothing else: every word that is not a joining one stands in the fact, beside the words that it stands
beside there; signs of meaning ("không", "trên", "tối thiểu") hold where the plan has them; an agency keeps its part; a
blank is the blank of its own field; and where a fact sets several values side by side, their order stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from assistant.model.fact import Fact, Tokens, content_of, named, without
from assistant.model.tokens import JOIN, STOP, blank_words, is_value, joined_out, labels, lexicon, tokens
from ingest.letters import UPPER
from ingest.records import Task

RUN = 4
"""Words of a task's name in a row that are the name; fewer may be chance."""
SAID = 0.85
"""Share of a fact's words that its sentences must hold."""
_NAME = re.compile(rf"(?<![.:“–;] )(?<=[\s(])[{UPPER}][^\s,;:()“”]*")
"""A word with a capital in the middle of a sentence."""


def wrong(sentence: str, fact: Fact) -> tuple[str, ...]:
    """Why a sentence is not what the fact says; empty where it is."""
    said = tokens(sentence)
    rest = without(said, fact.name, RUN) if fact.name else said
    proof = [*fact.rest, STOP, *fact.placed]
    plain = joined_out(_as_one(rest, [*fact.labels, *fact.names, *fact.years]), fact.words)
    found = [*_strangers(plain, proof, fact), *_torn(plain, proof, fact), *_operators(said, fact)]
    more = _count(said, fact.words.negations) - _count(fact.said, fact.words.negations)
    found += [f"“{token}” is denied once more" for token in more]
    if fact.task:
        found += [*_parts(rest, fact.task, fact), *_blanks(rest, fact.task, fact)]
    return tuple(found)


def missing(sentences: Sequence[str], fact: Fact, around: Sequence[str] = ()) -> tuple[str, ...]:
    """What of a fact its sentences do not say; empty where they say it all, in its order where that matters.

    `around` are the other sentences of an answer about one place: they may have named it.
    """
    said = [token for sentence in sentences for token in [*tokens(sentence), STOP]]
    have = set(said) | ({token for sentence in around for token in tokens(sentence)} & set(fact.where))
    found = [token for token in _needed(fact) if token not in have]
    lost = _count(fact.said, fact.words.operators) - _count(said, fact.words.operators)
    found += [token for token in lost if token not in fact.placed]
    content = [token for token in fact.content if not (fact.quoted and token in fact.placed)]
    held = sum(token in have for token in content)
    if content and held < SAID * len(content):
        found.append(f"{held}/{len(content)} words")
    if fact.ordered and not _in_order(content_of(said, fact.words), fact):
        found.append("order")
    return tuple(found)


def says_nothing(sentence: str, language: str) -> bool:
    """Whether a sentence only joins ("Cụ thể như sau:"), so that it needs no citation."""
    return set(joined_out(tokens(sentence), lexicon(language))) <= {STOP, JOIN}


def _strangers(said: Tokens, proof: Tokens, fact: Fact) -> Iterable[str]:
    """Words that neither join nor stand in the fact."""
    known = {STOP, JOIN, *proof, *(fact.words.operators & set(_quotes(fact)))}
    for token in dict.fromkeys(said):
        if token not in known:
            yield f"“{token}” is not in the fact"


def _torn(said: Tokens, proof: Tokens, fact: Fact) -> Iterable[str]:
    """Neighbours that are no neighbours in the fact: names and measures put together from pieces."""
    pairs = set(pairwise(proof))
    for first, second in pairwise(said):
        if _holds(first, fact) and _holds(second, fact) and (first, second) not in pairs:
            yield f"“{first} {second}” does not stand so in the fact"
    ends = {first for first, second in pairs if second in "%"}
    for first, second in pairwise([*said, STOP]):
        if is_value(first) and first in ends and second != "%" and (first, STOP) not in pairs:
            yield f"“{first}” is a share in the fact"


def _holds(token: str, fact: Fact) -> bool:
    """Whether a token says something by itself: no punctuation, no joining word, no sign of meaning."""
    return token not in (STOP, JOIN) and token not in fact.words.operators


def _operators(said: Tokens, fact: Fact) -> Iterable[str]:
    """Signs of meaning that stand before other words than in the fact, or are left out before theirs."""
    words = fact.words
    said, proof = _bare(said, fact), [*_bare(fact.said, fact), STOP, *_bare(_quotes(fact), fact)]
    pairs = set(pairwise(proof))
    for first, second in pairwise([*said, STOP]):
        if (
            first in words.operators
            and second != STOP
            and (first, second) not in pairs
            and not _far(first, said, pairs)
        ):
            yield f"“{first} {second}” does not stand so in the plan"
    claim = _bare(fact.said, fact)
    before: dict[str, set[str]] = {}
    for first, second in pairwise([STOP, *claim]):
        before.setdefault(second, set()).add(first)
    for first, second in pairwise([STOP, *said]):
        signs = before.get(second, set())
        weighty = is_value(second) or signs <= words.negations
        if signs and weighty and signs <= words.operators and first not in signs:
            yield f"“{second}” stands without “{' / '.join(sorted(signs))}”"


def _far(sign: str, said: Tokens, pairs: set[tuple[str, str]]) -> bool:
    """A sign at the end of what the fact says ("1,5 trở lên") has its neighbour before it."""
    return any((first, second) in pairs and second == sign for first, second in pairwise(said)) and not any(
        first == sign for first, _ in pairs
    )


def _bare(said: Tokens, fact: Fact) -> list[str]:
    """The tokens without those that say nothing between a sign and its value, and signs that belong to another word
    ("chỉ tiêu", "trên địa bàn"). A row's denials are looked at apart."""
    words = fact.words
    ours = words.negations if fact.task else frozenset()
    joined = zip(said, joined_out(list(said), words), strict=True)
    return [
        token
        for token, plain in joined
        if token not in words.passed_over and token not in ours and not (plain == JOIN and token in words.operators)
    ]


def _quotes(fact: Fact) -> list[str]:
    return [token for source in fact.claim.sources for token in [*tokens(source.quote), STOP]]


def _parts(said: Tokens, task: Task, fact: Fact) -> Iterable[str]:
    """Agencies and parts must come in one order: "A chủ trì, B phối hợp", "chủ trì là A, phối hợp là B"."""
    groups: list[str] = []
    cues: list[str] = []
    for what in _marked(said, task):
        if what in ("lead", "coordinating"):
            blank = getattr(task, what) is None
            if not blank and cues[-1:] != [what]:
                cues.append(what)
        elif groups[-1:] != [what[:-1]]:
            groups.append(what[:-1])
    if groups != cues:
        yield f"agencies as {groups}, parts as {cues}"


def _marked(said: Tokens, task: Task) -> list[str]:
    """Agencies ("lead:") and names of parts ("lead") as they stand in a row; who has both parts is left out."""
    names = {
        "lead:": named([task.lead, *(agency.name for agency in task.leads)]),
        "coordinating:": named([task.coordinating, *(agency.name for agency in task.coordinators)]),
    }
    phrases = [(name, field) for field, found in names.items() for name in found]
    both = set(names["lead:"]) & set(names["coordinating:"])
    phrases += [(phrase, field) for field in ("lead", "coordinating") for phrase in labels()[field]]
    phrases.sort(key=lambda entry: -len(entry[0]))
    found: list[str] = []
    at = 0
    plain = [token for token in said if token != STOP]
    while at < len(plain):
        hit = next((entry for entry in phrases if tuple(plain[at : at + len(entry[0])]) == entry[0]), None)
        if hit and hit[0] not in both:
            found.append(hit[1])
        at += len(hit[0]) if hit else 1
    return found


def _blanks(said: Tokens, task: Task, fact: Fact) -> Iterable[str]:
    """ "Không nêu" is said of the field that is blank: the name of a field that stands nearest to it."""
    fields = [
        (at, at + len(phrase), field)
        for field, phrases in labels().items()
        for phrase in phrases
        for at in range(len(said))
        if tuple(said[at : at + len(phrase)]) == phrase
    ]
    for at, token in enumerate(said):
        if token not in fact.words.negations:
            continue
        ahead = [(_apart(said[at + 1 : start]), 0, field) for start, _, field in fields if start > at]
        behind = [(_apart(said[end:at]), 1, field) for _, end, field in fields if end <= at]
        nearest = min((*ahead, *behind), default=None)
        if nearest is None or getattr(task, nearest[2]) is not None:
            yield f"“{token}” is said of what is not blank"


def _apart(between: Tokens) -> int:
    """How far a denial is from the name of a field; what only joins the two does not count, a comma counts much."""
    return sum(5 if token == STOP else token not in blank_words() for token in between)


def _as_one(said: Tokens, names: Iterable[tuple[str, ...]]) -> list[str]:
    """The tokens with each of these names, where it stands whole, as joining words."""
    found = list(said)
    for name in names:
        for at in range(len(found) - len(name) + 1):
            if tuple(found[at : at + len(name)]) == name:
                found[at : at + len(name)] = [JOIN] * len(name)
    return found


def _needed(fact: Fact) -> list[str]:
    """Numbers, dates, codes, the words of names, and of a row its agencies, deadline and place in words."""
    text = fact.claim.text
    if fact.quoted:
        for source in fact.claim.sources:
            text = text.replace(source.place, " ")
    found = [token for token in tokens(text) if is_value(token) or token in "%≥≤<>"]
    for name in _NAME.findall(text):
        found += [token for token in joined_out(tokens(name), fact.words) if token != JOIN]
    for cell in (fact.task.lead, fact.task.coordinating, fact.task.deadline) if fact.task else ():
        if cell and cell in text:
            found += [token for token in joined_out(tokens(cell), fact.words) if _holds(token, fact)]
    return [token for token in dict.fromkeys(found) if token != STOP]


def _in_order(said: Tokens, fact: Fact) -> bool:
    """Whether the words of the sentences stand in the fact in this order, what tells the place left out."""
    placed = set(fact.placed)
    fixed = iter([token for token in fact.content if token not in placed or is_value(token)])
    wanted = [token for token in said if (token not in placed or is_value(token)) and token in set(fact.content)]
    return all(any(token == other for other in fixed) for token in wanted)


def _count(said: Tokens, wanted: frozenset[str]) -> Counter[str]:
    return Counter(token for token in said if token in wanted)
