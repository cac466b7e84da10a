"""What a person sees where the store cannot be read: one line in the page's language, and nothing of the program."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from assistant.page.escaping import escaped
from assistant.page.strings import Strings
from ingest.errors import PlanAssistantError
from prompts.lines import told


def calm(words: Strings, handler: Callable[..., Any]) -> Callable[..., Any]:
    """A tab's handler that says what kept it from its work."""
    if inspect.isgeneratorfunction(handler):

        @functools.wraps(handler)
        def stepping(*given: Any, **named: Any) -> Iterator[Any]:
            try:
                yield from handler(*given, **named)
            except PlanAssistantError as error:
                raise said(error, words) from error

        return stepping

    @functools.wraps(handler)
    def calling(*given: Any, **named: Any) -> Any:
        try:
            return handler(*given, **named)
        except PlanAssistantError as error:
            raise said(error, words) from error

    return calling


def said(error: PlanAssistantError, words: Strings) -> gr.Error:
    """The line as Gradio shows it beside the page, where it is taken for HTML."""
    return gr.Error(escaped(told(str(error), words.language)), title=words("trouble"), print_exception=False)
