"""What stands beside and under an answer: its evidence, each quote with its place, to open and to copy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assistant.page.answer_tables import cells
from assistant.page.escaping import escaped, shown
from assistant.page.links import source_address
from assistant.page.setting import Setting
from assistant.page.turns import Answer

Fields = Mapping[str, Any]


def beside(number: int, answer: Answer, setting: Setting) -> str:
    """What stands beside an answer: its evidence; where there is none, the nearest passages."""
    words = setting.words
    if answer["citations"]:
        records = answer.get("records") or ()
        items = "".join(_cited(number, citation, records, setting) for citation in answer["citations"])
        return _aside("evidence", words("evidence"), f'<ol tabindex="0">{items}</ol>')
    if answer.get("see_also"):
        return _aside("evidence nearest", words("see_also"), f"<ul>{_plain_sources(answer['see_also'], setting)}</ul>")
    return ""


def _aside(class_: str, name: str, content: str) -> str:
    return f'<aside class="{class_}" aria-label="{escaped(name)}"><h3>{escaped(name)}</h3>{content}</aside>'


def _cited(turn_number: int, citation: Fields, records: Sequence[Fields], setting: Setting) -> str:
    """A quote with its number, which leads back to where it is cited."""
    number = int(citation["number"])
    back = f'<a class="cited" href="#at-{turn_number}-{number}" title="{escaped(setting.words("back"))}">{number}</a>'
    return f'<li id="evidence-{turn_number}-{number}" tabindex="-1">{back}{_source(citation, setting, records)}</li>'


def _plain_sources(sources: Iterable[Fields], setting: Setting) -> str:
    return "".join(f"<li>{_source(source, setting)}</li>" for source in sources)


def _source(source: Fields, setting: Setting, records: Sequence[Fields] = ()) -> str:
    words, cite = setting.words, setting.cite
    written = cite(source) if cite else ""
    copied = f"“{source['quote']}” {written}".strip()
    page = f", {words('page', number=source['page'])}" if source.get("page") else ""
    address = source_address(source["plan"], source["spans"], source["place"], words)
    return (
        f'<div class="source" data-citation="{escaped(written)}">'
        f'<p class="where"><strong>{escaped(source["locality"])}</strong>'
        f" · {escaped(source['place'])}{escaped(page)}</p>"
        f"<blockquote>{cells(source, records, words, shown) or shown(source['quote'])}</blockquote>"
        f'<p class="document">{escaped(source["document"])}</p>'
        f'<p class="tools"><button type="button" class="quiet" data-source="{escaped(address)}">'
        f"{escaped(words('open_source'))}</button>"
        f'<button type="button" class="quiet" data-copy="{shown(copied)}">{escaped(words("copy_quote"))}</button></p>'
        "</div>"
    )


def see_also(answer: Answer, setting: Setting) -> str:
    """Further passages under an answer, folded away."""
    if not answer.get("see_also"):
        return ""
    items = _plain_sources(answer["see_also"], setting)
    return (
        f'<details class="see-also"><summary>{escaped(setting.words("see_also"))}</summary><ul>{items}</ul></details>'
    )
