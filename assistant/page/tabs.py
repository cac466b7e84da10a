"""The tabs beside the conversation: their components, and which handler they call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import gradio as gr

from assistant.page.calm import calm
from assistant.page.compare import Compare
from assistant.page.deadlines import Deadlines
from assistant.page.document_tab import add_documents
from assistant.page.entries import KINDS, agencies_of
from assistant.page.html_place import PRIVATE, html
from assistant.page.lookup import DUE, Lookup, Wanted, years
from assistant.page.office import Office
from assistant.page.strings import Strings

Choices = list[tuple[str, str]]


def add_tabs(office: Office, words: Strings) -> None:
    """Tra cứu, So sánh, Thời hạn, Văn bản."""
    lookup = Lookup(office, words)
    with gr.Tab(words("tab_lookup"), elem_id="tab-lookup") as tab:
        _lookup(tab, office, lookup, words)
    with gr.Tab(words("tab_compare"), elem_id="tab-compare") as tab:
        _compare(tab, office, words)
    with gr.Tab(words("tab_deadlines"), elem_id="tab-deadlines") as tab:
        _deadlines(tab, office, lookup, words)
    add_documents(office, words)


def _lookup(tab: gr.Tab, office: Office, lookup: Lookup, words: Strings) -> None:
    with gr.Row(elem_classes="filters"):
        text = gr.Textbox(
            label=words("lookup_text"), placeholder=words("lookup_placeholder"), elem_id="lookup-text", scale=3
        )
        place, kind = _choice(words("column_plan")), _choice(words("column_kind"))
        agency, due = _choice(words("column_agency")), _choice(words("column_deadline"))
    table = html(elem_id="lookup-table")

    def find(*wanted: str | None) -> str:
        return lookup.table(Wanted(*(each or "" for each in wanted)))

    def opened(*wanted: str | None) -> list[Any]:
        found = lookup.entries()
        kinds = [(words(f"kind_{each}"), each) for each in KINDS]
        dues = [(words(f"filter_{each}"), each) for each in DUE] + [(each, each) for each in years(found)]
        offered = (_places(office), kinds, [(name, key) for key, name in agencies_of(found).items()], dues)
        updates = [_offered(choices, words, chosen) for choices, chosen in zip(offered, wanted[1:], strict=True)]
        return [*updates, find(*wanted)]

    wanted = [text, place, kind, agency, due]
    tab.select(calm(words, opened), wanted, [place, kind, agency, due, table], **PRIVATE)
    gr.on([text.change], calm(words, find), wanted, table, trigger_mode="always_last", **PRIVATE)
    gr.on([each.input for each in (place, kind, agency, due)], calm(words, find), wanted, table, **PRIVATE)


def _compare(tab: gr.Tab, office: Office, words: Strings) -> None:
    compare = Compare(office, words)
    with gr.Row(elem_classes="filters"):
        places = gr.Dropdown(label=words("compare_places"), choices=[], multiselect=True, elem_id="compare-places")
        chosen = gr.Dropdown(label=words("compare_chart"), choices=[], elem_id="compare-chart")
    chart, table = html(elem_id="compare-figure"), html(elem_id="compare-table")

    def view(named: Sequence[str] | None, indicator: str | None) -> list[Any]:
        among = tuple(named or ())
        choices = compare.choices(among)
        known = [value for _, value in choices]
        shown = indicator if indicator in known else next(iter(known), None)
        return [gr.update(choices=choices, value=shown), compare.chart(among, shown or ""), compare.table(among)]

    def opened(named: Sequence[str] | None, indicator: str | None) -> list[Any]:
        known = [value for _, value in _places(office)]
        kept = [each for each in named or () if each in known]
        return [gr.update(choices=_places(office), value=kept), *view(kept, indicator)]

    tab.select(calm(words, opened), [places, chosen], [places, chosen, chart, table], **PRIVATE)
    gr.on([places.input, chosen.input], calm(words, view), [places, chosen], [chosen, chart, table], **PRIVATE)


def _deadlines(tab: gr.Tab, office: Office, lookup: Lookup, words: Strings) -> None:
    deadlines = Deadlines(lookup, words)
    with gr.Row(elem_classes="filters"):
        place, agency = _choice(words("column_plan")), _choice(words("column_agency"))
    shown = html(elem_id="deadlines")

    def view(where: str | None, who: str | None) -> str:
        return deadlines.view(where or "", who or "")

    def opened(where: str | None, who: str | None) -> list[Any]:
        agencies = [(name, key) for key, name in agencies_of(each for each in lookup.entries() if each.dated).items()]
        updates = [_offered(_places(office), words, where), _offered(agencies, words, who)]
        return [*updates, view(where, who)]

    tab.select(calm(words, opened), [place, agency], [place, agency, shown], **PRIVATE)
    gr.on([place.input, agency.input], calm(words, view), [place, agency], shown, **PRIVATE)


def _choice(label: str) -> gr.Dropdown:
    """A choice that narrows; its first entry narrows nothing. What can be chosen comes when its tab is opened."""
    return gr.Dropdown(label=label, choices=[("…", "")], value="", scale=2, min_width=140)


def _offered(choices: Iterable[tuple[str, str]], words: Strings, chosen: str | None) -> Any:
    """The choices as they are now; what was chosen stays where it still can be."""
    every: Choices = [(words("every"), ""), *choices]
    known = {value for _, value in every}
    return gr.update(choices=every, value=chosen if chosen in known else "")


def _places(office: Office) -> Choices:
    return [(place, place) for place in office.places()]
