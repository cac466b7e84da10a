"""The documents that plans rest on: all of them, one by its code, or one by its kind and subject."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answers import passages
from assistant.answers.codes import same_code
from assistant.calibration import CALIBRATION
from assistant.documents import is_level, is_numbered, issued_by
from assistant.evidence import Evidence, Reason
from assistant.matching import Match
from assistant.turns import Query
from assistant.world import World
from ingest.records import Basis
from ingest.text import canonical, unaccented

_CITED = r"(?:\s+số)?\s+\d[\w/-]*(?:\s*[-/]\s*[^\W\d_]+)+"
"""What follows the kind of a document where one is cited: "số 28-CT/TW", "65/2017/NĐ-CP"."""
_CITING = frozenset({"can", "cu", "vien", "dan"})  # "căn cứ", "viện dẫn": that a document is cited, not which
_SENTENCE = re.compile(r"(?<=[.;])\s+")


def find(query: Query, world: World) -> Evidence:
    """The bases that a question means; a document by its subject is looked for in the whole text."""
    plans = world.scope(query)
    bases = tuple(b for b in world.records(Basis, plans) if issued_by(query.issuers, f"{b.quote} {b.number or ''}"))
    if query.codes:
        found = tuple(basis for basis in bases if basis.number and any(same_code(c, basis.number) for c in query.codes))
        return Evidence(found, len(bases), plans) if found else passages.with_codes(query, world, plans)
    topic = world.topic(query)
    words = _told_apart(query, topic.words)
    if words:
        asked = replace(topic, words=words)
        covered = world.matcher.covered(asked, bases)
        best = max(covered, default=0.0)
        if best >= CALIBRATION.row:
            kept = tuple(basis for basis, share in zip(bases, covered, strict=True) if share >= best - 0.1)
            return Evidence(kept, len(bases), plans)
    subject = _subject(query, topic.words)
    if query.documents and subject:
        return _by_subject(query, world, subject)
    return Evidence(bases, len(bases), plans, reason=None if bases else Reason.NO_MATCH)


def _by_subject(query: Query, world: World, subject: tuple[str, ...]) -> Evidence:
    """Passages with a sentence that cites a document of the kind and holds the subject, of each plan the best."""
    plans = world.scope(query)
    topic = replace(world.topic(query), words=subject)
    cited = re.compile("|".join(_pattern(kind) for kind in query.documents))
    searched = world.passages(plans)
    matches = []
    for passage in searched:
        citing = [part for part in _SENTENCE.split(passage.quote) if cited.search(canonical(part))]
        coverage = max((world.matcher.coverage_of(topic, part) for part in citing), default=0.0)
        if coverage >= CALIBRATION.row:
            matches.append(Match(None, passage, coverage, 1.0, coverage))
    matches.sort(key=lambda match: -match.coverage)
    if not matches:
        near = tuple(m.passage for m in world.matcher.passages(topic, searched)[:3] if m.passage)
        return Evidence(plans=plans, reason=Reason.NO_MATCH, near=near, searched_passages=len(searched))
    best = [match for match in matches if match.coverage >= matches[0].coverage - CALIBRATION.tie]
    first: dict[str, Match] = {}
    for match in best:
        assert match.passage
        first.setdefault(match.passage.plan, match)
    return Evidence(plans=plans, matches=tuple(first.values()), searched_passages=len(searched))


def _pattern(kind: str) -> str:
    return rf"(?<!\w){re.escape(kind)}{_CITED if is_numbered(kind) else ''}(?!\w)"


def _told_apart(query: Query, topic: tuple[str, ...]) -> tuple[str, ...]:
    """The words that may tell one basis from another: kind of document, issuer, and what else is asked."""
    issuers = [issuer for issuer in query.issuers if not is_level(issuer)]
    named = [word for name in (*query.documents, *issuers) for word in name.split()]
    words = dict.fromkeys([*(_as_typed(word, query) for word in named), *topic])
    return tuple(word for word in words if unaccented(word) not in _CITING)


def _subject(query: Query, topic: tuple[str, ...]) -> tuple[str, ...]:
    """What a document is about: the topic less its kind and its issuer."""
    named = {unaccented(word) for name in (*query.documents, *query.issuers) for word in name.split()}
    return tuple(word for word in topic if unaccented(word) not in named | _CITING)


def _as_typed(word: str, query: Query) -> str:
    return unaccented(word) if query.unaccented or query.language == "en" else word
