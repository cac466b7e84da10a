"""A place on the page for our own markup, and what every event has."""

from __future__ import annotations

from typing import Any

import gradio as gr

PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""An event of the page alone: no name in Gradio's API, no spinner over what is being read."""


def html(value: str = "", *, elem_id: str) -> gr.HTML:
    """A place for our own markup, without Gradio's styles for it."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False)
