"""The log-in as a page of its own, without a script."""

from __future__ import annotations

from assistant.page.escaping import escaped
from assistant.page.strings import Strings


def login_page(words: Strings, trouble: str = "") -> str:
    """`trouble` is the key of what went wrong."""
    said = f'<p class="trouble" role="alert">{escaped(words(trouble))}</p>' if trouble else ""
    return (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escaped(words('title'))}</title>"
        '<link rel="icon" href="/page/static/mark.svg"><link rel="stylesheet" href="/page/static/login.css"></head>'
        f'<body><main><h1>{escaped(words("title"))}</h1>{said}<form method="post" action="/page/login">'
        f'<label>{escaped(words("login_name"))}<input name="name" autocomplete="username" required autofocus></label>'
        f"<label>{escaped(words('login_password'))}"
        '<input name="password" type="password" autocomplete="current-password" required></label>'
        f"<button>{escaped(words('login'))}</button></form></main></body></html>"
    )
