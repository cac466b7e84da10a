"""The sheet that opens from a citation: where this is, the plan at the quote, and its citation to copy."""

from __future__ import annotations

from assistant.page.citing import citation
from assistant.page.escaping import escaped, shown
from assistant.page.office import place_of
from assistant.page.pages_view import pages
from assistant.page.source_view import view
from assistant.page.strings import Strings
from ingest.records import Plan, Spans


def _plan(plan: Plan, spans: Spans, words: Strings) -> str:
    """The page as it was printed where there is one, with its text folded away; else the text."""
    images = pages(plan, spans, words)
    if not images:
        return f'<div class="plan">{view(plan, spans, words)}</div>'
    text = view(plan, spans, words).replace(' id="cited"', "")
    name = escaped(words("as_text"))
    return f'{images}<details class="as-text"><summary>{name}</summary><div class="plan">{text}</div></details>'


def sheet(plan: Plan, spans: Spans, place: str, words: Strings) -> str:
    """`place` is in the words of the citation that was clicked."""
    quoted = " ".join(" ".join(plan.source.text[start:end].split()) for start, end in spans)
    cited = citation(plan, place, words)
    return (
        f'<p class="where"><strong>{escaped(place_of(plan))}</strong> · {escaped(place)}</p>'
        f'<p class="document">{escaped(plan.document)}{f" · {shown(plan.title)}" if plan.title else ""}</p>'
        f'<p class="tools"><button type="button" class="quiet" data-copy="{shown(f"“{quoted}” {cited}")}">'
        f"{escaped(words('copy_quote'))}</button></p>"
        f"{_plan(plan, spans, words)}"
    )
