"""Answers over many plans: the text speaks of the first of them and says how many more there are.

Nobody reads 500 sentences in a meeting, and nothing is lost: `records` and `coverage` stay whole, and the page and the
files that it gives hold every row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assistant.turns import Claim, Draft, Query
from ingest.records import AnyRecord
from prompts import phrase

SHOWN = 10
"""Plans whose sentences are said. One more is said too: "1 more" would be no shorter."""


def shortened(draft: Draft, query: Query) -> Draft:
    """The draft with the sentences of its first plans. An answer without records is not shortened: it is the list."""
    if not shown_in_part(draft.records):
        return draft
    plans = list(dict.fromkeys(record.plan for record in draft.records))
    shown = frozenset(plans[:SHOWN])
    claims = [_of_shown(claim, shown) for claim in draft.claims if _is_said(claim, shown)]
    counts = {"shown": SHOWN, "total": len(plans)}
    more = phrase("first_of_many_plans", query.language, **counts)
    last = Claim(more, derived=tuple(map(str, counts.values())))
    return replace(draft, claims=(*claims, last))


def shown_in_part(records: Iterable[AnyRecord]) -> bool:
    """Whether records are of more plans than are said."""
    return len({record.plan for record in records}) > SHOWN + 1


def _is_said(claim: Claim, shown: frozenset[str]) -> bool:
    """A sentence on one plan where it is shown; one on several, or on none, always."""
    plans = {source.plan for source in claim.sources}
    return len(plans) != 1 or plans <= shown


def _of_shown(claim: Claim, shown: frozenset[str]) -> Claim:
    """A sentence on more plans than are shown cites those that are shown."""
    if len({source.plan for source in claim.sources}) <= SHOWN:
        return claim
    return replace(claim, sources=tuple(source for source in claim.sources if source.plan in shown))
