"""The question as it was understood, as chips; the place can be dropped or changed, which asks again."""

from __future__ import annotations

from typing import Any

from assistant.page.escaping import escaped
from assistant.page.strings import Strings
from assistant.page.turns import Understood
from assistant.rescope import movable
from assistant.turns import Ask, Query
from assistant.world import World

LISTED = 12  # places that are offered as buttons; of more one is typed, with suggestions
_SOCIAL = (Ask.GREETING, Ask.THANKS, Ask.HELP, Ask.OUTSIDE)


def understood(given: Any, world: World, words: Strings) -> Understood | None:
    """What of an answer's question was understood; None where there is nothing to show (a greeting)."""
    query: Query | None = getattr(given, "query", None)
    if query is None or query.ask in _SOCIAL or not world.plans:
        return None
    about = [("chip_ask", words(f"ask_{query.ask}"))]
    about += [("chip_agency", agency.name) for agency in query.agencies]
    about += [("chip_about", query.subject)] if query.subject else []
    about += [("chip_rows", ", ".join(query.numbers))] if query.numbers else []
    about += [("chip_time", query.time.text)] if query.time and query.time.text else []
    places = tuple(dict.fromkeys(world.locality(plan) for plan in query.scope.plans)) if query.scope.named else ()
    places += query.scope.elsewhere
    moved = movable(query, world)
    at = moved.at if moved and query.ask is not Ask.COMPARE else None  # one place alone is no comparison
    return Understood(tuple(about), places, moved.everywhere if moved else None, at)


def markup(given: Understood, places: tuple[str, ...], words: Strings) -> str:
    """`places` are those that the store has plans of."""
    shown = "".join(
        f'<span class="chip"><span class="chip-name">{escaped(words(name))}</span> {escaped(value)}</span>'
        for name, value in given.about
    )
    label = escaped(words("understood"))
    return f'<div class="chips" role="group" aria-label="{label}">{shown}{_place(given, places, words)}</div>'


def _place(given: Understood, places: tuple[str, ...], words: Strings) -> str:
    name = f'<span class="chip-name">{escaped(words("chip_place"))}</span>'
    where = ", ".join(given.places) or words("chip_everywhere", count=len(places))
    drop = ""
    if given.places and given.everywhere and len(places) > 1:
        label = escaped(words("chip_drop", place=where))
        drop = (
            f'<button type="button" class="drop" data-ask="{escaped(given.everywhere)}" aria-label="{label}"'
            f' title="{label}">×</button>'
        )
    return f'<span class="chip chip-place">{name} {escaped(where)}{drop}</span>{_change(given, places, words)}'


def _change(given: Understood, places: tuple[str, ...], words: Strings) -> str:
    """The other places, as buttons or, where they are many, as a box to type in."""
    others = [place for place in places if (place,) != given.places]
    if not given.at or not others:
        return ""
    if len(others) <= LISTED:
        offered = "".join(
            f'<button type="button" class="next" data-ask="{escaped(given.at.replace("{place}", place))}">'
            f"{escaped(place)}</button>"
            for place in others
        )
    else:
        offered = (
            f'<form data-ask-at="{escaped(given.at)}"><label>{escaped(words("chip_type"))} '
            f'<input name="place" list="known-places" autocomplete="off"></label>'
            f'<button class="quiet">{escaped(words("send"))}</button></form>'
        )
    return f'<details class="change"><summary>{escaped(words("chip_change"))}</summary><div>{offered}</div></details>'
