"""A follow-up as the whole question that it was understood as."""

from __future__ import annotations

import re

from assistant.turns import Ask, Query
from assistant.world import World
from prompts import phrase


def in_words(merged: Query, query: Query, world: World) -> str:
    """The whole question in words, as it was understood."""
    language = merged.language
    places = [world.locality(plan) for plan in merged.scope.plans] if merged.scope.named else []
    place = phrase("resolved_in", language, locality=phrase("and", language).join(places)) if places else ""
    if merged.scope.elsewhere:
        place = phrase("resolved_in", language, locality=", ".join(merged.scope.elsewhere))
    key = f"resolved_{merged.ask}"
    about = [agency.name for agency in merged.agencies]
    if merged.ask is Ask.TASKS:
        subject = "".join(
            f" – {part}"
            for part in (*about, merged.subject, merged.time.text if merged.time else "", _part(merged))
            if part
        )
    elif merged.ask is Ask.HEADER:
        subject = ", ".join(phrase(f"field_{name}", language) for name in merged.fields)
    else:
        subject = merged.subject or ", ".join(about) or (f"mục {', '.join(merged.numbers)}" if merged.numbers else "")
        if merged.time and merged.ask in (Ask.FIGURE, Ask.COMPARE) and merged.time.text:
            subject += f" {merged.time.text}"
    try:
        text = phrase(key, language, subject=subject, place=place)
    except KeyError:
        return query.question
    return re.sub(r"\s+([?.,])", r"\1", " ".join(text.split()))


def _part(merged: Query) -> str:
    """The appendix and the group that are meant."""
    named = ((f"phụ lục {merged.appendix}" if merged.appendix else ""), f"nhóm {merged.group}" if merged.group else "")
    return ", ".join(part for part in named if part)
