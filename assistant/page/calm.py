"""What a person sees where a tab cannot do its work: one line in the page's language, and nothing of the program."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
            with _told(words):
                yield from handler(*given, **named)

        return stepping

    @functools.wraps(handler)
    def calling(*given: Any, **named: Any) -> Any:
        with _told(words):
            return handler(*given, **named)

    return calling


@contextmanager
def _told(words: Strings) -> Iterator[None]:
    """What is wrong with a file or the store in its own line; a fault of the program in one, its details in the log."""
    try:
        yield
    except PlanAssistantError as error:
        raise _shown(told(str(error), words.language), words, logged=False) from error
    except Exception as error:
        raise _shown(words("fault_of_tab"), words, logged=True) from error


def _shown(line: str, words: Strings, *, logged: bool) -> gr.Error:
    """A line as Gradio shows it beside the page, where it is taken for HTML."""
    return gr.Error(escaped(line), title=words("trouble"), print_exception=logged)
