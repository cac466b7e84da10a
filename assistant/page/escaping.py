"""Text that stays text, whatever it holds: every word of a plan or a person passes here on its way to the page."""

from __future__ import annotations

import html

from assistant.page.formulas import readable

# A component of the page reads its value through two template languages; none of their signs may survive either.
_TEMPLATE_SIGNS = str.maketrans({sign: f"&#{ord(sign)};" for sign in "{}$`\\@"})


def escaped(text: object) -> str:
    """Text for an element or an attribute: markup, entities and templates in it are shown, never read."""
    return html.escape(str(text), quote=True).translate(_TEMPLATE_SIGNS)


def shown(text: object) -> str:
    """Text of a plan or of an answer, with its formulas readable."""
    return escaped(readable(str(text)))
