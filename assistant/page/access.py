"""Who asks: the name and role that the log-in has put on a request; nobody in particular where there is none."""

from __future__ import annotations

from typing import Any

USER, ROLE = "plan_user", "plan_role"


def user_of(request: Any) -> str | None:
    """The user of a request of Gradio's or Starlette's; None where the page has no accounts."""
    found = _scope(request).get(USER)
    return str(found) if found is not None else None


def may_edit(request: Any) -> bool:
    """Whether the store may be changed: by an editor, and by anybody where there are no accounts."""
    return bool(_scope(request).get(ROLE, "editor") == "editor")


def _scope(request: Any) -> dict[str, Any]:
    inner = getattr(request, "request", None) or request
    scope = getattr(inner, "scope", None)
    return scope if isinstance(scope, dict) else {}
