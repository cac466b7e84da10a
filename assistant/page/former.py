"""Conversations to go back to. Their names are with the browser that had them; what was asked is the server's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.page.conversations import Conversations, Thread
from assistant.page.escaping import escaped
from assistant.page.strings import Strings

REMEMBERED = 30


@dataclass(frozen=True, slots=True)
class Former:
    """A conversation: what it begins and ends with, and how many questions it has."""

    thread: Thread
    question: str
    last: str


def former(conversations: Conversations, names: Iterable[str], user: str | None) -> tuple[Former, ...]:
    """Those of the names that are still there and this user's, in the order of the names."""
    found = []
    for name in dict.fromkeys(Thread.of(f"{each} 1").name for each in names):
        if turns := conversations.all_turns(name, user):
            found.append(Former(Thread(name, len(turns)), turns[0].question, turns[-1].question))
    return tuple(found)


def former_list(found: Sequence[Former], words: Strings) -> str:
    """The list in the sheet; a click opens one (static/page.js)."""
    if not found:
        return f'<p class="empty">{escaped(words("former_none"))}</p>'
    items = "".join(f"<li>{_button(each, words)}</li>" for each in found)
    return f'<ul class="former">{items}</ul>'


def _button(each: Former, words: Strings) -> str:
    """What it began with; with what it ended, which tells apart those that began alike."""
    count = words("former_count", count=each.thread.shown)
    last = f"<small>… {escaped(each.last)}</small>" if each.thread.shown > 1 else ""
    return (
        f'<button type="button" class="next" data-thread="{escaped(str(each.thread))}">{escaped(each.question)} '
        f'<span class="count">{escaped(count)}</span>{last}</button>'
    )
