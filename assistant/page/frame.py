"""What stands around the tabs: the head, the welcome, the foot, and the sheet in which a plan is opened at a quote."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.page.escaping import escaped
from assistant.page.strings import Strings


def masthead(words: Strings, links: Sequence[tuple[str, str]] = (), user: str | None = None) -> str:
    """The head: title, switches, the other languages as (address, name), and who is logged in."""
    switches = "".join(
        f'<button type="button" class="quiet" data-switch="{name}" aria-pressed="false">{escaped(words(key))}</button>'
        for name, key in (("large", "large_type"), ("dark", "dark"))
    )
    title = escaped(words("former_title"))
    switches += f'<button type="button" class="quiet" data-former="{title}">{escaped(words("former"))}</button>'
    others = "".join(f'<a class="quiet" href="{escaped(address)}">{escaped(name)}</a>' for address, name in links)
    leave = ""
    if user:
        leave = (
            '<form method="post" action="/page/logout">'
            f'<button class="quiet">{escaped(words("log_out", user=user))}</button></form>'
        )
    return (
        '<div class="masthead"><span class="mark" aria-hidden="true"></span>'
        f"<div><h1>{escaped(words('title'))}</h1><p>{escaped(words('subtitle'))}</p></div>"
        f'<nav class="switches" aria-label="{escaped(words("switches"))}">{switches}{others}{leave}</nav></div>'
    )


def welcome(places: Sequence[str], words: Strings) -> str:
    """What stands where the conversation will be."""
    named = ", ".join(places[:8]) + ("…" if len(places) > 8 else "")
    known = words("welcome_plans", count=len(places), places=named) if places else words("welcome_empty")
    return f'<div class="welcome"><h2>{escaped(words("welcome"))}</h2><p>{escaped(known)}</p></div>'


def trouble(line: str, words: Strings) -> str:
    """What stands there where the plans cannot be read."""
    return f'<div class="welcome"><h2>{escaped(words("trouble"))}</h2><p>{escaped(line)}</p></div>'


def foot(words: Strings, largest: int) -> str:
    """The line under the page, the places that may be typed, and the sheet, closed; what the script says is in it.

    `largest` is how many bytes a file may have that is put in."""
    said = " ".join(
        f'data-{key.replace("_", "-")}="{escaped(words(key))}"'
        for key in ("copied", "thanks_vote", "vote_lost", "lost", "loading", "source_gone")
    )
    title = escaped(words("sheet"))
    too_large = escaped(words("too_large", name="{name}", limit=largest // 2**20))
    said += f' data-largest="{largest}" data-too-large="{too_large}"'
    return (
        f"<p>{escaped(words('footer'))}</p>"
        f'<aside id="sheet" aria-label="{title}" hidden data-title="{title}" {said}>'
        f'<div class="sheet-head"><h2>{title}</h2>'
        f'<button type="button" class="quiet" data-close>{escaped(words("close"))} (Esc)</button></div>'
        f'<div class="sheet-body" tabindex="0"></div></aside>'
        '<datalist id="known-places"></datalist><div id="said" role="status" aria-live="polite"></div>'
    )
